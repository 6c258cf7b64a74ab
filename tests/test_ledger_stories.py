"""Stories: reports of one event come together, similar events stay apart, whatever the order."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_databases import address, open_one, postgres  # noqa: F401
from ledger_reports import ferry_reports, report
from sayso.ledger import Ledger, views
from sayso.ledger.adding import add
from sayso.ledger.queries import Filters
from sayso.ledger.stories import cut_weakest, stories_in
from sayso.ledger.vectors import likeness, pack, unpack, vector_of
from sayso.record.types import Record

Open = Callable[[str], Ledger]


def _fire(town: str, street: str, chief: str, day: int, n: int) -> Record:
    """A report of a fire in a school: the events are alike, the place and the people are not."""
    text = (
        f"A fire destroyed the {street} school in {town} on Monday. Fire chief {chief} said the roof of the {street} "
        f"school had fallen in. Pupils from {town} were taught in the town hall, {chief} said. Report {n} from {town}."
    )
    return report(text, f"Paper {n}", f"2025-03-{day:02}", dates={"Monday": f"2025-03-{day:02}"})


def fires() -> list[Record]:
    """Two fires, three weeks apart, five reports of each."""
    one = [_fire("Aldby", "Kirkegade", "Nils Holm", 3, n) for n in range(5)]
    return one + [_fire("Vestrup", "Havnevej", "Rosa Krog", 24, n) for n in range(5, 10)]


def _stories(ledger: Ledger) -> list[list[str]]:
    return sorted(sorted(story["reports"]) for story in views.stories(ledger, Filters())["stories"])


def test_two_similar_events_stay_apart(address: str, open_one: Open) -> None:  # noqa: F811
    ledger = open_one(address)
    ids = [add(ledger, one).report for one in (*fires(), *ferry_reports())]
    assert _stories(ledger) == sorted([sorted(ids[:5]), sorted(ids[5:10]), sorted(ids[10:])])


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_arrival_changes_nothing(seed: int, tmp_path: Path, open_one: Open) -> None:  # noqa: F811
    found = [*fires(), *ferry_reports()]
    answers = []
    for name in ("in order", "shuffled"):
        ledger = open_one(str(tmp_path / name))
        for one in found:
            add(ledger, one)
        answers.append((views.stories(ledger, Filters()), views.points(ledger, Filters())))
        random.Random(seed).shuffle(found)
    assert answers[0] == answers[1]


def test_a_story_is_known_by_any_of_its_reports(address: str, open_one: Open) -> None:  # noqa: F811
    ledger = open_one(address)
    ids = [add(ledger, one).report for one in (*fires(), *ferry_reports())]
    [story] = views.stories(ledger, Filters(story=ids[-1]))["stories"]
    assert sorted(story["reports"]) == sorted(ids[10:])
    assert views.stories(ledger, Filters(story=story["id"]))["stories"] == [story]
    assert views.stories(ledger, Filters(story="st-0000"))["stories"] == []


def test_likeness_is_the_same_both_ways() -> None:
    vectors = [vector_of(one) for one in (*fires(), *ferry_reports())]
    assert all(likeness(a, b) == likeness(b, a) for a in vectors for b in vectors)


def test_stories_do_not_depend_on_the_order_of_a_components_reports() -> None:
    vectors = [vector_of(one) for one in fires()]
    days = [1] * 5 + [22] * 5
    assert stories_in(vectors, days) == stories_in(vectors[::-1], days[::-1]) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]


def test_a_component_too_large_is_cut_at_its_weakest_links() -> None:
    chain = [(i, i + 1, 0.9 if i % 4 != 3 else 0.3) for i in range(11)]
    assert cut_weakest(12, chain, 4) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]
    assert cut_weakest(5, [(i, i + 1, 1.0) for i in range(4)], 2) == [[0, 1], [2, 3], [4]]


@given(st.permutations(range(16)))
@settings(max_examples=20, deadline=None)
def test_reports_fall_into_the_same_stories_in_any_order(order: list[int]) -> None:
    found = [*fires(), *ferry_reports()]
    vectors, days = [vector_of(one) for one in found], [3] * 5 + [24] * 5 + [40] * 6
    made = stories_in([vectors[i] for i in order], [days[i] for i in order])
    assert sorted(sorted(order[i] for i in group) for group in made) == stories_in(vectors, days)
    assert stories_in(vectors, days)[:2] == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]


def test_reports_of_one_week_are_one_story_where_those_of_years_apart_are_two() -> None:
    vectors = [vector_of(one) for one in fires()]
    first, second = [replace(v, year="2011") for v in vectors[:5]], [replace(v, year="2012") for v in vectors[5:]]
    assert len(stories_in([*first, *second])) == 2
    assert stories_in(vectors[:4]) == [[0, 1, 2, 3]]


def test_a_vector_survives_its_packing_and_one_of_the_first_version_is_read() -> None:
    for one in (*fires(), *ferry_reports()):
        vector = vector_of(one)
        assert unpack(pack(vector)) == vector
    old = unpack(b'{"weights":{"ferry":8.5},"named":["ferry"]}')
    assert (old.weights, old.named, old.persons, old.year) == ({"ferry": 8.5}, {"ferry"}, frozenset(), None)
