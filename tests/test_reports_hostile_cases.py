"""The named cases of hostile input: each has a test, here or where the table says; those that had none are here."""

from __future__ import annotations

import gzip
import json
import re
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from sayso.cli import main
from sayso.reports import Item, Limits, Unread, UnreadableReport, containers, fetch, reports_in
from test_reports_containers import FIRST, SECOND, page, warc_record, zipped
from test_reports_fetch import OK, Server, server  # noqa: F401 - the fixture

HERE = Path(__file__).parent
ODD = "test_reports_hostile.py::test_odd_characters_are_kept_and_can_be_written"
CASES = {
    "entity bombs": "test_reports_hostile.py::test_entity_bombs_and_document_types_are_refused",
    "gzip bombs": "test_reports_hostile.py::test_a_gzip_bomb_is_left_early",
    "zstd bombs": "test_reports_hostile.py::test_a_zstd_bomb_is_left_early",
    "bzip2 and xz bombs": "test_reports_packed.py::test_a_bomb_is_left_early_and_what_came_before_is_kept",
    "zip bombs": "test_reports_hostile.py::test_a_zip_bomb_among_members_costs_itself",
    "lying lengths": "test_reports_hostile.py::test_a_warc_record_that_tells_too_great_a_length_costs_itself",
    "truncated members": "test_reports_hostile.py::test_a_truncated_tar_keeps_what_came_whole",
    "path traversal": "test_reports_hostile.py::test_path_traversal_in_archives",
    "redirects to private addresses": "test_reports_fetch.py::test_a_redirect_to_this_machine_is_refused",
    "DNS rebinding": "test_reports_hostile_cases.py::test_dns_rebinding",
    "endless bodies": "test_reports_hostile_cases.py::test_endless_bodies",
    "slow bodies": "test_reports_fetch.py::test_a_server_that_drips_is_left_in_time",
    "a million nested tags": "test_reports_hostile.py::test_a_million_nested_tags",
    "regex bait": "test_reports_hostile_cases.py::test_regex_bait",
    "NUL": f"{ODD}[nul]",
    "lone surrogates": f"{ODD}[lone surrogate]",
    "bidi overrides": f"{ODD}[bidi override]",
    "zero-width characters": f"{ODD}[zero width]",
    "NFD": f"{ODD}[nfd]",
    "CRLF": f"{ODD}[crlf]",
    "formula cells": "test_exchange_tools.py::test_formulas_are_escaped_and_numbers_left_alone",
    "script in title, byline, outlet, URL and entity names": "test_reports_hostile_cases.py::test_script_in_names",
    "nothing lost besides the bad record": "test_reports_hostile_cases.py::test_nothing_is_lost_besides_the_bad",
    "prompt injection through MCP": "test_mcp.py::test_prompt_injection_is_quoted_and_visible",
}


@pytest.mark.parametrize("case", CASES)
def test_every_named_case_has_its_test(case: str) -> None:
    file, _, name = CASES[case].partition("::")
    name, _, given = name.rstrip("]").partition("[")
    text = (HERE / file).read_text("utf-8")
    assert f"def {name}(" in text
    assert not given or f'"{given}"' in text


class _Resolver:
    """A name server that answers otherwise the second time."""

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)
        self.asked = 0

    def __call__(self, host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        self.asked += 1
        address = self._answers[min(self.asked, len(self._answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]


def test_dns_rebinding(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was checked is the one that is called, whatever the name stands for by then."""
    resolver = _Resolver("93.184.216.34", "127.0.0.1")
    called: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError("nobody is there")

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(UnreadableReport):
        fetch.fetch("http://rebinding.example/")
    assert (called, resolver.asked) == ([("93.184.216.34", 80)], 1)
    # Asked once more, it is checked once more.
    with pytest.raises(UnreadableReport, match="not on the public internet"):
        fetch.fetch("http://rebinding.example/")
    assert len(called) == 1


@pytest.mark.parametrize("chunked", [False, True])
def test_endless_bodies(server: Server, chunked: bool) -> None:  # noqa: F811
    """A body without an end is left at the cap, and the memory that it takes with it."""
    sent = 0

    def forever(called: socket.socket) -> None:
        nonlocal sent
        called.sendall(OK + (b"Transfer-Encoding: chunked\r\n\r\n" if chunked else b"\r\n"))
        piece = b"a" * 65_536
        while not server.over.is_set():
            called.sendall(b"10000\r\n" + piece + b"\r\n" if chunked else piece)
            sent += len(piece)

    server.answer = forever
    begun = time.monotonic()
    with pytest.raises(UnreadableReport, match="longer than 300,000 bytes"):
        fetch.fetch(f"http://ledger.example:{server.port}/", Limits(max_bytes=300_000, max_fetch_seconds=20))
    assert time.monotonic() - begun < 15
    assert sent < 20_000_000


BAIT: dict[str, Callable[[int], bytes]] = {
    "bylines": lambda n: b"By " + b"Aa " * n,
    "blanks": lambda n: b" " * n + b"x",
    "no-break blanks": lambda n: b"\xc2\xa0" * n + b"x",
    "tags that never end": lambda n: b"<html><body>" + b"<p a=" * n,
    "comments that never end": lambda n: b"<!--" * n,
    "document types": lambda n: b"<!DOCTYPE [" * n,
    "addresses": lambda n: b"a@" * n,
    "credits": lambda n: b"AP, " * n,
    "datelines": lambda n: b"CITY, " * n + b"(AP) - x",
    "headers": lambda n: b"From: a\n" * n,
    "encoded words": lambda n: b"Message-ID: a\nFrom: b\nSubject: " + b"=?utf-8?q?a?= " * n + b"\n\nx",
    "declared encodings": lambda n: b"<html><head>" + b"<meta charset " * n,
    "declared dates": lambda n: b"<html><p>x</p>" + b'"datePublished": "' * n,
    "brackets": lambda n: b'{"text":' + b"[" * n,
    "digits": lambda n: b'{"text":' + b"1" * n + b"}",
    "styles": lambda n: b"<rss><channel><item><description>&lt;p style='" + b"display " * n,
    "records": lambda n: b"WARC/1.0\r\n" * n,
    "messages": lambda n: b"From a Tue Mar 5 2024\n\n" * n,
    "no encoding": lambda n: b"\x80\xff" * n,
}  # fmt: skip


@pytest.mark.parametrize("bait", BAIT)
def test_regex_bait(bait: str) -> None:
    """Text that makes patterns go back and try again takes time that grows as the text does, whatever it is read as."""
    begun = time.process_time()
    for name in ("in", "in.html", "in.eml"):
        for held in reports_in(BAIT[bait](60_000), file=name):
            if isinstance(held, Item):
                try:
                    held.report()
                except UnreadableReport:
                    continue
    assert time.process_time() - begun < 20


def test_a_fault_of_ours_costs_its_own_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> object:
        raise IndexError("there is none")

    monkeypatch.setattr(containers, "zipped", fault)
    (tmp_path / "1.zip").write_bytes(zipped({"a.txt": SECOND.encode()}))
    (tmp_path / "2.txt").write_text(FIRST)
    bad, good = reports_in(tmp_path)
    assert isinstance(bad, Unread) and isinstance(good, Item)
    assert "a fault in sayso, please report it: IndexError" in bad.message
    assert good.report()[0].text == FIRST


def test_nothing_is_lost_besides_the_bad(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One bad thing of each kind between good reports, in one run: each good one is read, each bad one is named."""
    bad = {
        "bomb.xml": b'<!DOCTYPE rss [<!ENTITY a "aa">]><rss><channel><item><description>&a;</description></item></channel></rss>',
        "cut.txt.gz": gzip.compress(FIRST.encode() * 50)[:-30],
        "deep.json": b'{"a":' + b"[" * 200_000,
        "empty.txt": b"\x00" * 20,
        "lying.warc": warc_record(page("x"), length=9) + warc_record(page(SECOND), "https://bell.example/2"),
        "lines.jsonl": b'{"text": broken\n' + json.dumps({"text": SECOND}).encode() + b"\n",
        "links.zip": zipped({"../out.txt": b"no", "in.txt": SECOND.encode()}),
        "mail.eml": b"From: a@b.example\nMIME-Version: 1.0\nDate: x\n\n",
        "page.html": b"<html><body>" + b"<div>" * 20_000,
        "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    }
    for i, (name, data) in enumerate(bad.items()):
        (tmp_path / f"{i}-good.txt").write_text(f"{FIRST} It was report {i}.")
        (tmp_path / f"{i}-{name}").write_bytes(data)
    assert main(["read", str(tmp_path), "--format", "jsonl"]) == 1
    said = capsys.readouterr()
    texts = [json.loads(line)["report"]["text"] for line in said.out.splitlines()]
    assert [text for text in texts if text.startswith(FIRST)] == [
        f"{FIRST} It was report {i}." for i in range(len(bad))
    ]
    assert sum(text.startswith(SECOND) for text in texts) == 3
    for i, name in enumerate(bad):
        assert f"{i}-{name}" in said.err
    assert not list(tmp_path.parent.glob("out.txt"))


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202e\x1b[31m"


def test_script_in_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a report says in its title, byline, outlet, address and names is text on every page and in every terminal."""
    text = f"{FIRST} {SCRIPT} Ltd said {SCRIPT} Dahl, mayor of {SCRIPT}, had left."
    told = {
        "title": SCRIPT,
        "byline": SCRIPT,
        "outlet": SCRIPT,
        "url": f"javascript:alert(1)//{SCRIPT}",
        "published": "2024-03-05",
    }
    report = tmp_path / "a.json"
    report.write_text(json.dumps({"text": text, **told}))
    ledger, folder = str(tmp_path / "a.db"), tmp_path / "case"
    assert main(["add", ledger, str(report)]) == 0
    assert main(["read", str(report), "--format", "html", "--output", str(tmp_path / "a.html")]) == 0
    assert main(["export", "casefile", ledger, "--output", str(folder)]) == 0
    pages = [tmp_path / "a.html", *folder.iterdir()]
    assert len(pages) > 2
    for path in pages:
        shown = path.read_text("utf-8")
        assert not set(shown) & set("\u202e\x1b")
        assert "alert(1)" in shown or path.name == "index.html"  # the index has no more than points
        for element in html.fromstring(shown.encode()).iter("*"):
            assert element.tag not in {"script", "img", "iframe", "object"}
            assert not any(
                name.startswith("on") or str(value).startswith("javascript:") for name, value in element.attrib.items()
            )
    capsys.readouterr()
    for argv in (["read", str(report)], ["points", ledger], ["export", "brief", ledger]):
        main(argv)
        out = capsys.readouterr().out
        assert not set(out) & set("\u202e\x1b")
        assert argv[0] != "export" or not re.search(r"<(script|img)", out)


def test_a_page_with_script_in_its_names_gives_them_as_text() -> None:
    data = page(FIRST).replace(b"<head>", b'<head><meta name="author" content="&lt;script&gt;x&lt;/script&gt;Bo Lind">')
    [held] = [one for one in reports_in(data, file="in.html") if isinstance(one, Item)]
    assert FIRST in held.report()[0].text
