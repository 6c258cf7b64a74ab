"""Contents that no cue claims: speakers before a colon, quotations carried on, and words of nobody in sight."""

from __future__ import annotations

from sayso.reading import read_bytes
from sayso.record.types import Statement


def statements(text: str) -> tuple[Statement, ...]:
    return read_bytes(text.encode()).statements


def test_who_stands_before_the_colon_speaks() -> None:
    (said,) = statements(
        "Mayor Ida Roth: “We will rebuild the bridge before winter”\n\nThe bridge at Orrefell collapsed on Friday."
    )
    assert [h.name for h in said.chain] == ["Ida Roth"]
    assert (said.cue.text if said.cue else None) == ":"
    assert said.kind == "direct"


def test_a_quotation_never_closed_is_carried_on() -> None:
    (said,) = statements(
        "“The river rose in one hour,” said farmer Tomas Grell. “We ran to the barn and climbed on the roof.\n\n"
        "“The cows were swept away in front of us. Nobody came until the morning.”\n\nThe army sent boats on Tuesday."
    )
    assert [h.name for h in said.chain] == ["Tomas Grell"]
    assert "swept away" in said.content[-1].text


def test_a_quotation_without_a_speaker_is_told_as_nobodys_word() -> None:
    text = (
        "The bridge at Orrefell collapsed on Friday.\n\n“We never got a warning, not one word from the town hall.”\n\n"
        "It was built in 1961."
    )
    record = read_bytes(text.encode())
    (alone,) = (s for s in record.statements if "never got a warning" in s.content[0].text)
    assert (alone.source, alone.cue, alone.chain[0].name) == (None, None, None)
    assert [n.span for n in record.notes if n.code == "no-speaker"] == [alone.content[0]]
