"""Names on a map: each beside its mark, where there is room, and none over another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Anchor = Literal["start", "middle", "end"]
WIDE = 0.57
"""A letter's width as a part of its height, on average, for a sans serif."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name; ``dx`` and ``dy`` are its distance from ``x`` and ``y``, which grow with the letters."""

    x: float
    y: float
    dx: float
    dy: float
    anchor: Anchor
    text: str
    kind: str


Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Room:
    """What of a map is taken already."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._taken: list[Rectangle] = []

    def take(self, x: float, y: float, half: float) -> None:
        """A mark stands here."""
        self._taken.append((x - half, y - half, x + half, y + half))

    def beside(self, x: float, y: float, text: str, size: float, gap: float, kind: str) -> Label | None:
        """A name beside a mark: right of it, left, above or below; ``None`` where it would lie over something."""
        long = len(text) * size * WIDE
        places: Iterable[tuple[float, float, Anchor]] = (
            (gap, size * 0.35, "start"), (-gap, size * 0.35, "end"), (0, -gap, "middle"),
            (0, gap + size * 0.8, "middle"),
            (gap * 0.8, -gap * 0.7, "start"), (gap * 0.8, gap * 0.7 + size * 0.7, "start"),
            (-gap * 0.8, -gap * 0.7, "end"), (-gap * 0.8, gap * 0.7 + size * 0.7, "end"),
        )  # fmt: skip
        for dx, dy, anchor in places:
            left = x + dx - {"start": 0, "middle": long / 2, "end": long}[anchor]
            found = (left, y + dy - size, left + long, y + dy + size * 0.3)
            if self._free(found):
                self._taken.append(found)
                return Label(x, y, dx, dy, anchor, text, kind)
        return None

    def over(self, x: float, y: float, text: str, size: float, kind: str) -> Label | None:
        """A name in the middle of what it names."""
        half = len(text) * size * WIDE / 2
        for dy in (0.0, -2 * size, 2 * size):
            found = (x - half, y + dy - size, x + half, y + dy + size * 0.3)
            if self._free(found):
                self._taken.append(found)
                return Label(x, y, 0, dy, "middle", text, kind)
        return None

    def _free(self, one: Rectangle) -> bool:
        if one[0] < 2 or one[1] < 2 or one[2] > self._width - 2 or one[3] > self._height - 2:
            return False
        return not any(one[0] < b[2] and b[0] < one[2] and one[1] < b[3] and b[1] < one[3] for b in self._taken)
