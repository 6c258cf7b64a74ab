"""Readers of ranges: from one day, month or year to another."""

from __future__ import annotations

from sayso.dates.days import read_day, stated_day
from sayso.dates.periods import Period, real_day
from sayso.dates.reading import UNKNOWN_YEAR, Reading, Told
from sayso.dates.scene import Scene
from sayso.dates.stretches import read_month

_LONGEST = 1000
"""Years; no stretch of time in a report is longer."""


def read_range(scene: Scene) -> Reading | None:
    """From one date to another: 'September 10-13', 'from May to July', '1995-98'."""
    if not scene.has("month") and not scene.has("month_b"):
        return _years(scene)
    month_b = scene.month("month_b") if scene.has("month_b") else scene.month()
    month = scene.month() if scene.has("month") else month_b
    day = scene.ordinal("day") if scene.has("day") else 0
    day_b = scene.ordinal("day_b") if scene.has("day_b") else 0
    ends_earlier = (month_b, day_b) < (month, day)
    year = scene.integer("year") if scene.has("year") else None
    year_b = scene.integer("year_b") if scene.has("year_b") else None
    anchor = None
    if year is None and year_b is not None:
        year = year_b - ends_earlier
    elif year is None and scene.anchors.published is not None:
        told = stated_day(scene, None, month, day or 1)
        if told is None:
            return None
        year, anchor = told.period.year, told.anchor
    if year_b is None and year is not None:
        year_b = year + ends_earlier
    if not day:
        return _range(Period("month", year, month), Period("month", year_b, month_b), anchor)
    if not (real_day(year, month, day) and real_day(year_b, month_b, day_b)):
        return None
    return _range(Period("day", year, month, day), Period("day", year_b, month_b, day_b), anchor)


def read_range_start(scene: Scene) -> Reading | None:
    """The first of two dates that share the year that is stated after the second: 'December 28 to January 3, 2020'."""
    month, month_b = scene.month(), scene.month("month_b")
    day, day_b = (scene.ordinal(n) if scene.has(n) else 0 for n in ("day", "day_b"))
    year = scene.integer("year_b") - ((month_b, day_b) < (month, day))
    if not day:
        return Told(Period("month", year, month)).reading(part=scene.part)
    return Told(Period("day", year, month, day)).reading() if real_day(year, month, day) else None


def read_range_end(scene: Scene) -> Reading | None:
    """The second of two dates, which comes after the first: 'January 3' in 'from December 28, 2019 to January 3'."""
    month, day = scene.month(), scene.ordinal("day") if scene.has("day") else 0
    base = scene.previous[1] if scene.previous is not None else None
    if scene.previous is None or base is None or base.unit not in {"day", "month"}:
        return read_day(scene) if day else read_month(scene)
    year = None if base.year is None else base.year + ((month, day) < (base.number, base.day if day else 0))
    if not day:
        return Told(Period("month", year, month), scene.previous[0]).reading()
    return Told(Period("day", year, month, day), scene.previous[0]).reading() if real_day(year, month, day) else None


def _years(scene: Scene) -> Reading | None:
    year = scene.integer("year")
    end = scene.integer("year_b") if scene.has("year_b") else year - year % 100 + scene.integer("short_b")
    if not year < end <= year + _LONGEST:
        return None
    return _range(Period("year", year), Period("year", end), None)


def _range(start: Period, end: Period, anchor: str | None) -> Reading | None:
    first, last = start.first(), end.last()
    if first and last and first > last:
        return None
    doubts = () if start.year is not None else UNKNOWN_YEAR
    return Reading("DATE", f"{start.value()}/{end.value()}", start, until=end, anchor=anchor, doubts=doubts)
