"""TIMEX3's mod: which part of a period is meant, and whether an amount is exact."""

from __future__ import annotations

from datetime import date

import pytest

from dates_reports import analysed
from sayso.dates import finder
from sayso.dates.reading import Reading
from sayso.record.spans import Span
from sayso.record.types import Date


@pytest.mark.parametrize(
    ("text", "mod"),
    [
        ("It opened in early September.", "START"),
        ("It opened in mid-2012.", "MID"),
        ("It opened at the end of July.", "END"),
        ("It opened in the late 1980s.", "END"),
        ("It opened earlier this year.", "BEFORE"),
        ("It opens later this month.", "AFTER"),
        ("It lasted about two weeks.", "APPROX"),
        ("It lasted a week or so.", "APPROX"),
        ("It lasted more than two weeks.", "MORE_THAN"),
        ("It lasted nearly two weeks.", "LESS_THAN"),
        ("It lasted at least two weeks.", "EQUAL_OR_MORE"),
        ("It lasted up to two weeks.", "EQUAL_OR_LESS"),
        ("It opened more than two years ago.", "BEFORE"),
        ("It opened less than two years ago.", "AFTER"),
        ("It opened nearly two years ago.", "APPROX"),
        ("It opened about 10:00 on Friday.", "APPROX"),
        ("It opened two years ago.", None),
        ("It opened on Friday.", None),
    ],
)
def test_mod(text: str, mod: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    readings: list[Reading] = []
    made = finder.date_of

    def keep(name: str, span: Span, reading: Reading, published: date | None) -> Date:
        readings.append(reading)
        return made(name, span, reading, published)

    monkeypatch.setattr(finder, "date_of", keep)
    finder.find_dates(analysed(text))
    assert [r.mod for r in readings] == [mod]
