"""Times of day, and parts of days."""

from __future__ import annotations

import re

from sayso.dates.amounts import read_number
from sayso.dates.periods import Period, containing
from sayso.dates.reading import ASSUMED_DAY, UNRESOLVED, Reading, Told
from sayso.dates.scene import Scene

_HALF_DAY = 12
_REACH = 2
"""Sentences over which a text goes on from a day without naming it again, where it tells what happened at what time."""

_EVENING = 6
"""From this hour on, 'at night' is before midnight."""


def time_of(scene: Scene) -> tuple[str, float | None]:
    """The TIMEX3 time that the match states (``TMO``, ``T10:30``; empty for none), and its offset from UTC in hours."""
    stated = _clock(scene)
    if stated:
        zone = float(scene.worth("zone", "ZONE")) if scene.has("zone") else None
        if zone is not None and scene.has("shift"):  # 'GMT+8'
            zone += scene.integer("shift") * (1 if scene.word("sign") == "+" else -1)
        if scene.has("iso_time") and scene.words("iso_time")[-1].endswith("Z"):
            zone = 0.0
        # A broken number marks a name that several zones share.
        return stated, zone if zone is not None and zone == int(zone) else None
    if scene.has("daypart"):
        return f"T{scene.worth('daypart', 'DAYPART', 'TONIGHT')}", None
    return "", None


def _clock(scene: Scene) -> str:
    if scene.has("noon"):
        return f"T{scene.worth('noon', 'NOON')}"
    if scene.has("iso_time"):
        found = re.search(r"T(\d\d)((?: : \d\d){0,2})", " ".join(scene.words("iso_time")), re.ASCII)
        return f"T{found[1]}{found[2].replace(' ', '') or ':00'}" if found else ""
    part = str(scene.worth("daypart", "DAYPART", "TONIGHT")) if scene.has("daypart") else ""
    if scene.has("clock_word"):
        number = read_number(scene.words("clock_word"))
        hour, minutes, seconds, half = int(number) if number is not None else 0, "00", None, ""
        if not 1 <= hour <= _HALF_DAY:
            return ""
    elif scene.has("clock"):
        stated = "".join(scene.words("clock")).lower()
        found = re.match(r"(\d{1,2})(?:[:.]?(\d\d))?(?::(\d\d))?(?:hours)?([ap]?)", stated, re.ASCII)
        if found is None:
            return ""
        hour, minutes, seconds, half = int(found[1]), found[2] or "00", found[3], found[4]
    else:
        return ""
    if half:
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "p" else 0) if 1 <= hour <= _HALF_DAY else hour
    elif (part in {"AF", "EV"} or (part == "NI" and hour >= _EVENING)) and hour < _HALF_DAY:
        hour += _HALF_DAY
    return f"T{hour:02}:{minutes}" + (f":{seconds}" if seconds else "")


def day_in_hand(scene: Scene) -> Told:
    """The day that a time without a day belongs to: the last one named in the sentence, or a little before it.

    One before it only where the sentence's tense lets it be that day. Else the report's own, with a doubt.
    """
    day = scene.anchors.named.get("day")
    if day is not None and (day[1] == scene.sentence or (scene.sentence - day[1] <= _REACH and _suits(scene, day[3]))):
        return Told(day[3], day[2])
    told = scene.now("day")
    return told._replace(doubts=ASSUMED_DAY) if told.period.known else told


def _suits(scene: Scene, day: Period) -> bool:
    """Whether what the sentence tells may have been, or may be to come, on ``day``."""
    first, published = day.first(), scene.anchors.published
    if first is None or published is None:
        return first is not None
    return scene.tense <= 0 if first < published else scene.tense >= 0 if first > published else True


def read_clock(scene: Scene) -> Reading | None:
    """A time of day alone: '10:35 a.m.', 'noon', '14:00 GMT'."""
    clock, zone = time_of(scene)
    return day_in_hand(scene).at(clock, zone, sound=False) if clock else None


def read_daypart(scene: Scene) -> Reading | None:
    """A part of a day without its day: 'this morning', 'last night', 'tonight', 'the next morning', 'overnight'."""
    if scene.has("overnight"):
        day = scene.now("day")
        # What has happened overnight, happened in the night that began the day before.
        return (day._replace(period=day.period.shift(-1)) if day.period.known and scene.tense < 0 else day).at(
            "TNI", None
        )
    clock, zone = time_of(scene)
    place = scene.word("place")
    if place in {"the", "that", "following", "previous", "preceding"} or (place == "next" and scene.before("place")):
        day = _narrative_day(scene, 0 if place in {"the", "that"} else scene.place())
    else:
        day = scene.now("day", scene.place() if place else 0)
    return day.at(clock, zone, scene.part)


def _narrative_day(scene: Scene, step: int) -> Told:
    named = scene.anchors.near(scene.sentence, "day")
    if named is None:
        return Told(Period("day", None), None, UNRESOLVED) if step else day_in_hand(scene)
    first = named[1].first()
    assert first is not None, "only known periods are kept"
    day = containing("day", first).shift(step)
    return Told(day, named[0]) if not step or scene.goes_on_to(day) else Told(Period("day", None), None, UNRESOLVED)
