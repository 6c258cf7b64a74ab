"""MEANTIME (Minard et al. 2016): Wikinews articles with entity mentions, coreference, and events with factuality.

Only an article's title and first four sentences are annotated, and only its tokens are known: the text is put together
from them, the title and the date a line each, the rest one paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from sayso.evaluation.corpora import files_of
from sayso.evaluation.writing import Writer
from sayso.evaluation.xml import parse
from sayso.evaluation.yardstick import Document

CORPUS = ("meantime/intra-doc_annotation/*/*.xml",)
NAMED = frozenset({"NAM", "PRE.NAM"})
_OWN_LINE = 2
"""Sentences at the top, title and date, that are a line each."""
_ANNOTATED = 6


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A mention by name, and the entity it refers to."""

    span: tuple[int, int]
    entity: str
    type: str
    """``PER``, ``ORG``, ``LOC``, ``PRO``, ``FIN``, ``MIX``; empty where the mention refers to no entity."""


@dataclass(frozen=True, slots=True)
class EventMention:
    """An event, and how far its text says that it is a fact."""

    span: tuple[int, int]
    certainty: str
    polarity: str
    time: str


@dataclass(frozen=True, slots=True)
class Gold:
    """What MEANTIME says of an article. Nothing is said of what comes after ``annotated``."""

    mentions: tuple[NamedMention, ...]
    events: tuple[EventMention, ...]
    annotated: int


def documents(corpora: Path) -> list[Document[Gold]]:
    """The articles, of three topics."""
    return [document(path) for path in files_of(corpora, CORPUS)]


def document(path: Path) -> Document[Gold]:
    """One article."""
    root = parse(path)
    writer = Writer()
    spans: dict[str, tuple[int, int]] = {}
    annotated, previous = 0, 0
    for token in root.iter("token"):
        sentence = int(token.get("sentence") or 0)
        if sentence != previous and min(sentence, previous) < _OWN_LINE:
            writer.break_line()
        previous = sentence
        spans[token.get("t_id") or ""] = writer.write(token.text or "")
        if sentence < _ANNOTATED:
            annotated = writer.length
    refers = {
        source.get("m_id"): link.find("target").get("m_id")
        for link in root.iter("REFERS_TO")
        if link.find("target") is not None
        for source in link.iter("source")
    }
    types = {entity.get("m_id"): entity.get("ent_type") or "" for entity in root.iter("ENTITY")}
    mentions, events = [], []
    for one in root.iter("ENTITY_MENTION", "EVENT_MENTION"):
        span = _span(one, spans)
        number = one.get("m_id")
        if span is None:
            continue
        if one.tag == "EVENT_MENTION":
            events.append(EventMention(span, *(one.get(k) or "" for k in ("certainty", "polarity", "time"))))
        elif one.get("syntactic_type") in NAMED:
            entity = refers.get(number)
            mentions.append(NamedMention(span, entity or f"alone {number}", types.get(entity, "")))
    published = next(
        (t.get("value") for t in root.iter("TIMEX3") if t.get("functionInDocument") == "CREATION_TIME"), None
    )
    return Document(path.stem, writer.text, Gold(tuple(mentions), tuple(events), annotated), published)


def _span(mention: etree._Element, spans: dict[str, tuple[int, int]]) -> tuple[int, int] | None:
    at = [spans[a.get("t_id") or ""] for a in mention.iter("token_anchor")]
    return (min(s for s, _ in at), max(e for _, e in at)) if at else None
