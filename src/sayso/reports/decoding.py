"""Bytes → text: the byte order mark, UTF-8, and else a guess that is said."""

from __future__ import annotations

import codecs
import re

from sayso.record.types import Note
from sayso.reports.guessing import guess, wide
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.told import UnreadableReport

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE = 20_000
_MOST_CONTROLS = 0.01
_FORMATTING = "\t\n\r\f\v\x85"


_BINARY = {
    b"PAR1": "it is Parquet, which sayso batch reads",
    b"\xd0\xcf\x11\xe0": "it is an old Office document; save it as plain text or HTML",
    b"7z\xbc\xaf\x27\x1c": "it is a 7z archive, which is not read; give it as zip or tar",
    b"Rar!": "it is a RAR archive, which is not read; give it as zip or tar",
}
"""How some files begin that people have, and what to do with them."""
_META = re.compile(rb"""<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?([a-z0-9_:.-]{2,40})""", re.I)
"""What a page declares in its head (HTML Standard, 4.2.5.4)."""
_NEVER = frozenset({"utf-7", "punycode", "idna", "unicode_escape", "raw_unicode_escape", "unicode-escape",
                    "raw-unicode-escape", "undefined", "mbcs", "oem"})  # fmt: skip
"""Codecs that no report is in: they run code points through each other, or take more than linear time."""


def decode(data: bytes, limits: Limits = LIMITS, charset: str | None = None) -> tuple[str, tuple[Note, ...]]:
    """The text of a file, as it stands; a byte order mark aside.

    Args:
        charset: the encoding that somebody told of; it is tried after UTF-8.

    Raises:
        UnreadableReport: it is empty, too large, or no text.
    """
    if len(data) > limits.max_bytes:
        raise UnreadableReport(
            f"{len(data):,} bytes are more than the {limits.max_bytes:,} that are read; divide it into its reports"
        )
    notes: list[Note] = []
    text = _text(data, notes, charset)
    if not text.strip("\x00 \t\r\n\ufeff"):
        raise UnreadableReport("there is no text in it; give a file with a report")
    sample = text[:_SAMPLE]
    controls = sum(not c.isprintable() and c not in _FORMATTING and (c < " " or c == "\ufffd") for c in sample)
    if controls > max(8, _MOST_CONTROLS * len(sample)):
        known = next((what for mark, what in _BINARY.items() if data.startswith(mark)), None)
        raise UnreadableReport(known or "it is binary, not text; give plain text or HTML")
    if "\x00" in text:
        notes.append(Note("nul", "the text has NUL characters; they are kept as they stand"))
    text, cut = shortened(text, limits)
    return text, (*notes, *cut)


def shortened(text: str, limits: Limits) -> tuple[str, tuple[Note, ...]]:
    """As much of a text as is read, and what is said where that is not all."""
    if len(text) <= limits.max_characters:
        return text, ()
    said = f"only the first {limits.max_characters:,} of {len(text):,} characters were read"
    return text[: limits.max_characters], (Note("cut", said),)


def _text(data: bytes, notes: list[Note], charset: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            if "\ufffd" in text:
                notes.append(Note("encoding", f"some bytes are no {encoding}; they stand as \ufffd"))
            return text
    unmarked = wide(data)
    if unmarked:
        notes.append(Note("encoding", f"the text is not UTF-8; it was read as {unmarked}, by its look"))
        return data.decode(unmarked, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for told in filter(None, dict.fromkeys((encoding_of(charset), _declared(data)))):
        try:
            text = data.decode(told)
        except (LookupError, UnicodeError):
            continue
        notes.append(Note("encoding", f"the text is not UTF-8; it was read as {told}, as it declares"))
        return text.encode("utf-8", errors="replace").decode("utf-8")
    encoding = guess(data[:_SAMPLE]) or _by_statistics(data[:_SAMPLE])
    try:
        text = data.decode(encoding, errors="replace")
    except LookupError:
        encoding = "cp1252"
        text = data.decode(encoding, errors="replace")
    notes.append(Note("encoding", f"the text is not UTF-8; it was read as {encoding}, by its look"))
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _by_statistics(data: bytes) -> str:
    from charset_normalizer import from_bytes

    found = from_bytes(data).best()
    return found.encoding if found is not None else "cp1252"


def _declared(data: bytes) -> str | None:
    found = _META.search(data, 0, 4096)
    return None if found is None else encoding_of(found.group(1).decode("ascii"))


def encoding_of(charset: str | None) -> str | None:
    """Python's name of the encoding that ``charset`` names, where a report may be in it."""
    try:
        name = codecs.lookup(charset or "").name
    except (LookupError, ValueError):
        return None
    if name in _NEVER:
        return None
    # Browsers read what is declared as Latin-1 as its superset (Encoding Standard, 4.2).
    return "cp1252" if name in {"iso8859-1", "ascii"} else name
