"""The ledger on the command line: files in, answers out, exit codes."""

from __future__ import annotations

import csv
import io
import json
import sys
import types
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ledger_reports import Says, ferry_reports, report
from sayso.cli import main
from sayso.record.types import Record
from sayso.reports import Told, UnreadableReport

Run = Callable[..., tuple[int, str, str]]
EXAMPLE = Path(__file__).parent.parent / "examples" / "port-explosion"


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command."""

    def run(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        return (code, *capfd.readouterr())

    return run


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Mapping[str, Record]:
    """Files of the ferry's story, and a reading that knows their records by heart."""
    found = {f"{i}.txt": one for i, one in enumerate(ferry_reports())}
    for name, one in found.items():
        (tmp_path / name).write_text(one.report.text, "utf-8")
    texts = {one.report.text: one for one in found.values()}

    def read_bytes(
        data: bytes, *, file: str | None = None, told: Told | None = None, media: str | None = None
    ) -> Record:
        text = data.decode()
        if text in texts:
            return texts[text]
        if "unreadable" in text:
            raise UnreadableReport("it is no report")
        return report(text + ".", None, None, Says("Ida Roth", text) if "Ida Roth" in text else Says(text, text))

    module = types.ModuleType("sayso.reading")
    module.read_bytes = read_bytes  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sayso.reading", module)
    return found


def _answer(run: Run, *argv: str) -> dict[str, Any]:
    code, out, err = run(*argv, "--format", "json")
    assert (code, err) == (0, "")
    answer: dict[str, Any] = json.loads(out)
    assert answer["schema"] == 1
    return answer


def test_a_folder_is_added_once_and_again_costs_nothing(
    run: Run, by_hand: Mapping[str, Record], tmp_path: Path
) -> None:
    ledger = str(tmp_path / "ledger.db")
    assert run("add", ledger, str(tmp_path)) == (0, "", "sayso: 6 added\n")
    assert run("add", ledger, str(tmp_path)) == (0, "", "sayso: 0 added, 6 known before\n")
    assert len(_answer(run, "stories", ledger)["stories"]) == 1


def test_a_bad_file_costs_a_note_and_exit_code_1(run: Run, by_hand: Mapping[str, Record], tmp_path: Path) -> None:
    (tmp_path / "3.bad.txt").write_text("unreadable")
    code, out, err = run("add", str(tmp_path / "ledger.db"), str(tmp_path), str(tmp_path / "missing.txt"))
    assert (code, out) == (1, "")
    assert "3.bad.txt: it is no report" in err
    assert "missing.txt: No such file or directory" in err
    assert err.endswith("sayso: 6 added, 2 could not be read\n")


def test_what_the_meta_file_tells(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("sayso.reading")

    def read_bytes(data: bytes, *, file: str, told: Told, media: str | None = None) -> Record:
        heard.append((Path(file).name, told))
        return report(data.decode(), told.outlet, told.published)

    heard: list[tuple[str, Told]] = []
    module.read_bytes = read_bytes  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sayso.reading", module)
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"The pier at {name[0] * 5} burned.")
    meta = tmp_path / "META.json"
    meta.write_text(json.dumps([
        {"file": "a.txt", "outlet": "The Strand", "published": "2025-02-03", "title": "Fire", "url": "https://a.example"},
        {"file": "b.txt", "outlet": "Radio Sund", "published": "2025-02-04", "title": None},
    ]))  # fmt: skip
    assert run("add", str(tmp_path / "one.db"), str(tmp_path))[0] == 0
    assert (
        run("add", str(tmp_path / "two.db"), str(tmp_path / "b.txt"), "--meta", str(meta), "--outlet", "The Mail")[0]
        == 0
    )
    assert heard == [
        ("a.txt", Told("2025-02-03", "The Strand", "Fire", "https://a.example")),
        ("b.txt", Told("2025-02-04", "Radio Sund")),
        ("c.txt", Told()),
        ("b.txt", Told("2025-02-04", "The Mail")),
    ]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "this is no JSON"),
        ("{}", "a list of"),
        ("[{}]", "an entry names no file"),
        ('[{"file": "a", "outlet": 3}]', "outlet should be text"),
    ],
)
def test_a_meta_file_that_is_none(run: Run, tmp_path: Path, content: str, complaint: str) -> None:
    meta = tmp_path / "META.json"
    meta.write_text(content)
    code, _, err = run("add", str(tmp_path / "ledger.db"), "a.txt", "--meta", str(meta))
    assert code == 2
    assert complaint in err


def test_filters(run: Run, by_hand: Mapping[str, Record], tmp_path: Path) -> None:
    ledger = str(tmp_path / "ledger.db")
    run("add", ledger, str(tmp_path))

    def texts(*filters: str) -> set[str]:
        return {p["text"] for p in _answer(run, "points", ledger, *filters)["points"]}

    everything = texts()
    assert texts("--text", "life rafts") == {t for t in everything if "rafts" in t}
    assert all("drowned" in t or "four minutes" in t or "sank" in t or "sunk" in t for t in texts("--source", "Vik"))
    assert texts("--outlet", "the harbour mail") == texts("--source", "Tom Vik")
    assert texts("--standing", "future") == {t for t in everything if "raise" in t}
    assert texts("--until", "2025-02-03") <= everything
    assert texts("--since", "2025-02-05") < everything
    assert (
        texts("--since", "2026-01-01")
        == texts("--until", "2025-02-02")
        == texts("--story", "st-no")
        == texts("--person", "Nobody")
        == set()
    )


def test_silences_notes_sources_and_the_timeline(run: Run, by_hand: Mapping[str, Record], tmp_path: Path) -> None:
    ledger = str(tmp_path / "ledger.db")
    run("add", ledger, str(tmp_path))
    [silence] = _answer(run, "silences", ledger)["silences"]
    assert (silence["holders"], silence["span"]["text"]) == (["Police"], "Police have not said why it sank")
    [note] = _answer(run, "notes", ledger)["notes"]
    assert note["code"] == "unclear-place"
    sources = {s["name"]: s for s in _answer(run, "sources", ledger)["sources"]}
    assert sources["Ida Roth"]["echo"] > sources["Tom Vik"]["echo"] == 0
    kinds = [row["kind"] for row in _answer(run, "timeline", ledger, "--text", "raise")["timeline"]]
    assert kinds == ["first said", "changed: date", "event", "event"]


@pytest.mark.parametrize("what", ["stories", "points", "timeline", "sources", "silences", "notes"])
def test_every_question_in_every_format(what: str, run: Run, by_hand: Mapping[str, Record], tmp_path: Path) -> None:
    ledger = str(tmp_path / "ledger.db")
    run("add", ledger, str(tmp_path))
    code, text, _ = run(what, ledger)
    assert (code, bool(text)) == (0, True)
    code, out, _ = run(what, ledger, "--format", "csv")
    header, *rows = list(csv.reader(io.StringIO(out)))
    assert code == 0
    assert rows
    assert all(len(row) == len(header) for row in rows)


def test_a_cell_is_no_formula(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.cli.ledger_csv import csv_of

    evil = '=HYPERLINK("http://evil.example")'
    story = {"id": "st-1", "title": evil, "reports": [], "first_seen": None, "last_seen": None}
    assert f'"\'{evil.replace(chr(34), chr(34) * 2)}"' in csv_of("stories", {"stories": [story]})


def test_check_and_diff(run: Run, by_hand: Mapping[str, Record], tmp_path: Path) -> None:
    ledger = str(tmp_path / "ledger.db")
    run("add", ledger, str(tmp_path))
    checked = _answer(run, "check", ledger, "the ferry Alma had carried life rafts")
    assert checked["verdict"] == "disputed"
    assert {c["origin"]["name"] for c in checked["supports"]} == {"Alma Lines"}
    assert {c["on"] for c in checked["contradicts"]} == {"polarity"}
    assert _answer(run, "check", ledger, "the moon is made of cheese")["verdict"] == "nothing on record"
    assert run("check", ledger, "the ferry Alma had carried life rafts")[1].startswith("the ferry Alma")
    changed = _answer(run, "diff", ledger, "--since", "2025-02-05")
    assert {c["on"] for one in changed["changed"] for c in one["changes"]} == {"date"}
    assert "raise the ferry" in run("diff", ledger, "--since", "2025-02-05")[1]


def test_a_review_from_the_command_line(run: Run, by_hand: Mapping[str, Record], tmp_path: Path) -> None:
    ledger = str(tmp_path / "ledger.db")
    run("add", ledger, str(tmp_path))
    point = next(p for p in _answer(run, "points", ledger)["points"] if "rafts" in p["text"])
    claim = point["claims"][-1]["claim"]
    signed = ("--by", "M. Quist", "--because", "another ferry")
    assert run("review", ledger, "reject", claim, point["id"], *signed) == (0, "", "sayso: decision 1 kept\n")
    assert len([p for p in _answer(run, "points", ledger)["points"] if "rafts" in p["text"]]) == 2
    assert run("review", ledger, "undo", "1", *signed)[0] == 0
    assert run("review", ledger, "undo", "1", *signed)[0] == 2
    assert run("review", ledger, "accept", claim, point["id"], *signed)[0] == 0
    assert run("review", ledger, "correct", claim, "polarity", "perhaps", *signed)[0] == 2
    assert run("review", ledger, "correct", claim, "independence", "independent", *signed)[0] == 0
    assert run("review", ledger, "merge", point["id"], point["id"], *signed)[0] == 2
    assert run("grade", ledger, "Ida Roth", "B", *signed)[0] == 0
    out = run("history", ledger)[1]
    assert "reject" in out
    assert "taken back by decision 2" in out
    assert [d["kind"] for d in _answer(run, "history", ledger)["decisions"]] == [
        "reject",
        "undo",
        "accept",
        "correct",
        "grade",
    ]
    assert len(list(csv.reader(io.StringIO(run("history", ledger, "--format", "csv")[1])))) == 6


def test_a_ledger_that_is_not_there(run: Run, tmp_path: Path) -> None:
    for what in ("stories", "points", "history"):
        code, out, err = run(what, str(tmp_path / "none.db"))
        assert (code, out) == (2, "")
        assert "there is no such ledger" in err


def test_the_ledger_is_not_loaded_for_other_commands() -> None:
    import subprocess

    code = "import sys; from sayso.cli import main; main(['schema', '--output', '/dev/null']); print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_example_story(run: Run, tmp_path: Path) -> None:
    ledger = str(tmp_path / "ledger.db")
    assert run("add", ledger, str(EXAMPLE))[0] == 0
    assert [len(s["reports"]) for s in _answer(run, "stories", ledger)["stories"]] == [10]
    found = _answer(run, "points", ledger)["points"]
    killed = next(p for p in found if p["text"].startswith("Eleven people were killed"))
    assert killed["independent_origins"] == 2, "the health minister and the hospital's director"
    assert killed["changes"][-1]["on"] == "number"
    assert {c["independence"] for c in killed["claims"]} == {"independent", "echo"}
    nitrate = next(p for p in found if "ammonium nitrate" in p["text"])
    assert {c["on"] for c in nitrate["contradictions"]} == {"polarity"}
    assert nitrate["anonymous_origins"] == 1
    reopen = next(p for p in found if "reopen" in p["text"])
    assert {c["on"] for c in reopen["changes"]} == {"date"}
