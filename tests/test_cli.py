"""The command line: what goes in, what comes out where, and the exit codes."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from sayso import __version__
from sayso.cli import main
from sayso.cli.inputs import Input, UnreadableInputError
from sayso.cli.progress import Progress
from sayso.record.contract import dumps, from_json, schema
from sayso.record.types import Record
from sayso.reports import read_report

Run = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], record: Record) -> Run:
    """Runs a command on inputs whose names say what becomes of them; the rest are the ferry report."""

    def read(name: str, told: Mapping[str, str | None]) -> Record:
        if name.startswith("bad"):
            raise UnreadableInputError("no such file")
        if name.startswith("fault"):
            raise ZeroDivisionError("by zero")
        if name.startswith("interrupt"):
            raise KeyboardInterrupt
        given = {key: value for key, value in told.items() if value is not None}
        return replace(record, report=replace(record.report, file=name, **given))

    def inputs(names: Sequence[str], told: Mapping[str, str | None]) -> list[Input]:
        return [Input(name, lambda name=name: read(name, told)) for name in names]  # type: ignore[misc]

    monkeypatch.setattr("sayso.cli.read.inputs", inputs)

    def run(*argv: str) -> tuple[int, bytes, str]:
        code = main(argv)
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return run


def test_one_report_as_json_is_its_record(run: Run, record: Record) -> None:
    code, out, err = run("read", "ferry.txt", "--format", "json")
    assert (code, err) == (0, "")
    assert from_json(json.loads(out)) == record
    assert out.decode() == dumps(record, indent=2) + "\n"


def test_several_reports_as_json_are_an_array_in_the_order_given(run: Run) -> None:
    code, out, _ = run("read", "b.txt", "a.txt", "--format", "json")
    assert code == 0
    assert [r["report"]["file"] for r in json.loads(out)] == ["b.txt", "a.txt"]


def test_several_reports_none_of_which_can_be_read_are_an_empty_array(run: Run) -> None:
    code, out, _ = run("read", "bad1", "bad2", "--format", "json")
    assert (code, json.loads(out)) == (1, [])


def test_jsonl_is_one_record_a_line_and_a_bad_file_among_many_costs_only_itself(run: Run) -> None:
    names = [f"{i}.txt" for i in range(50)]
    names[17], names[30] = "bad.txt", "fault.txt"
    code, out, err = run("read", *names, "--format", "jsonl")
    lines = out.decode().split("\n")
    assert code == 1
    assert [json.loads(line)["report"]["file"] for line in lines[:-1]] == [n for n in names if n[0].isdigit()]
    assert lines[-1] == ""
    first, second = err.splitlines()
    assert first == "sayso: bad.txt: no such file"
    assert second.startswith(
        "sayso: fault.txt: a fault in sayso, please report it: ZeroDivisionError: by zero (test_cli.py"
    )


def test_one_report_that_cannot_be_read_leaves_standard_output_empty(run: Run) -> None:
    for format_ in ("text", "json", "jsonl", "html"):
        assert run("read", "bad.txt", "--format", format_) == (1, b"", "sayso: bad.txt: no such file\n")


def test_what_is_told_reaches_the_reading(run: Run) -> None:
    told = ("--published", "2023-09-12", "--outlet", "The Bell", "--title", "T", "--url", "https://x.example")
    _, out, _ = run("read", "a.txt", *told, "--language", "en-GB", "--format", "jsonl")
    report = json.loads(out)["report"]
    assert [report[k] for k in ("published", "outlet", "title", "url", "language")] == [
        "2023-09-12", "The Bell", "T", "https://x.example", "en-GB",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("argv", "complaint"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("read",), "the following arguments are required: FILE"),
        (("read", "a.txt", "--published", "yesterday"), "'yesterday' is not a date such as 2023-09-12"),
        (("read", "a.txt", "--published", "2023-02-30"), "is not a date"),
        (("read", "a.txt", "--published", "2023-09-12Q1"), "is not a date"),
        (("read", "a.txt", "--language", "english please"), "is not a language tag"),
        (("read", "a.txt", "--format", "xml"), "invalid choice: 'xml'"),
        (("read", "a.txt", "b.txt", "--title", "T"), "--title: can be told of one report only"),
        (("read", "a.txt", "--outp", "x"), "unrecognized arguments"),
        (("explain", "a.txt", "s99"), "no 's99' in this record; it has s1 to s6, c1 to c8, n1, e1, x1 to x6, p1 to p2"),
    ],
)
def test_wrong_usage_exits_with_two_and_says_why(run: Run, argv: Sequence[str], complaint: str) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, b"")
    assert complaint in err


def test_published_may_have_a_time(run: Run) -> None:
    code, out, _ = run("read", "a.txt", "--published", "2023-09-12T14:30:00+03:00", "--format", "jsonl")
    assert code == 0
    assert json.loads(out)["report"]["published"] == "2023-09-12T14:30:00+03:00"


def test_output_goes_to_a_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    code, out, _ = run("read", "a.txt", "b.txt", "--format", "jsonl", "--output", str(target))
    assert (code, out) == (0, b"")
    assert len(target.read_text("utf-8").splitlines()) == 2


def test_output_that_cannot_be_written_exits_with_two(run: Run, tmp_path: Path) -> None:
    code, _, err = run("read", "a.txt", "--output", str(tmp_path / "missing" / "out"))
    assert code == 2
    assert "missing/out: No such file or directory" in err


def test_an_input_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("words")
    code, _, err = run("read", "a.txt", str(report), "--format", "jsonl", "--output", str(report))
    assert code == 2
    assert "is also to be read, and would be lost" in err
    assert report.read_text() == "words"


def test_text_of_several_reports_is_divided_by_a_rule(run: Run) -> None:
    _, out, _ = run("read", "a.txt", "b.txt")
    assert out.decode().count("═" * 80 + "\n") == 1


def test_html_of_several_reports_is_one_page(run: Run) -> None:
    _, out, _ = run("read", "a.txt", "b.txt", "--format", "html")
    assert out.count(b"<!DOCTYPE html>") == 1
    assert b"2 reports" in out


def test_ctrl_c_keeps_what_was_read_and_exits_with_130(run: Run) -> None:
    code, out, err = run("read", "a.txt", "interrupt", "b.txt", "--format", "jsonl")
    assert (code, err) == (130, "sayso: interrupted\n")
    assert json.loads(out)["report"]["file"] == "a.txt"


def test_explain_shows_the_sentence_with_its_parts(run: Run) -> None:
    code, out, _ = run("explain", "a.txt", "s1")
    assert code == 0
    text = " ".join(out.decode().split())
    assert "[source: Harbour master Ilse Brandt] [cue: confirmed] to [told to: Radio Vell] that" in text


def test_explain_of_what_cannot_be_read(run: Run) -> None:
    assert run("explain", "bad.txt", "s1") == (1, b"", "sayso: bad.txt: no such file\n")


def test_schema_prints_the_schema(run: Run) -> None:
    code, out, _ = run("schema")
    assert code == 0
    assert json.loads(out) == schema()


def test_version_and_help(run: Run) -> None:
    assert run("--version") == (0, f"sayso {__version__}\n".encode(), "")
    code, out, _ = run("--help")
    assert code == 0
    assert b"some inputs could not be read" in out


def test_a_hostile_file_name_is_harmless_on_the_terminal(run: Run) -> None:
    _, _, err = run("read", "bad\x1b[2J\n\u202etxt", "a.txt")
    assert "\x1b" not in err
    assert "\u202e" not in err


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    command = [sys.executable, "-m", "sayso.cli", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_wrong_usage_is_answered_without_loading_the_reading() -> None:
    code = (
        "import sys; from sayso.cli import main; main(['--version']); print([m for m in sys.modules if 'numpy' in m])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"sayso {__version__}", "[]"]


@pytest.fixture
def only_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes reports in as always, but says nothing of them: what follows does not need the model."""
    reading = types.ModuleType("sayso.reading")
    reading.read_bytes = lambda data, tables=None, **known: Record(*read_report(data, **known)[:1])  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sayso.reading", reading)


@pytest.mark.usefixtures("only_reports")
def test_files_folders_and_what_is_missing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("The pier burned.\n", "utf-8")
    names = [str(tmp_path / "a.txt"), str(tmp_path / "none.txt"), str(tmp_path)]
    assert main(["read", *names, "--format", "jsonl", "--outlet", "The Bell"]) == 1
    out, err = capfd.readouterr()
    reports = [json.loads(line)["report"] for line in out.splitlines()]
    assert [r["file"] for r in reports] == [names[0], names[0]]
    assert (reports[0]["text"], reports[0]["outlet"]) == ("The pier burned.\n", "The Bell")
    assert [line.partition(": ")[2].partition(": ")[0] for line in err.splitlines()] == [names[1]]
    assert "No such file or directory" in err


@pytest.mark.usefixtures("only_reports")
def test_standard_input(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Pöls burned.".encode())))
    assert main(["read", "-", "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["report"]["text"] == "Pöls burned."


@pytest.mark.usefixtures("only_reports")
def test_an_address_that_was_read_is_the_reports_address(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sayso.reports.Source.told", lambda _: (b"The pier burned.", None))
    assert main(["read", "https://bell.example/pier", "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["report"]["url"] == "https://bell.example/pier"


EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.mark.usefixtures("only_reports")
@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "html"])
def test_every_example_is_read_in_every_format(format_: str, tmp_path: Path) -> None:
    names = [str(path) for path in sorted(EXAMPLES.iterdir()) if path.suffix in (".txt", ".html")]
    assert len(names) == 7
    target = tmp_path / "out"
    assert main(["read", *names, "--format", format_, "--output", str(target)]) == 0
    assert "Lake talks resume" in target.read_text("utf-8")


def test_the_examples_metadata_is_of_files_that_are_there() -> None:
    for told in json.loads((EXAMPLES / "meta.json").read_text("utf-8")):
        assert (EXAMPLES / told["file"]).is_file()
        assert set(told) == {"file", "outlet", "published", "title", "url"}


class _Terminal(io.StringIO):
    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


def test_progress_counts_on_a_terminal_and_clears_its_line() -> None:
    stream = _Terminal()
    with Progress(stream, 2, shown=True) as progress:
        progress.step("a\x1b[2J.txt")
        progress.say("a.txt: no such file")
        progress.step("b.txt")
    shown = stream.getvalue()
    assert "0/2 a␛[2J.txt" in shown
    assert "\r\x1b[Ksayso: a.txt: no such file\n" in shown
    assert "1/2 b.txt" in shown
    assert shown.endswith("\r\x1b[K")


def test_progress_is_silent_elsewhere() -> None:
    stream = io.StringIO()
    with Progress(stream, 2, shown=True) as progress:
        progress.step("a.txt")
    assert stream.getvalue() == ""
