"""Rings and lines cut to a rectangle, thinned to what a screen shows, and written as SVG paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: XY) -> bool:
        """Whether a point is in it."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


def clip_ring(ring: Sequence[XY], box: Box) -> list[XY]:
    """The part of a ring within ``box`` (Sutherland and Hodgman 1974)."""
    found = list(ring)
    for axis, limit, sign in ((0, box.left, 1), (0, box.right, -1), (1, box.top, 1), (1, box.bottom, -1)):
        if not found:
            return []
        made: list[XY] = []
        before = found[-1]
        was = (before[axis] - limit) * sign >= 0
        for point in found:
            inside = (point[axis] - limit) * sign >= 0
            if inside != was:
                made.append(_crossing(before, point, axis, limit))
            if inside:
                made.append(point)
            before, was = point, inside
        found = made
    return found


def _crossing(a: XY, b: XY, axis: int, limit: float) -> XY:
    share = (limit - a[axis]) / (b[axis] - a[axis])
    other = a[1 - axis] + share * (b[1 - axis] - a[1 - axis])
    return (limit, other) if axis == 0 else (other, limit)


def clip_line(line: Sequence[XY], box: Box, longest: float = float("inf")) -> Iterator[list[XY]]:
    """The parts of a line within ``box`` (Liang and Barsky 1984); longer steps than ``longest`` break it."""
    part: list[XY] = []
    for a, b in pairwise(line):
        cut = _clip_step(a, b, box) if abs(a[0] - b[0]) <= longest else None
        if cut is None:
            if len(part) > 1:
                yield part
            part = []
            continue
        start, end = cut
        if not part or part[-1] != start:
            if len(part) > 1:
                yield part
            part = [start]
        part.append(end)
    if len(part) > 1:
        yield part


def _clip_step(a: XY, b: XY, box: Box) -> tuple[XY, XY] | None:
    dx, dy = b[0] - a[0], b[1] - a[1]
    low, high = 0.0, 1.0
    for p, q in ((-dx, a[0] - box.left), (dx, box.right - a[0]), (-dy, a[1] - box.top), (dy, box.bottom - a[1])):
        if p == 0:
            if q < 0:
                return None
        elif p < 0:
            low = max(low, q / p)
        else:
            high = min(high, q / p)
    if low > high:
        return None
    start = a if low == 0 else (a[0] + low * dx, a[1] + low * dy)
    end = b if high == 1 else (a[0] + high * dx, a[1] + high * dy)
    return start, end


def thinned(points: Sequence[XY], least: float) -> list[XY]:
    """Points at least ``least`` apart from the one kept before; the ends stay."""
    if len(points) < 3:
        return list(points)
    kept = [points[0]]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= least:
            kept.append(point)
    kept.append(points[-1])
    return kept


def path(parts: Iterable[Sequence[XY]], *, closed: bool) -> str:
    """Parts as one SVG path, in whole steps of a tenth of a pixel."""
    made: list[str] = []
    for part in parts:
        steps = [(round(x * 10), round(y * 10)) for x, y in part]
        if len(steps) < (3 if closed else 2):
            continue
        before = steps[0]
        made.append(f"M{_tenth(before[0])} {_tenth(before[1])}l")
        moves = []
        for step in steps[1:]:
            if step != before:
                moves.append(f"{_tenth(step[0] - before[0])} {_tenth(step[1] - before[1])}")
                before = step
        made.append(" ".join(moves) or "0 0")
        if closed:
            made.append("z")
    return "".join(made)


def _tenth(value: int) -> str:
    whole, rest = divmod(abs(value), 10)
    return ("-" if value < 0 else "") + (f"{whole}.{rest}" if rest else str(whole))


def area(ring: Sequence[XY]) -> float:
    """A ring's area (the shoelace formula), without sign."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def centroid(ring: Sequence[XY]) -> XY:
    """A ring's centre of gravity."""
    total = x = y = 0.0
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        total += cross
        x += (a[0] + b[0]) * cross
        y += (a[1] + b[1]) * cross
    return (x / (3 * total), y / (3 * total)) if abs(total) > 1e-9 else ring[0]
