"""Trips that a report tells of: movements of one mover put together, as far as it says where they began and ended.

A claim that says both ends is a trip. Of what is told in pieces ('He left A.' … 'He has arrived in B.') the pieces are
one trip only where the report gives that mover one place that was left and one that was reached, and no day against it;
else each piece is a trip of which the rest is not known. What is planned, denied or supposed is no trip.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso.exchange.case import Filed
from sayso.exchange.movements import MOVERS, Move, moves
from sayso.record.types import Claim, Entity, Place

HAPPENED = ("past", "ongoing")
"""Times of claims that tell of what has begun at least."""


@dataclass(frozen=True, slots=True)
class Trip:
    """Somebody went from one place to another; what is not known is ``None``, or empty."""

    mover: Entity | None
    start: Place | None
    end: Place | None
    via: tuple[Place, ...]
    claims: tuple[Claim, ...]
    """That it rests on, in their order."""
    left: str | None
    """The day of leaving."""
    reached: str | None
    """The day of arriving."""
    day: str | None
    """The day of a claim that tells of both, or of the way."""


@dataclass(frozen=True, slots=True)
class _Piece:
    move: Move
    place: Place
    claim: Claim


def trips(filed: Filed) -> list[Trip]:
    """The trips of a report, in the order in which they are told."""
    by_mover: dict[str, list[_Piece]] = {}
    for piece in _pieces(filed):
        by_mover.setdefault(piece.move.mover, []).append(piece)
    named = {one.name: one for one in reversed(filed.record.entities) if one.kind in MOVERS}
    found: list[tuple[int, Trip]] = []
    for mover, some in by_mover.items():
        whole, rest = _whole(some)
        groups = [*whole, *(_joined(_told_again(whole, rest)) if mover else [])]
        found += [(min(p.move.at for p in group), _trip(filed, named.get(mover), group)) for group in groups]
    return [trip for _, trip in sorted(found, key=lambda one: one[0])]


def _pieces(filed: Filed) -> Iterator[_Piece]:
    """What is said to have come to pass; a place that two claims hold, each as part of its words, counts once."""
    seen: set[tuple[str, str]] = set()
    for move in moves(filed):
        claim = filed.claims[move.claim.rpartition("/")[2]]
        if move.planned or claim.standing.time not in HAPPENED or (move.mover, move.place) in seen:
            continue
        seen.add((move.mover, move.place))
        yield _Piece(move, filed.places[move.place], claim)


def _whole(some: Sequence[_Piece]) -> tuple[list[list[_Piece]], list[_Piece]]:
    """The claims that tell where a trip began and where it ended; and all else."""
    by_claim: dict[str, list[_Piece]] = {}
    for piece in some:
        by_claim.setdefault(piece.claim.id, []).append(piece)
    whole, rest = [], []
    for group in by_claim.values():
        starts, ends = _places(group, "from"), _places(group, "to")
        if len(starts) == len(ends) == 1 and _key(starts[0]) != _key(ends[0]):
            whole.append(group)
        else:
            rest += group
    return whole, rest


def _told_again(whole: Sequence[list[_Piece]], rest: Sequence[_Piece]) -> list[_Piece]:
    """What is left when the only whole trip has taken in what tells of its ends once more, on no other day."""
    if len(whole) != 1:
        return list(rest)
    [group] = whole
    ends = {(p.move.phase, _key(p.place)) for p in group}
    days = {p.move.date for p in group}
    again = [
        p for p in rest
        if (p.move.phase, _key(p.place)) in ends and (p.move.date is None or {None, p.move.date} & days)
    ]  # fmt: skip
    group += again
    taken = set(map(id, again))
    return [p for p in rest if id(p) not in taken]


def _joined(rest: Sequence[_Piece]) -> list[list[_Piece]]:
    starts, ends = _places(rest, "from"), _places(rest, "to")
    if len(starts) <= 1 and len(ends) <= 1 and not _against(rest) and [*map(_key, starts)] != [*map(_key, ends)]:
        return [list(rest)] if rest else []
    apart: dict[tuple[str, object], list[_Piece]] = {}
    for piece in rest:
        apart.setdefault((piece.move.phase, _key(piece.place)), []).append(piece)
    return list(apart.values())


def _places(some: Iterable[_Piece], phase: str) -> list[Place]:
    """The places of one part, each once; a country says nothing that a place in it does not."""
    found = {_key(p.place): p.place for p in reversed(list(some)) if p.move.phase == phase}
    finer = {place.country for place in found.values() if place.kind != "country"}
    return [p for p in reversed(found.values()) if p.kind != "country" or p.country not in finer]


def _key(place: Place) -> object:
    return (place.name or place.span.text).casefold(), place.country


def _against(some: Sequence[_Piece]) -> bool:
    """Whether it is said to have been reached on a day before it is said to have been left."""
    left = [p.move.date for p in some if p.move.phase == "from" and _known(p.move.date)]
    reached = [p.move.date for p in some if p.move.phase == "to" and _known(p.move.date)]
    return bool(left and reached) and min(filter(None, reached)) < max(filter(None, left))


def _known(day: str | None) -> bool:
    return day is not None and not day.startswith("X")


def _trip(filed: Filed, mover: Entity | None, group: Sequence[_Piece]) -> Trip:
    starts, ends = _places(group, "from"), _places(group, "to")
    ways = [place for place in _places(group, "via") if _key(place) not in {*map(_key, [*starts, *ends])}]
    claims = {piece.claim.id: piece.claim for piece in sorted(group, key=lambda p: p.move.at)}
    by_phase = {phase: [p.claim for p in group if p.move.phase == phase] for phase in ("from", "via", "to")}
    arrivals = {claim.id for claim in by_phase["to"]}
    of_both = [claim for claim in by_phase["from"] if claim.id in arrivals]
    left, reached = (None if of_both else _day(filed, by_phase[phase]) for phase in ("from", "to"))
    day = _day(filed, of_both) if of_both else None if starts or ends else _day(filed, by_phase["via"])
    return Trip(
        mover, starts[0] if starts else None, ends[0] if ends else None, tuple(ways), tuple(claims.values()), left,
        reached, day,
    )  # fmt: skip


def _day(filed: Filed, claims: Sequence[Claim]) -> str | None:
    """The one day that the claims give, where it is known."""
    days = set()
    for claim in claims:
        dated = [filed.dates[one] for one in claim.dates if one in filed.dates]
        dated = [date for date in dated if date.type in ("DATE", "TIME") and not date.value.endswith("_REF")]
        days |= {d.earliest if d.earliest == d.latest else None for d in dated} if len(dated) == 1 else set()
    return next(iter(days)) if len(days) == 1 else None
