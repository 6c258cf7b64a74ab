"""``sayso load``: the ledger is the one that adding report by report makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from archive_shards import shards_of, told_of
from ledger_databases import address, open_one, postgres  # noqa: F401
from ledger_reports import ferry_reports, report
from sayso.archive.folder import FolderError
from sayso.archive.loading import load
from sayso.cli import main
from sayso.ledger import Ledger, open_ledger
from sayso.ledger.adding import add, known, told_key
from sayso.ledger.queries import Filters
from sayso.ledger.views import points, sources, stories
from sayso.record.types import Record

pytest.importorskip("pyarrow")

Open = Callable[[str], Ledger]


def _others() -> list[Record]:
    """A second story, and reports that are there before: under no outlet, under another, and once more."""
    storm = [
        report(
            f"A storm cut the power of {homes} homes in Skarholm, the utility said. Crews worked through the night.",
            outlet, f"2025-02-1{day}T06:00:00Z",
        )
        for day, (homes, outlet) in enumerate([("900", "Skarholm Post"), ("1,200", "Baltwire"), ("1,400", None)])
    ]  # fmt: skip
    ferry = ferry_reports()[4]
    return [
        *storm,
        replace(storm[2], report=replace(storm[2].report, outlet="The Harbour Mail")),
        replace(ferry, report=replace(ferry.report, outlet="The Ledger")),
        ferry,
    ]


def _all(ledger: Ledger) -> list[object]:
    return [view(ledger, Filters()) for view in (stories, points, sources)]


def test_the_ledger_is_the_one_that_adding_makes(address: str, open_one: Open, tmp_path: Path) -> None:  # noqa: F811
    records = [*ferry_reports(), *_others()]
    one_by_one = open_ledger(str(tmp_path / "one.db"), create=True)
    for record in records:
        add(one_by_one, record, told=told_key(asdict(told_of(record))))
    loaded = open_one(address)
    folder = shards_of(tmp_path / "shards", records[:7], records[7:])
    found = load(folder, loaded)
    assert dict(found.counted) == {"added": 11, "known": 1}
    assert _all(loaded) == _all(one_by_one)
    assert stories(loaded, Filters(text="storm"))["stories"] == stories(one_by_one, Filters(text="storm"))["stories"]
    one_by_one.close()
    # What is there is passed over, also by `add`.
    assert dict(load(folder, loaded).counted) == {"known": 12}
    with loaded.reading() as connection:
        assert known(connection, records[0].report.id, told_key(asdict(told_of(records[0]))))


def test_loading_goes_on_where_it_was_cut_off(open_one: Open, tmp_path: Path) -> None:  # noqa: F811
    records = [*ferry_reports(), *_others()]
    whole, cut = open_one(str(tmp_path / "whole.db")), open_one(str(tmp_path / "cut.db"))
    folder = shards_of(tmp_path / "shards", records[:4], records[4:])
    load(folder, whole)

    class PulledError(Exception):
        pass

    def pulled(name: str) -> None:
        if name.endswith("2"):
            raise PulledError

    with pytest.raises(PulledError):
        load(folder, cut, begun=pulled)
    found = load(folder, cut)
    assert found.counted["added"] == 7
    assert _all(cut) == _all(whole)


def test_several_processes_make_the_same_ledger(open_one: Open, tmp_path: Path) -> None:  # noqa: F811
    records = [*ferry_reports(), *_others()]
    alone, together = open_one(str(tmp_path / "alone.db")), open_one(str(tmp_path / "together.db"))
    folder = shards_of(tmp_path / "shards", records[:4], records[4:8], records[8:])
    assert load(folder, alone).counted == load(folder, together, workers=2).counted
    assert _all(alone) == _all(together)


def test_a_damaged_shard_costs_itself_and_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = ferry_reports()
    folder = shards_of(tmp_path / "shards", records[:3], records[3:])
    damaged = folder / "reports" / "00001-00001.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-9])
    assert main(["load", str(folder), str(tmp_path / "ledger.db"), "--workers", "1"]) == 1
    said = capsys.readouterr()
    assert "3 reports added" in said.out
    assert "00001-00001.parquet: it is not what batch wrote" in said.err


def test_shards_of_another_version_are_not_loaded(tmp_path: Path, open_one: Open) -> None:  # noqa: F811
    folder = shards_of(tmp_path / "shards", ferry_reports())
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"sayso": "', '"sayso": "0.0.', 1))
    with pytest.raises(FolderError, match=r"sayso 0\.0\."):
        load(folder, open_one(str(tmp_path / "ledger.db")))


def test_what_is_no_archive_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", str(tmp_path), str(tmp_path / "ledger.db")]) == 2
    assert "manifest.json" in capsys.readouterr().err
    assert not (tmp_path / "ledger.db").exists()
