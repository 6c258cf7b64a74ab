"""The notation of the grammar, and the calendar below it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.dates.amounts import duration, read_number
from sayso.dates.finder import _READERS
from sayso.dates.grammar import grammar
from sayso.dates.holidays import holiday_in, holiday_names
from sayso.dates.lexicon import data_file
from sayso.dates.patterns import PatternError, compile_pattern
from sayso.dates.periods import SIZES, Period, Unit, containing, easter, nth_weekday, thirds
from sayso.dates.shapes import SAMPLES, shape

LETTERS = {"DAY": "d", "MONTH": "m", '"of"': "o", '","': "c"}


def matched(pattern: str, letters: str, at: int = 0) -> dict[str, tuple[int, int]] | None:
    compiled = compile_pattern(
        pattern, {"DATE": "day=DAY of? month=MONTH"}, lambda x: frozenset(LETTERS.get(x, "")), lambda w: f'"{w}"'
    )
    match = compiled.regex.match(letters, at)
    if match is None:
        return None
    assert letters[at] in compiled.first
    return {n.partition("__")[0]: match.span(n) for n in match.groupdict() if match.span(n)[0] >= 0} | {
        "": match.span()
    }


def test_classes_words_and_parts() -> None:
    assert matched("DATE", "dom") == {"": (0, 3), "day": (0, 1), "month": (2, 3)}
    assert matched("MONTH | DATE", "dm") == {"": (0, 2), "day": (0, 1), "month": (1, 2)}
    assert matched('month=(MONTH ","? MONTH)', "mcm") == {"": (0, 3), "month": (0, 3)}
    assert matched("DAY MONTH", "dom") is None


def test_a_name_may_stand_in_several_alternatives() -> None:
    assert matched("day=DAY MONTH | MONTH day=DAY", "md") == {"": (0, 2), "day": (1, 2)}


def test_looking_around() -> None:
    assert matched("(?<= of) MONTH", "om", 1) == {"": (1, 2)}
    assert matched("(?<= of) MONTH", "dm", 1) is None
    assert matched("DAY (?! MONTH)", "dm") is None
    assert matched("DAY (?= of)", "do") == {"": (0, 1)}


@pytest.mark.parametrize("pattern", ["DAY)", "(DAY", "day=", "DAY?", "NOSUCH", "DAY*", "DAY | of?"])
def test_a_pattern_that_is_not_well_formed_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        matched(pattern, "d")


def test_every_rule_has_a_reader() -> None:
    rules = data_file("grammar.toml")["rule"]
    assert isinstance(rules, list)
    assert {rule["reader"] for rule in rules} == {*_READERS, "nothing"}


def test_a_word_of_no_class_is_unknown() -> None:
    assert grammar().lexicon.letters("MONTH_PLAIN")
    assert not grammar().lexicon.letters("NO_SUCH_CLASS")


def number_like() -> list[str]:
    minutes = [f"{m:02}" for m in range(60)]
    clocks = [f"{h}{dot}{m}{half}" for h in range(25) for dot in ".:" for m in minutes for half in ("", "am", "pm")]
    ordinals = [f"{n}{ending}" for n in range(100) for ending in ("st", "nd", "rd", "th")]
    numbers = [str(n) for n in range(3000)] + [f"{n:04}" for n in range(3000)] + [f"{n / 100:.2f}" for n in range(3200)]
    return [*clocks, *ordinals, *numbers, *(f"{n}s" for n in range(10, 2100)), *(f"{h:02}T{h:02}" for h in range(25))]


def test_every_shape_of_number_has_its_letter() -> None:
    words = {w for w in number_like() if shape(w)}
    sampled = set(map(shape, SAMPLES))
    assert [w for w in sorted(words) if shape(w) not in sampled] == []


@pytest.mark.parametrize("name", holiday_names(), ids=" ".join)
def test_every_holiday_has_a_day(name: tuple[str, ...]) -> None:
    found = holiday_in(name, 2023)
    assert found is not None
    assert date(found[0] or 1, found[1], found[2])


def test_holidays_that_move() -> None:
    assert [easter(y) for y in (1961, 2000, 2019, 2024, 2038)] == [
        date(1961, 4, 2), date(2000, 4, 23), date(2019, 4, 21), date(2024, 3, 31), date(2038, 4, 25),
    ]  # fmt: skip
    assert nth_weekday(2023, 11, 4, 4) == date(2023, 11, 23)
    assert nth_weekday(2023, 5, 1, -1) == date(2023, 5, 29)
    assert holiday_in(("election", "day"), 2022) == (2022, 11, 8)
    assert holiday_in(("easter",), None) is None


days = st.dates(date(2, 1, 1), date(9800, 1, 1)).filter(lambda d: d.year > 200)


@given(days, st.sampled_from(SIZES))
def test_a_period_covers_the_days_in_it(day: date, unit: Unit) -> None:
    period = containing(unit, day)
    first, last = period.first(), period.last()
    assert first is not None
    assert last is not None
    assert first <= last
    assert unit == "weekend" or first <= day <= last


@given(days, st.sampled_from(SIZES), st.integers(-300, 300))
def test_shifting_there_and_back(day: date, unit: Unit, count: int) -> None:
    period = containing(unit, day)
    try:
        there = period.shift(count)
    except ValueError:
        return
    assert there.shift(-count) == period
    assert (there.first() > period.first()) == (count > 0)  # type: ignore[operator]


def test_a_period_outside_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="calendar"):
        Period("year", 2023).shift(10_000)
    with pytest.raises(ValueError, match="calendar"):
        Period("day", 2023, 1, 1).shift(-1_000_000)


@given(days, st.integers(0, 4000))
def test_thirds_are_all_of_it_without_overlap(first: date, length: int) -> None:
    last = date.fromordinal(first.toordinal() + length)
    parts = [thirds(first, last, p) for p in ("START", "MID", "END")]
    if length >= 2:
        assert [(b[0] - a[1]).days for a, b in pairwise(parts)] == [1, 1]
    assert parts[0][0] == first
    assert parts[2][1] == last


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("twelve", 12), ("twenty - five", 25), ("a hundred", 100), ("two hundred and six", 206), ("1,500", 1500),
        ("2 1 / 2", Fraction(5, 2)), ("1.5", Fraction(3, 2)), ("three million", 3_000_000), ("half dozen", 6),
        ("1 1 / 0", None), ("pots", None), ("9" * 12, None),
    ],
)  # fmt: skip
def test_numbers(words: str, number: int | Fraction | None) -> None:
    assert read_number(words.split()) == number


@pytest.mark.parametrize(
    ("count", "unit", "clock", "value"),
    [
        (Fraction(2), "Y", False, "P2Y"), (Fraction(5, 2), "Y", False, "P2Y6M"), (Fraction(1, 2), "H", True, "PT30M"),
        (Fraction(3, 2), "M", False, "P1.5M"), ("X", "D", False, "PXD"), ("X", "2W", False, "PXW"), (Fraction(2), "2W", False, "P4W"),
    ],
)  # fmt: skip
def test_durations(count: Fraction | str, unit: str, clock: bool, value: str) -> None:
    assert duration(count, unit, clock) == value
