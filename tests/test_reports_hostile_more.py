"""More bait for the readers: each is read as far as there is something to read, and says what is wrong with it."""

from __future__ import annotations

import time

import pytest

from sayso.reports.lean import lean
from test_reports_containers import FIRST, codes, read


@pytest.mark.parametrize("depth", [3, 5_000, 20_000])
def test_comments_within_comments_in_an_address_cost_its_name_and_no_more(depth: int) -> None:
    data = b"From: " + b"(" * depth + b"ida@example.org\nSubject: The pier\n\n" + FIRST.encode() + b"\n"
    began = time.process_time()
    [(report, _)] = read(data, "a.eml")
    assert time.process_time() - began < 2
    assert (report.title, report.text.strip()) == ("The pier", FIRST)


@pytest.mark.parametrize("charset", ["utf-16", "utf-16le", "utf-32"])
def test_a_part_that_cannot_be_in_the_encoding_it_declares_is_read_as_what_it_looks_like(charset: str) -> None:
    head = f"From: ida@example.org\nSubject: The pier\nContent-Type: text/plain; charset={charset}\n\n"
    [(report, notes)] = read(head.encode() + FIRST.encode() + b"\n", "a.eml")
    assert report.text.strip() == FIRST
    assert "encoding" in codes(notes)


def test_a_mailbox_with_few_headers_is_known_by_its_name() -> None:
    one = f"From ida@example.org Mon Mar  4 08:00:00 2024\nFrom: ida@example.org\nSubject: The pier\n\n{FIRST}\n\n"
    found = read((one * 3).encode(), "desk.mbox")
    assert [(report.title, report.text.strip()) for report, _ in found] == [("The pier", FIRST)] * 3


def web_page(head: str = "", before: str = "") -> bytes:
    """A page with an article, and something hostile or large in its head or before its text."""
    said = "".join(f"<p>{FIRST} It was the {i}th time that the pier of Tarn had burned down.</p>" for i in range(4))
    return (
        f"<!DOCTYPE html><html><head><title>The pier</title>{head}</head>"
        f"<body><article><h1>The pier burns</h1>{before}{said}</article></body></html>"
    ).encode()


@pytest.mark.parametrize("name", ["author", "og:title", "article:published_time", "og:site_name"])
@pytest.mark.parametrize("bait", ["(", "[{(", "By ", "U.S. ", "“", "a"])
def test_a_page_whose_metadata_are_bait_is_read_in_time(name: str, bait: str) -> None:
    for said in (f'content="{bait * 200_000}"', f"content='{bait * 200_000}'", f"content={bait.strip() * 200_000}"):
        began = time.process_time()
        [(report, notes)] = read(web_page(f'<meta name="{name}" property="{name}" {said}>'), "a.html")
        assert time.process_time() - began < 5
        assert FIRST in report.text
        assert "cut" not in codes(notes)


def test_a_name_for_search_engines_that_is_bait_is_read_in_time() -> None:
    told = '{"@type":"NewsArticle","author":{"@type":"Person","name":"' + "(" * 300_000 + '"}}'
    began = time.process_time()
    [(report, _)] = read(web_page(f'<script type="application/ld+json">{told}</script>'), "a.html")
    assert time.process_time() - began < 5
    assert FIRST in report.text


@pytest.mark.parametrize(
    "before",
    [
        '<img src="data:image/png;base64,' + "iVBORw0K" * 200_000 + '">',
        "<style>" + ".a { color: red } " * 60_000 + "</style>",
        "<script>window.state = '" + "<p>x " * 200_000 + "'</script>",
    ],
    ids=["picture", "style", "script"],
)
def test_a_picture_or_a_program_of_a_megabyte_costs_a_page_none_of_its_words(before: str) -> None:
    [(report, notes)] = read(web_page(before=before), "a.html")
    assert report.text.count(FIRST) == 4
    assert "cut" not in codes(notes)


@pytest.mark.parametrize("bait", ["<style>", "<script>", '="', "='", "content=", '"name":"', "=\"a'", "=' \""])
def test_what_is_left_open_again_and_again_takes_time_in_proportion(bait: str) -> None:
    times = []
    for size in (100_000, 400_000):
        began = time.process_time()
        lean(bait * (size // len(bait)) * 4, 1_000)
        times.append(time.process_time() - began)
    assert times[1] < 8 * max(times[0], 0.05)
