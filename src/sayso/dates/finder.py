"""Find and read the time expressions of a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from sayso.dates import days, lengths, stretches
from sayso.dates.edtf import edtf
from sayso.dates.false_friends import Judge
from sayso.dates.grammar import Grammar, Match, grammar
from sayso.dates.periods import Period, thirds
from sayso.dates.reading import Anchors, Reading, Scene
from sayso.language.analysis import Analysis
from sayso.record.spans import Span
from sayso.record.types import PROSE, Date, Note, Report

_READERS: dict[str, Callable[[Scene], Reading | None]] = {
    "day": days.read_day,
    "daypart": days.read_daypart,
    "clock": days.read_clock,
    "week_of": days.read_week_of,
    "day_more": days.read_day_more,
    "range": days.read_range,
    "month": stretches.read_month,
    "season": stretches.read_season,
    "quarter": stretches.read_quarter,
    "quarter_again": stretches.read_quarter_again,
    "year_back": stretches.read_year_back,
    "half": stretches.read_half,
    "year": stretches.read_year,
    "decade": stretches.read_decade,
    "century": stretches.read_century,
    "relative": stretches.read_relative,
    "offset": stretches.read_offset,
    "length": lengths.read_length,
    "set": lengths.read_set,
    "reference": lengths.read_reference,
    "nothing": lambda _: None,
}

_MESSAGES = {
    "unknown-year": "the year isn't stated and the report's date isn't known: the year stays open",
    "unresolved-date": "a date that is told from another day stays open: the day isn't known",
    "ambiguous-date": "month and day could be either way round: read as month first",
}


def find_dates(analysis: Analysis) -> tuple[tuple[Date, ...], tuple[Note, ...]]:
    """The time expressions in a report's prose, in text order, and what should be noted of them.

    Types and values are those of TIMEX3 (TimeML); :mod:`sayso.dates.edtf` says what stands in ``edtf``. ``earliest``
    and ``latest`` are ISO days, both included, or ``None`` where they can't be told.
    """
    return _Finder(analysis).run()


class _Finder:
    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._grammar = grammar()
        self._judge = _judge()
        self._dates: list[Date] = []
        self._notes: dict[str, Note] = {}
        self._previous: tuple[int, tuple[str, Period] | None] = (-1, None)
        published = published_day(analysis.report)
        self._anchors = Anchors(published, "published" if published else None)

    def run(self) -> tuple[tuple[Date, ...], tuple[Note, ...]]:
        analysis, grammar_ = self._analysis, self._grammar
        letters = grammar_.lexicon.encode(analysis.words)
        if not grammar_.has_trigger(letters):
            return (), ()
        blocks = analysis.report.blocks
        for sentence in analysis.sentences:
            if blocks and blocks[sentence.block].role not in PROSE:
                continue
            own = letters[sentence.first : sentence.last + 1]
            if grammar_.has_trigger(own):
                for match in grammar_.matches(own):
                    self._take(match, sentence.first)
        return tuple(self._dates), tuple(self._notes.values())

    def _take(self, match: Match, offset: int) -> None:
        analysis = self._analysis
        if match.reader == "nothing" or self._judge.rejects(analysis, match, offset):
            return
        previous = self._previous[1] if self._previous[0] == offset + match.opens else None
        scene = Scene(analysis, match, self._anchors, self._grammar.lexicon, offset, previous)
        try:
            reading = _READERS[match.reader](scene)
        except ValueError:  # outside the calendar
            return
        if reading is None:
            return
        span = analysis.span(analysis.words[offset + match.first].start, analysis.words[offset + match.end - 1].end)
        name = f"d{len(self._dates) + 1}"
        self._dates.append(date_of(name, span, reading, self._anchors.published))
        self._previous = offset + match.end, (name, reading.period) if reading.period else None
        self._anchors.take(name, reading, scene.sentence)
        for code in reading.doubts:
            if code not in self._notes:
                self._notes[code] = Note(code, _MESSAGES[code], span)


@cache
def _judge() -> Judge:
    return Judge(grammar().lexicon)


def published_day(report: Report) -> date | None:
    """The day in ``report.published``, or ``None`` when there is none or it isn't an ISO date."""
    if report.published is None:
        return None
    try:
        return date.fromisoformat(report.published[:10])
    except ValueError:
        return None


def date_of(name: str, span: Span, reading: Reading, published: date | None) -> Date:
    """The :class:`Date` with id ``name`` that ``reading`` is."""
    bounds = _bounds(reading, published)
    return Date(
        name,
        span,
        reading.type,
        reading.value,
        edtf(reading),
        bounds[0].isoformat() if bounds else None,
        bounds[1].isoformat() if bounds else None,
        reading.anchor,
    )


def _bounds(reading: Reading, published: date | None) -> tuple[date, date] | None:
    if reading.bounds is not None:
        return reading.bounds
    if reading.period is None:
        return None
    first, last = reading.period.first(), (reading.until or reading.period).last()
    if first is None or last is None:
        return None
    return thirds(first, last, reading.part) if reading.part and reading.period.unit != "day" else (first, last)


__all__ = ["Grammar", "find_dates"]
