"""Mentions → entities: full and short names, acronyms, demonyms and tables' other names, joined within a report."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from sayso.language import Analysis, Mention
from sayso.names.tables import Known, Tables, nouns, shipped
from sayso.names.transliteration import same_person
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.record.types import Entity, EntityKind

_KINDS: dict[str, EntityKind] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group",
    "EVENT": "meeting", "PRODUCT": "other", "WORK_OF_ART": "other", "LAW": "other",
}  # fmt: skip
_EDGE = " \t\r\n.,;:!?\"'“”‘’()[]"
_LONGEST_NAME = 80
"""Characters."""
_LONGEST_KNOWN = 5
"""Words of the longest name looked up in the tables."""
_SURE = frozenset({"US", "UK", "EU", "UN", "AP"})
"""Two-letter names that are looked up without a model's mention; others ('IS', 'AU') are too often words."""
_SMALL = frozenset({"of", "the", "and", "for", "de", "la", "in", "on"})


@dataclass(slots=True)
class _Group:
    kind: EntityKind
    name: str
    known: Known | None
    mentions: list[Span] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


_ARTICLES = frozenset({"the", "a", "an"})


def find_entities(analysis: Analysis, tables: Tables | None = None) -> tuple[Entity, ...]:
    """The entities of a report, ids ``n1``, ``n2``… by first mention.

    ``tables`` are the names that are known; without, those that ship.
    """
    known_names = (tables if tables is not None else shipped()).names
    groups: list[_Group] = []
    surnames: set[str] = set()
    spans = [
        (span, m.label) for m in _mentions(analysis, known_names)
        if (span := _trimmed(analysis, m, known_names)).text and span.text.lower() not in _ARTICLES
    ]  # fmt: skip
    # Long names first: 'Peskov' must find 'Dmitry Peskov', wherever it stands.
    for span, label in sorted(spans, key=lambda s: (-len(s[0].text.split()), s[0].start)):
        kind = _KINDS[label] if label == "ORG" or not _body(analysis, span) else "organisation"
        if span.text in surnames and (
            (label == "ORG" and kind == "organisation") or (kind == "place" and not _at(analysis, span))
        ):
            kind = "person"  # 'Petro had promised', in a report of Gustavo Petro
        if kind == "person":
            surnames.update(span.text.split()[1:][-1:])
        if kind not in {"place", "country"} and _located(analysis, span):
            kind = "place"
        known = known_names.get(span.text)
        if known:
            kind = "country" if known.kind == "country" else "organisation"
        group = _home(groups, span.text, kind, known)
        if group is None:
            group = _Group(kind, known.name if known else span.text, known)
            groups.append(group)
        group.mentions.append(span)
        group.names.append(span.text)
    for group in groups:
        group.mentions.sort()
    groups.sort(key=lambda g: g.mentions[0])
    return tuple(
        Entity(f"n{i}", g.name, g.kind, tuple(g.mentions), {"iso": g.known.iso} if g.known and g.known.iso else {})
        for i, g in enumerate(groups, 1)
    )


def _mentions(analysis: Analysis, known: dict[str, Known]) -> list[Mention]:
    """The model's mentions, made whole over hyphens, less those that a table's name overrules."""
    whole = [_whole(analysis, m) for m in analysis.mentions if m.label in _KINDS]
    around = Shelves((analysis.span(w.start, w.end), w) for w in whole)
    tabled = [
        m for m in _tabled(analysis, known)
        if not any(
            w.start <= m.start and m.end <= w.end and w.end - w.start > m.end - m.start + 4
            for w in around.over(m.start, m.end)
        )
    ]  # fmt: skip
    over = Shelves((analysis.span(t.start, t.end), t) for t in tabled)
    kept = [w for w in whole if not over.over(w.start, w.end)]
    first: dict[int, Mention] = {}
    for mention in sorted(kept + tabled, key=lambda m: (m.start, -m.end)):
        first.setdefault(mention.start, mention)
    return list(first.values())


def _whole(analysis: Analysis, mention: Mention) -> Mention:
    """The mention with what a hyphen ties to its end: 'Kim Jong' + '-un', 'Rossiya' + '-1'."""
    text, end = analysis.text, mention.end
    while end + 1 < len(text) and text[end] in "-‑" and text[end + 1].isalnum() and end - mention.start < _LONGEST_NAME:
        end += 1
        while end < len(text) and text[end].isalnum() and end - mention.start < _LONGEST_NAME:
            end += 1
    return Mention(mention.start, end, mention.label)


def _introduced(analysis: Analysis) -> list[Mention]:
    """Capitalised names right after a noun for a body: 'broadcaster BFM', 'the newspaper Dienas Lapa'."""
    found = []
    words = analysis.words
    for noun, first in pairwise(words):
        if noun.lemma not in nouns("body") or noun.upos != "NOUN" or noun.sentence != first.sentence:
            continue
        last = first.index
        while last < len(words) and last - first.index < _LONGEST_KNOWN and words[last].sentence == noun.sentence:
            if not words[last].text[0].isupper() or words[last].upos not in {"PROPN", "NOUN", "ADJ", "X"}:
                break
            last += 1
        if last > first.index:
            found.append(Mention(first.start, words[last - 1].end, "ORG"))
    return found


def _tabled(analysis: Analysis, known: dict[str, Known]) -> list[Mention]:
    """Names of the tables where they stand in the report, longest first at each word."""
    words = analysis.words
    found = _introduced(analysis)
    i = 0
    while i < len(words):
        step = 1
        if words[i].text[0].isupper():
            for n in range(min(_LONGEST_KNOWN, len(words) - i), 0, -1):
                last = words[i + n - 1]
                if last.sentence != words[i].sentence or last.end - words[i].start > _LONGEST_NAME:
                    continue
                entry = known.get(analysis.text[words[i].start : last.end])
                if entry and (n > 1 or len(last.text) > 2 or last.text in _SURE):
                    label = "NORP" if entry.demonym else "GPE" if entry.kind == "country" else "ORG"
                    found.append(Mention(words[i].start, last.end, label))
                    step = n
                    break
        i += step
    return found


def _trimmed(analysis: Analysis, mention: Mention, known: dict[str, Known]) -> Span:
    """The mention without an article before it, a possessive after it, and marks around it."""
    text = analysis.text
    start, end = mention.start, mention.end
    for article in ("the ", "The ", "a ", "an "):
        if text.startswith(article, start, end) and text[start:end] not in known:
            start += len(article)
    for ending in ("’s", "'s", "’", "'"):
        if text.endswith(ending, start, end):
            end -= len(ending)
            break
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE and not (text[end - 1] == "." and "." in text[start : end - 1]):
        end -= 1
    return analysis.span(start, end)


def _body(analysis: Analysis, span: Span) -> bool:
    """Whether the words around a name say that it is a body: 'the newspaper Diena', or the dateline's agency."""
    agency = analysis.report.dateline or ""
    if f"({span.text})" in agency:
        return True
    words = analysis.words_in(span.start, span.end)
    if not words or not words[0].index:
        return False
    before = analysis.words[words[0].index - 1]
    return before.end < span.start and before.upos == "NOUN" and before.lemma in nouns("body")


def _located(analysis: Analysis, span: Span) -> bool:
    """Whether a name's own words or the noun after it say that it is a place: 'Amur Oblast', 'the Khasan railway'."""
    parts = span.text.split()
    if len(parts) > 1 and (parts[-1] in nouns("place") or parts[0] in nouns("place")):
        return True
    words = analysis.words_in(span.start, span.end)
    after = words[-1].index + 1 if words else 0
    if len(parts) > 1 or not 0 < after < len(analysis.words) or words[-1].text.endswith("’s"):
        return False
    return analysis.words[after].text in nouns("facility")


def _at(analysis: Analysis, span: Span) -> bool:
    """Whether a preposition of place stands before."""
    words = analysis.words_in(span.start, span.end)
    before = analysis.words[words[0].index - 1] if words and words[0].index else None
    return before is not None and before.lemma.lower() in {
        "in",
        "at",
        "near",
        "to",
        "from",
        "into",
        "through",
        "around",
    }


def _home(groups: list[_Group], name: str, kind: EntityKind, known: Known | None) -> _Group | None:
    for group in groups:
        if (known and group.known and known.name == group.known.name) or name in group.names:
            return group
        if known and known.kind == "country":
            continue
        if group.known and group.known.kind == "country":
            continue
        if group.kind == kind == "person" and (_short_of(name, group.name) or same_person(name, group.name)):
            return group
        if group.kind == kind == "organisation" and (name == acronym(group.name) or _part_of(name, group.name)):
            return group
    return None


def acronym(name: str) -> str:
    """The first letters of a name's words, the small ones aside: KCNA for Korean Central News Agency."""
    return "".join(w[0] for w in name.replace("-", " ").split() if w.lower() not in _SMALL).upper()


def _short_of(short: str, full: str) -> bool:
    """Whether a name is the family name (last, or first as in 'Kim Jong-un'), or the ends, of a fuller one."""
    a, b = short.split(), full.split()
    if len(a) >= len(b):
        return False
    return (len(a) == 1 and a[0] in (b[0], b[-1])) or b[-len(a) :] == a


def _part_of(short: str, full: str) -> bool:
    a, b = short.split(), full.split()
    return 1 < len(a) < len(b) and (b[: len(a)] == a or b[-len(a) :] == a)
