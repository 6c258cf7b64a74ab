"""Calendar periods: days, weeks, months, quarters, seasons, years, decades, and reckoning with them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "weekend", "month", "quarter", "season", "half", "year", "decade", "century"]

LAST_YEAR = 9900
"""Leaves room for the last day of the last century."""

SIZES: tuple[Unit, ...] = (
    "day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century",
)  # fmt: skip
"""The units, from small to large."""

SEASONS = ("SP", "SU", "FA", "WI")

# The meteorological and the astronomical seasons of the north together: month and day of the earliest start and of the
# latest end.
_SEASON_BOUNDS = {1: ((3, 1), (6, 21)), 2: ((6, 1), (9, 23)), 3: ((9, 1), (12, 22)), 4: ((12, 1), (3, 21))}


@dataclass(frozen=True, slots=True)
class Period:
    """One period of the calendar, as far as it is known. A year outside 1 to ``LAST_YEAR`` raises :class:`ValueError`.

    ``year`` is the year (for weeks the ISO week's year; for decades and centuries the first, 1990 and 1900), ``None``
    when not known. ``number`` is the month, quarter, half, ISO week or season (1 = spring) in the year, 0 if not known;
    ``day`` the day of the month, 0 when not known. A day of which only the weekday is known (1 = Monday) has that in
    ``weekday``.
    """

    unit: Unit
    year: int | None
    number: int = 0
    day: int = 0
    weekday: int = 0

    def __post_init__(self) -> None:
        if self.year is not None and not 1 <= self.year <= LAST_YEAR:
            raise ValueError(f"{self.year} is no year of the calendar")

    @property
    def known(self) -> bool:
        """Whether every part is known, so that the period has a first and a last day."""
        if self.year is None:
            return False
        if self.unit in {"year", "decade", "century"}:
            return True
        return self.number > 0 and (self.unit != "day" or self.day > 0)

    def first(self) -> date | None:
        """The first day, or ``None`` when the period is not fully known."""
        if not self.known or self.year is None:
            return None
        year, number = self.year, self.number
        match self.unit:
            case "day":
                return date(year, number, self.day)
            case "week":
                return date.fromisocalendar(year, number, 1)
            case "weekend":
                return date.fromisocalendar(year, number, 6)
            case "month":
                return date(year, number, 1)
            case "quarter":
                return date(year, 3 * number - 2, 1)
            case "half":
                return date(year, 6 * number - 5, 1)
            case "season":
                start = _SEASON_BOUNDS[number][0]
                # Which winter 'the winter of 1994' is, is open: it may have begun the year before.
                return date(year - 1 if number == 4 and year > 1 else year, *start)
            case _:
                return date(year, 1, 1)

    def last(self) -> date | None:
        """The last day, or ``None`` when the period is not fully known."""
        if not self.known or self.year is None:
            return None
        year, number = self.year, self.number
        match self.unit:
            case "day":
                return date(year, number, self.day)
            case "week" | "weekend":
                return date.fromisocalendar(year, number, 7)
            case "month":
                return _month_end(year, number)
            case "quarter":
                return _month_end(year, 3 * number)
            case "half":
                return _month_end(year, 6 * number)
            case "season":
                return date(year + 1 if number == 4 else year, *_SEASON_BOUNDS[number][1])
            case "decade":
                return date(year + 9, 12, 31)
            case "century":
                return date(year + 99, 12, 31)
            case _:
                return date(year, 12, 31)

    def value(self) -> str:
        """The TIMEX3 value: ``2023-09-12``, ``2023-W37``, ``2023-Q3``, ``199`` …, with ``X`` for what is not known."""
        year = "XXXX" if self.year is None else f"{self.year:04}"
        number = f"{self.number:02}" if self.number else "XX"
        match self.unit:
            case "day":
                if self.weekday and not self.day:
                    return f"{year}-W{number}-{self.weekday}"
                return f"{year}-{number}-{self.day:02}" if self.day else f"{year}-{number}-XX"
            case "week":
                return f"{year}-W{number}"
            case "weekend":
                return f"{year}-W{number}-WE"
            case "month":
                return f"{year}-{number}"
            case "quarter":
                return f"{year}-Q{self.number or 'X'}"
            case "half":
                return f"{year}-H{self.number or 'X'}"
            case "season":
                return f"{year}-{SEASONS[self.number - 1]}" if self.number else year
            case "decade":
                return year[:3]
            case "century":
                return year[:2]
            case _:
                return year

    def shift(self, count: int) -> Period:
        """The period of the same unit, ``count`` later (before, when negative); itself when it isn't known.

        Raises:
            ValueError: that lies outside the calendar's years.
        """
        if self.year is None or (not self.known and self.unit != "season"):
            return self
        match self.unit:
            case "day":
                shifted = containing("day", _plus(date(self.year, self.number, self.day), count))
            case "week" | "weekend":
                monday = date.fromisocalendar(self.year, self.number, 1)
                shifted = containing(self.unit, _plus(monday, 7 * count))
            case "month" | "quarter" | "season" | "half":
                per_year = {"month": 12, "quarter": 4, "season": 4, "half": 2}[self.unit]
                index = self.year * per_year + self.number - 1 + count
                shifted = replace(self, year=index // per_year, number=index % per_year + 1)
            case _:
                shifted = replace(self, year=self.year + count * {"year": 1, "decade": 10, "century": 100}[self.unit])
        return shifted


def containing(unit: Unit, day: date) -> Period:
    """The period of ``unit`` that ``day`` lies in; for a weekend, that of the day's week."""
    match unit:
        case "day":
            return Period("day", day.year, day.month, day.day)
        case "week" | "weekend":
            iso = day.isocalendar()
            return Period(unit, iso.year, iso.week)
        case "month":
            return Period("month", day.year, day.month)
        case "quarter":
            return Period("quarter", day.year, (day.month + 2) // 3)
        case "half":
            return Period("half", day.year, 1 if day.month <= 6 else 2)
        case "season":
            number = (day.month - 3) // 3 % 4 + 1
            return Period("season", day.year - (day.month <= 2), number)
        case "decade":
            return Period("decade", day.year - day.year % 10)
        case "century":
            return Period("century", day.year - day.year % 100)
        case _:
            return Period("year", day.year)


def real_day(year: int | None, month: int, day: int) -> bool:
    """Whether there is such a day; without a year, whether there is in any year."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(2000 if year is None else year, month)[1]


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus/Jones/Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The ``nth`` ``weekday`` (1 = Monday) of a month; the last one for -1."""
    if nth < 0:
        end = _month_end(year, month)
        return end - timedelta(days=(end.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def thirds(first: date, last: date, part: str) -> tuple[date, date]:
    """The first (``START``), middle (``MID``) or last (``END``) third of the days from ``first`` to ``last``."""
    days = (last - first).days + 1
    if days < 3:
        return first, last
    a, b = round(days / 3), round(2 * days / 3)
    match part:
        case "START":
            return first, first + timedelta(days=a - 1)
        case "MID":
            return first + timedelta(days=a), first + timedelta(days=b - 1)
        case "END":
            return first + timedelta(days=b), last
        case _:
            return first, last


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _plus(day: date, days: int) -> date:
    if not -3_700_000 < days < 3_700_000:
        raise ValueError("too far from here")
    ordinal = day.toordinal() + days
    if not 1 <= ordinal <= date(LAST_YEAR, 12, 31).toordinal():
        raise ValueError("outside the calendar")
    return date.fromordinal(ordinal)
