"""Bytes → text: the byte order mark, UTF-8, and else a guess that is said."""

from __future__ import annotations

import codecs

from sayso.record.types import Note
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.told import UnreadableReport

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE = 20_000
_MOST_CONTROLS = 0.01
_FORMATTING = "\t\n\r\f\v\x85"


def decode(data: bytes, limits: Limits = LIMITS) -> tuple[str, tuple[Note, ...]]:
    """The text of a file, as it stands; a byte order mark aside.

    Raises:
        UnreadableReport: it is empty, too large, or no text.
    """
    if len(data) > limits.max_bytes:
        raise UnreadableReport(
            f"{len(data):,} bytes are more than the {limits.max_bytes:,} that are read; divide it into its reports"
        )
    notes: list[Note] = []
    text = _text(data, notes)
    if not text.strip("\x00 \t\r\n\ufeff"):
        raise UnreadableReport("there is no text in it; give a file with a report")
    sample = text[:_SAMPLE]
    controls = sum(not c.isprintable() and c not in _FORMATTING and (c < " " or c == "\ufffd") for c in sample)
    if controls > max(8, _MOST_CONTROLS * len(sample)):
        raise UnreadableReport("it is binary, not text; give plain text or HTML")
    if "\x00" in text:
        notes.append(Note("nul", "the text has NUL characters; they are kept as they stand"))
    if len(text) > limits.max_characters:
        notes.append(Note("cut", f"only the first {limits.max_characters:,} of {len(text):,} characters were read"))
        text = text[: limits.max_characters]
    return text, tuple(notes)


def _text(data: bytes, notes: list[Note]) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            if "\ufffd" in text:
                notes.append(Note("encoding", f"some bytes are no {encoding}; they stand as \ufffd"))
            return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:_SAMPLE]).best()
    encoding = guess.encoding if guess is not None else "cp1252"
    try:
        text = data.decode(encoding, errors="replace")
    except LookupError:
        encoding = "cp1252"
        text = data.decode(encoding, errors="replace")
    notes.append(Note("encoding", f"the text is not UTF-8; it was read as {encoding}, by its look"))
    return text.encode("utf-8", errors="replace").decode("utf-8")
