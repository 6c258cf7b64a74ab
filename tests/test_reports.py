"""Reports: bytes → text, metadata and blocks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reports import Limits, Told, UnreadableReport, read_report
from sayso.reports.fetch import public_address


def roles(text: str) -> list[tuple[str, str]]:
    report, _ = read_report(text.encode())
    return [(b.role, report.text[b.start : b.end]) for b in report.blocks]


def test_credits_are_blocks_of_their_own() -> None:
    text = "The ferry left at dawn, the harbour master said.\nTASS / Reuters / LETA\nIt never arrived.\nTranslation by Ada Mill"
    assert roles(text) == [
        ("paragraph", "The ferry left at dawn, the harbour master said."),
        ("photo credit", "TASS / Reuters / LETA"),
        ("paragraph", "It never arrived."),
        ("translation credit", "Translation by Ada Mill"),
    ]
    report, _ = read_report(text.encode())
    assert report.translator == "Ada Mill"


@pytest.mark.parametrize("line", ["He denied it.", "Reuters saw the letter.", "No one was hurt, police said."])
def test_short_sentences_stay_prose(line: str) -> None:
    assert roles(f"A long first paragraph opens the report here.\n{line}")[1][0] == "paragraph"


@pytest.mark.parametrize("line", ["(AP Photo/Jo Roe)", "Photo: Ann Lee/Reuters", "Getty Images"])
def test_photo_credits(line: str) -> None:
    assert roles(f"A long first paragraph opens the report here.\n{line}")[1][0] == "photo credit"


def test_title_byline_and_dateline() -> None:
    text = "Ferry lost off northern coast\n\nBy Ada Mill\n\nOSLO, Norway (Reuters) - A ferry was lost on Friday.\n"
    report, _ = read_report(text.encode())
    assert report.title == "Ferry lost off northern coast"
    assert report.byline == "Ada Mill"
    assert report.dateline == "OSLO, Norway (Reuters)"
    assert [b.role for b in report.blocks] == ["title", "byline", "dateline", "paragraph"]
    assert report.text[report.blocks[-1].start :].startswith("A ferry")


def test_a_dateline_on_a_line_of_its_own() -> None:
    report, _ = read_report(b"LUSAKA, March 7 (Nordwire) --\nThe dam is full, engineers said.")
    assert [b.role for b in report.blocks] == ["dateline", "paragraph"]
    assert report.dateline == "LUSAKA, March 7 (Nordwire)"


@pytest.mark.parametrize("line", ["By Friday he had denied it.", f"By {'a' * 120}!", f"By {'word, ' * 20}5."])
def test_a_sentence_that_opens_with_by_is_prose_and_quickly_read(line: str) -> None:
    assert roles(f"A long first paragraph opens the report here.\n{line}")[1][0] == "paragraph"


def test_a_first_sentence_is_no_title() -> None:
    report, _ = read_report(b"A minister has resigned.\nShe gave no reason.")
    assert report.title is None


def test_markup_in_plain_text_stays_text() -> None:
    text = "The page read </script><img src=x onerror=alert(1)> all day, visitors said."
    report, _ = read_report(text.encode())
    assert report.text == text


def test_html_gives_its_text_and_metadata() -> None:
    body = "".join(
        f"<p>The mayor said on day {i} that the bridge would stay closed until the spring floods end.</p>"
        for i in range(6)
    )
    page = (
        '<!doctype html><html lang="en"><head><title>Bridge stays closed</title>'
        '<meta property="og:site_name" content="The Ledger"><meta property="article:published_time" content="2024-03-05">'
        f"</head><body><article><h1>Bridge stays closed</h1>{body}</article></body></html>"
    )
    report, notes = read_report(page.encode())
    assert report.outlet == "The Ledger"
    assert report.published == "2024-03-05"
    assert report.language == "en"
    assert "The mayor said on day 3" in report.text
    assert "published" in {n.code for n in notes}


@pytest.mark.parametrize("data", [b"", b"  \n ", b"\xef\xbb\xbf", bytes(range(32)) * 40])
def test_what_is_no_text_is_said(data: bytes) -> None:
    with pytest.raises(UnreadableReport):
        read_report(data)


def test_too_large_is_said_with_the_limit() -> None:
    with pytest.raises(UnreadableReport, match="more than the 10"):
        read_report(b"far too long", limits=Limits(max_bytes=10))


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(UnreadableReport):
        read_report(b"<html>" + b"<div>" * 200_000)


def test_told_dates_are_checked() -> None:
    with pytest.raises(ValueError, match="no ISO date"):
        Told(published="last week")


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.8", "169.254.1.1", "::1", "localhost", "0.0.0.0"])
def test_addresses_here_are_never_fetched(host: str) -> None:
    with pytest.raises(UnreadableReport):
        public_address(host, 80)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda t: t.encode("utf-8", "replace"))))
def test_any_bytes_are_a_report_or_a_clear_error(data: bytes) -> None:
    try:
        report, _ = read_report(data)
    except UnreadableReport as error:
        assert str(error)
        return
    before = 0
    for block in report.blocks:
        assert before <= block.start < block.end <= len(report.text)
        before = block.end
    report.text.encode("utf-8")


@pytest.mark.parametrize(
    "text", ["BREAKING: The ferry sank.", "BREAKING - The ferry sank.", "DAHL: I was there.\n\nPELL: So was I."]
)
def test_what_stands_before_a_colon_may_be_no_town(text: str) -> None:
    report, _ = read_report(text.encode(), file=None, media=None, told=Told())
    assert report.dateline is None


@pytest.mark.parametrize(
    "opening",
    [
        "OSLO, April 3 (Nordwire) ",
        "OSLO, April 3 , 2019 (Nordwire) ",
        "OSLO (Nordwire) -- ",
        "OSLO/BERGEN, April 3 (Nordwire) - ",
        "OSLO, April 3. /Nordwire/. ",
        "Oslo. April 3. NORDWIRE. ",
        "OSLO, Norway - ",
        "OSLO, April 3 - ",
        "NEW OSLO: ",
        "OSLO - ",
        "THE HAGUE — ",
    ],
)
def test_an_agencys_dateline_needs_no_dash(opening: str) -> None:
    report, _ = read_report(
        f"{opening}The ferry left the harbour at dawn.".encode(), file=None, media=None, told=Told()
    )
    assert report.dateline == opening.rstrip(" -—:")
    assert [b.role for b in report.blocks] == ["dateline", "paragraph"]
