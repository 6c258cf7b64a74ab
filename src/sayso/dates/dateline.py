"""A report's dateline ('MOSCOW, Sept. 12, 2023 (AP)'), which is read for its date though it is no prose."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.language.analysis import Analysis, Sentence, Word
from sayso.language.words import word_spans
from sayso.record.types import PROSE, Report

_OPENING = 2000
"""Characters at the start of the text in which a dateline that isn't a block of its own is looked for."""

_LONGEST = 300
"""Characters of a dateline that are read."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where the dateline is, and, if that isn't prose, its words as a sentence of their own."""

    start: int
    end: int
    analysis: Analysis | None


def dateline_of(report: Report) -> Dateline | None:
    """The report's dateline: its block of that role, or else the words of ``report.dateline`` in the text."""
    for block in report.blocks:
        if block.role == "dateline":
            return _read(report, block.start, min(block.end, block.start + _LONGEST))
    if not report.dateline:
        return None
    start = report.text.find(report.dateline, 0, _OPENING)
    end = min(start + len(report.dateline), start + _LONGEST)
    if start < 0:
        return None
    prose = not report.blocks or any(b.role in PROSE and b.start <= start < b.end for b in report.blocks)
    return Dateline(start, end, None) if prose else _read(report, start, end)


def _read(report: Report, start: int, end: int) -> Dateline | None:
    spans = word_spans(report.text, start, end)
    if not spans:
        return None
    texts = [report.text[a:b] for a, b in spans]
    words = tuple(
        Word(i, a, b, text, text.lower(), "X", "", i, "dep", 0)
        for i, ((a, b), text) in enumerate(zip(spans, texts, strict=True))
    )
    sentence = Sentence(0, spans[0][0], spans[-1][1], 0, len(words) - 1, 0)
    return Dateline(start, end, Analysis(report, words, (sentence,), ()))
