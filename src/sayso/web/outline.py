"""The outline of a record: what a person is shown, in what order, before any rendering.

The page and the terminal show the same outline, so what is said of a report does not depend on where it is read. All
texts here come from the report or about it, and are hostile until a renderer has made them harmless.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sayso.record.spans import Span
from sayso.record.types import Claim, Date, Event, Place, Record, Silence, Statement
from sayso.web.phrases import KINDS, date_phrase, dated, day_phrase, firmness, holder_name, sign, way


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim: its words and how firmly it stands."""

    id: str
    spans: tuple[Span, ...]
    sign: str
    """What stands for the first of the words beside it: :func:`sayso.web.phrases.sign`."""
    firmness: tuple[str, ...]
    """Certainty with polarity, time, stance and likelihood, in words."""
    because: tuple[Span, ...]
    condition: Span | None
    when: tuple[str, ...]
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement: on whose word, told to whom, what, how."""

    id: str
    kind: str
    attitude: bool
    way: str
    anonymous: bool
    """Whether the origin is not named."""
    told_to: str | None
    said_on: str | None
    """``on September 12, 2023``, ``in July 2023``."""
    within: str | None
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    claims: tuple[ClaimLine, ...]
    start: int


@dataclass(frozen=True, slots=True)
class SilenceLine:
    """Something that is said not to have been said."""

    id: str
    who: str | None
    about: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Happening:
    """A claim or an event in the chronology."""

    id: str
    words: str
    on_word_of: str | None
    """The way of the statement that says so, or ``None`` for the outlet's own words."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One date of the chronology and what is said to belong to it."""

    when: str
    ids: tuple[str, ...]
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place, with all its mentions in one role."""

    ids: tuple[str, ...]
    role: str
    name: str
    kind: str | None
    within: str | None
    """Region and country."""
    lat: float | None
    lon: float | None
    doubt: str | None
    """Why it has no position, where it has none."""


@dataclass(frozen=True, slots=True)
class NameLine:
    """A person, organisation or other entity."""

    id: str
    name: str
    kind: str
    mentions: int
    ids: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note and the words it is about."""

    code: str
    message: str
    about: Span | None


@dataclass(frozen=True, slots=True)
class Outline:
    """All that is shown of one record."""

    title: str
    facts: tuple[tuple[str, str], ...]
    """What is known of the report itself: label and value, in order."""
    url: str | None
    statements: tuple[StatementLine, ...]
    attitudes: tuple[StatementLine, ...]
    own: tuple[ClaimLine, ...]
    silences: tuple[SilenceLine, ...]
    chronology: tuple[Moment, ...]
    places: tuple[PlaceLine, ...]
    names: tuple[NameLine, ...]
    notes: tuple[NoteLine, ...]


class _Lookup(NamedTuple):
    """The parts of a record by their ids."""

    dates: dict[str, Date]
    places: dict[str, Place]
    names: dict[str, str]
    ways: dict[str, str]


def outline(record: Record) -> Outline:
    """The outline of ``record``; the same record gives the same outline."""
    report = record.report
    known = _Lookup(
        dates={d.id: d for d in record.dates},
        places={p.id: p for p in record.places},
        names={e.id: e.name for e in record.entities},
        ways={s.id: way(s.chain) for s in record.statements if s.kind != "attitude"},
    )
    claims = sorted(record.claims, key=lambda c: c.spans[0].start if c.spans else 0)
    lines = _statement_lines(record, claims, known)
    told = (
        ("outlet", report.outlet),
        ("by", report.byline),
        ("published", day_phrase(report.published) if report.published else None),
        ("dateline", report.dateline),
        ("translated by", report.translator),
        ("language", report.language),
        ("file", report.file),
    )
    return Outline(
        title=report.title or report.file or report.url or "Untitled report",
        facts=tuple((label, value) for label, value in told if value),
        url=report.url,
        statements=tuple(line for line in lines if not line.attitude),
        attitudes=tuple(line for line in lines if line.attitude),
        own=tuple(_claim_line(c, known) for c in claims if c.statement is None),
        silences=tuple(map(_silence_line, sorted(record.silences, key=lambda n: n.span))),
        chronology=_chronology(record, claims, known),
        places=_places(record),
        names=tuple(
            NameLine(e.id, e.name, e.kind, len(e.mentions), tuple(sorted(e.ids.items()))) for e in record.entities
        ),
        notes=tuple(NoteLine(n.code, n.message, n.span) for n in record.notes),
    )


def first_offset(statement: Statement) -> int:
    """Where a statement starts: the first character of its source, cue and content."""
    spans = (statement.source, statement.cue, *statement.content)
    return min((span.start for span in spans if span is not None), default=0)


def _statement_lines(record: Record, claims: list[Claim], known: _Lookup) -> list[StatementLine]:
    told: dict[str, list[ClaimLine]] = {}
    for claim in claims:
        if claim.statement is not None:
            told.setdefault(claim.statement, []).append(_claim_line(claim, known))
    return [
        StatementLine(
            id=s.id,
            kind=KINDS[s.kind],
            attitude=s.kind == "attitude",
            way=way(s.chain),
            anonymous=not s.chain or s.chain[-1].anonymous,
            told_to=s.told_to.name if s.told_to else None,
            said_on=dated(known.dates[s.said_on].value) if s.said_on in known.dates else None,
            within=s.within,
            source=s.source,
            cue=s.cue,
            content=s.content,
            claims=tuple(told.get(s.id, ())),
            start=first_offset(s),
        )
        for s in sorted(record.statements, key=first_offset)
    ]


def _claim_line(claim: Claim, known: _Lookup) -> ClaimLine:
    dates = (date_phrase(known.dates[one].value) for one in claim.dates if one in known.dates)
    places = (
        place_name(known.places[one])
        for one in claim.places
        if one in known.places and known.places[one].kind != "demonym"
    )
    firm = firmness(claim.standing, claim.spans)
    return ClaimLine(
        id=claim.id,
        spans=claim.spans,
        sign=sign(firm),
        firmness=firm,
        because=claim.standing.because,
        condition=claim.standing.condition,
        when=tuple(dict.fromkeys(dates)),
        where=tuple(dict.fromkeys(places)),
    )


def _silence_line(silence: Silence) -> SilenceLine:
    who = dict.fromkeys(holder_name(h) for h in silence.holders if h.name or h.span)
    return SilenceLine(silence.id, ", ".join(who) or None, silence.about.text if silence.about else None, silence.span)


def place_name(place: Place) -> str:
    """The gazetteer's name of a place, else the words of the mention."""
    return place.name or place.span.text


def _chronology(record: Record, claims: list[Claim], known: _Lookup) -> tuple[Moment, ...]:
    """Claims and events by date: known days first, then unknown years by what is known of them, then vague times."""
    by_date: dict[str, list[Happening]] = {}
    dated: set[tuple[str, str]] = set()
    for claim in claims:
        words = " … ".join(span.text for span in claim.spans)
        for one in dict.fromkeys(claim.dates):
            by_date.setdefault(one, []).append(Happening(claim.id, words, known.ways.get(claim.statement or "")))
            dated.add((claim.id, one))
    for event in record.events:
        # An event tells nothing new where its claim already stands at that date.
        if event.date is not None and (event.claim, event.date) not in dated:
            by_date.setdefault(event.date, []).append(Happening(event.id, _event_words(event, known.names), None))
    moments: dict[tuple[tuple[int, str], str], tuple[list[str], dict[str, Happening]]] = {}
    for date in record.dates:
        if date.type in ("DATE", "TIME") and date.id in by_date:
            ids, found = moments.setdefault((_when(date), date_phrase(date.value)), ([], {}))
            ids.append(date.id)
            found.update((h.id, h) for h in by_date[date.id])
    return tuple(Moment(key[1], tuple(moments[key][0]), tuple(moments[key][1].values())) for key in sorted(moments))


def _when(date: Date) -> tuple[int, str]:
    if date.earliest is not None:
        return 0, date.earliest
    return (2, date.value) if date.value.endswith("_REF") else (1, date.value)


def _event_words(event: Event, names: dict[str, str]) -> str:
    actors, recipients = (", ".join(names.get(one, one) for one in ids) for ids in (event.actors, event.recipients))
    kind = f"{event.type} ({event.mode})" if event.mode else event.type
    return " → ".join(part for part in (actors, f"{kind}: {event.trigger.text}", recipients) if part)


def _places(record: Record) -> tuple[PlaceLine, ...]:
    """One line for each place in each role, in the order of roles and of first mention."""
    order = {"event": 0, "said-at": 1, "dateline": 2, "mention": 3}
    groups: dict[tuple[int, str, str | None, float | None, float | None], list[Place]] = {}
    for place in record.places:
        groups.setdefault((order[place.role], place_name(place), place.country, place.lat, place.lon), []).append(place)
    lines = []
    for key in sorted(groups, key=lambda k: k[0]):
        found = groups[key]
        first = found[0]
        doubt = None
        if first.lat is None:
            count = len(first.candidates)
            doubt = f"not resolved: {count} places could be meant" if count > 1 else "not resolved"
        region = ", ".join(part for part in (first.admin1, first.country) if part) or None
        ids = tuple(p.id for p in found)
        lines.append(PlaceLine(ids, first.role, key[1], first.kind, region, first.lat, first.lon, doubt))
    return tuple(lines)
