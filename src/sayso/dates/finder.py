"""Find and read the time expressions of a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from sayso.dates import days, lengths, ranges, relative, stretches, times
from sayso.dates.dateline import Dateline, dateline_of
from sayso.dates.edtf import edtf
from sayso.dates.false_friends import Judge
from sayso.dates.grammar import Match, grammar
from sayso.dates.periods import Period, thirds
from sayso.dates.reading import Anchors, Reading, published_day
from sayso.dates.scene import Scene
from sayso.language.analysis import Analysis
from sayso.record.spans import Span
from sayso.record.types import PROSE, Date, Note

_READERS: dict[str, Callable[[Scene], Reading | None]] = {
    "day": days.read_day,
    "day_more": days.read_day_more,
    "daypart": times.read_daypart,
    "clock": times.read_clock,
    "week_of": relative.read_week_of,
    "range": ranges.read_range,
    "month": stretches.read_month,
    "season": stretches.read_season,
    "quarter": stretches.read_quarter,
    "quarter_again": stretches.read_quarter_again,
    "year_back": stretches.read_year_back,
    "half": stretches.read_half,
    "year": stretches.read_year,
    "decade": stretches.read_decade,
    "century": stretches.read_century,
    "relative": relative.read_relative,
    "offset": relative.read_offset,
    "length": lengths.read_length,
    "set": lengths.read_set,
    "reference": lengths.read_reference,
}

_MESSAGES = {
    "unknown-year": "the year isn't stated and the report's date isn't known: the year stays open",
    "unresolved-date": "the day or period that this is reckoned from isn't known: it stays open",
    "ambiguous-date": "month and day could be either way round: read as month first",
    "dateline-anchor": "the report's date isn't known: dates are reckoned from the one in the dateline",
    "unreadable-published": "the report's date isn't an ISO 8601 date: dates aren't reckoned from it",
}


def find_dates(analysis: Analysis) -> tuple[tuple[Date, ...], tuple[Note, ...]]:
    """The time expressions in a report's prose, in text order, and what should be noted of them.

    Types and values are those of TIMEX3 (TimeML); :mod:`sayso.dates.edtf` says what stands in ``edtf``. ``earliest``
    and ``latest`` are ISO days, both included, or ``None`` where they can't be told. Where the report's date isn't
    known and its dateline states a full date, that one is listed too, and takes its place.

    Notes, each once, with the first span that it holds for: ``unknown-year``, ``unresolved-date``, ``ambiguous-date``,
    ``dateline-anchor``, ``unreadable-published``.
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
        self._dateline: Dateline | None = None
        published = published_day(analysis.report)
        self._anchors = Anchors(published, "published" if published else None)

    def run(self) -> tuple[tuple[Date, ...], tuple[Note, ...]]:
        analysis, grammar_ = self._analysis, self._grammar
        if self._anchors.published is None:
            if analysis.report.published is not None:
                self._note("unreadable-published", None)
            self._dateline = dateline_of(analysis.report)
        letters = grammar_.lexicon.encode(analysis.words)
        if grammar_.has_trigger(letters):
            blocks = analysis.report.blocks
            for sentence in analysis.sentences:
                if blocks and blocks[sentence.block].role not in PROSE:
                    continue
                own = letters[sentence.first : sentence.last + 1]
                if grammar_.has_trigger(own):
                    for match in grammar_.matches(own):
                        self._take(match, sentence.first)
        if self._dateline is not None:
            self._take_dateline(self._dateline)
        return tuple(self._dates), tuple(self._notes.values())

    def _take(self, match: Match, offset: int) -> None:
        analysis = self._analysis
        reader = _READERS.get(match.reader)
        if reader is None or self._judge.rejects(analysis, match, offset):
            return
        words = analysis.words
        start, end = words[offset + match.first].start, words[offset + match.end - 1].end
        if self._dateline is not None and self._dateline.span.start < end:
            overlaps = start < self._dateline.span.end
            self._take_dateline(self._dateline)
            if overlaps:
                return
        previous = self._previous[1] if self._previous[0] == offset + match.opens else None
        scene = Scene(analysis, match, self._anchors, self._grammar.lexicon, offset, previous)
        try:
            reading = reader(scene)
        except ValueError:  # outside the calendar
            return
        if reading is not None:
            name = self._add(analysis.span(start, end), reading, scene.sentence)
            self._previous = offset + match.end, (name, reading.period) if reading.period else None

    def _take_dateline(self, dateline: Dateline) -> None:
        """Let the dateline's date, which is listed in its place in the text, stand in for the report's."""
        self._dateline = None
        name = self._add(dateline.span, dateline.reading, -1)
        self._anchors.published, self._anchors.published_name = dateline.day, name
        self._note("dateline-anchor", dateline.span)

    def _add(self, span: Span, reading: Reading, sentence: int) -> str:
        name = f"d{len(self._dates) + 1}"
        bounds = _bounds(reading, self._anchors.published)
        first, last = (bounds[0].isoformat(), bounds[1].isoformat()) if bounds else (None, None)
        self._dates.append(Date(name, span, reading.type, reading.value, edtf(reading), first, last, reading.anchor))
        self._anchors.take(name, reading, sentence)
        for code in reading.doubts:
            self._note(code, span)
        return name

    def _note(self, code: str, span: Span | None) -> None:
        if code not in self._notes:
            self._notes[code] = Note(code, _MESSAGES[code], span)


@cache
def _judge() -> Judge:
    return Judge(grammar().lexicon)


def _bounds(reading: Reading, published: date | None) -> tuple[date, date] | None:
    if reading.bounds is not None:
        return reading.bounds
    if reading.period is None:
        return None
    first, last = reading.period.first(), (reading.until or reading.period).last()
    if first is None or last is None:
        return None
    if reading.part is None or reading.period.unit == "day":
        return first, last
    if reading.part in {"BEFORE", "AFTER"}:
        if published is None or not first <= published <= last:
            return first, last
        return (first, published) if reading.part == "BEFORE" else (published, last)
    return thirds(first, last, reading.part)
