"""``sayso read`` of files that hold many reports: what comes out, what is said, and the exit codes."""

from __future__ import annotations

import gzip
import io
import json
import sys
import types
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.cli.inputs import held_in, record_of
from sayso.record.types import Note, Record, Report
from sayso.reports import Item, Limits, Source, Told, read_report
from test_reports_containers import ATOM, FIRST, RSS, SECOND, zipped


@pytest.fixture(autouse=True)
def only_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes reports in as always, but says nothing of them: what follows does not need the model."""
    reading = types.ModuleType("sayso.reading")

    def read(report: Report, notes: tuple[Note, ...] = (), tables: object = None) -> Record:
        return Record(report, notes=notes)

    reading.read = read  # type: ignore[attr-defined]
    reading.read_bytes = lambda data, tables=None, **known: read(*read_report(data, **known))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sayso.reading", reading)


def test_a_file_that_may_hold_many_is_an_array_even_of_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = tmp_path / "one.zip"
    one.write_bytes(zipped({"a.txt": FIRST.encode()}))
    assert main(["read", str(one), "--format", "json"]) == 0
    [record] = json.loads(capsys.readouterr().out)
    assert (record["report"]["text"], record["report"]["member"]) == (FIRST, "a.txt")
    one.write_bytes(zipped({"a.jpg": b"x"}))
    assert main(["read", str(one), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert (json.loads(out), "a.jpg" in err) == ([], True)


def test_one_packed_report_is_its_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed = tmp_path / "a.txt.gz"
    packed.write_bytes(gzip.compress(FIRST.encode()))
    assert main(["read", str(packed), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["report"]["container"] == "gzip"


def test_a_bad_member_is_named_and_costs_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = tmp_path / "in.zip"
    archive.write_bytes(zipped({"a.txt": FIRST.encode(), "empty.txt": b"", "../b.txt": b"x", "feed.xml": ATOM}))
    assert main(["read", str(archive), "--format", "jsonl"]) == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["report"]["member"] for line in out.splitlines()] == [
        "a.txt", "feed.xml > item 1 (urn:x:1)", "feed.xml > item 2 (urn:x:2)",
    ]  # fmt: skip
    assert [line.split(": ")[1] for line in err.splitlines()] == [f"{archive} > empty.txt", f"{archive} > ../b.txt"]


def test_addresses_are_counted_and_not_fetched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_bytes(RSS)
    main(["read", str(feed), "--format", "jsonl"])
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 2
    assert "https://courier.example/only" in err


def test_a_field_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_text(json.dumps({"b": FIRST, "h": {"t": "Pier burns"}}) + "\n" + json.dumps({"b": SECOND}) + "\n")
    assert main(["read", str(lines), "--format", "jsonl", "--map", "text=b, title=h.t"]) == 0
    reports = [json.loads(line)["report"] for line in capsys.readouterr().out.splitlines()]
    assert [(r["text"], r["title"]) for r in reports] == [(FIRST, "Pier burns"), (SECOND, None)]
    for wrong in ("text", "text=", "colour=b", ""):
        assert main(["read", str(lines), "--map", wrong]) == 2


def test_a_title_can_be_told_of_one_report_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_bytes(ATOM)
    assert main(["read", str(feed), "--title", "T", "--format", "jsonl"]) == 1
    assert "one report only" in capsys.readouterr().err


def test_what_is_fetched_has_the_time_it_was(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sayso.reports.Source.told", lambda _: (RSS, None))
    main(["read", "https://courier.example/rss", "--format", "jsonl"])
    report = json.loads(capsys.readouterr().out.splitlines()[0])["report"]
    assert (report["file"], report["url"]) == ("https://courier.example/rss", "https://courier.example/pier")
    assert report["retrieved"].endswith("+00:00")


def test_a_pipe_may_hold_an_archive_and_not_too_much(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(zipped({"a.txt": FIRST.encode()}))))
    assert main(["read", "-", "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["report"]["file"] == "-"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 20_000_001)))
    assert main(["read", "-", "--format", "jsonl"]) == 1
    assert "more than 20,000,000 bytes" in capsys.readouterr().err


def test_a_fault_of_ours_in_one_file_costs_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.xml").write_bytes(ATOM)
    (tmp_path / "b.txt").write_text(SECOND)
    monkeypatch.setattr("sayso.reports.containers.parse", lambda _: 1 / 0)
    assert main(["read", str(tmp_path / "a.xml"), str(tmp_path / "b.txt"), "--format", "jsonl"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["report"]["text"] == SECOND
    assert "a fault in sayso" in err


def test_the_functions_for_other_commands(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FIRST)
    [item] = held_in(Source(str(tmp_path / "a.txt"), Limits()), {})
    assert isinstance(item, Item)
    record = record_of(item, Told(outlet="The Bell"))
    assert (record.report.id, record.report.outlet, record.report.text) == (item.id, "The Bell", FIRST)
