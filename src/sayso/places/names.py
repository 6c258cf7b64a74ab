"""Place names as keys: one spelling for names that differ only in case, diacritics or punctuation."""

from __future__ import annotations

import re
import unicodedata

_SPECIAL = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_APOSTROPHES = re.compile(r"['’ʼ`´‘.]")
_BREAKS = re.compile(r"[\W_]+")


def normalise(name: str) -> str:
    """The key of a name: case folded, diacritics and apostrophes dropped, other punctuation a space."""
    # Decomposed before folding and again after: either step can make work for the other.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c)).casefold().translate(_SPECIAL)
    return _BREAKS.sub(" ", _APOSTROPHES.sub("", bare)).strip()
