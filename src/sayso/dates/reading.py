"""What reading a match gives, and what it is read against: the report's day, dates before it, the tense around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple

from sayso.dates.amounts import read_number
from sayso.dates.grammar import Match
from sayso.dates.lexicon import Lexicon
from sayso.dates.periods import Period, Unit, containing
from sayso.dates.tense import STRONG, SURE, WEAK, direction
from sayso.language.analysis import Analysis
from sayso.record.types import Report

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One time expression, read.

    ``period`` is the calendar period it names (for a range the first, ``until`` the last); ``clock`` the TIMEX3 time
    that follows the day (``TMO``, ``T10:30``) and ``zone`` its offset from UTC in hours; ``part`` which part of the
    period is meant; ``bounds`` the first and last day, where they are not those of the period. ``doubts`` are codes
    of notes. ``sound`` tells whether later expressions may be reckoned from this one.
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
    bounds: tuple[date, date] | None = None
    doubts: tuple[str, ...] = ()
    sound: bool = True


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
        return replace(found, type="TIME", value=found.value + clock, clock=clock, zone=zone) if clock else found


UNRESOLVED = ("unresolved-date",)
UNKNOWN_YEAR = ("unknown-year",)


@dataclass(slots=True)
class Anchors:
    """What dates may be reckoned from, as the text goes on."""

    published: date | None
    published_name: str | None
    """``published``, or the id of the date in the dateline that stands in for it."""
    day: tuple[str, Period] | None = None
    """The last day that was named."""
    any: tuple[str, Period] | None = None
    """The last period that was named, of whatever unit."""
    quarter: tuple[str, Period] | None = None
    """The last quarter that was named."""
    day_at: int = -1
    """The sentence that ``day`` was named in."""
    any_at: int = -1
    """The sentence that ``any`` was named in."""

    def near_day(self, sentence: int) -> tuple[str, Period] | None:
        """:attr:`day`, if it was named not long before ``sentence``: 'the next day' is reckoned from it."""
        return self.day if self.day is not None and sentence - self.day_at <= _REACH else None

    def near(self, sentence: int, unit: str) -> tuple[str, Period] | None:
        """What a period of ``unit`` is reckoned from: the last day for days and weeks, else the last period."""
        if unit in {"day", "week", "weekend"}:
            return self.near_day(sentence)
        return self.any if self.any is not None and sentence - self.any_at <= _REACH else None

    def take(self, name: str, reading: Reading, sentence: int) -> None:
        """Keep ``reading``, whose id is ``name``, for what comes after it."""
        period = reading.until or reading.period
        if period is None or not reading.sound or not period.known:
            return
        self.any, self.any_at = (name, period), sentence
        if period.unit == "day":
            self.day, self.day_at = (name, period), sentence
        last = period.last()
        # What a report calls 'the quarter' or compares with a year ago is one that is over.
        if period.unit == "quarter" and last and (self.published is None or last < self.published):
            self.quarter = name, period


@dataclass(frozen=True)
class Scene:
    """A match in its surroundings."""

    analysis: Analysis
    match: Match
    anchors: Anchors
    lexicon: Lexicon
    offset: int
    """Index in the analysis of word 0 of the match's sentence."""
    previous: tuple[str, Period] | None = None
    """Id and period of the date right before the match, with no word between."""

    def has(self, name: str) -> bool:
        """Whether the match has a part ``name``."""
        return name in self.match.parts

    def words(self, name: str) -> list[str]:
        """The words of part ``name``; none if there is no such part."""
        first, end = self.match.parts.get(name, (0, 0))
        return [w.text for w in self.analysis.words[self.offset + first : self.offset + end]]

    def word(self, name: str) -> str:
        """The words of part ``name`` in small letters, blanks between; empty if there is no such part."""
        return " ".join(self.words(name)).lower().replace("’", "'")

    def before(self, name: str) -> str:
        """The word before part ``name``, in small letters; empty at the start of the match."""
        first = self.match.parts[name][0]
        return self.analysis.words[self.offset + first - 1].text.lower() if first > self.match.first else ""

    def integer(self, name: str) -> int:
        """Part ``name``, which is digits and perhaps an ending ('21st', '1990s'), as a number."""
        return int("".join(c for c in self.word(name) if c in "0123456789"))

    def worth(self, name: str, *labels: str) -> str | int | float:
        """What the word of part ``name`` is worth in the first of ``labels`` that it belongs to."""
        word = self.words(name)[0]
        return next(self.lexicon.value(label, word) for label in labels if self.lexicon.has(label, word))

    def number(self, name: str, *labels: str) -> int:
        """:meth:`worth`, where it is a whole number."""
        return int(self.worth(name, *labels))

    def unit(self, name: str = "unit") -> tuple[str, bool]:
        """The letter of the unit that part ``name`` is, and whether it is a unit of the clock."""
        word = self.words(name)[0]
        clock = self.lexicon.has("CLOCK_UNIT", word) or self.lexicon.has("CLOCK_UNITS", word)
        return str(self.worth(name, "UNIT", "UNITS", "CLOCK_UNIT", "CLOCK_UNITS")), clock

    def amount(self, name: str) -> Fraction | None:
        """The number that part ``name`` writes."""
        return read_number(self.words(name))

    @cached_property
    def tense(self) -> int:
        """Negative where the text looks back, positive where it looks ahead, 0 where that can't be told."""
        return direction(self.analysis, self.offset + self.match.first, self.offset + self.match.end - 1)

    @property
    def sentence(self) -> int:
        """The sentence's index."""
        return self.analysis.words[self.offset + self.match.first].sentence

    def place(self, name: str = "place") -> int:
        """-1 for last, 1 for next, 0 for this."""
        return self.number(name, "LAST", "NEXT", "CURRENT")

    def now(self, unit: Unit, step: int = 0) -> Told:
        """The period of ``unit`` that the report's day lies in, or the one ``step`` later; open if not known."""
        if self.anchors.published is None:
            return Told(Period(unit, None), None, UNRESOLVED)
        return Told(containing(unit, self.anchors.published).shift(step), self.anchors.published_name)

    @property
    def part(self) -> str | None:
        """Which part of the period: ``START``, ``MID``, ``END``, ``BEFORE`` or ``AFTER`` the report; else ``None``."""
        if self.has("part"):
            return str(self.worth("part", "PART", "PART_NOUN"))
        if self.has("part_word"):
            return "START" if self.word("part_word") == "first" else "END"
        return None

    def month(self, name: str = "month") -> int:
        """The number of the month in part ``name``."""
        return self.number(name, "MONTH_PLAIN", "MONTH_NAME_LIKE")

    def ordinal(self, name: str, label: str = "ORDINAL") -> int:
        """The number of an ordinal: '21st', 'third', 'twenty-first'."""
        words = self.words(name)
        if words[0][0] in "0123456789":
            return self.integer(name)
        tens = self.lexicon.number("CARDINAL", words[0]) if len(words) > 1 else 0
        return tens + self.lexicon.number(label if len(words) == 1 else "ORDINAL", words[-1])

    def year(self) -> tuple[int | None, bool]:
        """The year that the match states, or states by its place ('last year'), and whether it needed the report's."""
        if self.has("year"):
            return self.integer("year"), False
        if self.has("short_year"):
            return full_year(self.integer("short_year"), self.anchors.published), False
        if self.has("spoken"):
            return self._spoken_year(), False
        if self.has("year_place"):
            place = 0 if self.word("year_place") == "the" else self.place("year_place")
            return (None if self.anchors.published is None else self.anchors.published.year + place), True
        return None, False

    def _spoken_year(self) -> int | None:
        """The year that is spelt out: 'nineteen ninety-one', 'two thousand and eight'."""
        words = [w for w in self.word("spoken").split() if w != "and" and not self.lexicon.has("HYPHEN", w)]
        values = [self.lexicon.number("CARDINAL", w) for w in words if self.lexicon.has("CARDINAL", w)]
        if words[:2] == ["two", "thousand"]:
            return 2000 + sum(values[1:])
        if words[-1] == "hundred":
            return values[0] * 100
        tens, ones = values[1], values[2] if len(values) > 2 else 0
        # 'nineteen ten' is a year, 'twenty one' a number.
        if tens < 10 or (tens < 20 and ones) or ones > 9 or (values[0] == 20 and tens > 30):
            return None
        return values[0] * 100 + tens + ones


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


def full_year(short: int, published: date | None) -> int:
    """The year that two digits stand for: that nearest the report's (2000 if not known), 20 years ahead at most."""
    base = 2000 if published is None else published.year
    year = base - base % 100 + short
    return year - 100 if year > base + 20 else year + 100 if year <= base - 80 else year


_AGAINST_TENSE = {0: 1, WEAK: 2, STRONG: 3, SURE: 20}
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
