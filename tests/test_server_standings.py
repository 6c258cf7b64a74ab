"""Facets are counted over everything that the filter lets through, standings too; and what is not worked out yet says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger_databases import address, postgres  # noqa: F401
from ledger_reports import Says, report
from sayso.ledger.queries import Asked, Filters, NotYetError
from sayso.ledger.standings import WORDS, Standings, marks
from sayso.record.types import Record
from sayso.server import facets
from sayso.server.settings import Settings
from server_desk import HOME, page, served
from test_server_warming import comes, of

TOWNS = ("Tarn", "Vell", "Sund", "Orsk", "Luma", "Brek", "Dorn", "Falk", "Gisk", "Hov")


def fires(count: int, first: int = 0) -> list[Record]:
    """Stories of one report each, every third of them a denial."""
    made = []
    for i in range(first, first + count):
        town, day = f"{TOWNS[i % 10]}{'abcdefghij'[i // 10]}", date(2025, 1, 1) + timedelta(days=40 * i)
        denied = i % 3 == 0
        said = f"that the {town} mill had burned on Monday"
        made.append(report(
            f"The mayor of {town} {'denied' if denied else 'said'} {said}. Oil of {town} ran into the river {town}a.",
            f"The {town} Post", f"{day}T08:00:00Z",
            Says(f"The mayor of {town}", said, polarity="negative" if denied else "positive",
                 stance="denies" if denied else "states"),
            title=f"{town} mill burns in {town}a",
        ))  # fmt: skip
    return made


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestClient]:
    with served(str(tmp_path / "fires.ledger"), fires(30)) as client:
        yield client


def standings(client: TestClient, query: str = "") -> dict[str, int]:
    found = client.get(f"/api/v1/facets{query}").json()
    assert found["uncounted"] == 0
    return {one["value"]: one["reports"] for one in found["facets"].get("standing", ())}


def all_points(client: TestClient, word: str) -> list[dict[str, Any]]:
    """The points with a standing, from all pages: one ends early where working them out takes its time."""
    found: list[dict[str, Any]] = []
    after: str | None = "0"
    while after is not None:
        told = client.get(f"/api/v1/points?standing={word}&limit=100&after={after}").json()
        found += told["points"]
        after = told["next"]
    return found


def counted(client: TestClient) -> bool:
    return bool(client.get("/api/v1/facets").json()["uncounted"] == 0)


def test_standings_are_counted_over_the_whole_ledger_not_over_the_page(desk: TestClient) -> None:
    assert comes(lambda: counted(desk))
    assert standings(desk)["denies"] == 10
    assert standings(desk, "?until=2025-12")["denies"] == len([i for i in range(10) if i % 3 == 0])
    shown = page(desk, "/search").said()
    # The page has ten stories of thirty.
    assert re.search(r"Standing certain 30 .*past 30 .*denies 10 ", shown)
    assert standings(desk, "?standing=denies")["certain"] == 10


def test_a_facets_number_is_what_its_link_leads_to(desk: TestClient) -> None:
    assert comes(lambda: counted(desk))
    for word, count in standings(desk).items():
        assert desk.get(f"/api/v1/reports?standing={word}").json()["total"] == count, word
        points = all_points(desk, word)
        assert len({claim["report"] for point in points for claim in point["claims"]}) >= count, word
    for facet, values in desk.get("/api/v1/facets?limit=50").json()["facets"].items():
        for one in values:
            total = desk.get("/api/v1/reports", params={facet: one["value"]}).json()["total"]
            assert total == one["reports"] or facet in ("source", "person", "place"), (facet, one, total)


def test_counts_follow_decisions_and_what_is_taken_back(desk: TestClient) -> None:
    assert comes(lambda: counted(desk))
    (name,) = [r["id"] for r in desk.get("/api/v1/reports?standing=denies&until=2025-01").json()["reports"]]
    data = {"do": "reject", "by": "Mara Quist"}
    assert desk.post(f"/review/reports/{name}/s1", data=data, headers={"Origin": HOME}).status_code == 303
    assert comes(lambda: standings(desk)["denies"] == 9)
    desk.post("/review/undo", data={"n": 1, "by": "Mara Quist"}, headers={"Origin": HOME})
    assert comes(lambda: standings(desk)["denies"] == 10)


def test_they_are_kept_and_told_in_both_databases(address: str, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    with served(address, fires(12)) as client:
        assert comes(lambda: counted(client))
        before = standings(client)

    def fails(*_: object) -> None:
        raise AssertionError("worked out again")

    monkeypatch.setattr("sayso.ledger.queries.points_of", fails)
    with served(address, settings=Settings(stories_warmed=0)) as client:
        assert standings(client) == before
        assert "Not yet counted" not in page(client, "/search").said()


def test_what_is_not_counted_yet_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "AT_ONCE", -1.0)
    with served(str(tmp_path / "f.ledger"), fires(30), Settings(stories_warmed=0)) as client:
        # One story in ten at a time is worked out, however little time there is.
        assert client.get("/api/v1/facets").json()["uncounted"] == 29
        assert "Not yet counted in 28 reports." in page(client, "/search").said()
        # What is not known may have any standing.
        assert client.get("/api/v1/reports?standing=echo").json()["total"] == 28


def test_every_standing_that_a_claim_can_have_is_counted() -> None:
    assert {"certain", "denies", "scheduled", "echo", "not established", "contradicts", "negative"} <= set(WORDS)
    assert len(WORDS) < 63
    claim = {
        "report": "r-1", "relation": "contradicts", "independence": "echo",
        "standing": {"certainty": "possible", "polarity": "negative", "time": "new in a later version", "stance": "asks"},
    }  # fmt: skip
    bits = marks([{"claims": [claim]}])["r-1"]
    assert [word for i, word in enumerate(WORDS) if bits >> i & 1] == [
        "possible",
        "negative",
        "asks",
        "echo",
        "contradicts",
    ]


def long_story(count: int) -> list[Record]:
    """A story of so many reports."""
    return [
        report(
            f"The dam of Tarn broke on Monday, engineer Eva Holt said. Pump {i} was lost.", f"Outlet {i}",
            f"2025-03-{1 + i % 20:02}T08:00:00Z", Says("Eva Holt", "The dam of Tarn broke on Monday"),
            title="The dam of Tarn breaks",
        )
        for i in range(count)
    ]  # fmt: skip


def stalled(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Hold the work in the background until the list has something."""
    from sayso.server.warming import Warming

    go: list[bool] = []
    work = Warming._points

    def waits(self: Warming, groups: Sequence[int]) -> None:
        if comes(lambda: bool(go) or self._ended.is_set()) and go:
            work(self, groups)

    monkeypatch.setattr(Warming, "_points", waits)
    return go


def test_a_large_story_shows_what_it_has_until_its_points_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = stalled(monkeypatch)
    with served(str(tmp_path / "dam.ledger"), long_story(12), Settings(story_clauses_at_once=5)) as client:
        (story,) = client.get("/api/v1/stories").json()["stories"]
        path, name = f"/stories/{story['id']}", story["reports"][0]
        first = page(client, path)
        assert (
            "being worked out" in first.said()
            and "12 reports" in first.said()
            and "The dam of Tarn breaks" in first.said()
        )
        # With scripts the page asks again for its content, without them as a whole.
        assert f'hx-get="{path}/ready"' in first.source and '<noscript><meta http-equiv="refresh"' in first.source
        shown = page(client, f"/reports/{name}")
        assert "being worked out" in shown.said() and "The dam of Tarn broke on Monday" in shown.said()
        for other in (f"/map?story={story['id']}&text=dam", f"/sources?story={story['id']}", f"{path}/points/pt-0",
                      f"/chronology?story={story['id']}", f"/review?story={story['id']}"):  # fmt: skip
            shown = page(client, other)
            assert "being worked out" in shown.said() and "http-equiv" in shown.source, other
            assert f'hx-get="{path}/ready"' in shown.source
        assert "Left out until worked out" in page(client, "/search?text=dam").said()
        assert "HX-Refresh" not in client.get(f"{path}/ready").headers
        go.append(True)
        assert comes(lambda: client.get(f"{path}/ready").headers.get("HX-Refresh") == "true")
        assert comes(lambda: "being worked out" not in page(client, path).said())
        assert "independent" in page(client, path).said()
        assert "http-equiv" not in page(client, path).source


def test_a_program_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stalled(monkeypatch)
    with served(str(tmp_path / "dam.ledger"), long_story(12), Settings(story_clauses_at_once=5)) as client:
        (story,) = client.get("/api/v1/stories").json()["stories"]
        assert client.get(f"/api/v1/stories/{story['id']}").json()["total"] > 0


def test_without_the_background_everything_is_worked_out_at_once(tmp_path: Path) -> None:
    told = Settings(story_clauses_at_once=5, stories_warmed=0)
    with served(str(tmp_path / "dam.ledger"), long_story(12), told) as client:
        (story,) = client.get("/api/v1/stories").json()["stories"]
        assert "independent" in page(client, f"/stories/{story['id']}").said()


def test_whoever_asks_for_too_much_is_told_what_is_late(tmp_path: Path) -> None:
    with served(str(tmp_path / "dam.ledger"), long_story(4), Settings(stories_warmed=0)) as client:
        ledger = of(client)
        with ledger.reading() as connection:
            asked = Asked(ledger, connection, most=3)
            (found,) = list(asked.stories())
            with pytest.raises(NotYetError):
                asked.points(*found)
            assert asked.late == [found[1][0].component]


def test_words_worked_out_before_a_decision_do_not_stand_after_it(tmp_path: Path) -> None:
    with served(str(tmp_path / "f.ledger"), fires(3), Settings(stories_warmed=0)) as client:
        ledger, noted = of(client), Standings(of(client))
        everything = client.app.state.desk.catalogue  # type: ignore[attr-defined]
        (name,) = [r["id"] for r in client.get("/api/v1/reports?until=2025-01").json()["reports"]]
        with ledger.reading() as before:
            noted.look(before)
            data = {"do": "reject", "by": "Mara Quist"}
            client.post(f"/review/reports/{name}/s1", data=data, headers={"Origin": HOME})
            with ledger.reading() as after:
                noted.look(after)
            found = noted.work(Asked(ledger, before), 60.0)
        noted.note(found)
        # The view was that of before, and so is what it found: that report has to be looked at again.
        assert noted.left == 1
        with ledger.reading() as after:
            noted.note(noted.work(Asked(ledger, after), 60.0))
            chosen = everything.choose(after, Filters())
        assert noted.left == 0 and "denies" not in noted.count(chosen.numbers).reports
