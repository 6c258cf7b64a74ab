"""``sayso serve``: a ledger or files, on loopback, or a clear word why not."""

from __future__ import annotations

import hashlib
import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from importlib import resources
from pathlib import Path

import pytest

from ledger_reports import ferry_reports
from sayso.cli import main
from sayso.ledger import open_ledger
from sayso.ledger.adding import add


def _ledger(path: Path) -> str:
    ledger = open_ledger(str(path), create=True)
    for record in ferry_reports():
        add(ledger, record)
    ledger.close()
    return str(path)


def _asked(arguments: list[str], path: str) -> tuple[str, str]:
    """What a server that is started with ``arguments`` answers at ``path``, and what it said on standard error."""
    started = [sys.executable, "-m", "sayso.cli", "serve", *arguments, "--port", "0"]
    with subprocess.Popen(started, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = ""
        try:
            for line in process.stderr:
                said += line
                where = re.search(r"http://\S+", line)
                if where:
                    with urllib.request.urlopen(where[0] + path, timeout=60) as answer:
                        body = answer.read().decode()
                    break
            else:
                raise AssertionError(said)
        finally:
            process.send_signal(signal.SIGINT)
            said += process.stderr.read()
            process.wait(30)
    return body, said


def test_a_ledger_in_the_browser(tmp_path: Path) -> None:
    body, said = _asked([_ledger(tmp_path / "ferry.ledger")], "")
    assert "<h1>Stories</h1>" in body and "6 reports" in body
    assert "http://127.0.0.1:" in said and "Traceback" not in said


def test_files_in_the_browser(tmp_path: Path) -> None:
    there = tmp_path / "report.txt"
    there.write_text("The ferry sank on Monday, harbour master Ilse Brandt said.\n", "utf-8")
    body, said = _asked([str(there), "--outlet", "Radio Vell", "--published", "2025-02-03"], "")
    assert "Radio Vell" in body and "1 added" in said


def test_what_files_do_not_say_is_told_in_a_list(tmp_path: Path) -> None:
    there, meta = tmp_path / "report.txt", tmp_path / "told.json"
    there.write_text("The ferry sank on Monday, harbour master Ilse Brandt said.\n", "utf-8")
    told = {"file": "report.txt", "outlet": "Radio Vell", "published": "2025-02-03", "title": "Ferry sinks"}
    meta.write_text(json.dumps([told]), "utf-8")
    body, _ = _asked([str(there), "--meta", str(meta)], "")
    assert "Radio Vell" in body and "Ferry sinks" in body


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["{ledger}", "--meta", "told.json"], "--meta: can be told of files, not of a ledger"),
        (["nothing.ledger"], "no such file or ledger"),
        (["{ledger}", "other.txt"], "only one input"),
        (["{ledger}", "--outlet", "X"], "not of a ledger"),
        (["{ledger}", "--port", "70000"], "is no port"),
        (["{ledger}", "--host", "no.such.host.invalid"], "cannot listen"),
        (["{ledger}", "--allow-host", "http://x"], "no host name"),
        (["{empty}"], "report that could be read"),
    ],
)
def test_what_is_wrong_is_said_at_once(
    arguments: list[str], word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("", "utf-8")
    ledger = _ledger(tmp_path / "ferry.ledger")
    assert main(["serve", *(one.format(ledger=ledger, empty=empty) for one in arguments)]) == 2
    assert word in capsys.readouterr().err


def test_a_port_that_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", _ledger(tmp_path / "ferry.ledger"), "--port", port]) == 2
    assert f"cannot listen at 127.0.0.1, port {port}" in capsys.readouterr().err


def test_files_of_others_are_listed_with_their_licences() -> None:
    folder = resources.files("sayso.server").joinpath("static")
    listed = dict(
        re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", folder.joinpath("LICENSES.md").read_text("utf-8"), re.M)
    )
    for name, digest in listed.items():
        assert hashlib.sha256(folder.joinpath(name).read_bytes()).hexdigest() == digest, name
    others = [one.name for one in folder.iterdir() if ".min." in one.name]
    assert others and set(others) <= set(listed)


def test_nothing_is_loaded_from_elsewhere() -> None:
    folder = resources.files("sayso.server")
    for one in [*folder.joinpath("static").iterdir(), *folder.joinpath("templates").iterdir()]:
        if one.name.endswith((".css", ".jinja")):
            text = one.read_text("utf-8")
            assert not re.search(r"@import|url\((?!#)|(src|href)=\"(https?:)?//", text), one.name
