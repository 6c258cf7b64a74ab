"""How a claim is cut into clauses."""

from __future__ import annotations

import pytest

from sayso.ledger.clauses import clauses
from sayso.ledger.words import tokens


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("the landslip was triggered by blasting at a quarry", ["the landslip was triggered by blasting at a quarry"]),
        (
            "the gang paid its guards by selling stolen copper",
            ["the gang paid its guards", "by selling stolen copper"],
        ),
    ],
)
def test_what_did_it_belongs_to_what_was_done(text: str, cut: list[str]) -> None:
    found = tuple(tokens(text))
    assert [text[found[a].start : found[b - 1].end] for a, b in clauses(text, 0, len(text), found)] == cut
