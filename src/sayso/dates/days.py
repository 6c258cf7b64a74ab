"""Readers of days: in any order of day, month and year, by weekday, by name, and as told from the report's day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sayso.dates.holidays import holiday_in
from sayso.dates.periods import Period, containing, nth_weekday, real_day
from sayso.dates.reading import UNKNOWN_YEAR, UNRESOLVED, Reading, Told, choose
from sayso.dates.scene import Scene
from sayso.dates.tense import WEAK
from sayso.dates.times import day_in_hand, time_of

_WEEK = 7
_ATTACKS = ("9", "/", "11")
"""The name among the holidays of the day that 'the Sept. 11 attacks' are of."""

_AROUND = (-1, 0, 1)
"""The years around the report's that a day without a year may lie in."""


def read_day(scene: Scene) -> Reading | None:
    """A day, perhaps with a time: 'September 12', '9 a.m. Tuesday', 'the morning of 12 May 2020', 'yesterday'."""
    told = day_of(scene)
    if told is None:
        return None
    if scene.has("step") and told.period.known:
        told = told._replace(period=told.period.shift(-1 if scene.word("step") == "before" else 1))
    clock, zone = time_of(scene)
    return told.at(clock, zone, scene.part)


def read_day_more(scene: Scene) -> Reading | None:
    """The next day of a list: '25' in 'April 24 and 25'."""
    if scene.previous is None:
        return None
    name, base = scene.previous
    day = scene.integer("day")
    if base.unit != "day" or not base.day or not real_day(base.year, base.number, day):
        return None
    return Told(Period("day", base.year, base.number, day), name).reading()


def read_weekday_more(scene: Scene) -> Reading | None:
    """The next weekday of a list: 'Saturday' in 'Friday and Saturday'; as it would be alone, if nothing goes before."""
    base = scene.previous[1].first() if scene.previous is not None and scene.previous[1].unit == "day" else None
    if scene.previous is None or base is None:
        return _weekday(scene).reading()
    ahead = (scene.number("weekday", "WEEKDAY") - base.isoweekday()) % _WEEK or _WEEK
    return Told(containing("day", base).shift(ahead), scene.previous[0]).reading()


def day_of(scene: Scene) -> Told | None:
    """The day that the match names; ``None`` if there is no such day."""
    if scene.has("attacks"):
        year, month, day = holiday_in(_ATTACKS, None) or (None, 9, 11)
        return stated_day(scene, scene.integer("year") if scene.has("year") else year, month, day)
    if scene.has("dotted"):
        day, month, year = map(int, scene.words("dotted")[0].split("."))
        return stated_day(scene, year, month, day)
    if scene.has("a"):
        return _numeric(scene)
    if scene.has("month_number"):
        day = int(scene.words("iso_time")[0][:2]) if scene.has("iso_time") else scene.integer("day")
        return stated_day(scene, scene.integer("year"), scene.integer("month_number"), day)
    if scene.has("nth"):
        return _nth(scene)
    if scene.has("borrowed"):
        return _of_month(scene)
    if scene.has("month"):
        return stated_day(scene, scene.year()[0], scene.month(), scene.ordinal("day"))
    if scene.has("holiday"):
        return _holiday(scene)
    if scene.has("deictic"):
        return scene.now("day", scene.number("deictic", "DAY_DEICTIC"))
    if scene.has("weekday"):
        return _weekday(scene)
    return day_in_hand(scene) if scene.has("daypart") else None


def stated_day(scene: Scene, year: int | None, month: int, day: int) -> Told | None:
    """The day of ``month``; without ``year`` the one that suits the report's day, the weekday and the tense best."""
    if not real_day(year, month, day):
        return None
    name, now = scene.anchors.published_name, scene.anchors.published
    if year is not None:
        return Told(Period("day", year, month, day), name if scene.has("year_place") else None)
    years = [] if now is None else [now.year + step for step in _AROUND]
    options = [Period("day", y, month, day) for y in years if real_day(y, month, day)]
    if now is None or not options:
        return Told(Period("day", None, month, day), None, UNKNOWN_YEAR)
    if scene.has("weekday"):
        weekday = scene.number("weekday", "WEEKDAY", "WEEKDAY_SHORT")
        options = [p for p in options if _weekday_of(p) == weekday] or options
    elif scene.has("place"):
        return Told(_by_place(options, now, scene.place()), name)
    return Told(choose(options, now, scene.tense), name)


def _weekday_of(period: Period) -> int:
    first = period.first()
    return first.isoweekday() if first else 0


def _numeric(scene: Scene) -> Told | None:
    a, b, year = scene.integer("a"), scene.integer("b"), scene.year()[0]
    month_first, day_first = real_day(year, a, b), real_day(year, b, a)
    if month_first:
        return Told(Period("day", year, a, b), None, ("ambiguous-date",) if day_first and a != b else ())
    return Told(Period("day", year, b, a)) if day_first else None


def _of_month(scene: Scene) -> Told | None:
    """'the 30th of this month'."""
    told, day = scene.now("month", scene.place("borrowed")), scene.integer("day")
    if not told.period.known:
        return told._replace(period=Period("day", None))
    if not real_day(told.period.year, told.period.number, day):
        return None
    return told._replace(period=replace(told.period, unit="day", day=day))


def _nth(scene: Scene) -> Told:
    """'the last Friday in August'."""
    weekday, month = scene.number("weekday", "WEEKDAY"), scene.month()
    nth = -1 if scene.word("nth") == "last" else scene.ordinal("nth")
    (year, borrowed), now, name = scene.year(), scene.anchors.published, scene.anchors.published_name
    if year is not None:
        return Told(containing("day", nth_weekday(year, month, weekday, nth)), name if borrowed else None)
    if now is None:
        return Told(Period("day", None, month), None, UNKNOWN_YEAR)
    days = [containing("day", nth_weekday(now.year + step, month, weekday, nth)) for step in _AROUND]
    return Told(choose(days, now, scene.tense), name)


def _holiday(scene: Scene) -> Told | None:
    names = scene.words("holiday")
    if not (names[0][0].isupper() or names[0][0].isdigit()):
        return None
    words = ["'s" if w in {"'s", "’s"} else "'" if scene.lexicon.has("APOSTROPHE", w) else w.lower() for w in names]
    now, name, (year, borrowed) = scene.anchors.published, scene.anchors.published_name, scene.year()
    if year is not None or now is None:
        found = holiday_in(words, year)
        if found is None:
            return Told(Period("day", None), None, UNKNOWN_YEAR)
        return Told(Period("day", *found), name if borrowed else None, () if found[0] is not None else UNKNOWN_YEAR)
    found_days = [holiday_in(words, now.year + step) for step in _AROUND]
    # A day in history is the same in all years.
    options = [Period("day", *found) for found in dict.fromkeys(found_days) if found is not None]
    if not options:
        return None
    if len(options) == 1:
        return Told(options[0])
    if scene.has("place"):
        return Told(_by_place(options, now, scene.place()), name)
    return Told(choose(options, now, scene.tense), name)


def _by_place(options: list[Period], now: date, place: int) -> Period:
    if place < 0:
        return next((p for p in reversed(options) if (p.last() or now) < now), options[0])
    if place > 0:
        return next((p for p in options if (p.first() or now) > now), options[-1])
    return next((p for p in options if p.year == now.year), options[-1])


def _far_weekday(scene: Scene, weekday: int, now: date) -> Period:
    """'the Friday before last', 'two Fridays ago', 'a week from Friday', 'the Friday after next'."""
    count = int(scene.amount("count") or 1) if scene.has("count") else 1
    back = (now.isoweekday() - weekday) % _WEEK
    weeks = {"last": -1, "ago": 1 - count, "next": 1, "from": count}[scene.word("far")]
    near = -(back or _WEEK) if scene.word("far") in {"last", "ago"} else _WEEK - back
    return containing("day", now).shift(near + _WEEK * weeks)


def _weekday(scene: Scene) -> Told:
    weekday = scene.number("weekday", "WEEKDAY", "WEEKDAYS")
    now, name = scene.anchors.published, scene.anchors.published_name
    if scene.has("far") and now is not None:
        return Told(_far_weekday(scene, weekday, now), name)
    named = scene.anchors.near(scene.sentence, "day")
    if named is not None and scene.word("place") in {"previous", "following", "preceding"}:
        name, now = named[0], named[1].first()
    if now is None:
        return Told(Period("day", None, weekday=weekday), None, UNRESOLVED)
    if scene.has("week_place") or (scene.has("place") and scene.place() == 0):
        week = containing("week", now).shift(scene.place("week_place") if scene.has("week_place") else 0)
        monday = week.first()
        assert monday is not None, "a week reckoned from a day is known"
        return Told(containing("day", monday).shift(weekday - 1), name)
    back = (now.isoweekday() - weekday) % _WEEK
    if scene.has("place"):
        days = _WEEK - back if scene.place() > 0 else -(back or _WEEK)
        if scene.word("place") == "next" and now.isoweekday() < weekday:
            days += _WEEK  # 'next Friday', said on a Tuesday, is not 'this Friday'
    else:
        # Without a word of where it lies, a weekday is the last one or the report's own day; or the next, by tense.
        ahead = scene.tense > WEAK or (scene.tense == WEAK and _WEEK - back < 2 * back)
        days = _WEEK - back if ahead and back else -back
    return Told(containing("day", now + timedelta(days=days)), name)
