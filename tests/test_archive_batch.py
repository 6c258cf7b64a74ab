"""``sayso batch``: archives into shards; the same rows however they are read, whatever dies meanwhile."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sayso.archive import orders as orders_module
from sayso.archive import reader as reader_module
from sayso.archive.folder import FolderError, Settings, opened
from sayso.archive.inputs import UNIT_BYTES, File, Unit, units
from sayso.archive.orders import PART, GoneError, Order, orders
from sayso.archive.processes import read_all
from sayso.archive.reader import LostShardError, Reader
from sayso.archive.shards import Shard
from sayso.archive.streams import Line, held_in
from sayso.cli import main
from sayso.record.contract import from_json
from sayso.reports import Item, Told, Unread, reports_in

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

STORIES = [
    "Dock workers in Gdansk walked off the job, union leader Marek Zielonka said on Tuesday.",
    "The harbour master, Ilse Brandt, denied that the pier had been closed.",
    "“Nobody was hurt,” Ilse Brandt told Radio Vell.",
    "Police in Port Vell said two men had been arrested.",
    "The ministry did not say when the ferry would sail again.",
]


def _write(path: Path, *objects: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects), "utf-8")
    return path


def _lines(path: Path) -> Path:
    return _write(path, *({"id": f"n{i}", "body": text, "date": f"2024-03-0{i + 1}"} for i, text in enumerate(STORIES)))


def _warc(path: Path, *texts: str) -> Path:
    made = b""
    for i, text in enumerate(texts):
        body = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{i}>\r\nWARC-Date: 2024-03-0{i + 1}T08:00:00Z\r\n"
            f"WARC-Target-URI: https://courier.example/{i}\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        made += gzip.compress(head.encode() + body + b"\r\n\r\n")
    path.write_bytes(made)
    return path


def _rows(folder: Path, table: str = "reports") -> list[dict[str, Any]]:
    return [row for path in sorted((folder / table).glob("*.parquet")) for row in parquet.read_table(path).to_pylist()]


def _manifest(folder: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return value


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Archives of three kinds and a folder, and the shards that two readers make of them."""
    made = tmp_path_factory.mktemp("archive")
    lines = _lines(made / "news.jsonl")
    with lines.open("a", encoding="utf-8") as file:
        file.write('{"body": broken\n')
    table = {"body": STORIES[:2], "date": [datetime(2024, 3, 1, 8), None], "vector": [[0.1], [0.2]]}
    parquet.write_table(pa.table(table), made / "news.parquet")
    _warc(made / "crawl.warc.gz", *STORIES[2:4])
    (made / "desk").mkdir()
    (made / "desk" / "a.txt").write_text(STORIES[4])
    (made / "desk" / "b.txt").write_text(STORIES[3])
    (made / "desk" / "logo.png").write_bytes(b"\x89PNG")
    (made / "desk" / "META.json").write_text(json.dumps([{"file": "a.txt", "outlet": "The Vell Courier"}]))
    assert main(_command(made, made / "shards", "--workers", "2")) == 1
    return made


def _command(made: Path, out: Path, *more: str) -> list[str]:
    inputs = [str(made / name) for name in ("news.jsonl", "news.parquet", "crawl.warc.gz", "desk")]
    mapped = ["--map", "text=body,published=date,id=id"]
    return ["batch", *inputs, "--out", str(out), "--shard-size", "4", *mapped, *more]


def test_every_report_is_a_row_with_its_whole_record(archive: Path) -> None:
    rows = _rows(archive / "shards")
    assert len(rows) == 11
    told = [(row["container"], row["published"]) for row in rows]
    assert told[0] == ("json lines", "2024-03-01")
    assert ("parquet", "2024-03-01T08:00:00") in told
    assert {row["retrieved"] for row in rows if row["container"] == "gzip > warc"} == {
        "2024-03-01T08:00:00Z", "2024-03-02T08:00:00Z"
    }  # fmt: skip
    for row in rows:
        record = from_json(json.loads(row["record"]))
        assert row["id"].startswith(record.report.id)
        assert (row["statements"], row["claims"]) == (len(record.statements), len(record.claims))
    assert {row["outlet"] for row in rows if row["file"].endswith("a.txt")} == {"The Vell Courier"}


def test_the_flat_tables_tell_what_the_records_tell(archive: Path) -> None:
    said = {row["content"]: row["chain"] for row in _rows(archive / "shards", "statements")}
    assert any("Marek Zielonka" in chain for chain in said.values())
    ids = {row["id"] for row in _rows(archive / "shards")}
    for table in ("statements", "claims", "silences", "events", "entities", "places", "dates"):
        assert {row["report"] for row in _rows(archive / "shards", table)} <= ids
    assert _rows(archive / "shards", "silences")


def test_the_manifest_lists_inputs_shards_and_failures(archive: Path) -> None:
    manifest = _manifest(archive / "shards")
    assert manifest["complete"]
    assert manifest["settings"]["shard_size"] == 4
    assert manifest["totals"]["reports"] == 11
    files = [file for one in manifest["inputs"] for file in one["files"]]
    assert files[0]["bytes"] == (archive / "news.jsonl").stat().st_size
    assert sum(shard["rows"]["reports"] for shard in manifest["shards"]) == 11
    assert [one["name"].rpartition(" > ")[2] for one in manifest["failures"]] == ["line 6"]


def test_what_is_read_is_what_read_reads(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["read", str(archive / "news.jsonl"), "--map", "text=body,published=date,id=id", "--format", "jsonl"])
    records = capsys.readouterr().out.splitlines()
    rows = [row["record"] for row in _rows(archive / "shards") if row["container"] == "json lines"]
    assert rows == records


def test_one_reader_finishes_what_two_began_with_the_same_bytes(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _manifest(archive / "shards")
    lost = before["shards"][1]["name"]
    (archive / "shards" / "shards" / f"{lost}.json").unlink()
    (archive / "shards" / "reports" / f"{lost}.parquet").write_bytes(b"half a file")
    assert main(_command(archive, archive / "shards", "--workers", "1", "--format", "json")) == 1
    summary = json.loads(capsys.readouterr().out)
    assert (summary["shards_now"], summary["shards_before"]) == (1, before["totals"]["shards"] - 1)
    assert _manifest(archive / "shards") == before


def test_other_settings_are_refused_in_a_folder_that_is_begun(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*_command(archive, archive / "shards")[:-2], "--shard-size", "5"]) == 2
    assert "settings" in capsys.readouterr().err


def test_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = ["--out", str(tmp_path / "out")]
    assert main(["batch", "https://courier.example/a", *out]) == 2
    assert main(["batch", "-", *out]) == 2
    assert main(["batch", "a.jsonl", *out, "--address", "ray://head:1"]) == 2
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letters.txt").touch()
    assert main(["batch", "a.jsonl", "--out", str(tmp_path / "full")]) == 2
    assert "not empty" in capsys.readouterr().err
    assert main(["batch", str(tmp_path / "nowhere.jsonl"), *out]) == 1
    assert "nowhere.jsonl: No such file" in capsys.readouterr().err


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    settings = Settings(10)
    with (
        opened(tmp_path / "out", settings) as folder,
        pytest.raises(FolderError, match="another run"),
    ):
        folder.write_manifest()
        with opened(tmp_path / "out", settings):
            pass


# What dies, and what does not answer: readers that are real but for the model, with poison in some reports.

POISONED = """
import os, signal, sys, time, types
if os.environ.get("SAYSO_STILLBORN"):
    raise SystemExit(3)
sys.modules["sayso.reading"] = types.SimpleNamespace(read=None, read_bytes=len)
from sayso.archive import worker
from sayso.record.types import Record

def read(report, notes):
    if "POISON" in report.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "ENDLESS" in report.text:
        while True:
            time.sleep(0.01)
    if "DEAF" in report.text:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        time.sleep(60)
    if "FAULT" in report.text:
        raise ZeroDivisionError("by zero")
    return Record(report, (), (), (), (), (), (), (), notes)

worker.read = read
worker.main()
"""


def _ordered(tmp_path: Path, *texts: str) -> tuple[Order, Path]:
    path = _write(tmp_path / "poisoned.jsonl", *({"text": text} for text in texts))
    known = path.stat()
    unit = Unit(1, (File(str(path), known.st_size, known.st_mtime_ns),))
    found = list(orders(unit, 100, {}, lambda _: False, lambda name: (tmp_path / name).open("wb")))
    return found[0], tmp_path / found[0].file


def _reader(tmp_path: Path, seconds: float = 20.0) -> Reader:
    script = tmp_path / "poisoned.py"
    script.write_text(POISONED)
    return Reader({}, seconds, (sys.executable, str(script)))


def test_a_report_that_kills_its_reader_twice_is_left_out_and_named(tmp_path: Path) -> None:
    order, file = _ordered(tmp_path, "A quiet day.", "POISON in the well.", "A FAULT of ours.", "A quiet night.")
    reader = _reader(tmp_path)
    shard = reader.read(order, file, tmp_path / "tables")
    reader.stop()
    assert shard.rows["reports"] == 2
    assert [one.name.rpartition(" > ")[2] for one in shard.remarks] == ["line 2", "line 3"]
    assert "died of it 2 times (signal SIGKILL)" in shard.remarks[0].message
    assert "ZeroDivisionError" in shard.remarks[1].message
    assert [one.message for one in shard.notes] == [
        "its reader died (signal SIGKILL); its part of the shard was read again"
    ]


def test_a_reader_that_is_killed_costs_one_more_try_and_a_note(tmp_path: Path) -> None:
    order, file = _ordered(tmp_path, "A quiet day.", "A quiet night.")
    reader = _reader(tmp_path)
    killed: list[str] = []

    def kill_once(name: str) -> None:
        if not killed:
            assert reader._process is not None
            os.kill(reader._process.pid, signal.SIGKILL)
            reader._process.wait()
        killed.append(name)

    shard = reader.read(order, file, tmp_path / "tables", kill_once)
    calm = reader.read(order, file, tmp_path / "again")
    reader.stop()
    assert not shard.remarks
    assert len(shard.notes) == 1
    assert shard.rows == calm.rows
    assert (tmp_path / "tables").read_bytes() == (tmp_path / "again").read_bytes()


def test_a_report_that_takes_too_long_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_module, "GRACE", (1.0, 0.5))
    order, file = _ordered(tmp_path, "A DEAF ear.", "An ENDLESS day.", "A quiet night.")
    reader = _reader(tmp_path, 0.8)
    shard = reader.read(order, file, tmp_path / "tables")
    reader.stop()
    assert shard.rows["reports"] == 1
    told = {one.name.rpartition(" > ")[2]: one.message for one in shard.remarks}
    assert "did not answer" in told["line 1"]
    assert "longer than the 0.8 seconds" in told["line 2"]


def test_a_reader_that_cannot_start_loses_the_shard_but_not_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_STILLBORN", "1")
    order, file = _ordered(tmp_path, "A quiet day.")
    with pytest.raises(LostShardError, match="exit code 3"):
        _reader(tmp_path).read(order, file, tmp_path / "tables")


# Shards of many parts.


def _parts(tmp_path: Path, count: int, size: int = 1000) -> tuple[list[Order], list[str]]:
    """The orders of an archive of so many reports, and their names in order."""
    path = _write(tmp_path / "many.jsonl", *({"text": f"Day {i} was quiet."} for i in range(count)))
    known = path.stat()
    unit = Unit(1, (File(str(path), known.st_size, known.st_mtime_ns),))
    found = list(orders(unit, size, {}, lambda _: False, lambda name: (tmp_path / f"{name}.reports").open("wb")))
    return found, [f"line {i + 1}" for i in range(count)]


def test_a_shard_is_read_in_parts_by_all_readers_and_put_together_in_order(tmp_path: Path) -> None:
    found, names = _parts(tmp_path, 3 * PART + 5)
    assert [(one.part, one.ends, one.last, one.count) for one in found] == [
        (1, False, False, PART), (2, False, False, PART), (3, False, False, PART), (4, True, True, 5),
    ]  # fmt: skip
    readers = [_reader(tmp_path), _reader(tmp_path)]
    seen: list[str] = []
    [shard] = read_all(iter(found), readers, tmp_path, seen.append)
    assert isinstance(shard, Shard)
    assert (shard.name, shard.last, shard.rows["reports"]) == ("00001-00001", True, len(names))
    rows = parquet.read_table(tmp_path / shard.name / "reports.parquet").to_pylist()
    assert [row["member"] for row in rows] == names
    assert len(seen) == len(names)
    assert not list(tmp_path.glob("00001-*.*"))


def test_shards_of_whole_parts_end_where_they_should(tmp_path: Path) -> None:
    found, _ = _parts(tmp_path, 2 * PART, PART)
    assert [(one.number, one.part, one.ends, one.last) for one in found] == [(1, 1, True, False), (2, 1, True, True)]


def test_large_reports_make_small_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders_module, "PART_BYTES", 100)
    found, _ = _parts(tmp_path, 12)
    assert {one.count for one in found} == {4}


def test_a_shard_of_which_a_part_cannot_be_read_is_lost_once_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, _ = _parts(tmp_path, 3 * PART, 2 * PART)

    def read(self: Reader, order: Order, *_: object) -> None:
        raise LostShardError(f"part {order.part} was not to be")

    monkeypatch.setattr(Reader, "read", read)
    made = list(read_all(iter(found), [_reader(tmp_path)], tmp_path, lambda _: None))
    # Which of them is done first is left to chance.
    assert sorted(one[0] for one in made if isinstance(one, tuple)) == ["shard 00001-00001", "shard 00001-00002"]
    assert not list(tmp_path.glob("00001-*"))


# Going through archives.


def test_lines_are_what_the_reports_room_makes_of_them(tmp_path: Path) -> None:
    text = (
        '\ufeff{"id": "a", "text": "A quiet day."}\n\n{"text": "<html><body><p>A quiet night.</p></body></html>"}\n'
        'no json\n{"title": "no text"}\n{"text": "The end."}'
    )
    plain = tmp_path / "news.jsonl"
    plain.write_text(text, "utf-8")
    packed = tmp_path / "news.jsonl.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    for path in (plain, packed):
        mine = [one.held({}) if isinstance(one, Line) else one for one in held_in(path, {})]
        assert mine == list(reports_in(path))
        assert sum(isinstance(one, Item) for one in mine) == 3


def test_damage_in_a_packed_file_costs_what_follows_and_is_named(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(gzip.compress("".join(f'{{"text": "Day {i}."}}\n' for i in range(20_000)).encode())[:-2000])
    found = list(held_in(path, {}))
    assert isinstance(found[-1], Unread)
    assert "breaks off" in found[-1].message
    assert len(found) > 100


def test_a_parquet_file_that_is_none_or_has_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    parquet.write_table(pa.table({"vector": [1.0]}), tmp_path / "vectors.parquet")
    broken, vectors = (list(held_in(tmp_path / f"{name}.parquet", {})) for name in ("broken", "vectors"))
    assert isinstance(broken[0], Unread)
    assert isinstance(vectors[0], Unread)
    assert "name them with --map" in vectors[0].message


def test_orders_are_the_same_when_some_are_there_already(tmp_path: Path) -> None:
    path = _write(tmp_path / "many.jsonl", *({"text": f"Day {i}."} for i in range(10)))
    unit = Unit(7, (File(str(path), 0, 0, Told(outlet="Nordwire")),))

    def run(done: set[int], folder: Path) -> dict[str, bytes]:
        folder.mkdir()
        found = orders(unit, 4, {}, done.__contains__, lambda name: (folder / name).open("wb"))
        return {f"{one.name} {one.last} {one.count}": (folder / one.file).read_bytes() for one in found}

    whole, rest = run(set(), tmp_path / "whole"), run({1}, tmp_path / "rest")
    assert list(whole) == ["00007-00001 False 4", "00007-00002 False 4", "00007-00003 True 2"]
    assert rest == dict(list(whole.items())[1:])


def test_a_file_that_is_gone_leaves_its_unit_to_another_run(tmp_path: Path) -> None:
    path = _write(tmp_path / "here.jsonl", {"text": "A quiet day."}, {"text": "A quiet night."})
    unit = Unit(1, (File(str(path), 0, 0), File(str(tmp_path / "gone.jsonl"), 0, 0)))
    found = orders(unit, 1, {}, lambda _: False, lambda name: (tmp_path / name).open("wb"))
    assert next(found).number == 1
    with pytest.raises(GoneError, match=r"gone\.jsonl: No such file"):
        list(found)


def test_files_keep_their_units_when_others_come(tmp_path: Path) -> None:
    small = [File(str(tmp_path / f"{i}.txt"), 1000, 1) for i in range(3)]
    large = File(str(tmp_path / "large.warc.gz"), UNIT_BYTES, 1)
    first, changed = units([large, *small[:2]], {})
    assert [[f.name for f in unit.files] for unit in first] == [[large.name], [f.name for f in small[:2]]]
    assert not changed
    known = {unit.number: unit for unit in first}
    later = File(small[0].name, 1001, 2)
    second, changed = units([small[2], later, large], known)
    assert [(unit.number, len(unit.files)) for unit in second] == [(1, 1), (2, 2), (3, 1)]
    assert [unit.number for unit in changed] == [2]


def test_a_file_that_is_not_there_is_named_and_looked_for_nowhere_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", str(tmp_path / "gone.jsonl"), "--out", str(tmp_path / "shards")]) == 1
    said = capsys.readouterr()
    assert said.out.endswith("\n1 could not be read\n")
    assert "gone.jsonl: No such file" in said.err
