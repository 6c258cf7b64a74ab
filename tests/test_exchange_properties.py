"""Any record at all goes out in every format, and what comes out is well formed."""

from __future__ import annotations

import csv
import io
import json
import re

import icalendar
import pytest
from hypothesis import given, settings

from sayso.cli.export import formats
from sayso.cli.export_arguments import FORMATS
from sayso.exchange import of_records
from sayso.record.types import Record
from test_contract import records

NAMES = [name for name in FORMATS if name != "parquet"]


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None)
@given(record=records())
def test_any_record_goes_out(name: str, record: Record) -> None:
    to = formats()[name]
    case = of_records([record])
    files = to.folder(case) if to.folder else {name: to.write(case) if to.write else ""}
    for file, text in files.items():
        assert isinstance(text, str)
        assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", file)
        if text.startswith(("{", "[")) and name not in ("jsonl", "ftm", "ftm-statements", "brat", "ical"):
            json.loads(text)
        if name in ("jsonl", "ftm", "ftm-statements"):
            for line in text.split("\n")[:-1]:
                json.loads(line)
        if file.endswith(".csv"):
            header, *rows = csv.reader(io.StringIO(text, newline=""))
            assert all(len(row) == len(header) for row in rows)
        if name == "ical":
            icalendar.Calendar.from_ical(text)
        text.encode("utf-8", "replace")
