"""Records as text on a terminal: what a person reads, in what order, and that it is harmless."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.cli.explain import explanation
from sayso.cli.terminal import Terminal, columns
from sayso.cli.text import text_of
from sayso.record.types import Record

PLAIN = Terminal(80)


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_statements_come_first_with_their_way_and_standing(record: Record) -> None:
    text = one_line(text_of(record, PLAIN))
    first = "s1 Ilse Brandt, to Radio Vell “confirmed” (in the report's words) nobody was hurt"
    assert f"{first} c2 certain, in the negative, past, confirms" in text
    assert "s2 Northwire → Jon Aasen, on September 12, year unknown “said”" in text
    assert "s3 Northwire → Jon Aasen → Vellmar “had promised” (partly quoted, within s2)" in text
    assert "s5 dock workers (unnamed), to The Ledger" in text
    assert "c6 possible, past, alleges" in text


def test_the_parts_stand_in_the_order_a_reader_needs_them(record: Record) -> None:
    text = text_of(record, PLAIN)
    headings = [
        "What is said, and on whose word",
        "States of mind: the report's own reading, nobody's word",
        "In The Vell Courier's own words",
        "Said not to be known, or not to have been said",
        "When",
        "Where",
        "Notes",
    ]
    found = [text.index(f"\n{heading}\n") for heading in headings]
    assert found == sorted(found)


def test_an_attitude_is_kept_apart_from_what_is_said(record: Record) -> None:
    said, _, rest = text_of(record, PLAIN).partition("States of mind")
    assert "s6 " not in said
    assert "further delays" in rest.partition("own words")[0]


def test_silences_stand_out(record: Record) -> None:
    assert "NOT SAID by the ministry, Vellmar: when the service will resume" in one_line(text_of(record, PLAIN))


def test_own_words_show_likelihood_and_condition(record: Record) -> None:
    text = one_line(text_of(record, PLAIN))
    assert "probable, conditional, likelihood 55–80 %; on condition: “if divers find cracks in the hull”" in text


def test_the_chronology_puts_known_days_before_unknown_years(record: Record) -> None:
    text = text_of(record, PLAIN).partition("\nWhen\n")[2]
    moments = ["spring 2024 (d3)", "September 11, year unknown (d2)", "September 12, year unknown (d1)"]
    assert [text.index(m) for m in moments] == sorted(text.index(m) for m in moments)


def test_places_say_their_role_and_what_is_not_resolved(record: Record) -> None:
    text = one_line(text_of(record, PLAIN))
    assert "Where it happened Port Vell, Vestland, NO 60.39, 5.32 p1" in text
    assert "Mentioned Skarholm (not resolved: 2 places could be meant) p2" in text


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_terminal(record: Record, hostile_record: Record, width: int) -> None:
    for one in (record, hostile_record):
        assert max(columns(line) for line in text_of(one, Terminal(width)).split("\n")) <= width


def test_colour_changes_nothing_but_colour(record: Record) -> None:
    coloured = text_of(record, Terminal(80, colour=True))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == text_of(record, PLAIN)


HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_hostile_text_is_harmless(hostile_record: Record) -> None:
    shown = [text_of(hostile_record, PLAIN)]
    shown += [explanation(hostile_record, one, PLAIN) for one in ("s1", "c1", "c2", "n1", "e1", "x1", "p1", "d1")]
    for text in shown:
        assert not HARMFUL.search(text)
        assert "␛[31m" in text
    coloured = re.sub(r"\x1b\[[\d;]*m", "", text_of(hostile_record, Terminal(80, colour=True)))
    assert not HARMFUL.search(coloured)


@given(st.lists(st.text()), st.integers(40, 100))
def test_flowing_text_loses_no_visible_character_and_keeps_the_width(texts: list[str], width: int) -> None:
    flowed = Terminal(width).flow([(text, "plain") for text in texts], indent=4)
    assert not HARMFUL.search(flowed)
    assert all(columns(line) <= width for line in flowed.split("\n"))
    shown = "".join("".join(text.split()) for text in texts)
    if not HARMFUL.search(shown) and shown.isprintable():
        assert "".join(flowed.split()) == shown


def test_a_very_long_word_is_cut_in_linear_time() -> None:
    flowed = Terminal(80).flow([("x" * 400_000, "plain")], indent=6)
    assert flowed.count("x") == 400_000


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("wanted", "environment", "screen", "coloured"),
    [
        ("auto", {}, True, True),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {}, False, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {}, True, False),
    ],
)
def test_when_there_is_colour(wanted: str, environment: dict[str, str], screen: bool, coloured: bool) -> None:
    stream = _Screen() if screen else io.StringIO()
    assert Terminal.of(stream, wanted, environment).colour is coloured


def test_explaining_a_statement_within_another(record: Record) -> None:
    text = one_line(explanation(record, "s2", PLAIN))
    assert "[source: transport minister Jon Aasen] [cue: said] [content: Vellmar had promised that “every hull”" in text
    assert "on the word of Northwire x3 → Jon Aasen x2" in text
    assert "because “said”" in text


def test_explaining_a_claim_shows_what_led_to_its_standing(record: Record) -> None:
    text = one_line(explanation(record, "c7", PLAIN))
    assert "[claim: Repairs will [because: likely] take until the spring of 2024]" in text
    assert "condition “if divers find cracks in the hull”" in text


def test_explaining_an_attitude_says_that_nobody_said_it(record: Record) -> None:
    assert "nobody has said this" in one_line(explanation(record, "s6", PLAIN))


def test_explaining_a_place_gives_its_candidates_and_its_note(record: Record) -> None:
    text = one_line(explanation(record, "p2", PLAIN))
    assert "could be name A could be name B" in text
    assert "note 2 places could be meant." in text


def test_everything_in_a_record_can_be_explained(record: Record) -> None:
    parts = (
        record.statements,
        record.claims,
        record.silences,
        record.events,
        record.entities,
        record.places,
        record.dates,
    )
    for part in (part for group in parts for part in group):
        assert part.id in explanation(record, part.id, PLAIN)
