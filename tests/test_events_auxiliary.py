"""PLOVER's auxiliary modes: what did not happen, what will, what might, and what was long ago."""

from __future__ import annotations

import pytest

from sayso.reading import read_bytes
from sayso.record.types import Event
from sayso.reports import Told

MODES = ("historical", "future", "hypothetical", "negation")


def modes(text: str, kind: str, published: str | None = None) -> tuple[str, ...]:
    event = next(e for e in events(text, published) if e.type == kind)
    return tuple(c for c in event.contexts if c in MODES)


def events(text: str, published: str | None = None) -> tuple[Event, ...]:
    return read_bytes(text.encode(), told=Told(published=published)).events


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("Norwegian troops attacked the Danish convoy.", "ASSAULT", ()),
        ("Norwegian troops did not attack the Danish convoy.", "ASSAULT", ("negation",)),
        ("There was no attack on the village.", "ASSAULT", ("negation",)),
        ("Norwegian troops will attack the Danish convoy on Monday.", "ASSAULT", ("future",)),
        ("Norway plans to deploy troops along the Danish border.", "MOBILIZE", ("future",)),
        ("Norwegian troops may attack the Danish convoy.", "ASSAULT", ("future", "hypothetical")),
        ("If Norwegian troops attack the Danish convoy, Denmark will leave.", "ASSAULT", ("hypothetical",)),
        ("Norway denied that it had attacked Denmark.", "ASSAULT", ("negation",)),
        ("Norway has never apologised to Denmark for the invasion.", "CONCEDE", ("negation",)),
    ],
)
def test_the_standing_of_a_claim_is_its_events(text: str, kind: str, wanted: tuple[str, ...]) -> None:
    assert modes(text, kind) == wanted


@pytest.mark.parametrize(
    ("text", "act", "ruled", "wanted"),
    [
        ("Norway threatened to attack Denmark.", "THREATEN", "ASSAULT", ("hypothetical",)),
        ("Norway urged Denmark to release the hostages.", "REQUEST", "RETREAT", ("hypothetical",)),
        ("Norway agreed to release the hostages.", "AGREE", "RETREAT", ("future",)),
        ("Norway refused to withdraw its troops from Denmark.", "REJECT", "RETREAT", ("negation",)),
    ],
)
def test_a_verbal_act_happened_and_what_it_is_about_did_not(
    text: str, act: str, ruled: str, wanted: tuple[str, ...]
) -> None:
    assert modes(text, act) == ()
    assert modes(text, ruled) == wanted


def test_what_lies_a_year_back_is_history_where_the_day_of_the_report_is_known() -> None:
    text = "In March 2009 Norway attacked Denmark."
    assert modes(text, "ASSAULT", "2023-05-05") == ("historical",)
    assert modes(text, "ASSAULT", "2009-04-01") == ()
    assert modes(text, "ASSAULT") == ()


def test_whoever_will_not_rejects() -> None:
    (event,) = events("Norway will not sign the treaty.")
    assert (event.type, [c for c in event.contexts if c in MODES]) == ("REJECT", [])
