"""Whole stories as their outlets told them, read and added: what the ledger should say of them is in a file beside this."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import ledger_stories
from sayso.ledger import open_ledger, views
from sayso.ledger.adding import add
from sayso.ledger.queries import Filters
from sayso.reading import read_bytes
from sayso.reports import Told

STORIES = {
    story["name"]: story
    for story in tomllib.loads((Path(__file__).parent / "ledger_gold.toml").read_text(encoding="utf-8"))["stories"]
}
POINTS = [(name, point) for name, story in STORIES.items() for point in story["points"]]


@cache
def answers(name: str, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The stories and points of a ledger of one story's reports."""
    ledger = open_ledger(str(folder / "ledger.db"), create=True)
    for one in STORIES[name]["reports"]:
        told = Told(outlet=one["outlet"], published=one["published"])
        add(ledger, read_bytes(one["text"].strip().encode(), media="text/plain", told=told))
    found = views.stories(ledger, Filters()), views.points(ledger, Filters())
    ledger.close()
    return found


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: tmp_path_factory.mktemp("gold") for name in STORIES}


@pytest.mark.parametrize("name", STORIES)
def test_its_reports_are_one_story(name: str, folders: dict[str, Path]) -> None:
    shown, _ = answers(name, folders[name])
    assert len(shown["stories"]) == 1


@pytest.mark.parametrize(("name", "gold"), POINTS, ids=[point["says"] for _, point in POINTS])
def test_a_point(name: str, gold: dict[str, Any], folders: dict[str, Path], request: pytest.FixtureRequest) -> None:
    if "short" in gold:
        request.applymarker(pytest.mark.xfail(reason=gold["short"], strict=False))
    _, shown = answers(name, folders[name])
    outlets = {report["id"]: report["outlet"] for report in shown["reports"]}
    chosen = [p for p in shown["points"] if any(gold["says"] in s["text"] for c in p["claims"] for s in c["spans"])]
    found = max(chosen, key=lambda p: len(p["claims"]))
    told = sorted(
        (outlets[c["report"]], c["origin"]["name"] or "", c["independence"], c["relation"]) for c in found["claims"]
    )
    for outlet, origin, independence, relation in gold["claims"]:
        row = next(
            (one for one in told if one[0] == outlet and origin in one[1] and one[2:] == (independence, relation)), None
        )
        assert row is not None, f"{outlet}, {origin}: {independence}, {relation}; of {told}"
        told.remove(row)
    assert told == []
    assert sorted({c["on"] for c in found["contradictions"]}) == gold.get("contradictions", [])
    assert sorted({c["on"] for c in found["changes"]}) == gold.get("changes", [])


@pytest.mark.parametrize("half", ledger_stories.HALVES)
def test_most_of_what_many_stories_should_say_is_found(half: str) -> None:
    floors = ledger_stories.half(half)["floors"]
    found = [score for _, _, score in ledger_stories.scores(half)]
    missed = "\n".join(line for score in found for line in score.missed)
    assert sum(s.claims_found for s in found) >= floors["claims"] * sum(s.claims for s in found), missed
    assert sum(s.differences_found for s in found) >= floors["differences"] * sum(s.differences for s in found), missed


@pytest.mark.parametrize("story", ledger_stories.half("development")["stories"], ids=lambda story: str(story["name"]))
def test_a_storys_points_are_the_same_in_any_order(story: dict[str, Any]) -> None:
    some = ledger_stories.records(story)
    shuffled = list(some)
    random.Random(7).shuffle(shuffled)
    assert ledger_stories.answers(shuffled) == ledger_stories.answers(some)


@pytest.mark.parametrize("story", ledger_stories.half("development")["stories"], ids=lambda story: str(story["name"]))
def test_every_match_has_its_reasons_and_every_difference_its_words(story: dict[str, Any]) -> None:
    some = ledger_stories.records(story)
    texts = {one.report.text for one in some}
    _, shown = ledger_stories.answers(some)
    for point in shown["points"]:
        assert all(c["reason"] for c in point["claims"])
        assert len(point["claims"]) == 1 or all(c["matched"] for c in point["claims"])
        assert all(c["echo_of"] is not None for c in point["claims"] if c["independence"] == "echo")
        for one in (*point["contradictions"], *point["changes"]):
            assert len(one["spans"]) == 2
            assert all(any(s["text"] == text[s["start"] : s["end"]] for text in texts) for s in one["spans"])
