"""Readers of durations, of sets of times, and of vague references to past, present and future."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil

from sayso.dates.amounts import duration
from sayso.dates.periods import containing
from sayso.dates.reading import Reading
from sayso.dates.relative import in_so_long
from sayso.dates.scene import Scene
from sayso.dates.tense import STRONG, WEAK

_MOST_SHIFT = 10**5
_IN_A_DAY = {"H": 24, "M": 24 * 60, "S": 24 * 60 * 60}


def read_length(scene: Scene) -> Reading | None:
    """A duration: 'two weeks', 'a two-year contract', 'the past six months', 'several days', 'half an hour'."""
    name = "vague_units" if scene.has("vague_units") else "single" if not scene.has("unit") else "unit"
    word, (letter, clock) = scene.words(name)[0], scene.unit(name)
    if scene.has("vague_units"):
        return Reading("DURATION", duration("X", letter, clock))
    if scene.has("vague"):
        value = str(scene.worth("vague", "VAGUE"))
        if value == "X":
            return _anchored(Reading("DURATION", duration("X", letter, clock)), scene, _open_bounds(scene))
        count = scene.amount("vague") or Fraction(2)
    elif scene.has("count"):
        amount = scene.amount("count")
        if amount is None:
            return None
        count = amount
    else:
        count = Fraction(1)
    if scene.has("half"):
        half = scene.word("half")
        count = count + Fraction(1, 2) if half.startswith("and") else Fraction(1, 2 if half.startswith("half") else 4)
        if letter == "C":
            letter, count = "Y", 100 * count
    if letter == "S" and name == "unit" and word.lower() == "second" and not scene.has("count"):
        return None
    if _from_now(scene) and not clock and count <= _MOST_SHIFT:
        return in_so_long(scene, letter, count)
    reading = Reading("DURATION", duration(count, letter, clock), approximate=scene.has("approximate"))
    return _anchored(reading, scene, _bounds(scene, letter, clock, count))


def _from_now(scene: Scene) -> bool:
    """Whether a length of time tells when something will be: 'will close in five days'."""
    at = scene.offset + scene.match.first
    opens = scene.analysis.sentences[scene.sentence].first
    if not scene.has("count") or scene.has("side") or at == opens or scene.anchors.published is None:
        return False
    return scene.analysis.words[at - 1].text.lower() == "in" and scene.tense >= STRONG


def _anchored(reading: Reading, scene: Scene, bounds: tuple[date | None, date | None] | None) -> Reading:
    if bounds is None:
        return reading
    return replace(reading, bounds=bounds, anchor=scene.anchors.published_name, approximate=True)


def _side(scene: Scene) -> int:
    """-1 where the length of time ends at the report's day, 1 where it begins there, 0 where it does neither."""
    word = scene.word("side")
    if word in {"last", "past"}:
        return -1
    # 'He spent the next two years abroad' goes on from something in the text.
    return 1 if word in {"next", "coming"} and scene.tense >= 0 else 0


def _open_bounds(scene: Scene) -> tuple[date | None, date | None] | None:
    """The end of 'the past few days', the start of 'the next few weeks'."""
    now, sign = scene.anchors.published, _side(scene)
    if now is None or not sign:
        return None
    return (None, now) if sign < 0 else (now, None)


def _bounds(scene: Scene, letter: str, clock: bool, amount: Fraction) -> tuple[date, date] | None:
    """The days that 'the past six months' or 'the next two weeks' reach over, where the report's day is known."""
    now, sign, count = scene.anchors.published, _side(scene), ceil(amount)
    if now is None or not sign or count > _MOST_SHIFT:
        return None
    if clock:
        letter, count = "D", ceil(amount / _IN_A_DAY[letter])
    if letter == "2W":
        letter, count = "W", 2 * count
    there = _away(now, letter, sign * count)
    return (there, now) if sign < 0 else (now, there)


def _away(now: date, letter: str, count: int) -> date:
    if letter in {"D", "W"}:
        day = containing("day", now).shift(count * (7 if letter == "W" else 1)).first()
        assert day is not None
        return day
    months = count * {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}[letter]
    first = containing("month", now).shift(months)
    last = first.last()
    assert last is not None
    return last.replace(day=min(now.day, last.day))


def read_set(scene: Scene) -> Reading | None:
    """A set of times: 'every Monday', 'each year', 'daily', 'Sundays', 'twice a week'."""
    if scene.has("word"):
        return Reading("SET", str(scene.worth("word", "FREQUENCY")))
    if scene.has("weekday"):
        part = f"T{scene.worth('daypart', 'DAYPARTS')}" if scene.has("daypart") else ""
        return Reading("SET", f"XXXX-WXX-{scene.number('weekday', 'WEEKDAY', 'WEEKDAYS')}{part}")
    if scene.has("month"):
        return Reading("SET", f"XXXX-{scene.number('month', 'MONTH_PLAIN', 'MONTH_NAME_LIKE'):02}")
    if scene.has("season"):
        return Reading("SET", f"XXXX-{scene.worth('season', 'SEASON')}")
    if scene.has("daypart"):
        return Reading("SET", f"XXXX-XX-XXT{scene.worth('daypart', 'DAYPART')}")
    if scene.has("weekend"):
        return Reading("SET", "XXXX-WXX-WE")
    letter, clock = scene.unit()
    count = scene.amount("count") if scene.has("count") else Fraction(2 if scene.has("other") else 1)
    return None if count is None else Reading("SET", duration(count, letter, clock))


def read_reference(scene: Scene) -> Reading | None:
    """'now', 'recently', 'soon', 'in the coming days', 'the near future', 'the weeks before the vote'."""
    if scene.has("vague_units"):  # that is a time, however long: when, the tense tells
        if not 0 <= scene.tense <= WEAK:
            return Reading("DATE", "PAST_REF" if scene.tense < 0 else "FUTURE_REF")
        return Reading("DURATION", duration("X", *scene.unit("vague_units")))
    if scene.has("word"):
        return Reading("DATE", str(scene.worth("word", "REFERENCE")))
    if scene.has("past"):
        return Reading("DATE", "PAST_REF")
    if scene.has("ref") or scene.has("future"):
        return Reading("DATE", "FUTURE_REF")
    return Reading("DATE", "PRESENT_REF")
