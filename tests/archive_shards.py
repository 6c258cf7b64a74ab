"""Shards of reports that were made by hand, without reading anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sayso.archive.folder import Settings, opened
from sayso.archive.inputs import Unit
from sayso.archive.reader import Shard
from sayso.archive.tables import Tables, rows_of
from sayso.record.types import Record
from sayso.reports import Told


def told_of(record: Record) -> Told:
    """What was told of a report by hand: its outlet."""
    return Told(outlet=record.report.outlet)


def shards_of(folder: Path, *groups: Sequence[Record]) -> Path:
    """An archive's folder with a shard for each group of records."""
    with opened(folder, Settings(1000)) as archive:
        archive.take([Unit(1, ())], [])
        for number, records in enumerate(groups, 1):
            work = archive.work / str(number)
            work.mkdir()
            tables = Tables(work)
            for record in records:
                tables.add(rows_of(record, told_of(record)))
            files = tables.close()
            archive.commit(Shard(1, number, number == len(groups), tables.rows, files, 0, ()), work)
        archive.write_manifest()
    return folder
