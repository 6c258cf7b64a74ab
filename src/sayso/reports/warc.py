"""WARC (ISO 28500) as a stream → the pages in it; a record that is damaged costs itself."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sayso.reports.archives import Bomb, Damaged, Gunzip, Unzstd
from sayso.reports.items import Held, Item, Unread, Way
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.moments import moment
from sayso.reports.told import Told, UnreadableReport

_VERSION = re.compile(rb"WARC/\d\.\d{1,2}\s*$")
_NEXT = re.compile(rb"\r\n\r\n(?=WARC/\d\.\d{1,2}\r\nWARC-)")
_MEDIA = ("text/html", "text/plain", "application/xhtml+xml")
_PAGES = frozenset({"response", "resource", "conversion"})
_LONGEST_LINE = 8_192
_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,40})", re.I)


@dataclass(frozen=True, slots=True)
class _Record:
    fields: dict[str, str]
    block: bytes
    problem: str | None = None


def read_warc(file: BinaryIO, way: Way, limits: Limits = LIMITS) -> Iterator[Held]:
    """The pages of a WARC that is not packed, or was unpacked as one stream."""
    yield from _records(_Lines(file), way, limits)


def read_packed_warc(packed: Gunzip | Unzstd, way: Way, limits: Limits = LIMITS) -> Iterator[Held]:
    """The pages of a WARC whose records are each packed by themselves, as is usual: damage ends with its record."""
    damaged = False
    while packed.advance():
        lines = _Lines(packed)
        # Behind damage, bytes may look like the start of a member and be none: what gave nothing is not said again.
        before, damaged = damaged, False
        try:
            yield from _records(lines, way, limits)
        except Bomb:
            raise
        except Damaged as error:
            damaged = True
            if lines.taken or not before:
                yield Unread(way, f"a record is lost: {error}")


class _Lines:
    """A stream that can take bytes back."""

    def __init__(self, file: BinaryIO | io.RawIOBase) -> None:
        self._file = file
        self._held = b""
        self._at = 0
        self.taken = 0
        self.repaired = 0

    def more(self, size: int = 65_536) -> bytes:
        if self._at < len(self._held):
            # By its place, since cutting off the front of a long rest for every line would copy it every time.
            out = self._held[self._at : self._at + size]
            self._at += len(out)
            return out
        self._held, self._at = b"", 0
        out = self._file.read(size) or b""
        self.taken += len(out)
        return out

    def back(self, data: bytes) -> None:
        self._held = data + self._held[self._at :]
        self._at = 0

    def _return(self, piece: bytes, used: int) -> None:
        """Give back what of the piece that was just taken is not used."""
        if self._at:
            self._at -= len(piece) - used
        else:
            self._held, self._at = piece, used

    def line(self) -> bytes:
        """The next line with its end, or as much of it as is allowed; b'' at the end."""
        parts: list[bytes] = []
        size = 0
        while size < _LONGEST_LINE:
            piece = self.more(_LONGEST_LINE)
            if not piece:
                break
            end = piece.find(b"\n") + 1
            if end:
                self._return(piece, end)
                piece = piece[:end]
            parts.append(piece)
            size += len(piece)
            if end:
                break
        return b"".join(parts)

    def exactly(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size > 0 and (piece := self.more(min(size, 1 << 20))):
            parts.append(piece)
            size -= len(piece)
        return b"".join(parts)


def _records(lines: _Lines, way: Way, limits: Limits) -> Iterator[Held]:
    lost = False
    while line := lines.line():
        if not line.strip():
            continue
        if not _VERSION.match(line):
            if not lost:
                yield Unread(way, "there is something between two records that is none")
            lost = True
            continue
        lost = False
        yield from _held(_record(lines, limits), way, limits)


def _record(lines: _Lines, limits: Limits) -> _Record:
    fields: dict[str, str] = {}
    size = 0
    while (line := lines.line()).strip():
        size += len(line)
        if size > limits.max_header_bytes:
            return _Record(fields, b"", "its head is longer than any record's")
        if _VERSION.match(line):
            lines.back(line)
            return _Record(fields, b"", "its head breaks off")
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    told = fields.get("content-length", "")
    if not (told.isascii() and told.isdigit() and len(told) < 16):
        return _Record(fields, b"", f"its length {told[:40]!r} is none")
    length = int(told)
    block = lines.exactly(min(length, limits.max_bytes))
    short = len(block) < min(length, limits.max_bytes)
    after = b"" if short or length > limits.max_bytes else lines.exactly(4)
    if short or length > limits.max_bytes or after not in {b"\r\n\r\n", b"\n\n", b"\r\n", b""}:
        # The length may be a lie that swallows the records that follow.
        following = _NEXT.search(block + after) if lines.repaired <= limits.max_repair_bytes else None
        if following is not None:
            lines.repaired += len(block)
            lines.back((block + after)[following.end() :])
            return _Record(fields, b"", f"it is not as long as the {length:,} bytes that it tells")
        if short:
            return _Record(fields, b"", f"it breaks off after {len(block):,} of {length:,} bytes")
        if length > limits.max_bytes:
            left = length - len(block)
            while left > 0 and (piece := lines.more(min(left, 1 << 20))):
                left -= len(piece)
            # Only a page of that size is a loss; films and pictures are none.
            return _Record(fields, b"", f"it is longer than {limits.max_bytes:,} bytes")
        lines.back(after)
        return _Record(fields, b"", "it is longer than the bytes that it tells")
    return _Record(fields, block)


def _held(record: _Record, way: Way, limits: Limits) -> Iterator[Held]:
    fields = record.fields
    kind = fields.get("warc-type", "").lower()
    if kind and kind not in _PAGES:
        return
    url = fields.get("warc-target-uri", "").strip("<>")
    named = fields.get("warc-record-id", "").strip("<>")[:200]
    here = way.into("warc", named or None)
    if record.problem is not None:
        yield Unread(way.into("warc", named or url[:200] or None), record.problem)
        return
    try:
        media, body = (
            _http(record.block, limits) if kind == "response" and url.startswith("http") else
            (fields.get("content-type", ""), record.block)
        )  # fmt: skip
    except UnreadableReport as error:
        yield Unread(here, str(error))
        return
    if body is None or not media.lower().startswith(_MEDIA) or not body.strip():
        return
    retrieved = moment(fields.get("warc-date"))
    charset = _CHARSET.search(media)
    where = url if url.startswith(("http://", "https://")) and url.isprintable() else None
    known = Way(here.file, here.container, here.member, None, retrieved).of(body)
    yield Item(known, body, told=Told(url=where), charset=charset.group(1) if charset else None)


def _http(block: bytes, limits: Limits) -> tuple[str, bytes | None]:
    """The media type and the body of an HTTP answer; no body where it is no success.

    Raises:
        UnreadableReport: the answer is damaged, or packed in a way that is not read.
    """
    end = re.search(rb"\r?\n\r?\n", block)
    if end is None or not block.startswith(b"HTTP/"):
        raise UnreadableReport("it holds no HTTP answer that is whole")
    status, *lines = block[: end.start()].decode("latin-1").split("\n")
    if status.split()[1:2] != ["200"]:
        return "", None
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    media, body = fields.get("content-type", "text/html"), block[end.end() :]
    if not media.lower().startswith(_MEDIA):
        return media, None
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    packed = fields.get("content-encoding", "").lower()
    if packed in {"gzip", "x-gzip", "deflate"}:
        body = _unpacked(body, packed, limits)
    elif packed not in {"", "identity"} and b"\x00" in body[:1000]:
        # Crawlers often unpack a body and leave the header as it was; then it is text.
        raise UnreadableReport(f"its page is packed as {packed[:20]!r}, which is not read")
    return media, body


def _unchunked(body: bytes) -> bytes:
    """A body without the lengths of its chunks; crawlers often take them out and leave the header."""
    out: list[bytes] = []
    at = 0
    while match := re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r\n").match(body, at):
        size = int(match.group(1), 16)
        if size == 0:
            return b"".join(out)
        at = match.end() + size
        if at > len(body):
            break
        out.append(body[match.end() : at])
        at += 2
    return body if not out else b"".join(out)


def _unpacked(body: bytes, packed: str, limits: Limits) -> bytes:
    if packed != "deflate" and not body.startswith(b"\x1f\x8b"):
        return body
    for bits in (31,) if packed != "deflate" else (15, -15):
        unpack = zlib.decompressobj(wbits=bits)
        try:
            out = unpack.decompress(body, limits.max_bytes + 1)
        except zlib.error:
            continue
        if len(out) > limits.max_bytes:
            raise UnreadableReport(f"its page unpacks to more than {limits.max_bytes:,} bytes")
        return out
    raise UnreadableReport("its page is damaged and cannot be unpacked")
