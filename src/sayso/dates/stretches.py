"""Readers of months, seasons, quarters, halves, years, decades, centuries, and of what is reckoned in such units."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sayso.dates.amounts import duration
from sayso.dates.periods import SEASONS, Period, Unit, containing
from sayso.dates.reading import Reading, Scene, choose, full_year

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

_MOST_UNITS = 10**6
_NARRATIVE = {"previous", "preceding", "following"}


def read_month(scene: Scene) -> Reading | None:
    """A month: 'July', 'early September 2020', 'last April', 'May of last year'."""
    month = scene.number("month", "MONTH_PLAIN", "MONTH_NAME_LIKE")
    return _of_year(scene, "month", month, _part(scene))


def read_season(scene: Scene) -> Reading | None:
    """A season: 'the spring of 2020', 'last fall', 'this summer'."""
    return _of_year(scene, "season", SEASONS.index(str(scene.worth("season", "SEASON"))) + 1, _part(scene))


def read_half(scene: Scene) -> Reading | None:
    """Half a year: 'the first half of 2023', 'H1 2023'."""
    number = scene.integer("code") if scene.has("code") else _ordinal(scene, "HALF_ORDINAL")
    return _of_year(scene, "half", number, None)


def read_quarter(scene: Scene) -> Reading | None:
    """A quarter: 'the third quarter', 'Q3 2023', 'last year's fourth quarter', 'the year-ago second quarter'."""
    number = scene.integer("code") if scene.has("code") else _ordinal(scene, "QUARTER_ORDINAL")
    if not 1 <= number <= 4:  # noqa: PLR2004  quarters
        return None
    reading = _of_year(scene, "quarter", number, _part(scene))
    if reading is not None and scene.has("year_back") and reading.period is not None and reading.period.known:
        return _period(reading.period.shift(-4), reading.anchor, reading.part)
    return reading


def _ordinal(scene: Scene, label: str) -> int:
    word = scene.words("number")[0]
    return scene.integer("number") if word[0] in "0123456789" else scene.lexicon.number(label, word)


def _part(scene: Scene) -> str | None:
    if scene.has("part"):
        return str(scene.worth("part", "PART", "PART_NOUN"))
    if scene.has("part_word"):
        return "START" if scene.word("part_word") == "first" else "END"
    return None


def _of_year(scene: Scene, unit: Unit, number: int, part: str | None) -> Reading:
    now, name = scene.anchors.published, scene.anchors.published_name
    if scene.has("fiscal_code"):
        digits = scene.words("fiscal_code")[0][2:]
        return _period(
            Period(unit, int(digits) if len(digits) > 2 else full_year(int(digits), now), number), None, part
        )  # noqa: PLR2004
    year, borrowed = scene.year()
    if year is not None:
        return _period(Period(unit, year, number), name if borrowed else None, part)
    if now is None:
        return _period(Period(unit, None, number), None, part, ("unknown-year",))
    options = [Period(unit, y, number) for y in (now.year - 1, now.year, now.year + 1)]
    if scene.has("place"):
        chosen = _by_place(scene, options, now)
    else:
        chosen = _quarter_nearest(scene, options, now) if unit == "quarter" else choose(options, now, scene.tense)
    return _period(chosen, name, part)


def _quarter_nearest(scene: Scene, options: list[Period], now: date) -> Period:
    """The last quarter that has begun; the next one only where the text looks ahead and that is much nearer."""
    begun = [p for p in options if (p.first() or now) <= now]
    return choose(options, now, scene.tense) if scene.tense > 0 and not begun else begun[-1] if begun else options[0]


def _by_place(scene: Scene, options: list[Period], now: date) -> Period:
    place = scene.place()
    if place == 0 or scene.match.end - scene.match.first > 2 and scene.words("place")[0] == "past":  # noqa: PLR2004
        # 'this September'; 'this past spring' is the last one that began.
        return options[1] if place == 0 else choose(options, now, -1)
    if place < 0:
        return next((p for p in reversed(options) if (p.last() or now) < now), options[0])
    return next((p for p in options if (p.first() or now) > now), options[-1])


def _period(period: Period, anchor: str | None, part: str | None = None, doubts: tuple[str, ...] = ()) -> Reading:
    return Reading("DATE", period.value(), period, part=part, anchor=anchor, doubts=doubts)


def read_quarter_again(scene: Scene) -> Reading | None:
    """A quarter that the text has named before, or the same one of another year: 'the year-ago quarter', 'the quarter'."""
    known = scene.anchors.quarter
    now = scene.anchors.published
    if known is not None:
        name, period = known
    elif now is not None and scene.anchors.published_name is not None:
        name, period = scene.anchors.published_name, containing("quarter", now).shift(-1)
    else:
        return _period(Period("quarter", None), None, None, ("unresolved-date",))
    year, _ = scene.year()
    if year is not None:
        period = Period("quarter", year, period.number)
    elif scene.has("year_back"):
        base = now.year if now is not None else period.year
        if base is None or period.year is None or period.year >= base:
            period = period.shift(-4)
    return Reading("DATE", period.value(), period, anchor=name, sound=not scene.has("year_back") and year is None)


def read_year_back(scene: Scene) -> Reading | None:
    """'a year ago', 'a year earlier', 'year-ago': of the quarter, where the text speaks of one."""
    if scene.anchors.quarter is not None:
        return read_quarter_again_year_before(scene)
    if scene.word("back") == "earlier" and scene.anchors.any is not None:
        name, period = scene.anchors.any
        if period.unit in {"year", "quarter", "month"}:
            return Reading(
                "DATE",
                period.shift(_per_year(period)).value(),
                period.shift(_per_year(period)),
                anchor=name,
                sound=False,
            )
    now = scene.anchors.published
    if now is None:
        return _period(Period("year", None), None, None, ("unresolved-date",))
    period = Period("year", now.year - 1)
    return Reading("DATE", period.value(), period, anchor=scene.anchors.published_name, sound=False)


def read_quarter_again_year_before(scene: Scene) -> Reading:
    """The quarter that the text speaks of, a year before."""
    assert scene.anchors.quarter is not None
    name, period = scene.anchors.quarter
    now = scene.anchors.published
    if now is None or period.year is None or period.year >= now.year:
        period = period.shift(-4)
    return Reading("DATE", period.value(), period, anchor=name, sound=False)


def _per_year(period: Period) -> int:
    return {"year": -1, "quarter": -4, "month": -12}[period.unit]


def read_year(scene: Scene) -> Reading | None:
    """A year: '2020', 'early 1990', 'fiscal 1989', 'FY23', 'nineteen ninety-one'."""
    now = scene.anchors.published
    if scene.has("fiscal_code"):
        digits = scene.words("fiscal_code")[0][2:]
        year = int(digits) if len(digits) > 2 else full_year(int(digits), now)  # noqa: PLR2004  FY23, FY2023
        return _period(Period("year", year), None, None)
    stated, _ = scene.year()
    return None if stated is None else _period(Period("year", stated), None, _part(scene))


def read_decade(scene: Scene) -> Reading | None:
    """'the 1990s', 'the late '80s', 'the sixties'."""
    if scene.has("decade"):
        first = scene.integer("decade")
    else:
        short = (
            scene.number("decade_word", "DECADE_WORD") if scene.has("decade_word") else scene.integer("short_decade")
        )
        first = 1900 + short
    part = "START" if scene.word("number") == "first" else "END" if scene.has("number") else _part(scene)
    return _period(Period("decade", first), None, part)


def read_century(scene: Scene) -> Reading | None:
    """'the 19th century'."""
    words = scene.words("century")
    if words[0][0] in "0123456789":
        number = scene.integer("century")
    elif len(words) > 1:
        number = scene.lexicon.number("CARDINAL", words[0]) + scene.lexicon.number("ORDINAL", words[-1])
    else:
        number = scene.lexicon.number("ORDINAL", words[0])
    if not 2 <= number <= 30:  # noqa: PLR2004
        return None
    return _period(Period("century", 100 * (number - 1)), None, _part(scene))


def read_relative(scene: Scene) -> Reading | None:
    """'last week', 'early next year', 'the end of the month', 'that year', 'the same day', 'the weekend'."""
    if scene.has("year"):
        unit: Unit = "year"
    else:
        unit = UNITS.get(str(scene.worth("unit", "UNIT", "WEEKEND")), "week")
    part, place = _part(scene), scene.word("place")
    anchors = scene.anchors
    narrative = scene.has("back") or place in _NARRATIVE or (place == "the" and unit == "day") or (place == "next" and scene.before("place") == "the")
    if narrative:
        named = anchors.day if unit in {"day", "week"} else anchors.any
        base = named[1].first() if named else None
        if named is None or base is None or not _fits(named[1].unit, unit):
            if scene.has("back") or unit == "day":
                return _period(Period(unit, None), None, part, ("unresolved-date",))
        else:
            step = 0 if scene.has("back") or place == "the" else scene.place()
            return _period(containing(unit, base).shift(step), named[0], part)
    now = anchors.published
    if now is None:
        return _period(Period(unit, None), None, part, ("unresolved-date",))
    step = scene.place() if scene.has("place") and place != "the" else 0
    period = containing(unit, now).shift(step)
    if unit == "weekend" and not scene.has("place") and scene.tense <= 0 and now.isoweekday() < 6:  # noqa: PLR2004
        period = period.shift(-1)
    if unit == "year" and scene.has("year"):
        part = "END"
    return _period(period, anchors.published_name, part)


_ORDER: tuple[Unit, ...] = ("day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century")


def _fits(base: Unit, unit: Unit) -> bool:
    return _ORDER.index(base) <= _ORDER.index(unit)


def read_offset(scene: Scene) -> Reading | None:
    """'two years ago', 'a week later', 'three days from now', 'the day before', 'the week before last'."""
    if scene.has("vague") and str(scene.worth("vague", "VAGUE")) != "2" or scene.has("vague_units"):
        if scene.word("direction") == "ago":
            return Reading("DATE", "PAST_REF")
        future = not scene.has("direction") or scene.word("direction") not in {"earlier", "before", "previous"}
        return Reading(
            "DATE",
            "FUTURE_REF" if future and not scene.has("direction") else "PAST_REF" if not future else "FUTURE_REF",
        )
    letter, count = scene.unit()[0], _count(scene)
    if count is None or count > 10**6:
        return None
    if scene.lexicon.has("CLOCK_UNIT", scene.words("unit")[0]) or scene.lexicon.has(
        "CLOCK_UNITS", scene.words("unit")[0]
    ):
        return _clock_offset(scene)
    if letter == "2W":
        letter, count = "W", 2 * count
    unit, direction = UNITS[letter], scene.word("direction")
    if scene.has("step"):
        count = 2
        direction = "ago" if scene.place() < 0 else "from now"
    if direction in {"ago", ""} or direction == "from now":
        now = scene.anchors.published
        anchor = scene.anchors.published_name
        sign = -1 if direction == "ago" else 1
    else:
        named = scene.anchors.day if unit in {"day", "week"} else scene.anchors.any
        if named is None or not _fits(named[1].unit, unit):
            now = None
            anchor = None
        else:
            now, anchor = named[1].first(), named[0]
        sign = -1 if direction in {"earlier", "before", "previous", "previously"} else 1
    if now is None:
        if direction in {"ago", "from now", ""}:
            return _period(Period(unit, None), None, None, ("unresolved-date",))
        # 'three days later', and nothing that it is later than: a length of time is all that's known.
        return _length(scene, Fraction(count), ("unresolved-date",))
    if unit in {"decade", "century"}:
        unit, count = "year", count * (10 if unit == "decade" else 100)
    period = containing(unit, now).shift(sign * count)
    approximate = scene.has("approximate")
    return Reading("DATE", period.value(), period, approximate=approximate, anchor=anchor)


def _length(scene: Scene, count: Fraction | str, doubts: tuple[str, ...] = ()) -> Reading:
    name = "vague_units" if scene.has("vague_units") else "unit"
    return Reading("DURATION", duration(count, *scene.unit(name)), doubts=doubts)


def _clock_offset(scene: Scene) -> Reading:
    if scene.word("direction") == "ago":
        return Reading("DATE", "PAST_REF")
    if not scene.has("direction"):
        return Reading("DATE", "FUTURE_REF")
    count = scene.amount("count") if scene.has("count") else Fraction(2 if scene.has("vague") else 1)
    half = Fraction(1, 2) if scene.has("half") else Fraction(0)
    return _length(scene, (count or Fraction(1)) + half)


def _count(scene: Scene) -> int | None:
    if scene.has("vague"):
        return 2
    if not scene.has("count"):
        return 1
    amount = scene.amount("count")
    return None if amount is None else int(amount)
