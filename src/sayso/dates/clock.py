"""Times of day."""

from __future__ import annotations

import re

from sayso.dates.amounts import read_number
from sayso.dates.reading import Scene

_HALF_DAY = 12


def time_of(scene: Scene) -> tuple[str, float | None]:
    """The TIMEX3 time that the match states (``TMO``, ``T10:30``; empty for none), and its offset from UTC in hours."""
    stated = _clock(scene)
    if stated:
        zone = None
        if scene.has("zone"):
            offset = float(scene.worth("zone", "ZONE"))
            zone = offset if offset == int(offset) else None
        return stated, zone
    if scene.has("daypart"):
        return "T" + str(scene.worth("daypart", "DAYPART", "TONIGHT")), None
    return "", None


def _clock(scene: Scene) -> str:
    if scene.has("noon"):
        return f"T{scene.worth('noon', 'NOON')}"
    if scene.has("iso_time"):
        found = re.search(r"T(\d\d)((?: : \d\d){0,2})", " ".join(scene.words("iso_time")))
        return f"T{found[1]}{found[2].replace(' ', '')}" if found else ""
    part = scene.worth("daypart", "DAYPART", "TONIGHT") if scene.has("daypart") else None
    if scene.has("clock_word"):
        number = read_number(scene.words("clock_word"))
        hour = int(number) if number is not None else -1
        if not 1 <= hour <= _HALF_DAY:
            return ""
        if part in {"AF", "EV"} or (part == "NI" and hour >= 6):
            hour = hour % _HALF_DAY + _HALF_DAY
        return f"T{hour:02}:00"
    if not scene.has("clock"):
        return ""
    stated = "".join(scene.words("clock")).lower()
    found = re.match(r"(\d{1,2})(?:[:.]?(\d\d))?(?::(\d\d))?(?:hours)?([ap]?)", stated)
    if found is None:
        return ""
    hour, half = int(found[1]), found[4]
    if half and 1 <= hour <= _HALF_DAY:
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "p" else 0)
    elif part in {"AF", "EV"} and hour < _HALF_DAY:
        hour += _HALF_DAY
    return f"T{hour:02}:{found[2] or '00'}" + (f":{found[3]}" if found[3] else "")
