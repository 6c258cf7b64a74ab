"""A map of what reports say: marks where they put it, hatching where they only say in which country, lines of movement.

Without tiles and without anything loaded from elsewhere; shapes only, which a template writes as SVG. A place is drawn
as a point only where the report names one: a country is hatched as a whole, a region gets a circle of its width, and of
a name that several places bear every one is hollow, with a question mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from sayso.record.types import PlaceRole
from sayso.web.phrases import ROLES as MEANS
from sayso.web.worldmap_base import Base, Country, GridLabel, base
from sayso.web.worldmap_clip import XY, Box, clip_line, path
from sayso.web.worldmap_labels import Label, Room
from sayso.web.worldmap_projection import Azimuthal, EqualEarth, Frame, LonLat, distance, fitted, world

WIDTH, TALLEST, LOWEST = 960.0, 540.0, 400.0
ROLES: tuple[PlaceRole, ...] = ("event", "said-at", "dateline", "mention")
"""From what tells most to what tells least."""
APART = 15.0
"""Pixels between the marks of one place."""
NEAR = 60.0
"""Pixels within which one name is not written twice: a town, its port and its county."""
TEXT, SMALL = 13.0, 11.0
"""Heights of letters, in pixels."""
POINT_KM = 12.0
"""What is narrower is a point."""

Extent = Literal["point", "area", "country"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to be shown, with all the parts that it plays."""

    id: str
    name: str
    lat: float
    lon: float
    extent: Extent
    country: str | None
    km: float
    """How far round the point it may reach."""
    roles: tuple[PlaceRole, ...]
    doubtful: bool = False
    """One of several places that the name may mean."""

    @property
    def at(self) -> LonLat:
        """Its point."""
        return self.lon, self.lat


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of a journey, and whether one is said to have been there, or only to go there."""

    spot: Spot
    planned: bool


@dataclass(frozen=True, slots=True)
class Journey:
    """The places of one mover, in order."""

    id: str
    mover: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign on the map; a place has one for each part that it plays."""

    spot: str
    x: float
    y: float
    dx: float
    """How far beside the point it stands; as the signs grow, so does this."""
    role: PlaceRole
    doubtful: bool
    title: str


@dataclass(frozen=True, slots=True)
class Ground:
    """Where something is, as far as is said: a country's shape, or a circle (``d`` is empty)."""

    spot: str
    role: PlaceRole
    name: str
    d: str = ""
    within: str | None = None
    """The code of the country that it cannot reach beyond."""
    x: float = 0.0
    y: float = 0.0
    r: float = 0.0


@dataclass(frozen=True, slots=True)
class Leg:
    """A line from one stop to the next."""

    journey: str
    d: str
    planned: bool
    title: str
    arrow: tuple[float, float, float] | None
    """Where the arrow's tip is, and its angle in degrees."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A bar, and the kilometres that it stands for."""

    pixels: float
    km: int


@dataclass(frozen=True, slots=True)
class WorldMap:
    """All shapes of a map, lowest first."""

    width: float
    height: float
    projection: str
    base: Base
    grounds: tuple[Ground, ...]
    legs: tuple[Leg, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    net_labels: tuple[GridLabel, ...]
    scale: Scale | None
    beyond: tuple[Spot, ...]
    """Places that lie outside the frame."""
    lands: tuple[Country, ...]
    """The countries that a region's circle is cut to."""


def draw(spots: Sequence[Spot], journeys: Sequence[Journey] = (), *, whole: bool = False) -> WorldMap:
    """The map of ``spots``.

    Args:
        whole: show them all; else the map is fitted to where things happened or were said, and to the journeys, and
            what is only mentioned may lie beyond it.
    """
    frame = _frame(spots, journeys, whole)
    ground = base(frame)
    placed = {spot.id: at for spot in spots if (at := _screen(spot, frame, ground)) is not None}
    room = Room(frame.width, frame.height)
    marks = [mark for spot in spots if spot.id in placed for mark in _marks(spot, placed[spot.id])]
    for mark in marks:
        room.take(mark.x + mark.dx, mark.y, 8)
    # The buttons of the page lie over the corner.
    for i in range(3):
        room.take(frame.width - 26, 26 + 36 * i, 24)
    legs = [leg for journey in journeys for leg in _legs(journey, frame, placed, room)]
    grounds = tuple(
        found for spot in spots if spot.id in placed and (found := _ground(spot, frame, ground)) is not None
    )
    return WorldMap(
        frame.width, frame.height, frame.projection.name, ground,
        grounds,
        tuple(legs),
        tuple(sorted(marks, key=lambda m: -ROLES.index(m.role))),
        _labels(spots, placed, ground, room),
        ground.net_labels, _scale(frame),
        tuple(spot for spot in spots if spot.id not in placed and not spot.doubtful),
        tuple(c for c in ground.countries if c.code is not None and c.code in {g.within for g in grounds}),
    )  # fmt: skip


def _frame(spots: Sequence[Spot], journeys: Sequence[Journey], whole: bool) -> Frame:
    sure = [spot for spot in spots if not spot.doubtful]
    told = [s for s in sure if s.extent != "country" and set(s.roles) & {"event", "said-at", "dateline"}]
    told += [stop.spot for journey in journeys for stop in journey.stops if stop.spot.extent != "country"]
    near = told or [s for s in sure if s.extent != "country"] or [s for s in sure if "mention" not in s.roles] or sure
    around = sure if whole else near
    if whole and any(distance(a.at, b.at) > 100 for a in around[:1] for b in around):
        return world(0.0, WIDTH)
    return fitted([(s.at, min(s.km, 900.0)) for s in around], WIDTH, TALLEST, LOWEST)


def _screen(spot: Spot, frame: Frame, ground: Base) -> XY | None:
    """Where a spot's mark stands: a country's in the middle of what is seen of it."""
    if spot.extent == "country":
        country = ground.country(spot.country)
        if country is not None and frame.holds(country.x, country.y, within=6):
            return country.x, country.y
    if (
        isinstance(frame.projection, Azimuthal)
        and distance((frame.projection.lon0, frame.projection.lat0), spot.at) > 100
    ):
        return None
    x, y = frame.point(*spot.at)
    return (x, y) if frame.holds(x, y, within=4) else None


def _marks(spot: Spot, at: XY) -> list[Mark]:
    roles = [role for role in ROLES if role in spot.roles]
    first = -APART * (len(roles) - 1) / 2
    doubt = ", one of several places of that name" if spot.doubtful else ""
    return [
        Mark(spot.id, at[0], at[1], first + APART * i, role, spot.doubtful, f"{spot.name}, {MEANS[role]}{doubt}")
        for i, role in enumerate(roles)
    ]


def _ground(spot: Spot, frame: Frame, ground: Base) -> Ground | None:
    if spot.doubtful or spot.extent == "point":
        return None
    role = next(role for role in ROLES if role in spot.roles)
    country = ground.country(spot.country) if spot.extent == "country" else None
    if country is not None:
        return Ground(spot.id, role, spot.name, country.d)
    x, y = frame.point(*spot.at)
    within = spot.country if ground.country(spot.country) is not None else None
    return Ground(spot.id, role, spot.name, "", within, x, y, spot.km * frame.scale)


def _legs(journey: Journey, frame: Frame, placed: dict[str, XY], room: Room) -> list[Leg]:
    found = []
    for a, b in pairwise(journey.stops):
        # From where a mark stands, which for a country is not its point.
        line = [placed.get(a.spot.id), *_great_circle(a.spot, b.spot, frame), placed.get(b.spot.id)]
        points = _shortened([p for p in line if p is not None], 10.0)
        parts = list(clip_line(points, Box(0, 0, frame.width, frame.height), frame.width / 2))
        if not parts:
            continue
        for p, q in pairwise(points):
            for share in np.linspace(0, 1, 1 + int(np.hypot(q[0] - p[0], q[1] - p[1]) / 10)).tolist():
                room.take(p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share, 4)
        tip = _tip(points) if frame.holds(*points[-1]) else None
        title = f"{journey.mover}: {a.spot.name} to {b.spot.name}{', yet to happen' if b.planned else ''}"
        found.append(Leg(journey.id, path(parts, closed=False), b.planned, title, tip))
    return found


def _great_circle(a: Spot, b: Spot, frame: Frame) -> list[XY]:
    """The shortest way between two places; ends that are countries are left to their marks."""
    (lon1, lat1), (lon2, lat2) = np.radians(a.at), np.radians(b.at)
    one = np.array([np.cos(lat1) * np.cos(lon1), np.cos(lat1) * np.sin(lon1), np.sin(lat1)])
    two = np.array([np.cos(lat2) * np.cos(lon2), np.cos(lat2) * np.sin(lon2), np.sin(lat2)])
    angle = np.arccos(np.clip(one @ two, -1, 1))
    if angle < 1e-6 or a.extent == "country" or b.extent == "country":
        return []
    t = np.linspace(0, 1, 25)[:, None]
    way = (np.sin((1 - t) * angle) * one + np.sin(t * angle) * two) / np.sin(angle)
    lons, lats = np.degrees(np.arctan2(way[:, 1], way[:, 0])), np.degrees(np.arcsin(np.clip(way[:, 2], -1, 1)))
    if isinstance(frame.projection, EqualEarth):
        lons = np.array([frame.projection.near(lon) for lon in lons.tolist()])
    x, y = frame.screen(lons, lats)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _shortened(points: Sequence[XY], gap: float) -> list[XY]:
    """A line without its ends, where marks stand; a short one as it is."""
    if len(points) < 2:
        return list(points)
    first, last = points[0], points[-1]
    if np.hypot(first[0] - last[0], first[1] - last[1]) < 3 * gap:
        return list(points)
    inner = [p for p in points if min(np.hypot(p[0] - e[0], p[1] - e[1]) for e in (first, last)) > gap]
    return [
        _towards(first, inner[0] if inner else last, gap),
        *inner,
        _towards(last, inner[-1] if inner else first, gap),
    ]


def _towards(a: XY, b: XY, by: float) -> XY:
    long = float(np.hypot(b[0] - a[0], b[1] - a[1])) or 1.0
    return a[0] + (b[0] - a[0]) * by / long, a[1] + (b[1] - a[1]) * by / long


def _tip(points: Sequence[XY]) -> tuple[float, float, float] | None:
    end = points[-1]
    before = next((p for p in reversed(points) if np.hypot(p[0] - end[0], p[1] - end[1]) > 4), None)
    if before is None:
        return None
    return end[0], end[1], float(np.degrees(np.arctan2(end[1] - before[1], end[0] - before[0])))


def _labels(spots: Sequence[Spot], placed: dict[str, XY], ground: Base, room: Room) -> tuple[Label, ...]:
    found: list[Label | None] = []
    named: set[str | None] = set()
    there: dict[str, list[XY]] = {}
    order = sorted(spots, key=lambda s: (s.doubtful, min(ROLES.index(role) for role in s.roles)))
    for spot in order:
        if spot.id not in placed:
            continue
        x, y = placed[spot.id]
        text = f"{spot.name}?" if spot.doubtful else spot.name
        if any(np.hypot(x - a, y - b) < NEAR for a, b in there.get(text, ())):
            continue
        there.setdefault(text, []).append((x, y))
        minor = spot.doubtful or spot.roles == ("mention",)
        gap = 10 + APART * (len(spot.roles) - 1) / 2
        kind = "minor" if minor else "name"
        label = room.beside(x, y, text, TEXT, gap, kind) or Label(
            x, y, gap, TEXT * 0.35, "start", text, f"{kind} spare"
        )
        if spot.extent == "country" and label is not None:
            named.add(spot.country)
        found.append(label)
    for country in sorted(ground.countries, key=lambda c: -c.area):
        wide = len(country.name) * SMALL * 0.75
        if country.code not in named and country.area > 1500 and country.width > wide:
            found.append(room.over(country.x, country.y, country.name, SMALL, "country"))
    return tuple(label for label in found if label is not None)


def _scale(frame: Frame) -> Scale | None:
    """A bar about an eighth of the map long; on a map of the world none would be true."""
    if isinstance(frame.projection, EqualEarth):
        return None
    most = frame.width / frame.scale / 6
    step = 10.0 ** int(np.floor(np.log10(most)))
    km = next(int(step * n) for n in (5, 2, 1) if step * n <= most)
    return Scale(km * frame.scale, km)
