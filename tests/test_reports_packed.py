"""bzip2 and xz beside gzip and zstd: what is in them is read alike, and damage and bombs cost themselves."""

from __future__ import annotations

import bz2
import json
import lzma
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from sayso.archive.streams import Line, held_in
from sayso.reports import Item, Limits, Unread, UnreadableReport, reports_in
from test_reports_containers import FIRST, RSS, SECOND, page, read, tarred, warc_record

Pack = Callable[[bytes], bytes]
PACKS: dict[str, Pack] = {"bz2": bz2.compress, "xz": lzma.compress}
SMALL = Limits(max_bytes=100_000, spare_bytes=1_000_000)


@pytest.fixture(params=PACKS)
def pack(request: pytest.FixtureRequest) -> Pack:
    return PACKS[request.param]


def name_of(pack: Pack, name: str) -> str:
    return f"{name}.{'bz2' if pack is bz2.compress else 'xz'}"


def lost(data: bytes, name: str, limits: Limits = SMALL) -> list[str]:
    return [one.message for one in reports_in(data, limits, file=name) if isinstance(one, Unread) and one.lost]


def test_a_packed_text_is_read(pack: Pack) -> None:
    [(report, _)] = read(pack(FIRST.encode()), name_of(pack, "a.txt"))
    assert report.text == FIRST
    assert report.container == ("bzip2" if pack is bz2.compress else "xz")


def test_streams_one_behind_the_other_are_one(pack: Pack) -> None:
    data = pack(FIRST.encode() + b" ") + pack(SECOND.encode())
    [(report, _)] = read(data, name_of(pack, "a.txt"))
    assert report.text == f"{FIRST} {SECOND}"


def test_a_packed_feed_and_a_packed_warc_are_read(pack: Pack) -> None:
    items = [one for one in reports_in(pack(RSS), file=name_of(pack, "feed.xml")) if isinstance(one, Item)]
    assert items[0].report()[0].title == "Pier burns at Skarholm"
    both = warc_record(page(FIRST)) + warc_record(page(SECOND), "https://bell.example/2")
    assert len(read(pack(both), name_of(pack, "crawl.warc"))) == 2


@pytest.mark.parametrize("name", ["a.txt", "in.tar"])
@pytest.mark.parametrize("mode", ["w:bz2", "w:xz"])
def test_a_packed_tar_is_read(mode: str, name: str) -> None:
    suffix = {"w:bz2": ".tbz2", "w:xz": ".txz"}[mode] if name == "a.txt" else ""
    assert [report.text for report, _ in read(tarred({"a.txt": FIRST.encode()}, mode), f"in{suffix}")] == [FIRST]


def test_lines_in_an_archive_are_handed_on_as_they_stand(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / name_of(pack, "news.jsonl")
    path.write_bytes(pack(b"".join(json.dumps({"text": words}).encode() + b"\n" for words in (FIRST, SECOND))))
    found = list(held_in(path, {}))
    assert [type(one) for one in found] == [Line, Line]
    assert [one.held({}) if isinstance(one, Line) else one for one in found] == list(reports_in(path))


def test_a_bomb_is_left_early_and_what_came_before_is_kept(pack: Pack) -> None:
    line = json.dumps({"text": FIRST}).encode() + b"\n"
    held = list(reports_in(pack(line + b" \n" * 20_000_000), SMALL, file=name_of(pack, "a.jsonl")))
    assert [one.report()[0].text for one in held if isinstance(one, Item)] == [FIRST]
    assert isinstance(held[-1], Unread)
    assert "unpacks to far more" in held[-1].message


def test_a_file_that_breaks_off_or_is_damaged_is_said(pack: Pack) -> None:
    data = pack(random.Random(1).randbytes(9_000).hex().encode())
    assert "breaks off" in lost(data[:-40], name_of(pack, "a.txt"))[0]
    broken = bytearray(data)
    broken[len(data) // 2] ^= 0xFF
    assert "damaged" in lost(bytes(broken), name_of(pack, "a.txt"))[0]


def test_an_xz_that_asks_for_too_much_memory_is_refused() -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 29}]
    data = lzma.compress(FIRST.encode(), filters=filters)
    assert "damaged" in lost(data, "a.txt.xz")[0]


@pytest.mark.parametrize("mark", [b"PAR1", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"])
def test_what_is_not_read_is_called_by_its_name(mark: bytes) -> None:
    [item] = reports_in(mark + bytes(range(32)) * 20, file="a.bin")
    assert isinstance(item, Item)
    with pytest.raises(UnreadableReport, match=r"^it is (?!binary)"):
        item.report()
