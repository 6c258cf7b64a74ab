"""From records to what a map shows: each place once, with all that is said of it; and each mover's journey."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sayso.exchange.case import Filed, words
from sayso.exchange.movements import Move, in_order, moves
from sayso.ledger.names import normal
from sayso.places.names import normalise
from sayso.record.types import Place, PlaceRole
from sayso.web.phrases import date_phrase, firmness
from sayso.web.worldmap import POINT_KM, ROLES, Extent, Journey, Spot, Stop
from sayso.web.worldmap_outline import country_name, widths
from sayso.web.worldmap_projection import DEGREE_KM, distance

KILOMETRES = {
    "continent": 2500.0, "region": 600.0, "sea": 350.0, "river": 120.0, "lake": 40.0, "mountain": 30.0, "admin1": 120.0,
    "admin2": 25.0,
}  # fmt: skip
"""How far round its point a place of a kind may reach, where its own width is known; by hand, to a factor of two."""
KINDS = {"admin1": "region", "admin2": "county or district", "demonym": "its people"}
"""What kinds are called, where not by their own names."""
MOST_LETTERS = 400
"""Of a claim's words, in the list: a report's own page has them all."""
MOST_CANDIDATES = 6
"""Places of one name that are drawn; a name that more bear could be anywhere."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One claim that names a place, or a report that is dated from there."""

    ref: str | None
    """The claim, as in the ledger; ``None`` for a dateline."""
    report: str
    role: PlaceRole
    words: str
    way: str
    outlet: str | None
    published: str | None
    firm: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the list under the map."""

    id: str
    name: str
    kind: str | None
    region: str
    lat: float | None
    lon: float | None
    extent: Extent | None
    """``None`` where it has no place on the map."""
    km: float
    roles: tuple[PlaceRole, ...]
    mentions: int
    candidates: int
    """How many places of that name there are, where it is not clear which is meant."""
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One stop of a journey in words."""

    verb: str
    name: str
    spot: str
    planned: bool
    date: str | None
    """In words."""
    reading: str | None
    telling: Telling


@dataclass(frozen=True, slots=True)
class Way:
    """A journey in words; ``drawn`` where it has a line on the map."""

    id: str
    mover: str
    steps: tuple[Step, ...]
    drawn: bool


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that a map and its list need."""

    entries: tuple[Entry, ...]
    spots: tuple[Spot, ...]
    ways: tuple[Way, ...]
    journeys: tuple[Journey, ...]


@dataclass(slots=True)
class _Heap:
    place: Place
    """The first mention."""
    roles: set[PlaceRole] = field(default_factory=set)
    mentions: int = 0
    tellings: dict[tuple[str | None, str, PlaceRole], Telling] = field(default_factory=dict)


def gather(filed: Sequence[Filed], stories: Mapping[str, str], only: frozenset[str] | None = None) -> Gathered:
    """The places of reports, and the movements between them.

    Args:
        stories: a report's id → its story's: journeys are not joined across stories.
        only: refs of the claims that count; ``None`` for all.
    """
    heaps: dict[str, _Heap] = {}
    keys: dict[tuple[str, str], str] = {}
    for one in filed:
        wanted = only is None or any(one.ref(claim.id) in only for claim in one.record.claims)
        for place in one.record.places:
            told: list[str | None] = [*_refs(one, place, only)]
            if not told and (only is not None and (place.role != "dateline" or not wanted)):
                continue
            heap = heaps.setdefault(_key(place), _Heap(place))
            heap.roles.add(place.role)
            heap.mentions += 1
            for ref in told or [None] * (place.role == "dateline"):
                if (ref, one.id, place.role) not in heap.tellings:
                    heap.tellings[ref, one.id, place.role] = _telling(one, place, ref)
            keys[one.id, place.id] = _key(place)
    ids = _names(heaps)
    entries = {key: _entry(ids[key], heap) for key, heap in heaps.items()}
    found = sorted(entries.values(), key=lambda e: (min(ROLES.index(r) for r in e.roles), -e.mentions, e.name, e.id))
    spots = {key: spot for key, entry in entries.items() if (spot := _spot(entry, heaps[key].place)) is not None}
    ways, journeys = _journeys(filed, stories, only, {pair: spots[key] for pair, key in keys.items() if key in spots})
    order = {entry.id: i for i, entry in enumerate(found)}
    shown = [*spots.values(), *(s for key, heap in heaps.items() for s in _candidates(ids[key], heap.place))]
    shown.sort(key=lambda s: (s.doubtful, order[s.id.partition("~")[0]], s.id))
    return Gathered(tuple(found), tuple(shown), ways, journeys)


def _refs(one: Filed, place: Place, only: frozenset[str] | None) -> list[str]:
    refs = [claim.id for claim in one.claims_at.get(place.id, ())]
    return [ref for ref in refs if only is None or one.ref(ref) in only]


def _telling(one: Filed, place: Place, claim: str | None) -> Telling:
    report = one.record.report
    if claim is None:
        line = report.dateline or place.span.text
        return Telling(
            None, one.id, place.role, line, report.outlet or "the report", report.outlet, report.published, ()
        )
    said = one.claims[claim]
    return Telling(
        one.ref(claim), one.id, place.role, _cut(words(said.spans)), one.way(said), report.outlet, report.published,
        firmness(said.standing, said.spans),
    )  # fmt: skip


def _cut(said: str) -> str:
    return said if len(said) <= MOST_LETTERS else said[: MOST_LETTERS - 1].rstrip() + "…"


def _key(place: Place) -> str:
    """What mentions of one place share; adjectives of a country ('Albanian') speak of it."""
    if place.lat is None or place.lon is None:
        return f"?{normalise(place.name or place.span.text)}"
    if _extent(place) == "country":
        return f"={place.country}"
    return f"{normalise(place.name or place.span.text)} {place.country} {place.lat:.2f} {place.lon:.2f}"


def _extent(place: Place) -> Extent:
    if place.country and (place.kind == "country" or (place.kind == "demonym" and place.admin1 is None)):
        return "country"
    return "point" if _width(place) <= POINT_KM else "area"


def _width(place: Place) -> float:
    if place.kind in ("admin1", "demonym") and (known := widths().get(f"{place.country}/{place.admin1}")):
        return known
    if place.kind == "demonym":
        return KILOMETRES["admin1" if place.country else "region"]
    return KILOMETRES.get(place.kind or "", 0.0)


def _names(heaps: Mapping[str, _Heap]) -> dict[str, str]:
    """An anchor for each place, the same for the same place whatever else is shown."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(heaps):
        place = heaps[key].place
        slug = re.sub(r"\W+", "-", normalise(place.name or place.span.text)).strip("-")[:60] or "unnamed"
        name = "-".join(["place", slug, *([place.country.lower()] if place.country else [])])
        if name in taken:
            where = (
                f"{place.lat:.2f}-{place.lon:.2f}" if place.lat is not None and place.lon is not None else "unresolved"
            )
            name = f"{name}-{where}"
        taken.add(name)
        made[key] = name
    return made


def _entry(name: str, heap: _Heap) -> Entry:
    place = heap.place
    known = place.lat is not None and place.lon is not None
    country = _extent(place) == "country"
    return Entry(
        name, place.name or place.span.text, "country" if country else KINDS.get(place.kind or "", place.kind),
        "" if country else _region(place),
        place.lat, place.lon, _extent(place) if known else None, _width(place),
        tuple(role for role in ROLES if role in heap.roles), heap.mentions, 0 if known else len(place.candidates),
        tuple(heap.tellings.values()),
    )  # fmt: skip


def _region(place: Place) -> str:
    parts = (place.admin1, country_name(place.country))
    return ", ".join(part for part in parts if part and part != place.name)


def _spot(entry: Entry, place: Place) -> Spot | None:
    if entry.lat is None or entry.lon is None or entry.extent is None or not _on_earth(entry.lat, entry.lon):
        return None
    return Spot(entry.id, entry.name, entry.lat, entry.lon, entry.extent, place.country, entry.km, entry.roles)


def _candidates(name: str, place: Place) -> list[Spot]:
    """Every place that an unclear name may mean, if there are but a few."""
    if place.lat is not None or not 1 < len(place.candidates) <= MOST_CANDIDATES:
        return []
    found = []
    for i, one in enumerate(place.candidates):
        lat, lon = one.get("lat"), one.get("lon")
        if isinstance(lat, int | float) and isinstance(lon, int | float) and _on_earth(lat, lon):
            country = one.get("country")
            found.append(Spot(
                f"{name}~{i}", str(one.get("name") or place.span.text), float(lat), float(lon), "point",
                country if isinstance(country, str) else None, 0.0, (place.role,), True,
            ))  # fmt: skip
    return found


def _on_earth(lat: float, lon: float) -> bool:
    return abs(lat) <= 90 and abs(lon) <= 180


def _journeys(
    filed: Sequence[Filed],
    stories: Mapping[str, str],
    only: frozenset[str] | None,
    spots: Mapping[tuple[str, str], Spot],
) -> tuple[tuple[Way, ...], tuple[Journey, ...]]:
    reports = {one.id: one for one in filed}
    by_mover: dict[tuple[str, str], list[Move]] = {}
    for one in filed:
        for move in moves(one, only):
            if move.mover and (move.report, move.place) in spots:
                by_mover.setdefault((stories.get(one.id, one.id), normal(move.mover)), []).append(move)
    ways: list[Way] = []
    journeys: list[Journey] = []
    for _, some in sorted(by_mover.items()):
        ordered = in_order(some)
        name = min((m.mover for m in some), key=lambda n: (-len(n), n))
        ident = f"way-{len(ways) + 1}"
        stops = stops_of([(move, spots[move.report, move.place]) for move in ordered])
        drawn = len(stops) > 1
        steps = tuple(_step(reports[m.report], m, spots[m.report, m.place]) for m in ordered)
        ways.append(Way(ident, name, steps, drawn))
        if drawn:
            journeys.append(Journey(ident, name, stops))
    ways.sort(key=lambda way: not way.drawn)
    return tuple(ways), tuple(journeys)


def stops_of(some: Iterable[tuple[Move, Spot]]) -> tuple[Stop, ...]:
    """The stops to be joined: what only names the country or region of another stop adds no point of its own."""
    found = list(some)
    points = [s for _, s in found if s.extent == "point"]
    middling = {s.country for _, s in found if s.extent != "country"}
    made: list[Stop] = []
    for move, spot in found:
        if (spot.extent == "country" and spot.country in middling) or (spot.extent == "area" and _around(spot, points)):
            continue
        if made and made[-1].spot.id == spot.id:
            made[-1] = Stop(spot, made[-1].planned and move.planned)
        else:
            made.append(Stop(spot, move.planned))
    return tuple(made)


def _around(area: Spot, points: Iterable[Spot]) -> bool:
    """Whether one of some points lies in a region, as far as its width tells."""
    return any(one.country == area.country and DEGREE_KM * distance(area.at, one.at) <= area.km for one in points)


_VERBS = {
    ("from", False): "left", ("via", False): "passed", ("to", False): "reached",
    ("from", True): "to leave", ("via", True): "to pass", ("to", True): "to go to",
}  # fmt: skip


def _step(one: Filed, move: Move, spot: Spot) -> Step:
    claim = move.claim.removeprefix(f"{one.id}/")
    return Step(
        _VERBS[move.phase, move.planned], spot.name, spot.id, move.planned,
        date_phrase(move.date) if move.date else None, move.reading,
        _telling(one, one.places[move.place], claim),
    )  # fmt: skip
