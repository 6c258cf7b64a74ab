"""What the calendar takes: what is scheduled, announced for a day to come, or called off; never a guess or a limit."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import icalendar
import pytest

from sayso.exchange import Case, ical, of_records
from sayso.reading import read_bytes
from sayso.record.spans import Span
from sayso.record.types import Block, Claim, Date, Holder, Record, Report, Standing, Statement, StatementKind
from sayso.reports import Told

DAY = re.compile(r"May \d+|June \d+|last year|June$")


def told(
    text: str, time: str = "future", *, certainty: str = "certain", polarity: str = "positive", stance: str = "states",
    condition: bool = False, kind: StatementKind | None = "indirect", published: str | None = "2024-05-06",
) -> Record:  # fmt: skip
    """A report of one claim, with its dates of 2024; in the outlet's own voice where ``kind`` is ``None``."""
    whole = Span.of(text, 0, len(text))
    dates = []
    for i, match in enumerate(DAY.finditer(text)):
        month = {"May": "05", "June": "06"}.get(match[0].split()[0], "")
        value = f"2024-{month}-{int(match[0].split()[1]):02}" if " " in match[0] and month else "2023"
        first, last = (value, value) if len(value) == 10 else ("2023-01-01", "2023-12-31")
        if match[0] == "June":
            value, first, last = "2024-06", "2024-06-01", "2024-06-30"
        span = Span.of(text, match.start(), match.end())
        dates.append(Date(f"d{i}", span, "DATE", value, value, first, last, "published"))
    standing: Any = {"certainty": certainty, "polarity": polarity, "time": time, "stance": stance}
    claim = Claim(
        "c1", (whole,), "s1" if kind else None, Standing(**standing, condition=whole if condition else None), (),
        tuple(date.id for date in dates),
    )  # fmt: skip
    said = (Statement("s1", kind, None, None, (whole,), (Holder("Ada Berg", None),)),) if kind else ()
    report = Report(
        "r-1",
        "a.txt",
        text,
        (Block(0, len(text), "paragraph"),),
        outlet="The Ledger",
        published=published,
        title="News",
    )
    return Record(report, said, (claim,), dates=tuple(dates))


def shown(case: Case) -> list[tuple[str, str]]:
    """Each entry's status and days."""
    found: list[Any] = icalendar.Calendar.from_ical(ical.write(case)).walk("VEVENT")
    assert len({str(one["UID"]) for one in found}) == len(found)
    return [(str(one["STATUS"]), f"{one['DTSTART'].dt}..{one['DTEND'].dt}") for one in found]


def on(record: Record) -> list[tuple[str, str]]:
    return shown(of_records([record]))


THE_20TH = [("TENTATIVE", "2024-05-20..2024-05-21")]


@pytest.mark.parametrize(
    ("certainty", "stance", "kind"),
    [
        ("certain", "states", "indirect"),
        ("certain", "confirms", "direct"),
        ("certain", "promises", "mixed"),
        ("probable", "expects", "indirect"),
        ("certain", "unspecified", None),
    ],
)
def test_what_is_announced_for_a_day_to_come_is_tentative(certainty: str, stance: str, kind: Any) -> None:
    assert on(told("The port will reopen on May 20", certainty=certainty, stance=stance, kind=kind)) == THE_20TH


@pytest.mark.parametrize(
    "given",
    [
        {"certainty": "possible", "stance": "threatens"},
        {"certainty": "possible", "stance": "states"},
        {"certainty": "unspecified", "stance": "doubts"},
        {"certainty": "probable", "stance": "unspecified", "kind": None},
        {"kind": "attitude"},
        {"condition": True},
        {"polarity": "negative"},
        {"time": "conditional"},
        {"time": "past"},
    ],
)
def test_what_is_guessed_threatened_wished_or_supposed_is_left_out(given: dict[str, Any]) -> None:
    assert not on(told("The port will reopen on May 20", **given))


def test_a_day_that_is_past_or_of_a_report_without_a_date_in_question_is_left_out() -> None:
    assert not on(told("The port will reopen on May 20", published="2024-05-21"))
    assert on(told("The port will reopen on May 20", published=None)) == THE_20TH


@pytest.mark.parametrize("words", ["before", "until", "after", "until at least", "before the end of"])
@pytest.mark.parametrize("time", ["future", "scheduled"])
def test_a_day_that_is_but_a_limit_is_left_out(words: str, time: str) -> None:
    assert not on(told(f"The port will stay closed {words} May 20", time))


def test_what_comes_after_something_on_a_day_is_not_on_that_day() -> None:
    assert not on(told("The battalion will begin its withdrawal right after the elections planned for May 20"))
    assert on(told("The battalion will begin its withdrawal on May 20 after the elections")) == THE_20TH


@pytest.mark.parametrize("time", ["future", "scheduled"])
def test_a_day_of_something_within_is_not_the_day(time: str) -> None:
    assert not on(told("The minister will be told that landlords may not renew the leases of May 20", time))
    assert not on(told("He is to meet the men who will leave on May 20", time))
    assert on(told("that on May 20 the port will reopen", time)) == THE_20TH


def test_the_reports_own_day_is_none_to_come() -> None:
    assert not on(told("Ministers agreed on May 6 to go ahead", published="2024-05-06"))
    assert on(told("The court is to rule on May 6", "scheduled", published="2024-05-06"))


def test_a_day_that_something_is_due_by_is_its_last() -> None:
    assert on(told("The court will decide by May 20")) == THE_20TH


def test_two_days_are_a_stretch_where_the_words_join_them() -> None:
    stretch = [("TENTATIVE", "2024-06-01..2024-06-04")]
    assert on(told("The fair runs from June 1 to June 3", "scheduled")) == stretch
    assert on(told("The fair will run June 1 – June 3")) == stretch
    assert not on(told("There will be talks on June 1 and June 3"))
    assert not on(told("The fair runs from May 20 to June 30", "scheduled"))


def test_what_is_scheduled_is_cancelled_where_it_will_not_be() -> None:
    text = "The march on May 20 is not to take place"
    assert on(told(text, "scheduled", polarity="negative")) == [("CANCELLED", "2024-05-20..2024-05-21")]


def test_what_has_been_called_off_is_cancelled_by_the_words_of_its_claim() -> None:
    text = "The march on May 20 was called off. The vote on May 21 was not cancelled."
    record = read_bytes(text.encode(), told=Told(published="2024-05-15"))
    assert [c.standing.polarity for c in record.claims] == ["negative", "positive"]
    assert on(record) == [("CANCELLED", "2024-05-20..2024-05-21")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The march on May 20 was called off", [("CANCELLED", "2024-05-20..2024-05-21")]),
        ("Organisers have cancelled the march on May 20", [("CANCELLED", "2024-05-20..2024-05-21")]),
        ("The vote, set for May 20, has been postponed", [("CANCELLED", "2024-05-20..2024-05-21")]),
        ("The hearing has been put off until May 20", THE_20TH),
        (
            "The hearing was postponed from May 16 to May 20",
            [("CANCELLED", "2024-05-16..2024-05-17"), *THE_20TH],
        ),
        ("The march, planned since last year, was called off", []),
        ("The hearing has been put off until at least May 20", []),
    ],
)
def test_what_is_called_off_or_put_off_is_cancelled_and_its_new_day_tentative(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert on(told(text, "past")) == expected


def test_what_was_put_off_once_may_be_on_now() -> None:
    assert on(told("The game, delayed last year, is scheduled for May 20", "scheduled")) == THE_20TH
    assert on(told("The vote, scheduled for May 20, has been postponed", "scheduled")) == [
        ("CANCELLED", "2024-05-20..2024-05-21")
    ]


def test_claims_of_one_point_on_one_day_are_one_entry_with_all_who_say_so() -> None:
    first = told("The port will reopen on May 20")
    second = replace(first, report=replace(first.report, id="r-2", outlet="The Courier"))
    later = told("The port will reopen on May 21")
    filed = of_records([first, second, replace(later, report=replace(later.report, id="r-3"))]).filed
    claims = [
        {
            "claim": one.ref("c1"),
            "relation": "supports",
            "superseded": i < 2,
            "independence": "independent",
            "reason": "",
        }
        for i, one in enumerate(filed)
    ]
    case = Case(filed, ({"id": "pt-1", "text": "", "claims": claims},))
    assert shown(case) == [("CANCELLED", "2024-05-20..2024-05-21"), ("TENTATIVE", "2024-05-21..2024-05-22")]
    [entry, _] = icalendar.Calendar.from_ical(ical.write(case)).walk("VEVENT")
    assert str(entry["DESCRIPTION"]).splitlines() == [
        "On the word of The Ledger → Ada Berg; “May 20”; a later report gives another day or number; News",
        "On the word of The Courier → Ada Berg; “May 20”; a later report gives another day or number; News",
    ]


def test_who_is_less_than_certain_is_said_to_be() -> None:
    [entry] = icalendar.Calendar.from_ical(
        ical.write(of_records([told("It hopes to reopen on May 20", certainty="probable", stance="expects")]))
    ).walk("VEVENT")
    assert "certainty probable" in str(entry["DESCRIPTION"])
