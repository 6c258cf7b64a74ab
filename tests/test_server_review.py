"""The review: what is in doubt comes up, and what people decide is signed, dated, kept and undoable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from ledger_databases import address, postgres  # noqa: F401
from ledger_reports import ferry_reports
from sayso.ledger import open_ledger, views
from sayso.record.types import Record
from sayso.server.settings import Settings
from server_desk import HOME, Page, page, served

BY = {"by": "Mara Quist"}


def doubted() -> list[Record]:
    """The ferry's reports, with one statement that was read with little confidence."""
    made = ferry_reports()
    first = next(i for i, record in enumerate(made) if record.statements)
    statements = made[first].statements
    made[first] = replace(made[first], statements=(replace(statements[0], score=0.2), *statements[1:]))
    return made


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestClient]:
    with served(str(tmp_path / "ferry.ledger"), doubted(), Settings(doubtful_match=0.95)) as client:
        yield client


def post(client: TestClient, path: str, data: dict[str, Any], **headers: str) -> Response:
    """A form, as a browser sends it from the server's own page."""
    return client.post(path, data=data, headers={"Origin": HOME, **headers})


def decided(client: TestClient) -> list[dict[str, Any]]:
    """The history, oldest first."""
    return views.decided(client.app.state.desk.ledger)["decisions"]  # type: ignore[attr-defined,no-any-return]


def _values(client: TestClient, path: str, kind: str) -> list[str]:
    return [unescape(v) for v in re.findall(r'name="do" value="([^"]+)"', client.get(path).text) if v.startswith(kind)]


def _match(client: TestClient, kind: str = "reject") -> str:
    return next(value for value in _values(client, "/review", kind) if value.count("|") == 3)


def _statement(client: TestClient, kind: str = "accept") -> str:
    return next(value for value in _values(client, "/review", kind) if value.count("|") == 2)


def _points(client: TestClient) -> list[dict[str, Any]]:
    return client.get("/api/v1/points?size=100").json()["points"]  # type: ignore[no-any-return]


def test_the_queue_shows_doubtful_matches_and_statements_with_their_words(desk: TestClient) -> None:
    shown = page(desk, "/review")
    assert "Do these say the same?" in shown.text
    assert "Is this read rightly?" in shown.text
    assert "score 0.20" in shown.text
    text = desk.get("/review").text
    assert 'class="content"' in text
    assert not shown.inline


def test_rejecting_takes_a_claim_out_of_its_point_and_undoing_brings_it_back(desk: TestClient) -> None:
    before, value = _points(desk), _match(desk)
    _, _, point, claim = value.split("|")
    answer = post(desk, "/review", {"do": value, "because": "another day", **BY})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/review?kept=1"
    after = page(desk, "/review?kept=1")
    assert "Decision 1: rejected" in after.said()
    assert "by Mara Quist" in after.said()
    assert all(claim not in [c["claim"] for c in p["claims"]] for p in _points(desk) if p["id"] == point)
    assert value not in _values(desk, "/review", "reject")
    (entry,) = decided(desk)
    assert (entry["kind"], entry["by"], entry["because"]) == ("reject", "Mara Quist", "another day")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", entry["at"])
    undone = post(desk, "/review/undo", {"n": 1, "back": "/review?after=0", **BY})
    assert undone.headers["location"] == "/review?after=0&kept=2"
    assert _points(desk) == before
    assert [one["undone_by"] for one in decided(desk)] == [2, None]


def test_what_was_accepted_does_not_come_up_again(desk: TestClient) -> None:
    value = _match(desk, "accept")
    post(desk, "/review", {"do": value, **BY})
    assert value not in _values(desk, "/review", "accept")
    statement = _statement(desk)
    post(desk, "/review", {"do": statement, **BY})
    assert statement not in _values(desk, "/review", "accept")


def test_a_statement_that_nobody_made_counts_no_more_until_it_is_taken_back(desk: TestClient) -> None:
    before, value = _points(desk), _statement(desk, "reject")
    _, report, statement = value.split("|")
    record = desk.get(f"/reports/{report}/record.json").json()
    claim = next(c["id"] for c in record["claims"] if c["statement"] == statement)
    assert any(f"{report}/{claim}" == c["claim"] for p in before for c in p["claims"])
    post(desk, "/review", {"do": value, **BY})
    assert not any(f"{report}/{claim}" == c["claim"] for p in _points(desk) for c in p["claims"])
    post(desk, "/review/undo", {"n": 1, **BY})
    assert _points(desk) == before


def test_a_decision_stands_beside_its_point_and_its_statement(desk: TestClient) -> None:
    value = _match(desk, "accept")
    _, story, point, _ = value.split("|")
    post(desk, "/review", {"do": value, "because": "read both", **BY})
    for path in (f"/review/points/{story}/{point}", f"/stories/{story}/points/{point}", f"/stories/{story}"):
        assert "by Mara Quist" in page(desk, path).said()
    _, report, statement = _statement(desk).split("|")
    post(desk, "/review", {"do": _statement(desk), "because": "heard it", **BY})
    assert "heard it" in page(desk, f"/review/reports/{report}/{statement}").said()


def test_words_are_corrected_at_exact_characters_only(desk: TestClient) -> None:
    _, report, statement = _statement(desk).split("|")
    path = f"/review/reports/{report}/{statement}"
    record = desk.get(f"/reports/{report}/record.json").json()
    text = record["report"]["text"]
    content = next(s for s in record["statements"] if s["id"] == statement)["content"][0]
    start, end = content["start"], content["end"] - 3
    page(desk, path)
    kept = post(
        desk, path, {"do": "correct", "part": "content", "start": start, "end": end, "words": text[start:end], **BY}
    )
    assert kept.status_code == 303, kept.text
    (entry,) = decided(desk)
    assert entry["value"] == {"field": "content", "value": text[start:end]}
    assert entry["target"]["others"] == [[report, start, end]]
    claims = [c for p in _points(desk) for c in p["claims"] if c["report"] == report]
    assert any(s["end"] == end for c in claims for s in c["spans"])
    assert all(text[s["start"] : s["end"]] == s["text"] for c in claims for s in c["spans"])
    for wrong in (
        {"start": start, "end": end, "words": "something else"},
        {"start": end, "end": start},
        {"start": 0, "end": len(text) + 1},
        {"words": "words that the report does not have"},
        {"words": "e"},
        {},
    ):
        refused = post(desk, path, {"do": "correct", "part": "content", **wrong, **BY})
        assert refused.status_code == 422, wrong
    assert len(decided(desk)) == 1


def test_words_that_stand_once_need_no_numbers_and_a_source_corrects_on_whose_word(desk: TestClient) -> None:
    _, report, statement = _statement(desk).split("|")
    text = desk.get(f"/reports/{report}/record.json").json()["report"]["text"]
    word = next(w for w in re.findall(r"[A-Z]\w{4,}", text) if text.count(w) == 1)
    post(desk, f"/review/reports/{report}/{statement}", {"do": "correct", "part": "source", "words": word, **BY})
    (entry,) = decided(desk)
    assert entry["value"] == {"field": "origin", "value": word}
    assert any(c["origin"]["name"] == word for p in _points(desk) for c in p["claims"])


def test_points_are_split_merged_and_their_claims_corrected(desk: TestClient) -> None:
    before = _points(desk)
    first = next(p for p in before if len(p["claims"]) > 2)
    path = f"/review/points/{first['story']}/{first['id']}"
    shown = page(desk, path)
    assert "Its claims" in shown.text
    ticked = [c["claim"] for c in first["claims"][-1:]]
    moved = post(desk, path, {"do": "split", "claims": ticked, **BY})
    assert moved.status_code == 303
    assert page(desk, moved.headers["location"].partition("#")[0]).said().count("Decision 1: split off") == 1
    left = next(p for p in _points(desk) if p["id"] == first["id"])
    assert ticked[0] not in [c["claim"] for c in left["claims"]]
    # A claim that says several things stays in the points of the others.
    known = {p["id"] for p in before}
    other = next(p["id"] for p in _points(desk) if p["id"] not in known)
    post(desk, path, {"do": "merge", "other": other, **BY})
    assert len(_points(desk)) == len(before)
    whole = next(p for p in _points(desk) if p["id"] == first["id"])
    assert {c["claim"] for c in whole["claims"]} == {c["claim"] for c in first["claims"]}
    claim = left["claims"][0]["claim"]
    now = next(p for p in _points(desk) if claim in [c["claim"] for c in p["claims"]])
    path = f"/review/points/{now['story']}/{now['id']}"
    post(desk, path, {"do": "correct", "claims": [claim], "field": "independence", "value": "not established", **BY})
    found = next(c for p in _points(desk) for c in p["claims"] if c["claim"] == claim)
    assert (found["independence"], found["reason"]) == ("not established", "decided in review")
    assert (
        post(desk, path, {"do": "correct", "claims": [claim], "field": "polarity", "value": "so", **BY}).status_code
        == 422
    )
    assert [d["kind"] for d in decided(desk)] == ["split", "merge", "correct"]


def test_a_link_to_a_point_of_old_leads_to_the_one_that_has_its_words_now(desk: TestClient) -> None:
    before = _points(desk)
    first = next(p for p in before if len(p["claims"]) > 2)
    path = f"/review/points/{first['story']}/{first['id']}"
    post(desk, path, {"do": "split", "claims": [c["claim"] for c in first["claims"][-1:]], **BY})
    known = {p["id"] for p in before}
    apart = next(p for p in _points(desk) if p["id"] not in known)
    link = f"/stories/{apart['story']}/points/{apart['id']}"
    assert desk.get(link).status_code == 200
    post(desk, path, {"do": "merge", "other": apart["id"], **BY})
    answer = desk.get(link)
    assert answer.status_code == 307
    assert answer.headers["location"] == f"/stories/{first['story']}/points/{first['id']}"
    # Under the id of another report of the story, too.
    report = first["claims"][-1]["report"].replace("r-", "st-", 1)
    assert desk.get(f"/stories/{report}/points/{first['id']}").status_code in (200, 307)


def test_what_is_gone_is_said_and_nothing_is_decided(desk: TestClient) -> None:
    story = _points(desk)[0]["story"]
    assert "not there any more" in page(desk, f"/review/points/{story}/pt-0", 404).text
    gone = post(desk, "/review", {"do": f"reject|{story}|pt-0|r-0/c1", **BY})
    assert gone.status_code == 409
    assert "Nothing was changed" in gone.text
    assert post(desk, "/review", {"do": "delete|x|y|z", **BY}).status_code == 422
    assert post(desk, "/review/undo", {"n": 7, **BY}).status_code == 409
    assert decided(desk) == []


def test_nobody_decides_unnamed_and_the_name_is_remembered(desk: TestClient) -> None:
    value = _match(desk)
    nameless = post(desk, "/review", {"do": value, "by": " \t"})
    assert nameless.status_code == 422
    assert "Signed by" in nameless.text
    assert decided(desk) == []
    kept = post(desk, "/review", {"do": value, "by": "Åsa\x00 Ödmark"})
    cookie = kept.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert decided(desk)[0]["by"] == "Åsa Ödmark"
    assert 'value="Åsa Ödmark"' in desk.get("/review").text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
    ],
)
def test_forms_of_other_sites_decide_nothing(desk: TestClient, headers: dict[str, str]) -> None:
    value = _match(desk)
    assert desk.post("/review", data={"do": value, **BY}, headers=headers).status_code == 403
    assert desk.post("/review/undo", data={"n": 1, **BY}, headers=headers).status_code == 403
    assert decided(desk) == []


def test_other_kinds_of_bodies_are_refused(desk: TestClient) -> None:
    for kind in ("application/json", "text/plain", ""):
        answer = desk.post("/review", content=b"{}", headers={"Origin": HOME, "Content-Type": kind})
        assert answer.status_code == 415


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:1"]
)
def test_the_way_back_stays_on_this_server(desk: TestClient, back: str) -> None:
    answer = post(desk, "/review", {"do": _match(desk), "back": back, **BY})
    assert answer.headers["location"].startswith("/review?kept=")


def test_the_history_is_paged_and_keeps_what_was_taken_back(desk: TestClient) -> None:
    for _ in range(12):
        post(
            desk,
            "/review",
            {"do": _match(desk, "accept") if not decided(desk) else "accept|" + "|".join(_first(desk)), **BY},
        )
        post(desk, "/review/undo", {"n": len(decided(desk)), **BY})
    first = page(desk, "/history")
    assert "24 taken back" in first.said()
    older = next(link for link in first.links if link.startswith("/history?before="))
    assert "1 confirmed" in page(desk, older).said()
    ids = re.findall(r'id="d(\d+)"', desk.get("/history").text + desk.get(older).text)
    assert ids == [str(n) for n in range(24, 0, -1)]


def _first(client: TestClient) -> list[str]:
    return _match(client, "accept").split("|")[1:]


def test_hostile_names_and_reasons_are_shown_and_run_nothing(desk: TestClient) -> None:
    evil = '"><script>alert(1)</script>'
    post(desk, "/review", {"do": _match(desk), "by": evil, "because": evil})
    for path in ("/history", "/review?kept=1", "/review"):
        answer = desk.get(path).text
        assert "<script>alert" not in answer
        assert not Page(answer).inline


def test_who_decides_is_told_what_another_decided_meanwhile(desk: TestClient) -> None:
    value = _match(desk, "accept")
    seen = re.search(r'name="seen" value="(\d+)"', desk.get("/review").text)
    assert seen is not None
    post(desk, "/review", {"do": value.replace("accept", "reject", 1), "by": "Ben Ode", "seen": seen[1]})
    other = next(v for v in _values(desk, "/review", "accept") if v.count("|") == 2)
    apart = post(desk, "/review", {"do": other, "by": "Ann Lyst", "seen": seen[1]})
    assert "Meanwhile" not in desk.get(apart.headers["location"]).text
    # The point may be another by now, but the claim's words are the same.
    _, story, _, claim = value.split("|")
    now = next(p for p in _points(desk) if claim in [c["claim"] for c in p["claims"]])
    path = f"/review/points/{story}/{now['id']}"
    told = post(
        desk,
        path,
        {"do": "correct", "claims": [claim], "field": "anonymous", "value": "no", "by": "Ann Lyst", "seen": seen[1]},
    )
    shown = page(desk, told.headers["location"]).said()
    assert "Meanwhile, Ben Ode rejected the same (decision 1): both are kept, and the later holds." in shown


def test_two_analysts_at_once_lose_no_decision(address: str) -> None:  # noqa: F811
    with served(address, doubted(), Settings(doubtful_match=0.99)) as one:
        second = open_ledger(address)
        try:
            values = [v for v in _values(one, "/review", "accept") if v.count("|") == 3][:4]
            assert values
            jobs = [(who, value) for value in values for who in ("Ann", "Ben") for _ in range(3)]
            with ThreadPoolExecutor(6) as pool:
                answers = list(pool.map(lambda job: post(one, "/review", {"do": job[1], "by": job[0]}), jobs))
            assert [a.status_code for a in answers] == [303] * len(jobs)
            numbers = sorted(int(a.headers["location"].partition("kept=")[2].partition("#")[0]) for a in answers)
            assert numbers == list(range(1, len(jobs) + 1))
            entries = views.decided(second)["decisions"]
            assert sorted(e["by"] for e in entries) == sorted(who for who, _ in jobs)
            # Both take the same decision back: one does, the other is told so.
            with ThreadPoolExecutor(2) as pool:
                undone = list(
                    pool.map(lambda who: post(one, "/review/undo", {"n": 1, "by": who}).status_code, ("Ann", "Ben"))
                )
            assert sorted(undone) == [303, 409]
        finally:
            second.close()


ODD = ["", "\x00", "r-0\x00", "x" * 300, "🚢", "../..", "%00", "'; --", "9" * 12, "-1", "|||"]
FIELDS = ("n", "back", "because", "claims", "other", "field", "value", "part", "start", "end", "words", "seen")


def test_odd_values_are_refused_and_never_a_fault(address: str) -> None:  # noqa: F811
    with served(address, doubted()) as client:
        for odd in ODD:
            one = quote(odd, safe="")
            for path in ("/review", "/review/undo", f"/review/points/{one}/pt-0", f"/review/reports/r-0/{one}"):
                some = {"do": "correct", **dict.fromkeys(FIELDS, odd), **BY}
                for data in (some, {**some, "seen": "", "do": odd}, {"do": f"accept|{odd}|b|c", "n": "1", **BY}):
                    assert post(client, path, data).status_code < 500, (path, data)
                assert client.get(path, params={"kept": odd, "seen": odd}).status_code < 500, path
            assert client.get("/history", params={"before": odd, "kept": odd}).status_code < 500
        assert decided(client) == []
