"""What a report says lies in what: 'Haram in Giza', "Toronto's Pearson airport", 'the Abbasiya district of Cairo'.

A name that only such words place is not looked for elsewhere, and one that no gazetteer has gets the country that they
tell (Leidner 2007 counts these patterns among the surest of a toponym's context).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.places.gazetteer import Candidate
from sayso.places.resolution import Within, distance_km, lies_in

_PART = r" (?:district|area|neighbou?rhood|suburb|section|quarter|borough)"
_IN = re.compile(
    rf",?(?:(?P<part>{_PART})? in|(?P<part_of>{_PART}) of)"
    r"(?: the)?(?: (?:north|south|east|west|northern|southern|eastern|western|central|north-?eastern|north-?western"
    r"|south-?eastern|south-?western))? \Z"
)
_WHOSE = re.compile(r"(?:['’]s|(?<=s)['’])(?: [a-z]+){0,2} \Z")
_PART_BEHIND = re.compile(rf"{_PART}\b")
_HOLDS = frozenset({"town", "admin1", "admin2", "facility"})
_NEAR_KM = 60.0
_WIDEST = 40
"""Characters between the two."""


@dataclass(frozen=True, slots=True)
class Inside:
    """That one name lies in another, by their numbers; ``part``: it is told to be a part of that town."""

    inner: int
    outer: int
    part: bool


def inside(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Inside]:
    """Which of the names, in text order, is said to lie in which."""
    for i in range(len(spans) - 1):
        (_, end), (start, last) = spans[i], spans[i + 1]
        between = text[end - 1 : start] if 0 <= start - end <= _WIDEST else ""
        if match := _IN.match(between, 1):
            yield Inside(i, i + 1, bool(match["part"] or match["part_of"]))
        elif _WHOSE.match(between, 1):
            yield Inside(i + 1, i, _PART_BEHIND.match(text, last) is not None)


def told_within(found: Sequence[Candidate], holder: Candidate, *, possessive: bool) -> tuple[Within | None, bool]:
    """The country and region around a name that lies in ``holder``; and whether a candidate of its own is there."""
    if holder.country is None or (holder.kind not in _HOLDS and (possessive or holder.kind != "country")):
        return None, False
    region: Within = (holder.country, holder.admin1)
    land: Within = (holder.country, None)
    if holder.admin1 and any(lies_in(c, region) for c in found):
        return region, True
    return (land, True) if any(lies_in(c, land) for c in found) else (region, False)


def seat_of(town: Sequence[Candidate], county: Sequence[Candidate]) -> Within | None:
    """The only country and region in which a town and a county of these names are near: Paris and Henry County."""
    shared = {
        (t.country or "", t.admin1)
        for t in town
        if t.kind == "town" and t.admin1 and t.main
        for c in county
        if c.kind == "admin2" and (c.country, c.admin1) == (t.country, t.admin1)
        and distance_km((t.lat, t.lon), (c.lat, c.lon)) <= _NEAR_KM
    }  # fmt: skip
    return next(iter(shared)) if len(shared) == 1 else None
