"""The ledger on the command line: files in, answers out, exit codes."""

from __future__ import annotations

import csv
import io
import json
import sys
import types
import zipfile
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger_reports import Says, ferry_reports, report
from sayso.cli import main
from sayso.cli.arguments import parser
from sayso.cli.ledger import add
from sayso.ledger import open_ledger
from sayso.ledger.adding import add as put
from sayso.record.types import Note, Record, Report
from sayso.reports import Told, UnreadableReport, read_report

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
        data: bytes,
        *,
        file: str | None = None,
        told: Told | None = None,
        media: str | None = None,
        tables: object = None,
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


@pytest.fixture
def taken_in(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The reports that are taken in, by the parts of their files; nothing is made out in them."""
    found: list[str] = []

    def read(report: Report, notes: tuple[Note, ...] = (), tables: object = None) -> Record:
        found.append(report.member or Path(report.file or "").name)
        return Record(report, notes=notes)

    def read_bytes(
        data: bytes,
        *,
        file: str | None = None,
        told: Told | None = None,
        media: str | None = None,
        tables: object = None,
    ) -> Record:
        return read(*read_report(data, file=file, told=told))

    module = types.ModuleType("sayso.reading")
    module.read, module.read_bytes = read, read_bytes  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sayso.reading", module)
    return found


def _zip(path: Path, members: Mapping[str, str]) -> str:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return str(path)


def _mapped(ledger: str, file: Path, fields: tuple[tuple[str, str], ...]) -> Namespace:
    arguments = parser().parse_args(["add", ledger, str(file)])
    arguments.map = fields
    return arguments


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


PIER = "The pier at Skarholm burned on Monday, harbour master Ilse Brandt said."
LAKE = "Talks on the lake resumed on Tuesday, minister Jon Aasen said."
FEED = f"""<rss version="2.0"><channel><title>The Bell</title>
<item><title>Pier burns</title><guid>1</guid><pubDate>Tue, 05 Mar 2024 10:15:00 GMT</pubDate><description>{PIER}</description></item>
<item><title>Lake talks</title><guid>2</guid><pubDate>Wed, 06 Mar 2024 10:15:00 GMT</pubDate><description>{LAKE}</description></item>
<item><title>Tide table</title><link>https://bell.example/tides</link></item></channel></rss>"""


def test_a_bad_member_of_an_archive_costs_itself(run: Run, taken_in: list[str], tmp_path: Path) -> None:
    ledger = str(tmp_path / "ledger.db")
    texts = _zip(tmp_path / "three.zip", {"a.txt": PIER, "bad.txt": "", "c.txt": LAKE})
    code, out, err = run("add", ledger, texts, "--outlet", "The Bell")
    assert (code, out, taken_in) == (1, "", ["a.txt", "c.txt"])
    assert err.startswith(f"sayso: {texts} > bad.txt: ")
    assert err.endswith("sayso: 2 added, 1 could not be read\n")
    assert {r["outlet"] for r in _answer(run, "stories", ledger)["reports"]} == {"The Bell"}
    # What is there is not read again, be it in another archive.
    more = _zip(tmp_path / "more.zip", {"c.txt": LAKE, "d.txt": "A fourth text.", "a.txt": PIER})
    assert run("add", ledger, more, "--outlet", "The Bell") == (0, "", "sayso: 1 added, 2 known before\n")
    assert taken_in == ["a.txt", "c.txt", "d.txt"]


def test_a_run_that_is_cut_off_in_an_archive_is_finished_by_the_next(
    run: Run, taken_in: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, texts = str(tmp_path / "ledger.db"), _zip(tmp_path / "two.zip", {"a.txt": PIER, "b.txt": LAKE})
    read = sys.modules["sayso.reading"].read

    def cut_off(report: Report, notes: tuple[Note, ...] = (), tables: object = None) -> Record:
        if report.member == "b.txt":
            raise KeyboardInterrupt
        return read(report, notes)  # type: ignore[no-any-return]

    monkeypatch.setattr(sys.modules["sayso.reading"], "read", cut_off)
    assert run("add", ledger, texts)[0] == 130
    monkeypatch.setattr(sys.modules["sayso.reading"], "read", read)
    assert run("add", ledger, texts) == (0, "", "sayso: 1 added, 1 known before\n")
    assert taken_in == ["a.txt", "b.txt"]


def test_the_items_of_a_feed_are_reports_and_its_addresses_are_not_fetched(
    run: Run, taken_in: list[str], tmp_path: Path
) -> None:
    ledger, feed = str(tmp_path / "ledger.db"), tmp_path / "bell.rss"
    feed.write_text(FEED)
    # In a folder, too; what a watch keeps there is no report.
    (tmp_path / "ledger.db.watch.json").write_text('{"feeds": []}')
    code, _, err = run("add", ledger, str(tmp_path))
    remark = "1 reports are given as addresses only, which are not fetched unasked: https://bell.example/tides"
    assert (code, err) == (0, f"sayso: {feed}: {remark}\nsayso: 2 added\n")
    found = _answer(run, "stories", ledger)["reports"]
    assert sorted((r["title"], r["outlet"], r["published"]) for r in found) == [
        ("Lake talks", "The Bell", "2024-03-06T10:15:00+00:00"),
        ("Pier burns", "The Bell", "2024-03-05T10:15:00+00:00"),
    ]
    # The feed has moved on: only what is new in it is read.
    third = "<item><title>Ferry</title><description>The ferry runs again, Tom Vik said.</description></item>"
    feed.write_text(FEED.replace("<item>", f"{third}<item>", 1))
    assert run("add", ledger, str(feed))[2].endswith("sayso: 1 added, 2 known before\n")
    assert len(taken_in) == 3


def test_json_lines_and_a_map_of_their_fields(
    run: Run, taken_in: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ledger, lines = str(tmp_path / "ledger.db"), tmp_path / "wire.jsonl"
    lines.write_text(
        json.dumps({"story": {"words": PIER}, "head": "Pier burns"})
        + "\n{broken\n"
        + json.dumps({"story": {"words": LAKE}, "head": "Lake talks"})
        + "\n"
    )
    mapped = _mapped(ledger, lines, (("text", "story.words"), ("title", "head")))
    assert add(mapped) == 1
    assert f"{lines} > line 2: this is no JSON" in capfd.readouterr().err
    assert taken_in == ["line 1", "line 3"]
    assert {r["title"] for r in _answer(run, "stories", ledger)["reports"]} == {"Pier burns", "Lake talks"}
    assert add(mapped) == 1
    assert len(taken_in) == 2


def test_a_title_is_told_of_one_report_only(run: Run, taken_in: list[str], tmp_path: Path) -> None:
    ledger, texts = str(tmp_path / "ledger.db"), _zip(tmp_path / "two.zip", {"a.txt": PIER, "b.txt": LAKE})
    code, _, err = run("add", ledger, texts, "--title", "Pier burns")
    assert (code, taken_in) == (1, [])
    assert err.count("can be told of one report only") == 2
    assert run("add", ledger, _zip(tmp_path / "other.zip", {"c.txt": PIER}))[0] == 0


def test_a_fault_in_one_report_costs_that_report(
    run: Run, taken_in: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = sys.modules["sayso.reading"].read

    def faulty(report: Report, notes: tuple[Note, ...] = (), tables: object = None) -> Record:
        if report.member == "a.txt":
            raise RuntimeError("unforeseen")
        return read(report, notes)  # type: ignore[no-any-return]

    monkeypatch.setattr(sys.modules["sayso.reading"], "read", faulty)
    texts = _zip(tmp_path / "two.zip", {"a.txt": PIER, "b.txt": LAKE})
    code, _, err = run("add", str(tmp_path / "ledger.db"), texts)
    assert code == 1
    assert "two.zip > a.txt: a fault in sayso, please report it: RuntimeError: unforeseen" in err
    assert err.endswith("sayso: 1 added, 1 could not be read\n")


def test_what_the_meta_file_tells(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("sayso.reading")

    def read_bytes(data: bytes, *, file: str, told: Told, media: str | None = None, tables: object = None) -> Record:
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


@pytest.mark.parametrize("name", ["meta.json", "Meta.JSON"])
def test_a_list_of_what_files_do_not_say_is_no_report_however_its_name_is_written(
    run: Run, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "a.txt").write_text("The pier burned, the mayor said.")
    (folder / name).write_text(json.dumps([{"file": "a.txt", "outlet": "The Strand"}]))
    code, _, err = run("add", str(tmp_path / "one.db"), str(folder))
    assert (code, "1 added" in err) == (0, True)
    assert [r["outlet"] for r in _answer(run, "stories", str(tmp_path / "one.db"))["reports"]] == ["The Strand"]
    # Named for all of the folder, it is none either.
    code, _, err = run("add", str(tmp_path / "two.db"), str(folder), "--meta", str(folder / name))
    assert (code, "1 added" in err) == (0, True)
    # But a report may be called so.
    (folder / name).write_text(json.dumps({"title": "Meta", "text": "The company Meta closed its office in Tarn."}))
    code, _, err = run("add", str(tmp_path / "three.db"), str(folder))
    assert (code, "2 added" in err) == (0, True)


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


def test_a_review_without_a_decision_lists_what_is_doubtful(run: Run, tmp_path: Path) -> None:
    made = ferry_reports()
    at = next(i for i, record in enumerate(made) if record.statements)
    first, *rest = made[at].statements
    made[at] = replace(made[at], statements=(replace(first, score=0.2), *rest))
    ledger = str(tmp_path / "ferry.db")
    opened = open_ledger(ledger, create=True)
    for record in made:
        put(opened, record)
    opened.close()
    asked = _answer(run, "review", ledger)
    [unsure] = [one for one in asked["doubts"] if one["kind"] == "statement"]
    matches = [one for one in asked["doubts"] if one["kind"] == "match"]
    assert (unsure["score"], unsure["claim"] is not None) == (0.2, True)
    assert [span["text"] for span in unsure["spans"]] == [span.text for span in first.content]
    assert {one["report"] for one in asked["doubts"]} == {one["id"] for one in asked["reports"]}
    assert all(one["point"] and one["score"] < 0.7 for one in matches)
    shown = run("review", ledger)[1]
    assert unsure["claim"] in shown
    assert "Read rightly? (0.20)" in shown
    assert shown.count("Do these say the same?") == len(matches)
    # The filter narrows it, and what somebody has decided on does not come up again.
    assert _answer(run, "review", ledger, "--outlet", "Nobody's Herald")["doubts"] == []
    assert run("review", ledger, "--outlet", "Nobody's Herald")[1].strip() == "Nothing on record."
    signed = ("--by", "M. Quist")
    assert run("review", ledger, "correct", unsure["claim"], "origin", "Ona Berg", *signed)[0] == 0
    for one in matches:
        assert run("review", ledger, "accept", one["claim"], one["point"], *signed)[0] == 0
    assert _answer(run, "review", ledger)["doubts"] == []


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
