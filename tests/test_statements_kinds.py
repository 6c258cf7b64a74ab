"""Whether an attribution is somebody's word or a state of mind that the report ascribes."""

from __future__ import annotations

import pytest

from sayso.reading import read_bytes


def kinds(text: str) -> set[str]:
    return {s.kind for s in read_bytes(text.encode()).statements}


@pytest.mark.parametrize(
    "text",
    [
        "The mayor believes that the bridge will hold.",
        "The ministers will discuss the price of grain on Friday.",
        "Villagers fear that the dam could break.",
        "The company wants the court to hear the case in May.",
    ],
)
def test_nobody_has_said_it(text: str) -> None:
    assert kinds(text) <= {"attitude"}


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said that the bridge would hold.",
        "The union accused the operator of spreading false figures.",
        "Officials warned of floods in the valley.",
        "The minister called on both sides to stop the fighting.",
    ],
)
def test_somebody_has_said_it(text: str) -> None:
    assert "indirect" in kinds(text)


def test_a_state_of_mind_leaves_the_outlet_its_own_voice() -> None:
    record = read_bytes(b"The mayor believes that the bridge will hold.")
    assert any(claim.statement is None for claim in record.claims)
