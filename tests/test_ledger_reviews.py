"""Reviews and grades: signed, dated, undoable, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ledger_databases import address, open_one, postgres  # noqa: F401
from ledger_reports import ferry_reports
from sayso.ledger import Ledger, LedgerError, views
from sayso.ledger.adding import add
from sayso.ledger.naming import Named, named_claims, named_point
from sayso.ledger.queries import Filters
from sayso.ledger.reviews import decide, misp_tag

Open = Callable[[str], Ledger]
BY = {"by": "M. Quist", "clock": lambda: "2025-02-06T10:00:00+00:00"}


@pytest.fixture
def ledger(address: str, open_one: Open) -> Ledger:  # noqa: F811
    """The ferry's story."""
    made = open_one(address)
    for one in ferry_reports():
        add(made, one)
    return made


def _points(ledger: Ledger) -> list[dict[str, Any]]:
    return list(views.points(ledger, Filters())["points"])


def _point(ledger: Ledger, words: str) -> dict[str, Any]:
    [one] = [p for p in _points(ledger) if any(words in s["text"] for c in p["claims"] for s in c["spans"])]
    return one


def _split(ledger: Ledger, words: str, claim: int) -> int:
    point = _point(ledger, words)
    whole = named_point(ledger, point["id"])
    part = named_claims(ledger, [point["claims"][claim]["claim"]], within=whole)
    rest = tuple(anchor for anchor in whole.anchors if anchor not in part.anchors)
    return decide(ledger, "split", anchors=part.anchors, others=rest, shown={**whole.shown, **part.shown}, **BY)


def test_a_split_stands_until_it_is_taken_back(ledger: Ledger) -> None:
    before = _points(ledger)
    number = _split(ledger, "life rafts", -1)
    rafts = [p for p in _points(ledger) if "life rafts" in p["text"]]
    assert len(rafts) == 2
    assert all(d["kind"] == "split" and d["by"] == "M. Quist" for p in rafts for d in p["decisions"])
    decide(ledger, "undo", value=str(number), shown={"decision": number}, **BY)
    assert _points(ledger) == before


def test_points_can_be_merged(ledger: Ledger) -> None:
    one, other = (named_point(ledger, _point(ledger, words)["id"]) for words in ("life rafts", "raise the ferry"))
    decide(ledger, "merge", anchors=one.anchors, others=other.anchors, shown={}, **BY)
    merged = _point(ledger, "raise the ferry")
    assert any("life rafts" in s["text"] for c in merged["claims"] for s in c["spans"])
    assert [d["kind"] for d in merged["decisions"]] == ["merge"]


def test_what_is_corrected_holds_over_what_was_reckoned(ledger: Ledger) -> None:
    claim = next(c for c in _point(ledger, "life rafts")["claims"] if c["origin"]["anonymous"])
    named = named_claims(ledger, [claim["claim"]])
    decide(ledger, "correct", anchors=named.anchors, field="origin", value="Ona Berg", **BY)
    now = next(c for c in _point(ledger, "life rafts")["claims"] if c["claim"] == claim["claim"])
    assert (now["origin"]["name"], now["origin"]["anonymous"], now["independence"]) == (
        "Ona Berg",
        False,
        "independent",
    )
    decide(ledger, "correct", anchors=named.anchors, field="independence", value="not established", **BY)
    now = next(c for c in _point(ledger, "life rafts")["claims"] if c["claim"] == claim["claim"])
    assert (now["independence"], now["reason"]) == ("not established", "decided in review")


def test_a_re_reading_keeps_decisions(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    _split(ledger, "life rafts", -1)
    decided = _points(ledger)
    monkeypatch.setattr("sayso.ledger.changing.__version__", "9.9")
    assert {add(ledger, one).outcome for one in ferry_reports()} == {"read again"}
    assert _points(ledger) == decided


def test_the_history_shows_everything_and_nothing_can_be_taken_back_twice(ledger: Ledger) -> None:
    first = _split(ledger, "life rafts", -1)
    second = decide(ledger, "undo", value=str(first), **BY)
    with pytest.raises(LedgerError, match=f"decision {first} was taken back by decision {second}"):
        decide(ledger, "undo", value=str(first), **BY)
    third = decide(ledger, "undo", value=str(second), because="too soon", **BY)
    shown = views.decided(ledger)["decisions"]
    assert [(d["id"], d["kind"], d["undone_by"]) for d in shown] == [
        (first, "split", None), (second, "undo", third), (third, "undo", None),
    ]  # fmt: skip
    assert shown[2]["because"] == "too soon"
    assert len([p for p in _points(ledger) if "life rafts" in p["text"]]) == 2


def test_grades_are_dated_signed_and_replaced_by_later_ones(ledger: Ledger) -> None:
    for letter in "CB":
        decide(ledger, "grade", shown={"source": "Ida Roth"}, value=letter, **BY)
    roth = next(s for s in views.sources(ledger, Filters())["sources"] if s["name"] == "Ida Roth")
    assert roth["grade"] == {
        "grade": "B", "by": "M. Quist", "at": "2025-02-06T10:00:00+00:00", "tag": 'admiralty-scale:source-reliability="b"',
    }  # fmt: skip
    assert misp_tag(2) == 'admiralty-scale:information-credibility="2"'


@pytest.mark.parametrize("name", ["", "   "])
def test_nobody_decides_nothing(ledger: Ledger, name: str) -> None:
    with pytest.raises(LedgerError, match="needs the name"):
        decide(ledger, "grade", shown={"source": "Ida Roth"}, value="A", by=name)


def test_what_is_not_there_cannot_be_decided_on(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="there is no point 'pt-0'"):
        named_point(ledger, "pt-0")
    with pytest.raises(LedgerError, match="there is no claim 'r-0/c1' in this ledger"):
        named_claims(ledger, ["r-0/c1"])
    with pytest.raises(LedgerError, match="in this point"):
        named_claims(ledger, [_point(ledger, "drowned")["claims"][0]["claim"]], within=Named((), {}))
