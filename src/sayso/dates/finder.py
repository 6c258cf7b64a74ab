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
from sayso.dates.mods import modified
from sayso.dates.periods import Period, thirds
from sayso.dates.reading import Anchors, Reading, published_day
from sayso.dates.scene import Scene
from sayso.dates.tense import is_of_saying
from sayso.language.analysis import Analysis
from sayso.record.spans import Span
from sayso.record.types import PROSE, Date, Note

_READERS: dict[str, Callable[[Scene], Reading | None]] = {
    "day": days.read_day,
    "weekday_more": days.read_weekday_more,
    "day_more": days.read_day_more,
    "daypart": times.read_daypart,
    "clock": times.read_clock,
    "week_in": relative.read_week_in,
    "week_of": relative.read_week_of,
    "range": ranges.read_range,
    "range_end": ranges.read_range_end,
    "range_start": ranges.read_range_start,
    "month": stretches.read_month,
    "season": stretches.read_season,
    "quarter": stretches.read_quarter,
    "quarter_again": stretches.read_quarter_again,
    "year_back": stretches.read_year_back,
    "half": stretches.read_half,
    "year": stretches.read_year,
    "decade": stretches.read_decade,
    "decade_more": stretches.read_decade_more,
    "century": stretches.read_century,
    "same_unit": relative.read_same_unit,
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
    "assumed-day": "a time of day without its day: taken to be of the report's own day",
    "dateline-anchor": "the report's date isn't known: dates are reckoned from the one in the dateline",
    "fiscal-year": "a fiscal or school year isn't the calendar's: its days stay open",
    "unreadable-published": "the report's date isn't an ISO 8601 date: dates aren't reckoned from it",
}


def find_dates(analysis: Analysis) -> tuple[tuple[Date, ...], tuple[Note, ...]]:
    """The time expressions in a report's prose, in text order, and what should be noted of them.

    Types and values are those of TIMEX3 (TimeML); :mod:`sayso.dates.edtf` says what stands in ``edtf``. ``earliest``
    and ``latest`` are ISO days, both included, each ``None`` where it can't be told ('soon' has no last day). The
    dateline's date is listed too; where the report's date isn't known, and the dateline states a full one, that stands
    in for it.

    Notes, each once, with the first span that it holds for: ``unknown-year``, ``unresolved-date``, ``ambiguous-date``,
    ``assumed-day``, ``fiscal-year``, ``dateline-anchor``, ``unreadable-published``.
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
        self._dateline = dateline_of(analysis.report)
        published = published_day(analysis.report)
        self._anchors = Anchors(published, "published" if published else None)

    def run(self) -> tuple[tuple[Date, ...], tuple[Note, ...]]:
        analysis = self._analysis
        if self._anchors.published is None and analysis.report.published is not None:
            self._note("unreadable-published", None)
        dateline = self._dateline if self._dateline is not None and self._dateline.analysis is not None else None
        letters = self._grammar.lexicon.encode(analysis.words)
        blocks = analysis.report.blocks
        for sentence in analysis.sentences:
            if dateline is not None and dateline.start <= sentence.start:
                self._read_dateline(dateline)
                dateline = None
            if not blocks or blocks[sentence.block].role in PROSE:
                own = letters[sentence.first : sentence.last + 1]
                if self._grammar.has_trigger(own):
                    for match in self._grammar.matches(own):
                        self._take(analysis, match, sentence.first)
        if dateline is not None:
            self._read_dateline(dateline)
        return tuple(self._dates), tuple(self._notes.values())

    def _read_dateline(self, dateline: Dateline) -> None:
        if dateline.analysis is not None:
            for match in self._grammar.matches(self._grammar.lexicon.encode(dateline.analysis.words)):
                if match.reader == "day":
                    self._take(dateline.analysis, match, 0)
            self._previous = -1, None

    def _take(self, analysis: Analysis, match: Match, offset: int) -> None:
        reader = _READERS.get(match.reader)
        if reader is None or self._judge.rejects(analysis, match, offset):
            return
        previous = self._previous[1] if self._previous[0] == offset + match.opens else None
        scene = Scene(analysis, match, self._anchors, self._grammar.lexicon, offset, previous)
        try:
            reading = reader(scene)
        except ValueError:  # outside the calendar
            return
        if reading is None:
            return
        reading = modified(scene, reading)
        words = analysis.words
        span = analysis.span(words[offset + match.first].start, words[offset + match.end - 1].end)
        name = f"d{len(self._dates) + 1}"
        self._dates.append(date_of(name, span, reading, self._anchors.published))
        self._previous = offset + match.end, (name, reading.period) if reading.period else None
        if not (
            self._anchors.has_day_in(scene.sentence)
            and is_of_saying(analysis, offset + match.first, offset + match.end - 1)
        ):
            self._anchors.take(name, reading, scene.sentence)
        for code in reading.doubts:
            self._note(code, span)
        self._let_dateline_stand_in(name, span, reading)

    def _let_dateline_stand_in(self, name: str, span: Span, reading: Reading) -> None:
        """Reckon from a full date in the dateline, where the report's isn't known."""
        day = reading.period.first() if reading.period is not None and reading.period.unit == "day" else None
        if self._anchors.published is not None or self._dateline is None or day is None or reading.doubts:
            return
        if self._dateline.start <= span.start and span.end <= self._dateline.end:
            self._anchors.published, self._anchors.published_name = day, name
            self._note("dateline-anchor", span)

    def _note(self, code: str, span: Span | None) -> None:
        if code not in self._notes:
            self._notes[code] = Note(code, _MESSAGES[code], span)


@cache
def _judge() -> Judge:
    return Judge(grammar().lexicon)


def date_of(name: str, span: Span, reading: Reading, published: date | None) -> Date:
    """The date with id ``name`` that ``reading`` of the words ``span`` is."""
    first, last = _bounds(reading, published)
    days = [None if day is None else day.isoformat() for day in (first, last)]
    written = edtf(reading, first, last)
    return Date(name, span, reading.type, reading.value, written, days[0], days[1], reading.anchor, reading.mod)


def _bounds(reading: Reading, published: date | None) -> tuple[date | None, date | None]:
    if reading.bounds is not None:
        return reading.bounds
    if reading.type == "DATE" and reading.value in _REFERENCES:
        before, after = _REFERENCES[reading.value]
        return published if before else None, published if after else None
    if reading.period is None or not reading.calendar:
        return None, None
    first, last = reading.period.first(), (reading.until or reading.period).last()
    if first is None or last is None:
        return None, None
    if reading.part is None or reading.period.unit == "day":
        return _one_sided(reading, first, last, published)
    if reading.part in {"BEFORE", "AFTER"}:
        if published is None or not first <= published <= last:
            return first, last
        return (first, published) if reading.part == "BEFORE" else (published, last)
    return thirds(first, last, reading.part)


_REFERENCES = {"PAST_REF": (False, True), "PRESENT_REF": (True, True), "FUTURE_REF": (True, False)}
"""Whether the report's day is the first, and whether it is the last day that a reference can mean."""


def _one_sided(reading: Reading, first: date, last: date, published: date | None) -> tuple[date | None, date | None]:
    """'More than a decade ago' has no first day; 'less than a decade ago' reaches up to the report."""
    if reading.part is None and reading.mod == "BEFORE":
        return None, last
    if reading.part is None and reading.mod == "AFTER":
        return first, published if published is not None and published > first else None
    return first, last
