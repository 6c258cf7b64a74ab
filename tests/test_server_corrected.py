"""A report's page as people corrected it: the words that hold now are lit, and what was read first stays to be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ledger_reports import Says, report
from sayso.ledger.reviews import rulings_on
from sayso.record.contract import from_json
from sayso.server.corrected import corrected
from server_desk import HOME, page, served

TEXT = "The quay of Tarn broke on Monday, harbour master Eva Holt said. The lamps went out at once."
READ = report(
    TEXT,
    "The Quay",
    "2025-03-03T08:00:00Z",
    Says("Eva Holt", "The quay of Tarn broke on Monday"),
    title="A quay breaks",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestClient]:
    with served(str(tmp_path / "quay.ledger"), [READ]) as client:
        yield client


def name(client: TestClient) -> str:
    return str(client.get("/api/v1/reports").json()["reports"][0]["id"])


def correct(client: TestClient, part: str, words: str, by: str = "Mara Quist") -> None:
    answer = client.post(
        f"/review/reports/{name(client)}/s1", data={"do": "correct", "part": part, "words": words, "by": by},
        headers={"Origin": HOME},
    )  # fmt: skip
    assert answer.status_code == 303, answer.text


def pieces(client: TestClient) -> dict[str, set[str]]:
    """The report's words as the page has them → the parts they play."""
    text = client.get(f"/reports/{name(client)}").text
    return {
        words: set(parts.split())
        for parts, words in re.findall(r'<span class="([^"]+)" data-of="s1">([^<]+)</span>', text)
    }


def test_a_corrected_span_is_lit_and_the_first_reading_is_still_there(desk: TestClient) -> None:
    assert pieces(desk)["The quay of Tarn broke on Monday"] == {"content"}
    correct(desk, "content", "The quay of Tarn broke")
    found = pieces(desk)
    assert "content" in found["The quay of Tarn broke"]
    assert found[" on Monday"] == {"was"}
    said = page(desk, f"/reports/{name(desk)}").said()
    assert "Corrected: what is said, first read as The quay of Tarn broke on Monday, now The quay of Tarn broke" in said
    assert "by Mara Quist" in said
    assert "first read so" in said


def test_a_later_correction_holds_and_both_are_told(desk: TestClient) -> None:
    correct(desk, "content", "The quay of Tarn broke")
    correct(desk, "content", "quay of Tarn broke on Monday", by="Ben Ode")
    found = pieces(desk)
    assert found["The "] == {"was"}
    assert all("content" in parts for words, parts in found.items() if words in ("quay of Tarn broke on Monday",))
    said = page(desk, f"/reports/{name(desk)}").said()
    assert said.index("by Mara Quist") < said.index("by Ben Ode")


def test_a_corrected_source_is_who_says_it(desk: TestClient) -> None:
    correct(desk, "source", "harbour master Eva Holt")
    found = pieces(desk)
    assert found["harbour master "] == {"source"}
    shown = page(desk, f"/reports/{name(desk)}").said()
    assert "on whose word it is, first read as Eva Holt, now harbour master Eva Holt" in shown


def test_what_nobody_says_is_not_lit_and_says_why(desk: TestClient) -> None:
    data = {"do": "reject", "by": "Mara Quist", "because": "a headline"}
    desk.post(f"/review/reports/{name(desk)}/s1", data=data, headers={"Origin": HOME})
    assert set.union(*pieces(desk).values()) == {"was"}
    shown = page(desk, f"/reports/{name(desk)}")
    assert "Nobody says this by Mara Quist" in shown.said() and "a headline" in shown.said()
    desk.post("/review/undo", data={"n": 1, "by": "Mara Quist"}, headers={"Origin": HOME})
    assert pieces(desk)["The quay of Tarn broke on Monday"] == {"content"}
    assert "Nobody says this" not in page(desk, f"/reports/{name(desk)}").said()


def test_confirming_is_told_and_the_record_stays_as_it_was_read(desk: TestClient) -> None:
    before = desk.get(f"/reports/{name(desk)}/record.json").json()
    correct(desk, "content", "The quay of Tarn broke")
    data = {"do": "accept", "by": "Ada Roth"}
    desk.post(f"/review/reports/{name(desk)}/s1", data=data, headers={"Origin": HOME})
    assert "Confirmed as read by Ada Roth" in page(desk, f"/reports/{name(desk)}").said()
    assert desk.get(f"/reports/{name(desk)}/record.json").json() == before


def test_a_point_that_is_no_more_leads_to_the_words_and_to_who_decided(desk: TestClient) -> None:
    point = next(p for p in desk.get("/api/v1/points").json()["points"] if "broke" in p["text"])
    path = f"/stories/{point['story']}/points/{point['id']}"
    data = {"do": "reject", "by": "Mara Quist"}
    desk.post(f"/review/reports/{name(desk)}/s1", data=data, headers={"Origin": HOME})
    gone = page(desk, path, 404)
    link = next(one for one in gone.links if one.startswith("/reports/"))
    shown = page(desk, link.partition("#")[0])
    assert link.partition("#")[2] in shown.ids
    assert "Nobody says this by Mara Quist" in shown.said()


def test_every_corrected_span_is_exact(desk: TestClient) -> None:
    correct(desk, "content", "The quay of Tarn broke")
    correct(desk, "cue", "said")
    with desk.app.state.desk.ledger.reading() as connection:  # type: ignore[attr-defined]
        rulings = rulings_on(connection, [name(desk)])
    read = from_json(desk.get(f"/reports/{name(desk)}/record.json").json())
    made = corrected(read, name(desk), rulings).record
    (statement,) = made.statements
    claim = next(one for one in made.claims if one.statement == statement.id)
    spans = [statement.cue, *statement.content, *claim.spans]
    assert [span.text for span in spans if span] == ["said", "The quay of Tarn broke", "The quay of Tarn broke"]
    assert all(span and TEXT[span.start : span.end] == span.text for span in spans)


def test_the_pages_that_gather_from_reports_go_by_what_was_corrected(desk: TestClient) -> None:
    assert "harbour master" not in page(desk, "/sources").said()
    correct(desk, "source", "harbour master Eva Holt")
    assert "harbour master Eva Holt" in page(desk, "/sources").said()
    data = {"do": "reject", "by": "Mara Quist"}
    desk.post(f"/review/reports/{name(desk)}/s1", data=data, headers={"Origin": HOME})
    assert "Eva Holt" not in page(desk, "/sources").said()
