"""A part's tables: one row a report with its whole record, and the flat tables of ``sayso export parquet``."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from sayso.archive.shards import TABLES
from sayso.exchange.case import Case, Filed
from sayso.exchange.tables import sheets
from sayso.ledger.preparing import report_id
from sayso.record.contract import dumps
from sayso.record.types import Record
from sayso.reports import Told

_TYPES = {"string": "string", "number": "float64", "integer": "int64", "boolean": "bool_"}
_OF_POINTS = frozenset({"point", "relation", "independence", "reason"})
"""Columns of claims that only a ledger can fill."""


@cache
def columns() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Each table's columns: name, Table Schema type, meaning."""
    described = (resources.files("sayso.archive") / "columns.csv").read_text("utf-8")
    found = {"reports": tuple((r["column"], r["type"], r["what"]) for r in csv.DictReader(io.StringIO(described)))}
    for sheet in sheets():
        if sheet.name in TABLES[1:]:
            found[sheet.name] = tuple((f.name, f.type, f.what) for f in sheet.fields if f.name not in _OF_POINTS)
    return found


def rows_of(record: Record, told: Told) -> dict[str, list[dict[str, Any]]]:
    """The rows of one report, by their tables."""
    report = record.report
    filed = Filed(report_id(report.id, report.outlet), record)
    case = Case((filed,))
    known = {key: value for key, value in asdict(told).items() if value is not None}
    found: dict[str, list[dict[str, Any]]] = {
        "reports": [
            {name: getattr(report, name, None) for name, _, _ in columns()["reports"]}
            | {
                "id": filed.id, "words": len(report.text.split()), "statements": len(record.statements),
                "claims": len(record.claims), "events": len(record.events),
                "told": json.dumps(known, ensure_ascii=False, sort_keys=True), "record": dumps(record),
            }
        ]
    }  # fmt: skip
    for sheet in sheets():
        if sheet.name in TABLES[1:]:
            names = [f.name for f in sheet.fields]
            found[sheet.name] = [dict(zip(names, row, strict=True)) for row in sheet.rows(case)]
    return found


class Rows:
    """The rows of one part, table by table. The same rows make the same bytes."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}

    def add(self, rows: dict[str, list[dict[str, Any]]]) -> None:
        """Take in the rows of one report."""
        for table, some in rows.items():
            self._waiting[table] += [{key: _storable(value) for key, value in row.items()} for row in some]

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each table."""
        return {table: len(rows) for table, rows in self._waiting.items()}

    def write(self, path: Path) -> None:
        """Write each table as an Arrow stream, one behind the other."""
        import pyarrow as pa

        options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
        with pa.OSFile(str(path), "wb") as sink:
            for table, rows in self._waiting.items():
                schema = _schemas()[table]
                with pa.ipc.new_stream(sink, schema, options=options) as stream:
                    stream.write_table(pa.Table.from_pylist(rows, schema=schema))


@cache
def _schemas() -> dict[str, Any]:
    import pyarrow as pa

    return {
        table: pa.schema([
            pa.field(name, getattr(pa, _TYPES[kind])(), metadata={"description": what})
            for name, kind, what in columns()[table]
        ])
        for table in TABLES
    }  # fmt: skip


def _storable(value: object) -> object:
    """Text that can be encoded: a lone surrogate, which only a file's name can hold, becomes a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
