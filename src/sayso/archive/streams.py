"""The reports of one file of an archive, one after the other and not yet made out.

Lines of JSON and rows of Parquet are handed on as they stand: whoever reads the report parses them too, so that the
work, and what a bad line may do, is not in the one process that goes through the archive.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from sayso.reports import Address, Held, Item, Limits, Unread, UnreadableReport, Way, reports_in
from sayso.reports.archives import UNPACK, Damaged, Meter
from sayso.reports.json_items import USUAL, lines_of, read_lines
from sayso.reports.kinds import HEAD, kind_of

LIMITS = Limits()
_PARQUET = b"PAR1"
_ROWS = 64
"""Rows of Parquet that are in memory at once."""
_FIRST = "line 1"
"""What :func:`read_lines` calls the first line of what it is given."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of JSON, or one row of Parquet as such a line."""

    way: Way
    member: str
    """Which one it is: 'line 12'."""
    data: bytes

    @property
    def name(self) -> str:
        """What to call it before people."""
        return self.way.into(None, self.member).name

    def held(self, fields: Mapping[str, str]) -> Item | Unread:
        """The report in it, or why there is none."""
        held = next(read_lines(io.BytesIO(self.data), self.way, fields, LIMITS), None)
        if held is None or isinstance(held, Address):
            return Unread(self.way.into(None, self.member), "there is nothing in it")
        rest = (held.way.member or _FIRST).removeprefix(_FIRST)
        return replace(held, way=replace(held.way, member=self.member + rest))


def held_in(path: Path, fields: Mapping[str, str]) -> Iterator[Held | Line]:
    """Everything that a file holds, as :func:`sayso.reports.reports_in` has it, with lines still to be parsed.

    Raises:
        OSError: the file cannot be opened.
    """
    way = Way(str(path))
    with path.open("rb") as file:
        head = file.read(HEAD)
        kind = kind_of(head, path.name)
        if head.startswith(_PARQUET):
            yield from _guarded(_rows(file, way, fields), way)
            return
        file.seek(0)
        if kind == "json lines":
            yield from _guarded(_lines(file, way.into(kind)), way)
            return
        if kind in UNPACK:
            unpack = UNPACK[kind]
            name = path.name.rpartition(".")[0]
            try:
                start = unpack(io.BytesIO(head), Meter(HEAD, LIMITS)).read(HEAD) or b""
            except (UnreadableReport, EOFError):
                start = b""
            # A WARC, or whatever else it may hold, is the reports' room to tell.
            if start and kind_of(start, name) == "json lines":
                meter = Meter(path.stat().st_size, LIMITS)
                unpacked = io.BufferedReader(unpack(file, meter), HEAD)
                yield from _guarded(_lines(cast("BinaryIO", unpacked), way.into(kind).into("json lines")), way)
                return
    yield from reports_in(path, LIMITS, file=str(path), fields=fields)


def _guarded(found: Iterator[Held | Line], way: Way) -> Iterator[Held | Line]:
    try:
        yield from found
    except UnreadableReport as error:
        yield Unread(way, str(error))


def _lines(file: BinaryIO, way: Way) -> Iterator[Held | Line]:
    number = 0
    most = LIMITS.max_bytes
    try:
        lines = lines_of(file)
        while line := lines.readline(most + 1):
            number += 1
            if len(line) > most:
                while line and not line.endswith(b"\n"):
                    line = lines.readline(65_536)
                yield Unread(way.into(None, f"line {number}"), f"the line is longer than {most:,} bytes")
            elif line.strip().removeprefix(b"\xef\xbb\xbf"):
                yield Line(way, f"line {number}", line)
    except Damaged as error:
        yield Unread(way.into(None, f"line {number + 1}"), str(error))


def _rows(file: BinaryIO, way: Way, fields: Mapping[str, str]) -> Iterator[Held | Line]:
    """The rows of a Parquet file as lines of JSON, with those columns that may be asked for.

    Raises:
        UnreadableReport: it is damaged, or cannot be read here.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise UnreadableReport("Parquet needs pyarrow: pip install 'sayso[parquet]'") from error
    here = way.into("parquet")
    wanted = {fields[name].partition(".")[0] for name in fields} | set(fields.values())
    wanted |= {
        key for name, keys in USUAL.items() if name not in fields and not (fields and name == "text") for key in keys
    }
    number = 0
    try:
        opened = parquet.ParquetFile(file, buffer_size=1 << 20, pre_buffer=False)
        columns = [name for name in opened.schema_arrow.names if name in wanted]
        if not columns:
            raise UnreadableReport(
                f"none of its columns ({', '.join(opened.schema_arrow.names)[:200]}) is known; name them with --map"
            )
        for batch in opened.iter_batches(batch_size=_ROWS, columns=columns, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                data = json.dumps(row, default=_plain, ensure_ascii=False).encode("utf-8", "surrogatepass")
                if len(data) > LIMITS.max_bytes:
                    yield Unread(here.into(None, f"row {number}"), f"the row is longer than {LIMITS.max_bytes:,} bytes")
                else:
                    yield Line(here, f"row {number}", data)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnreadableReport(f"the Parquet file cannot be read on after row {number} ({str(error)[:200]})") from error


def _plain(value: Any) -> str:
    """Times as ISO 8601 has them, and whatever else JSON lacks as text."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)
