"""Turns of agency reports that were read wrongly: who acts, whom it befalls, and what is no event."""

from __future__ import annotations

import pytest

from sayso.reading import read_bytes
from sayso.record.types import Event, Record


def event_of(record: Record, trigger: str) -> Event | None:
    return next((e for e in record.events if trigger in e.trigger.text), None)


def names(record: Record, ids: tuple[str, ...]) -> set[str]:
    told = {e.id: e.name for e in record.entities}
    return {told[i] for i in ids}


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("An earthquake struck the Mexican coast on Thursday, killing two people in Zihuatanejo.", "killing"),
        ("The company declined to comment on Friday.", "declined"),
    ],
)
def test_no_events(text: str, trigger: str) -> None:
    assert event_of(read_bytes(text.encode()), trigger) is None


def test_a_strike_on_monday_strikes_nobody() -> None:
    record = read_bytes(b"The union called for a two-hour strike on Monday.")
    assert "ASSAULT" not in {e.type for e in record.events}


def test_a_second_clause_has_parties_of_its_own() -> None:
    record = read_bytes(
        b"President Duma Boko visited Maun on Saturday and vowed to fight until Zambia leaves Kazungula."
    )
    visit = event_of(record, "visited")
    assert visit is not None
    assert "Zambia" not in names(record, visit.recipients)


def test_whom_one_accuses_of_something_does_it() -> None:
    record = read_bytes(b"Rwanda, which Kinshasa accuses of backing the rebels, closed its border with Burundi.")
    backing = event_of(record, "backing")
    assert backing is not None
    assert "Kinshasa" not in names(record, backing.actors)


def test_a_lawyer_is_not_whom_he_speaks_for() -> None:
    record = read_bytes(b"Eva Dahl was arrested in Oslo. Dahl's lawyer, Per Aune, accused the police of lying.")
    accused = event_of(record, "accused")
    assert accused is not None
    assert "Eva Dahl" not in names(record, accused.actors)


@pytest.mark.parametrize(
    ("text", "trigger", "countries"),
    [
        ("Demonstrators burned a flag outside the Swedish embassy in Baghdad and attacked the Swedish embassy.", "attacked", {"SE"}),
        ("Kyiv received a loan of $2 billion from Norway.", "received", {"UA"}),
        ("Oman hosted the Yemeni foreign minister.", "hosted", {"OM"}),
    ],
)  # fmt: skip
def test_recipients(text: str, trigger: str, countries: set[str]) -> None:
    event = event_of(read_bytes(text.encode()), trigger)
    assert event is not None
    assert {p.country for p in event.parties if p.role == "recipient" and p.country} == countries


def test_an_international_body_is_of_no_country() -> None:
    record = read_bytes(b"The International Weightlifting Union on Friday barred Belarus from its games in Tashkent.")
    barred = event_of(record, "barred")
    assert barred is not None
    assert [p.country for p in barred.parties if p.role == "actor"] == [None]


def test_a_spokesman_is_of_whom_he_speaks_for() -> None:
    record = read_bytes(b"A spokesman for Hezbollah accused Israel of shelling a village.")
    accused = event_of(record, "accused")
    assert accused is not None
    assert [(p.country, p.sectors) for p in accused.parties if p.role == "actor"] == [("LB", ("REB",))]
