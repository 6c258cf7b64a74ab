"""What the page and the terminal share: dates and standings in words, spans cut into segments, passages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.record.spans import Span
from sayso.record.types import Date, Holder, Record, Report, Standing
from sayso.web.outline import outline
from sayso.web.phrases import date_phrase, dated, day_phrase, firmness, sign, way
from sayso.web.segments import DEEPEST, Mark, passage, segments


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("XXXX-09-12", "September 12, year unknown"),
        ("2023-09-12", "September 12, 2023"),
        ("2023-09", "September 2023"),
        ("XXXX-07", "July, year unknown"),
        ("2023", "2023"),
        ("XXXX", "year unknown"),
        ("202", "the 2020s"),
        ("199X", "the 1990s"),
        ("2020-SP", "spring 2020"),
        ("XXXX-WI", "winter, year unknown"),
        ("2023-Q3", "third quarter of 2023"),
        ("2023-H1", "first half of 2023"),
        ("2023-W37", "week 37, 2023"),
        ("XXXX-WXX-2", "Tuesday, date unknown"),
        ("2023-W37-WE", "weekend, week 37, 2023"),
        ("XXXX-09-12TMO", "September 12, morning, year unknown"),
        ("2023-09-12T14:30", "September 12, 14:30, 2023"),
        ("XXXX-09-10/XXXX-09-13", "September 10 to September 13, year unknown"),
        ("2023-09-10/2023-09-13", "September 10 to September 13, 2023"),
        ("2023-12-30/2024-01-02", "December 30, 2023 to January 2, 2024"),
        ("XXXX-09-10/2023-09-13", "September 10, year unknown to September 13, 2023"),
        ("XXXX-XX-XXTMO", "morning, day unknown"),
        ("2023-XX-12", "day unknown, 2023"),
        ("2023-09-XX", "September 2023, day unknown"),
        ("XXXX-XX", "month unknown"),
        ("PAST_REF", "in the past, not said when"),
        ("P3D", "3 days"),
        ("P1Y", "1 year"),
        ("PXM", "some months"),
        ("PT20M", "20 minutes"),
        ("P2CE", "2 centuries"),
        ("2023-99-12", "2023-99-12"),
        ("something else", "something else"),
        ("a/b/c", "a to b/c"),
        ("/" * 100_000, "/" * 100_000),
    ],
)
def test_dates_in_words(value: str, words: str) -> None:
    assert date_phrase(value) == words


@given(st.text(alphabet="0123456789X-/TWPQHSPEDCAFMINO_R:.", max_size=20))
def test_any_date_value_has_words(value: str) -> None:
    assert date_phrase(value) or not value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2023-07", "in July 2023"),
        ("XXXX-09-12", "on September 12, year unknown"),
        ("XXXX-WXX-2", "on Tuesday, date unknown"),
        ("2023-W37", "in week 37, 2023"),
        ("PAST_REF", "in the past, not said when"),
        ("2023-09-10/2023-09-11", "September 10 to September 11, 2023"),
    ],
)
def test_when_something_was_said(value: str, words: str) -> None:
    assert dated(value) == words


def test_days_as_told() -> None:
    assert day_phrase("2023-09-12") == "September 12, 2023"
    assert day_phrase("2023-09-12T10:00Z") == "September 12, 2023, 10:00Z"


SAID = (Span(20, 34, "a lamp had fallen"),)
"""The words of a claim, after a cue at 0."""
NO = (Span(20, 22, "No lamp had fallen"),)
CUE = (Span(0, 9, "ruled out"),)


@pytest.mark.parametrize(
    ("standing", "said", "words"),
    [
        (Standing(), SAID, ("certainty not told",)),
        (Standing("certain", "positive", "past", "states"), SAID, ("certain", "past")),
        (Standing("certain", "negative", "past", "denies"), SAID, ("denied", "past")),
        (Standing("possible", "negative", "future", "denies"), SAID, ("denied", "not firmly", "future")),
        (Standing("probable", "negative", "conditional", "doubts"), SAID, ("doubted", "conditional")),
        # Words that are in the negative themselves: 'denied' or 'not so' beside them would say the contrary.
        (Standing("certain", "negative", "past", "denies"), NO, ("certain", "in the negative", "past", "denies")),
        (Standing("certain", "negative", "past", "states", because=NO), NO, ("certain", "in the negative", "past")),
        (Standing("certain", "negative", "past", "states", because=CUE), SAID, ("said not to have happened",)),
        (Standing("probable", "negative", "future", "states", because=CUE), SAID, ("said probably not to be coming",)),
        (Standing("unspecified", "negative", "timeless", "states", because=CUE), SAID,
         ("said not to be so", "timeless")),
        # 'Refused to say' is no denial.
        (Standing("certain", "negative", because=CUE), SAID, ("certain", "in the negative")),
        (Standing("unspecified", "negative"), SAID, ("certainty not told", "in the negative")),
        (Standing("probable", "positive", likelihood=(0.8, 0.95)), SAID, ("probable", "likelihood 80–95 %")),
    ],
)  # fmt: skip
def test_standings_in_words(standing: Standing, said: tuple[Span, ...], words: tuple[str, ...]) -> None:
    assert firmness(standing, said) == words
    first = words[0]
    assert sign(words) == (
        first if first in ("certain", "probable", "possible") else
        "unspecified" if first == "certainty not told" else "no"
    )  # fmt: skip


def test_ways() -> None:
    chain = (Holder("Interfax", None), Holder("officials", None, anonymous=True))
    assert way(chain) == "Interfax → officials (unnamed)"
    assert way((Holder("unnamed sources", None, anonymous=True),)) == "unnamed sources"
    assert way(()) == "source not told"
    assert way((Holder(None, None),)) == "source not told"


LENGTH = 40
MARKS = st.lists(
    st.builds(
        lambda a, b, part, owner: Mark(min(a, b), max(a, b), part, owner),
        st.integers(0, LENGTH), st.integers(0, LENGTH), st.sampled_from(["source", "content"]), st.sampled_from("abc"),
    ),
    max_size=12,
)  # fmt: skip


@given(MARKS, st.lists(st.integers(0, LENGTH), max_size=4))
def test_segments_tile_the_text_and_carry_just_the_marks_over_them(marks: list[Mark], cuts: list[int]) -> None:
    found = list(segments(0, LENGTH, marks, cuts))
    assert [s.start for s in found] == [0, *(s.end for s in found[:-1])]
    assert found[-1].end == LENGTH
    for segment in found:
        over = {m for m in marks if m.start <= segment.start and segment.end <= m.end and m.start < m.end}
        assert set(segment.marks) <= over
        assert len(segment.marks) == min(len(over), DEEPEST)
        assert not any(segment.start < cut < segment.end for cut in cuts)


def test_deep_nesting_is_cut_off_at_the_innermost_marks() -> None:
    marks = [Mark(i, 2000 - i, "content", str(i)) for i in range(1000)]
    middle = max(segments(0, 2000, marks), key=lambda s: s.marks[-1].start if s.marks else 0)
    assert [m.owner for m in middle.marks] == [str(i) for i in range(1000 - DEEPEST, 1000)]


def test_a_passage_is_the_sentence_around_the_spans(record: Record) -> None:
    text = record.report.text
    cue = next(s for s in record.statements if s.id == "s1").cue
    assert cue is not None
    start, end = passage(record, [cue])
    assert text[start:end] == "Harbour master Ilse Brandt confirmed to Radio Vell that nobody was hurt."


@given(st.data())
def test_a_passage_always_holds_its_spans(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="aB. !\n”", max_size=80))
    a, b = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    plain = Record(Report("r1", None, text, ()))
    start, end = passage(plain, [Span.of(text, a, b)])
    assert 0 <= start <= a <= b <= end <= len(text)


def test_the_outline_groups_mentions_of_one_place_and_claims_of_one_day(record: Record) -> None:
    again = replace(record.places[0], id="p9")
    twice = replace(record, places=(*record.places, again))
    assert outline(twice).places[0].ids == ("p1", "p9")
    day = Date("d9", record.dates[0].span, "DATE", "XXXX-09-12", None, None, None, None)
    claims = (*record.claims[:7], replace(record.claims[7], dates=("d9",)))
    moments = outline(replace(record, claims=claims, dates=(*record.dates, day))).chronology
    assert [(m.when, m.ids) for m in moments][-1] == ("September 12, year unknown", ("d1", "d9"))
    assert [h.id for h in moments[-1].happenings] == ["c1", "c8"]
