"""How the globe is laid flat: equal areas always, so that nothing looks larger than it is.

Lambert's azimuthal equal-area projection round the middle of what is shown (Snyder 1987, 'Map Projections: A Working
Manual', ch. 24), which knows no date line; for what is spread over the world the Equal Earth projection (Šavrič,
Patterson and Jenny 2018). Distances are kilometres on a sphere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sayso.web.worldmap_outline import Floats

RADIUS = 6371.0
"""Of the Earth, in kilometres."""
HORIZON = 110.0
"""Degrees from the middle beyond which an azimuthal map shows nothing."""
WIDEST = 62.0
"""Degrees from the middle to the farthest place: farther, and the map is of the world."""
SMALLEST = 260.0
"""Kilometres from the middle to the edge: the outlines are no finer."""
MARGIN = 1.25
"""How much wider a frame is than what it holds."""

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = np.sqrt(3) / 2

LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Azimuthal:
    """Lambert's, round a point."""

    lon0: float
    lat0: float
    name = "Lambert azimuthal equal-area"

    def forward(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Kilometres right of and above the middle; what is beyond the horizon is put on it, to keep rings whole."""
        d, phi, phi0 = np.radians(lon - self.lon0), np.radians(lat), np.radians(self.lat0)
        cos_c = np.sin(phi0) * np.sin(phi) + np.cos(phi0) * np.cos(phi) * np.cos(d)
        k = np.sqrt(2 / np.maximum(1 + cos_c, 1e-9))
        x = k * np.cos(phi) * np.sin(d)
        y = k * (np.cos(phi0) * np.sin(phi) - np.sin(phi0) * np.cos(phi) * np.cos(d))
        rim = 2 * np.sin(np.radians(HORIZON) / 2)
        far = np.maximum(np.hypot(x, y) / rim, 1)
        return RADIUS * x / far, RADIUS * y / far

    def inverse(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Longitude (-180 to 180) and latitude of a point of the map."""
        rho = np.maximum(np.hypot(x, y) / RADIUS, 1e-12)
        c = 2 * np.arcsin(np.minimum(rho / 2, 1))
        phi0 = np.radians(self.lat0)
        lat = np.arcsin(np.clip(np.cos(c) * np.sin(phi0) + y / RADIUS * np.sin(c) * np.cos(phi0) / rho, -1, 1))
        lon = self.lon0 + np.degrees(
            np.arctan2(x / RADIUS * np.sin(c), rho * np.cos(phi0) * np.cos(c) - y / RADIUS * np.sin(phi0) * np.sin(c))
        )
        return (lon + 180) % 360 - 180, np.degrees(lat)


@dataclass(frozen=True, slots=True)
class EqualEarth:
    """The whole world, with ``lon0`` in the middle."""

    lon0: float
    name = "Equal Earth"

    def forward(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Kilometres right of and above the middle. ``lon`` must lie within 180° of ``lon0``."""
        theta = np.arcsin(_M * np.sin(np.radians(lat)))
        t2 = theta * theta
        t6 = t2 * t2 * t2
        x = np.radians(lon - self.lon0) * np.cos(theta) / (_M * (_A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)))
        y = theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))
        return RADIUS * x, RADIUS * y

    def near(self, lon: float) -> float:
        """``lon`` within 180° of the middle."""
        return (lon - self.lon0 + 180) % 360 - 180 + self.lon0


Projection = Azimuthal | EqualEarth


@dataclass(frozen=True, slots=True)
class Frame:
    """What of the flat map is shown, and how large."""

    projection: Projection
    left: float
    """Kilometres."""
    top: float
    scale: float
    """Pixels a kilometre."""
    width: float
    """Pixels."""
    height: float

    def screen(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Pixels right of and below the corner."""
        x, y = self.projection.forward(lon, lat)
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """One place's pixels."""
        if isinstance(self.projection, EqualEarth):
            lon = self.projection.near(lon)
        x, y = self.screen(np.array([lon]), np.array([lat]))
        return float(x[0]), float(y[0])

    def holds(self, x: float, y: float, *, within: float = 0.0) -> bool:
        """Whether a point of the screen is in the frame, ``within`` pixels from its edge."""
        return within <= x <= self.width - within and within <= y <= self.height - within


def middle(points: Sequence[LonLat]) -> LonLat:
    """The middle of places on the sphere; of places all round it, the first."""
    lon, lat = np.radians(np.array([p[0] for p in points])), np.radians(np.array([p[1] for p in points]))
    x, y, z = (np.cos(lat) * np.cos(lon)).mean(), (np.cos(lat) * np.sin(lon)).mean(), np.sin(lat).mean()
    if np.sqrt(x * x + y * y + z * z) < 1e-6:
        return points[0]
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))


DEGREE_KM = 111.2
"""Kilometres of a degree on a great circle."""


def distance(a: LonLat, b: LonLat) -> float:
    """Degrees between two places."""
    (lon1, lat1), (lon2, lat2) = np.radians(a), np.radians(b)
    h = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return float(np.degrees(2 * np.arcsin(np.sqrt(min(1.0, h)))))


def fitted(around: Sequence[tuple[LonLat, float]], width: float, tallest: float, lowest: float) -> Frame:
    """The frame round places, each with the kilometres round it that are to be seen, too; of none, the world."""
    if not around:
        return world(0.0, width)
    points = [p for p, _ in around]
    centre = middle(points)
    if max(distance(centre, p) + km / DEGREE_KM for p, km in around) > WIDEST:
        return world(_away(points), width)
    for _ in range(2):
        projection = Azimuthal(*centre)
        x, y = projection.forward(np.array([p[0] for p in points]), np.array([p[1] for p in points]))
        km = np.array([k for _, k in around])
        left, right, low, high = (x - km).min(), (x + km).max(), (y - km).min(), (y + km).max()
        lon, lat = projection.inverse(np.array([(left + right) / 2]), np.array([(low + high) / 2]))
        centre = float(lon[0]), float(lat[0])
    half_w, half_h = max(SMALLEST, (right - left) / 2 * MARGIN), max(SMALLEST * 0.6, (high - low) / 2 * MARGIN)
    height = min(tallest, max(lowest, width * half_h / half_w))
    half_w, half_h = max(half_w, half_h * width / height), max(half_h, half_w * height / width)
    return Frame(
        projection, (left + right) / 2 - half_w, (low + high) / 2 + half_h, width / (2 * half_w), width, height
    )


def world(lon0: float, width: float) -> Frame:
    """The frame of the whole world."""
    projection = EqualEarth(lon0)
    x, _ = projection.forward(np.array([lon0 + 180]), np.array([0.0]))
    _, y = projection.forward(np.array([lon0]), np.array([84.5]))
    _, low = projection.forward(np.array([lon0]), np.array([-60.0]))
    scale = width / (2 * float(x[0]))
    return Frame(projection, -float(x[0]), float(y[0]), scale, width, round((float(y[0]) - float(low[0])) * scale, 1))


def _away(points: Sequence[LonLat]) -> float:
    """The meridian opposite the widest gap between places, in tens of degrees, so that none is cut off from another."""
    found = sorted({p[0] % 360 for p in points})
    gaps = [(b - a, a) for a, b in zip(found, [*found[1:], found[0] + 360], strict=True)]
    # Where the usual cut, at the date line, lies in a wide gap, the usual map will do.
    if not any(140 < lon % 360 < 220 for lon in found):
        return 0.0
    width, start = max(gaps)
    return round(((start + width / 2 + 180) % 360 - (360 if (start + width / 2 + 180) % 360 > 180 else 0)) / 10) * 10.0
