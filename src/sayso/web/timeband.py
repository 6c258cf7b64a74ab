"""What is dated, as a band of time: a day is a point, a stretch a bar, and what has no year has a lane of its own.

What is yet to come is hollow. Where years lie empty between two times, the scale is broken and says so. A template
writes the shapes as SVG.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from itertools import pairwise
from typing import Literal

from sayso.web.harmless import harmless
from sayso.web.lettering import cut, wide
from sayso.web.phrases import MONTHS

WIDTH = 1120.0
MARGIN, AXIS, ROW, LETTER = 24.0, 26.0, 25.0, 6.9
"""Pixels: beside the band, of a scale's height, of a row's, and of a letter's width."""
LETTERS = 46
"""Letters of a label at most; it has fewer where there is no room for them on either side of its mark."""
BREAK = 46.0
"""Pixels of a break in the scale."""
EMPTY = 0.12
"""A stretch without anything that is more than this part of the whole is left out of the scale."""
LEAST_EMPTY = 45
"""Days that such a stretch must have at least."""
MOST_BREAKS = 4
NARROWEST = 90.0
"""Pixels of a part of a broken scale."""
TICK = 62.0
"""Pixels between two ticks at least."""

Lane = Literal["dated", "no year", "not said"]
_YEARLESS = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
_THIRDS = {"START": (0.0, 1 / 3), "MID": (1 / 3, 2 / 3), "END": (2 / 3, 1.0)}


@dataclass(frozen=True, slots=True)
class Dated:
    """Something with a date, as far as that is known."""

    label: str
    title: str
    href: str
    first: str | None
    """ISO day; ``None`` where the day is not known."""
    last: str | None
    value: str = ""
    """TIMEX3 value, for what has no day: ``XXXX-09-12``, ``FUTURE_REF``."""
    mod: str | None = None
    planned: bool = False
    disputed: bool = False
    reported: str | None = None
    """ISO day on which it was first reported."""


@dataclass(frozen=True, slots=True)
class Item:
    """A mark with its label: a point where ``width`` is 0, else a bar."""

    dated: Dated
    x: float
    y: float
    width: float
    label: str
    label_x: float
    anchor: Literal["start", "end"]
    reported_x: float | None
    """Where a tick shows when it was first reported, if that is another day."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale; ``label`` may be empty."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One lane."""

    lane: Lane
    top: float
    height: float
    ticks: tuple[Tick, ...]
    breaks: tuple[float, ...]
    """Where the scale is broken."""
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The picture."""

    width: float
    height: float
    strips: tuple[Strip, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the scale: days by their ordinals, pixels."""

    first: int
    last: int
    left: float
    right: float

    def x(self, day: float) -> float:
        return self.left + (day - self.first) / max(self.last - self.first, 1) * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class _Set:
    """A mark before it has a row."""

    dated: Dated
    start: float
    end: float
    reported: float | None


def band(some: Iterable[Dated], most: int) -> Band:
    """The picture of what is dated.

    Args:
        most: marks in it, the first in each lane.
    """
    lanes: dict[Lane, list[Dated]] = {"dated": [], "no year": [], "not said": []}
    total = 0
    for one in some:
        total += 1
        lanes[_lane(one)].append(one)
    strips: list[Strip] = []
    top, room = 0.0, most
    for lane, found in lanes.items():
        kept = found[:room]
        room -= len(kept)
        if not kept:
            continue
        strip = {"dated": _dated, "no year": _yearless, "not said": _vague}[lane](kept, top)
        strips.append(strip)
        top += strip.height + 14
    return Band(WIDTH, max(0.0, top - 14), tuple(strips), total - (most - room))


def _lane(one: Dated) -> Lane:
    if _day(one.first) is not None:
        return "dated"
    return "no year" if _yearless_days(one) is not None else "not said"


def _day(iso: str | None) -> int | None:
    try:
        return date.fromisoformat((iso or "")[:10]).toordinal()
    except ValueError:
        return None


def _dated(some: Sequence[Dated], top: float) -> Strip:
    spans: list[tuple[Dated, int, int, int | None]] = []
    for one in some:
        first = _day(one.first)
        assert first is not None
        last = _day(one.last)
        spans.append((one, first, max(first, last if last is not None else first), _day(one.reported)))
    parts = _parts([(a, b) for _, a, b, _ in spans] + [(r, r) for _, _, _, r in spans if r is not None])
    made = []
    for one, first, last, reported in spans:
        start = _part(parts, first).x(first + (0.5 if first == last else 0))
        end = start if first == last else _part(parts, last).x(last + 1)
        seen = _part(parts, reported).x(reported + 0.5) if reported is not None and reported != first else None
        made.append(_Set(one, start, end, seen))
    ticks = [tick for part in parts for tick in _ticks(part)]
    breaks = tuple((a.right + b.left) / 2 for a, b in pairwise(parts))
    return _strip("dated", top, made, ticks, breaks)


def _parts(spans: Sequence[tuple[int, int]]) -> list[_Part]:
    """The scale: unbroken stretches in which something is, each as wide as its days ask for."""
    stretches: list[list[int]] = []
    for first, last in sorted(spans):
        if stretches and first <= stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], last)
        else:
            stretches.append([first, last])
    whole = stretches[-1][1] - stretches[0][0] + 1
    gaps = sorted(
        (b[0] - a[1] for a, b in pairwise(stretches) if b[0] - a[1] > max(EMPTY * whole, LEAST_EMPTY)), reverse=True
    )[:MOST_BREAKS]
    joined: list[list[int]] = []
    for first, last in stretches:
        if joined and first - joined[-1][1] not in gaps:
            joined[-1][1] = last
        else:
            joined.append([first, last])
    # A little room at either end, so that nothing stands on the edge.
    padded = [
        (max(1, a - max(1, (b - a) // 20)), min(date.max.toordinal(), b + 1 + max(1, (b - a) // 20))) for a, b in joined
    ]
    space = WIDTH - 2 * MARGIN - BREAK * (len(padded) - 1) - NARROWEST * len(padded)
    # Wider for more days, and for more marks: by what the eye wants, not in proportion.
    shares = [(b - a) ** 0.3 * sum(a <= first <= b for first, _ in spans) ** 0.6 for a, b in padded]
    parts, left = [], MARGIN
    for (first, last), share in zip(padded, shares, strict=True):
        width = NARROWEST + space * share / sum(shares)
        parts.append(_Part(first, last, left, left + width))
        left += width + BREAK
    return parts


def _part(parts: Sequence[_Part], day: int) -> _Part:
    return next(part for part in parts if part.first <= day <= part.last)


def _ticks(part: _Part) -> list[Tick]:
    """Days, weeks, months or years, as there is room; the year is told where it changes."""
    days = part.last - part.first
    most = max(1, int((part.right - part.left) / TICK))
    found: list[Tick] = []
    year = None
    for day in _marks(part, days, most):
        on = date.fromordinal(day)
        month = MONTHS[on.month - 1][:3]
        label = f"{on.year}" if days / most > 200 else month if days / most > 20 else f"{month} {on.day}"
        if on.year != year and days / most <= 200:
            label = f"{label} {on.year}"
        year = on.year
        found.append(Tick(part.x(day), label))
    return found


def _marks(part: _Part, days: int, most: int) -> list[int]:
    if days / most <= 20:
        step = next(s for s in (1, 2, 7, 14, 28) if days / s <= most or s == 28)
        return list(range(part.first, part.last + 1, step))[: most + 2]
    months = next((s for s in (1, 3, 6, 12, 24, 60, 120, 600, 1200) if days / (30.4 * s) <= most), 6000)
    found = []
    start = date.fromordinal(part.first)
    at = (start.year * 12 + start.month - 1 + months - 1) // months * months
    while at // 12 <= MAXYEAR - 1:
        day = date(max(1, at // 12), at % 12 + 1, 1).toordinal()
        if day > part.last:
            break
        if day >= part.first:
            found.append(day)
        at += months
    # A stretch within one month has no first of a month in it.
    return found or [part.first + 1]


def _yearless_days(one: Dated) -> tuple[int, int] | None:
    """First and last day, in a leap year, of what has a month but no year; of 'early', 'mid' and 'late' a third."""
    ends = []
    for half in one.value.split("/")[:2]:
        match = _YEARLESS.match(half)
        if match is None or not 1 <= int(match[1]) <= 12:
            return None
        month, day = int(match[1]), int(match[2]) if match[2] else None
        first = date(2000, month, 1)
        last = (date(2000, month % 12 + 1, 1) if month < 12 else date(2001, 1, 1)) - timedelta(1)
        if day is not None:
            if not 1 <= day <= last.day:
                return None
            ends.append((first.toordinal() + day - 1, first.toordinal() + day - 1))
        else:
            low, high = _THIRDS.get(one.mod or "", (0.0, 1.0))
            ends.append((first.toordinal() + round(low * last.day), first.toordinal() + round(high * last.day) - 1))
    return (ends[0][0], max(ends[0][0], ends[-1][1])) if ends else None


def _yearless(some: Sequence[Dated], top: float) -> Strip:
    scale = _Part(date(2000, 1, 1).toordinal(), date(2001, 1, 1).toordinal(), MARGIN, WIDTH - MARGIN)
    made = []
    for one in some:
        days = _yearless_days(one)
        assert days is not None
        first, last = days
        start = scale.x(first + (0.5 if first == last else 0))
        made.append(_Set(one, start, start if first == last else scale.x(last + 1), None))
    ticks = [Tick(scale.x(date(2000, month, 1).toordinal()), MONTHS[month - 1][:3]) for month in range(1, 13)]
    return _strip("no year", top, made, ticks, ())


def _vague(some: Sequence[Dated], top: float) -> Strip:
    """Past, present and to come, without a scale."""
    third = (WIDTH - 2 * MARGIN) / 3
    made = []
    for one in some:
        column = 2 if one.value == "FUTURE_REF" or one.planned else 1 if one.value == "PRESENT_REF" else 0
        x = MARGIN + third * column + 10
        made.append(_Set(one, x, x, None))
    names = ("some time before", "at the time", "some time to come")
    return _strip("not said", top, made, [Tick(MARGIN + third * i, name) for i, name in enumerate(names)], ())


def _strip(lane: Lane, top: float, some: Sequence[_Set], ticks: Sequence[Tick], breaks: tuple[float, ...]) -> Strip:
    """Every mark in the first row in which it and its label have room."""
    rows: list[float] = []
    items: list[Item] = []
    for one in sorted(some, key=lambda s: (s.start, s.end, s.dated.label)):
        label = cut(harmless(one.dated.label), LETTERS)
        long = wide(label) * LETTER
        left, right = min(one.start, one.reported or one.start), max(one.end, one.reported or one.end)
        inside = one.end - one.start > long + 24
        before, behind = left - 12, WIDTH - right - 12
        # Where its line goes nearly from end to end, the words stand on the line.
        on_line = not inside and long > max(before, behind) and (one.reported or 0) - one.end > long + 24
        if not inside and not on_line and long > max(before, behind):
            label = cut(label, max(before, behind) / LETTER)
            long = wide(label) * LETTER
        to_right = not inside and not on_line and (long <= behind or behind >= before)
        if on_line:
            begin, end, label_x, to_right = left - 7, right + 7, one.end + 18, True
        else:
            begin = left - 7 if inside or to_right else left - 12 - long
            end = right + 12 + long if to_right else right + 7
            label_x = one.start + 12 if inside else right + 11 if to_right else left - 11
        row = next((i for i, taken in enumerate(rows) if taken <= begin), len(rows))
        if row == len(rows):
            rows.append(0.0)
        rows[row] = end + 10
        items.append(Item(
            one.dated, one.start, top + AXIS + ROW * (row + 0.5), one.end - one.start, label,
            label_x, "start" if inside or to_right else "end", one.reported,
        ))  # fmt: skip
    return Strip(lane, top, AXIS + ROW * max(1, len(rows)) + 4, tuple(ticks), breaks, tuple(items))
