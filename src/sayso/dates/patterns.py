"""Patterns over words: a small notation that compiles to regular expressions over one letter a word.

Each word of a sentence is first turned into one letter that stands for all the classes the word belongs to (see
:mod:`sayso.dates.lexicon`); a pattern then is an ordinary regular expression over that string. Notation:

``MONTH``            a word of that class, or, where the grammar has a part of that name, that part
``of``, ``"o'clock"``  that very word, in any of its usual spellings of case
``name=X``           X, kept under ``name``
``(X | Y)  X?  X{0,3}``  as in regular expressions; ``*`` and ``+`` are left out, so that every match is bounded
``(?<=X) (?<!X) (?=X) (?!X)``  looks around; those behind look at one word
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

_TOKEN = re.compile(
    r"""(?P<capture>[a-z_]+)= | (?P<label>[A-Z][A-Z0-9_]*) | (?P<word>[a-z]+) | "(?P<quoted>[^"]+)"
      | (?P<open>\(\?<=|\(\?<!|\(\?=|\(\?!|\() | (?P<close>\)) | (?P<alternative>\|)
      | (?P<repeat>\?|\{\d+,\d+\}) | \s+""",
    re.VERBOSE,
)


_Stream = tuple[tuple[str, str], ...]


class PatternError(ValueError):
    """A pattern of the grammar is not well formed."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; ``first`` holds every letter that a match can start with."""

    regex: re.Pattern[str]
    first: frozenset[str]


@dataclass(slots=True)
class _Piece:
    regex: str
    first: set[str]
    nullable: bool


@cache
def tokens(pattern: str) -> tuple[tuple[str, str], ...]:
    """The tokens of ``pattern`` as (kind, text).

    Raises:
        PatternError: there is a character that no token starts with.
    """
    at, found = 0, []
    while at < len(pattern):
        match = _TOKEN.match(pattern, at)
        if match is None:
            raise PatternError(f"cannot read {pattern[at:]!r} in pattern {pattern!r}")
        at = match.end()
        if match.lastgroup is not None:
            found.append((match.lastgroup, match[match.lastgroup]))
    return tuple(found)


def literals(pattern: str) -> set[str]:
    """The words that ``pattern`` names as themselves."""
    return {text for kind, text in tokens(pattern) if kind in {"word", "quoted"}}


def compile_pattern(
    pattern: str, parts: Mapping[str, str], letters: Callable[[str], frozenset[str]], literal: Callable[[str], str]
) -> Pattern:
    """Compile ``pattern``.

    Args:
        parts: patterns that stand for their names inside other patterns.
        letters: the letters of the words in a class or literal label.
        literal: the label of a word that is named as itself.

    Raises:
        PatternError: the pattern is not well formed.
    """
    compiler = _Compiler(parts, letters, literal)
    piece = compiler.compile(pattern)
    if piece.nullable:
        raise PatternError(f"pattern {pattern!r} matches no words at all")
    return Pattern(re.compile(piece.regex), frozenset(piece.first))


class _Compiler:
    def __init__(
        self, parts: Mapping[str, str], letters: Callable[[str], frozenset[str]], literal: Callable[[str], str]
    ) -> None:
        self._parts = parts
        self._letters = letters
        self._literal = literal
        self._captures: dict[str, int] = {}

    def compile(self, pattern: str) -> _Piece:
        stream = tokens(pattern)
        piece, at = self._alternatives(stream, 0)
        if at != len(stream):
            raise PatternError(f"pattern {pattern!r} closes a bracket that it did not open")
        return piece

    def _alternatives(self, stream: _Stream, at: int) -> tuple[_Piece, int]:
        piece, at = self._sequence(stream, at)
        regexes, first, nullable = [piece.regex], piece.first, piece.nullable
        while at < len(stream) and stream[at][0] == "alternative":
            piece, at = self._sequence(stream, at + 1)
            regexes.append(piece.regex)
            first, nullable = first | piece.first, nullable or piece.nullable
        return _Piece("|".join(regexes), first, nullable), at

    def _sequence(self, stream: _Stream, at: int) -> tuple[_Piece, int]:
        regex, first, nullable = "", set[str](), True
        while at < len(stream) and stream[at][0] not in {"close", "alternative"}:
            piece, at = self._item(stream, at)
            regex += piece.regex
            if nullable:
                first |= piece.first
                nullable = piece.nullable
        return _Piece(regex, first, nullable), at

    def _item(self, stream: _Stream, at: int) -> tuple[_Piece, int]:
        kind, text = stream[at]
        if kind == "capture":
            piece, at = self._atom(stream, at + 1)
            # One name may be used in several alternatives; regular expressions want each group once.
            number = self._captures[text] = self._captures.get(text, 0) + 1
            piece = _Piece(f"(?P<{text}__{number}>{piece.regex})", piece.first, piece.nullable)
        else:
            piece, at = self._atom(stream, at)
        if at < len(stream) and stream[at][0] == "repeat":
            repeat = stream[at][1]
            optional = repeat == "?" or repeat.startswith("{0,")
            return _Piece(f"(?:{piece.regex}){repeat}", piece.first, piece.nullable or optional), at + 1
        return piece, at

    def _atom(self, stream: _Stream, at: int) -> tuple[_Piece, int]:
        if at >= len(stream):
            raise PatternError("a pattern ends after a name=")
        kind, text = stream[at]
        if kind == "open":
            piece, at = self._alternatives(stream, at + 1)
            if at >= len(stream):
                raise PatternError("a pattern leaves a bracket open")
            if text != "(":
                return _Piece(f"{text}{piece.regex})", set(), True), at + 1
            return _Piece(f"(?:{piece.regex})", piece.first, piece.nullable), at + 1
        if kind == "label" and text in self._parts:
            piece = self.compile(self._parts[text])
            return _Piece(f"(?:{piece.regex})", piece.first, piece.nullable), at + 1
        if kind in {"label", "word", "quoted"}:
            label = text if kind == "label" else self._literal(text)
            found = self._letters(label)
            if not found:
                raise PatternError(f"no word belongs to {text!r}")
            return _Piece("[" + "".join(sorted(found)) + "]", set(found), False), at + 1
        raise PatternError(f"a pattern has {text!r} where a word should stand")
