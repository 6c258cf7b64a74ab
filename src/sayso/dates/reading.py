"""What reading a match gives, and the days that it is reckoned from: the report's, and those of dates before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, NamedTuple

from sayso.dates.periods import SIZES, Period, Unit
from sayso.dates.tense import STRONG, SURE, WEAK
from sayso.record.types import Report

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One time expression, read.

    ``period`` is the calendar period it names (for a range the first, ``until`` the last); ``clock`` the TIMEX3 time
    that follows the day (``TMO``, ``T10:30``) and ``zone`` its offset from UTC in hours; ``part`` which part of the
    period is meant; ``bounds`` the first and last day, where they are not those of the period. ``doubts`` are codes
    of notes. ``sound`` tells whether later expressions may be reckoned from this one. ``mod`` is TIMEX3's. ``calendar``
    is ``False`` for a year that isn't the calendar's, such as a fiscal year.
    """

    type: TimexType
    value: str
    period: Period | None = None
    until: Period | None = None
    clock: str = ""
    zone: float | None = None
    part: str | None = None
    approximate: bool = False
    anchor: str | None = None
    bounds: tuple[date | None, date | None] | None = None
    doubts: tuple[str, ...] = ()
    sound: bool = True
    mod: str | None = None
    calendar: bool = True


_REACH = 8
"""Sentences over which a text goes on from a date without naming it again."""


class Told(NamedTuple):
    """A period, what it was reckoned from (as in :class:`sayso.record.types.Date`), and codes of notes."""

    period: Period
    anchor: str | None = None
    doubts: tuple[str, ...] = ()

    def reading(self, *, part: str | None = None, approximate: bool = False, sound: bool = True) -> Reading:
        """The reading of this period as a date."""
        return Reading(
            "DATE", self.period.value(), self.period, part=part, approximate=approximate, anchor=self.anchor,
            doubts=self.doubts, sound=sound,
        )  # fmt: skip

    def at(self, clock: str, zone: float | None, part: str | None = None, sound: bool = True) -> Reading:
        """The reading of this day at a time of day; as a date, where ``clock`` is empty."""
        found = self.reading(part=part, sound=sound)
        if not clock:
            return found
        value = f"{found.value}{clock}{'Z' if zone == 0 else ''}"
        return replace(found, type="TIME", value=value, clock=clock, zone=zone)


UNRESOLVED = ("unresolved-date",)
UNKNOWN_YEAR = ("unknown-year",)
ASSUMED_DAY = ("assumed-day",)


@dataclass(slots=True)
class Anchors:
    """What dates may be reckoned from, as the text goes on."""

    published: date | None
    published_name: str | None
    """``published``, or the id of the date in the dateline that stands in for it."""
    named: dict[Unit, tuple[int, int, str, Period]] = field(default_factory=dict)
    """By unit the period last named: its rank in the text, its sentence, its id, and itself."""
    quarter: tuple[str, Period] | None = None
    """The last quarter that was named and is over."""
    rank: int = 0

    def near(self, sentence: int, unit: Unit) -> tuple[str, Period] | None:
        """What a period of ``unit`` is reckoned from in a narrative: the last named one of that unit or a smaller one.

        ``None`` when there is none in the few sentences before ``sentence``.
        """
        size = SIZES.index(unit)
        near = [n for n in self.named.values() if sentence - n[1] <= _REACH and SIZES.index(n[3].unit) <= size]
        return max(near)[2:] if near else None

    def has_day_in(self, sentence: int) -> bool:
        """Whether a day was named in ``sentence``."""
        return "day" in self.named and self.named["day"][1] == sentence

    def take(self, name: str, reading: Reading, sentence: int) -> None:
        """Keep ``reading``, whose id is ``name``, for what comes after it."""
        period = reading.until or reading.period
        last = period.last() if period is not None else None
        if period is None or last is None or not reading.sound:
            return
        self.rank += 1
        self.named[period.unit] = self.rank, sentence, name, period
        # What a report calls 'the quarter' or compares with a year ago is one that is over.
        if period.unit == "quarter" and (self.published is None or last < self.published):
            self.quarter = name, period


def published_day(report: Report) -> date | None:
    """The day in ``report.published``, or ``None`` when there is none or it isn't an ISO 8601 date."""
    if report.published is None:
        return None
    try:
        return datetime.fromisoformat(report.published).date()
    except ValueError:
        try:
            return date.fromisoformat(report.published[:10])
        except ValueError:
            return None


def full_year(short: int, published: date | None) -> int | None:
    """The year that two digits stand for: that nearest the report's, 20 years ahead at most; ``None`` without one."""
    if published is None:
        return None
    base = published.year
    year = base - base % 100 + short
    return year - 100 if year > base + 20 else year + 100 if year <= base - 80 else year


_AGAINST_TENSE = {0: 1, WEAK: 2, STRONG: 6, SURE: 50}
"""By how strong a sign of tense there is: how much farther a date counts that lies on the other side of the report."""


def choose(candidates: Sequence[Period], now: date, tense: int) -> Period:
    """The candidate nearest to ``now``, where those on the side that ``tense`` points away from count as farther."""
    return min(candidates, key=lambda p: (_distance(p, now, tense), p.year or 0))


def _distance(period: Period, now: date, tense: int) -> int:
    first, last = period.first() or now, period.last() or now
    if first <= now <= last:
        return 0
    if last < now:
        return (now - last).days * (_AGAINST_TENSE[tense] if tense > 0 else 1)
    return (first - now).days * (_AGAINST_TENSE[-tense] if tense < 0 else 1)
