"""Readers of periods that are told from the report's day ('last week'), or from a date in the text ('a week later')."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from math import floor

from sayso.dates.amounts import duration
from sayso.dates.days import day_of
from sayso.dates.periods import Period, Unit, containing, real_day
from sayso.dates.reading import UNKNOWN_YEAR, UNRESOLVED, Reading, Told
from sayso.dates.scene import Scene
from sayso.dates.stretches import read_month, read_quarter_again

UNITS: dict[str, Unit] = {
    "D": "day",
    "W": "week",
    "WE": "weekend",
    "M": "month",
    "Q": "quarter",
    "Y": "year",
    "E": "decade",
    "C": "century",
}
"""The lexicon's letters of units."""

_MOST = 10**6
_SATURDAY = 6
_MONTHS = 12
_WEEK = 7
_PERIODS = {"month", "quarter", "half"}
_LAST_WEEK = 53
"""Not all years have it."""


def read_week_of(scene: Scene) -> Reading | None:
    """'the week of March 6', 'the week ended 12 May'."""
    told = day_of(scene)
    if told is None:
        return None
    unit: Unit = "weekend" if scene.has("weekend") else "week"
    first = told.period.first()
    return told._replace(period=containing(unit, first) if first else Period(unit, None)).reading()


def read_week_in(scene: Scene) -> Reading | None:
    """'the first week of May': its first, second … seven days; as a value, the week that most of them are in."""
    month = read_month(scene)
    first, last = (month.period.first(), month.period.last()) if month.period is not None else (None, None)
    if first is None or last is None:
        return Told(Period("week", None), None, UNKNOWN_YEAR).reading()
    nth = scene.word("nth")
    from_end = nth in {"last", "final"}
    start = last - timedelta(_WEEK - 1) if from_end else first + timedelta(_WEEK * (scene.ordinal("nth") - 1))
    week = containing("week", start + timedelta(_WEEK // 2))
    return replace(Told(week, month.anchor).reading(sound=False), bounds=(start, start + timedelta(_WEEK - 1)))


def read_relative(scene: Scene) -> Reading | None:
    """'last week', 'early next year', 'the end of the month', 'that year', 'the same day', 'the weekend'."""
    if scene.has("stated"):  # 'year-end 2022'
        return Told(Period("year", scene.integer("stated"))).reading(part="END")
    if scene.has("year"):  # 'year-end'
        return scene.now("year").reading(part="END")
    if scene.lexicon.has("CLOCK_UNIT", scene.words("unit")[0]):
        return None  # 'that hour': which one is not told
    unit = UNITS.get(str(scene.worth("unit", "UNIT", "WEEKEND")), "week")
    place = scene.word("place")
    told = _narrative(scene, unit) if _is_narrative(scene, unit) else None
    if told is not None:
        return told.reading(part=scene.part)
    told = scene.now(unit, scene.place() if place not in {"", "the"} else 0)
    now = scene.anchors.published
    if unit == "weekend" and not place and now is not None and now.isoweekday() < _SATURDAY and scene.tense <= 0:
        told = scene.now(unit, -1)  # 'over the weekend', on a Wednesday
    return told.reading(part=scene.part)


def _is_narrative(scene: Scene, unit: Unit) -> bool:
    place = scene.word("place")
    if scene.has("back") or place in {"previous", "preceding", "following"}:
        return True
    return (place == "the" and unit == "day") or (place == "next" and scene.before("place") == "the")


def _narrative(scene: Scene, unit: Unit) -> Told | None:
    """'that year', 'the next day'; ``None`` where the report's day serves as well: 'the previous year'."""
    named = scene.anchors.near(scene.sentence, unit)
    base = named[1].first() if named else None
    if named is None or base is None:
        return Told(Period(unit, None), None, UNRESOLVED) if scene.has("back") or unit == "day" else None
    step = 0 if scene.has("back") or scene.word("place") == "the" else scene.place()
    period = containing(unit, base).shift(step)
    return (
        Told(period, named[0]) if not step or scene.goes_on_to(period) else Told(Period(unit, None), None, UNRESOLVED)
    )


def read_same_unit(scene: Scene) -> Reading | None:
    """'the same month last year', 'the same period of 2019': the last one named, in another year."""
    year, borrowed = scene.year()
    period = scene.word("unit") == "period"
    if period and scene.anchors.quarter is not None:
        return read_quarter_again(scene)
    unit: Unit = "half" if period else UNITS[str(scene.worth("unit", "UNIT"))]
    named = scene.anchors.near(scene.sentence, unit)
    if named is not None and named[1].unit in (_PERIODS if period else {unit}):
        return Told(_in_year(named[1], year), named[0]).reading(sound=False)
    if period or year is None:
        # Within that year; when in it is not known.
        anchor = scene.anchors.published_name if borrowed else None
        told = scene.now("year", -1) if year is None else Told(Period("year", year), anchor)
        return told.reading(sound=False)
    now = scene.now(unit)
    return now._replace(period=_in_year(now.period, year)).reading(sound=False)


def _in_year(base: Period, year: int | None) -> Period:
    """``base`` in ``year``, or in the year before its own; a weekday's or a week's number stays what it was."""
    if base.year is None:
        return base
    target = base.year - 1 if year is None else year
    if base.unit == "day" and not real_day(target, base.number, base.day):
        return Period("month", target, base.number)
    moved = replace(base, year=target)
    return moved if base.unit != "week" or moved.number < _LAST_WEEK else Period("year", target)


def read_offset(scene: Scene) -> Reading | None:
    """'two years ago', 'a week later', 'three days from now', 'the day before', 'the week before last'."""
    direction = scene.word("direction")
    if scene.has("vague_units") or (scene.has("vague") and str(scene.worth("vague", "VAGUE")) == "X"):
        if direction == "ago":
            return Reading("DATE", "PAST_REF")
        return _length(scene, "X") if direction else Reading("DATE", "FUTURE_REF")
    (letter, clock), count = scene.unit(), _count(scene)
    if count is None or count > _MOST:
        return None
    if clock:
        if direction == "ago":
            return Reading("DATE", "PAST_REF")
        return _length(scene, count) if direction else Reading("DATE", "FUTURE_REF")
    unit, steps = _whole_units(letter, count)
    if scene.has("step"):  # 'the week before last'
        return scene.now(unit, 2 * scene.place()).reading()
    if direction in {"", "ago"}:
        told = scene.now(unit, -steps if direction else steps)
    else:
        named = scene.anchors.near(scene.sentence, unit)
        base = named[1].first() if named else None
        if named is None or base is None:
            # 'three days later', and nothing that it is later than: a length of time is all that's known.
            return _length(scene, count, UNRESOLVED)
        sign = 1 if scene.lexicon.has("LATER", direction) or direction in {"after", "on"} else -1
        told = Told(containing(unit, base).shift(sign * steps), named[0])
        if not scene.goes_on_to(told.period):
            return _length(scene, count, UNRESOLVED)
    return _coarsened(told, letter).reading(approximate=scene.has("approximate"))


def in_so_long(scene: Scene, letter: str, count: Fraction) -> Reading:
    """'will close in five days': so long from the report's day."""
    unit, steps = _whole_units(letter, count)
    return _coarsened(scene.now(unit, steps), letter).reading(approximate=scene.has("approximate"))


def _whole_units(letter: str, count: Fraction) -> tuple[Unit, int]:
    """The unit, and how many of it: half years are reckoned in months, decades in years."""
    if letter == "2W":
        letter, count = "W", 2 * count
    if letter in {"E", "C"}:
        letter, count = "Y", count * (10 if letter == "E" else 100)
    if letter == "Y" and count.denominator != 1:
        letter, count = "M", count * _MONTHS
    return UNITS[letter], floor(count)


def _coarsened(told: Told, letter: str) -> Told:
    first = told.period.first()
    years = letter == "Y" and told.period.unit == "month" and first is not None
    return told._replace(period=containing("year", first)) if years and first is not None else told


def _count(scene: Scene) -> Fraction | None:
    count = scene.amount("count") if scene.has("count") else Fraction(2 if scene.has("vague") else 1)
    return count + Fraction(1, 2) if count is not None and scene.has("half") else count


def _length(scene: Scene, count: Fraction | str, doubts: tuple[str, ...] = ()) -> Reading:
    name = "vague_units" if scene.has("vague_units") else "unit"
    return Reading("DURATION", duration(count, *scene.unit(name)), doubts=doubts)
