"""The interface for programs: described, paged, and never at a loss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings

from ledger_reports import ferry_reports
from sayso.record.contract import from_json
from sayso.server.settings import Settings
from server_desk import served

schemathesis: Any = pytest.importorskip("schemathesis")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server over the story of the ferry."""
    ledger = str(tmp_path_factory.mktemp("api") / "ferry.ledger")
    with served(ledger, ferry_reports(), Settings(hosts=frozenset({"testserver"}))) as client:
        yield client


def test_nothing_that_is_asked_ends_in_a_fault(desk: TestClient) -> None:
    app = desk.app
    assert isinstance(app, FastAPI)
    # Claims to check are left out, since each is read by the model.
    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app).exclude(path="/api/v1/check")
    asked: set[str] = set()
    for operation in described.get_all_operations():

        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(operation.ok().as_strategy())
        def ask(case: Any) -> None:
            answer = case.call()
            asked.add(case.path)
            assert answer.status_code < 500, answer.text
            assert answer.headers["content-type"][0] in {"application/json", "application/problem+json"}

        ask()
    assert len(asked) >= 9


def test_stories_points_and_reports(desk: TestClient) -> None:
    found = desk.get("/api/v1/stories").json()
    assert found["schema"] == 1 and found["next"] is None and len(found["reports"]) == 6
    name = found["stories"][0]["id"]
    story = desk.get(f"/api/v1/stories/{name}", params={"limit": 2}).json()
    assert len(story["points"]) == 2 < story["total"]
    assert story["points"][0]["independent_origins"] >= story["points"][1]["independent_origins"]
    points = desk.get("/api/v1/points", params={"source": "Tom Vik"}).json()["points"]
    assert points and all(any(c["origin"]["name"] == "Tom Vik" for c in p["claims"]) for p in points)
    record = desk.get(f"/api/v1/reports/{found['reports'][0]['id']}").json()
    assert from_json(record).report.text == record["report"]["text"]


def test_reports_by_the_page_each_once(desk: TestClient) -> None:
    pages = [desk.get("/api/v1/reports", params={"limit": 4, "n": n}).json() for n in (1, 2, 3)]
    names = [one["id"] for page in pages for one in page["reports"]]
    assert len(names) == len(set(names)) == pages[0]["total"] == 6
    assert desk.get("/api/v1/reports", params={"outlet": "The Strand"}).json()["total"] == 2


def test_facets_count_what_the_filter_leaves(desk: TestClient) -> None:
    everything = desk.get("/api/v1/facets").json()["facets"]
    assert {one["name"]: one["reports"] for one in everything["outlet"]}["Baltwire"] == 2
    some = desk.get("/api/v1/facets", params={"text": "rafts"}).json()["facets"]
    assert {one["name"]: one["reports"] for one in some["outlet"]} == {"The Strand": 2, "Baltwire": 1}
    for kind, values in some.items():
        for one in values:
            left = desk.get("/api/v1/reports", params={"text": "rafts", kind: one["value"]}).json()["total"]
            assert left >= one["reports"], (kind, one)


def test_silences_notes_and_dates(desk: TestClient) -> None:
    silences = desk.get("/api/v1/silences").json()["silences"]
    assert [one["span"]["text"] for one in silences] == ["Police have not said why it sank"]
    assert [one["code"] for one in desk.get("/api/v1/notes").json()["notes"]] == ["unclear-place"]
    dates = desk.get("/api/v1/chronology").json()
    assert dates["ahead"] and dates["happened"] and dates["left"] == 0


def test_errors_are_problem_details(desk: TestClient) -> None:
    for path, status in (("/api/v1/stories/st-no", 404), ("/api/v1/nothing", 404), ("/api/v1/stories?since=x", 422),
                         ("/api/v1/check", 422), ("/api/v1/reports?n=0", 422)):  # fmt: skip
        answer = desk.get(path)
        assert answer.status_code == answer.json()["status"] == status, path
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_claim_is_checked(desk: TestClient) -> None:
    answer = desk.get("/api/v1/check", params={"claim": "The ferry Alma carried life rafts"}).json()
    assert answer["verdict"] in {
        "disputed",
        "supported",
        "contradicted",
        "nothing on record",
        "brought up to date since",
    }
