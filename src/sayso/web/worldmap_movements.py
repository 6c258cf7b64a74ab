"""Who is said to have gone where, and in what order.

The mover is whom the claim names last before the verb. A pronoun counts only where the two sentences before name a
single person; a vehicle is its passenger's where one person alone is said to travel by such. Else the mover stays
unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.exchange.case import Filed
from sayso.record.types import Claim, Date, Entity
from sayso.web.worldmap_motion import PHASES, Phase, Token, lexicon, motion, tokens

BACK = 400
"""Characters before a pronoun in which the person it stands for is looked for."""
BETWEEN = 8
"""Words that may stand between a mover's name and the verb."""
RIDE = 6
"""Words after a verb, or a place, in which 'by train' is looked for."""
MOVERS = frozenset({"person", "vehicle"})
"""Who moves as one; of a body, or a group, somebody does, and a claim seldom says who in a word beside the verb."""
_SENTENCE = re.compile(r"[.!?]['\"”’]?\s|\n")


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody is said to have left, passed or reached a place."""

    report: str
    claim: str
    place: str
    mover: str
    """Empty where it is not known."""
    phase: Phase
    planned: bool
    at: int
    """Where in the report it is said."""
    date: str | None
    published: str = ""
    """When the report was; empty where that is not known."""
    reading: str | None = None
    """How the mover was told, where the claim does not name it."""


@dataclass(frozen=True, slots=True)
class _Mover:
    name: str = ""
    reading: str | None = None
    vehicle: str | None = None


def moves(filed: Filed, only: frozenset[str] | None = None) -> list[Move]:
    """The movements that a report tells of, in the order of its words.

    Args:
        only: refs of the claims that count; ``None`` for all.
    """
    found: list[tuple[Move, str | None]] = []
    riders: dict[str, set[str]] = {}
    for claim in filed.record.claims:
        if claim.standing.polarity == "negative":
            continue
        for move, vehicle, ridden in _of_claim(filed, claim):
            if move.mover and ridden:
                riders.setdefault(ridden, set()).add(move.mover)
            if only is None or move.claim in only:
                found.append((move, vehicle))
    return sorted((_with_rider(move, vehicle, riders) for move, vehicle in found), key=lambda m: (m.at, m.place))


def _with_rider(move: Move, vehicle: str | None, riders: dict[str, set[str]]) -> Move:
    if move.mover or vehicle is None or len(riders.get(vehicle, ())) != 1:
        return move
    [name] = riders[vehicle]
    return replace(move, mover=name, reading=f"the {vehicle} read as the one that {name} travels by")


def _of_claim(filed: Filed, claim: Claim) -> Iterator[tuple[Move, str | None, str | None]]:
    """Each move, the vehicle that stands for the mover, and the vehicle that the mover travels by."""
    places = [filed.places[one] for one in dict.fromkeys(claim.places) if one in filed.places]
    ahead = claim.standing.time in ("future", "scheduled", "conditional")
    for span in claim.spans:
        inside = [p for p in places if span.start <= p.span.start < span.end and p.kind != "demonym"]
        some = tokens(filed.record.report.text, span.start, span.end) if inside else []
        for place in inside:
            read = motion(some, place.span.start, place.span.end, happens_there=ahead and place.role == "event")
            if read is None:
                continue
            mover = _mover(filed, span.start, some[: read.verb], some[read.verb].start)
            move = Move(
                filed.id, filed.ref(claim.id), place.id, mover.name, read.phase, read.planned or ahead,
                place.span.start, _date(filed, claim), filed.record.report.published or "", mover.reading,
            )  # fmt: skip
            after = next((i for i, t in enumerate(some) if t.start >= place.span.end), len(some))
            yield (
                move,
                mover.vehicle,
                _ridden(some[after : after + RIDE]) or _ridden(some[read.verb : read.verb + RIDE]),
            )


def _ridden(some: Sequence[Token]) -> str | None:
    """The vehicle of 'by armoured train', 'aboard his yacht'."""
    by = next((i for i, t in enumerate(some) if t.low in ("by", "aboard")), None)
    return None if by is None else next((t.low for t in some[by:] if t.low in lexicon().words["vehicles"]), None)


def _mover(filed: Filed, start: int, before: Sequence[Token], verb: int) -> _Mover:
    """Who moves: what a claim says last before its verb."""
    words = lexicon().words
    named = _named(filed, start, verb)
    after = named[1] if named else start
    for token in reversed(before):
        if token.start < after:
            break
        if token.low in words["persons"] or token.low == "it":
            return _pronoun(filed, token)
        if token.low in words["vehicles"]:
            return _Mover(vehicle=token.low) if named is None or not _owned(before, after) else _Mover(named[0].name)
    if named is None or _owned(before, after):
        return _Mover()
    return _Mover(named[0].name) if sum(t.start >= after for t in before) <= BETWEEN else _Mover()


def _owned(before: Sequence[Token], end: int) -> bool:
    """Whether a name that ends here is but an owner's: 'Ada Berg's sister left'."""
    return any(t.start <= end <= t.end and t.low[max(0, end - t.start) :] in ("'s", "'") for t in before)


def _named(filed: Filed, start: int, end: int) -> tuple[Entity, int] | None:
    """Whom the text from ``start`` to ``end`` names last, and where that name ends; a place is nobody."""
    places = {place.span.start for place in filed.record.places}
    found: tuple[Entity, int] | None = None
    for entity in filed.record.entities:
        if entity.kind in MOVERS:
            for mention in entity.mentions:
                inside = start <= mention.start and mention.end <= end and mention.start not in places
                if inside and (found is None or mention.end > found[1]):
                    found = entity, mention.end
    return found


def _pronoun(filed: Filed, token: Token) -> _Mover:
    text = filed.record.report.text
    starts = [token.start, *(m.end() for m in _SENTENCE.finditer(text, max(0, token.start - BACK), token.start))]
    if token.low == "it":
        own = max((s for s in starts if s < token.start), default=max(0, token.start - BACK))
        ridden = {t.low for t in tokens(text, own, token.start)} & lexicon().words["vehicles"]
        return _Mover(vehicle=min(ridden)) if len(ridden) == 1 else _Mover()
    since = sorted(starts, reverse=True)[2] if len(starts) > 2 else max(0, token.start - BACK)
    persons = {
        entity.name
        for entity in filed.record.entities
        if entity.kind == "person" and any(since <= m.start < token.start for m in entity.mentions)
    }
    if len(persons) != 1:
        return _Mover()
    [name] = persons
    return _Mover(name, f"“{token.text}” read as {name}")


def _date(filed: Filed, claim: Claim) -> str | None:
    """When, if the claim has one date only, as it sorts among others; an unknown year stays unknown."""
    told: list[Date] = [filed.dates[one] for one in claim.dates if one in filed.dates]
    told = [date for date in told if date.type in ("DATE", "TIME") and not date.value.endswith("_REF")]
    return (told[0].earliest or told[0].value) if len(told) == 1 else None


def in_order(found: Iterable[Move]) -> list[Move]:
    """The moves of one mover: what is planned last; by date where all have one, else leaving, passing, arriving."""
    some = list(found)
    dated = all(move.date is not None for move in some if not move.planned)

    def key(move: Move) -> tuple[bool, str, int, str, str, int, str, str, str]:
        by_date = (move.date or "") if dated and not move.planned else ""
        return (
            move.planned, by_date, PHASES.index(move.phase), move.published, move.report, move.at, move.claim,
            move.place, move.date or "",
        )  # fmt: skip

    return sorted(some, key=key)
