"""``import sayso``: what it gives, what it takes, and the examples of its page."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import sayso
from sayso.record.types import Record
from sayso.reports import UnreadableReport

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "7-undated-mine-collapse.txt"


def test_a_path_its_text_and_its_bytes_give_the_same_record() -> None:
    data = EXAMPLE.read_bytes()
    given = {"published": "2026-05-04", "outlet": "The Ledger"}
    found = [sayso.read(one, **given) for one in (EXAMPLE, str(EXAMPLE), data, data.decode())]
    assert [one.report.file for one in found] == [str(EXAMPLE), str(EXAMPLE), None, None]
    assert len({(one.statements, one.claims, one.dates, one.report.id) for one in found}) == 1
    assert (found[0].report.published, found[0].report.outlet) == ("2026-05-04", "The Ledger")
    assert isinstance(found[0], sayso.Record)
    assert sayso.Record is Record


def test_text_that_names_no_file_is_the_report() -> None:
    record = sayso.read("Ida Roth said the ferry had sunk.")
    assert record.report.file is None
    assert record.report.text == "Ida Roth said the ferry had sunk."
    assert sayso.read("x" * 10_000).report.text == "x" * 10_000


def test_what_cannot_be_read_says_so() -> None:
    with pytest.raises(FileNotFoundError):
        sayso.read(Path("no-such-report.txt"))
    with pytest.raises(ValueError, match="no ISO date"):
        sayso.read("A ferry sank.", published="yesterday")
    with pytest.raises(UnreadableReport):
        sayso.read(b"")


def test_a_file_of_any_kind_that_holds_one_report_is_read(tmp_path: Path) -> None:
    mail = b"From: The Ledger <a@b.example>\nSubject: Ferry\nMIME-Version: 1.0\n\nIda Roth said the ferry had sunk.\n"
    (tmp_path / "a.eml").write_bytes(mail)
    for record in (sayso.read(tmp_path / "a.eml"), sayso.read(str(tmp_path / "a.eml")), sayso.read(mail)):
        assert (record.report.title, record.report.outlet, record.report.container) == ("Ferry", "The Ledger", "e-mail")
        assert record.report.text.strip() == "Ida Roth said the ferry had sunk."
    (tmp_path / "b.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    with pytest.raises(UnreadableReport, match="more than one report"):
        sayso.read(tmp_path / "b.jsonl")
    (tmp_path / "c.xml").write_text("<urlset><url><loc>https://a.example/1</loc></url></urlset>")
    with pytest.raises(UnreadableReport, match="nothing is fetched"):
        sayso.read(tmp_path / "c.xml")


def test_nothing_is_loaded_before_it_is_needed() -> None:
    code = "import sys, sayso; print(sayso.__version__, sorted(m for m in sys.modules if m.startswith('sayso')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{sayso.__version__} ['sayso']\n"


def test_no_other_name_is_made_up() -> None:
    with pytest.raises(AttributeError, match="no attribute 'wrote'"):
        sayso.wrote  # type: ignore[attr-defined]  # noqa: B018


def test_the_examples_of_the_page(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "api.md").read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 6
    names: dict[str, object] = {}
    for block in blocks:
        exec(block, names)
    out = capsys.readouterr().out
    assert "Marek Zielonka: " in out
    assert "Liv Dahl ['2024-05-07']" in out
    assert out.endswith("BEGIN:VCALENDAR\n")
