"""What every record keeps, beyond what its schema can say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass

from sayso.record.spans import Span
from sayso.record.types import Record


def broken_rules(record: Record) -> list[str]:
    """What a record must keep and JSON Schema cannot say, one line a breach; empty for a sound record.

    Every span is exact, blocks lie in the text in order without overlapping, ids are unique, and every id that is
    named belongs to something of the right sort.
    """
    wrong: list[str] = []
    text = record.report.text
    before = 0
    for block in record.report.blocks:
        if not before <= block.start <= block.end <= len(text):
            wrong.append(f"block {block.start}:{block.end} overlaps the one before it or leaves the text")
        before = max(before, block.end)
    for span in _spans_of(record):
        if not 0 <= span.start <= span.end <= len(text) or text[span.start : span.end] != span.text:
            wrong.append(f"span {span.start}:{span.end} does not say {span.text[:40]!r}")
    sorts = {
        name: [item.id for item in getattr(record, name)]
        for name in ("statements", "claims", "silences", "events", "entities", "places", "dates")
    }
    seen: set[str] = set()
    for name, ids in sorts.items():
        for one in ids:
            if one in seen:
                wrong.append(f"{name}: id {one!r} is used twice")
            seen.add(one)
    known = {name: frozenset(ids) for name, ids in sorts.items()}
    for owner, name, one in _named(record):
        if one not in known[name]:
            wrong.append(f"{owner} names {one!r}, which is none of the {name}")
    return wrong


def _spans_of(record: Record) -> Iterable[Span]:
    """Every span of the record, in the record's order."""
    waiting: list[object] = [record]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Span):
            yield value
        elif is_dataclass(value):
            waiting.extend(reversed([getattr(value, f.name) for f in fields(value)]))
        elif isinstance(value, tuple):
            waiting.extend(reversed(value))


def _named(record: Record) -> Iterable[tuple[str, str, str]]:
    """Every id that is named: who names it, the sort it must be of, the id."""
    for s in record.statements:
        yield from ((s.id, "entities", h.entity) for h in s.chain if h.entity is not None)
        named: tuple[tuple[str, str | None], ...] = (("dates", s.said_on), ("statements", s.within))
        yield from ((s.id, sort, one) for sort, one in named if one is not None)
    for c in record.claims:
        yield from ((c.id, "statements", one) for one in (c.statement,) if one is not None)
        for sort, ids in (("events", c.events), ("dates", c.dates), ("places", c.places)):
            yield from ((c.id, sort, one) for one in ids)
    for n in record.silences:
        yield from ((n.id, "entities", h.entity) for h in n.holders if h.entity is not None)
    for e in record.events:
        yield from ((e.id, "entities", one) for one in e.actors + e.recipients)
        yield from ((e.id, "entities", p.entity) for p in e.parties if p.entity is not None)
        named = (("places", e.place), ("dates", e.date), ("claims", e.claim))
        yield from ((e.id, sort, one) for sort, one in named if one is not None)
    for p in record.places:
        yield from ((p.id, "entities", one) for one in (p.entity,) if one is not None)
    for d in record.dates:
        yield from ((d.id, "dates", one) for one in (d.anchor,) if one not in (None, "published"))
