"""How much room words take in a drawing, where nobody can measure them: in letters of middling width."""

from __future__ import annotations

import unicodedata
from itertools import accumulate

_GOES_ON = "…"
_NARROW = frozenset("ijlrtfI .,;:'|!()[]/-")
_BROAD = frozenset("MW@%mw\N{EM DASH}\N{HORIZONTAL ELLIPSIS}")


def wide(text: str) -> float:
    """How wide ``text`` is, in letters."""
    return sum(map(_letter, text))


def cut(text: str, letters: float) -> str:
    """``text``, or as much of it as ``letters`` have room for, with a sign that it goes on."""
    # What could not fit whatever its letters are, need not be measured.
    if len(text) <= letters * 4 and wide(text) <= letters:
        return text
    room = letters - _letter(_GOES_ON)
    if room < 0:
        return ""
    kept = sum(1 for so_far in accumulate(map(_letter, text[: int(letters * 4) + 1])) if so_far <= room)
    return text[:kept].rstrip() + _GOES_ON


def _letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.9
    if letter in _BROAD:
        return 1.75
    if letter in _NARROW:
        return 0.7
    return 1.25 if letter.isupper() or letter in "<>+=~#    return 1.25 if letter.isupper() else 1.1" else 1.1
