"""Extended Date/Time Format (ISO 8601-2:2019, annex A; Library of Congress), level 1, of what has been read.

Quarters, halves and weeks have no form at level 1; they are written as intervals of months or days. A month or a day
of an unknown year is written with ``XXXX``, which level 2 allows.
"""

from __future__ import annotations

import re
from datetime import date

from sayso.dates.periods import Period
from sayso.dates.reading import Reading

_SEASON_CODES = {1: "21", 2: "22", 3: "23", 4: "24"}


def edtf(reading: Reading, first: date | None, last: date | None) -> str | None:
    """The EDTF form of ``reading``, whose first and last day are ``first`` and ``last``, where they are known.

    ``None`` where EDTF has none: lengths and sets of times, days that aren't known, years that aren't the calendar's.
    """
    if reading.bounds is not None:
        start, end = reading.bounds
        if start is None or end is None:
            return _reference(start, end)
        return f"{start.isoformat()}~/{end.isoformat()}" if start < end else None
    if reading.type in {"DURATION", "SET"} or not reading.calendar:
        return None
    if reading.period is None or (first is None) != (last is None):
        return _reference(first, last)
    tilde = "~" if reading.approximate else ""
    if reading.until is not None:
        start_form, end_form = _simple(reading.period), _simple(reading.until)
        return f"{start_form}/{end_form}" if start_form and end_form else None
    time = re.fullmatch(r"T(\d\d):(\d\d)(?::(\d\d))?", reading.clock)
    if time and reading.period.unit == "day" and reading.period.known and time[1] < "24":
        return f"{reading.period.value()}T{time[1]}:{time[2]}:{time[3] or '00'}{_offset(reading.zone)}"
    if reading.part is None and reading.mod == "AFTER" and first is not None and last is not None:
        return _days(first, last)
    simple = _simple(reading.period)
    if simple is not None:
        return simple + tilde
    return _interval(reading.period, tilde)


def _reference(first: date | None, last: date | None) -> str | None:
    """An interval with an open end; what is at present, is about the report's day."""
    if first is None:
        return None if last is None else f"../{last.isoformat()}"
    return f"{first.isoformat()}/.." if last is None else f"{last.isoformat()}~"


def _offset(zone: float | None) -> str:
    if zone is None:
        return ""
    return "Z" if zone == 0 else f"{'-' if zone < 0 else '+'}{abs(int(zone)):02}:00"


def _simple(period: Period) -> str | None:
    value = period.value()
    match period.unit:
        case "day":
            return value if period.number and period.day else None
        case "month":
            return value if period.number else None
        case "year":
            return value if period.year is not None else None
        case "season":
            return f"{value[:4]}-{_SEASON_CODES[period.number]}" if period.year is not None and period.number else None
        case "decade":
            return f"{value}X" if period.year is not None else None
        case "century":
            return f"{value}XX" if period.year is not None else None
        case _:
            return None


def _interval(period: Period, tilde: str) -> str | None:
    first, last = period.first(), period.last()
    if first is None or last is None:
        return None
    if period.unit in {"quarter", "half"}:
        # %Y is not padded.
        return f"{first:%Y-%m}{tilde}/{last:%Y-%m}{tilde}" if first.year > 999 else None
    return _days(first, last, tilde)


def _days(first: date, last: date, tilde: str = "") -> str:
    return f"{first.isoformat()}{tilde}/{last.isoformat()}{tilde}"
