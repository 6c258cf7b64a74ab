"""Quotation marks: which characters of a report stand in quotation, and what kind a content is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from sayso.record.spans import Span
from sayso.record.types import Report, StatementKind

OPENING = "“„«"
CLOSING = "”»"
STRAIGHT = '"'
_MARKS = OPENING + CLOSING + STRAIGHT
_DIRECT = 0.85
"""Share of a content's letters in quotation from which the whole counts as a direct quotation."""


class Quotations:
    """The quoted ranges of a report: each block for itself; an open quotation ends with its block."""

    def __init__(self, report: Report) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._text = text = report.text
        for block in report.blocks:
            begin = -1
            for i in range(block.start, block.end):
                mark = text[i]
                if mark not in _MARKS:
                    continue
                if begin < 0 and mark not in CLOSING:
                    begin = i
                elif begin >= 0 and mark not in OPENING:
                    self._add(begin, i + 1)
                    begin = -1
            if begin >= 0:
                self._add(begin, block.end)

    def _add(self, start: int, end: int) -> None:
        self._starts.append(start)
        self._ends.append(end)

    def range_at(self, offset: int) -> tuple[int, int] | None:
        """The quotation that character ``offset`` lies in."""
        i = bisect_right(self._starts, offset) - 1
        if i >= 0 and offset < self._ends[i]:
            return self._starts[i], self._ends[i]
        return None

    def share(self, content: Iterable[Span]) -> float:
        """The share of the letters and digits of ``content`` that stand in quotation."""
        total = quoted = 0
        for span in content:
            i = max(0, bisect_right(self._starts, span.start) - 1)
            for at in range(span.start, span.end):
                while i < len(self._starts) and self._ends[i] <= at:
                    i += 1
                if self._text[at].isalnum():
                    total += 1
                    quoted += i < len(self._starts) and self._starts[i] <= at
        return quoted / total if total else 0.0

    def kind(self, content: Iterable[Span]) -> StatementKind:
        """``direct``, ``mixed`` or ``indirect``, by how much of the content is quoted."""
        share = self.share(content)
        if share >= _DIRECT:
            return "direct"
        return "mixed" if share > 0 else "indirect"


def with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the quotation marks and closing stop that touch it, where they pair up."""
    inner = text[start:end]
    odd = inner.count(STRAIGHT) % 2
    before = text[start - 1] if start else ""
    if before and (before in OPENING or before == STRAIGHT):
        return start - 1, end if odd else _past_mark(text, end)
    opened = sum(inner.count(c) for c in OPENING) > sum(inner.count(c) for c in CLOSING)
    return start, _past_mark(text, end) if opened or odd else end


def _past_mark(text: str, end: int) -> int:
    """Where a closing mark ends that stands at ``end``, or after one or two stops; ``end`` where none does."""
    after = end
    while after < len(text) and after < end + 2 and text[after] in ".,?!":
        after += 1
    closes = after < len(text) and (text[after] in CLOSING or text[after] == STRAIGHT)
    return after + 1 if closes else end
