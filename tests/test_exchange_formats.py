"""Every export against its golden files.

``SAYSO_WRITE_GOLDEN=1 pytest tests/test_exchange_formats.py`` writes them anew; look at what changed before it is kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from conftest import HOSTILE
from exchange_reports import files_case, kept_case
from sayso import __version__
from sayso.cli.export import formats
from sayso.cli.export_arguments import FORMATS
from sayso.exchange import Case, of_records
from sayso.record.types import Record

ROOT = Path(__file__).parent
GOLDEN = ROOT / "golden" / "exchange"
SUFFIXES = {
    "jsonl": "jsonl",
    "ftm": "jsonl",
    "ftm-statements": "jsonl",
    "ical": "ics",
    "brief": "md",
    "geojson": "geojson",
}


def written(case: Case, name: str) -> Mapping[str, str | bytes]:
    """The files of an export, by their names."""
    to = formats()[name]
    if name == "parquet":
        pytest.importorskip("pyarrow")
    if to.folder:
        return to.folder(case)
    assert to.write
    return {f"export.{SUFFIXES.get(name, 'json')}": to.write(case)}


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "parquet"])
@pytest.mark.parametrize("kind", ["files", "ledger"])
def test_golden(name: str, kind: str) -> None:
    case = files_case() if kind == "files" else kept_case()
    folder = GOLDEN / name / kind
    found = {file: str(text).replace(__version__, "VERSION") for file, text in written(case, name).items()}
    if name == "casefile":
        # The other pages, and the style, are the HTML page's own, which has its own tests.
        found = {"index.html": re.sub(r"<style>.*</style>|'sha256-.*?'", "", found["index.html"], flags=re.DOTALL)}
    if os.environ.get("SAYSO_WRITE_GOLDEN"):
        for file, text in found.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(text.encode())
    expected = {
        path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in folder.rglob("*") if path.is_file()
    }
    assert found == expected


def test_the_help_lists_the_formats() -> None:
    assert tuple(formats()) == FORMATS


def test_the_documentation_lists_the_formats() -> None:
    page = (ROOT.parent / "docs" / "exchange.md").read_text("utf-8")
    assert re.findall(r"^## `(.*?)`", page, re.MULTILINE) == list(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_case_gives_the_same_files(name: str) -> None:
    assert written(kept_case(), name) == written(kept_case(), name)


@pytest.mark.parametrize("name", FORMATS)
def test_a_hostile_record_is_written(name: str, hostile_record: Record) -> None:
    files = written(of_records([hostile_record]), name)
    for file, text in files.items():
        assert re.fullmatch(r"[A-Za-z0-9._/-]+", file)
        assert ".." not in file
        if file.endswith((".html", ".md")) or name == "timelinejs":
            assert HOSTILE not in str(text)
            assert "<img" not in str(text)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_to_export_is_no_fault(name: str) -> None:
    assert written(of_records([]), name) is not None
