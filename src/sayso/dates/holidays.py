"""Holidays: named days, and on which day of a year they fall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from sayso.dates.lexicon import data_file
from sayso.dates.periods import LAST_YEAR, easter, nth_weekday


@cache
def _rules() -> dict[tuple[str, ...], tuple[str, Mapping[str, Any]]]:
    found: dict[tuple[str, ...], tuple[str, Mapping[str, Any]]] = {}
    for kind, entries in data_file("holidays.toml").items():
        assert isinstance(entries, list)
        for entry in entries:
            for name in entry["names"]:
                found[tuple(name.replace("/", " / ").split())] = (kind, entry)
    return found


def holiday_names() -> list[tuple[str, ...]]:
    """Every name, as its words in small letters."""
    return list(_rules())


def holiday_in(words: Iterable[str], year: int | None) -> tuple[int | None, int, int] | None:
    """Year, month and day of a holiday in ``year``.

    Args:
        words: the holiday's name, in small letters.
        year: 1583 or later, or ``None`` when not known.

    Returns:
        ``None`` when the day depends on the year and that is not known or not in the Gregorian calendar.

    Raises:
        KeyError: there is no holiday of that name.
    """
    kind, rule = _rules()[tuple(words)]
    if kind == "dated":
        return rule["year"], rule["month"], rule["day"]
    if kind == "fixed":
        return year, rule["month"], rule["day"]
    if year is None or not 1583 <= year <= LAST_YEAR:
        return None
    day = easter(year) if kind == "easter" else nth_weekday(year, rule["month"], rule["weekday"], rule["nth"])
    found: date = day + timedelta(days=rule.get("days", 0))
    return found.year, found.month, found.day
