"""One report from bytes to record: the rooms in their order. A pure function of bytes, version and options."""

from __future__ import annotations

from bisect import bisect_right

from sayso.dates import find_dates
from sayso.events import find_events
from sayso.language import Analysis, analyse
from sayso.names import find_entities
from sayso.names.tables import Tables, shipped
from sayso.places import find_places, with_places
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.record.types import PROSE, Claim, Date, Note, Place, Record, Report, Silence, Standing, Statement
from sayso.reports import Told, read_report
from sayso.standing import refused, standing_of
from sayso.statements import Denials, find_statements
from sayso.statements.claims import own_voice

_ON_WORDS = frozenset({"denies", "confirms", "doubts"})
"""Stances on what another has said."""


def read_bytes(
    data: bytes, *, file: str | None = None, told: Told | None = None, media: str | None = None,
    tables: Tables | None = None,
) -> Record:  # fmt: skip
    """The record of one report.

    Args:
        data: the file as it is: plain text or HTML.
        file: its name as given, kept in the record.
        told: what the caller knows and the file may not say.
        media: its media type, where one was told.
        tables: the names that are known, as :func:`sayso.names.tables.with_own` has them; without, those that ship.

    Raises:
        UnreadableReport: no record can be made of it; the message says why.
    """
    report, notes = read_report(data, file=file, media=media, told=told or Told())
    return read(report, notes, tables)


def read(report: Report, notes: tuple[Note, ...] = (), tables: Tables | None = None) -> Record:
    """The record of a report that has been taken in."""
    analysis = analyse(report)
    entities = find_entities(analysis, tables)
    dates, date_notes = find_dates(analysis)
    places, place_notes = find_places(analysis, entities)
    entities, places = with_places(analysis, entities, places, (tables or shipped()).names)
    statements, silences = find_statements(analysis, entities, dates)
    prose = [(b.start, b.end) for b in report.blocks if b.role in PROSE or b.role in {"title", "heading"}]
    starts = [a for a, _ in prose]
    statements = tuple(s for s in statements if all(_within(c.start, starts, prose) for c in s.content))
    claims = _claims(analysis, statements, silences, dates, places)
    events = find_events(analysis, claims, entities, places, dates, tables)
    by_claim: dict[str, list[str]] = {}
    for event in events:
        by_claim.setdefault(event.claim, []).append(event.id)
    claims = tuple(
        Claim(c.id, c.spans, c.statement, c.standing, tuple(by_claim.get(c.id, ())), c.dates, c.places) for c in claims
    )
    all_notes = (*notes, *date_notes, *place_notes, *map(_nobodys, filter(_unattributed, statements)))
    return Record(report, statements, claims, silences, events, entities, places, dates, all_notes)


def _within(at: int, starts: list[int], blocks: list[tuple[int, int]]) -> bool:
    i = bisect_right(starts, at) - 1
    return i >= 0 and at < blocks[i][1]


def _unattributed(statement: Statement) -> bool:
    return statement.cue is None and statement.source is None


def _nobodys(statement: Statement) -> Note:
    message = f"{statement.id} reads as somebody's words; the report does not show whose."
    return Note("no-speaker", message, statement.content[0])


def _claims(
    analysis: Analysis, statements: tuple[Statement, ...], silences: tuple[Silence, ...],
    dates: tuple[Date, ...], places: tuple[Place, ...],
) -> tuple[Claim, ...]:  # fmt: skip
    drafts: list[tuple[tuple[Span, ...], str | None, Span | None]] = [(s.content, s.id, s.cue) for s in statements]
    drafts += [((span,), None, None) for span in own_voice(analysis, statements, silences)]
    drafts.sort(key=lambda d: (d[0][0].start, d[0][0].end, d[1] or ""))

    days = Shelves((d.span, (i, d.span, d.id)) for i, d in enumerate(dates))
    sites = Shelves((p.span, (i, p.span, p.id)) for i, p in enumerate(places))

    def inside(spans: tuple[Span, ...], of: Shelves[tuple[int, Span, str]]) -> tuple[str, ...]:
        """The ids of what lies in ``spans``, in their own order."""
        near = {found for s in spans for found in of.over(s.start, s.end) if s.covers(found[1])}
        return tuple(name for _, _, name in sorted(near))

    by_id, denials = {s.id: s for s in statements}, Denials(analysis, statements)
    told: list[tuple[tuple[Span, ...], bool, str | None, Standing]] = []
    for content, statement, cue in drafts:
        refusal = refused(analysis, content, cue)
        spans = content if refusal is None else (refusal.denied,)
        standing = standing_of(analysis, spans, cue, refusal)
        meant = denials.meant(by_id[statement], spans) if statement and standing.stance in _ON_WORDS else None
        if meant is not None:
            spans, standing = meant, standing_of(analysis, meant, cue, refusal)
        told.append((spans, meant is not None, statement, standing))
    told.sort(key=lambda t: (t[0][0].start, t[0][0].end, t[1]))  # whoever says it comes before whoever denies it
    return tuple(
        Claim(f"c{i}", spans, statement, standing, (), inside(spans, days), inside(spans, sites))
        for i, (spans, _, statement, standing) in enumerate(told, 1)
    )
