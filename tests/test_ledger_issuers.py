"""Communiqués: a body that publishes its own words is their origin; and what an outlet's own people saw."""

from __future__ import annotations

import pytest

from ledger_reports import Says, report
from sayso.ledger.answers import Point
from sayso.ledger.issuers import issued
from sayso.ledger.points import points_of
from sayso.ledger.propositions import digest_of
from sayso.reading import read_bytes
from sayso.record.types import Record
from sayso.reports import Told

CLOSED = "The old bridge at Varde was closed on Monday"


@pytest.mark.parametrize(
    "outlet",
    ["Bavarian Police", "Ministry of Health", "Russian Foreign Ministry", "Varde Dock Workers' Union", "Aurelia Airways",
     "Halden Pharma AG", "Office of the President", "Norwegian Red Cross", "Port Authority of Varde", "NATO"],
)  # fmt: skip
def test_who_is_no_medium(outlet: str) -> None:
    assert issued(outlet, "The bridge was closed.")


@pytest.mark.parametrize(
    "outlet",
    ["Reuters", "Xinhua News Agency", "The Union Times", "Police Gazette", "Varde Courier", "Radio Syd", "The Guardian",
     "Tagblatt", "Savanna Wire Service", "Busmagazin", "The Strand", "El Heraldo de Loja", "BBC"],
)  # fmt: skip
def test_who_is_one(outlet: str) -> None:
    assert not issued(outlet, "Press release\n\nThe bridge was closed." if outlet == "Reuters" else "It was closed.")


def test_a_report_may_call_itself_a_communique() -> None:
    assert issued("Transhaven", "PRESS RELEASE\n\nDurban, 4 May. Transhaven has made an offer.")
    assert not issued("Transhaven", "The firm sent a press release on Monday.")
    assert not issued(None, "PRESS RELEASE")


@pytest.mark.parametrize(
    ("outlet", "text"),
    [
        ("Falk Kran", "CLUB STATEMENT: THE CUP\n\nThe match was lost."),
        ("Falk Kran", "A statement about our crane\n\nIt fell on Monday."),
        ("Falk Kran", "NYBORG - Falk Kran confirms that its crane fell on Monday."),
        ("Falk Kran", "NYBORG - Falk Kran A/S has finished the inquiry."),
        ("Falk Kran", "The crane fell on Monday. We are with the families. Our gates stayed shut."),
    ],
)
def test_a_report_may_speak_of_its_outlet_as_of_one_who_acts(outlet: str, text: str) -> None:
    assert issued(outlet, text)


@pytest.mark.parametrize(
    "text",
    [
        "The crane fell on Monday, a witness told us. Our gates stayed shut, she said.",
        "Our reporter saw the crane fall. “Our gates were open,” the guard said.",
        "The crane fell, two guards told Falk Kran. Our gates stayed shut.",
    ],
)
def test_a_paper_is_told_and_has_reporters(text: str) -> None:
    assert not issued("Falk Kran", text)


def test_we_in_a_communique_is_its_issuer() -> None:
    text = "STATEMENT\n\nAccording to our records the gates were open. We can say that nobody was hurt."
    record = read_bytes(text.encode(), told=Told(outlet="Falk Kran", published="2025-03-03"))
    assert {(c.voice.kind, c.voice.name) for c in digest_of(record).claims} == {(None, "Falk Kran")}


def independence(*records: Record) -> list[str]:
    points: tuple[Point, ...] = points_of("st-test", [digest_of(one) for one in records])
    [one] = [p for p in points if any(CLOSED in s.text for c in p.claims for s in c.spans)]
    return [claim.independence for claim in one.claims]


def test_a_bodys_own_word_is_independent_and_who_has_it_from_there_repeats_it() -> None:
    own = report(f"{CLOSED}.", "Varde Port Authority", "2025-03-03T08:00Z")
    cited = report(
        f"{CLOSED}, the Varde Port Authority said.", "Vest Post", "2025-03-03T12:00Z",
        Says("the Varde Port Authority", CLOSED, name="Varde Port Authority"),
    )  # fmt: skip
    assert independence(own, cited) == ["independent", "echo"]
    assert independence(report(f"{CLOSED}.", "Vest Post", "2025-03-03T08:00Z"))[0] == "not established"


def test_what_an_outlets_own_people_saw_is_its_own_word() -> None:
    there = f"{CLOSED}. Our reporter Ida Roth was there and saw the gates come down."
    assert independence(report(there, "Radio Syd", "2025-03-03T08:00Z")) == ["independent"]
    theirs = report(
        f"{CLOSED}, a Radio Syd photographer said.", "Radio Syd", "2025-03-03T08:00Z",
        Says("a Radio Syd photographer", CLOSED, anonymous=True),
    )  # fmt: skip
    assert independence(theirs) == ["independent"]
    others = report(
        f"{CLOSED}, a Radio Syd photographer said.", "Vest Post", "2025-03-03T08:00Z",
        Says("a Radio Syd photographer", CLOSED, anonymous=True),
    )  # fmt: skip
    assert independence(others) == ["anonymous"]
