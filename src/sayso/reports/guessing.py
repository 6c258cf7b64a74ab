"""Which encoding bytes are in that do not say: by what languages are written in, which a short text shows already.

A statistical guess needs a paragraph or two. A headline does not have it, but its letters all belong to one language in
the right encoding, and to none in the wrong ones.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

COVERED = 0.97
"""How many of a text's letters beyond ASCII have to be a language's."""
OFTEN = 0.35
"""How many of them have to be among those that it uses most."""
CLEARLY = 1.3
"""How many times as many as in the next likeliest reading, where characters are thousands."""
LATIN = 0.4
"""How many letters at most are beyond ASCII in what is written in Latin ones."""
MIXED = 0.1
"""Places where a word goes from Latin letters to others, for each letter of the others: more are a wrong reading."""
SAMPLE = 4_000
"""Bytes that are looked at, from the first on that is not ASCII."""
WIDE = 0.9
"""How many bytes in every other place are small in UTF-16 of any alphabet: they say which alphabet it is."""
SPACES = 0.05
"""How many of them are 0: those of spaces, of stops and of Latin letters."""
_ALPHABETS = 0x20
RAISED = 0.02
"""Capitals behind small letters: more than these are a wrong reading."""


@dataclass(frozen=True, slots=True)
class _Kind:
    kind: str
    encodings: tuple[str, ...]
    languages: tuple[tuple[frozenset[str], frozenset[str]], ...]
    """Alphabet, and what is often of it."""


@cache
def _kinds() -> tuple[_Kind, ...]:
    told = tomllib.loads((files("sayso.reports") / "alphabets.toml").read_text("utf-8"))
    made = []
    for kind in ("characters", "letters", "latin"):
        for one in told[kind]:
            if kind == "characters":
                common = frozenset(one["common"]) - {"\n"}
                languages = [(common, common)]
            elif kind == "letters":
                languages = [(_both(x["alphabet"]), _both(x["often"])) for x in one["languages"]]
            else:
                languages = [(_both(x), _both(x)) for x in one["languages"]]
            made.append(_Kind(kind, tuple(one["encodings"]), tuple(languages)))
    return tuple(made)


def _both(letters: str) -> frozenset[str]:
    # Capitals of one letter only: that of 'ß' is two.
    return (
        frozenset(letters)
        | {one.upper() for one in letters if len(one.upper()) == 1}
        | ({"İ"} if "ı" in letters else set())
    )


def guess(data: bytes) -> str | None:
    """The encoding of ``data``, where one language's letters tell it; ``None`` where they do not."""
    first = next((i for i, byte in enumerate(data) if byte > 0x7F), 0)
    data = data[max(0, first - SAMPLE // 4) : first + SAMPLE]
    read = sorted(_characters(data), key=lambda one: -one[0])
    if read and read[0][0] >= OFTEN and (len(read) == 1 or read[0][0] >= CLEARLY * read[1][0]):
        return read[0][1]
    best: tuple[float, str] | None = None
    for kind in _kinds():
        if kind.kind == "characters":
            continue
        for encoding in kind.encodings:
            text = _decoded(data, encoding)
            score = _score(text, kind) if text is not None else 0.0
            if score >= OFTEN and (best is None or score > best[0]):
                best = score, encoding
    return best[1] if best else None


def wide(data: bytes) -> str | None:
    """UTF-16's name where ``data`` is in it, though no byte order mark says so."""
    sample = data[:SAMPLE]
    half = len(sample) // 2
    if half < 8 or len(data) % 2:
        return None
    first, second = sample[0 : 2 * half : 2], sample[1 : 2 * half : 2]
    for upper, lower, name in ((first, second, "utf-16-be"), (second, first, "utf-16-le")):
        high = sum(byte < _ALPHABETS for byte in upper)
        if high >= WIDE * half and upper.count(0) >= SPACES * half and not lower.count(0):
            return name
    return None


def _characters(data: bytes) -> Iterator[tuple[float, str]]:
    """How much each of the encodings of thousands of characters makes of ``data``."""
    for kind in _kinds():
        if kind.kind != "characters":
            continue
        found = []
        for encoding in kind.encodings:
            text = _decoded(data, encoding)
            letters = [c for c in text or "" if c > "\x7f" and c.isalpha()]
            if letters:
                common = kind.languages[0][1]
                found.append((sum(c in common for c in letters) / len(letters), encoding))
        if found:
            yield max(found, key=lambda one: one[0])


def _score(text: str, kind: _Kind) -> float:
    letters = [c for c in text if c.isalpha() or (c > "\x7f" and c.isprintable() and not _punctuation(c))]
    beyond = [c for c in letters if c > "\x7f"]
    if not beyond or (kind.kind == "latin" and len(beyond) > LATIN * len(letters)):
        return 0.0
    mixed = sum(
        (a.isascii() and a.isalpha() and _other(b)) or (b.isascii() and b.isalpha() and _other(a))
        for a, b in pairwise(text)
    )
    if kind.kind == "letters" and mixed > MIXED * len(beyond):
        return 0.0
    if any("\x80" <= c < "\xa0" for c in text):
        return 0.0
    raised = sum(a.islower() and b.isupper() for a, b in pairwise(text))
    if raised > max(1.0, RAISED * len(letters)):
        return 0.0
    return max(
        (sum(c in often for c in beyond) / len(beyond)
         for alphabet, often in kind.languages
         if sum(c in alphabet for c in beyond) >= COVERED * len(beyond)),
        default=0.0,
    )  # fmt: skip


def _other(letter: str) -> bool:
    return letter > "\x7f" and not _punctuation(letter)


def _punctuation(letter: str) -> bool:
    return letter in "\xa0«»“”„‘’‚–—…•·€£§°№©®™\u200e\u200f،؛؟"


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        # A sample may end within a character.
        if error.start >= len(data) - 3 and error.start > 0:
            try:
                return data[: error.start].decode(encoding)
            except UnicodeDecodeError:
                return None
        return None
