"""What kind of file a file is, from its first bytes, its name and its media type."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Literal

from sayso.reports import feeds, newsml, sitemaps
from sayso.reports.archives import MAGIC
from sayso.reports.json_items import is_lines
from sayso.reports.mail import is_mail
from sayso.reports.mailbox import is_mailbox
from sayso.reports.xml import narrow, root_name

Kind = Literal[
    "gzip",
    "zstd",
    "bzip2",
    "xz",
    "zip",
    "tar",
    "warc",
    "pdf",
    "feed",
    "sitemap",
    "newsml",
    "json",
    "json lines",
    "mail",
    "mailbox",
    "xml",
    "text",
]
HEAD = 65_536
"""Bytes that are looked at."""
SUFFIXES = frozenset(
    {"", ".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".rdf", ".json", ".jsonl",
     ".ndjson", ".eml", ".mbox", ".warc", ".gz", ".tgz", ".zst", ".bz2", ".tbz2", ".xz", ".txz", ".zip", ".tar", ".pdf"}
)  # fmt: skip
"""What is taken for a report, or for what holds reports, in a folder or an archive."""
TELLS = "META.json"
"""A folder's list of what its files do not say themselves."""
_ZSTD = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_ROOTS: dict[str, Kind] = {
    **dict.fromkeys(feeds.ROOTS, "feed"), **dict.fromkeys(sitemaps.ROOTS, "sitemap"),
    **dict.fromkeys(newsml.ROOTS, "newsml"),
}  # fmt: skip


def tells_of_others(path: Path) -> bool:
    """Whether a file is no report, but tells what its neighbours do not say themselves.

    It is called META.json; or so in other letters, and then it has to look like one, since it might be a report.
    """
    if path.name == TELLS or path.name.lower() != TELLS.lower():
        return path.name == TELLS
    try:
        entries = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(entries, list) and bool(entries) and all(isinstance(e, dict) and "file" in e for e in entries)


def kind_of(head: bytes, name: str = "") -> Kind:
    """The kind of a file that begins with ``head`` and is called ``name``."""
    low = name.lower()
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if _ZSTD.match(head):
        return "zstd"
    if _BZIP2.match(head):
        return "bzip2"
    if head.startswith(MAGIC["xz"]):
        return "xz"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if head[257:262] == b"ustar" or (low.endswith(".tar") and b"\x00" in head[:512]):
        return "tar"
    if head.startswith(b"WARC/"):
        return "warc"
    if b"%PDF-" in head[:1024] and not head.lstrip().startswith(b"<"):
        return "pdf"
    bare = narrow(head)
    start = bare.lstrip()[:1]
    if start == b"<":
        root = root_name(bare) or ""
        if root in _ROOTS:
            return _ROOTS[root]
        # A page may be declared as XML; what else is, is no report.
        return "xml" if bare.lstrip().startswith(b"<?xml") and root.lower() != "html" else "text"
    if start in (b"{", b"["):
        if start == b"{" and (low.endswith((".jsonl", ".ndjson")) or is_lines(bare)):
            return "json lines"
        return "json"
    if low.endswith((".jsonl", ".ndjson")):
        return "json lines"
    if is_mailbox(bare) or (low.endswith(".mbox") and bare.startswith(b"From ")):
        return "mailbox"
    if low.endswith(".eml") or is_mail(bare):
        return "mail"
    return "text"
