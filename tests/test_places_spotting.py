"""Places that the gazetteer finds and the recogniser of names does not label, and what keeps other names out."""

from __future__ import annotations

from time import process_time

import pytest

from sayso.places import find_places
from sayso.places.gazetteer import candidates, countries, known
from sayso.places.resolution import distance_km
from sayso.record.types import Place
from test_places_finding import analysis_of


def places_of(text: str, *mentions: str) -> list[Place]:
    """The places of ``text``, in which the recogniser labels ``mentions``."""
    return list(find_places(analysis_of(text, *mentions), ())[0])


def names_of(text: str, *mentions: str) -> list[tuple[str, str | None, str | None]]:
    """Words, country and region of each place of ``text``."""
    return [(p.span.text, p.country, p.admin1) for p in places_of(text, *mentions)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Trucks queued in Vladivostok for hours.", [("Vladivostok", "RU", "Primorsky Krai")]),
        ("A bakery opened in Tulsa, Okla., last week.", [("Tulsa", "US", "Oklahoma"), ("Okla.", "US", "Oklahoma")]),
        ("Sen. Lee Poe, D-Plymouth, voted no.", ["Plymouth"]),
        ("The Lyon-based firm hired cooks.", [("Lyon", "FR", "Auvergne-Rhône-Alpes")]),
    ],
)
def test_finds_places_that_no_label_tells(text: str, found: list[object]) -> None:
    got = names_of(text)
    assert [g if isinstance(f, tuple) else g[0] for g, f in zip(got, found, strict=True)] == found


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("A car burned on Dublin Road.", ()),
        ("In March the shop closed.", ()),
        ("Mr. Houston was late.", ("PERSON:Houston",)),
        ("Rita Lincoln sang. Lincoln bowed.", ("PERSON:Rita Lincoln", "PERSON:Lincoln")),
        ("The Eastern Economic Forum opened.", ("ORG:Eastern Economic Forum",)),
    ],
)
def test_streets_months_and_people_are_no_places(text: str, mentions: tuple[str, ...]) -> None:
    assert places_of(text, *mentions) == []


def test_a_place_inside_the_name_of_a_body_is_merely_mentioned() -> None:
    text = "Officers of the Texas Department of Public Safety were hurt in Austin."
    found = places_of(text, "ORG:Texas Department of Public Safety", "Austin")
    assert [(p.span.text, p.admin1) for p in found] == [("Texas", "Texas"), ("Austin", "Texas")]
    assert found[0].role == "mention"


def test_counties_in_a_row() -> None:
    found = places_of("Floods closed roads in Laurel and Whitley counties in Kentucky.")
    assert [(p.name, p.kind, p.admin1) for p in found[:2]] == [
        ("Laurel County", "admin2", "Kentucky"), ("Whitley County", "admin2", "Kentucky"),
    ]  # fmt: skip


def test_georgia_behind_a_comma_is_the_one_that_has_the_town() -> None:
    assert names_of("Shops shut in Tbilisi, Georgia, today.")[1][1] == "GE"
    assert names_of("Shops shut in Savannah, Georgia, today.")[1] == ("Georgia", "US", "Georgia")


def test_small_towns_are_those_near_the_others() -> None:
    text = "Crews from Berea and Richmond helped in Lexington, Kentucky."
    assert {(name, region) for name, _, region in names_of(text)} >= {("Berea", "Kentucky"), ("Richmond", "Kentucky")}


def test_a_country_lies_in_its_middle_and_not_in_its_capital() -> None:
    france = countries()["france"]
    assert distance_km((france.lat, france.lon), (46.5, 2.5)) < 161
    (paris, *_) = candidates("paris")
    assert distance_km((france.lat, france.lon), (paris.lat, paris.lon)) > 161


def test_a_name_left_open_keeps_the_region_said_behind_it() -> None:
    text = "The barn stood in Qorvastan, Va., for years."
    found, notes = find_places(analysis_of(text, "Qorvastan"), ())
    assert (found[0].country, found[0].admin1, found[0].lat) == ("US", "Virginia", None)
    assert notes[0].code == "unclear-place"


def test_look_ups_of_unknown_names_are_quick() -> None:
    known("warm")
    started = process_time()
    assert not any(known(f"qorvastan {i}") for i in range(20_000))
    assert process_time() - started < 2
