"""Overlapping spans as a row of segments: where spans nest or cross, the text is cut so that none overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from sayso.record.spans import Span
from sayso.record.types import Record

DEEPEST = 8
"""Marks kept on one segment; of more, the innermost. Hostile nesting then costs linear time and space."""

MARGIN = 300
"""Characters shown on either side of a span where no sentence ends before that."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``start`` to ``end`` play ``part`` (source, cue, content, …) for the statement or claim ``owner``."""

    start: int
    end: int
    part: str
    owner: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters that all have the same marks, outermost first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def segments(start: int, end: int, marks: Iterable[Mark], cuts: Iterable[int] = ()) -> Iterator[Segment]:
    """The text from ``start`` to ``end`` as segments without gaps; no segment runs across one of ``cuts``.

    Empty marks are left out. Time grows as n log n with the number of marks.
    """
    inside = [m for m in marks if m.start < m.end and m.start < end and m.end > start]
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    for mark in sorted(dict.fromkeys(inside), key=lambda m: (m.start, -m.end, m.part, m.owner)):
        opening.setdefault(max(mark.start, start), []).append(mark)
        closing.setdefault(min(mark.end, end), []).append(mark)
    edges = sorted({start, end, *opening, *closing, *(cut for cut in cuts if start < cut < end)})
    active: dict[Mark, None] = {}
    for left, right in pairwise(edges):
        for mark in closing.get(left, ()):
            del active[mark]
        for mark in opening.get(left, ()):
            active[mark] = None
        innermost = tuple(islice(reversed(active), DEEPEST))
        yield Segment(left, right, innermost[::-1])


_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]?\s")


def passage(record: Record, spans: Iterable[Span]) -> tuple[int, int]:
    """The sentence or so around ``spans``, for showing them: from the end of the sentence before to the end of theirs.

    A record holds no sentences, so this goes by punctuation, within the block; at an abbreviation it may cut a little
    close, but never into one of the spans. At most ``MARGIN`` characters stand on either side.
    """
    found = sorted(spans)
    text = record.report.text
    start, end = found[0].start, max(span.end for span in found)
    first = max((b.start for b in record.report.blocks if b.start <= start), default=0)
    last = min((b.end for b in record.report.blocks if b.end >= end), default=len(text))
    first, last = max(first, start - MARGIN), min(last, end + MARGIN)
    before = [m.end() for m in _SENTENCE_END.finditer(text, first, start)]
    if before:
        first = before[-1]
    # The spans may end at, before or behind their sentence's full stop.
    after = _SENTENCE_END.search(text, max(start, end - 1), last)
    if after:
        last = max(end, after.end() - 1)
    return first, last
