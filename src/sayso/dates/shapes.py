"""Classes of words that are told by their shape: numbers, years, clock times, decades, codes of quarters."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,12}", re.ASCII)
_DECIMAL = re.compile(r"\d{1,6}\.\d{1,6}", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?", re.ASCII)
_CLOCK_DOT = re.compile(r"([01]?\d|2[0-4])\.[0-5]\d", re.ASCII)
_CLOCK_AM_PM = re.compile(r"(?:0?[1-9]|1[0-2])(?:[.:][0-5]\d)?[ap]m", re.ASCII | re.IGNORECASE)
_MINUTES_AM_PM = re.compile(r"[0-5]\d[ap]m", re.ASCII | re.IGNORECASE)
_MILITARY = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d", re.ASCII)
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)", re.ASCII)
_DECADE = re.compile(r"(?:1\d|20)\d0s", re.ASCII)
_SHORT_DECADE = re.compile(r"[2-9]0s", re.ASCII)
_DOTTED_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d", re.ASCII)
_DAY_AND_HOUR = re.compile(r"(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-4])", re.ASCII)
_SECONDS_AND_ZONE = re.compile(r"[0-5]\d(?:\.\d{1,9})?Z?", re.ASCII)
_DIGITS = frozenset("0123456789")

# One word of each shape, so that every set of classes is known before patterns are compiled.
SAMPLES = (
    "0",
    "00",
    "00Z",
    "1",
    "01",
    "12",
    "13",
    "24",
    "25",
    "31",
    "32",
    "60",
    "99",
    "100",
    "0100",
    "0930",
    "1030",
    "1,000",
    "999999",
    "1066",
    "1530",
    "1561",
    "1961",
    "1930",
    "2030",
    "2061",
    "2161",
    "2130",
    "1.5",
    "15.5",
    "9.30",
    "10.30",
    "24.30",
    "30.12345",
    "10:30",
    "13:30",
    "24:30",
    "10am",
    "10.30am",
    "30am",
    "1st",
    "3rd",
    "12th",
    "21st",
    "32nd",
    "99th",
    "1990s",
    "1900s",
    "2000s",
    "80s",
    "12.9.2023",
    "12T10",
    "30.5Z",
    "59",
    "59Z",
)


def is_number_like(word: str) -> bool:
    """Whether :func:`shape` may have something to say of ``word``: it starts with an ASCII digit."""
    return word[:1] in _DIGITS and len(word) <= 24


def shape(word: str) -> frozenset[str]:
    """The classes that ``word``, which starts with a digit, belongs to by its shape."""
    if word.isascii() and word.isdigit() and len(word) <= 2:
        return _short_number(word)
    found: set[str] = set()
    if _NUMBER.fullmatch(word):
        found.add("INT")
        if len(word) == 4 and "1000" <= word <= "2199":
            found.add("YEAR")
            if "1900" <= word <= "2099":
                found.add("MODERN_YEAR")
        if _MILITARY.fullmatch(word):
            found.add("MILITARY")
        return frozenset(found)
    for label, pattern in (
        ("DECIMAL", _DECIMAL),
        ("CLOCK", _CLOCK),
        ("CLOCK_DOT", _CLOCK_DOT),
        ("CLOCK_AM_PM", _CLOCK_AM_PM),
        ("MINUTES_AM_PM", _MINUTES_AM_PM),
        ("DECADE", _DECADE),
        ("SHORT_DECADE", _SHORT_DECADE),
        ("DOTTED_DATE", _DOTTED_DATE),
        ("DAY_AND_HOUR", _DAY_AND_HOUR),
        ("SECONDS", _SECONDS_AND_ZONE),
    ):
        if pattern.fullmatch(word):
            found.add(label)
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal:
        found.add("ORDINAL_NUMBER")
        if 1 <= int(ordinal[1]) <= 31:
            found.add("ORDINAL_DAY")
        if 1 <= int(ordinal[1]) <= 4:
            found.update(("QUARTER_ORDINAL", "HALF_ORDINAL") if int(ordinal[1]) <= 2 else ("QUARTER_ORDINAL",))
    return frozenset(found)


def _short_number(word: str) -> frozenset[str]:
    number, found = int(word), {"INT"}
    if len(word) == 2:
        found.add("TWO_DIGITS")
    if 1 <= number <= 31:
        found.add("DAY_NUMBER")
        if len(word) == 2:
            found.add("DAY_DIGITS")
    if 1 <= number <= 12:
        found.update(("MONTH_NUMBER", "HOUR"))
        if len(word) == 2:
            found.add("MONTH_DIGITS")
    if number <= 59 and len(word) == 2:
        found.add("SECONDS")
    return frozenset(found)
