"""How much an assistant is told at once: named settings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caps:
    """Caps on one question and its answer; what is left out is said, and how to go on."""

    max_items: int = 20
    """Stories, points, claims, rows or reports on a page."""
    max_claims: int = 8
    """Claims that are shown of a point, and changes and contradictions; ``claims`` has all of a point."""
    max_spans: int = 6
    """Citations of one claim."""
    max_quote: int = 600
    """Characters of one quotation."""
    max_text: int = 8_000
    """Characters of a report's text at once."""
    max_answer: int = 30_000
    """Characters of an answer, as JSON; a page ends earlier where it would be longer."""
    max_question: int = 2_000
    """Characters of a claim to check, or of one thing to look for."""
    max_looked: int = 200
    """Stories that are looked into for a page."""
    max_whole: int = 2_000
    """Reports of a ledger of which a timeline, sources or silences may be asked without anything to look for."""


CAPS = Caps()
