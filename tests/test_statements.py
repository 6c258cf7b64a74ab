"""Statements, silences and the outlet's own voice, on short reports read from end to end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reading import read_bytes
from sayso.record.rules import broken_rules
from sayso.record.types import Record, Statement
from sayso.reports import UnreadableReport


def record_of(text: str) -> Record:
    return read_bytes(text.encode())


def chain(statement: Statement) -> list[str | None]:
    return [holder.name for holder in statement.chain]


def test_a_spokesman_with_his_title_is_named() -> None:
    (said,) = record_of("Harbour spokesman Anton Velde said that the ferry would sail on Monday.").statements
    assert chain(said) == ["Anton Velde"]
    assert said.kind == "indirect"
    assert "the ferry would sail on Monday" in said.content[0].text


def test_a_direct_quotation() -> None:
    (said,) = record_of("“We will rebuild the bridge by spring,” said Mayor Ingrid Holm.").statements
    assert said.kind == "direct"
    assert chain(said) == ["Ingrid Holm"]


def test_according_to_an_agency_somebody_also_said() -> None:
    record = record_of("According to Reuters, Velde also said that the crew had been paid.")
    assert [chain(s) for s in record.statements] == [["Reuters", "Velde"]]


def test_told_to() -> None:
    record = record_of("Minister Ingrid Holm confirmed to Reuters that the talks had ended.")
    assert [s.told_to.name for s in record.statements if s.told_to] == ["Reuters"]


def test_sources_of_a_paper_are_not_named() -> None:
    record = record_of("The New York Times’ sources reported that the minister will resign next week.")
    (said,) = record.statements
    assert [h.anonymous for h in said.chain] == [False, True]
    assert said.chain[0].name == "The New York Times"


def test_whom_a_report_cites_is_behind_it() -> None:
    record = record_of("Lithuanian officials, citing Reuters, reported that a tug was turned away.")
    assert [chain(s) for s in record.statements] == [["Lithuanian officials", "Reuters"]]
    assert [h.anonymous for h in record.statements[0].chain] == [True, False]


def test_an_office_is_described_and_not_anonymous() -> None:
    record = record_of("Turkey’s defence ministry said in a statement that its forces had not crossed the border.")
    (said,) = record.statements
    assert [(h.name, h.anonymous) for h in said.chain] == [("Turkey’s defence ministry", False)]


def test_a_pronoun_is_who_spoke_before() -> None:
    record = record_of("Mayor Ingrid Holm said that the bridge would open in May. She added that it was safe.")
    assert [chain(s) for s in record.statements] == [["Ingrid Holm"], ["Ingrid Holm"]]


def test_photos_show_what_their_publisher_put_out() -> None:
    record = record_of("The Red Cross published photos of the flooded camp. Photos taken on Sunday show empty tents.")
    assert [s.kind for s in record.statements] == ["publication", "publication"]
    assert record.statements[1].chain[0].name == record.statements[0].chain[0].name


def test_what_has_not_been_said_is_a_silence() -> None:
    record = record_of("There have been no official statements about the cause of the fire.")
    (silence,) = record.silences
    assert silence.about is not None
    assert silence.about.text == "the cause of the fire"
    assert not record.statements


def test_neither_nor_names_both_who_are_silent() -> None:
    record = record_of("Neither the Latvian nor the Estonian authorities have posted any details about the drill.")
    (silence,) = record.silences
    assert [h.name for h in silence.holders] == ["the Latvian authorities", "the Estonian authorities"]


def test_a_credit_makes_no_claim() -> None:
    text = "The ferry left the harbour at dawn on Friday.\nTASS / Reuters\nTranslation by Ada Mill"
    record = record_of(text)
    assert all(span.end <= text.index("TASS") for claim in record.claims for span in claim.spans)


def test_the_outlet_speaks_for_itself() -> None:
    record = record_of("The ferry left the harbour at dawn on Friday.")
    (claim,) = record.claims
    assert claim.statement is None
    assert claim.standing.time == "past"
    assert claim.spans[0].text == "The ferry left the harbour at dawn on Friday"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Three men allegedly robbed the bank.", "Three men allegedly robbed the bank"),
        ("Arno Pell, in a message on Telegram, offered condolences and said the dam was safe.",
         "Arno Pell, in a message on Telegram, offered condolences"),
        ("Two guards, who asked not to be named, said the gate was open.", None),
    ],
)  # fmt: skip
def test_the_outlets_own_claims_are_whole_clauses(text: str, claim: str | None) -> None:
    record = read_bytes(text.encode())
    assert [c.spans[0].text for c in record.claims if c.statement is None] == ([claim] if claim else [])


def test_the_same_bytes_give_the_same_record() -> None:
    text = "Officials said the strait was closed. Nobody confirmed it to Reuters, though two sailors saw the boom."
    assert record_of(text) == record_of(text)


@pytest.mark.parametrize(
    "text",
    [
        '"' * 100_000,
        "a" * 300_000,
        "“" * 2000 + "said he",
        "\u202e\u0645\u0631\u062d\u0628\u0627 said \U0001f600 that",
        "(" * 5000,
    ],
)
def test_hostile_texts_are_read_or_refused(text: str) -> None:
    try:
        record = record_of(text)
    except UnreadableReport:
        return
    assert not broken_rules(record)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "“We won,” ",
                "he said",
                " Ann Lee ",
                "\U0001f6a2",
                " told Reuters",
                ".",
                "\n",
                "e\u0301",
                " on Friday ",
                '"',
                "According to ",
                "\u200d",
                "İ",
            ]
        ),
        max_size=30,
    )
)
def test_every_span_is_exact(parts: list[str]) -> None:
    try:
        record = record_of("".join(parts))
    except UnreadableReport:
        return
    assert not broken_rules(record)
