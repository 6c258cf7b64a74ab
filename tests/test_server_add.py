"""Adding reports in the browser: nothing that was given is lost, and everything that went wrong is said."""

from __future__ import annotations

import io
import logging
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from sayso.record.types import Block, Note, Record, Report
from sayso.reports import UnreadableReport
from sayso.server.settings import Settings
from server_desk import HOME, Page, page, served

REPORT = "BRENHOLM, March 3 (Northwire) - The ferry Linnea sank off Brenholm, the coast guard said.\n"


def read_quickly(data: bytes, *, file: str | None = None, told: Any = None, media: str | None = None) -> Record:
    """A record without looking into the text: what is tested here is how reports come in."""
    import hashlib

    text = data.decode("utf-8", "replace")
    if "unreadable" in text:
        raise UnreadableReport("it is no report")
    if "fault" in text:
        raise RuntimeError("a secret of the text")
    number = f"r-{hashlib.sha256(data).hexdigest()[:16]}"
    notes = (Note("year-unknown", "The report does not say which year.", None),)
    return Record(
        Report(number, file, text, (Block(0, len(text), "paragraph"),), told.url, told.outlet, told.title, None, told.published),
        notes=notes,
    )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("sayso.reading.read_bytes", read_quickly)
    with served(
        str(tmp_path / "desk.ledger"), settings=Settings(orders_waiting=3, waiting_bytes=5_000, files_at_once=4)
    ) as client:
        yield client


def post(client: TestClient, path: str, data: dict[str, Any] | None = None, **more: Any) -> Response:
    return client.post(path, data=data or {}, headers={"Origin": HOME}, **more)


def done(client: TestClient, answer: Response, seconds: float = 20) -> Page:
    """The page of an order when it is done."""
    assert answer.status_code == 303, answer.text[:800]
    path = answer.headers["location"]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        text = client.get(path).text
        if "<b>Done.</b>" in text:
            return Page(text)
        assert 'hx-trigger="every 1s"' in text and 'http-equiv="refresh"' in text
        time.sleep(0.02)
    raise AssertionError("it was not read in time")


def test_a_pasted_text_is_read_as_it_was_pasted(desk: TestClient) -> None:
    told = {
        "text": REPORT.replace("\n", "\r\n"),
        "outlet": "Northwire",
        "published": "2025-03-03",
        "title": "Ferry sinks",
    }
    shown = done(desk, post(desk, "/add/text", told))
    assert "1 added" in shown.said()
    assert "with 1 note" in shown.said()
    link = next(link for link in shown.links if link.startswith("/reports/"))
    report = desk.get(f"{link}/record.json").json()["report"]
    assert (report["text"], report["outlet"], report["published"]) == (REPORT, "Northwire", "2025-03-03")
    again = done(desk, post(desk, "/add/text", told))
    assert "0 added 1 known before" in again.said()


def test_what_was_pasted_is_still_there_after_a_mistake(desk: TestClient) -> None:
    evil = "</textarea><script>alert(1)</script>"
    for wrong in ({"published": "last week"}, {"text": "  "}):
        answer = post(desk, "/add/text", {"text": REPORT + evil, "title": "Ferry", "outlet": "Northwire", **wrong})
        assert answer.status_code == 422
        assert "Nothing was added yet" in answer.text
        assert 'value="Northwire"' in answer.text
        assert not Page(answer.text).inline
        if "text" not in wrong:
            assert "sank off Brenholm" in answer.text


def test_files_are_read_one_by_one_and_problems_are_named(desk: TestClient) -> None:
    files = [
        ("files", ("../../etc/one.txt", REPORT.encode(), "text/plain")),
        ("files", ("two.txt", b"An unreadable thing.", "text/plain")),
        ("files", ("three.txt", b"This is a fault of ours.", "text/plain")),
    ]
    shown = done(desk, post(desk, "/add/files", {"outlet": "Northwire"}, files=files)).said()
    assert "1 added" in shown
    assert "2 could not be read" in shown
    assert "one.txt added" in shown
    assert "two.txt: it is no report" in shown
    assert "three.txt: a fault in sayso, please report it: RuntimeError" in shown
    assert "secret of the text" not in shown
    assert "etc" not in shown


def test_an_archive_gives_its_members(desk: TestClient) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", REPORT)
        archive.writestr("b.exe", b"MZ")
    shown = done(desk, post(desk, "/add/files", files=[("files", ("case.zip", made.getvalue(), "application/zip"))]))
    assert "case.zip > a.txt" in shown.said()
    assert "b.exe" in shown.said()


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/", "http://169.254.169.254/latest", "http://localhost/", "https://[::1]/", "http://10.0.0.1/"],
)
def test_addresses_within_the_network_are_not_fetched(desk: TestClient, address: str) -> None:
    shown = done(desk, post(desk, "/add/address", {"fetch": address}))
    assert "1 could not be read" in shown.said()
    assert "public" in shown.said()


@pytest.mark.parametrize(
    "address",
    ["", "file:///etc/passwd", "ftp://example.org/x", "javascript:alert(1)", "http://", "http://[", "https://a b/"],
)
def test_what_is_no_web_address_is_refused_and_kept_in_the_form(desk: TestClient, address: str) -> None:
    answer = post(desk, "/add/address", {"fetch": address})
    assert answer.status_code == 422
    assert not [link for link in Page(answer.text).links if link == address]


def test_a_page_from_the_web_keeps_its_address(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetch(source: Any) -> bytes:
        asked.append(source.name)
        return REPORT.encode()

    monkeypatch.setattr("sayso.reports.sources.Source.read", fetch)
    shown = done(desk, post(desk, "/add/address", {"fetch": "https://northwire.example/ferry"}))
    assert asked == ["https://northwire.example/ferry"]
    link = next(link for link in shown.links if link.startswith("/reports/"))
    assert desk.get(f"{link}/record.json").json()["report"]["url"] == asked[0]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Reading waits until this is called."""
    gate = threading.Event()

    def read(data: bytes, **more: Any) -> Record:
        gate.wait(20)
        return read_quickly(data, **more)

    monkeypatch.setattr("sayso.reading.read_bytes", read)
    yield gate.set
    gate.set()


def test_too_much_at_once_is_refused_and_nothing_is_lost(desk: TestClient, held: Callable[[], None]) -> None:
    orders = [post(desk, "/add/text", {"text": f"{REPORT}{n}"}) for n in range(3)]
    assert "Waiting" in page(desk, orders[2].headers["location"]).text
    full = post(desk, "/add/text", {"text": "A fourth report that must not be lost."})
    assert full.status_code == 503
    assert "Too much waits" in full.text
    assert "A fourth report that must not be lost." in full.text
    held()
    for order in orders:
        assert "1 added" in done(desk, order).said()
    assert "1 added" in done(desk, post(desk, "/add/text", {"text": "A fourth report that must not be lost."})).said()


def test_what_was_not_read_when_the_server_ends_is_named_in_its_log(
    tmp_path: Path, held: Callable[[], None], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = logging.getLogger("sayso.server")  # as a server leaves it that was told to be quiet
    monkeypatch.setattr(log, "disabled", False)
    monkeypatch.setattr(log, "propagate", True)
    caplog.set_level(logging.INFO, "sayso.server")
    with served(str(tmp_path / "ending.ledger")) as client:
        for name in ("first", "second", "third"):
            post(client, "/add/text", {"text": REPORT + name, "title": name})
        time.sleep(0.2)
        held()
        client.app.state.intake._closed = True  # type: ignore[attr-defined]
    assert "give them again" in caplog.text
    assert "third" in caplog.text


def test_limits_are_those_of_the_settings(desk: TestClient, tmp_path: Path) -> None:
    assert post(desk, "/add/text", {"text": "x" * 6_000}).status_code == 503
    many = [("files", (f"{n}.txt", b"A report.", "text/plain")) for n in range(5)]
    assert "At most 4 files" in post(desk, "/add/files", files=many).text
    with served(str(tmp_path / "small.ledger"), settings=Settings(upload_bytes=1_000)) as small:
        assert post(small, "/add/text", {"text": "x" * 2_000}).status_code == 413


def test_only_forms_of_this_server_add(desk: TestClient) -> None:
    for path, data in (("/add/text", {"text": REPORT}), ("/add/address", {"fetch": "https://example.org/"})):
        assert desk.post(path, data=data, headers={"Origin": "https://elsewhere.example"}).status_code == 403
        assert desk.post(path, data=data).status_code == 403
        assert desk.post(path, json=data, headers={"Origin": HOME}).status_code == 415
    assert "Given lately" not in desk.get("/add").text


def test_an_order_that_is_not_known_is_explained(desk: TestClient) -> None:
    assert "does no harm" in page(desk, "/add/abc", 404).text
    assert desk.get("/add/abc/progress").status_code == 404


def test_a_ledger_that_cannot_be_written_is_said(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.ledger import LedgerError

    def full(*_: object, **__: object) -> None:
        raise LedgerError("desk.ledger: database or disk is full")

    monkeypatch.setattr("sayso.server.intake.add", full)
    shown = done(desk, post(desk, "/add/text", {"text": REPORT})).said()
    assert "could not be written; give this and the rest again" in shown
