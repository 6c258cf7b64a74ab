"""Packed files and archives, read as streams: nothing is ever written to disk, and every unpacked byte is counted."""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from sayso.reports.limits import Limits
from sayso.reports.told import UnreadableReport

_CHUNK = 16_384
_GZIP = b"\x1f\x8b\x08"
_SKIPPABLE = 0x184D2A5D
"""The magic of the frame that holds a zstd WARC's dictionary (IIPC's specification)."""
_ZSTD = b"\x28\xb5\x2f\xfd"
MAGIC = {"bzip2": b"BZh", "xz": b"\xfd7zXZ\x00"}
_LARGEST_DICTIONARY = 2_000_000
_LARGEST_WINDOW = 1 << 27
_REPAIR_ONE, _REPAIR_ALL = 1_000_000, 200_000_000
"""Packed bytes of one damaged member, and of all, that are looked through once more."""
_PIECE = 512
"""Bytes of zstd that are unpacked at once: four of them can stand for 128 KiB."""


_FILES = frozenset(
    {tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE, tarfile.GNUTYPE_SPARSE, tarfile.LNKTYPE, tarfile.SYMTYPE,
     tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE}
)  # fmt: skip
"""What is a member of a tar archive, rather than more to its head."""


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


class _Packed(io.RawIOBase):
    """A packed file of members, any of which may be damaged: what was read of one is looked through again then."""

    def __init__(self, file: BinaryIO, meter: Meter, piece: int, *, apart: bool) -> None:
        self._file, self._meter, self._piece, self._apart = file, meter, piece, apart
        self._raw = b""
        self._since = bytearray()
        """What was read since the member began, unless that is much."""
        self._repaired = 0
        self._unpack: Any = None
        self._ended = False

    def readable(self) -> bool:
        return True

    def _more(self) -> bytes:
        more = self._file.read(self._piece)
        if len(self._since) <= _REPAIR_ONE:
            self._since += more
        return more

    def _filled(self) -> None:
        """Have something to unpack.

        Raises:
            Damaged: there is nothing more.
        """
        if not self._raw:
            self._raw = self._more()
            if not self._raw:
                self._ended = True
                raise Damaged("the packed file breaks off")

    def _left(self) -> None:
        """Leave a member; one that is not at its end is damaged, and may have swallowed the start of the next."""
        if self._unpack is not None and not self._unpack.eof:
            again = len(self._since) <= _REPAIR_ONE and self._repaired <= _REPAIR_ALL
            self._raw = bytes(self._since[1:]) if again else self._raw[1:]
            self._repaired += len(self._raw)
        self._unpack, self._ended = None, False

    def _begun(self, at: int, unpack: Any) -> None:
        self._raw, self._unpack = self._raw[at:], unpack
        self._since = bytearray(self._raw)


class Gunzip(_Packed):
    """The bytes of a gzip file. With ``apart``, a read ends with each gzip member, and :meth:`advance` goes on."""

    def __init__(self, file: BinaryIO, meter: Meter, *, apart: bool = False) -> None:
        super().__init__(file, meter, _CHUNK, apart=apart)

    def advance(self) -> bool:
        """To the next gzip member, past what is left of this one and past damage; false at the end."""
        self._left()
        while True:
            at = self._raw.find(_GZIP)
            if at >= 0 and len(self._raw) > at + 3:
                if self._raw[at + 3] < 0x20:
                    self._begun(at, zlib.decompressobj(wbits=31))
                    return True
                self._raw = self._raw[at + 1 :]
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
            self._filled()
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


class Unzstd(_Packed):
    """The same of a zstd file and its frames, with the dictionary that a WARC brings along."""

    def __init__(self, file: BinaryIO, meter: Meter, *, apart: bool = False) -> None:
        try:
            import zstandard
        except ImportError as error:
            raise UnreadableReport("zstd needs zstandard: pip install 'sayso[zstd]'") from error
        super().__init__(file, meter, _PIECE, apart=apart)
        self._error = zstandard.ZstdError
        self._raw = file.read(8)
        known = None
        if len(self._raw) == 8 and struct.unpack("<I", self._raw[:4])[0] == _SKIPPABLE:
            length = struct.unpack("<I", self._raw[4:])[0]
            if length > _LARGEST_DICTIONARY:
                raise UnreadableReport("its zstd dictionary is too large")
            told, self._raw = file.read(length), b""
            try:
                if told.startswith(_ZSTD):
                    told = zstandard.ZstdDecompressor().decompress(told, max_output_size=_LARGEST_DICTIONARY)
                known = zstandard.ZstdCompressionDict(told)
            except zstandard.ZstdError as error:
                raise UnreadableReport(f"its zstd dictionary is damaged ({error})") from error
        self._unpacker = zstandard.ZstdDecompressor(dict_data=known, max_window_size=_LARGEST_WINDOW)
        self._out = b""

    def advance(self) -> bool:
        """To the next frame, past what is left of this one and past damage; false at the end."""
        self._left()
        self._out = b""
        while True:
            at = self._raw.find(_ZSTD)
            if at >= 0:
                self._begun(at, self._unpacker.decompressobj())
                return True
            more = self._file.read(_PIECE)
            if not more:
                self._raw = b""
                return False
            self._raw = self._raw[-3:] + more

    def readinto(self, buffer: Any) -> int:
        while not self._out and not self._ended:
            if self._unpack is None and not self.advance():
                self._ended = True
                break
            self._filled()
            try:
                self._out = self._unpack.decompress(self._raw)
            except self._error as error:
                self._ended = True
                raise Damaged(f"a packed part is damaged ({error})") from error
            self._meter.count(len(self._out))
            self._raw = self._unpack.unused_data if self._unpack.eof else b""
            if self._unpack.eof:
                self._unpack, self._ended = None, self._apart
        out, self._out = self._out[: len(buffer)], self._out[len(buffer) :]
        buffer[: len(out)] = out
        return len(out)


class Unstream(io.RawIOBase):
    """The bytes of a bzip2 or xz file, one stream behind the other; behind damage nothing is found again."""

    def __init__(self, file: BinaryIO, meter: Meter, *, kind: str) -> None:
        self._file, self._meter = file, meter
        self._magic = MAGIC[kind]
        self._new: Callable[[], Any] = (
            bz2.BZ2Decompressor if kind == "bzip2"
            else partial(lzma.LZMADecompressor, lzma.FORMAT_XZ, memlimit=_LARGEST_WINDOW)
        )  # fmt: skip
        self._unpack = self._new()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            data = b""
            if self._unpack.eof:
                data = self._unpack.unused_data
                data += self._file.read(_CHUNK) if len(data) < len(self._magic) else b""
                if not data.startswith(self._magic):
                    # The end, or padding, or what other tools pass over, too.
                    return 0
                self._unpack = self._new()
            elif self._unpack.needs_input:
                data = self._file.read(_CHUNK)
                if not data:
                    raise Damaged("the packed file breaks off")
            try:
                out = self._unpack.decompress(data, len(buffer))
            except (OSError, ValueError, EOFError, lzma.LZMAError) as error:
                raise Damaged(f"a packed part is damaged ({str(error)[:100]})") from error
            if out:
                self._meter.count(len(out))
                buffer[: len(out)] = out
                return len(out)


UNPACK: dict[str, Callable[[BinaryIO, Meter], io.RawIOBase]] = {
    "gzip": Gunzip, "zstd": Unzstd, "bzip2": partial(Unstream, kind="bzip2"), "xz": partial(Unstream, kind="xz"),
}  # fmt: skip
"""What unpacks a packed file, by its kind."""


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
        name = info.filename
        # Not by its own is_dir, which cannot do with a member that has no name.
        if name.endswith("/"):
            continue
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
        with tarfile.open(fileobj=file, mode="r|", tarinfo=_bounded(limits)) as archive:
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


def _bounded(limits: Limits) -> type[tarfile.TarInfo]:
    """Heads of members that are no longer than is allowed: tarfile reads them into memory, and searches in them."""

    class Bounded(tarfile.TarInfo):
        def _proc_member(self, archive: tarfile.TarFile) -> Any:
            # The hook that tarfile's own comments name for members that are to be taken otherwise.
            if self.type not in _FILES and self.size > limits.max_tar_header_bytes:
                raise tarfile.ReadError("the head of a member is longer than any file's")
            return super()._proc_member(archive)  # type: ignore[misc]

    return Bounded


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
