"""A server and Debian's Chromium, for tests that look at pages as people do. They are skipped where there is no Chromium."""

from __future__ import annotations

import hashlib
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="playwright is not installed: pip install --group dev")

import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from starlette.types import ASGIApp

from conftest import ferry_record
from ledger_reports import Says, ferry_reports, report
from sayso.ledger import open_ledger
from sayso.ledger.adding import add
from sayso.record.types import Block, Note, Record, Report
from sayso.server.app import create_app
from sayso.server.settings import Settings

EVIL = "</textarea></title></script><script>window.ran=1;alert(1)</script><img src=x onerror=alert(2)>\u202e{{7*7}}"
"""What a hostile report has in every field."""
SHIP = "\U0001f6a2"


def reports() -> list[Record]:
    """The story of the ferry, one statement of it in doubt; a report that is hostile throughout; and one with places."""
    made = ferry_reports()
    at = next(i for i, record in enumerate(made) if record.statements)
    first, *rest = made[at].statements
    made[at] = replace(made[at], statements=(replace(first, score=0.2), *rest))
    text = f'{SHIP} The harbour of "Tarn" {EVIL} burned on Monday. {SHIP} The mayor, {EVIL}, said the mole of Tarn had held.\n'
    hostile = report(
        text, EVIL, "2025-03-09", Says("The mayor", "the mole of Tarn had held"), title=f"Fire {EVIL}", notes=[EVIL],
    )  # fmt: skip
    doubted = tuple(replace(one, score=0.1) for one in hostile.statements)
    about = replace(hostile.report, url="javascript:alert(3)//" + EVIL, byline=EVIL, file=EVIL)
    # The third has places, which the map draws.
    return [*made, replace(hostile, report=about, statements=doubted), ferry_record()]


def read_quickly(data: bytes, *, file: str | None = None, told: Any = None, media: str | None = None) -> Record:
    """A record without looking into the text, so that these tests need not wait for the reading."""
    text = data.decode("utf-8", "replace")
    number = f"r-{hashlib.sha256(data).hexdigest()[:16]}"
    made = Report(
        number, file, text, (Block(0, len(text), "paragraph"),), told.url, told.outlet, told.title, None, told.published
    )
    return Record(made, notes=(Note("year-unknown", "The report does not say which year.", None),))


@dataclass
class Visit:
    """A page in the browser, and everything that went wrong in it."""

    page: Page
    base: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(20_000)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: (self.wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # That a page answered 404 is tested where it matters.
        if message.type in {"error", "warning"} and "the server responded with a status" not in message.text:
            self.wrong.append(f"{message.type}: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:")):
            self.wrong.append(f"asked elsewhere: {request.url}")

    def _response(self, response: Any) -> None:
        if response.status >= 500:
            self.wrong.append(f"{response.status}: {response.url}")

    def go(self, path: str) -> None:
        """Open a page of the server."""
        self.page.goto(self.base + path)

    def keep_well(self) -> None:
        """Nothing went wrong so far, and no script of a report has run."""
        assert not self.wrong, (self.page.url, self.wrong)
        assert self.page.evaluate("window.ran") is None, self.page.url

    def tab_to(self, css: str, most: int = 250) -> None:
        """Press Tab until what ``css`` matches has the focus, as somebody without a mouse does."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("css => document.activeElement.matches(css)", css):
                return
        raise AssertionError(f"{css} cannot be reached by keyboard on {self.page.url}")

    def enter(self) -> None:
        """Press Enter, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def running(app: ASGIApp) -> tuple[uvicorn.Server, threading.Thread, str]:
    """A server in a thread of its own, on a port that is free."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    end = time.monotonic() + 60
    while not server.started and time.monotonic() < end:
        time.sleep(0.02)
    assert server.started
    return server, thread, f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over the reports."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sayso.reading.read_bytes", read_quickly)
        path = str(tmp_path_factory.mktemp("site") / "site.ledger")
        ledger = open_ledger(path, create=True)
        for record in reports():
            add(ledger, record)
        ledger.close()
        server, thread, base = running(create_app(path, Settings(doubtful_match=0.95)))
        yield base
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or whatever Chromium there is.

    Of the module, not the session: as long as Playwright runs, no other test could run an event loop.
    """
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("there is no Chromium to look at the pages with: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh visit; ``@pytest.mark.parametrize("visit", [{…}], indirect=True)`` for another kind of browser."""
    context: BrowserContext = chromium.new_context(
        **getattr(request, "param", {"viewport": {"width": 1280, "height": 900}})
    )
    yield Visit(context.new_page(), site)
    context.close()


def picture(visit: Visit, folder: Path, name: str) -> None:
    """What the page looks like, for people to look at."""
    visit.page.screenshot(path=str(folder / f"{name}.png"), full_page=True)
