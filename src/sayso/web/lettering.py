"""How much room words take in a drawing, where nobody can measure them: in letters of middling width."""

from __future__ import annotations

import unicodedata
from itertools import accumulate

_BROAD = frozenset("MW@%mw\N{EM DASH}\N{HORIZONTAL ELLIPSIS}")


def wide(text: str) -> float:
    """How wide ``text`` is, in letters."""
    return sum(map(_letter, text))


def cut(text: str, letters: float) -> str:
    """``text``, or as much of it as ``letters`` have room for, with a sign that it goes on."""
    # What could not fit whatever its letters are, need not be measured.
    if len(text) <= letters * 4 and wide(text) <= letters:
        return text
    room = letters - 1
    kept = sum(1 for so_far in accumulate(map(_letter, text[: int(letters * 4) + 1])) if so_far <= room)
    return text[:kept].rstrip() + "…"


def _letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.8
    if letter in _BROAD:
        return 1.5
    return 1.15 if letter.isupper() else 1.0
