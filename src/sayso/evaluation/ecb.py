"""ECB+ (Cybulska and Vossen 2014): reports in topics, each of two similar events, and the events that they mention.

A topic's `…ecb` files tell of one event and its `…ecbplus` files of another of the same sort, so that each topic is two
sub-topics. Only some sentences of a report have their events marked; the corpus lists them, and mentions elsewhere are
left out, as its README asks.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from sayso.evaluation.corpora import files_of
from sayso.evaluation.writing import Writer
from sayso.evaluation.xml import parse

TEXTS = "ecbplus/[0-9]*/*.xml"
SENTENCES = "ecbplus/ECBplus_coreference_sentences.csv"
CORPUS = (TEXTS, SENTENCES)
_NAME = re.compile(r"(\d+)_(\d+)(ecb|ecbplus)\.xml")
_EVENTS = ("ACTION", "NEG_ACTION")
_ADDRESS = re.compile(r"https?\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words for an event, and which event it is across the topic's reports."""

    words: tuple[tuple[int, int], ...]
    """Where each of them stands in the report's text."""
    event: str


@dataclass(frozen=True, slots=True)
class EcbReport:
    """One report, its sub-topic, and the events that it mentions in the sentences whose events are marked."""

    name: str
    topic: int
    subtopic: str
    text: str
    mentions: tuple[Mention, ...]


def reports(corpora: Path) -> list[EcbReport]:
    """The reports, by topic and name."""
    (chosen,) = files_of(corpora, (SENTENCES,))
    with chosen.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    marked: dict[str, set[str]] = {}
    for topic, name, sentence in rows:
        marked.setdefault(f"{topic}_{name}", set()).add(sentence)
    made = [_report(path, marked.get(path.stem, set())) for path in files_of(corpora, (TEXTS,))]
    return sorted(made, key=lambda r: (r.topic, r.name))


def _report(path: Path, marked: set[str]) -> EcbReport:
    name = _NAME.fullmatch(path.name)
    if name is None:
        raise ValueError(f"{path.name}: no name of an ECB+ report")
    root = parse(path)
    writer = Writer()
    spans: dict[str, tuple[int, int]] = {}
    sentence_of: dict[str, str] = {}
    tokens = list(root.iter("token"))
    first = next((t.get("sentence") for t in tokens), None)
    address = bool(tokens) and _ADDRESS.match(tokens[0].text or "") is not None
    previous: str | None = None
    for token in tokens:
        sentence = token.get("sentence") or ""
        if address and sentence == first:
            continue  # where the text was found is no part of it
        if sentence != previous:
            writer.break_line()
        previous = sentence
        number = token.get("t_id") or ""
        spans[number] = writer.write(token.text or "")
        sentence_of[number] = sentence
    return EcbReport(
        path.stem, int(name[1]), f"{name[1]} {name[3]}", writer.text,
        tuple(_mentions(root, path.stem, spans, sentence_of, marked)),
    )  # fmt: skip


def _mentions(
    root: etree._Element, report: str, spans: dict[str, tuple[int, int]], sentence_of: dict[str, str], marked: set[str]
) -> list[Mention]:
    anchored: dict[str, list[str]] = {}
    instances: dict[str, str] = {}
    for one in root.iterfind("Markables/*"):
        number = one.get("m_id") or ""
        anchors = [a.get("t_id") or "" for a in one.iter("token_anchor")]
        if anchors and one.tag.startswith(_EVENTS):
            anchored[number] = anchors
        elif one.get("instance_id"):
            instances[number] = one.get("instance_id") or ""
    event: dict[str, str] = {}
    for link in root.iterfind("Relations/*"):
        target = link.find("target")
        number = "" if target is None else target.get("m_id") or ""
        crossing = link.tag.startswith("CROSS")
        key = instances.get(number) or link.get("note") or "" if crossing else f"{report} {number}"
        for source in link.iter("source"):
            event[source.get("m_id") or ""] = key
    found = []
    for number, anchors in anchored.items():
        if all(a in spans and sentence_of[a] in marked for a in anchors):
            found.append(Mention(tuple(spans[a] for a in anchors), event.get(number, f"{report} alone {number}")))
    return found
