"""What lies below the marks of a map: land, coasts, borders, and the net of meridians and parallels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sayso.web.worldmap_clip import XY, Box, area, centroid, clip_line, clip_ring, path, thinned
from sayso.web.worldmap_outline import Floats, Outline, outline
from sayso.web.worldmap_projection import Azimuthal, EqualEarth, Frame

BEYOND = 4.0
"""Pixels outside the frame to which land is drawn, so that no coast runs along the frame."""
FINE = 9000.0
"""Kilometres across: wider maps take the coarser outlines."""
LEAST = 0.7
"""Pixels: what is nearer to its neighbour is left out."""
_STEPS = (30, 20, 10, 5, 2, 1)
_LINES = 4
"""Meridians, or parallels, that a net has at least, where there is room."""


@dataclass(frozen=True, slots=True)
class GridLabel:
    """A degree at the edge of the map."""

    x: float
    y: float
    text: str
    at_left: bool


@dataclass(frozen=True, slots=True)
class Country:
    """What of a country is in the frame."""

    code: str | None
    name: str
    d: str
    x: float
    y: float
    """The middle of its largest visible piece."""
    width: float
    """Of that piece."""
    area: float
    """Square pixels, all pieces."""


@dataclass(frozen=True, slots=True)
class Base:
    """The ground that marks stand on."""

    sea: str
    land: str
    coasts: str
    borders: str
    net: str
    net_labels: tuple[GridLabel, ...]
    countries: tuple[Country, ...]

    def country(self, code: str | None) -> Country | None:
        """The visible part of a country."""
        return next((c for c in self.countries if code is not None and c.code == code), None)


@lru_cache(maxsize=32)
def base(frame: Frame) -> Base:
    """The ground of a frame; the same frame is drawn once."""
    shown = outline("50" if frame.width / frame.scale < FINE else "110")
    box = Box(-BEYOND, -BEYOND, frame.width + BEYOND, frame.height + BEYOND)
    pieces = _pieces(shown, frame, box)
    coasts, borders = _lines(shown, frame, box)
    countries = tuple(_country(shown, owner, pieces[owner]) for owner in sorted(pieces))
    net, labels = _net(frame)
    return Base(
        _sea(frame), path((ring for owner in sorted(pieces) for ring in pieces[owner]), closed=True),
        path(coasts, closed=False), path(borders, closed=False), net, labels, countries,
    )  # fmt: skip


def _country(shown: Outline, owner: int, rings: Sequence[list[XY]]) -> Country:
    largest = max(rings, key=area)
    x, y = centroid(largest)
    xs = [p[0] for p in largest]
    return Country(
        shown.codes[owner], shown.names[owner], path(rings, closed=True), x, y, max(xs) - min(xs), sum(map(area, rings))
    )  # fmt: skip


def _pieces(shown: Outline, frame: Frame, box: Box) -> dict[int, list[list[XY]]]:
    """Country → its visible rings."""
    found: dict[int, list[list[XY]]] = {}
    for start, end, owner, x, y in _projected_rings(shown, frame):
        xs, ys = x[start:end], y[start:end]
        if xs.max() < box.left or xs.min() > box.right or ys.max() < box.top or ys.min() > box.bottom:
            continue
        ring = thinned(list(zip(xs.tolist(), ys.tolist(), strict=True)), LEAST)
        kept = clip_ring(ring, box)
        if len(kept) > 2 and area(kept) > LEAST:
            found.setdefault(owner, []).append(kept)
    return found


def _projected_rings(shown: Outline, frame: Frame) -> Iterator[tuple[int, int, int, Floats, Floats]]:
    """Where each ring begins and ends in arrays of pixels, and whose it is."""
    projection = frame.projection
    rings = list(zip(shown.rings[:-1].tolist(), shown.rings[1:].tolist(), shown.owners, strict=True))
    if isinstance(projection, Azimuthal):
        x, y = frame.screen(shown.lon, shown.lat)
        # A ring that lies wholly on the horizon is on the other side of the globe.
        far = _behind(projection, shown.lon, shown.lat)
        for start, end, owner in rings:
            if not far[start:end].all():
                yield start, end, owner, x, y
        return
    cut = Box(projection.lon0 - 180, -90, projection.lon0 + 180, 90)
    for start, end, owner in rings:
        ring = list(zip(shown.lon[start:end].tolist(), shown.lat[start:end].tolist(), strict=True))
        least, most = min(lon for lon, _ in ring), max(lon for lon, _ in ring)
        for turn in (-360, 0, 360):
            if most + turn <= cut.left or least + turn >= cut.right:
                continue
            part = clip_ring([(lon + turn, lat) for lon, lat in ring], cut)
            if len(part) > 2:
                x, y = frame.screen(np.array([p[0] for p in part]), np.array([p[1] for p in part]))
                yield 0, len(part), owner, x, y


def _behind(projection: Azimuthal, lon: Floats, lat: Floats) -> Floats:
    d, phi, phi0 = np.radians(lon - projection.lon0), np.radians(lat), np.radians(projection.lat0)
    found: Floats = np.sin(phi0) * np.sin(phi) + np.cos(phi0) * np.cos(phi) * np.cos(d) < -0.2
    return found


def _lines(shown: Outline, frame: Frame, box: Box) -> tuple[list[list[XY]], list[list[XY]]]:
    """Coasts and borders; the seam at the date line and the pole is neither."""
    lon, lat = shown.line_lon, shown.line_lat
    if isinstance(frame.projection, EqualEarth):
        lon = (lon - frame.projection.lon0 + 180) % 360 - 180 + frame.projection.lon0
    x, y = frame.screen(lon, lat)
    seam = (np.abs(shown.line_lon) > 179.99) | (lat < -89.9)
    longest = frame.width / 2 if isinstance(frame.projection, EqualEarth) else float("inf")
    coasts: list[list[XY]] = []
    borders: list[list[XY]] = []
    for start, end, inland in zip(shown.lines[:-1].tolist(), shown.lines[1:].tolist(), shown.inland, strict=True):
        xs, ys = x[start:end], y[start:end]
        if xs.max() < box.left or xs.min() > box.right or ys.max() < box.top or ys.min() > box.bottom:
            continue
        kept = borders if inland else coasts
        for run in _runs(list(zip(xs.tolist(), ys.tolist(), strict=True)), seam[start:end].tolist()):
            kept += [part for part in clip_line(thinned(run, LEAST), box, longest) if len(part) > 1]
    return coasts, borders


def _runs(points: list[XY], seam: list[bool]) -> Iterator[list[XY]]:
    """A line without its steps along a seam."""
    if not any(seam):
        yield points
        return
    run: list[XY] = []
    for i, point in enumerate(points):
        if i and seam[i] and seam[i - 1]:
            yield run
            run = []
        run.append(point)
    yield run


def _sea(frame: Frame) -> str:
    """The globe's own edge, where the map shows it; else the frame."""
    if isinstance(frame.projection, Azimuthal):
        w, h = frame.width, frame.height
        return path([[(0, 0), (w, 0), (w, h), (0, h)]], closed=True)
    lat, lon0 = np.linspace(-90, 90, 60), frame.projection.lon0
    right = _polyline(frame, np.full(60, lon0 + 180), lat)
    left = _polyline(frame, np.full(60, lon0 - 180), lat[::-1])
    return path([clip_ring([*right, *left], Box(0, 0, frame.width, frame.height))], closed=True)


def _polyline(frame: Frame, lon: Floats, lat: Floats) -> list[XY]:
    x, y = frame.screen(lon, lat)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _net(frame: Frame) -> tuple[str, tuple[GridLabel, ...]]:
    box = Box(0, 0, frame.width, frame.height)
    west, east, south, north = _reach(frame)
    step = next((s for s in _STEPS if min(east - west, 2 * (north - south)) / s >= _LINES), _STEPS[-1])
    parts: list[list[XY]] = []
    labels: list[GridLabel] = []
    lats = np.linspace(max(-88.0, south), min(88.0, north), 50)
    lons = np.linspace(west, east, 80)
    for degree in range(int(np.ceil(west / step)) * step, int(east) + 1, step):
        for part in clip_line(_polyline(frame, np.full(50, float(degree)), lats), box):
            parts.append(part)
            low = max(part, key=lambda p: p[1])
            if low[1] > frame.height - 1:
                labels.append(GridLabel(low[0], frame.height, _degrees(degree, "E", "W"), False))
    for degree in range(int(np.ceil(south / step)) * step, int(north) + 1, step):
        if abs(degree) > 88:
            continue
        for part in clip_line(_polyline(frame, lons, np.full(80, float(degree))), box):
            parts.append(part)
            first = min(part, key=lambda p: p[0])
            if first[0] < 1:
                labels.append(GridLabel(0, first[1], _degrees(degree, "N", "S"), True))
    return path((thinned(part, 3) for part in parts), closed=False), tuple(labels)


def _reach(frame: Frame) -> tuple[float, float, float, float]:
    """West, east, south and north end of what the frame shows; longitudes run on past 180."""
    projection = frame.projection
    if isinstance(projection, EqualEarth):
        return projection.lon0 - 180, projection.lon0 + 180, -60, 84
    xs, ys = np.meshgrid(np.linspace(0, frame.width, 25), np.linspace(0, frame.height, 25))
    lon, lat = projection.inverse(
        (xs / frame.scale + frame.left).ravel(), (frame.top - ys / frame.scale).ravel()
    )  # fmt: skip
    for pole in (90, -90):
        if frame.holds(*frame.point(0, pole)):
            return -180, 180, float(lat.min()) if pole > 0 else -90, 90 if pole > 0 else float(lat.max())
    turned = (lon - projection.lon0 + 180) % 360 - 180 + projection.lon0
    return float(turned.min()) - 1, float(turned.max()) + 1, float(lat.min()), float(lat.max())


def _degrees(value: int, plus: str, minus: str) -> str:
    value = (value + 180) % 360 - 180 if plus == "E" else value
    if value in (0, -180):
        return f"{abs(value)}°"
    return f"{abs(value)}° {plus if value > 0 else minus}"
