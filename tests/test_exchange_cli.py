"""``sayso export``: what it takes, where it writes, and what it refuses."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exchange_reports import fair_record, ledger_case
from sayso.cli import main
from sayso.exchange import jsonlines, of_records

ROOT = Path(__file__).parent.parent
EXAMPLE = str(ROOT / "examples" / "7-undated-mine-collapse.txt")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    def run(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    ledger_case(tmp_path)
    return str(tmp_path / "ledger.db")


def test_a_files_calendar(run: Run) -> None:
    code, out, _ = run("export", "ical", EXAMPLE, "--published", "2026-05-04", "--outlet", "The Ledger")
    assert code == 0
    assert "SUMMARY:A second drill is due to arrive on Friday\r\n" in out
    assert "DTSTART;VALUE=DATE:20260508\r\n" in out


def test_a_ledgers_points_in_a_brief(run: Run, ledger: str) -> None:
    code, out, _ = run("export", "brief", ledger, "--source", "Liv Dahl")
    assert code == 0
    assert out.startswith("# Fair opens, march does not\n")
    assert "The fair opens on May 12" in out
    assert "Alma" not in out


def test_a_ledgers_records_come_back_whole(run: Run, ledger: str) -> None:
    code, out, _ = run("export", "jsonl", ledger, "--outlet", "The Tarn Ledger")
    assert (code, out) == (0, jsonlines.write(of_records([fair_record()])))


def test_tables_go_into_a_new_folder_only(run: Run, ledger: str, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "tables"
    assert run("export", "csv", ledger)[0] == 2, "no folder is named"
    code, out, _ = run("export", "csv", ledger, "--output", str(folder))
    assert (code, out) == (0, "")
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert {r["path"] for r in package["resources"]} | {"datapackage.json"} == {path.name for path in folder.iterdir()}
    code, _, err = run("export", "csv", ledger, "--output", str(folder))
    assert code == 2
    assert "name a new or an empty folder" in err


def test_one_bad_file_costs_only_itself(run: Run) -> None:
    code, out, err = run("export", "jsonl", EXAMPLE, "no-such-file.txt")
    assert code == 1
    assert [json.loads(line)["report"]["file"] for line in out.splitlines()] == [EXAMPLE]
    assert "no-such-file.txt: No such file or directory" in err


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("LEDGER", "--published", "2026-05-04"), "can be told of files, not of a ledger"),
        (("LEDGER", "x.txt"), "only one input can be given with it"),
        (("x.txt", "--source", "Liv Dahl"), "can be asked of a ledger, not of files"),
        (("x.txt", "y.txt", "--title", "T"), "can be told of one report only"),
    ],
)
def test_options_that_do_not_go_together(run: Run, ledger: str, argv: tuple[str, ...], words: str) -> None:
    code, _, err = run("export", "jsonl", *(ledger if one == "LEDGER" else one for one in argv))
    assert code == 2
    assert words in err


def test_a_brief_on_a_terminal_is_harmless(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Ida Roth said the ferry \x1b[31mhad sunk\u202e.\n", "utf-8")
    code, out, _ = run("export", "brief", str(report))
    assert code == 0
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_parquet_without_its_package_says_what_to_install(
    run: Run, ledger: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, _, err = run("export", "parquet", ledger, "--output", str(tmp_path / "tables"))
    assert code == 2
    assert "pip install 'sayso[parquet]'" in err


def test_the_commands_of_the_documentation(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "exchange.md").read_text("utf-8")
    [console] = re.findall(r"```console\n(.*?)```", page, re.DOTALL)
    commands = [one.split("\n", 1) for one in console.split("$ sayso ")[1:]]
    assert len(commands) == 2
    for command, expected in commands:
        code, out, _ = run(*shlex.split(command))
        assert code == 0
        for line in filter(None, expected.split("\n")):
            assert line in out
