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


def edtf(reading: Reading) -> str | None:
    """The EDTF form of ``reading``; ``None`` where EDTF has none (durations, sets, references, unknown days)."""
    tilde = "~" if reading.approximate else ""
    if reading.bounds is not None:
        first, last = reading.bounds
        return f"{first.isoformat()}~/{last.isoformat()}" if first < last else None
    if reading.type in {"DURATION", "SET"} or reading.period is None:
        return None
    if reading.until is not None:
        start, end = _simple(reading.period), _simple(reading.until)
        return f"{start}/{end}" if start and end else None
    time = re.fullmatch(r"T(\d\d):(\d\d)(?::(\d\d))?", reading.clock)
    if time and reading.period.unit == "day" and reading.period.known and time[1] < "24":
        return f"{reading.period.value()}T{time[1]}:{time[2]}:{time[3] or '00'}{_offset(reading.zone)}"
    simple = _simple(reading.period)
    if simple is not None:
        return simple + tilde
    return _interval(reading.period)


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


def _interval(period: Period) -> str | None:
    first, last = period.first(), period.last()
    if first is None or last is None:
        return None
    if period.unit in {"quarter", "half"}:
        return f"{first:%Y-%m}/{last:%Y-%m}" if first.year > 999 else None  # %Y is not padded
    return _days(first, last)


def _days(first: date, last: date) -> str:
    return f"{first.isoformat()}/{last.isoformat()}"
