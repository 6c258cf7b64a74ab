"""Mentions → entities: full and short names, acronyms, demonyms and tables' other names, joined within a report."""

from __future__ import annotations

from sayso.language import Analysis
from sayso.names.groups import Groups
from sayso.names.mentions import named_spans
from sayso.names.tables import Tables, nouns, shipped
from sayso.record.spans import Span
from sayso.record.types import Entity, EntityKind

_KINDS: dict[str, EntityKind] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group",
    "EVENT": "meeting", "PRODUCT": "other", "WORK_OF_ART": "other", "LAW": "other",
}  # fmt: skip


def find_entities(analysis: Analysis, tables: Tables | None = None) -> tuple[Entity, ...]:
    """The entities of a report, ids ``n1``, ``n2``… by first mention.

    ``tables`` are the names that are known; without, those that ship.
    """
    known_names = (tables if tables is not None else shipped()).names
    spans, defined = named_spans(analysis, known_names, _KINDS)
    short_of = {d.full: short for short, d in defined.items()}
    groups = Groups()
    surnames: set[str] = set()
    # Long names first: 'Peskov' must find 'Dmitry Peskov', wherever it stands.
    for span, label in sorted(spans, key=lambda s: (-len(s[0].text.split()), s[0].start)):
        kind = _kind(analysis, span, label, surnames)
        if kind == "person":
            surnames.update(span.text.split()[1:][-1:])
        full = defined[span.text].full if span.text in defined else span.text
        known = known_names.get(full)
        if known:
            kind = "country" if known.kind == "country" else "organisation"
        groups.put(span, kind, known, short_of.get(span.text))
    for group in groups.all:
        group.mentions.sort()
    return tuple(
        Entity(f"n{i}", g.name, g.kind, tuple(g.mentions), {"iso": g.known.iso} if g.known and g.known.iso else {})
        for i, g in enumerate(sorted(groups.all, key=lambda g: g.mentions[0]), 1)
    )


def _kind(analysis: Analysis, span: Span, label: str, surnames: set[str]) -> EntityKind:
    """What a name is taken for, by its label, its own words and those around it."""
    kind = _KINDS[label] if label == "ORG" or not _body(analysis, span) else "organisation"
    if span.text in surnames and (
        (label == "ORG" and kind == "organisation") or (kind == "place" and not _at(analysis, span))
    ):
        kind = "person"  # 'Petro had promised', in a report of Gustavo Petro
    if kind == "person" and " " in span.text and span.text.split()[-1].rstrip(".") in nouns("company"):
        kind = "organisation"  # 'Norvik SE'
    if kind == "person" and any(c.isdigit() for c in span.text):
        kind = "organisation"  # 'Maghreb 24'
    if kind == "person" and _after(analysis, span, "storm"):
        kind = "other"  # 'Typhoon Kalmaegi'
    if kind not in {"place", "country"} and _located(analysis, span):
        kind = "place"
    return kind


def _body(analysis: Analysis, span: Span) -> bool:
    """Whether the words around a name say that it is a body: 'the newspaper Diena', or the dateline's agency."""
    agency = analysis.report.dateline or ""
    if f"({span.text})" in agency:
        return True
    words = analysis.words_in(span.start, span.end)
    if not words or not words[0].index:
        return False
    before = analysis.words[words[0].index - 1]
    return before.end < span.start and before.text.islower() and before.lemma in nouns("body")


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


def _after(analysis: Analysis, span: Span, nouns_of: str) -> bool:
    """Whether one of some nouns stands right before."""
    words = analysis.words_in(span.start, span.end)
    before = analysis.words[words[0].index - 1] if words and words[0].index else None
    return before is not None and before.lemma.lower() in nouns(nouns_of)


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
