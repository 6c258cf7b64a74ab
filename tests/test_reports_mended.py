"""What is commonly wrong with files from strangers is put right, and no word is lost or made up by it."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import time
import zipfile
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.archive.streams import Line, held_in
from sayso.reports import Address, Held, Item, Unread, reports_in
from sayso.reports.mending import mended
from sayso.reports.pdf_pages import by_columns, without_running_lines

SAID = "Dock workers walked off the job, union leader Marek Zielonka said. “Nobody wants this,” he added."
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>The Courier</title><link>https://courier.example/</link>
<item><title>First</title><link>https://courier.example/1?a=1&amp;b=2</link><description>No comment.</description></item>
<item><title>Strike &amp; more</title><link>https://courier.example/2?a=1&amp;b=2</link>
<description>&lt;p&gt;{SAID}&lt;/p&gt;&lt;p&gt;Radio Vell &amp;amp; others asked.&lt;/p&gt;</description></item>
</channel></rss>"""


def _kept(held: list[Held]) -> list[tuple[str | None, str, str | None]]:
    items = [one.report()[0] for one in held if isinstance(one, Item)]
    return [(report.title, report.text, report.url) for report in items]


@pytest.mark.parametrize(
    "faulty",
    [
        f"\n\n  {RSS}".encode(),
        RSS.replace("<title>First", "<title>AT&T, R&D &copy; First").encode(),
        RSS.replace("<title>First", "<title>Vell&nbsp;&mdash; First").encode(),
        RSS.replace("1?a=1&amp;b", "1?a=1&b").encode(),
        RSS.replace("No comment", "No\x0b comment&#x1F;").encode(),
        RSS.replace("“", "\x93").replace("”", "\x94").encode("latin-1"),
    ],
    ids=["blanks before", "ampersands", "HTML's names", "an address", "control characters", "cp1252 in UTF-8"],
)
def test_a_feed_with_a_usual_fault_is_read_as_if_it_had_none(faulty: bytes) -> None:
    found = list(reports_in(faulty, file="feed.xml"))
    [remark] = [one for one in found if isinstance(one, Unread)]
    assert "was mended" in remark.message
    assert not remark.lost
    assert _kept(found)[1] == _kept(list(reports_in(RSS.encode(), file="feed.xml")))[1]


def test_what_was_meant_is_put_for_what_stands_there() -> None:
    faulty = RSS.replace("<title>First", "<title>AT&T&nbsp;R&D; &#0;&#10; <![CDATA[a&b;&nbsp;]]> First")
    [first, _] = _kept(list(reports_in(faulty.encode(), file="feed.xml")))
    assert first[0] == "AT&T R&D; � a&b; First"


@given(
    st.lists(st.sampled_from(["&", "&amp;", "&nbsp;", "&#", "&#x", "12", ";", "<![CDATA[", "]]>", "<!--", "-->", "x"]))
)
def test_mending_twice_is_mending_once(pieces: list[str]) -> None:
    once = mended("".join(pieces).encode())
    assert mended(once) == once


def test_a_feed_that_breaks_off_gives_no_cut_address() -> None:
    cut = RSS[: RSS.index("/2?a=1") + 2]
    found = list(reports_in(cut.encode(), file="feed.xml"))
    assert [one.url for one in found if isinstance(one, Address)] == []
    assert [one[0] for one in _kept(found)] == ["First"]
    assert any("is damaged" in one.message and one.lost for one in found if isinstance(one, Unread))


def test_an_item_that_may_be_cut_says_so() -> None:
    cut = RSS[: RSS.index("walked off")]
    *_, last = [one for one in reports_in(cut.encode(), file="feed.xml") if isinstance(one, Item)]
    report, notes = last.report()
    assert (report.text, report.url) == ("Dock workers", None)
    assert "cut" in {note.code for note in notes}


def test_titles_in_xhtml_and_relative_addresses_of_atom() -> None:
    feed = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Courier</title>
    <link rel="self" href="https://courier.example/news/feed.atom"/>
    <entry><id>a</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Fire <em>at</em> sea</div></title>
    <link href="../2024/fire"/><content>{SAID}</content></entry>
    <entry xml:base="https://other.example/"><id>b</id><title>Rain</title><link href="rain"/></entry></feed>"""
    first, second = reports_in(feed.encode(), file="feed.xml")
    assert isinstance(first, Item)
    assert isinstance(second, Address)
    report, _ = first.report()
    assert (report.title, report.url) == ("Fire at sea", "https://courier.example/2024/fire")
    assert second.url == "https://other.example/rain"


# JSON as services answer.


@pytest.mark.parametrize(
    ("told", "published"),
    [
        (1_709_533_800, "2024-03-04T06:30:00Z"),
        (1_709_533_800_123, "2024-03-04T06:30:00Z"),
        ("1709533800", "2024-03-04T06:30:00Z"),
        (20240304, "2024-03-04"),
        (1709, None),
        (True, None),
        ("20240304T083000Z", "2024-03-04T08:30:00Z"),
        (float("nan"), None),
    ],
)
def test_dates_that_are_counted_from_1970(told: object, published: str | None) -> None:
    [item] = list(reports_in(json.dumps({"text": SAID, "date": told}).encode(), file="a.json"))
    assert isinstance(item, Item)
    report, notes = item.report()
    assert report.published == published
    assert "published" in {note.code for note in notes}


@pytest.mark.parametrize("answer", [{"status": "ok", "articles": None}, {"response": {"total": 1, "docs": None}}])
def test_the_list_in_a_services_answer_is_read(answer: dict[str, object]) -> None:
    inner = answer.get("response", answer)
    assert isinstance(inner, dict)
    name = next(key for key, value in inner.items() if value is None)
    inner[name] = [
        {"source": {"id": None, "name": "The Courier"}, "title": "Strike", "content": SAID,
         "publishedAt": "2024-03-04T08:30:00Z"},
        {"title": "No text"},
    ]  # fmt: skip
    item, unread = reports_in(json.dumps(answer).encode(), file="answer.json")
    assert isinstance(item, Item)
    assert isinstance(unread, Unread)
    report, _ = item.report()
    assert (report.title, report.outlet, report.published) == ("Strike", "The Courier", "2024-03-04T08:30:00Z")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize("packed", [False, True])
def test_lines_as_powershell_writes_them(encoding: str, packed: bool, tmp_path: Path) -> None:
    data = "".join(json.dumps({"text": f"{SAID} {i}"}, ensure_ascii=False) + "\r\n" for i in range(3)).encode(encoding)
    path = tmp_path / ("news.jsonl.gz" if packed else "news.jsonl")
    path.write_bytes(gzip.compress(data) if packed else data)
    held = list(reports_in(path))
    assert [text for _, text, _ in _kept(held)] == [f"{SAID} {i}" for i in range(3)]
    mine = [one.held({}) if isinstance(one, Line) else one for one in held_in(path, {})]
    assert _kept([one for one in mine if isinstance(one, Item)]) == _kept(held)


def test_a_text_may_be_a_list_of_its_paragraphs() -> None:
    [item] = list(reports_in(json.dumps({"body": [SAID, " The port was closed. "]}).encode(), file="a.json"))
    assert isinstance(item, Item)
    assert item.report()[0].text == f"{SAID}\n\nThe port was closed."


# A newsletter that somebody sent on.


def _message(sender: str, subject: str, text: str, day: int) -> EmailMessage:
    made = EmailMessage(policy=policy.SMTP)
    made["From"], made["To"], made["Subject"] = f"{sender} <desk@courier.example>", "a@b.example", subject
    made["Date"], made["Message-ID"] = f"Tue, {day:02} Mar 2024 10:15:00 +0100", f"<{day}@courier.example>"
    made.set_content(text)
    return made


@pytest.mark.parametrize(("word", "outlet"), [("FYI", "The Courier"), (f"{SAID} That is what they write.", "Bo Lund")])
def test_a_newsletter_that_is_sent_on_is_its_senders_not_the_forwarders(word: str, outlet: str) -> None:
    inner = message_from_bytes(_message("The Courier", "Briefing", SAID, 5).as_bytes(), policy=policy.SMTP)
    outer = _message("Bo Lund", "Fwd: look", word, 6)
    outer.add_attachment(inner)
    [item] = list(reports_in(outer.as_bytes(), file="in.eml"))
    assert isinstance(item, Item)
    report, notes = item.report()
    sent_on = outlet == "The Courier"
    assert report.outlet == outlet
    assert (report.title, report.published) == (
        ("Briefing", "2024-03-05T10:15:00+01:00") if sent_on else ("Fwd: look", "2024-03-06T10:15:00+01:00")
    )
    assert [note.message for note in notes if note.code == "forwarded"] == (
        ["it was sent on as it was, by Bo Lund"] if sent_on else []
    )


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("---------- Forwarded message ---------\nFrom: The Courier <d@courier.example>\nDate: Tue, Mar 5, 2024 at 10:15 AM",
         "2024-03-05"),
        ("Begin forwarded message:\n\nFrom: The Courier <d@courier.example>\nDate: 5 March 2024 at 10:15:00 CET",
         "2024-03-05"),
        ("-----Original Message-----\nFrom: The Courier <d@courier.example>\nSent: Tue, 05 Mar 2024 10:15:00 +0100",
         "2024-03-05T10:15:00+01:00"),
        ("-----Original Message-----\nFrom: The Courier <d@courier.example>\nSent: mardi matin", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("own", ["FYI", f"{SAID} I do not agree."])
def test_a_newsletter_quoted_in_a_message_is_its_senders(head: str, published: str | None, own: str) -> None:
    outer = _message("Bo Lund", "Fwd: Briefing", f"{own}\n\n{head}\nSubject: Briefing\nTo: Bo Lund\n\n{SAID}\n", 6)
    [item] = list(reports_in(outer.as_bytes(), file="in.eml"))
    assert isinstance(item, Item)
    report, notes = item.report()
    told = (report.outlet, report.title, report.published, report.text.strip())
    if own == "FYI":
        assert told == ("The Courier", "Briefing", published, SAID)
        assert any(note.code == "forwarded" and "Bo Lund" in note.message for note in notes)
    else:
        assert told[:3] == ("Bo Lund", "Fwd: Briefing", "2024-03-06T10:15:00+01:00")


def test_headers_quoted_in_a_newsletter_cost_no_more_than_their_length() -> None:
    spent = []
    for count in (2_000, 8_000):
        text = "-----Original Message-----\nFrom: a\n" * count + " \n" * count + SAID
        started = time.process_time()
        [item] = list(reports_in(_message("Bo Lund", "Fwd", text, 6).as_bytes(), file="in.eml"))
        assert isinstance(item, Item) and SAID in item.report()[0].text
        spent.append(time.process_time() - started)
    assert spent[1] < 12 * max(spent[0], 0.05)


# What is packed is no archive more.


def test_a_packed_tar_of_a_zip_of_packed_files_is_read(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as zipped:
        zipped.writestr("a.txt", SAID)
    with tarfile.open(tmp_path / "one.tar.gz", "w:gz") as one:
        _into(one, "in.zip", inner.getvalue())
    with tarfile.open(tmp_path / "two.tar.xz", "w:xz") as two:
        _into(two, "one.tar.gz", (tmp_path / "one.tar.gz").read_bytes())
    with tarfile.open(tmp_path / "three.tar.bz2", "w:bz2") as three:
        _into(three, "two.tar.xz", (tmp_path / "two.tar.xz").read_bytes())
    [item] = list(reports_in(tmp_path / "two.tar.xz"))
    assert isinstance(item, Item)
    assert item.way.container == "xz > tar > gzip > tar > zip"
    [deeper] = list(reports_in(tmp_path / "three.tar.bz2"))
    assert isinstance(deeper, Unread)
    assert "nest deeper" in deeper.message


def _into(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))


# PDF.

LEFT = ["The ferry sailed late on Monday", "because of a storm, the harbour", "master said. Nobody was hurt and",
        "the ship was repaired overnight", "in the yard, the company said."]  # fmt: skip
RIGHT = ["Police in Port Vell arrested two", "men over a theft of copper, a", "spokeswoman said on Tuesday. Both",
         "men denied it, their lawyer told", "the Courier in the evening."]  # fmt: skip


def test_two_columns_that_a_pdf_has_row_by_row_are_read_one_after_the_other(tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    pytest.importorskip("pypdf")
    made = canvas.Canvas(str(tmp_path / "two.pdf"))
    made.drawString(60, 780, "Two stories")
    for i, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        made.drawString(60, 740 - 14 * i, left)
        made.drawString(320, 740 - 14 * i, right)
    made.save()
    [item] = list(reports_in(tmp_path / "two.pdf"))
    assert isinstance(item, Item)
    assert item.report()[0].text == "\n\n".join(["Two stories", " ".join(LEFT), " ".join(RIGHT)])


def test_columns_that_stand_one_after_the_other_and_tables_stay_as_they_are() -> None:
    shown = "\n".join(f"{left:40}{right}" for left, right in zip(LEFT, RIGHT, strict=True))
    behind = "\n".join([*LEFT, *RIGHT])
    assert by_columns(behind, shown) == behind
    table = "\n".join(f"Town {i}\n{i * 100}" for i in range(9))
    assert by_columns(table, "\n".join(f"Town {i}          {i * 100}" for i in range(9))) == table


def test_a_line_over_both_columns_divides_them() -> None:
    shown = "\n".join(f"{left:40}{right}" for left, right in zip(LEFT[:3], RIGHT[:3], strict=True))
    more = "\n".join(f"{left:40}{right}" for left, right in zip(LEFT[3:], RIGHT[3:], strict=True))
    over = "What follows had been written on the day before, in the same town"
    shown = f"{shown}\n{over}\n{more}"
    said = "\n".join([a for pair in zip(LEFT[:3], RIGHT[:3], strict=True) for a in pair] + [over]
                     + [a for pair in zip(LEFT[3:], RIGHT[3:], strict=True) for a in pair])  # fmt: skip
    read = [line for line in by_columns(said, shown).split("\n") if line]
    assert read == [*LEFT[:3], *RIGHT[:3], over, *LEFT[3:], *RIGHT[3:]]


def test_running_heads_and_page_numbers_are_left_out_and_what_repeats_in_the_text_is_not() -> None:
    told = ["The ferry sailed late,\nand nobody was hurt.", "Two men were arrested\nin Port Vell at noon.",
            "The pier stayed shut.\nThe mayor said why.", "Rain is expected, the\nharbour master said."]  # fmt: skip
    body = [f"{first}\nSo they said.\nMore.\nSo they said.\nThat was number {i * i}." for i, first in enumerate(told)]
    pages = [f"THE COURIER\n\n{said}\nPage {i + 3} of 9" for i, said in enumerate(body)]
    found, some = without_running_lines(pages)
    assert some
    assert [page.strip() for page in found] == body
    assert without_running_lines(body) == (body, False)
    assert without_running_lines(pages[:1]) == (pages[:1], False)
