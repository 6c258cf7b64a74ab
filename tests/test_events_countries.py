"""The country of a party: by its words, by a table, by where it happens, by whom it faces; and what it rests on."""

from __future__ import annotations

import pytest

from sayso.reading import read_bytes
from sayso.record.types import Party
from sayso.reports import Told


def parties(text: str, kind: str, published: str | None = None) -> dict[str, list[tuple[str | None, str | None]]]:
    event = next(e for e in read_bytes(text.encode(), told=Told(published=published)).events if e.type == kind)

    def of(role: str) -> list[tuple[str | None, str | None]]:
        return [(p.country, p.country_basis) for p in event.parties if p.role == role]

    return {"actor": of("actor"), "recipient": of("recipient")}


def first(text: str, kind: str, role: str, published: str | None = None) -> Party:
    event = next(e for e in read_bytes(text.encode(), told=Told(published=published)).events if e.type == kind)
    return next(p for p in event.parties if p.role == role)


@pytest.mark.parametrize(
    ("text", "kind", "actor", "recipient"),
    [
        # words
        ("Greek and Turkish officials met on Monday.", "CONSULT", *[[("GR", "named"), ("TR", "named")]] * 2),
        ("The Australian Federal Police arrested a Fijian banker.", "COERCE", [("AU", "named")], [("FJ", "named")]),
        ("Islamabad accused New Delhi of lying.", "ACCUSE", [("PK", "named")], [("IN", "named")]),
        # tables
        ("Netanyahu accused Hamas of breaking the truce.", "ACCUSE", [("IL", "table")], [("PS", "table")]),
        # where it happened
        ("Police arrested 20 opposition supporters in Nairobi.", "COERCE", [("KE", "place")], [("KE", "named")]),
        # whom it faces
        ("Peruvian troops killed four rebels.", "ASSAULT", [("PE", "named")], [("PE", "domestic")]),
        ("Kenyan nurses protested against the government.", "PROTEST", [("KE", "named")], [("KE", "domestic")]),
        # an army can kill abroad, gunmen can be anybody's, and a country can be accused from anywhere
        ("Norwegian soldiers killed two youths.", "ASSAULT", [("NO", "named")], [(None, None)]),
        ("Gunmen attacked a convoy of French soldiers.", "ASSAULT", [(None, None)], [("FR", "named")]),
        ("Rebels accused Rwanda of lying.", "ACCUSE", [(None, None)], [("RW", "named")]),
        # bodies of no country
        ("The United Nations condemned the Kenyan police.", "ACCUSE", [(None, None)], [("KE", "named")]),
    ],
)
def test_countries(text: str, kind: str, actor: list[object], recipient: list[object]) -> None:
    assert parties(text, kind) == {"actor": actor, "recipient": recipient}


def test_a_dateline_tells_the_country_where_nothing_else_does() -> None:
    text = "COLOMBO, May 3 (Nordwire) - Rebels attacked an army camp on Sunday."
    assert first(text, "ASSAULT", "actor").country == "LK"
    assert first(text, "ASSAULT", "actor").country_basis == "place"


def test_an_office_is_held_for_a_time() -> None:
    text = "Yeltsin criticised the Norwegian government."
    assert first(text, "ACCUSE", "actor", "1997-05-05").sectors == ("GOV",)
    assert first(text, "ACCUSE", "actor", "2005-05-05").sectors == ("ELI",)
    assert first(text, "ACCUSE", "actor").sectors == ()
    assert {first(text, "ACCUSE", "actor", day).country for day in (None, "1997-05-05", "2005-05-05")} == {"RU"}
    assert first(text, "ACCUSE", "actor", "2090-05-05").country is None


def test_a_party_needs_no_name() -> None:
    party = first("Peruvian troops killed four rebels.", "ASSAULT", "recipient")
    assert (party.span.text, party.name, party.entity, party.sectors) == ("four rebels", None, None, ("REB",))


def test_its_president_is_whose_country_was_told_last() -> None:
    (party,) = [
        p
        for e in read_bytes(b"India urged Pakistan to free its president.").events
        for p in e.parties
        if e.type == "RETREAT" and p.span.text.endswith("president")
    ][:1]
    assert (party.country, party.country_basis) == ("PK", "domestic")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Norway will send food to Somalia.", ["AGREE", "AID"]),
        ("Norway will impose sanctions on Belarus.", ["THREATEN", "SANCTION"]),
        ("Norway will not sign the treaty.", ["REJECT"]),
        ("Norway cannot accept the Danish offer.", ["REJECT"]),
        ("The rain will continue.", []),
    ],
)
def test_who_says_that_they_will_promises_or_threatens(text: str, kinds: list[str]) -> None:
    assert [e.type for e in read_bytes(text.encode()).events] == kinds


def test_those_whom_police_arrest_lend_them_no_country() -> None:
    record = read_bytes(b"The arrest by Thai police of four Burmese journalists was criticised.")
    arrest = next(e for e in record.events if e.type == "COERCE")
    assert {(p.role, p.country) for p in arrest.parties} == {("actor", "TH"), ("recipient", "MM")}


def test_who_accuses_lays_an_ambush_or_is_fired_on() -> None:
    def parties(text: str, kind: str) -> set[tuple[str, str | None]]:
        event = next(e for e in read_bytes(text.encode()).events if e.type == kind)
        return {(p.role, p.country) for p in event.parties}

    both = {("actor", "UG"), ("recipient", "KE")}
    assert parties("Kenya was accused of arming the rebels by the government of Uganda.", "ACCUSE") == both
    assert parties("Condemnation of the Kenyan raid came from Uganda.", "ACCUSE") == both
    assert parties("Two Kenyan soldiers were killed in an ambush laid by Ugandan rebels.", "ASSAULT") == both
    assert parties("A Kenyan boat was fired on by the Ugandan navy.", "ASSAULT") == both
