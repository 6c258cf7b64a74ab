"""One report from bytes to record: the rooms in their order. A pure function of bytes, version and options."""

from __future__ import annotations

from sayso.dates import find_dates
from sayso.events import find_events
from sayso.language import Analysis, analyse
from sayso.names import find_entities
from sayso.places import find_places
from sayso.record.spans import Span
from sayso.record.types import PROSE, Claim, Date, Note, Place, Record, Report, Silence, Statement
from sayso.reports import Told, read_report
from sayso.standing import standing_of
from sayso.statements import find_statements
from sayso.statements.claims import own_voice


def read_bytes(data: bytes, *, file: str | None = None, told: Told | None = None, media: str | None = None) -> Record:
    """The record of one report.

    Args:
        data: the file as it is: plain text or HTML.
        file: its name as given, kept in the record.
        told: what the caller knows and the file may not say.
        media: its media type, where one was told.

    Raises:
        UnreadableReport: no record can be made of it; the message says why.
    """
    report, notes = read_report(data, file=file, media=media, told=told or Told())
    return read(report, notes)


def read(report: Report, notes: tuple[Note, ...] = ()) -> Record:
    """The record of a report that has been taken in."""
    analysis = analyse(report)
    entities = find_entities(analysis)
    dates, date_notes = find_dates(analysis)
    places, place_notes = find_places(analysis, entities)
    statements, silences = find_statements(analysis, entities, dates)
    prose = [(b.start, b.end) for b in report.blocks if b.role in PROSE or b.role in {"title", "heading"}]
    statements = tuple(s for s in statements if all(any(a <= c.start < b for a, b in prose) for c in s.content))
    claims = _claims(analysis, statements, silences, dates, places)
    events = find_events(analysis, claims, entities, places, dates)
    by_claim: dict[str, list[str]] = {}
    for event in events:
        by_claim.setdefault(event.claim, []).append(event.id)
    claims = tuple(
        Claim(c.id, c.spans, c.statement, c.standing, tuple(by_claim.get(c.id, ())), c.dates, c.places) for c in claims
    )
    all_notes = (*notes, *date_notes, *place_notes, *map(_nobodys, filter(_unattributed, statements)))
    return Record(report, statements, claims, silences, events, entities, places, dates, all_notes)


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

    def inside(spans: tuple[Span, ...], one: Span) -> bool:
        return any(s.covers(one) for s in spans)

    return tuple(
        Claim(
            f"c{i}", spans, statement, standing_of(analysis, spans, cue), (),
            tuple(d.id for d in dates if inside(spans, d.span)),
            tuple(p.id for p in places if inside(spans, p.span)),
        )
        for i, (spans, statement, cue) in enumerate(drafts, 1)
    )  # fmt: skip
