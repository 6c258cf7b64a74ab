"""Large stories and long reports in a browser: the rest comes by itself, and links lead to words far down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from browsing import Visit, chromium, running, visit  # noqa: F401

from sayso.ledger import open_ledger
from sayso.ledger.adding import add
from sayso.server.app import create_app
from sayso.server.settings import Settings
from sayso.server.warming import Warming
from test_server_parting import long_report
from test_server_standings import long_story
from test_server_warming import comes

_JSON = "path => fetch(path, {headers: {accept: 'application/json'}}).then(answer => answer.json())"
GO: list[bool] = []
"""Whether the work in the background may go on."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a large story and a long report, whose work in the background waits."""
    work = Warming._points

    def waits(self: Warming, groups: Sequence[int]) -> None:
        if comes(lambda: bool(GO) or self._ended.is_set(), 60) and GO:
            work(self, groups)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Warming, "_points", waits)
        path = str(Path(tmp_path_factory.mktemp("large")) / "large.ledger")
        ledger = open_ledger(path, create=True)
        for record in (*long_story(12), long_report(40)):
            add(ledger, record)
        ledger.close()
        told = Settings(story_clauses_at_once=5, report_characters=3_000)
        server, thread, base = running(create_app(path, told))
        yield base
        GO.append(True)
        server.should_exit = True
        thread.join(20)


def _story(visit: Visit) -> str:  # noqa: F811
    visit.go("/")
    stories = visit.page.evaluate(_JSON, "/api/v1/stories")["stories"]
    return f"/stories/{next(one['id'] for one in stories if len(one['reports']) >= 12)}"


def test_the_points_of_a_large_story_come_by_themselves(visit: Visit) -> None:  # noqa: F811
    path = _story(visit)
    visit.go(path)
    assert "being worked out" in visit.page.inner_text(".known")
    # The reports are there already.
    assert visit.page.locator(".in-reports .reports li").count() >= 12
    GO.append(True)
    visit.page.locator(".point").first.wait_for()
    assert "independent" in visit.page.inner_text(".known")
    assert visit.page.url.endswith(path)
    visit.keep_well()


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
def test_and_without_javascript(visit: Visit) -> None:  # noqa: F811
    GO.append(True)
    visit.go("/")
    visit.page.locator("h2 a").first.click()
    visit.page.locator(".point").first.wait_for()
    assert "independent" in visit.page.inner_text(".known")


def test_a_link_to_words_far_down_finds_their_part(visit: Visit) -> None:  # noqa: F811
    GO.append(True)
    visit.go("/")
    reports = visit.page.evaluate(_JSON, "/api/v1/reports?text=lock&limit=20")["reports"]
    path = f"/reports/{next(one['id'] for one in reports if one['title'] == 'Locks')}"
    # A link as it was sent by somebody, or kept from before reports came in parts.
    visit.go(f"{path}#s390")
    card = visit.page.locator("[id='s390']")
    card.wait_for()
    assert "lock 389" in visit.page.inner_text(".text")
    assert card.evaluate("one => one.getBoundingClientRect().top < innerHeight")
    visit.page.locator(".parts a", has_text="Back").first.click()
    visit.page.wait_for_url("**n=*")
    assert visit.page.locator("[id='s390']").count() == 0
    visit.keep_well()
