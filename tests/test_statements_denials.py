"""Denials: by a verdict on somebody's words, in the passive, of 'a charge'; and what it is that is denied."""

from __future__ import annotations

import pytest

from sayso.reading import read_bytes
from sayso.record.rules import broken_rules
from sayso.record.types import Claim


def denied(text: str) -> list[tuple[str | None, str]]:
    """Who denies what: origins, with the words of the claims that are denied."""
    record = read_bytes(text.encode())
    assert not broken_rules(record)
    origins = {s.id: s.chain[-1].name for s in record.statements}
    return [
        (origins[c.statement], " … ".join(s.text for s in c.spans))
        for c in record.claims
        if c.statement is not None and c.standing.stance == "denies" and c.standing.polarity == "negative"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The abbot called the story of a hidden vault false.", ("The abbot", "the story of a hidden vault")),
        (
            "The brewery said there was no truth in rumours that it was for sale.",
            ("The brewery", "that it was for sale"),
        ),
        (
            "There is no truth to the report that the ferry leaked, the operator insisted.",
            ("the operator", "that the ferry leaked"),
        ),
        (
            "The airline dismissed the claim that its pilots had slept as untrue.",
            ("The airline", "that its pilots had slept"),
        ),
        (
            "The general called reports that a garrison had fallen “nonsense”.",
            ("The general", "that a garrison had fallen"),
        ),
        (
            "The guild disputed that its members had been paid twice.",
            ("The guild", "that its members had been paid twice"),
        ),
        (
            "Accounts of a cover-up were fabricated, the hospital said.",
            ("the hospital", "Accounts of a cover-up"),
        ),
        ("The duke described the allegations as a complete invention.", ("The duke", "the allegations")),
    ],
)
def test_a_verdict_on_words_denies_them(text: str, expected: tuple[str, str]) -> None:
    assert denied(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The chancellor called the plan nonsense.",
        "The duke did not call the report false.",
        "The club said the report was not untrue.",
        "The bishop called the story touching.",
        "The agency called the author of the report a fantasist.",
        "“The story is a lie. We will go to court,” the abbot said.",
    ],
)
def test_other_verdicts_deny_nothing(text: str) -> None:
    assert not denied(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Inspectors say the company emptied its tanks into the lake, a charge it denies.",
            ("the company", "the company emptied its tanks into the lake"),
        ),
        (
            "Two nurses said the ward had been locked. The allegation was denied by the clinic.",
            ("the clinic", "the ward had been locked"),
        ),
        ("Rumours that the bank had failed were rejected by its owner.", ("its owner", "that the bank had failed")),
        (
            "Rebels said the army had burned the mill, a claim dismissed by the defence minister as propaganda.",
            ("the defence minister", "the army had burned the mill"),
        ),
        (
            "Ivo Lund said the count had been rigged, an allegation the commission called baseless.",
            ("the commission", "the count had been rigged"),
        ),
        (
            "He is accused of smuggling eels, a charge he denies.",
            ("he", "smuggling eels"),
        ),
        ("Ana Roy is on trial over claims that she sold arms, which she denies.", ("Ana Roy", "that she sold arms")),
        (
            "The villagers said soldiers had taken the grain. A spokesman for the regiment called the claim a lie.",
            ("A spokesman for the regiment", "soldiers had taken the grain"),
        ),
    ],
)
def test_what_is_denied_is_what_was_said(text: str, expected: tuple[str, str]) -> None:
    assert expected in denied(text)


def test_of_two_who_spoke_it_is_not_told_whose_words_are_denied() -> None:
    text = "The guard said the gate was open, and the cook said the dog was loose. The hotel denied the allegation."
    assert denied(text) == [("The hotel", "the allegation")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Doctors said the ward had been shelled. The charge was denied by General Noor, who called it a lie.",
            ["the ward had been shelled", "the ward had been shelled"],
        ),
        ("The fund said it could not confirm the report. The bank denied the report.", ["the report"]),
        ("Activists allege that the lake is foul; the mine disputes that.", ["that the lake is foul"]),
    ],
)
def test_what_stands_for_other_words_is_not_taken_for_them(text: str, expected: list[str]) -> None:
    record = read_bytes(text.encode())
    on_words = [c for c in record.claims if c.standing.stance in {"denies", "doubts"}]
    assert [c.spans[0].text for c in on_words] == expected


def test_whoever_makes_the_charge_comes_before_whoever_denies_it() -> None:
    record = read_bytes(b"Inspectors say the company emptied its tanks into the lake, a charge it denies.")
    first, second = (c for c in record.claims if c.statement is not None)
    assert first.spans == second.spans
    assert [polarity(c) for c in (first, second)] == ["positive", "negative"]


def polarity(claim: Claim) -> str:
    return claim.standing.polarity


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The mayor insists that the bridge is safe.", "states"),
        ("The lawyer insisted that her client be freed.", "asks"),
    ],
)
def test_to_insist_is_to_ask_only_for_what_is_to_be_done(text: str, stance: str) -> None:
    (claim,) = (c for c in read_bytes(text.encode()).claims if c.statement is not None)
    assert claim.standing.stance == stance
