"""Movements as FollowTheMoney trips: as far as a report tells where they began and ended, and no further."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sayso.exchange import Case, ftm
from sayso.exchange.case import Filed
from sayso.exchange.trips import trips
from test_web_map import told

SHORT = tuple[str | None, str | None, str | None, list[str], str | None, str | None, str | None]


def read(filed: Filed) -> list[SHORT]:
    """Each trip shortly."""
    return [
        (
            t.mover.name if t.mover else None, t.start.name if t.start else None, t.end.name if t.end else None,
            [str(place.name) for place in t.via], t.left, t.reached, t.day,
        )
        for t in trips(filed)
    ]  # fmt: skip


def entities(filed: Filed) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ftm.write(Case((filed,))).splitlines()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Berg flew from Oslo to Lund.", [("Ada Berg", "Oslo", "Lund", [], None, None, None)]),
        ("Ada Berg left Oslo.", [("Ada Berg", "Oslo", None, [], None, None, None)]),
        ("Ada Berg left Oslo for Lund.", [("Ada Berg", "Oslo", None, [], None, None, None)]),
        ("Ada Berg arrived in Lund.", [("Ada Berg", None, "Lund", [], None, None, None)]),
        ("Ada Berg left Oslo. She arrived in Lund.", [("Ada Berg", "Oslo", "Lund", [], None, None, None)]),
        ("Ada Berg has arrived in Lund. She left Oslo.", [("Ada Berg", "Oslo", "Lund", [], None, None, None)]),
        (
            "Ada Berg left Oslo by train. The train stopped at Suva. Ada Berg arrived in Lund.",
            [("Ada Berg", "Oslo", "Lund", ["Suva"], None, None, None)],
        ),
        ("A delegation flew from Oslo to Lund.", [(None, "Oslo", "Lund", [], None, None, None)]),
        ("Ada Berg plans to visit Lund.", []),
        ("Ada Berg refused to leave Oslo.", []),
        ("Ada Berg spoke in Oslo.", []),
        ("A delegation arrived in Lund.", []),
    ],
)
def test_a_trip_has_what_is_told_of_it_and_no_more(text: str, expected: list[SHORT]) -> None:
    assert read(told(text, ["Ada Berg"], ["Oslo", "Lund", "Suva"])) == expected


def test_pieces_that_may_be_of_several_trips_stay_apart() -> None:
    filed = told(
        "Ada Berg left Oslo. She arrived in Lund. Ada Berg left Lund. She arrived in Suva.",
        ["Ada Berg"], ["Oslo", "Lund", "Suva"],
    )  # fmt: skip
    assert [(start, end) for _, start, end, *_ in read(filed)] == [
        ("Oslo", None), (None, "Lund"), ("Lund", None), (None, "Suva"),
    ]  # fmt: skip


def test_an_end_that_is_told_once_more_is_no_second_trip() -> None:
    days = {"Sunday": "2024-05-05", "Monday": "2024-05-06"}
    text = "Ada Berg flew from Oslo to Lund%s. Ada Berg left Oslo%s."
    once = told(text % (" on Sunday", ""), ["Ada Berg"], ["Oslo", "Lund"], dates=days)
    assert read(once) == [("Ada Berg", "Oslo", "Lund", [], None, None, "2024-05-05")]
    twice = told(text % (" on Sunday", " on Monday"), ["Ada Berg"], ["Oslo", "Lund"], dates=days)
    assert [(start, end) for _, start, end, *_ in read(twice)] == [("Oslo", "Lund"), ("Oslo", None)]


def test_two_persons_trips_are_not_mixed() -> None:
    filed = told("Ada Berg left Oslo. Liv Dahl arrived in Lund.", ["Ada Berg", "Liv Dahl"], ["Oslo", "Lund"])
    assert [one[:3] for one in read(filed)] == [("Ada Berg", "Oslo", None), ("Liv Dahl", None, "Lund")]


def test_days_are_those_of_leaving_and_of_arriving() -> None:
    days = {"Sunday": "2024-05-05", "Monday": "2024-05-06"}
    filed = told(
        "Ada Berg left Oslo on Sunday. She arrived in Lund on Monday.", ["Ada Berg"], ["Oslo", "Lund"], dates=days
    )
    assert read(filed) == [("Ada Berg", "Oslo", "Lund", [], "2024-05-05", "2024-05-06", None)]
    filed = told("Ada Berg flew from Oslo to Lund on Monday.", ["Ada Berg"], ["Oslo", "Lund"], dates=days)
    assert read(filed) == [("Ada Berg", "Oslo", "Lund", [], None, None, "2024-05-06")]


def test_who_arrived_before_leaving_was_on_two_trips() -> None:
    days = {"Sunday": "2024-05-05", "Monday": "2024-05-06"}
    filed = told(
        "Ada Berg left Oslo on Monday. She arrived in Lund on Sunday.", ["Ada Berg"], ["Oslo", "Lund"], dates=days
    )
    assert [(start, end) for _, start, end, *_ in read(filed)] == [("Oslo", None), (None, "Lund")]


@pytest.mark.parametrize(
    ("time", "polarity"), [("future", "positive"), ("unspecified", "positive"), ("past", "negative")]
)
def test_what_is_planned_or_denied_is_no_trip(time: Any, polarity: str) -> None:
    assert not read(
        told("Ada Berg flew from Oslo to Lund.", ["Ada Berg"], ["Oslo", "Lund"], time=time, polarity=polarity)
    )


def test_a_trip_stands_beside_its_mover_and_its_addresses() -> None:
    filed = told("Ada Berg left Oslo. She arrived in Lund.", ["Ada Berg"], ["Oslo", "Lund"])
    found = {one["id"]: one for one in entities(filed)}
    [trip] = [one["properties"] for one in found.values() if one["schema"] == "Trip"]
    assert trip["name"] == ["Ada Berg from Oslo to Lund"]
    assert trip["summary"] == ["Ada Berg left Oslo … She arrived in Lund"]
    assert trip["description"] == ["On the word of The Ledger, in its own words; certainty certain"]
    assert trip["country"] == ["no", "se"]
    [mover], [start], [end] = (
        [found[one] for one in trip[key]] for key in ("involved", "startLocation", "endLocation")
    )
    assert (mover["schema"], mover["properties"]["name"]) == ("Person", ["Ada Berg"])
    assert (start["schema"], start["properties"]) == (
        "Address", {"full": ["Oslo"], "country": ["no"], "latitude": ["59.91"], "longitude": ["10.75"]},
    )  # fmt: skip
    assert end["properties"]["full"] == ["Lund"]


def test_a_trips_statements_say_where_each_of_its_claims_stands() -> None:
    filed = told("Ada Berg left Oslo. She arrived in Lund.", ["Ada Berg"], ["Oslo", "Lund"])
    lines = [json.loads(line) for line in ftm.write_statements(Case((filed,))).splitlines()]
    assert {one["origin"] for one in lines if one["schema"] == "Trip"} == {"r-1/c0 0..18 r-1/c1 20..39"}


def test_trips_are_valid_in_the_model() -> None:
    """Not installed for the tests, as in test_exchange_validators."""
    followthemoney = pytest.importorskip("followthemoney")
    filed = told(
        "Ada Berg left Oslo on Sunday. She arrived in Lund on Monday. A delegation flew from Suva to Apia.",
        ["Ada Berg"], ["Oslo", "Lund", "Suva", "Apia"], dates={"Sunday": "2024-05-05", "Monday": "2024-05-06"},
    )  # fmt: skip
    some = entities(filed)
    assert sum(one["schema"] == "Trip" for one in some) == 2
    for one in some:
        entity = followthemoney.model.get_proxy(one, cleaned=False)
        entity.schema.validate(one)
        assert {key: sorted(values) for key, values in entity.clone().to_dict()["properties"].items()} == {
            key: sorted(values) for key, values in one["properties"].items()
        }
