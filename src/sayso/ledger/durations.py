"""How long something takes, as a count of days: 'out for six weeks', 'sentenced to five years'."""

from __future__ import annotations

import re

from sayso.ledger.digest import Count
from sayso.record.types import Date

MEASURE = "day of a length"
_LENGTH = re.compile(r"P(?:(\d+(?:\.\d+)?)([YMWD]))?(?:T(\d+(?:\.\d+)?)([HM]))?")
_DAYS = {"Y": 365.25, "M": 30.4375, "W": 7.0, "D": 1.0}
_HOURS = {"H": 1 / 24, "M": 1 / 1440}
_SHIFT = re.compile(r"\W{0,2}(?:later|earlier|longer|shorter|more|late|ago|before|after|old|of age)\b")
"""What makes a length the distance between two times: 'two days later'."""
_NEAR = 0.1
_MODS: dict[str, tuple[float | None, float | None]] = {
    "EQUAL_OR_MORE": (1.0, None), "MORE_THAN": (1.0, None), "EQUAL_OR_LESS": (None, 1.0), "LESS_THAN": (None, 1.0),
    "APPROX": (1 - _NEAR, 1 + _NEAR),
}  # fmt: skip


def duration(text: str, date: Date) -> Count | None:
    """The length of time that ``date`` in ``text`` is, as a count; ``None`` where it is none, or part of a word."""
    match = _LENGTH.fullmatch(date.value)
    if date.type != "DURATION" or match is None or "-" in date.span.text or _SHIFT.match(text, date.span.end):
        return None
    if date.earliest is not None and not date.span.text.lower().startswith("last "):
        return None  # 'the past ten years' say when
    days = sum(float(n) * by[unit] for n, unit, by in ((match[1], match[2], _DAYS), (match[3], match[4], _HOURS)) if n)
    low, high = _MODS.get(date.mod or "", (1.0, 1.0))
    return Count(
        MEASURE, "", None if low is None else round(days * low, 3), None if high is None else round(days * high, 3),
        date.span,
    ) if days else None  # fmt: skip
