"""Spans: exact characters of a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (code points, end exclusive) of a report's text.

    ``text`` is always ``report.text[start:end]``; make spans with :meth:`of` so that it holds.
    """

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of ``text`` from ``start`` to ``end``.

        Raises:
            ValueError: the offsets do not lie in ``text`` or are the wrong way round.
        """
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"span {start}:{end} does not lie in a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether every character of ``other`` is a character of this span."""
        return self.start <= other.start and other.end <= self.end


def covered(spans: Iterable[Span], span: Span) -> int:
    """How many characters of ``span`` lie in ``spans`` (which do not overlap each other)."""
    return sum(max(0, min(s.end, span.end) - max(s.start, span.start)) for s in spans)
