"""What reports say in other words: clauses' vectors, and which clauses are likely one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_reports import Says, report
from sayso.ledger import open_ledger
from sayso.ledger.adding import add
from sayso.ledger.answers import Point
from sayso.ledger.checking import check
from sayso.ledger.points import points_of
from sayso.ledger.propositions import digest_of
from sayso.ledger.senses import senses, vectors
from sayso.reading import read_bytes
from sayso.record.spans import Span


def clauses(text: str, *some: str) -> list[Span]:
    return [Span.of(text, at := text.index(one), at + len(one)) for one in some]


def nearness(text: str, *some: str) -> np.ndarray:
    table = vectors(senses(text, clauses(text, *some)))
    return table @ table.T


def test_what_is_said_in_other_words_lies_nearer_than_what_is_not() -> None:
    text = (
        "The ferry ran aground off Sund on Monday.\n\nThe boat got stuck on a reef.\n\nIts crew had asked for more pay."
    )
    near = nearness(
        text, "The ferry ran aground off Sund", "The boat got stuck on a reef", "crew had asked for more pay"
    )
    assert near[0, 1] > near[0, 2] + 0.1
    assert near[0, 1] > near[1, 2] + 0.1


def test_clauses_of_one_paragraph_are_told_apart() -> None:
    text = (
        "The minister resigned on Monday, and the harbour was closed by a storm.\n\n"
        "The port could not be used because of the weather.\n\nShe stepped down."
    )
    near = nearness(
        text,
        "The minister resigned on Monday",
        "the harbour was closed by a storm",
        "The port could not be used",
        "She stepped down",
    )
    assert near[1, 2] > near[0, 2]
    assert near[0, 3] > near[1, 3]


def test_vectors_are_of_length_one_and_always_the_same() -> None:
    text = "A bridge fell. Nobody was hurt."
    some = clauses(text, "A bridge fell", "Nobody was hurt")
    first = senses(text, some)
    assert first == senses(text, some) == senses(text, some[::-1])[::-1]
    assert np.allclose(np.linalg.norm(vectors(first), axis=1), 1, atol=1e-3)
    assert not vectors([""]).any()


def test_a_clause_longer_than_is_read_at_a_time_is_told_by_its_first_words() -> None:
    text = "the wall fell " * 400
    assert all(senses(text, [Span.of(text, 0, len(text)), Span.of(text, len(text) - 14, len(text) - 1)]))


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_any_text_has_vectors_or_none(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    (made,) = senses(text, [Span.of(text, start, end)])
    assert vectors([made]).shape == (1, 384)


def points(first: str, second: str) -> tuple[Point, ...]:
    reports = [
        report(f"{who} said {words}.", outlet, day, Says(who, words))
        for who, words, outlet, day in (
            ("Eva Lund", first, "The Strand", "2025-02-04T08:00Z"),
            ("Ole Falk", second, "The Harbour Mail", "2025-02-05T08:00Z"),
        )
    ]
    return points_of("st-test", [digest_of(record) for record in reports])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("the minister has handed in her resignation", "she quit the cabinet"),
        ("the brakes of the bus had failed", "the braking system was out of order"),
    ],
)
def test_other_words_for_one_thing_are_one_point_and_say_so(first: str, second: str) -> None:
    (point, *_) = points(first, second)
    assert len(point.claims) == 2
    assert any(reason.startswith("near in meaning") for claim in point.claims for reason in claim.matched)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("the ferry had run aground on a sandbank", "the ferry's owner was insured"),
        ("12 sailors had been hurt", "four sailors were missing"),
    ],
)
def test_near_misses_are_two_points(first: str, second: str) -> None:
    assert all(len(point.claims) == 1 for point in points(first, second))


def test_a_claim_without_a_proposition_or_in_a_reports_own_words_is_checked(tmp_path: Path) -> None:
    ledger = open_ledger(str(tmp_path / "ledger.db"), create=True)
    text = "Police opened fire on the strikers at Varde, Eva Lund said.\n\nNobody was hurt, she said."
    record = read_bytes(text.encode(), media="text/plain")
    add(ledger, record)
    assert check(ledger, record)["verdict"] == "supported"
    assert check(ledger, read_bytes(b"Why, oh why?", media="text/plain"))["verdict"] == "nothing on record"
    other = check(ledger, read_bytes(b"Officers fired at the strikers in Varde.", media="text/plain"))
    assert other["verdict"] == "supported"
    ledger.close()
