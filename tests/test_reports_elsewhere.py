"""Files as well-known tools make them: feedgen's Atom, Python's mailboxes, wire pictures, pages with a time of day."""

from __future__ import annotations

import io
import json
import mailbox
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from sayso.reports import Item, Limits, Unread, reports_in
from test_reports_containers import FIRST, SECOND, page, read


def message(text: str, subject: str = "Briefing") -> EmailMessage:
    """A newsletter."""
    made = EmailMessage(policy=policy.SMTP)
    made["From"], made["Subject"] = "The Vell Courier <news@courier.example>", subject
    made["Date"], made["Message-ID"] = "Tue, 05 Mar 2024 10:15:00 +0100", f"<{subject}@courier.example>"
    made.set_content(text)
    return made


def test_a_mailbox_gives_each_of_its_messages(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "in.mbox")
    for number, text in enumerate((FIRST, f"{SECOND}\n\nFrom Monday 4 March 2024 on the pier is closed.\n", FIRST)):
        box.add(message(text, f"Number {number}"))
    box.close()
    found = read(tmp_path / "in.mbox")
    assert [r.title for r, _ in found] == ["Number 0", "Number 1", "Number 2"]
    assert [(r.container, r.member, r.outlet) for r, _ in found][1] == ("mailbox", "message 2", "The Vell Courier")
    assert "From Monday 4 March 2024" in found[1][0].text
    assert len({r.sha256 for r, _ in found}) == 3


def test_a_bad_message_of_a_mailbox_costs_itself(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "in.mbox")
    for text in (FIRST, "x" * 200_000, SECOND, ""):
        box.add(message(text))
    box.close()
    held = list(reports_in(tmp_path / "in.mbox", Limits(max_bytes=50_000)))
    assert [one.report()[0].text.strip() for one in held if isinstance(one, Item)] == [FIRST, SECOND]
    assert [(one.way.member, one.lost) for one in held if isinstance(one, Unread)] == [
        ("message 2", True),
        ("message 4", True),
    ]


def test_a_text_that_begins_with_from_is_no_mailbox() -> None:
    [(report, _)] = read(b"From Monday 4 March 2024\nthe pier is closed, harbour master Ilse Brandt said.\n")
    assert report.container is None


def test_atom_as_feedgen_writes_it() -> None:
    feed = f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>https://courier.example/</id><title>The Vell Courier</title>
<updated>2024-03-06T10:15:00+01:00</updated><entry><id>https://courier.example/1</id><title>Pier burns</title>
<content type="CDATA"><![CDATA[<p>{FIRST}</p><p>{SECOND}</p>]]></content><summary>The pier burned.</summary>
<published>2024-03-05T10:15:00+01:00</published></entry></feed>"""
    [(report, notes)] = read(feed.encode(), "feed.atom")
    assert report.text == f"{FIRST}\n\n{SECOND}"
    assert "summary" not in {note.code for note in notes}


@pytest.mark.parametrize(
    "head",
    ['<meta property="article:published_time" content="2024-03-05T10:15:00+01:00">',
     '<meta name="date" content="2024-03-05 10:15:00+01:00">',
     '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-03-05T10:15:00+01:00"}</script>',
     '<meta name="parsely-pub-date" content="2024-03-05T10:15:00+01:00"><meta name="date" content="2024-03-05">'],
)  # fmt: skip
def test_a_pages_date_keeps_its_time_and_zone(head: str) -> None:
    [(report, notes)] = read(page(FIRST).replace(b"<head>", f"<head>{head}".encode()), "in.html")
    assert report.published == "2024-03-05T10:15:00+01:00"
    assert any("2024-03-05T10:15:00+01:00 is what the page declares" in note.message for note in notes)


def test_a_page_that_declares_a_day_only_has_no_time() -> None:
    [(report, _)] = read(page(FIRST).replace(b"<head>", b'<head><meta name="date" content="2024-03-05">'), "in.html")
    assert report.published == "2024-03-05"


def test_pictures_of_a_wire_are_no_loss() -> None:
    picture = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="p"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta>
<contentMeta><headline>The pier</headline></contentMeta><contentSet><remoteContent href="x.jpg" contenttype="image/jpeg"/></contentSet></newsItem>"""
    ninjs = json.dumps(
        {"uri": "u", "type": "picture", "versioncreated": "2024-03-05", "description_text": "The pier burns."}
    )
    for data in (picture.encode(), ninjs.encode()):
        [held] = list(reports_in(data, file="in"))
        assert isinstance(held, Unread)
        assert not held.lost


def test_ninjs_bylines_are_names() -> None:
    item = {
        "uri": "u",
        "type": "text",
        "versioncreated": "2024-03-05T10:15:00Z",
        "byline": "By Bo Lind",
        "body_text": FIRST,
    }
    [(report, _)] = read(json.dumps(item).encode(), "in.json")
    assert report.byline == "Bo Lind"


def test_a_warc_that_warcio_wrote(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    for packed in (False, True):
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=packed)
        writer.write_record(writer.create_warcinfo_record("in.warc", {"software": "warcio"}))
        for number, words in enumerate((FIRST, SECOND)):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            url = f"https://courier.example/{number}"
            writer.write_record(
                writer.create_warc_record(url, "response", io.BytesIO(page(words)), http_headers=headers)
            )
            writer.write_record(writer.create_revisit_record(url, "sha1:AAAA", url, "2024-01-01T00:00:00Z"))
        found = read(out.getvalue(), "in.warc")
        assert [r.url for r, _ in found] == ["https://courier.example/0", "https://courier.example/1"]
        assert all(r.retrieved for r, _ in found)


@pytest.mark.parametrize("graph", [False, True])
def test_a_live_blog_is_called_what_it_is_called_as_a_whole(graph: bool) -> None:
    told: dict[str, object] = {
        "@type": "LiveBlogPosting", "headline": "Storm: the night as it was", "datePublished": "2025-03-04T08:00:00Z",
        "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "Bridge shut", "articleBody": "The bridge was shut."}],
    }  # fmt: skip
    linked = json.dumps({"@graph": [{"@type": "WebPage"}, told]} if graph else told)
    entries = "".join(
        f"<section><h2>{what}</h2><p>The bridge of Vell was {what}, the mayor, Ada Sund, said on Tuesday.</p></section>"
        for what in ("shut", "opened", "lit")
    )
    blog = f"""<html><head><script type="application/ld+json">{linked}</script><title>x</title></head>
        <body><main><h1>Storm: the night as it was</h1>{entries}</main></body></html>"""
    [item] = reports_in(blog.encode(), file="live.html")
    assert isinstance(item, Item)
    assert item.report()[0].title == "Storm: the night as it was"
    deep = blog.replace(linked, "[" * 100_000)
    [item] = reports_in(deep.encode(), file="live.html")
    assert isinstance(item, Item)
