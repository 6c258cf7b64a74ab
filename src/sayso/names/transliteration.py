"""One name in several spellings: Yevgeny and Evgeniy, Zelensky and Zelenskyy, Gaddafi and Qadhafi.

A skeleton of a name: its letters without marks, with what the common romanisations of Cyrillic and Arabic names
(BGN/PCGN, ISO 9, the press's own) write differently made one. Two names with one skeleton may still be two people, so
it joins only names of more than one word, or a last name to a full name that a report has. Belarusian's '-enka' is
Russian's '-enko'.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SAME = (
    (re.compile(r"[’'`ʼ-]"), ""),
    (re.compile(r"(?:kh|gh|q)(?=[aeiou])"), "g"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"zh|dzh"), "j"),
    (re.compile(r"tch|tsch"), "ch"),
    (re.compile(r"sch|shch"), "sh"),
    (re.compile(r"tz|ts"), "c"),
    (re.compile(r"ks"), "x"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"w"), "v"),
    (re.compile(r"(?:iy|ij|yi|yy|ii|y|j)(?![aeou])"), "i"),
    (re.compile(r"\b[yij]e"), "e"),
    (re.compile(r"enka\b"), "enko"),
    (re.compile(r"(?<=[aeiou])[yij]e"), "e"),
    (re.compile(r"[yij](?=[aou])"), "i"),
    (re.compile(r"(?<=[bcdfgt])r\b"), "er"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_ARTICLE = re.compile(r"(?:al|el|as|ash|an|at|ad|ar|az)[-‑](?=[^\W\d_]{3})", re.IGNORECASE)
"""Arabic's article, with its assimilated forms, before a family name."""


@lru_cache(maxsize=8192)
def skeleton(name: str) -> str:
    """The name with spellings that differ between romanisations made one; for comparing, never for showing."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    for pattern, same in _SAME:
        plain = pattern.sub(same, plain)
    return plain


def parts_of(name: str) -> list[str]:
    """The words of a person's name without what tells the son from the father: 'Jr.', 'III'."""
    parts = name.split()
    while len(parts) > 1 and parts[-1].rstrip(".").lower() in _GENERATIONS:
        parts.pop()
    return parts


def bare_family(name: str) -> str:
    """A family name without the article that some reports leave out: 'Burhan' for 'al-Burhan'."""
    return _ARTICLE.sub("", name, count=1) if _ARTICLE.match(name) else name
