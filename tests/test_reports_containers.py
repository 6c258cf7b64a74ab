"""What files hold: feeds, wire formats, JSON, e-mail, WARC, PDF, archives and folders → reports with the way they came."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from sayso.record.types import Note, Report
from sayso.reports import Address, Item, Limits, Told, Unread, reports_in
from sayso.reports.pdf import paragraphs

FIRST = "The pier at Skarholm burned on Monday, harbour master Ilse Brandt said."
SECOND = "Nobody was hurt, she told Radio Vell."


def read(data: bytes | Path, name: str = "in", **known: object) -> list[tuple[Report, tuple[Note, ...]]]:
    """The reports in ``data``; nothing may have been lost."""
    held = list(reports_in(data, file=None if isinstance(data, Path) else name, **known))  # type: ignore[arg-type]
    assert not [one for one in held if isinstance(one, Unread) and one.lost], held
    return [one.report() for one in held if isinstance(one, Item)]


def codes(notes: tuple[Note, ...]) -> set[str]:
    return {note.code for note in notes}


RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Vell Courier &amp; Mail</title><language>en-GB</language><link>https://courier.example/</link>
<item><title>Pier burns at Skarholm</title><link>https://courier.example/pier</link><guid isPermaLink="false">n-17</guid>
<media:title>A picture</media:title><dc:creator>Anna Ruiz</dc:creator><pubDate>Tue, 05 Mar 2024 10:15:00 +0100</pubDate>
<description>The pier burned.</description>
<content:encoded><![CDATA[<p>{FIRST}</p><script>alert(1)</script><figure><img src="x"><figcaption>The pier</figcaption></figure>
<p>Nobody was <b>hurt</b>, she told Radio&nbsp;Vell.</p>]]></content:encoded></item>
<item><title>Lake talks resume</title><guid>https://courier.example/lake</guid><source url="https://nordwire.example/rss">Nordwire</source>
<author>desk@nordwire.example (Bo Lind)</author><pubDate>2024-03-05</pubDate><description>Talks on the lake's waters resumed on Tuesday, ministers said.</description></item>
<item><title>Only a headline</title><link>https://courier.example/only</link></item>
<item><title>No address, no text</title></item>
</channel></rss>""".encode()


def test_rss_items_are_reports_with_the_feeds_metadata() -> None:
    held = list(reports_in(RSS, file="courier.xml"))
    assert [type(one).__name__ for one in held] == ["Item", "Item", "Address", "Unread"]
    assert isinstance(held[0], Item)
    report, notes = held[0].report()
    assert report.text == f"{FIRST}\n\nThe pier\n\n{SECOND}"
    assert [b.role for b in report.blocks] == ["paragraph", "caption", "paragraph"]
    assert (report.title, report.byline, report.outlet) == (
        "Pier burns at Skarholm",
        "Anna Ruiz",
        "The Vell Courier & Mail",
    )
    assert (report.published, report.published_from) == ("2024-03-05T10:15:00+01:00", "RSS pubDate")
    assert (report.url, report.language, report.file) == ("https://courier.example/pier", "en-GB", "courier.xml")
    assert (report.container, report.member) == ("rss", "item 1 (n-17)")
    assert report.sha256 == hashlib.sha256(RSS).hexdigest()
    assert report.id == held[0].id
    assert "summary" not in codes(notes)


def test_an_rss_items_source_is_its_outlet_and_kept_as_its_credit() -> None:
    item = list(reports_in(RSS))[1]
    assert isinstance(item, Item)
    report, notes = item.report()
    assert (report.outlet, report.credit, report.byline) == ("Nordwire", "Nordwire", "Bo Lind")
    assert (report.published, report.url) == ("2024-03-05", "https://courier.example/lake")
    assert codes(notes) >= {"summary", "feed", "published"}


def test_an_rss_item_without_a_text_is_an_address() -> None:
    held = list(reports_in(RSS))
    assert isinstance(held[2], Address)
    assert (held[2].url, held[2].told.title) == ("https://courier.example/only", "Only a headline")
    assert isinstance(held[3], Unread)
    assert "neither a text nor an address" in held[3].message


def test_what_is_told_wins_over_the_feed() -> None:
    item = next(iter(reports_in(RSS)))
    assert isinstance(item, Item)
    report, notes = item.report(Told(published="2024-03-06", outlet="The Bell"))
    assert "published" not in codes(notes)
    assert (report.published, report.published_from, report.outlet) == ("2024-03-06", "told", "The Bell")


def test_rss_1_has_its_items_beside_the_channel() -> None:
    feed = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Bell</title></channel>
    <item><title>Pier burns</title><link>https://bell.example/1</link><description>{FIRST}</description>
    <dc:date>2024-03-05T10:15:00Z</dc:date><dc:source>AP</dc:source></item></rdf:RDF>"""
    [(report, _)] = read(feed.encode())
    assert (report.outlet, report.credit, report.published) == ("The Bell", "AP", "2024-03-05T10:15:00Z")


ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title type="html">The &lt;b&gt;Strand&lt;/b&gt;</title>
<entry><id>urn:x:1</id><title type="html">Pier &amp;amp; shed burn</title><link rel="self" href="https://strand.example/self"/>
<link href="https://strand.example/1"/><published>2024-03-05T10:15:00Z</published><updated>2024-03-06T10:15:00Z</updated>
<author><name>Ida Roth</name></author><author><name>Jon Aasen</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}</p><p>{SECOND}</p></div></content></entry>
<entry><id>urn:x:2</id><title>Second</title><updated>2024-03-06T10:15:00Z</updated><source><title>Nordwire</title></source>
<content type="html">&lt;p&gt;{SECOND}&lt;/p&gt;</content></entry></feed>""".encode()


def test_atom_entries_are_reports() -> None:
    (first, _), (second, notes) = read(ATOM)
    assert first.text == f"{FIRST}\n\n{SECOND}"
    assert (first.title, first.byline, first.outlet) == ("Pier & shed burn", "Ida Roth, Jon Aasen", "The Strand")
    assert (first.url, first.published, first.published_from) == (
        "https://strand.example/1", "2024-03-05T10:15:00Z", "Atom published",
    )  # fmt: skip
    assert (second.text, second.outlet, second.credit) == (SECOND, "Nordwire", "Nordwire")
    assert (second.container, second.member, second.language) == ("atom", "item 2 (urn:x:2)", "en")
    assert "updated" in codes(notes)


def test_a_news_sitemap_is_a_list_of_addresses() -> None:
    news = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://bell.example/1</loc><news:news>
    <news:publication><news:name>The Bell</news:name><news:language>en</news:language></news:publication>
    <news:publication_date>2024-03-05</news:publication_date><news:title>Pier burns</news:title></news:news></url>
    <url><loc>javascript:alert(1)</loc></url><url><loc>https://bell.example/2</loc><lastmod>2024-03-05</lastmod></url></urlset>"""
    one, bad, two = reports_in(news)
    assert isinstance(one, Address)
    assert (one.url, one.told) == (
        "https://bell.example/1",
        Told("2024-03-05", "The Bell", "Pier burns", language="en"),
    )
    assert isinstance(bad, Unread)
    assert isinstance(two, Address)
    assert two.told.published is None


def test_ninjs_is_a_report() -> None:
    item = {
        "uri": "urn:nordwire:1", "type": "text", "versioncreated": "2024-03-05T11:00:00Z", "firstcreated": "2024-03-05T10:00:00Z",
        "headline": "Pier burns", "byline": "Ida Roth", "language": "en", "copyrightholder": "Nordwire", "source": "AP",
        "body_html": f"<p>{FIRST}</p><p>{SECOND}</p>", "pubstatus": "canceled",
    }  # fmt: skip
    [(report, notes)] = read(json.dumps(item).encode(), "wire.json")
    assert (report.text, report.title, report.byline) == (f"{FIRST}\n\n{SECOND}", "Pier burns", "Ida Roth")
    assert (report.outlet, report.credit, report.container, report.member) == ("Nordwire", "AP", "json > ninjs", None)
    assert (report.published, report.published_from) == ("2024-03-05T11:00:00Z", "ninjs versioncreated")
    assert codes(notes) >= {"status", "outlet", "first-version"}


def test_ninjs_of_version_2_and_later() -> None:
    item = {
        "uri": "https://nordwire.example/1", "versioncreated": "2024-03-05T11:00:00Z",
        "headlines": [{"role": "main", "value": "Pier burns"}], "infosources": [{"name": "AP"}, {"name": "Ritzau"}],
        "bodies": [{"contenttype": "text/plain", "value": FIRST}],
    }  # fmt: skip
    [(report, _)] = read(json.dumps([item]).encode())
    assert (report.text, report.title, report.credit, report.url) == (FIRST, "Pier burns", "AP, Ritzau", item["uri"])


def test_ninjs_of_version_3_writes_its_keys_otherwise() -> None:
    item = {
        "uri": "https://nordwire.example/1", "type": "text", "versionCreated": "2024-03-05T11:00:00Z", "by": "Ida Roth",
        "copyrightHolder": "Nordwire", "headlines": [{"value": "Pier burns"}],
        "infoSources": [{"name": "AP", "role": "source"}], "creditLine": "Ritzau/AP",
        "bodies": [{"contentType": "text/plain", "value": FIRST + SECOND},
                   {"contentType": "application/xhtml+xml", "value": f"<p>{FIRST}</p> <p>{SECOND}</p>"}],
    }  # fmt: skip
    [(report, _)] = read(json.dumps(item).encode())
    assert (report.text, report.byline, report.outlet) == (f"{FIRST}\n\n{SECOND}", "Ida Roth", "Nordwire")
    assert (report.published, report.container, report.credit) == ("2024-03-05T11:00:00Z", "json > ninjs", "AP")


def test_ninjs_with_a_description_only_is_its_summary() -> None:
    item = {"uri": "a:1", "versioncreated": "2024-03-05T11:00:00Z", "descriptions": [{"value": FIRST}]}
    [(report, notes)] = read(json.dumps(item).encode())
    assert (report.text, "summary" in codes(notes)) == (FIRST, True)
    picture = list(reports_in(json.dumps({**item, "type": "picture"}).encode()))
    assert isinstance(picture[0], Unread)


def test_newsml_g2_is_a_report_an_item() -> None:
    message = f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
    <newsItem guid="urn:nordwire:1" xml:lang="en"><itemMeta><provider literal="nordwire"><name>Nordwire</name></provider>
    <versionCreated>2024-03-05T11:00:00+01:00</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
    <contentMeta><by>By Ida Roth</by><creditline>Nordwire/AP</creditline><language tag="en"/><headline>Pier burns</headline></contentMeta>
    <contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head>
    <body><p>{FIRST}</p><p>{SECOND}</p></body></html></inlineXML></contentSet></newsItem>
    <newsItem guid="urn:nordwire:2"><itemMeta/><contentSet><remoteContent href="x.jpg"/></contentSet></newsItem></itemSet></newsMessage>"""
    item, picture = reports_in(message.encode(), file="wire.xml")
    assert isinstance(item, Item)
    report, _ = item.report()
    assert report.text == f"{FIRST}\n\n{SECOND}"
    assert (report.title, report.byline, report.outlet, report.credit) == (
        "Pier burns",
        "Ida Roth",
        "Nordwire",
        "Nordwire/AP",
    )
    assert (report.published, report.published_from, report.language) == (
        "2024-03-05T11:00:00+01:00", "NewsML-G2 versionCreated", "en",
    )  # fmt: skip
    assert isinstance(picture, Unread)
    assert "no text" in picture.message


def test_nitf_is_a_report() -> None:
    nitf = f"""<nitf><head><title>t</title><docdata><date.issue norm="20240305T101500Z"/></docdata></head><body><body.head>
    <hedline><hl1>Pier burns</hl1></hedline><byline>Ida Roth</byline><distributor>Nordwire</distributor></body.head>
    <body.content><p>{FIRST}</p><p>{SECOND}</p></body.content></body></nitf>"""
    [(report, _)] = read(nitf.encode())
    assert (report.text, report.title, report.credit) == (f"{FIRST}\n\n{SECOND}", "Pier burns", "Nordwire")
    assert report.published == "2024-03-05T10:15:00Z"


def test_a_nitf_of_a_paper_has_its_name_and_a_zone_as_rfc_3339_has_it() -> None:
    docdata = '<docdata><date.issue norm="20240305T101500+0100"/><doc.copyright holder="Nordwire"/></docdata>'
    nitf = f"<nitf><head>{docdata}%s</head><body><body.content><p>{FIRST}</p></body.content></body></nitf>"
    [(report, _)] = read((nitf % '<pubdata name="The Tarn Ledger"/>').encode())
    assert (report.outlet, report.published) == ("The Tarn Ledger", "2024-03-05T10:15:00+01:00")
    [(report, notes)] = read((nitf % "").encode())
    assert report.outlet == "Nordwire"
    assert "outlet" in codes(notes)


def test_json_lines_with_a_field_map() -> None:
    rows = [
        {"story": {"body": FIRST}, "head": "Pier burns", "when": "2024-03-05", "id": 1},
        {"head": "no text"},
        {"story": {"body": SECOND}},
    ]
    data = "\n".join(json.dumps(row) for row in rows).encode()
    first, bad, second = reports_in(
        data, file="a.jsonl", fields={"text": "story.body", "title": "head", "published": "when"}
    )
    assert isinstance(first, Item) and isinstance(second, Item)
    report, _ = first.report()
    assert (report.text, report.title, report.published, report.member) == (FIRST, "Pier burns", "2024-03-05", "line 1")
    assert report.published_from == "JSON field when"
    assert report.sha256 == hashlib.sha256(data.split(b"\n")[0]).hexdigest()
    assert second.report()[0].member == "line 3"
    assert isinstance(bad, Unread)
    assert (bad.way.member, "story.body" in bad.message) == ("line 2", True)


def test_json_lines_by_the_usual_names_and_a_broken_line() -> None:
    rows = [
        json.dumps({"body": FIRST, "headline": "Pier burns", "authors": ["A B", "C D"]}),
        '{"body": "broken',
        json.dumps({"text": SECOND}),
    ]
    held = list(reports_in("\r\n".join(rows).encode(), file="a.jsonl"))
    assert [type(one).__name__ for one in held] == ["Item", "Unread", "Item"]
    assert isinstance(held[0], Item)
    assert held[0].report()[0].byline == "A B, C D"


def test_a_json_feed_is_a_report_an_item() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "The Bell",
        "items": [{"id": "1", "url": "https://bell.example/1", "title": "Pier burns", "content_html": f"<p>{FIRST}</p>",
                   "date_published": "2024-03-05T10:15:00Z", "authors": [{"name": "Ida Roth"}]}],
    }  # fmt: skip
    [(report, _)] = read(json.dumps(feed).encode(), "feed.json")
    assert (report.text, report.outlet, report.byline, report.published) == (
        FIRST,
        "The Bell",
        "Ida Roth",
        "2024-03-05T10:15:00Z",
    )
    assert (report.url, report.container, report.member) == ("https://bell.example/1", "json", "item 1 (1)")


MAIL = f"""From: =?utf-8?q?The_L=C3=A9dger?= <news@ledger.example>\r
To: you@home.example\r
Subject: =?utf-8?q?Pier_burns?=\r
Date: Tue, 05 Mar 2024 10:15:00 +0100\r
MIME-Version: 1.0\r
Message-ID: <1@ledger.example>\r
Content-Type: multipart/alternative; boundary=b\r
\r
--b\r
Content-Type: text/plain\r
\r
View this in your browser.\r
--b\r
Content-Type: text/html; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r
\r
<table><tr><td><h1>Pier burns</h1><p>{FIRST}</p><p style=3D"display:none">hidden</p><p>It cost =E2=82=AC5.</p></td></tr></table>\r
--b--\r
""".encode()


def test_a_newsletter_is_a_report() -> None:
    [(report, notes)] = read(MAIL, "letter")
    assert report.text == f"Pier burns\n\n{FIRST}\n\nIt cost €5."
    assert (report.title, report.outlet, report.published) == ("Pier burns", "The Lédger", "2024-03-05T10:15:00+01:00")
    assert (report.container, report.member, report.published_from) == ("e-mail", None, "e-mail Date")
    assert "outlet" in codes(notes)


def warc(*records: bytes) -> bytes:
    return b"".join(records)


def warc_record(
    body: bytes, url: str = "https://bell.example/1", kind: str = "response", length: int | None = None
) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body if kind == "response" else body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-05T10:15:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{url[-1]}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def page(words: str) -> bytes:
    prose = "".join(
        f"<p>{words} It was day {i} of the inquiry into the fire at the harbour, and more will follow.</p>"
        for i in range(4)
    )
    return f"<html><head><title>Pier burns</title></head><body><article>{prose}</article></body></html>".encode()


@pytest.mark.parametrize("packing", ["plain", "gzip", "one gzip", "zstd"])
def test_a_warc_is_read_record_by_record(packing: str) -> None:
    parts = [
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nabcd\r\n\r\n", warc_record(page(FIRST)),
        warc_record(b"GET / HTTP/1.1\r\n\r\n", kind="request"), warc_record(page(SECOND), "https://bell.example/2"),
    ]  # fmt: skip
    data = warc(*parts)
    if packing == "gzip":
        data = b"".join(gzip.compress(part) for part in parts)
    elif packing == "one gzip":
        data = gzip.compress(data)
    elif packing == "zstd":
        zstandard = pytest.importorskip("zstandard")
        data = b"".join(zstandard.ZstdCompressor().compress(part) for part in parts)
    (first, _), (second, _) = read(data, "crawl")
    assert FIRST in first.text and SECOND in second.text
    assert (first.url, first.retrieved, first.title) == ("https://bell.example/1", "2024-03-05T10:15:00Z", "Pier burns")
    assert first.sha256 == hashlib.sha256(page(FIRST)).hexdigest()
    kind = {"plain": "warc", "zstd": "zstd > warc"}.get(packing, "gzip > warc")
    assert (first.container, first.member, second.member) == (kind, "urn:uuid:1", "urn:uuid:2")


def test_a_warcs_answers_may_be_chunked_and_packed() -> None:
    body = gzip.compress(page(FIRST))
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in (body[:50], body[50:])) + b"0\r\n\r\n"
    block = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunks
    )
    head = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: %d\r\n\r\n" % len(
        block
    )
    [(report, _)] = read(head + block + b"\r\n\r\n")
    assert FIRST in report.text


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("pack", [zipped, tarred, lambda m: tarred(m, "w")])
def test_an_archive_of_everything(pack: object) -> None:
    data = pack(
        {
            "a/one.txt": FIRST.encode(),
            "feed.xml": ATOM,
            "pic.jpg": b"\xff\xd8",
            "more.zip": zipped({"two.txt": SECOND.encode()}),
        }
    )  # type: ignore[operator]
    held = list(reports_in(data, file="all"))
    reports = [one.report()[0] for one in held if isinstance(one, Item)]
    assert [r.text.partition("\n")[0] for r in reports] == [FIRST, FIRST, SECOND, SECOND]
    assert [r.member for r in reports] == [
        "a/one.txt",
        "feed.xml > item 1 (urn:x:1)",
        "feed.xml > item 2 (urn:x:2)",
        "more.zip > two.txt",
    ]
    assert reports[1].container in {"zip > atom", "gzip > tar > atom", "tar > atom"}
    [remark] = [one for one in held if isinstance(one, Unread)]
    assert (remark.lost, "pic.jpg" in remark.message) == (False, True)


def test_a_folder_gives_its_files_in_order_under_their_own_names(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.txt").write_text(SECOND)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(FIRST.encode()))
    (tmp_path / "sub" / "c.eml").write_bytes(MAIL)
    (tmp_path / ".hidden.txt").write_text("not this")
    found = [report for report, _ in read(tmp_path)]
    assert [r.file for r in found] == [str(tmp_path / n) for n in ("a.txt.gz", "b.txt", "sub/c.eml")]
    assert (found[0].container, found[0].text) == ("gzip", FIRST)


def pdf(*lines: str) -> bytes:
    """A PDF of one page, by hand."""
    drawn = "BT /F1 12 Tf 14 TL 72 720 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]  # fmt: skip
    out, offsets = b"%PDF-1.4\n", []
    for i, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += f"{i} 0 obj\n{part}\nendobj\n".encode()
    table = "".join(f"{at:010} 00000 n \n" for at in offsets)
    tail = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + tail.encode()


def test_a_pdfs_lines_are_joined_into_paragraphs() -> None:
    pytest.importorskip("pypdf")
    data = pdf(
        "The pier at Skarholm burned on Monday, harbour master", "Ilse Brandt said, and nobody was hurt.",
        "Engineers will look at the piles on Friday, she told a", "meeting of the council.",
    )  # fmt: skip
    [(report, notes)] = read(data, "a.pdf")
    assert report.text.split("\n\n") == [
        "The pier at Skarholm burned on Monday, harbour master Ilse Brandt said, and nobody was hurt.",
        "Engineers will look at the piles on Friday, she told a meeting of the council.",
    ]
    assert (report.container, report.published) == ("pdf", None)
    assert "pdf" in codes(notes)


def test_a_word_that_a_pdf_divides_is_whole_again() -> None:
    lines = [
        "The well-known harbour at Skarholm re-", "opened on Monday, the harbour master told a well-",
        "known paper, and a Norwegian-", "Swedish ferry sailed at once - as it al-", "ways does.",
    ]  # fmt: skip
    assert paragraphs(["\n".join(lines)]) == (
        "The well-known harbour at Skarholm reopened on Monday, the harbour master told a well-known paper, and a "
        "Norwegian-Swedish ferry sailed at once - as it always does."
    )


@pytest.mark.parametrize("name", ["untitled", "(anonymous)", "Microsoft Word - pier final.doc", "pier.indd"])
def test_a_name_that_a_program_gave_a_pdf_is_no_title(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"pages": [FIRST], "cut": False, "title": name, "author": "Administrator"}
    done = subprocess.CompletedProcess((), 0, json.dumps(said).encode())
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    [(report, _)] = read(b"%PDF-1.7", "a.pdf")
    assert (report.title, report.byline) == (None, None)


def test_a_text_and_a_page_are_what_they_were() -> None:
    for data in (
        b"{not json} is how the note began, she said.",
        b"[Oslo] The pier burned.",
        b"From: the editor\n\nA note.",
        FIRST.encode(),
    ):
        [(report, _)] = read(data)
        assert report.text == data.decode()
        assert (report.container, report.member, report.sha256) == (None, None, hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    ("declared", "words"), [("iso-8859-1", "Café Pöls, “sagte” er"), ("windows-1251", "Пирс сгорел")]
)
def test_what_a_page_declares_of_its_encoding_is_tried(declared: str, words: str) -> None:
    encoding = "cp1252" if declared == "iso-8859-1" else declared
    data = f'<html><head><meta charset="{declared}"><title>t</title></head><body><article><p>{words}. {FIRST}</p></article></body></html>'
    [(report, notes)] = read(data.encode(encoding))
    assert words in report.text
    assert "encoding" in codes(notes)


def test_a_large_archive_is_read_as_a_stream() -> None:
    class Endless(io.RawIOBase):
        """JSON lines without an end."""

        def __init__(self) -> None:
            self.left = b""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            self.left = self.left or json.dumps({"text": FIRST}).encode() + b"\n"
            size = min(len(buffer), len(self.left))
            buffer[:size], self.left = self.left[:size], self.left[size:]
            return size

    from sayso.reports.items import Way
    from sayso.reports.json_items import read_lines

    lines = read_lines(io.BufferedReader(Endless()), Way(), {}, Limits())  # type: ignore[arg-type]
    assert [next(lines).way.member for _ in range(3)] == ["line 1", "line 2", "line 3"]
