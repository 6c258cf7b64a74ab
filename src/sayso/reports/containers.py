"""Every report that a file holds, with the way it came: one iterator over all formats.

What is bad in a file costs itself and a note; nothing is written to disk, and nothing is fetched.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from sayso.reports.archives import UNPACK, Bomb, Damaged, Gunzip, Member, Meter, Unzstd, tarred, zipped
from sayso.reports.feeds import ROOTS as FEEDS
from sayso.reports.feeds import read_feed
from sayso.reports.items import Held, Item, Unread, Way
from sayso.reports.json_items import is_report, read_json, read_lines
from sayso.reports.kinds import HEAD, SUFFIXES, TELLS, kind_of, tells_of_others
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.mail import read_mail
from sayso.reports.mailbox import read_mailbox
from sayso.reports.newsml import ROOTS as NEWSML
from sayso.reports.newsml import read_newsml
from sayso.reports.pdf import read_pdf
from sayso.reports.sitemaps import ROOTS as SITEMAPS
from sayso.reports.sitemaps import read_sitemap
from sayso.reports.told import UnreadableReport
from sayso.reports.warc import read_packed_warc, read_warc
from sayso.reports.xml import local, parse

_NAMES = {**FEEDS, **SITEMAPS, **NEWSML}
_IGNORED = ("__MACOSX", ".DS_Store", "Thumbs.db", TELLS)
_PACKED = (".gz", ".zst", ".bz2", ".xz")
_PACKED_TAR = (".tgz", ".tbz2", ".txz")
FAULT = "a fault in sayso, please report it"
_SHOWN = 5
"""Names of files of other kinds that a remark shows."""


@dataclass(frozen=True, slots=True)
class _Room:
    """What holds for all of one input."""

    limits: Limits
    fields: Mapping[str, str]
    meter: Meter
    depth: int = 0
    packed: int = 0
    """How often what is in it was packed, which is counted by itself: nobody takes a .tar.xz for two archives."""
    charset: str | None = None
    """Of the input itself, where a server told it; what is packed in it is another's."""

    def deeper(self, *, packed: bool = False) -> _Room:
        """Within an archive, or within what is packed."""
        if (self.packed if packed else self.depth) >= self.limits.max_nesting:
            raise UnreadableReport(f"archives nest deeper than {self.limits.max_nesting}; it is not unpacked")
        return _Room(self.limits, self.fields, self.meter, self.depth + (not packed), self.packed + packed)


@dataclass(slots=True)
class _Others:
    """Files of other kinds that are passed over."""

    names: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, name: str) -> None:
        self.count += 1
        if len(self.names) < _SHOWN:
            self.names.append(name)

    def remark(self, way: Way) -> Iterator[Unread]:
        if self.count:
            more = " and others" if self.count > len(self.names) else ""
            shown = f"{', '.join(self.names)}{more}"
            yield Unread(way, f"{self.count:,} of other kinds passed over: {shown}", lost=False)


def reports_in(
    source: bytes | Path, limits: Limits = LIMITS, *, file: str | None = None, fields: Mapping[str, str] | None = None,
    retrieved: str | None = None, charset: str | None = None,
) -> Iterator[Held]:  # fmt: skip
    """Every report in a file, a folder, or some bytes, in its order.

    A large archive is read as a stream, so what has been yielded can be used while the rest is still to be read.

    Args:
        source: the bytes, or a path that is opened.
        file: the name as given, kept in the records; of a path, the path.
        fields: which field of a JSON object is which of :data:`sayso.reports.json_items.FIELDS`.
        retrieved: when the bytes were fetched, where they were.
        charset: the encoding that their server says they are in; a page's is tried after UTF-8.

    Yields:
        Reports that are still to be read (:class:`Item`), addresses of reports (:class:`Address`), and what could
        not be read or was passed over (:class:`Unread`).

    Raises:
        OSError: the path cannot be opened.
    """
    if isinstance(source, bytes):
        room = _Room(limits, fields or {}, Meter(len(source), limits), charset=charset)
        way = Way(file, retrieved=retrieved)
        yield from _safely(io.BytesIO(source), file or "", way, room)
        return
    way = Way(file if file is not None else str(source), retrieved=retrieved)
    if source.is_dir():
        yield from _folder(source, way, limits, fields or {})
        return
    with source.open("rb") as opened:
        room = _Room(limits, fields or {}, Meter(source.stat().st_size, limits))
        yield from _safely(opened, source.name, way, room)


def _folder(folder: Path, way: Way, limits: Limits, fields: Mapping[str, str]) -> Iterator[Held]:
    others = _Others()
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith(".") or path.name in _IGNORED or tells_of_others(path):
            continue
        if path.suffix.lower() not in SUFFIXES:
            others.add(path.name)
            continue
        try:
            # Each is an input of its own, under its own name.
            yield from reports_in(path, limits, fields=fields)
        except OSError as error:
            yield Unread(Way(str(path)), error.strerror or str(error))
    yield from others.remark(way)


def _safely(file: BinaryIO, name: str, way: Way, room: _Room) -> Iterator[Held]:
    try:
        yield from _opened(file, name, way, room)
    except UnreadableReport as error:
        yield Unread(way, str(error))
    except OSError:
        # Of a file that cannot be read on: whoever named it is told.
        raise
    except Exception as error:
        # A fault of ours in one input must not cost the others of its folder, nor end a watch.
        yield Unread(way, f"{FAULT}: {type(error).__name__}: {str(error)[:100]}")


def _opened(file: BinaryIO, name: str, way: Way, room: _Room) -> Iterator[Held]:
    """What a stream holds, by its kind."""
    limits = room.limits
    peeking = io.BufferedReader(cast("io.RawIOBase", file), HEAD)
    kind = kind_of(_peek(peeking), name)
    # ``of`` the bytes only where the whole is in memory: a stream's hash would be known at its end.
    if kind in UNPACK:
        yield from _unpacked(peeking, kind, name, way.into(kind), room)
    elif kind == "zip":
        whole = peeking if peeking.seekable() else io.BytesIO(_whole(peeking, limits))
        yield from _members("zip", zipped(cast("BinaryIO", whole), room.meter, limits), way, room.deeper())
    elif kind == "tar":
        stream = cast("BinaryIO", peeking)
        yield from _members("tar", tarred(stream, room.meter, limits), way, room.deeper())
    elif kind == "warc":
        yield from read_warc(cast("BinaryIO", peeking), way, limits)
    elif kind == "json lines":
        yield from read_lines(cast("BinaryIO", peeking), way.into("json lines"), room.fields, limits)
    elif kind == "mailbox":
        yield from read_mailbox(cast("BinaryIO", peeking), way.into("mailbox"), limits)
    else:
        data = _whole(peeking, limits)
        yield from _file(data, kind, name, way.of(data), room)


def _file(data: bytes, kind: str, name: str, way: Way, room: _Room) -> Iterator[Held]:
    limits = room.limits
    if kind in {"feed", "sitemap", "newsml"}:
        document = parse(data)
        root = local(document.root)
        if root not in _NAMES:
            # What can be made out of a damaged file may not have the root that it begins with.
            raise UnreadableReport(f"the XML is damaged, and nothing could be made out: {document.damage}")
        here = way.into(_NAMES[root])
        if document.mended:
            yield Unread(here, f"the XML is not well-formed, and was mended: {document.damage}", lost=False)
        elif document.damage is not None:
            yield Unread(here, f"the XML is damaged, what could be made out was read: {document.damage}")
        read = read_feed if root in FEEDS else read_sitemap if root in SITEMAPS else read_newsml
        yield from read(document, here, limits)
    elif kind == "xml":
        raise UnreadableReport("it is XML of a kind that is not read; RSS, Atom, sitemaps, NewsML-G2 and NITF are")
    elif kind == "json" and (name.lower().endswith(".json") or is_report(data)):
        yield from read_json(data, way.into("json"), room.fields, limits)
    elif kind == "mail":
        page, notes = read_mail(data, limits)
        yield Item(way.into("e-mail"), page=page, notes=notes)
    elif kind == "pdf":
        yield Item(way.into("pdf"), page=read_pdf(data, limits))
    else:
        yield Item(way, data, charset=room.charset)


def _unpacked(file: io.BufferedReader[Any], kind: str, name: str, way: Way, room: _Room) -> Iterator[Held]:
    inner = room.deeper(packed=True)
    unpack = UNPACK[kind]
    try:
        # Whether it is a WARC, whose records are told apart, is seen in the head; it is not counted twice.
        head = unpack(io.BytesIO(_peek(file)), Meter(HEAD, room.limits)).read(5)
    except Damaged:
        head = b""
    if head == b"WARC/" and kind in {"gzip", "zstd"}:
        records = (Gunzip if kind == "gzip" else Unzstd)(cast("BinaryIO", file), room.meter, apart=True)
        yield from read_packed_warc(records, way, room.limits)
        return
    unpacked = io.BufferedReader(unpack(cast("BinaryIO", file), room.meter), HEAD)
    yield from _opened(cast("BinaryIO", unpacked), _inner(name), way, inner)


def _members(kind: str, members: Iterator[Member], way: Way, room: _Room) -> Iterator[Held]:
    others = _Others()
    for member in members:
        here = way.into(kind, member.name)
        path = PurePosixPath(member.name)
        if member.problem is not None:
            yield Unread(here, member.problem)
        elif path.name.startswith(".") or set(path.parts) & {*_IGNORED}:
            continue
        elif path.suffix.lower() not in SUFFIXES:
            others.add(member.name)
        else:
            try:
                yield from _opened(cast("BinaryIO", io.BytesIO(member.data)), path.name, here, room)
            except Bomb:
                # The allowance is the whole input's; there is nothing left of it for the others.
                raise
            except UnreadableReport as error:
                yield Unread(here, str(error))
            except Exception as error:
                # A fault of ours in one member must not cost the others.
                yield Unread(here, f"{FAULT}: {type(error).__name__}: {str(error)[:100]}")
    yield from others.remark(way.into(kind))


def _peek(file: io.BufferedReader[Any]) -> bytes:
    """The first bytes; nothing where the packed file is damaged from its beginning."""
    try:
        return file.peek(HEAD)
    except Damaged:
        raise
    except OSError:
        return b""


def _whole(file: io.BufferedReader[Any], limits: Limits) -> bytes:
    """All of a file.

    Raises:
        UnreadableReport: it is too long.
    """
    data = file.read(limits.max_bytes + 1)
    if len(data) > limits.max_bytes:
        raise UnreadableReport(
            f"it is longer than the {limits.max_bytes:,} bytes that are read; divide it into its reports"
        )
    return data


def _inner(name: str) -> str:
    """The name of what is in a packed file: 'feed.xml' of 'feed.xml.gz'."""
    low = name.lower()
    if low.endswith(_PACKED_TAR):
        return name.rpartition(".")[0] + ".tar"
    return next((name[: -len(suffix)] for suffix in _PACKED if low.endswith(suffix)), name)
