"""What is done with every fuzzed input: the first byte chooses its name, the rest is read as a file of that name.

Whatever the bytes are, there are reports, addresses and notes, in bounded time and memory, and never a fault.
"""

from __future__ import annotations

import json

from sayso.record.contract import dumps
from sayso.record.types import Record
from sayso.reports import Address, Item, Limits, Unread, UnreadableReport, reports_in
from sayso.reports.containers import FAULT
from sayso.reports.robots import parse as robots

SMALL = Limits(max_bytes=200_000, spare_bytes=1_000_000, max_items=100, max_members=100)
NAMES = (
    "in", "in.txt", "in.html", "in.xml", "in.rss", "in.json", "in.jsonl", "in.eml", "in.warc", "in.warc.gz", "in.gz",
    "in.zst", "in.zip", "in.tar", "in.tgz", "robots.txt",
    "in.bz2", "in.xz",
)  # fmt: skip


def named(name: str, data: bytes) -> bytes:
    """A fuzzer's input that is read as ``data`` under ``name``."""
    return bytes([NAMES.index(name)]) + data


def read_one(data: bytes) -> None:
    """Read a fuzzer's input, and see that what comes out is whole."""
    if not data:
        return
    name, data = NAMES[data[0] % len(NAMES)], data[1:]
    if b"%PDF-" in data[:1024]:
        # Read in a process of its own, by pypdf: there is nothing of ours to find, and it takes a second.
        return
    if name == "robots.txt":
        robots(data).allow("/a/b?c=" + data[:50].decode("latin-1"))
        return
    for held in reports_in(data, SMALL, file=name):
        assert isinstance(held, Item | Address | Unread)
        held.way.name.encode("utf-8", "surrogatepass")
        if not isinstance(held, Item):
            assert not isinstance(held, Unread) or FAULT not in held.message
            continue
        assert held.id == held.id
        try:
            report, notes = held.report(limits=SMALL)
        except UnreadableReport:
            continue
        assert report.text
        at = 0
        for block in report.blocks:
            assert at <= block.start < block.end <= len(report.text)
            at = block.end
        json.loads(dumps(Record(report, notes=notes)).encode("utf-8"))
