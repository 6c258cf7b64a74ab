"""Packed files and archives, read as streams: nothing is ever written to disk, and every unpacked byte is counted."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from sayso.reports.limits import Limits
from sayso.reports.told import UnreadableReport

_CHUNK = 16_384
_GZIP = b"\x1f\x8b\x08"
_SKIPPABLE = 0x184D2A5D
"""The magic of the frame that holds a zstd WARC's dictionary (IIPC's specification)."""
_ZSTD = b"\x28\xb5\x2f\xfd"
_LARGEST_DICTIONARY = 2_000_000
_LARGEST_WINDOW = 1 << 27


class Bomb(UnreadableReport):
    """It unpacks to far more than any report does; the rest of it is not read."""


class Damaged(UnreadableReport):
    """A part of a packed file is damaged; what comes after it may still be read."""


class Meter:
    """Counts the bytes that one input unpacks to, through all its layers."""

    def __init__(self, size: int, limits: Limits) -> None:
        self._left = limits.spare_bytes + limits.max_ratio * size

    def count(self, number: int) -> None:
        """Take ``number`` unpacked bytes off what is allowed.

        Raises:
            Bomb: no more is allowed.
        """
        self._left -= number
        if self._left < 0:
            raise Bomb("it unpacks to far more than its size: it is not read on")


class Gunzip(io.RawIOBase):
    """The bytes of a gzip file. With ``apart``, a read ends with each gzip member, and :meth:`advance` goes on."""

    def __init__(self, file: BinaryIO, meter: Meter, *, apart: bool = False) -> None:
        self._file, self._meter, self._apart = file, meter, apart
        self._raw = b""
        self._unpack: Any = None
        self._ended = False

    def readable(self) -> bool:
        return True

    def advance(self) -> bool:
        """To the next gzip member, past what is left of this one and past damage; false at the end."""
        self._ended, unpack, self._unpack = False, self._unpack, None
        if unpack is not None and not unpack.eof:
            self._raw = self._raw[1:]
        while True:
            at = self._raw.find(_GZIP)
            if at >= 0 and len(self._raw) > at + 3:
                self._raw = self._raw[at:]
                if self._raw[3] < 0x20:
                    self._unpack = zlib.decompressobj(wbits=31)
                    return True
                self._raw = self._raw[1:]
                continue
            more = self._file.read(_CHUNK)
            if not more:
                self._raw = b""
                return False
            self._raw = (self._raw[at:] if at >= 0 else self._raw[-3:]) + more

    def readinto(self, buffer: Any) -> int:
        while not self._ended:
            if self._unpack is None and not self.advance():
                self._ended = True
                break
            if not self._raw:
                self._raw = self._file.read(_CHUNK)
                if not self._raw:
                    self._ended = True
                    raise Damaged("the packed file breaks off")
            try:
                out = self._unpack.decompress(self._raw, len(buffer))
            except zlib.error as error:
                self._ended = True
                raise Damaged(f"a packed part is damaged ({error})") from error
            if self._unpack.eof:
                self._raw = self._unpack.unused_data
                if self._apart:
                    self._ended = True
                else:
                    self._unpack = None
            else:
                self._raw = self._unpack.unconsumed_tail
            if out:
                self._meter.count(len(out))
                buffer[: len(out)] = out
                return len(out)
        return 0


class Unzstd(io.RawIOBase):
    """The bytes of a zstd file, through all its frames, with the dictionary that a WARC brings along."""

    def __init__(self, file: BinaryIO, meter: Meter) -> None:
        try:
            import zstandard
        except ImportError as error:
            raise UnreadableReport("zstd needs zstandard: pip install 'sayso[zstd]'") from error
        self._meter, self._error = meter, zstandard.ZstdError
        start = file.read(8)
        known = None
        if len(start) == 8 and struct.unpack("<I", start[:4])[0] == _SKIPPABLE:
            length = struct.unpack("<I", start[4:])[0]
            if length > _LARGEST_DICTIONARY:
                raise UnreadableReport("its zstd dictionary is too large")
            told, start = file.read(length), b""
            if told.startswith(_ZSTD):
                told = zstandard.ZstdDecompressor().decompress(told, max_output_size=_LARGEST_DICTIONARY)
            known = zstandard.ZstdCompressionDict(told)
        unpack = zstandard.ZstdDecompressor(dict_data=known, max_window_size=_LARGEST_WINDOW)
        self._stream = unpack.stream_reader(cast("BinaryIO", _Prefixed(start, file)), read_across_frames=True)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            out = self._stream.read(len(buffer))
        except self._error as error:
            raise Damaged(f"the packed file is damaged ({error})") from error
        self._meter.count(len(out))
        buffer[: len(out)] = out
        return len(out)


class _Prefixed:
    def __init__(self, start: bytes, file: BinaryIO) -> None:
        self._start, self._file = start, file

    def read(self, size: int = -1) -> bytes:
        if self._start:
            start, self._start = self._start, b""
            return start
        return self._file.read(size)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name, and its bytes or what is wrong with it."""

    name: str
    data: bytes = b""
    problem: str | None = None


def unsafe(name: str) -> bool:
    """Whether a member's name leads out of its archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":") or "\x00" in name


def zipped(file: BinaryIO, meter: Meter, limits: Limits) -> Iterator[Member]:
    """The members of a zip archive.

    Raises:
        UnreadableReport: it is none, or the whole of it is not to be read on.
    """
    try:
        archive = zipfile.ZipFile(file)
        found = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, UnicodeError) as error:
        raise UnreadableReport(f"the zip archive cannot be read ({str(error)[:100]})") from error
    if len(found) > limits.max_members:
        raise UnreadableReport(f"the zip archive has more than {limits.max_members:,} members")
    for info in found:
        if info.is_dir():
            continue
        name = info.filename
        if unsafe(name):
            yield Member(name, problem="its name leads out of the archive; it is not read")
            continue
        if info.flag_bits & 1:
            yield Member(name, problem="it is encrypted; give the archive unpacked")
            continue
        try:
            with archive.open(info) as member:
                data = _drawn(member, meter, limits)
        except Bomb:
            raise
        except UnreadableReport as error:
            yield Member(name, problem=str(error))
        except (
            zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError,
            struct.error,
        ) as error:  # fmt: skip
            yield Member(name, problem=f"the member is damaged ({str(error)[:100] or type(error).__name__})")
        else:
            yield Member(name, data)


def tarred(file: BinaryIO, meter: Meter, limits: Limits) -> Iterator[Member]:
    """The members of a tar archive, as a stream.

    Raises:
        UnreadableReport: the rest of it cannot be read.
    """
    count = 0
    try:
        # 'r|': from front to back, without seeking; tarfile's own unpacking is not used, since it counts nothing.
        with tarfile.open(fileobj=file, mode="r|") as archive:
            for info in archive:
                count += 1
                # tarfile remembers every member it has met; a stream needs none of them.
                archive.members = []  # type: ignore[attr-defined]
                if count > limits.max_members:
                    raise UnreadableReport(f"the tar archive has more than {limits.max_members:,} members")
                if info.isdir():
                    continue
                if unsafe(info.name):
                    yield Member(info.name, problem="its name leads out of the archive; it is not read")
                    continue
                if not info.isreg():
                    yield Member(info.name, problem="it is a link or a device, not a file; it is not read")
                    continue
                yield _tar_member(archive, info, meter, limits)
    except (tarfile.TarError, EOFError, OSError, ValueError, zlib.error) as error:
        raise UnreadableReport(f"the tar archive breaks off or is damaged ({str(error)[:100]})") from error


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, meter: Meter, limits: Limits) -> Member:
    if info.size > limits.max_bytes:
        return Member(info.name, problem=f"it is longer than {limits.max_bytes:,} bytes")
    member = archive.extractfile(info)
    assert member is not None
    data = member.read(limits.max_bytes + 1)
    meter.count(len(data))
    if len(data) < info.size:
        return Member(info.name, problem=f"it breaks off after {len(data):,} of {info.size:,} bytes")
    return Member(info.name, data)


def _drawn(member: Any, meter: Meter, limits: Limits) -> bytes:
    data = bytearray()
    while chunk := member.read(_CHUNK):
        meter.count(len(chunk))
        data += chunk
        if len(data) > limits.max_bytes:
            raise UnreadableReport(f"it is longer than {limits.max_bytes:,} bytes")
    return bytes(data)
