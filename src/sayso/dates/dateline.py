"""The date in a report's dateline: 'MOSCOW, Sept. 12, 2023 (AP)'."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sayso.dates.days import read_day
from sayso.dates.grammar import grammar
from sayso.dates.reading import Anchors, Reading
from sayso.dates.scene import Scene
from sayso.language.analysis import Analysis, Sentence, Word
from sayso.language.words import word_spans
from sayso.record.spans import Span
from sayso.record.types import Report

_OPENING = 2000
"""Characters at the start of the text in which a dateline that isn't a block of its own is looked for."""

_LONGEST = 300
"""Characters of a dateline that are read."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """The full date, day and year, that a dateline states."""

    span: Span
    reading: Reading
    day: date


def dateline_of(report: Report) -> Dateline | None:
    """The first full date in the report's dateline; ``None`` when there is no dateline, or no such date in it."""
    place = _place(report)
    if place is None:
        return None
    spans = word_spans(report.text, place[0], min(place[1], place[0] + _LONGEST))
    if not spans:
        return None
    texts = [report.text[a:b] for a, b in spans]
    words = tuple(
        Word(i, a, b, text, text.lower(), "X", "", i, "dep", 0)
        for i, ((a, b), text) in enumerate(zip(spans, texts, strict=True))
    )
    sentence = Sentence(0, spans[0][0], spans[-1][1], 0, len(words) - 1, 0)
    analysis = Analysis(report, words, (sentence,), ())
    rules = grammar()
    for match in rules.matches(rules.lexicon.encode(words)):
        if match.reader != "day":
            continue
        reading = read_day(Scene(analysis, match, Anchors(None, None), rules.lexicon, 0))
        day = reading.period.first() if reading is not None and reading.period is not None else None
        if reading is not None and day is not None and not reading.doubts:
            return Dateline(analysis.span(words[match.first].start, words[match.end - 1].end), reading, day)
    return None


def _place(report: Report) -> tuple[int, int] | None:
    for block in report.blocks:
        if block.role == "dateline":
            return block.start, block.end
    if report.dateline:
        start = report.text.find(report.dateline, 0, _OPENING)
        if start >= 0:
            return start, start + len(report.dateline)
    return None
