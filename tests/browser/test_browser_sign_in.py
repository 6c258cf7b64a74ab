"""Signing in as people do, and pages that stay in their case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")
pytest.importorskip("argon2")

from axe_playwright_python.sync_playwright import Axe
from browsing import Visit, chromium, reports, running  # noqa: F401
from playwright.sync_api import Browser

from sayso.ledger import open_ledger
from sayso.ledger.adding import add
from sayso.server.auth.cases import create_desk
from sayso.server.auth.people import EVERY, open_people
from sayso.server.settings import Settings

PASSWORD = "lamp-otter-quay-91"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[str]:
    """Two cases; Mara administers both, Ada reads one."""
    cases = {name: str(tmp_path / f"{name}.ledger") for name in ("ferry", "mine")}
    for name, path in cases.items():
        ledger = open_ledger(path, create=True)
        for record in reports() if name == "ferry" else []:
            add(ledger, record)
        ledger.close()
    people = open_people(str(tmp_path / "people"))
    for name, role, case in (("Mara Quist", "admin", EVERY), ("Ada Roth", "reader", "ferry")):
        people.add(name, PASSWORD)
        people.give(name, role, case)
    server, thread, base = running(create_desk(cases, people, Settings(doubtful_match=0.95)))
    yield base
    server.should_exit = True
    thread.join(20)


def _accessible(visit: Visit) -> None:
    found = Axe().run(visit.page, options={"resultTypes": ["violations"]}).response["violations"]
    serious = [
        (one["id"], node["target"])
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]
    assert not serious, (visit.page.url, serious)


def test_signing_in_by_keyboard_deciding_and_signing_out(chromium: Browser, desk: str) -> None:  # noqa: F811
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    visit = Visit(context.new_page(), desk)
    page = visit.page
    visit.go("/cases/ferry/review")
    assert "/desk/sign-in" in page.url
    _accessible(visit)
    page.keyboard.type("Mara Quist")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    visit.enter()
    assert "wrong" in page.inner_text("[role=alert]")
    _accessible(visit)
    page.keyboard.type(PASSWORD)
    visit.enter()
    assert page.url == f"{desk}/cases/ferry/review"
    assert "Signed as Mara Quist" in page.inner_text("main")
    _accessible(visit)
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("a")
    assert page.url.startswith(f"{desk}/cases/ferry/review?kept=1")
    assert "by Mara Quist" in page.inner_text(".flash")
    for path in ("/desk", "/desk/people"):
        visit.go(path)
        _accessible(visit)
    page.get_by_role("button", name="Set the role of Ada Roth in mine").wait_for()
    visit.go("/cases/mine/history")
    assert "Nobody has decided anything yet" in page.inner_text("main")
    page.get_by_role("button", name="Sign out").click()
    page.locator("h1", has_text="Sign in").wait_for()
    assert page.goto(f"{desk}/cases/ferry/")
    assert "/desk/sign-in" in page.url
    visit.keep_well()
    context.close()


def test_a_reader_sees_one_case_and_decides_nothing(chromium: Browser, desk: str) -> None:  # noqa: F811
    context = chromium.new_context()
    visit = Visit(context.new_page(), desk)
    page = visit.page
    visit.go("/")
    page.fill("[name=name]", "ada roth")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator("h1", has_text="Your cases").wait_for()
    assert page.locator("main .stories li").count() == 1
    page.get_by_role("link", name="ferry").click()
    page.locator(".stories h2 a").first.click()
    assert page.url.startswith(f"{desk}/cases/ferry/stories/")
    for path in ("/cases/ferry/review", "/cases/ferry/add", "/cases/mine/", "/desk/people"):
        answer = page.goto(desk + path)
        assert answer is not None and answer.status == 403, path
    visit.keep_well()
    context.close()
