"""A terminal: harmless text, its colours, and its wrapping to the width."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TextIO

from sayso.web.harmless import harmless

Style = Literal[
    "plain", "title", "heading", "who", "id", "firm", "silence", "faint", "source", "cue", "content", "alarm"
]
Run = tuple[str, Style]
"""Some text in one style. Two runs belong to one word unless white space stands between them."""

_CODES: dict[Style, str] = {
    "plain": "",
    "title": "1",
    "heading": "1;4",
    "who": "1",
    "id": "36",
    "firm": "33",
    "silence": "1;35",
    "faint": "2",
    "source": "1;34",
    "cue": "3;33",
    "content": "32",
    "alarm": "1;31",
}
NARROWEST, WIDEST, USUAL = 40, 100, 80

_LONE = re.compile("[\ud800-\udfff]")


def columns(text: str) -> int:
    """How many terminal columns ``text`` takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(map(_column, text))


def _column(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the output goes to: its width in columns, and whether it shows colours."""

    width: int = USUAL
    colour: bool = False

    @classmethod
    def of(cls, stream: TextIO, colour: str, environment: Mapping[str, str]) -> Terminal:
        """The terminal behind ``stream``; ``colour`` is ``auto``, ``always`` or ``never``.

        ``auto`` colours a terminal, unless ``NO_COLOR`` is set to anything (no-color.org) or ``TERM`` is ``dumb``.
        What is no terminal is 80 columns wide, so that a file does not depend on the window it was made in.
        """
        shown = stream.isatty()
        wanted = shown and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
        width = shutil.get_terminal_size((USUAL, 24)).columns if shown else USUAL
        return cls(max(NARROWEST, min(width, WIDEST)), wanted if colour == "auto" else colour == "always")

    def paint(self, text: str, style: Style) -> str:
        """``text``, harmless, in ``style``."""
        safe, code = harmless(text), _CODES[style]
        return f"\x1b[{code}m{safe}\x1b[0m" if self.colour and code and safe else safe

    def flow(self, runs: Iterable[Run], *, indent: int = 0, first: Sequence[Run] = ()) -> str:
        """``runs`` wrapped to the width, indented, with ``first`` standing out in the first line's indentation.

        All white space counts as one space. Ends with a newline, unless there is nothing to say.
        """
        lead = "".join(self.paint(*run) for run in first)
        room = self.width - indent
        lines: list[list[str]] = [[]]
        used = 0
        for word in _words(runs):
            for part in _cut(word, room):
                size = sum(columns(text) for text, _ in part)
                if lines[-1] and used + 1 + size > room:
                    lines.append([])
                used = used + 1 + size if lines[-1] else size
                lines[-1].append("".join(self.paint(*run) for run in part))
        if lines == [[]]:
            return lead.rstrip() + "\n" if lead else ""
        gap = max(1, indent - sum(columns(harmless(text)) for text, _ in first)) if first else indent
        starts = [lead + " " * gap] + [" " * indent] * (len(lines) - 1)
        return "".join(f"{start}{' '.join(line)}\n" for start, line in zip(starts, lines, strict=True))


def _words(runs: Iterable[Run]) -> Iterable[list[Run]]:
    """The words of ``runs``; one word may be of several styles."""
    word: list[Run] = []
    for text, style in runs:
        parts = text.split()
        if word and text[:1].isspace():
            yield word
            word = []
        for i, part in enumerate(parts):
            if i and word:
                yield word
                word = []
            word.append((harmless(part), style))
        if word and text[-1:].isspace():
            yield word
            word = []
    if word:
        yield word


def _cut(word: list[Run], room: int) -> Iterable[list[Run]]:
    """``word`` in pieces that fit into ``room`` columns."""
    if sum(len(text) for text, _ in word) * 2 <= room:
        yield word
        return
    piece: list[Run] = []
    used = 0
    for text, style in word:
        start = 0
        if text.isascii():
            # One column a character: slice, rather than look at each.
            while used + len(text) - start > room:
                split = start + room - used
                piece.append((text[start:split], style))
                yield [run for run in piece if run[0]]
                piece, used, start = [], 0, split
            piece.append((text[start:], style))
            used += len(text) - start
            continue
        for i, char in enumerate(text):
            size = _column(char)
            if used + size > room:
                piece.append((text[start:i], style))
                yield [run for run in piece if run[0]]
                piece, used, start = [], 0, i
            used += size
        piece.append((text[start:], style))
    if used:
        yield [run for run in piece if run[0]]


def encodable(text: str, encoding: str) -> bytes:
    """``text`` in ``encoding``; characters it does not have are written as backslash escapes."""
    return _LONE.sub("\ufffd", text).encode(encoding, "backslashreplace")
