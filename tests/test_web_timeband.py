"""The picture of dates: as precise as they were put, and what has no year apart."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.web.lettering import cut, wide
from sayso.web.timeband import LETTER, ROW, WIDTH, Band, Dated, Item, band


def dated(
    first: str | None, last: str | None = None, *, value: str = "", label: str = "It rained", **more: object
) -> Dated:
    """Something with a date."""
    return Dated(label, f"title of {label}", "#x", first, last or first, value, **more)  # type: ignore[arg-type]


def lanes(found: Band) -> dict[str, list[Item]]:
    """The marks of each lane."""
    return {strip.lane: list(strip.items) for strip in found.strips}


def test_a_day_is_a_point_and_a_stretch_a_bar() -> None:
    found = lanes(band([dated("2024-10-07"), dated("2024-10-01", "2024-10-10")], 9))["dated"]
    widths = sorted(item.width for item in found)
    assert widths[0] == 0
    assert widths[1] > 50


def test_earlier_is_farther_left() -> None:
    days = ["2024-10-09", "2024-10-07", "2024-10-08"]
    found = lanes(band([dated(day) for day in days], 9))["dated"]
    assert [item.dated.first for item in sorted(found, key=lambda i: i.x)] == sorted(days)


def test_what_has_no_year_has_a_lane_of_its_own_in_the_months_that_are_told() -> None:
    found = lanes(band([
        dated("2024-10-07"), dated(None, value="XXXX-09-12"), dated(None, value="XXXX-09", mod="START"),
        dated(None, value="XXXX-09-10/XXXX-09-13"), dated(None, value="XXXX-07"),
    ], 9))  # fmt: skip
    marks = {item.dated.value: item for item in found["no year"]}
    assert len(found["dated"]) == 1
    assert marks["XXXX-09-12"].width == 0
    month, early = marks["XXXX-07"], marks["XXXX-09"]
    assert early.width == pytest.approx(month.width / 3, rel=0.1)
    assert early.x < marks["XXXX-09-10/XXXX-09-13"].x < marks["XXXX-09-12"].x


def test_what_is_only_said_to_be_past_or_to_come_has_no_scale() -> None:
    found = lanes(band([dated(None, value="PAST_REF"), dated(None, value="FUTURE_REF", planned=True)], 9))["not said"]
    past, future = sorted(found, key=lambda item: item.x)
    assert (past.dated.value, future.dated.value) == ("PAST_REF", "FUTURE_REF")
    assert future.x - past.x > WIDTH / 2


def test_empty_years_break_the_scale() -> None:
    [strip] = band([dated("2020-03-01", "2020-06-21"), dated("2024-10-07"), dated("2024-10-09")], 9).strips
    assert len(strip.breaks) == 1
    whole = [item.x for item in strip.items]
    assert max(whole) - min(whole) < WIDTH
    a, b = (item.x for item in strip.items if item.width == 0)
    assert abs(a - b) > 30
    assert not band([dated("2024-10-07"), dated("2024-10-20")], 9).strips[0].breaks


def test_the_day_of_the_report_is_shown_where_it_is_another() -> None:
    found = lanes(band([dated("2024-10-05", reported="2024-10-07"), dated("2024-10-07", reported="2024-10-07")], 9))[
        "dated"
    ]
    assert [item.reported_x is None for item in sorted(found, key=lambda i: i.x)] == [False, True]


def test_what_there_is_no_room_for_is_counted() -> None:
    found = band([dated("2024-10-07", label=f"n {i}") for i in range(9)], 5)
    assert found.left_out == 4
    assert band([], 5).strips == ()


def test_years_are_named_on_the_scale() -> None:
    [strip] = band(
        [dated("1994-05-01"), dated("2024-05-01"), *(dated(f"{y}-05-01") for y in range(1996, 2024, 2))], 99
    ).strips
    years = [tick.label for tick in strip.ticks]
    assert all(label.isdigit() for label in years)
    assert len(years) == len(set(years))


def test_words_beside_a_mark_that_leaves_no_room_for_them_stand_on_its_line_or_are_cut() -> None:
    [strip] = band([
        dated("1901-01-01", "1901-12-31", label="The first of the old mills of Vell shut in 1901", reported="2024-10-10"),
        dated("1903-01-01", "2024-06-30", label="M" * 40),
    ], 9).strips  # fmt: skip
    on_line, inside = strip.items
    assert on_line.anchor == "start"
    assert on_line.label_x > on_line.x + on_line.width
    assert on_line.label.startswith("The first of the old mills")
    assert inside.label_x - (wide(inside.label) * LETTER if inside.anchor == "end" else 0) >= 0


def test_broad_letters_take_more_room_than_narrow_ones_and_marks_above_them_none() -> None:
    assert wide("W" * 20) > 1.2 * wide("a" * 20)
    assert wide("港" * 20) > wide("W" * 20)
    assert wide("e\N{COMBINING ACUTE ACCENT}") == wide("e")
    assert cut("Ledger", 20) == "Ledger"
    for text in ("W" * 500, "港" * 500, "e\N{COMBINING ACUTE ACCENT}" * 500, "a " * 500):
        assert cut(text, 20).endswith("…")
        assert wide(cut(text, 20)) <= 20.5


DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)
VALUES = st.sampled_from(
    ["", "XXXX-02-30", "XXXX-13", "XXXX-02-29", "XXXX-W03", "PAST_REF", "2024-SP", "x/y", "XXXX-05/"]
)


@given(st.lists(st.builds(
    Dated, st.text(max_size=90), st.just("t"), st.just("#"), st.none() | DAYS | st.text(max_size=12), st.none() | DAYS,
    VALUES, st.sampled_from([None, "START", "APPROX"]), st.booleans(), st.booleans(), st.none() | DAYS,
), max_size=12))  # fmt: skip
def test_any_dates_are_drawn_within_the_picture_and_over_nothing(some: list[Dated]) -> None:
    found = band(some, 50)
    assert sum(len(strip.items) for strip in found.strips) == len(some)
    for strip in found.strips:
        assert strip.top + strip.height <= found.height + 1
        rows: dict[float, list[tuple[float, float]]] = {}
        for item in strip.items:
            long = wide(item.label) * LETTER
            begin = item.label_x if item.anchor == "start" else item.label_x - long
            assert begin + 1 >= 0 and begin + long <= WIDTH + 1, (item.label, begin, long)
            assert 0 <= item.x <= item.x + item.width <= WIDTH
            assert strip.top < item.y < strip.top + strip.height
            rows.setdefault(item.y, []).append((item.x, item.x + item.width))
        for marks in rows.values():
            marks.sort()
            assert all(a[1] <= b[0] for a, b in pairwise(marks))
    assert found == band(some, 50)


def test_rows_are_as_few_as_labels_allow() -> None:
    [strip] = band([dated("2024-01-01", label="a"), dated("2024-12-31", label="b")], 9).strips
    assert strip.height < 2 * ROW + 30
