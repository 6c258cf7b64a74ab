"""What a reader will take: named settings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one input. Over a cap there is a clear error, never a hang."""

    max_bytes: int = 20_000_000
    """Bytes of a file, a page, or standard input."""
    max_characters: int = 500_000
    """Characters of text that are read; the rest is left out with a note."""
    max_depth: int = 10_000
    """Elements of a page that are open at once (unclosed paragraphs of a sloppy page count too)."""
    max_fetch_seconds: float = 30.0
    max_redirects: int = 5


LIMITS = Limits()
