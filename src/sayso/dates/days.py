"""Readers of days, parts of days, times of day, and ranges of dates."""

from __future__ import annotations

from datetime import date, timedelta

from sayso.dates.clock import time_of
from sayso.dates.holidays import holiday_in
from sayso.dates.periods import Period, containing, real_day
from sayso.dates.reading import Reading, Scene, choose, full_year

_WEEK = 7


def read_day(scene: Scene) -> Reading | None:
    """A day, perhaps with a time: 'September 12', '9 a.m. Tuesday', 'the morning of 12 May 2020', 'yesterday'."""
    found = _day(scene)
    if found is None:
        return None
    period, anchor, doubts = found
    if scene.has("step") and period.known:
        period = period.shift(-1 if scene.word("step") == "before" else 1)
    part = str(scene.worth("part", "PART", "PART_NOUN")) if scene.has("part") else None
    clock, zone = time_of(scene)
    value = period.value() + clock
    return Reading(
        "TIME" if clock else "DATE", value, period, clock=clock, zone=zone, part=part, anchor=anchor, doubts=doubts
    )


def _day(scene: Scene) -> tuple[Period, str | None, tuple[str, ...]] | None:
    if scene.has("dotted"):
        day, month, year = map(int, scene.words("dotted")[0].split("."))
        return _stated(scene, year, month, day) if real_day(year, month, day) else None
    if scene.has("a"):
        return _numeric(scene)
    if scene.has("iso_time"):
        day = int(scene.words("iso_time")[0][:2])
        return _stated(scene, scene.integer("year"), int(scene.words("month_number")[0]), day)
    if scene.has("month_number"):
        return _stated(scene, scene.integer("year"), scene.integer("month_number"), scene.integer("day"))
    if scene.has("month"):
        return _stated(
            scene, scene.year()[0], scene.number("month", "MONTH_PLAIN", "MONTH_NAME_LIKE"), _day_number(scene)
        )
    if scene.has("holiday"):
        return _holiday(scene)
    if scene.has("deictic"):
        published = scene.anchors.published
        if published is None:
            return Period("day", None), None, ("unresolved-date",)
        day_off = scene.number("deictic", "DAY_DEICTIC")
        return containing("day", published).shift(day_off), scene.anchors.published_name, ()
    if scene.has("weekday"):
        return _weekday(scene)
    return _undated(scene) if scene.has("daypart") else None


def _undated(scene: Scene) -> tuple[Period, str | None, tuple[str, ...]]:
    return day_in_hand(scene)


def day_in_hand(scene: Scene) -> tuple[Period, str | None, tuple[str, ...]]:
    """The day that a time without a day belongs to: the last one named in the sentence, else the report's."""
    anchors = scene.anchors
    if anchors.day is not None and anchors.sentence == scene.sentence:
        return anchors.day[1], anchors.day[0], ()
    if anchors.published is not None:
        return containing("day", anchors.published), anchors.published_name, ()
    return Period("day", None), None, ("unresolved-date",)


def _day_number(scene: Scene) -> int:
    first = scene.words("day")[0]
    if first[0] in "0123456789":
        return scene.integer("day")
    words = [w.lower() for w in scene.words("day")]
    if len(words) > 1:
        return int(scene.lexicon.number("CARDINAL", words[0])) + scene.lexicon.number("ORDINAL", words[-1])
    return scene.lexicon.number("ORDINAL", first)


def _stated(scene: Scene, year: int | None, month: int, day: int) -> tuple[Period, str | None, tuple[str, ...]] | None:
    if not real_day(year, month, day):
        return None
    if year is not None:
        anchor = scene.anchors.published_name if scene.has("year_place") else None
        return Period("day", year, month, day), anchor, ()
    now = scene.anchors.published
    if now is None:
        return Period("day", None, month, day), None, ("unknown-year",)
    candidates = [Period("day", y, month, day) for y in range(now.year - 1, now.year + 2) if real_day(y, month, day)]
    if not candidates:
        return Period("day", None, month, day), None, ("unknown-year",)
    if scene.has("weekday"):
        weekday = scene.number("weekday", "WEEKDAY", "WEEKDAY_SHORT")
        agreeing = [p for p in candidates if _weekday_of(p) == weekday]
        candidates = agreeing or candidates
    return choose(candidates, now, scene.tense), scene.anchors.published_name, ()


def _weekday_of(period: Period) -> int:
    first = period.first()
    return first.isoweekday() if first else 0


def _numeric(scene: Scene) -> tuple[Period, str | None, tuple[str, ...]] | None:
    a, b, year = scene.integer("a"), scene.integer("b"), scene.year()[0]
    month_first, day_first = real_day(year, a, b), real_day(year, b, a)
    doubts = ("ambiguous-date",) if month_first and day_first and a != b else ()
    if month_first:
        return Period("day", year, a, b), None, doubts
    return (Period("day", year, b, a), None, ()) if day_first else None


def _holiday(scene: Scene) -> tuple[Period, str | None, tuple[str, ...]] | None:
    names = scene.words("holiday")
    if not (names[0][0].isupper() or names[0][0].isdigit()):
        return None
    name = ["'s" if w == "’s" else "'" if w in "’‘`" else w.lower() for w in names]
    now, (year, borrowed) = scene.anchors.published, scene.year()
    if year is not None or now is None:
        found = holiday_in(name, year)
        anchor = scene.anchors.published_name if borrowed else None
    else:
        days = [d for d in (holiday_in(name, y) for y in (now.year - 1, now.year, now.year + 1)) if d is not None]
        options = [Period("day", *d) for d in days]
        if not options:
            return None
        if scene.has("place"):
            chosen = _by_place(options, now, scene.place())
        else:
            chosen = choose(options, now, scene.tense)
        return chosen, scene.anchors.published_name, ()
    if found is None:
        return Period("day", None), None, ("unknown-year",)
    return Period("day", *found), anchor, () if found[0] is not None else ("unknown-year",)


def _by_place(options: list[Period], now: date, place: int) -> Period:
    ordered = sorted(options, key=lambda p: p.value())
    if place < 0:
        return next((p for p in reversed(ordered) if (p.last() or now) < now), ordered[0])
    if place > 0:
        return next((p for p in ordered if (p.first() or now) > now), ordered[-1])
    return next((p for p in ordered if p.year == now.year), ordered[-1])


def _weekday(scene: Scene) -> tuple[Period, str | None, tuple[str, ...]]:
    weekday = scene.number("weekday", "WEEKDAY")
    now, name = scene.anchors.published, scene.anchors.published_name
    if scene.word("place") in {"previous", "following", "preceding"} and scene.anchors.day is not None:
        name, base = scene.anchors.day
        now = base.first()
    if now is None:
        return Period("day", None, weekday=weekday), None, ("unresolved-date",)
    if scene.has("week_place") or (scene.has("place") and scene.word("place") in {"this", "current"}):
        place = scene.place("week_place") if scene.has("week_place") else 0
        monday = now - timedelta(days=now.isoweekday() - 1) + timedelta(days=_WEEK * place)
        return containing("day", monday + timedelta(days=weekday - 1)), name, ()
    back = (now.isoweekday() - weekday) % _WEEK
    if scene.has("place"):
        days = _WEEK - back if scene.place() > 0 else -(back or _WEEK)
    else:
        days = _WEEK - back if scene.tense > 0 and back else -back
    return containing("day", now + timedelta(days=days)), name, ()


def read_daypart(scene: Scene) -> Reading | None:
    """A part of a day without its day: 'this morning', 'last night', 'tonight', 'the next morning', 'overnight'."""
    if scene.has("overnight"):
        period, anchor, doubts = _report_day(scene)
        return Reading("TIME", period.value() + "TNI", period, clock="TNI", anchor=anchor, doubts=doubts)
    clock, zone = time_of(scene)
    place = scene.word("place")
    narrative = place in {"the", "that", "following", "previous", "preceding"} or (
        place == "next" and scene.match.end - scene.match.first > 2  # noqa: PLR2004  'the next morning'
    )
    if narrative:
        day = scene.anchors.day
        if day is None:
            period, anchor, doubts = day_in_hand(scene)
        else:
            period, anchor, doubts = day[1], day[0], ()
        if place not in {"the", "that"}:
            period = period.shift(scene.place()) if day is not None else Period("day", None)
    else:
        period, anchor, doubts = _report_day(scene)
        if place and place not in {"this", "current", "present"}:
            period = period.shift(scene.place())
    if not period.known:
        anchor, doubts = None, ("unresolved-date",)
    part = str(scene.worth("part", "PART")) if scene.has("part") else None
    return Reading(
        "TIME", period.value() + clock, period, clock=clock, zone=zone, part=part, anchor=anchor, doubts=doubts
    )


def _report_day(scene: Scene) -> tuple[Period, str | None, tuple[str, ...]]:
    if scene.anchors.published is None:
        return Period("day", None), None, ("unresolved-date",)
    return containing("day", scene.anchors.published), scene.anchors.published_name, ()


def read_clock(scene: Scene) -> Reading | None:
    """A time of day alone: '10:35 a.m.', 'noon', '14:00 GMT'."""
    clock, zone = time_of(scene)
    if not clock:
        return None
    period, anchor, doubts = day_in_hand(scene)
    return Reading(
        "TIME", period.value() + clock, period, clock=clock, zone=zone, anchor=anchor, doubts=doubts, sound=False
    )


def read_week_of(scene: Scene) -> Reading | None:
    """'the week of March 6', 'the week ended 12 May'."""
    found = _day(scene)
    if found is None:
        return None
    day, anchor, doubts = found
    first = day.first()
    period = containing("week", first) if first else Period("week", None)
    return Reading("DATE", period.value(), period, anchor=anchor, doubts=doubts)


def read_day_more(scene: Scene) -> Reading | None:
    """The next day of a list: '25' in 'April 24 and 25'."""
    if scene.previous is None:
        return None
    name, base = scene.previous
    day = scene.integer("day")
    if base.unit != "day" or not base.day or not real_day(base.year, base.number, day):
        return None
    period = Period("day", base.year, base.number, day)
    return Reading("DATE", period.value(), period, anchor=name)


def read_range(scene: Scene) -> Reading | None:
    """From one date to another: 'September 10-13', 'from May to July', '1995-98'."""
    if scene.has("year") and not scene.has("month") and not scene.has("day"):
        return _year_range(scene)
    month_b = scene.number("month_b", "MONTH_PLAIN", "MONTH_NAME_LIKE") if scene.has("month_b") else 0
    month = scene.number("month", "MONTH_PLAIN", "MONTH_NAME_LIKE") if scene.has("month") else month_b
    month_b = month_b or month
    day = _day_number(scene) if scene.has("day") else 0
    day_b = scene.integer("day_b") if scene.has("day_b") else 0
    end_year = scene.integer("year_b") if scene.has("year_b") else None
    year = scene.integer("year") if scene.has("year") else end_year
    anchor = None
    if year is None and scene.anchors.published is not None:
        near = _stated(scene, None, month, day or 1)
        if near is None:
            return None
        year, anchor = near[0].year, near[1]
    if end_year is None and year is not None:
        end_year = year + ((month_b, day_b) < (month, day))
    elif not scene.has("year") and end_year is not None and (month_b, day_b) < (month, day):
        year = end_year - 1
    unit_day = bool(day)
    if unit_day and not (real_day(year, month, day) and real_day(end_year, month_b, day_b)):
        return None
    start = Period("day", year, month, day) if unit_day else Period("month", year, month)
    end = Period("day", end_year, month_b, day_b) if unit_day else Period("month", end_year, month_b)
    return _range(start, end, anchor)


def _year_range(scene: Scene) -> Reading | None:
    year = scene.integer("year")
    if scene.has("year_b"):
        end = scene.integer("year_b")
    else:
        end = year - year % 100 + scene.integer("short_b")
    if end <= year or end - year > 1000:  # noqa: PLR2004  no stretch of time that a news report would give so
        return None
    return _range(Period("year", year), Period("year", end), None)


def _range(start: Period, end: Period, anchor: str | None) -> Reading | None:
    doubts = () if start.year is not None else ("unknown-year",)
    first, last = start.first(), end.last()
    if first and last and first > last:
        return None
    return Reading("DATE", f"{start.value()}/{end.value()}", start, until=end, anchor=anchor, doubts=doubts)


__all__ = ["full_year", "read_clock", "read_day", "read_daypart", "read_range", "read_week_of"]
