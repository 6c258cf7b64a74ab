"""Small files of every kind, made here, for the fuzzer to begin with."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Iterator

from reading import named

WORDS = "The pier at Skarholm burned on Monday, harbour master Ilse Brandt said."
PAGE = f"<html lang=en><head><title>Pier</title><meta charset=utf-8></head><body><article><p>{WORDS}</p></article></body></html>"
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>A</title>
<item><title>B</title><link>https://a.example/b</link><guid>1</guid><pubDate>Tue, 05 Mar 2024 10:15:00 +0100</pubDate>
<author>a@b.example (Bo)</author><content:encoded><![CDATA[<p>{WORDS}</p><figcaption>x</figcaption>]]></content:encoded></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>A</title><entry><id>u</id><title type="html">B &lt;i&gt;</title>
<updated>2024-03-05T10:15:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{WORDS}</p></div></content></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://a.example/b</loc><news:news><news:publication_date>2024-03-05</news:publication_date><news:title>B</news:title></news:news></url></urlset>"""
NEWSML = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g"><itemMeta><versionCreated>2024-03-05T10:15:00Z</versionCreated></itemMeta>
<contentMeta><headline>B</headline><by>By Bo</by><creditline>Nordwire</creditline></contentMeta><contentSet><inlineXML contenttype="application/nitf+xml">
<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content><p>{WORDS}</p></body.content></body></nitf></inlineXML></contentSet></newsItem>"""
MAIL = f"""From: Desk <a@b.example>\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\nDate: Tue, 05 Mar 2024 10:15:00 +0100\r\nMIME-Version: 1.0\r\n\
Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\
Content-Transfer-Encoding: quoted-printable\r\n\r\n{WORDS}=\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>{WORDS}</p>\r\n--x--\r\n"""
NINJS = json.dumps(
    {"uri": "u", "versioncreated": "2024-03-05T10:15:00Z", "headline": "B", "body_html": f"<p>{WORDS}</p>"}
)
ROBOTS = "User-agent: *\nDisallow: /a*b$\nAllow: /a\nCrawl-delay: 2\nSitemap: https://a.example/s.xml\n"


def warc() -> bytes:
    """Two records."""
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{len(PAGE):x}\r\n{PAGE}\r\n0\r\n\r\n".encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nWARC-Date: 2024-03-05T10:15:00Z\r\nContent-Length: {len(body)}\r\n\r\n"
    return (head.encode() + body + b"\r\n\r\n") * 2


def zipped() -> bytes:
    """One member, packed, and one that is not."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", WORDS, zipfile.ZIP_DEFLATED)
        archive.writestr("b/c.xml", RSS)
    return out.getvalue()


def tarred(mode: str) -> bytes:
    """One member."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(WORDS)
        archive.addfile(info, io.BytesIO(WORDS.encode()))
    return out.getvalue()


def seeds() -> Iterator[bytes]:
    """Inputs of every kind."""
    texts = {
        "in.txt": f"Pier burns\nBy Bo Lind\nSKARHOLM, March 5 (Nordwire) - {WORDS}\n\nAP / Pool\n", "in.html": PAGE,
        "in.rss": RSS, "in.eml": MAIL, "in.json": NINJS, "in.jsonl": NINJS + "\n" + NINJS + "\n", "robots.txt": ROBOTS,
    }  # fmt: skip
    yield from (named(name, text.encode()) for name, text in texts.items())
    yield from (named("in.xml", text.encode()) for text in (ATOM, SITEMAP, NEWSML))
    yield from (named("in", text.encode("utf-16")) for text in (RSS, WORDS))
    yield named("in.warc", warc())
    yield named("in.warc.gz", gzip.compress(warc()[: len(warc()) // 2]) * 2)
    yield named("in.gz", gzip.compress(RSS.encode()))
    yield named("in.zip", zipped())
    yield named("in.tar", tarred("w"))
    yield named("in.tgz", tarred("w:gz"))
    yield named("in.bz2", bz2.compress(RSS.encode()))
    yield named("in.xz", lzma.compress(RSS.encode()))
    yield named("in", tarred("w:xz"))
    try:
        import zstandard
    except ImportError:
        return
    yield named("in.zst", zstandard.ZstdCompressor().compress(RSS.encode()))
