"""More bait for the readers: each is read as far as there is something to read, and says what is wrong with it."""

from __future__ import annotations

import time

import pytest

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
