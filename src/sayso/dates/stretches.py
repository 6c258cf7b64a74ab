"""Readers of months, seasons, quarters, halves, years, decades and centuries."""

from __future__ import annotations

from datetime import date

from sayso.dates.periods import SEASONS, Period, Unit
from sayso.dates.reading import UNKNOWN_YEAR, Reading, Told, choose, full_year
from sayso.dates.scene import Scene
from sayso.dates.tense import STRONG

_QUARTERS = 4
_YEAR = 365
_LAST_CENTURY = 30


def read_month(scene: Scene) -> Reading:
    """A month: 'July', 'early September 2020', 'last April', 'May of last year'."""
    return _of_year(scene, "month", scene.month()).reading(part=scene.part)


def read_season(scene: Scene) -> Reading | None:
    """A season: 'the spring of 2020', 'last fall', 'this summer'."""
    return _of_year(scene, "season", SEASONS.index(str(scene.worth("season", "SEASON"))) + 1).reading(part=scene.part)


def read_half(scene: Scene) -> Reading | None:
    """Half a year: 'the first half of 2023', 'H1 2023'."""
    number = scene.integer("code") if scene.has("code") else scene.ordinal("number", "HALF_ORDINAL")
    return _of_year(scene, "half", number).reading(part=scene.part)


def read_quarter(scene: Scene) -> Reading | None:
    """A quarter: 'the third quarter', 'Q3 2023', 'last year's fourth quarter', 'the year-ago second quarter'."""
    if scene.has("code"):
        number = scene.integer("code")
    else:
        number = _QUARTERS if scene.word("number") == "last" else scene.ordinal("number", "QUARTER_ORDINAL")
    told = _of_year(scene, "quarter", number)
    if scene.has("year_back") and told.period.known:
        told = told._replace(period=told.period.shift(-_QUARTERS))
    return told.reading(part=scene.part)


def _of_year(scene: Scene, unit: Unit, number: int) -> Told:
    now, name = scene.anchors.published, scene.anchors.published_name
    if scene.has("fiscal_code"):
        fiscal = _fiscal_year(scene)
        return Told(Period(unit, fiscal, number), None, () if fiscal is not None else UNKNOWN_YEAR)
    year, borrowed = scene.year()
    if year is not None:
        return Told(Period(unit, year, number), name if borrowed else None)
    if now is None:
        return Told(Period(unit, None, number), None, UNKNOWN_YEAR)
    options = [Period(unit, now.year + step, number) for step in (-1, 0, 1)]
    begun = [p for p in options if (p.first() or now) <= now]
    if scene.has("place"):
        return Told(_by_place(scene, options, now), name)
    if unit == "quarter" and begun and scene.tense < STRONG:
        # One that a report speaks of has nearly always begun, but for 'will rise in the fourth quarter'.
        return Told(begun[-1], name)
    return Told(choose(options, now, scene.tense), name)


def _by_place(scene: Scene, options: list[Period], now: date) -> Period:
    place = scene.place()
    if place == 0:
        return options[1]
    if place < 0 and scene.before("place") == "this":  # 'this past spring'
        return next((p for p in reversed(options) if (p.first() or now) <= now), options[0])
    if place < 0:
        over = [p for p in reversed(options) if (p.last() or now) < now] or options[:1]
        # 'Last February', said in March, is the year before's: this year's would be 'last month'.
        is_last_month = over[0].unit == "month" and over[0].year == now.year and over[0].number == now.month - 1
        return over[1] if is_last_month and len(over) > 1 else over[0]
    return next((p for p in options if (p.first() or now) > now), options[-1])


def _fiscal_year(scene: Scene) -> int | None:
    digits = scene.words("fiscal_code")[0][2:]
    short = len(digits) == 2  # FY23, FY2023
    return full_year(int(digits), scene.anchors.published) if short else int(digits)


def read_quarter_again(scene: Scene) -> Reading | None:
    """The quarter that the text speaks of, or that of another year: 'the quarter', 'the year-ago quarter'."""
    told = _quarter_in_hand(scene)
    year = scene.year()[0]
    if year is not None and told.period.number:
        return told._replace(period=Period("quarter", year, told.period.number)).reading(sound=False)
    if year is not None:
        return Told(Period("year", year)).reading(sound=False)
    if scene.has("year_back"):
        return _year_before(scene, told).reading(sound=False)
    return told.reading()


def _quarter_in_hand(scene: Scene) -> Told:
    known = scene.anchors.quarter
    return scene.now("quarter", -1) if known is None else Told(known[1], known[0])


def _year_before(scene: Scene, told: Told) -> Told:
    """The same quarter a year before, unless it is one of those before the last four already."""
    now, period = scene.anchors.published, told.period
    first = period.first()
    if not period.known or (now is not None and first is not None and (now - first).days > _YEAR):
        return told
    return told._replace(period=period.shift(-_QUARTERS))


def read_year_back(scene: Scene) -> Reading | None:
    """'a year ago', 'a year earlier', 'year-ago': of the quarter, where the text speaks of one."""
    if scene.anchors.quarter is not None:
        return _year_before(scene, _quarter_in_hand(scene)).reading(sound=False)
    if scene.word("back") == "earlier":
        named = scene.anchors.near(scene.sentence, "year")
        steps = {"year": 1, "quarter": _QUARTERS, "month": 12}
        if named is not None and named[1].unit in steps:
            return Told(named[1].shift(-steps[named[1].unit]), named[0]).reading(sound=False)
    return scene.now("year", -1).reading(sound=False)


def read_year(scene: Scene) -> Reading | None:
    """A year: '2020', 'early 1990', 'fiscal 1989', 'FY23', 'nineteen ninety-one'."""
    year = _fiscal_year(scene) if scene.has("fiscal_code") else scene.year()[0]
    return None if year is None else Told(Period("year", year)).reading(part=scene.part)


def read_decade(scene: Scene) -> Reading | None:
    """'the 1990s', 'the late '80s', 'the sixties'."""
    if scene.has("decade"):
        first = scene.integer("decade")
    elif scene.has("decade_word"):
        first = 1900 + scene.number("decade_word", "DECADE_WORD")
    else:
        first = 1900 + scene.integer("short_decade")
    part = scene.part
    if scene.has("number"):
        part = "START" if scene.ordinal("number", "HALF_ORDINAL") == 1 else "END"
    return Told(Period("decade", first)).reading(part=part)


def read_decade_more(scene: Scene) -> Reading | None:
    """The next decade of a list: '80s' in 'the 70s and 80s'; not the ages of 'in their 70s and 80s'."""
    if scene.previous is None or scene.previous[1].unit != "decade":
        return None
    by_word = scene.has("decade_word")
    short = scene.number("decade_word", "DECADE_WORD") if by_word else scene.integer("short_decade")
    base = scene.previous[1].year or 0
    first = base - base % 100 + short
    return Told(Period("decade", first)).reading() if first > base else None


def read_century(scene: Scene) -> Reading | None:
    """'the 19th century'."""
    number = scene.ordinal("century")
    return Told(Period("century", 100 * (number - 1))).reading(part=scene.part) if 1 < number <= _LAST_CENTURY else None
