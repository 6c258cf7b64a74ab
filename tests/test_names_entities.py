"""Mentions of one report to its entities."""

from __future__ import annotations

from sayso.reading import read_bytes


def test_a_surname_is_the_persons_whatever_it_looks_like() -> None:
    record = read_bytes(
        b"President Gustavo Petro spoke in Cali on Monday. In May, Petro had promised that a ceasefire would hold."
    )
    named = {m.text: e.name for e in record.entities for m in e.mentions}
    assert named["Petro"] == "Gustavo Petro"


def test_an_article_is_nobody() -> None:
    record = read_bytes(b"The defence ministry neither confirmed nor denied this. The company said nothing.")
    assert all(e.name.lower() != "the" for e in record.entities)


def names_of(text: str) -> dict[str, set[str]]:
    return {e.name: {m.text for m in e.mentions} for e in read_bytes(text.encode()).entities}


def test_a_company_by_the_first_word_of_its_name() -> None:
    found = names_of(
        "Brenlow Motor Company will close a plant in Leeds. Brenlow said so on Monday, and Brenlow's shares fell."
    )
    assert found["Brenlow Motor Company"] == {"Brenlow Motor Company", "Brenlow"}


def test_of_two_companies_that_begin_alike_neither_is_meant() -> None:
    found = names_of("Apple Corps sued Apple Computer in London. Apple lost the case.")
    assert "Apple" not in found["Apple Corps"] | found["Apple Computer"]


def test_a_body_is_named_in_full() -> None:
    found = names_of("The Public Count said the vote was fair. The General Staff denied this.")
    assert {"Public Count", "General Staff"} <= set(found)


def test_a_family_name_is_found_wherever_it_stands() -> None:
    text = "Marta Vellner founded the party. On Monday, reporters asked whether Vellner would stand, and Vellner would not say."
    assert names_of(text)["Marta Vellner"] == {"Marta Vellner", "Vellner"}
