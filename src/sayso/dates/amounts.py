"""Amounts: numbers in digits and words, and TIMEX3 durations made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from sayso.dates.lexicon import word_value

_LIMIT = 10**9

_YEARS = {"E": 10, "C": 100}


def read_number(words: Sequence[str]) -> Fraction | None:
    """The number that ``words`` write: ``2 1/2``, ``1,000``, ``twenty-five``, ``a hundred``; ``None`` if none."""
    joined = " ".join(w.lower() for w in words)
    mixed = re.fullmatch(r"(\d{1,9}) (\d{1,3}) / (\d{1,3})", joined, re.ASCII)
    if mixed:
        return int(mixed[1]) + Fraction(int(mixed[2]), int(mixed[3])) if int(mixed[3]) else None
    cardinals, scales = word_value("CARDINAL"), word_value("SCALE")
    total, current, seen = Fraction(0), Fraction(0), False
    for word in joined.split():
        if word == "half":
            current, seen = Fraction(1, 2), True
        elif word in {"a", "an"}:
            current, seen = Fraction(1), True
        elif word in cardinals:
            current, seen = current + int(cardinals[word]), True
        elif word in scales:
            scale = int(scales[word])
            current, seen = (current or Fraction(1)) * scale, True
            if scale >= 1000:
                total, current = total + current, Fraction(0)
        elif re.fullmatch(r"\d{1,12}|\d{1,3}(?:,\d{3}){1,3}|\d{1,6}\.\d{1,6}", word, re.ASCII):
            current, seen = current + Fraction(word.replace(",", "")), True
        elif word not in {"and", "-", "‐", "‑", "‒", "–"}:
            return None
    total += current
    return total if seen and total < _LIMIT else None


def duration(count: Fraction | str, unit: str, clock: bool = False) -> str:
    """The TIMEX3 value of ``count`` (a number, or ``X`` for an unknown one) of ``unit``.

    Args:
        unit: ``D W M Q Y E C`` (E: decades, C: centuries), ``2W``, or, with ``clock``, ``H M S``.
    """
    prefix = "PT" if clock else "P"
    if not isinstance(count, str) and unit in _YEARS and not clock:
        count, unit = count * _YEARS[unit], "Y"  # ISO 8601 has no decades
    if unit == "2W":
        count, unit = (count if isinstance(count, str) else 2 * count), "W"
    if isinstance(count, str):
        return f"{prefix}{count}{unit}"
    whole, rest = divmod(count, 1)
    if rest:
        smaller = {("Y", False): ("M", 12), ("H", True): ("M", 60), ("M", True): ("S", 60)}.get((unit, clock))
        if smaller and (rest * smaller[1]).denominator == 1:
            start = f"{whole}{unit}" if whole else ""
            return f"{prefix}{start}{rest * smaller[1]}{smaller[0]}"
        return f"{prefix}{float(count):.6g}{unit}"
    return f"{prefix}{whole}{unit}"
