"""Shards of reports that were made by hand, without reading anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sayso.archive.folder import Settings, opened
from sayso.archive.inputs import Unit
from sayso.archive.orders import Order
from sayso.archive.shards import Assembly, Part
from sayso.archive.tables import Rows, rows_of
from sayso.record.types import Record
from sayso.reports import Told


def told_of(record: Record) -> Told:
    """What was told of a report by hand: its outlet."""
    return Told(outlet=record.report.outlet)


def shards_of(folder: Path, *groups: Sequence[Record]) -> Path:
    """An archive's folder with a shard for each group of records."""
    with opened(folder, Settings(1000)) as archive:
        archive.take([Unit(1, ())], [])
        assembly = Assembly(archive.work)
        for number, records in enumerate(groups, 1):
            rows = Rows()
            for record in records:
                rows.add(rows_of(record, told_of(record)))
            order = Order(1, number, 1, True, number == len(groups), len(records), ())
            rows.write(assembly.file(order))
            shard = assembly.add(Part(order, rows.counts, 0, ()))
            assert shard is not None
            archive.commit(shard, archive.work / shard.name)
        archive.write_manifest()
    return folder
