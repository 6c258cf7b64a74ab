"""Transcripts: who speaks stands before the colon; and what ends a content."""

from __future__ import annotations

import pytest

from sayso.reading import read_bytes
from sayso.record.rules import broken_rules

TRANSCRIPT = """Radio Vell spoke to fisheries minister Olaf Brun

HOST: Is the cod gone?

OLAF BRUN: Not gone. Scientists say it will recover by 2030.

HOST: Will you close the fishery?

BRUN: No."""


def test_each_turn_is_its_speakers() -> None:
    record = read_bytes(TRANSCRIPT.encode())
    turns = [s for s in record.statements if s.cue is not None and s.cue.text == ":"]
    assert [(s.chain[0].name, s.chain[0].anonymous) for s in turns] == [
        ("HOST", True), ("Olaf Brun", False), ("HOST", True), ("Olaf Brun", False),
    ]  # fmt: skip
    assert {s.kind for s in turns} == {"direct"}
    assert not broken_rules(record)


def test_words_within_a_turn_are_through_its_speaker() -> None:
    record = read_bytes(TRANSCRIPT.encode())
    inner = next(s for s in record.statements if s.cue is not None and s.cue.text == "say")
    assert [h.name for h in inner.chain] == ["Olaf Brun", "Scientists"]


@pytest.mark.parametrize(
    "text",
    [
        "Where to eat in Kosti\n\nPrice: 20 euros a head.\n\nAddress: 5 Harbour Street.\n\nPrice: 12 euros.",
        "NEW DELHI: The monsoon arrived on Monday.\n\nMUMBAI: Trains were late on Tuesday.",
        "Fact check\n\nCLAIM: The dam broke.\n\nVERDICT: False.\n\nCLAIM: Forty died.\n\nVERDICT: Unproven.",
    ],
)
def test_other_labels_are_no_speakers(text: str) -> None:
    assert not [s for s in read_bytes(text.encode()).statements if s.cue is not None and s.cue.text == ":"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The bank said that it had closed the account, without giving a reason.", "that it had closed the account"),
        (
            "The witness said the man left the bar without saying why.",
            "the man left the bar without saying why",
        ),
        (
            "The paper said the striker would leave in June; his agent declined to comment.",
            "the striker would leave in June",
        ),
        (
            "The coach said his players had trained hard and deserved to win.",
            "his players had trained hard and deserved to win",
        ),
    ],
)
def test_what_a_speaker_leaves_unsaid_is_no_content(text: str, content: str) -> None:
    said = [s for s in read_bytes(text.encode()).statements if s.kind != "attitude"]
    assert [c.text for s in said for c in s.content] == [content]


def test_what_is_hedged_is_told_and_not_done_by_the_speaker() -> None:
    text = "The port office writes that the tug left on Friday, and allegedly towed a barge without lights."
    said = [s for s in read_bytes(text.encode()).statements if s.kind != "attitude"]
    assert [c.text for s in said for c in s.content] == [
        "that the tug left on Friday", "towed a barge without lights",
    ]  # fmt: skip
