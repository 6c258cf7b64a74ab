"""Hostile files: each costs itself and a note that names it, in little time and memory, and nothing else is lost."""

from __future__ import annotations

import gzip
import io
import json
import struct
import tarfile
import time
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.record.contract import dumps, from_json
from sayso.record.types import Record
from sayso.reports import Held, Item, Limits, Unread, UnreadableReport, reports_in
from test_reports_containers import ATOM, FIRST, MAIL, RSS, SECOND, page, pdf, tarred, warc_record, zipped

SMALL = Limits(max_bytes=100_000, spare_bytes=1_000_000, max_items=100, max_members=100)


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    begun = time.process_time()
    yield
    assert time.process_time() - begun < 30


def kept(held: list[Held]) -> list[str]:
    return [one.report()[0].text for one in held if isinstance(one, Item)]


def lost(held: list[Held]) -> list[str]:
    return [f"{one.way.name}: {one.message}" for one in held if isinstance(one, Unread) and one.lost]


BOMB = """<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"""
OUTSIDE = """<!DOCTYPE rss [<!ENTITY c SYSTEM "file:///etc/hostname">]>"""


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE, '<!DOCTYPE rss SYSTEM "http://127.0.0.1/x.dtd">'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_bombs_and_document_types_are_refused(doctype: str, encoding: str) -> None:
    feed = f"{doctype}<rss><channel><item><description>&c;</description></item></channel></rss>"
    held = list(reports_in(feed.encode(encoding), file="feed.xml"))
    assert not kept(held)
    assert "document type" in lost(held)[0]


def test_a_document_type_behind_comments_is_refused() -> None:
    held = list(reports_in(f"<?xml version='1.0'?><!-- x --> {BOMB}<feed>&c;</feed>".encode()))
    assert "document type" in lost(held)[0]


def test_a_doctype_within_an_items_page_is_no_document_type() -> None:
    feed = f"<rss><channel><item><description><![CDATA[<!DOCTYPE html><p>{FIRST}</p>]]></description></item></channel></rss>"
    assert kept(list(reports_in(feed.encode()))) == [FIRST]


def test_a_gzip_bomb_is_left_early() -> None:
    bomb = gzip.compress(b"a" * 30_000_000)
    held = list(reports_in(bomb, SMALL, file="bomb.txt.gz"))
    assert not kept(held)
    assert "bomb.txt.gz" in lost(held)[0]


def test_a_gzip_bomb_of_lines_is_left_early_and_what_came_before_is_kept() -> None:
    line = json.dumps({"text": FIRST}).encode() + b"\n"
    held = list(reports_in(gzip.compress(line + b" \n" * 20_000_000), SMALL, file="a.jsonl.gz"))
    assert kept(held) == [FIRST]
    assert "unpacks to far more" in lost(held)[-1]


def test_a_zip_bomb_among_members_costs_itself() -> None:
    data = zipped({"a.txt": FIRST.encode(), "bomb.txt": b"\x20" * 300_000, "b.txt": SECOND.encode()})
    held = list(reports_in(data, SMALL, file="in.zip"))
    assert kept(held) == [FIRST, SECOND]
    assert lost(held) == ["in.zip > bomb.txt: it is longer than 100,000 bytes"]


def test_many_bombs_in_a_zip_use_up_what_is_allowed() -> None:
    data = zipped({"a.txt": FIRST.encode(), **{f"{i}.txt": b" " * 99_000 for i in range(90)}})
    held = list(reports_in(data, SMALL, file="in.zip"))
    assert kept(held[:1]) == [FIRST]
    assert "unpacks to far more" in lost(held)[-1]


def test_a_packed_tar_bomb_is_left_early() -> None:
    data = tarred({"a.txt": FIRST.encode(), **{f"{i}.txt": b" " * 99_000 for i in range(90)}})
    held = list(reports_in(data, SMALL, file="in.tgz"))
    assert kept(held[:1]) == [FIRST]
    assert "unpacks to far more" in lost(held)[-1]


def test_a_zstd_bomb_is_left_early() -> None:
    zstandard = pytest.importorskip("zstandard")
    line = json.dumps({"text": FIRST}).encode() + b"\n"
    bomb = zstandard.ZstdCompressor().compress(line + b" " * 60_000_000)
    held = list(reports_in(bomb, Limits(max_bytes=100_000, spare_bytes=20_000_000), file="a.jsonl.zst"))
    assert kept(held) == [FIRST]
    assert "unpacks to far more" in lost(held)[-1]


def test_a_damaged_zstd_file_is_said() -> None:
    zstandard = pytest.importorskip("zstandard")
    data = bytearray(zstandard.ZstdCompressor().compress(page(FIRST) * 50))
    data[len(data) // 2] ^= 0xFF
    assert lost(list(reports_in(bytes(data[:-5]), file="a.html.zst")))


def test_a_zstd_warc_with_a_dictionary_of_its_own() -> None:
    zstandard = pytest.importorskip("zstandard")
    raw = zstandard.ZstdCompressionDict(page(FIRST))
    pack = zstandard.ZstdCompressor(dict_data=raw)
    told = raw.as_bytes()
    data = struct.pack("<II", 0x184D2A5D, len(told)) + told
    data += b"".join(
        pack.compress(warc_record(page(words), f"https://bell.example/{words[:1]}")) for words in (FIRST, SECOND)
    )
    assert len(kept(list(reports_in(data, file="crawl.warc.zst")))) == 2
    held = list(reports_in(struct.pack("<II", 0x184D2A5D, 1 << 30) + told, file="crawl.warc.zst"))
    assert "dictionary is too large" in lost(held)[0]


def test_an_archive_that_holds_itself_comes_to_an_end() -> None:
    data = FIRST.encode()
    for _ in range(10):
        data = zipped({"in.zip": data})
    [message] = lost(list(reports_in(data)))
    assert "nest deeper" in message


def test_too_many_members_are_refused() -> None:
    held = list(reports_in(zipped({f"{i}.txt": b"x" for i in range(101)}), SMALL))
    assert "more than 100 members" in lost(held)[0]


def test_a_zip_whose_lengths_lie() -> None:
    data = bytearray(zipped({"a.txt": FIRST.encode() * 20, "b.txt": SECOND.encode()}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 9)  # uncompressed size of the first member
    held = list(reports_in(bytes(data), file="in.zip"))
    assert kept(held) == [SECOND]
    assert lost(held)[0].startswith("in.zip > a.txt: ")


def test_a_zips_damaged_member_costs_itself() -> None:
    data = bytearray(zipped({"a.txt": FIRST.encode(), "b.txt": SECOND.encode()}))
    data[45] ^= 0xFF
    held = list(reports_in(bytes(data), file="in.zip"))
    assert kept(held) == [SECOND]
    assert lost(held)[0].startswith("in.zip > a.txt: ")


def test_a_truncated_tar_keeps_what_came_whole() -> None:
    data = tarred({"a.txt": FIRST.encode(), "b.txt": SECOND.encode() * 1000}, "w")[:6000]
    held = list(reports_in(data, file="in.tar"))
    assert kept(held) == [FIRST]
    assert lost(held)[0].startswith("in.tar")


def test_a_truncated_gzip_says_so() -> None:
    held = list(reports_in(gzip.compress(FIRST.encode() * 50)[:-30], file="a.txt.gz"))
    assert not kept(held)
    assert "breaks off" in lost(held)[0]


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/evil.txt", "..\\evil.txt", "C:\\evil.txt", "a/../../evil.txt"]
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_path_traversal_in_archives(name: str, pack: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    held = list(reports_in(pack({name: b"no", "a.txt": FIRST.encode()})))  # type: ignore[operator]
    assert kept(held) == [FIRST]
    assert "leads out of the archive" in lost(held)[0]
    assert not list(tmp_path.iterdir())


def test_links_in_a_tar_are_not_followed() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"link{kind!r}.txt")
            info.type, info.linkname = kind, "/etc/hostname"
            archive.addfile(info)
    assert all("not a file" in message for message in lost(list(reports_in(out.getvalue()))))


def test_an_encrypted_member_is_named() -> None:
    data = bytearray(zipped({"a.txt": FIRST.encode()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert "encrypted" in lost(list(reports_in(bytes(data))))[0]


def test_a_warc_record_that_tells_too_great_a_length_costs_itself() -> None:
    data = (
        warc_record(page(FIRST))
        + warc_record(page("x"), "https://bell.example/2", length=50_000)
        + warc_record(page(SECOND), "https://bell.example/3")
    )
    held = list(reports_in(data, file="crawl.warc"))
    assert [FIRST in kept(held)[0], SECOND in kept(held)[1]] == [True, True]
    assert lost(held) == ["crawl.warc > urn:uuid:2: it is not as long as the 50,000 bytes that it tells"]


@pytest.mark.parametrize("length", [10**14, 300_000])
def test_a_warc_record_that_tells_a_huge_length_costs_itself(length: int) -> None:
    data = warc_record(page("x"), length=length) + warc_record(page(SECOND), "https://bell.example/3")
    held = list(reports_in(data, SMALL, file="crawl.warc"))
    assert len(kept(held)) == len(lost(held)) == 1


def test_thousands_of_lying_warc_records_take_no_more_than_linear_time() -> None:
    data = warc_record(b"x", length=20_000_000) * 5_000 + warc_record(page(SECOND))
    assert lost(list(reports_in(data)))


def test_a_warc_of_many_records_is_read_whole_after_a_lie() -> None:
    many = b"".join(warc_record(page(f"Day {i}. {SECOND}"), f"https://bell.example/{i}") for i in range(300))
    held = list(reports_in(warc_record(page(FIRST), length=10_000_000) + many))
    assert (len(kept(held)), len(lost(held))) == (300, 1)


@pytest.mark.parametrize("length", [3, 200])
def test_a_warc_record_that_tells_too_small_a_length_costs_itself(length: int) -> None:
    data = warc_record(page("x"), length=length) + warc_record(page(SECOND), "https://bell.example/3")
    held = list(reports_in(data, file="crawl.warc"))
    assert [SECOND in text for text in kept(held)] == [True]
    assert lost(held)


def test_a_warc_record_without_a_length_costs_itself() -> None:
    data = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nabc\r\n\r\n" + warc_record(page(SECOND))
    held = list(reports_in(data))
    assert (len(kept(held)), "is none" in lost(held)[0]) == (1, True)


def test_a_truncated_warc_keeps_what_came_whole() -> None:
    held = list(reports_in((warc_record(page(FIRST)) + warc_record(page(SECOND)))[:-40]))
    assert len(kept(held)) == 1
    assert "breaks off" in lost(held)[0]


@pytest.mark.parametrize("damage", ["flip", "cut"])
@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_a_damaged_packed_record_of_a_warc_costs_itself(damage: str, packing: str) -> None:
    compress = (
        gzip.compress
        if packing == "gzip"
        else pytest.importorskip("zstandard").ZstdCompressor(write_checksum=True).compress
    )
    parts = [
        compress(warc_record(page(words), f"https://bell.example/{i}")) for i, words in enumerate((FIRST, "x", SECOND))
    ]
    middle = bytearray(parts[1])
    middle[len(middle) // 2] ^= 0xFF
    parts[1] = bytes(middle) if damage == "flip" else parts[1][:100]
    held = list(reports_in(b"".join(parts), file="crawl.warc"))
    assert [FIRST in kept(held)[0], SECOND in kept(held)[-1], len(kept(held))] == [True, True, 2]
    assert len(lost(held)) == 1


def test_a_bomb_in_a_warcs_answer_costs_itself() -> None:
    packed = gzip.compress(b" " * 5_000_000)
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + packed
    bomb = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: %d\r\n\r\n" % len(
        block
    )
    held = list(reports_in(bomb + block + b"\r\n\r\n" + warc_record(page(SECOND)), SMALL))
    assert (len(kept(held)), "unpacks to more" in lost(held)[0]) == (1, True)


@pytest.mark.parametrize(
    "data",
    [
        b"<rss><channel>" + b"<a>" * 1_000_000,
        b"<rss><channel><item><description>" + b"&lt;b&gt;" * 1_000_000 + b"x</description></item></channel></rss>",
        json.dumps({"text": "<p>" + "<b>" * 1_000_000 + "x"}).encode(),
        b'{"text":' + b"[" * 1_000_000,
        b"<html><body>" + b"<div>" * 1_000_000,
    ],
    ids=["xml", "html in a feed", "html in json", "json", "page"],
)
def test_a_million_nested_tags(data: bytes) -> None:
    for one in reports_in(data, file="deep"):
        if isinstance(one, Item):
            try:
                one.report()
            except UnreadableReport:
                continue
            # Brackets that are no JSON are a text.
            assert data.startswith(b"{")
        else:
            assert isinstance(one, Unread)


def test_a_million_nested_parts_of_mail() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(20_000))
    assert lost(list(reports_in(b"From: a@b.example\r\nMIME-Version: 1.0\r\n" + nested, file="a.eml")))


def test_an_e_mail_of_many_lines_in_many_parts_is_refused_at_once() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(300))
    data = b"From: a@b.example\r\nMIME-Version: 1.0\r\n" + nested + b"\n" * 10_000_000
    assert "too many lines" in lost(list(reports_in(data, file="a.eml")))[0]


def test_a_tar_with_a_huge_head_is_not_read_on() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, comment in (("a.txt", "x"), ("b.txt", "1" * 1_000_000)):
            info = tarfile.TarInfo(name)
            info.size, info.pax_headers = len(FIRST), {"comment": comment}
            archive.addfile(info, io.BytesIO(FIRST.encode()))
    held = list(reports_in(out.getvalue(), file="in.tar"))
    assert kept(held) == [FIRST]
    assert "longer than any file's" in lost(held)[0]


def test_a_feed_with_too_many_items_is_cut_with_a_note() -> None:
    items = "".join(f"<item><description>Number {i} burned down.</description></item>" for i in range(200))
    held = list(reports_in(f"<rss><channel>{items}</channel></rss>".encode(), SMALL))
    assert len(kept(held)) == 100
    assert "only the first 100" in lost(held)[0]


def test_a_damaged_feed_gives_what_can_be_made_out() -> None:
    held = list(reports_in(RSS[: RSS.index(b"Lake talks")], file="feed.xml"))
    assert kept(held)[0].startswith(FIRST)
    assert "damaged" in lost(held)[0]


@pytest.mark.parametrize(
    "text",
    ["The pier\x00 burned.", "Half a pair \ud83d stands here.", "He said \u202egnihton\u202c.", "Ze\u200bro\u200d width.",
     unicodedata.normalize("NFD", "Café Pöls burned."), "One line.\r\nAnother line.\r\n"],
    ids=["nul", "lone surrogate", "bidi override", "zero width", "nfd", "crlf"],
)  # fmt: skip
def test_odd_characters_are_kept_and_can_be_written(text: str) -> None:
    line = json.dumps({"text": text, "title": text, "byline": text, "outlet": text, "url": "https://a.example/\u202e"})
    [item] = list(reports_in(line.encode(), file="a.json"))
    assert isinstance(item, Item)
    report, notes = item.report()
    assert report.text == text.replace("\ud83d", "\ufffd")
    assert all(report.text[b.start : b.end] for b in report.blocks)
    record = Record(report, notes=notes)
    assert from_json(json.loads(dumps(record).encode("utf-8"))) == record


def test_line_ends_of_plain_text_in_an_archive_stay() -> None:
    assert kept(list(reports_in(zipped({"a.txt": b"One line.\r\nAnother line.\r\n"})))) == [
        "One line.\r\nAnother line.\r\n"
    ]


@pytest.mark.parametrize(
    "charset", ["punycode", "idna", "unicode_escape", "utf-7", "zlib", "rot13", "x" * 40, "base64"]
)
def test_a_declared_encoding_that_no_report_is_in_is_not_used(charset: str) -> None:
    data = b"<html><head><meta charset=%s></head><body><article><p>Caf\xe9 \\x41 %s</p></article></body></html>"
    [item] = list(reports_in(data % (charset.encode(), FIRST.encode())))
    assert isinstance(item, Item)
    assert FIRST in item.report()[0].text


def test_a_pdf_that_asks_for_too_much_time_is_stopped() -> None:
    pytest.importorskip("pypdf")
    held = list(reports_in(pdf("x"), Limits(max_pdf_seconds=0.01), file="a.pdf"))
    assert "takes longer than 0.01 seconds" in lost(held)[0]


def test_a_pdf_that_is_none_is_said() -> None:
    pytest.importorskip("pypdf")
    assert "PDF" in lost(list(reports_in(b"%PDF-1.7\n" + zlib.compress(b"x" * 1000), file="a.pdf")))[0]


def test_xml_that_is_no_report_is_said() -> None:
    assert "XML of a kind" in lost(list(reports_in(b"<?xml version='1.0'?><project><a/></project>")))[0]


SEEDS = [
    RSS, ATOM, MAIL, zipped({"a.txt": FIRST.encode()}), tarred({"a.txt": FIRST.encode()}), tarred({"a.txt": FIRST.encode()}, "w"),
    warc_record(page(FIRST)), gzip.compress(warc_record(page(FIRST))), json.dumps({"text": FIRST}).encode(),
    json.dumps({"uri": "a", "body_text": FIRST, "versioncreated": "2024"}).encode(),
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=6)), max_size=6),
    st.integers(0, 3000),
)
def test_any_damage_gives_reports_or_notes_and_no_fault(
    seed: bytes, changes: list[tuple[int, bytes]], cut: int
) -> None:
    data = bytearray(seed)
    for at, new in changes:
        data[at % len(data) : at % len(data) + len(new)] = new
    for one in reports_in(bytes(data)[: max(cut, 20)], SMALL, file="in"):
        if isinstance(one, Item):
            try:
                report, notes = one.report()
            except UnreadableReport:
                continue
            json.loads(dumps(Record(report, notes=notes)).encode("utf-8"))
