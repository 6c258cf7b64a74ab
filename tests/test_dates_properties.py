"""What holds of dates in any text at all."""

from __future__ import annotations

import re
import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dates_reports import analysed
from sayso.dates import find_dates
from sayso.dates.grammar import grammar
from sayso.record.types import Date

VOCABULARY = sorted(w for w in grammar().lexicon.words if w.isascii())
NUMBERS = [
    "1",
    "5",
    "12",
    "13",
    "30",
    "31",
    "99",
    "07",
    "1990",
    "2023",
    "2024",
    "0",
    "1,000",
    "1.5",
    "10:35",
    "24:00",
    "80s",
    "1990s",
    "21st",
    "10am",
    "31.12.2020",
]
PUNCTUATION = [",", ".", "-", "–", "/", "'", "’s", "(", ")", ":", ";", "$", "%", "T", "\n", "é", "𝔘", "و"]

words = st.one_of(st.sampled_from(VOCABULARY), st.sampled_from(NUMBERS), st.sampled_from(PUNCTUATION))
texts = st.one_of(
    st.text(max_size=200),
    st.lists(words, max_size=40).map(" ".join),
    st.lists(words, max_size=40).map("".join),
)
published = st.one_of(st.none(), st.dates().map(date.isoformat), st.just("not a date"))

_UNKNOWN = r"(?:\d{4}|XXXX)"
_DAY = rf"{_UNKNOWN}-(?:\d\d|XX)-(?:\d\d|XX)"
_CLOCK = r"T(?:MO|AF|EV|NI|MI|DT|\d\d:\d\d(?::\d\d)?)Z?"
_POINT = rf"(?:{_DAY}|{_UNKNOWN}-W(?:\d\d|XX)-[1-7])(?:{_CLOCK})?|{_UNKNOWN}(?:-(?:\d\d|XX))?|{_UNKNOWN}-(?:Q[1-4X]|H[12X]|SP|SU|FA|WI)|{_UNKNOWN}-W(?:\d\d|XX)(?:-WE)?|\d\d\d?|(?:PAST|PRESENT|FUTURE)_REF"
_LENGTH = r"P(?:T?(?:\d+(?:\.\d+)?(?:e\+\d+)?|X)[YMWDQECHS])+"
VALUE = {
    "DATE": re.compile(rf"(?:{_POINT})(?:/(?:{_POINT}))?"),
    "TIME": re.compile(rf"(?:{_POINT})"),
    "DURATION": re.compile(_LENGTH),
    "SET": re.compile(rf"{_LENGTH}|(?:{_POINT})"),
}


def found(text: str, published: str | None) -> tuple[Date, ...]:
    return find_dates(analysed(text, published))[0]


@given(texts, published)
@settings(max_examples=300, deadline=None)
def test_spans_are_exact_in_order_and_apart(text: str, published: str | None) -> None:
    dates = found(text, published)
    assert all(text[d.span.start : d.span.end] == d.span.text and d.span.text for d in dates)
    assert all(a.span.end <= b.span.start for a, b in pairwise(dates))
    assert [d.id for d in dates] == [f"d{i}" for i in range(1, len(dates) + 1)]


@given(texts, published)
@settings(max_examples=300, deadline=None)
def test_values_are_timex3_and_days_in_order(text: str, published: str | None) -> None:
    for d in found(text, published):
        assert VALUE[d.type].fullmatch(d.value), (d.span.text, d.type, d.value)
        if d.earliest is None or d.latest is None:
            one_sided = d.value.endswith("_REF") or (d.edtf or "").startswith("../")
            assert d.earliest is d.latest is None or one_sided or (d.edtf or "").endswith("/.."), d
        if d.earliest is not None and d.latest is not None:
            assert date.fromisoformat(d.earliest) <= date.fromisoformat(d.latest)


@given(texts, published)
@settings(max_examples=300, deadline=None)
def test_an_anchor_is_the_reports_day_or_a_date_before(text: str, published: str | None) -> None:
    dates = found(text, published)
    for i, d in enumerate(dates):
        if d.anchor == "published":
            assert published not in {None, "not a date"}
        elif d.anchor is not None:
            assert int(d.anchor[1:]) <= i


@given(texts)
@settings(max_examples=300, deadline=None)
def test_no_year_is_made_up(text: str) -> None:
    """Without a report's day, a year in a value stands, in some form, in the text."""
    spoken = re.compile(r"(?i)teen|twenty|thousand|hundred|century|ties|0s|9/11|9 / 11")
    for d in found(text, None):
        for year in re.findall(r"(?<![\dP])\d{4}(?!\d)", d.value if d.type in {"DATE", "TIME"} else ""):
            short = re.search(rf"\d{{4}} ?[/–—-] ?{year[2:]}(?!\d)", text)  # '1998/99' says 1999 in short
            assert year in text or short or spoken.search(text), (d.span.text, d.value)


@given(texts, published)
@settings(max_examples=200, deadline=None)
def test_edtf_is_valid(text: str, published: str | None) -> None:
    edtf = pytest.importorskip("edtf")
    for d in found(text, published):
        if d.edtf is not None:
            edtf.parse_edtf(d.edtf)


@given(texts, published)
@settings(max_examples=50, deadline=None)
def test_the_same_text_gives_the_same_dates(text: str, published: str | None) -> None:
    assert find_dates(analysed(text, published)) == find_dates(analysed(text, published))


@pytest.mark.parametrize(
    "unit",
    ["one ", "the ", "12 ", "1/2 ", "the first quarter of the ", "a ", "May ", "two hundred and ", "- ", "last ", "10:35 p.m. ",
     "the day before the day before ", "2023-09-12 ", "twenty-", "of the ", "x ", "early ", "'"],
)  # fmt: skip
def test_time_grows_with_length(unit: str) -> None:
    """Texts without an end, in one sentence, cost in proportion to their length."""
    analysis = analysed(unit * 20_000)
    start = time.process_time()
    find_dates(analysis)
    assert time.process_time() - start < 5 + len(analysis.words) * 60e-6
