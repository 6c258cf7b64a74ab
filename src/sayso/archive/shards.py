"""Shards, and how they come together: each is read in small parts, so that no reader is idle while another is not done.

A part's tables stand in one file, each as an Arrow stream behind the other. When the last part of a shard is there, its
tables are written as Parquet, in row groups of a fixed number of reports: the same parts make the same bytes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from sayso.archive.orders import Order, Remark

TABLES = ("reports", "statements", "claims", "silences", "events", "entities", "places", "dates", "notes")
NO_PARQUET = "shards are Parquet files, which need pyarrow: pip install 'sayso[parquet]'"
ROW_GROUP = 250
"""Reports whose rows are in memory at once, at least."""


@dataclass(frozen=True, slots=True)
class Part:
    """What came of an order."""

    order: Order
    rows: dict[str, int]
    words: int
    remarks: tuple[Remark, ...]
    """Of reports: what could not be read, and what else is to know."""
    notes: tuple[Remark, ...] = ()
    """Of the run: which processes died over what. Another run of the same archive need not have them."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Parts put together; its files stand in a folder, and are not yet part of the archive's."""

    unit: int
    number: int
    last: bool
    rows: dict[str, int]
    files: dict[str, dict[str, Any]]
    words: int
    remarks: tuple[Remark, ...]
    notes: tuple[Remark, ...] = ()

    @property
    def name(self) -> str:
        """Its name."""
        return f"{self.unit:05}-{self.number:05}"


class Assembly:
    """Shards that are coming together in ``work``; several threads may bring parts."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._lock = Lock()
        self._parts: dict[str, dict[int, Part]] = {}
        self._lost: set[str] = set()

    def file(self, order: Order) -> Path:
        """Where the tables of an order's part are to stand."""
        return self._work / f"{order.file}.rows"

    def add(self, part: Part) -> Shard | None:
        """Take in a part, whose tables stand in its :meth:`file`; the shard, if that was the last of its parts.

        Raises:
            OSError: it cannot be written.
        """
        order = part.order
        with self._lock:
            if order.name in self._lost:
                self.file(order).unlink(missing_ok=True)
                return None
            there = self._parts.setdefault(order.name, {})
            there[order.part] = part
            count = next((one.order.part for one in there.values() if one.order.ends), None)
            if count is None or len(there) < count:
                return None
            del self._parts[order.name]
        return self._shard([there[number] for number in range(1, count + 1)])

    def lose(self, order: Order) -> bool:
        """Give up the shard of an order that cannot be read; whether it was not given up before."""
        with self._lock:
            known = order.name in self._lost
            self._lost.add(order.name)
            for part in self._parts.pop(order.name, {}).values():
                self.file(part.order).unlink(missing_ok=True)
        return not known

    def _shard(self, parts: Sequence[Part]) -> Shard:
        first, last = parts[0].order, parts[-1].order
        rows = {table: sum(part.rows[table] for part in parts) for table in TABLES}
        folder = self._work / first.name
        folder.mkdir()
        files = self._written(parts, folder) if rows["reports"] else {}
        for part in parts:
            self.file(part.order).unlink()
        return Shard(
            first.unit, first.number, last.last, rows, files, sum(part.words for part in parts),
            tuple(one for part in parts for one in part.remarks), tuple(one for part in parts for one in part.notes),
        )  # fmt: skip

    def _written(self, parts: Sequence[Part], folder: Path) -> dict[str, dict[str, Any]]:
        """Write the tables, down to the disk; each file's size and hash."""
        import pyarrow as pa
        from pyarrow import parquet

        writers: dict[str, Any] = {}
        for group in _groups(parts):
            held = [self._read(part) for part in group]
            for table in TABLES:
                together = pa.concat_tables([tables[table] for tables in held]).combine_chunks()
                if table not in writers:
                    path = folder / f"{table}.parquet"
                    writers[table] = parquet.ParquetWriter(path, together.schema, compression="zstd")
                if together.num_rows:
                    writers[table].write_table(together)
        found = {}
        for table, writer in writers.items():
            writer.close()
            path = folder / f"{table}.parquet"
            with path.open("rb") as file:
                os.fsync(file.fileno())
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            found[table] = {"bytes": path.stat().st_size, "sha256": digest}
        return found

    def _read(self, part: Part) -> dict[str, Any]:
        import pyarrow as pa

        options = pa.ipc.IpcReadOptions(use_threads=False)
        with pa.OSFile(str(self.file(part.order))) as source:
            return {table: pa.ipc.open_stream(source, options=options).read_all() for table in TABLES}


def _groups(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The parts of each row group."""
    group: list[Part] = []
    for part in parts:
        group.append(part)
        if sum(one.rows["reports"] for one in group) >= ROW_GROUP:
            yield group
            group = []
    if group:
        yield group
