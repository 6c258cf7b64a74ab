"""A report's page as people corrected it: the words that hold now are lit, and what was read first stays to be seen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger_reports import Says, report
from sayso.cli import main
from sayso.ledger.corrected import corrected
from sayso.ledger.reviews import rulings_on
from sayso.record.contract import from_json
from sayso.record.rules import broken_rules
from server_desk import HOME, page, served

TEXT = "The quay of Tarn broke on Monday, harbour master Eva Holt said. The lamps went out at once."
READ = report(
    TEXT,
    "The Quay",
    "2025-03-03T08:00:00Z",
    Says("Eva Holt", "The quay of Tarn broke on Monday"),
    title="A quay breaks",
    dates={"on Monday": "2025-03-03"},
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


def record(client: TestClient, how: str = "") -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/reports/{name(client)}/record.json{how}").json()
    return found


def test_confirming_is_told_and_the_record_as_read_stays_to_be_had(desk: TestClient) -> None:
    before = record(desk)
    correct(desk, "content", "The quay of Tarn broke")
    data = {"do": "accept", "by": "Ada Roth"}
    desk.post(f"/review/reports/{name(desk)}/s1", data=data, headers={"Origin": HOME})
    assert "Confirmed as read by Ada Roth" in page(desk, f"/reports/{name(desk)}").said()
    assert record(desk, "?as=read") == before
    assert desk.get(f"/api/v1/reports/{name(desk)}?as=read").json() == before
    assert desk.get(f"/api/v1/reports/{name(desk)}?as=guessed").status_code == 422


def test_what_is_handed_on_is_corrected_and_says_who_did_it(desk: TestClient) -> None:
    before = record(desk)
    correct(desk, "content", "The quay of Tarn broke")
    for made in (record(desk), desk.get(f"/api/v1/reports/{name(desk)}").json()):
        assert [span["text"] for span in made["statements"][0]["content"]] == ["The quay of Tarn broke"]
        claim = next(one for one in made["claims"] if one["statement"] == "s1")
        assert [span["text"] for span in claim["spans"]] == ["The quay of Tarn broke"]
        # 'On Monday' is not of what is said any more.
        assert claim["dates"] == []
        (note,) = [one for one in made["notes"] if one["code"] == "corrected-in-review"]
        assert "s1 is corrected in what is said, first read as “The quay of Tarn broke on Monday”" in note["message"]
        assert "now “The quay of Tarn broke”, by Mara Quist at 20" in note["message"]
        assert note["span"]["text"] == "The quay of Tarn broke on Monday"
        assert from_json(made) and not broken_rules(from_json(made))
    lines = desk.get("/export/jsonl").text.splitlines()
    assert json.loads(lines[0]) == record(desk) | {"notes": json.loads(lines[0])["notes"]}
    assert "The quay of Tarn broke on Monday" not in json.dumps(json.loads(lines[0])["claims"])
    assert json.loads(desk.get("/export/jsonl?as=read").text) == before
    assert json.loads(desk.get(f"/export/jsonl?as=read&report={name(desk)}").text) == before


def test_what_nobody_says_is_in_no_export_but_the_note_is(desk: TestClient) -> None:
    data = {"do": "reject", "by": "Mara Quist", "because": "a headline"}
    desk.post(f"/review/reports/{name(desk)}/s1", data=data, headers={"Origin": HOME})
    made = record(desk)
    assert made["statements"] == [] and [one["statement"] for one in made["claims"]] == [None]
    assert not broken_rules(from_json(made))
    (note,) = [one for one in made["notes"] if one["code"] == "refused-in-review"]
    assert note["message"].startswith("s1 is taken out: nobody says this, by Mara Quist at 20")
    assert note["message"].endswith("because: a headline.")
    assert "Eva Holt" not in desk.get("/export/brief").text.partition("Notes")[0]


def test_a_corrected_source_is_the_entity_that_it_names(desk: TestClient) -> None:
    correct(desk, "source", "harbour master Eva Holt")
    (holder,) = record(desk)["statements"][0]["chain"]
    entity = next(one for one in READ.entities if one.name == "Eva Holt")
    assert holder["entity"] == entity.id and holder["name"] == "harbour master Eva Holt"


def test_the_command_hands_on_the_same(desk: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct(desk, "content", "The quay of Tarn broke")
    ledger = str(tmp_path / "quay.ledger")
    assert main(["export", "jsonl", ledger]) == 0
    assert "corrected-in-review" in capsys.readouterr().out
    assert main(["export", "jsonl", "--as-read", ledger]) == 0
    assert "corrected-in-review" not in capsys.readouterr().out


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
