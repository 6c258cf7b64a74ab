"""What a reader will take: named settings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one input. Over a cap there is a clear error, never a hang."""

    max_bytes: int = 20_000_000
    """Bytes of a file, a page, standard input, or one member of an archive."""
    max_characters: int = 500_000
    """Characters of text that are read; the rest is left out with a note."""
    max_depth: int = 10_000
    """Elements of a page that are open at once (unclosed paragraphs of a sloppy page count too)."""
    max_fetch_seconds: float = 30.0
    max_redirects: int = 5
    max_ratio: int = 100
    """Unpacked bytes for each byte of a packed file; text packs ten to one, a bomb a thousand to one and more."""
    spare_bytes: int = 50_000_000
    """Unpacked bytes that are allowed whatever the file's size."""
    max_members: int = 1_000_000
    """Members of a zip or tar archive."""
    max_tar_header_bytes: int = 8_192
    """Bytes of a tar member's extended head: its long name, and the like."""
    max_nesting: int = 3
    """Archives within archives."""
    max_items: int = 50_000
    """Items of one feed, sitemap, news message or JSON list. Lines and WARC records are not counted: they stream."""
    max_header_bytes: int = 65_536
    """Bytes of a WARC record's head."""
    max_repair_bytes: int = 200_000_000
    """Bytes that are looked through once more in all, where the lengths in a WARC lie."""
    max_parts: int = 1_000
    """Parts of an e-mail."""
    max_mail_work: int = 20_000_000
    """Lines of an e-mail, times the parts that it declares."""
    max_pages: int = 2_000
    """Pages of a PDF."""
    max_pdf_seconds: float = 60.0


LIMITS = Limits()
