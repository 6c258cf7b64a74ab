"""The chronology: a date as it was put, and no more; what is ahead apart from what has been."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ledger_reports import Says, report
from sayso.ledger.answers import ReportLine, Story
from sayso.ledger.queries import Line
from sayso.server.chronology import Told, chronology, first, reported, undated
from sayso.server.settings import Settings
from sayso.web.phrases import modified
from server_desk import page, served

LINE = Line(1, 1, "0", 0, ReportLine("r-1", "a.txt", "Baltwire", "2025-02-03T08:00:00Z", "A title", None))
STORY = Story("st-1", "A title", ("r-1",), "2025-02-03", "2025-02-03")


def _date(value: str, words: str, start: int, first: str | None, last: str | None, mod: str | None = None) -> Any:
    return {"id": f"d{start}", "span": {"start": start, "end": start + len(words), "text": words}, "type": "DATE",
            "value": value, "earliest": first, "latest": last, "mod": mod}  # fmt: skip


def _told(*dates: Any, time: str = "past", end: int = 100) -> Told:
    standing = {"certainty": "certain", "polarity": "positive", "time": time, "stance": "states", "likelihood": None,
                "because": [], "condition": None}  # fmt: skip
    claim = {
        "claim": "r-1/c1", "report": "r-1", "spans": [{"start": 0, "end": end, "text": "The ferry sank"}],
        "relation": "supports", "chain": [{"name": "Baltwire"}], "standing": standing,
    }  # fmt: skip
    point = {"id": "pt-1", "text": "the ferry sank", "first_seen": "2025-02-03T08:00:00Z", "claims": [claim],
             "independent_origins": 1, "contradictions": []}  # fmt: skip
    return Told(STORY, (LINE,), (point,), {"r-1": {"c1": list(dates)}})


@pytest.mark.parametrize(
    ("date", "when", "precision", "known"),
    [
        (_date("2025-02-03", "Monday", 3, "2025-02-03", "2025-02-03"), "February 3, 2025", "a day", 0),
        (_date("2025-09", "early September", 3, "2025-09-01", "2025-09-30", "START"), "early September 2025", "a month", 0),
        (_date("XXXX-09-12", "September 12", 3, None, None), "September 12, year unknown", "year or day unknown", 1),
        (_date("2024", "last year", 3, "2024-01-01", "2024-12-31"), "2024", "a year", 0),
        (_date("2024-SP", "spring", 3, "2024-03-01", "2024-05-31"), "spring 2024", "a stretch of days", 0),
        (_date("2025-02-03/2025-02-07", "Monday to Friday", 3, "2025-02-03", "2025-02-07"),
         "February 3 to February 7, 2025", "a range", 0),
        (_date("PAST_REF", "recently", 3, None, None), "in the past, not said when", "not dated", 2),
    ],
)  # fmt: skip
def test_a_date_is_as_precise_as_it_was_put(date: Any, when: str, precision: str, known: int) -> None:
    [moment] = chronology([_told(date)])["happened"]
    assert (moment.when, moment.precision, moment.known) == (when, precision, known)


def test_what_is_ahead_is_apart() -> None:
    for time in ("future", "scheduled", "conditional"):
        parts = chronology([_told(_date("2025-02-07", "Friday", 3, "2025-02-07", "2025-02-07"), time=time)])
        assert len(parts["ahead"]) == 1 and not parts["happened"]


def test_known_days_come_first_and_vague_ones_last() -> None:
    dates = [
        _date("PAST_REF", "once", 1, None, None), _date("XXXX-09-12", "September 12", 11, None, None),
        _date("2025-02-03", "Monday", 31, "2025-02-03", "2025-02-03"), _date("1999", "1999", 41, "1999-01-01", "1999-12-31"),
    ]  # fmt: skip
    assert [moment.known for moment in chronology([_told(*dates)])["happened"]] == [0, 0, 1, 2]


def test_a_date_outside_the_points_own_words_is_not_its_date() -> None:
    told = _told(_date("2025-02-03", "Monday", 60, "2025-02-03", "2025-02-03"), end=50)
    assert chronology([told]) == {"happened": [], "ahead": []}
    assert undated([told]) == 1


def test_by_the_day_it_was_reported() -> None:
    [moment] = reported([_told()])
    assert moment.when == "February 3, 2025" and moment.entries[0].text == "The ferry sank"


@pytest.mark.parametrize(
    ("value", "mod", "words"),
    [("2023-09", "END", "late September 2023"), ("2023", "APPROX", "about 2023"), ("2023-09-12", None, "September 12, 2023"),
     ("FUTURE_REF", "APPROX", "in the future, not said when")],
)  # fmt: skip
def test_what_words_like_early_do_to_a_date(value: str, mod: str | None, words: str) -> None:
    assert modified(value, mod) == words


def test_what_is_said_to_be_before_a_day_is_not_put_on_that_day(tmp_path: Path) -> None:
    made = report(
        "Kelp Foods said that no bakery would close before Friday.", "The Quay", "2026-03-04",
        Says("Kelp Foods", "that no bakery would close before Friday", polarity="negative", time="future"),
        dates={"Friday": "2026-03-06"}, title="Bakeries",
    )  # fmt: skip
    with served(str(tmp_path / "bound.ledger"), [made]) as client:
        shown = page(client, "/chronology")
    assert "before March 6, 2026known to: a bound" in shown.said()
    # Nor is it drawn there.
    assert "band-frame" not in shown.source


def test_now_is_the_day_of_the_report() -> None:
    date = _date("PRESENT_REF", "now", 3, "2025-02-04", "2025-02-04")
    [moment] = chronology([_told(date)])["happened"]
    assert (moment.when, moment.precision) == ("February 4, 2025 (“now” in the report)", "a day")


def test_a_list_of_very_many_says_how_many_more_there_are() -> None:
    dates = [_date(f"2025-02-{i:02}", "x", i, f"2025-02-{i:02}", f"2025-02-{i:02}") for i in range(1, 10)]
    moments = chronology([_told(*dates)])["happened"]
    some, more = first(moments, 4)
    assert (len(some), more) == (4, 5)
    assert first(moments, 9) == (moments, 0) and first([], 3) == ([], 0)


def test_every_page_of_the_chronology_leads_to_the_next(tmp_path: Path) -> None:
    made = [
        report(f"Tower {name} fell at {name}ov.", f"{name} Post", f"20{year}-03-04", title=f"{name} falls", dates={})
        for year, name in ((20, "Arn"), (21, "Bolt"), (22, "Cusk"))
    ]
    with served(str(tmp_path / "three.ledger"), made, Settings(chronology_stories=1)) as client:
        for by in ("", "?by=reported"):
            links, path = [], f"/chronology{by}"
            while path:
                links.append(path)
                path = next((one for one in page(client, path).links if "after=" in one and one not in links), "")
            assert len(links) == 3, links
