"""Where and when: whether two clauses may speak of one place and one time."""

from __future__ import annotations

import re
from collections.abc import Sequence


def elsewhere(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two clauses say two places: none of one is, or may lie in, one of the other."""
    return bool(some and others) and not any(_may_be_one(x, y) for x in some for y in others)


def _may_be_one(one: str, other: str) -> bool:
    """Whether two places are one, or one is a country or region that the other may lie in."""
    if one == other:
        return True
    first, second = one.split(" ", 1)[0], other.split(" ", 1)[0]
    if _is_code(first) != _is_code(second):
        return True  # one is not known: 'the Austrian Alps' may lie in Austria
    wide = any(" " not in place or "/" in place for place in (one, other))
    return wide and first == second


def _is_code(part: str) -> bool:
    return len(part) == len("AT") and part.isupper()


def apart(
    some: Sequence[tuple[str, str, object]], others: Sequence[tuple[str, str, object]], *, slack: int = 0
) -> bool:
    """Whether no date of ``some`` can be one of ``others``, give or take ``slack`` days."""
    return not any(
        (_near(x[0], y[1], slack) and _near(y[0], x[1], slack)) or _week_off(x, y) for x in some for y in others
    )


def _week_off(x: tuple[str, str, object], y: tuple[str, str, object]) -> bool:
    """Whether two dates are the same day of the week by name, reckoned a week apart: hardly two days."""
    if abs(ordinal(x[0]) - ordinal(y[0])) != 7 or x[0] != x[1] or y[0] != y[1]:
        return False
    named = [set(re.findall(r"\b\w+day\b", getattr(one[2], "text", "").lower())) for one in (x, y)]
    return bool(named[0] & named[1])


def _near(first: str, last: str, slack: int) -> bool:
    """Whether ``first`` is no later than ``last`` and some days."""
    if not slack:
        return first <= last
    return ordinal(first) <= ordinal(last) + slack


def ordinal(day: str) -> int:
    """The number of an ISO day, or of the day of an ISO time; 0 for what is none."""
    from datetime import date

    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return 0
