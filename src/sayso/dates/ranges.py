"""Readers of ranges: from one day, month or year to another."""

from __future__ import annotations

from sayso.dates.days import stated_day
from sayso.dates.periods import Period, real_day
from sayso.dates.reading import UNKNOWN_YEAR, Reading
from sayso.dates.scene import Scene

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
