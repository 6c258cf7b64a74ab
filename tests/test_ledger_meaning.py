"""What clauses say, however they put it: of what happens, of how many, and of whom."""

from __future__ import annotations

import pytest

from ledger_reports import Says, report
from sayso.ledger.answers import Point
from sayso.ledger.names import same_person
from sayso.ledger.origins import agency
from sayso.ledger.points import points_of
from sayso.ledger.predicates import meaning
from sayso.ledger.propositions import digest_of
from sayso.ledger.words import lemma, tokens
from sayso.record.types import Record


def points(*records: Record) -> tuple[Point, ...]:
    return points_of("st-test", [digest_of(record) for record in records])


def two(first: str, second: str) -> list[Point]:
    """The points of two sources' words in reports of two outlets, those first that both are of."""
    reports = [
        report(f"{who} said {words}.", outlet, day, Says(who, words))
        for who, words, outlet, day in (
            ("Eva Lund", first, "The Strand", "2025-02-04T08:00Z"),
            ("Ole Falk", second, "The Harbour Mail", "2025-02-05T08:00Z"),
        )
    ]
    return list(points(*reports))


@pytest.mark.parametrize(
    ("words", "happens", "undone"),
    [
        ("tugs failed on Wednesday to refloat the ship", "refloat", True),
        ("an attempt to refloat the ship failed", "refloat", True),
        ("the mayor refused to sign the order", "sign", True),
        ("the walkout will last until Thursday", "end", False),
        ("the strike would go on until Sunday", "end", False),
        ("the bridge will be closed until Friday", "reopen", False),
        ("she had made an attempt", "try", False),
        ("prosecutors have begun an inquiry", "investigate", False),
        ("the mayor had turned down police protection", "reject", False),
        ("the minister has stepped down", "resign", False),
        ("she is to leave the company", "resign", False),
        ("the yard plans to close its dock", "close", False),
        ("the deaths had nothing to do with the drug", "cause", True),
        ("the toll has risen to 16", "be", False),
        ("the slope was open", "close", True),
        ("jobs were at risk", "threaten", False),
        ("a mayor who campaigned against organised crime was shot", "shoot", False),
        ("the suspect, identified only as H.K., confessed to it", "confess", False),
        ("Beijing will publish the findings", "publish", False),
        ("the ship stranded on a reef sank", "sink", False),
    ],
)
def test_what_a_clause_says_happens(words: str, happens: str, undone: bool) -> None:
    made = meaning(words, list(tokens(words)))
    assert (made.predicate, made.undone) == (happens, undone)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("talks with the rail operator had collapsed", "negotiations with the railway collapsed"),
        ("eleven inmates escaped from the jail at Nyborg", "eleven prisoners escaped from Nyborg prison"),
        ("the walkout at Nyborg will last until Thursday", "the walkout at Nyborg will end on Sunday"),
        ("the shipyard at Nyborg has sacked Jon Berg", "Nyborg shipyard parted with Jon Berg"),
    ],
)
def test_words_for_one_thing_make_one_point(first: str, second: str) -> None:
    assert len(two(first, second)) == 1


def test_no_rule_says_that_verbs_apart_are_one() -> None:
    # By what they have in common beside the verb they may still be taken for one, as something announced and done.
    made = two("the two diplomats will be expelled from Nyborg", "the two diplomats left Nyborg")
    assert all(reason.startswith(("near in meaning", "words")) for c in made[0].claims for reason in c.matched)


def test_lengths_of_time_are_compared() -> None:
    [one] = two("the trainee was jailed for five years", "the trainee was jailed for six years")
    assert [c.on for c in one.contradictions] == ["number"]


def test_billions_and_percents_are_read() -> None:
    [one] = two("the bank is missing 900 million euros", "the bank is missing 1.2 billion euros")
    assert [c.on for c in one.contradictions] == ["number"]
    [other] = two("the yard has offered crews a rise of 6%", "the yard has offered crews a rise of 4 per cent")
    assert [c.on for c in other.contradictions] == ["number"]
    assert any(span.text.endswith("6%") for claim in other.claims for span in claim.spans)


def test_what_only_tells_who_a_source_is_makes_no_point() -> None:
    made = points(report("The driver spoke on condition of anonymity.", "The Strand", "2025-02-04"))
    assert made == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("dani quiroga", "daniel quiroga", True),
        ("mohamed nasr", "mohammed nasr", True),
        ("ida roth", "ina roth", False),
        ("jon berg", "jan berg", False),
    ],
)
def test_a_person_under_two_spellings(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) == same


def test_an_agency_is_known_with_what_it_is() -> None:
    assert agency("ANSA news agency") == agency("ANSA")


@pytest.mark.parametrize(("form", "base"), [("cancelled", "cancel"), ("killed", "kill"), ("Atlético", "atletico")])
def test_lemmas(form: str, base: str) -> None:
    assert lemma(form) == base
