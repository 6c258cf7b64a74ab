"""Who speaks, where the report does not repeat the name: pronouns, titles, descriptions, crowds."""

from __future__ import annotations

import pytest

from sayso.reading import read_bytes


def origins(text: str) -> list[str | None]:
    return [s.chain[-1].name for s in read_bytes(text.encode()).statements if s.kind != "attitude"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mayor Ingrid Holm met the engineer Tomas Reyes on Monday. She said that the bridge was safe.",
            "Ingrid Holm",
        ),
        (
            "Mayor Ingrid Holm met the engineer Tomas Reyes on Monday. He said that the bridge was safe.",
            "Tomas Reyes",
        ),
        (
            "Peter Lund chaired the hearing. Anna Berg listened. “The dam was never tested,” he said.",
            "Peter Lund",
        ),
    ],
)
def test_a_pronoun_is_somebody_it_can_be(text: str, expected: str) -> None:
    assert origins(text)[-1] == expected


def test_a_passage_about_one_person_keeps_its_thread() -> None:
    text = (
        "Anna Berg has led the harbour for ten years. She took over after the strike. "
        "She rebuilt the quay with a loan from Peter Lund. She said that the work would end in May."
    )
    assert origins(text) == ["Anna Berg"]


def test_a_title_means_whom_it_introduced() -> None:
    text = (
        "Transport minister Jon Aasen opened the tunnel on Friday. The crowd was small. "
        "The minister said that the toll would be dropped."
    )
    assert origins(text) == ["Jon Aasen"]


def test_a_people_is_not_its_country() -> None:
    record = read_bytes(b"Norwegians say that the winters have changed.")
    for statement in record.statements:
        assert statement.chain[-1].entity is None


def test_who_first_stands_in_an_apposition_speaks() -> None:
    text = "Erika Smed, the daughter of the former mayor, Jon Dahl, said that the school would close."
    assert origins(text) == ["Erika Smed"]


def test_a_poll_is_not_an_agency_that_passes_words_on() -> None:
    text = "Most drivers say that they would pay more for cleaner fuel, according to a survey by the motor club."
    assert all(s.chain[0].name != "Most drivers" for s in read_bytes(text.encode()).statements)
