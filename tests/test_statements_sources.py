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


def told(text: str) -> list[tuple[str | None, str]]:
    """Origins with the words of their statements."""
    record = read_bytes(text.encode())
    return [
        (s.chain[-1].name, " … ".join(c.text for c in s.content)) for s in record.statements if s.kind != "attitude"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Bishop Anders Falk opened the fair. The president will visit the island in May, his office said.",
            "The president’s office",
        ),
        (
            "Bishop Anders Falk opened the fair. Queen Edda will visit the island in May, her office said.",
            "Edda’s office",
        ),
        (
            "The mill's manager Pavel Orlov left in May. Its owner, Ruperto Salas, maintained that the roof was safe, "
            "and he added that nobody had complained.",
            "Ruperto Salas",
        ),
        (
            "Corvane launched its ninth balloon on Tuesday. “It was a fine day,” said Noor Haddad, an engineer at the "
            "University of Lund. The company conceded that a valve had stuck.",
            "Corvane",
        ),
        (
            "Shares in Corvane fell. Nordbank said it had sold its stake. The company conceded that a valve had stuck.",
            "The company",
        ),
        ("Health New Zealand said that the clinic would close.", "Health New Zealand"),
        ("Athletics Kenya said that the trials would go ahead.", "Athletics Kenya"),
        ("Sweden said that the bridge would close.", "Sweden"),
        ("The fire started in a barn, said the brigade, whose chief said the alarm had failed.", "the brigade’s chief"),
    ],
)
def test_the_origin_is_who_speaks(text: str, expected: str) -> None:
    assert expected in [name for name, _ in told(text)][-1:]


def test_a_clause_of_a_source_is_not_all_that_the_sentence_tells() -> None:
    text = (
        "According to the relief agency Corvus, whose head, Ida Brann, said on Monday that the camp was dry, "
        "about 300 families have fled."
    )
    assert told(text) == [("Ida Brann", "that the camp was dry"), ("Corvus", "about 300 families have fled")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The boat had no lights, according to survivors and UNHCR.", ["survivors", "UNHCR"]),
        ("Two villages were shelled, Reuters and AFP reported.", ["Reuters", "Agence France-Presse"]),
        ("French and German officials said the talks had failed.", ["French and German officials"]),
        ("Two villagers and a guard said the gate was open.", ["Two villagers and a guard"]),
        ("Marks and Spencer said that sales had risen.", ["Marks and Spencer"]),
    ],
)
def test_those_who_speak_together_each_have_a_statement_where_one_is_named(text: str, expected: list[str]) -> None:
    assert [name for name, _ in told(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“The water came at night,” said Samuel Wabwire, a farmer. He lost his boat. A spokesman for the harbour "
            "called that a lie. Nobody was ever offered a berth, he said.",
            "A spokesman for the harbour",
        ),
        (
            "Samuel Wabwire lost his boat, he said. The governor will visit the port in May. She was quoted by Radio "
            "Vell as saying that the quay was safe.",
            "The governor",
        ),
        ("Peter Okafor shouted. He was told by the Speaker, Ann Vane, that props were not allowed.", "Ann Vane"),
        ("“Fuller than last week,” as one of the guards put it.", "one of the guards"),
        ("Local leaders put the number of dead far higher.", "Local leaders"),
        (
            "Derek Poole is on leave. Ann Vane was given no date. The clerk disputes this. According to him, she was "
            "offered Thursday.",
            "The clerk",
        ),
        (
            "The northern army denied it. In a statement carried by the news agency Velm Press, it said that it had no "
            "boats.",
            "The northern army",
        ),
        (
            "The guards left their posts. An officer in the navy, reached by telephone, dismissed the account as theatre.",
            "An officer in the navy, reached by telephone",
        ),
        ("Ida Brann said the risk was low. It would pay, the dairy board said.", "the dairy board"),
    ],
)
def test_who_is_described_may_speak_on(text: str, expected: str) -> None:
    assert told(text)[-1][0] == expected


def test_whoever_has_been_told_does_not_speak() -> None:
    assert told("The abbot was told that the roof would hold.") == [(None, "that the roof would hold")]


@pytest.mark.parametrize(
    "text",
    [
        "Nobody from the mill was available for comment.",
        "The mill was unavailable for comment.",
        "The dairy declined to put a figure on the cost.",
    ],
)
def test_who_is_not_to_be_had_is_silent(text: str) -> None:
    assert len(read_bytes(text.encode()).silences) == 1


def test_a_clause_about_a_source_takes_nothing_from_it() -> None:
    text = "The striker has signed, according to Radio Vell, which says the fee is high."
    assert told(text) == [("Radio Vell", "The striker has signed"), ("Radio Vell", "the fee is high")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Ruiz was awake when the wall fell. “I ran,” the retired nurse, 68, told the Strand.", "Ana Ruiz"),
        ("Tom Hamre grows barley at Vik. “It rained for a month,” the 61-year-old farmer said.", "Tom Hamre"),
        ("Ana Ruiz left the bank in May. “I had enough,” the 54-year-old economist said.", "Ana Ruiz"),
        # He has a part of his own, or has been brought in before, or one of two may be meant.
        ("A bus hit Ana Ruiz in the high street. “I did not see her,” the driver said.", "the driver"),
        ("A nurse was on the stairs when Ana Ruiz fell. “She slipped,” the nurse said.", "the nurse"),
        ("Ana Ruiz fell, and Jan Pol ran to help. “I slipped,” the retired teacher said.", "the retired teacher"),
        ("Ana Ruiz died on Monday. “I tried for an hour,” the nurse said.", "the nurse"),
        ("Ana Ruiz was pulled from the lake. “I saw her first,” the young farmer said.", "the young farmer"),
        ("Ana Ruiz was found alive. The search had been slow, the mayor said.", "the mayor"),
    ],
)
def test_a_description_may_tell_what_somebody_just_named_is(text: str, expected: str) -> None:
    assert origins(text)[-1] == expected


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The money, say prosecutors, was never paid.", "prosecutors", ["The money", "was never paid"]),
        ("The bridge, said engineers at Falk, would stand.", "engineers at Falk", ["The bridge", "would stand"]),
        ("The bridge, claimed a rival, was built on sand.", "a rival", ["The bridge", "was built on sand"]),
    ],
)
def test_who_speaks_between_a_subject_and_its_verb(text: str, source: str, content: list[str]) -> None:
    (said,) = read_bytes(text.encode()).statements
    assert said.source is not None
    assert said.source.text == source
    assert [span.text for span in said.content] == content
