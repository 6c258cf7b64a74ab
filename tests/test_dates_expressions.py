"""Time expressions one by one: their words, type, value, EDTF and days."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from dates_reports import analysed
from sayso.dates import find_dates
from sayso.record.types import Date

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "dates_expressions.toml").read_text(encoding="utf-8")
)["case"]


def only_date(case: dict[str, Any], published: str | None) -> Date:
    before, _, rest = case["text"].partition("[")
    words, _, after = rest.partition("]")
    dates, _ = find_dates(analysed(before + words + after, published))
    assert [(d.span.start, d.span.text) for d in dates] == [(len(before), words)]
    return dates[0]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"])
def test_in_a_dated_report(case: dict[str, Any]) -> None:
    date = only_date(case, "2023-09-12")
    assert (date.type, date.value) == (case.get("type", "DATE"), case["value"])
    if "edtf" in case:
        assert date.edtf == case["edtf"]
    if "days" in case:
        assert [date.earliest or "", date.latest or ""] == case["days"]
    if "anchor" in case:
        assert date.anchor == case["anchor"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"])
def test_in_an_undated_report(case: dict[str, Any]) -> None:
    date = only_date(case, None)
    assert (date.type, date.value) == (case.get("type", "DATE"), case.get("undated", case["value"]))
    assert date.anchor is None
    if "X" in date.value:
        assert (date.earliest, date.latest) == (None, None)
