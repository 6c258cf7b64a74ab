"""Who is said to have gone where, and in what order.

The mover is whom the claim names last before the verb. A pronoun counts only where the two sentences before name a
single person; a vehicle is its passenger's where one person alone is said to travel by such. Else the mover stays
unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.exchange.case import Filed
from sayso.exchange.motion import PHASES, Phase, Token, lexicon, motion, tokens
from sayso.record.types import Claim, Date

BACK = 400
"""Characters before a pronoun in which the person it stands for is looked for."""
BETWEEN = 8
"""Words that may stand between a mover's name and the verb."""
FAR = 40
"""Words before a verb in which its mover is looked for."""
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


class _Read:
    """A report, with whom it names in the order of its words."""

    def __init__(self, filed: Filed) -> None:
        self.filed = filed
        self.text = filed.record.report.text
        # A place is nobody, whatever else its name may be.
        places = {place.span.start for place in filed.record.places}
        self._named = sorted(
            (mention.start, mention.end, entity.kind == "person", entity.name)
            for entity in filed.record.entities
            if entity.kind in MOVERS
            for mention in entity.mentions
            if mention.start not in places
        )

    def named_last(self, start: int, end: int) -> tuple[str, int] | None:
        """Whom the text from ``start`` to ``end`` names last, and where that name ends."""
        for i in range(bisect_left(self._named, (end,)) - 1, -1, -1):
            first, last, _, name = self._named[i]
            if first < start:
                return None
            if last <= end:
                return name, last
        return None

    def persons(self, start: int, end: int) -> set[str]:
        """The persons that are named from ``start`` on, before ``end``."""
        some = self._named[bisect_left(self._named, (start,)) : bisect_left(self._named, (end,))]
        return {name for _, _, person, name in some if person}


def moves(filed: Filed, only: frozenset[str] | None = None) -> list[Move]:
    """The movements that a report tells of, in the order of its words.

    Args:
        only: refs of the claims that count; ``None`` for all.
    """
    read = _Read(filed)
    found: list[tuple[Move, str | None]] = []
    riders: dict[str, set[str]] = {}
    for claim in filed.record.claims:
        if claim.standing.polarity == "negative":
            continue
        for move, vehicle, ridden in _of_claim(read, claim):
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


def _of_claim(read: _Read, claim: Claim) -> Iterator[tuple[Move, str | None, str | None]]:
    """Each move, the vehicle that stands for the mover, and the vehicle that the mover travels by."""
    filed = read.filed
    places = [filed.places[one] for one in dict.fromkeys(claim.places) if one in filed.places]
    places = sorted((place for place in places if place.kind != "demonym"), key=lambda place: place.span.start)
    starts = [place.span.start for place in places]
    ahead = claim.standing.time in ("future", "scheduled", "conditional")
    for span in claim.spans:
        inside = places[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        some = tokens(read.text, span.start, span.end) if inside else []
        for place in inside:
            found = motion(some, place.span.start, place.span.end, happens_there=ahead and place.role == "event")
            if found is None:
                continue
            mover = _mover(read, some[max(0, found.verb - FAR) : found.verb], some[found.verb].start)
            move = Move(
                filed.id, filed.ref(claim.id), place.id, mover.name, found.phase, found.planned or ahead,
                place.span.start, _date(filed, claim), filed.record.report.published or "", mover.reading,
            )  # fmt: skip
            after = bisect_left(some, place.span.end, key=lambda token: token.start)
            ridden = _ridden(some[after : after + RIDE]) or _ridden(some[found.verb : found.verb + RIDE])
            yield move, mover.vehicle, ridden


def _ridden(some: Sequence[Token]) -> str | None:
    """The vehicle of 'by armoured train', 'aboard his yacht'."""
    by = next((i for i, t in enumerate(some) if t.low in ("by", "aboard")), None)
    return None if by is None else next((t.low for t in some[by:] if t.low in lexicon().words["vehicles"]), None)


def _mover(read: _Read, before: Sequence[Token], verb: int) -> _Mover:
    """Who moves: what a claim says last before its verb."""
    words = lexicon().words
    start = before[0].start if before else verb
    named = read.named_last(start, verb)
    after = named[1] if named else start
    for token in reversed(before):
        if token.start < after:
            break
        if token.low in words["persons"] or token.low == "it":
            return _pronoun(read, token)
        if token.low in words["vehicles"]:
            return _Mover(vehicle=token.low) if named is None or not _owned(before, after) else _Mover(named[0])
    if named is None or _owned(before, after):
        return _Mover()
    return _Mover(named[0]) if sum(t.start >= after for t in before) <= BETWEEN else _Mover()


def _owned(before: Sequence[Token], end: int) -> bool:
    """Whether a name that ends here is but an owner's: 'Ada Berg's sister left'."""
    return any(t.start <= end <= t.end and t.low[max(0, end - t.start) :] in ("'s", "'") for t in before)


def _pronoun(read: _Read, token: Token) -> _Mover:
    starts = [token.start, *(m.end() for m in _SENTENCE.finditer(read.text, max(0, token.start - BACK), token.start))]
    if token.low == "it":
        own = max((s for s in starts if s < token.start), default=max(0, token.start - BACK))
        ridden = {t.low for t in tokens(read.text, own, token.start)} & lexicon().words["vehicles"]
        return _Mover(vehicle=min(ridden)) if len(ridden) == 1 else _Mover()
    since = sorted(starts, reverse=True)[2] if len(starts) > 2 else max(0, token.start - BACK)
    persons = read.persons(since, token.start)
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
