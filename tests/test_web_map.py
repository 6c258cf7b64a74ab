"""The map: areas true, nothing drawn more surely than it is said, and movements in the order in which they are told."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ferry_record
from sayso.exchange.case import Filed
from sayso.exchange.movements import Move, in_order, moves
from sayso.record.spans import Span
from sayso.record.types import Block, Claim, Date, Entity, Place, PlaceRole, Record, Report, Standing, TimeStatus
from sayso.web.worldmap import Journey, Spot, Stop, draw
from sayso.web.worldmap_base import base
from sayso.web.worldmap_clip import Box, area, clip_line, clip_ring, path
from sayso.web.worldmap_labels import Room
from sayso.web.worldmap_outline import outline, widths
from sayso.web.worldmap_projection import Azimuthal, EqualEarth, fitted, world
from sayso.web.worldmap_spots import gather, stops_of

TOWNS = {
    "Pyongyang": ("KP", 39.03, 125.75), "Khasan": ("RU", 42.43, 130.64), "Vladivostok": ("RU", 43.11, 131.87),
    "Suva": ("FJ", -18.14, 178.44), "Apia": ("WS", -13.83, -171.77), "Oslo": ("NO", 59.91, 10.75),
    "Lund": ("SE", 55.70, 13.19), "Tirana": ("AL", 41.33, 19.82), "Lima": ("PE", -12.05, -77.04),
}  # fmt: skip


def town(name: str, *roles: PlaceRole, doubtful: bool = False) -> Spot:
    """A town to be shown."""
    code, lat, lon = TOWNS[name]
    return Spot(f"place-{name.lower()}", name, lat, lon, "point", code, 0.0, roles or ("event",), doubtful)


def told(
    text: str, persons: Sequence[str], places: Sequence[str], *, time: TimeStatus = "past",
    times: Mapping[str, TimeStatus] | None = None, dates: Mapping[str, str] | None = None, polarity: str = "positive",
) -> Filed:  # fmt: skip
    """A report of which each sentence is a claim; ``places`` are towns or 'Russia', at their every mention."""

    def spans(words: str) -> list[Span]:
        return [Span.of(text, m.start(), m.end()) for m in re.finditer(re.escape(words), text)]

    found, dated = [], []
    for name in places:
        code, lat, lon = TOWNS.get(name, ("RU", 60.0, 100.0))
        kind = "town" if name in TOWNS else "country"
        found += [
            Place(f"p{name}{i}", s, None, name, kind, code, None, lat, lon, "event") for i, s in enumerate(spans(name))
        ]
    for words, day in (dates or {}).items():
        dated += [Date(f"d{words}{i}", s, "DATE", day, None, day, day, None) for i, s in enumerate(spans(words))]
    claims = []
    for i, match in enumerate(re.finditer(r"[^\s.][^.]*", text)):
        span = Span.of(text, match.start(), match.end())
        claims.append(Claim(
            f"c{i}", (span,), None, Standing("certain", polarity, (times or {}).get(str(i), time)), (),  # type: ignore[arg-type]
            tuple(d.id for d in dated if span.covers(d.span)), tuple(p.id for p in found if span.covers(p.span)),
        ))  # fmt: skip
    entities = tuple(Entity(f"n{i}", n, "person", tuple(spans(n))) for i, n in enumerate(persons))
    report = Report("r-1", "a.txt", text, (Block(0, len(text), "paragraph"),), outlet="The Ledger")
    return Filed("r-1", Record(report, (), tuple(claims), (), (), entities, tuple(found), tuple(dated)))


def read(filed: Filed) -> list[tuple[str, str, str, bool]]:
    """Each movement shortly, in order."""
    return [(m.mover, m.phase, filed.places[m.place].name or "", m.planned) for m in in_order(moves(filed))]


# How the globe is laid flat


@given(st.floats(-179, 179), st.floats(-85, 85), st.floats(-179, 179), st.floats(-80, 80))
def test_a_place_is_found_again_where_it_was_put(lon: float, lat: float, lon0: float, lat0: float) -> None:
    projection = Azimuthal(lon0, lat0)
    x, y = projection.forward(np.array([lon]), np.array([lat]))
    if float(np.hypot(x, y)[0]) > 10000:
        return
    back_lon, back_lat = projection.inverse(x, y)
    assert back_lat[0] == pytest.approx(lat, abs=1e-6)
    assert (back_lon[0] - lon + 180) % 360 - 180 == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("projection", [Azimuthal(20, 45), EqualEarth(0)])
def test_what_is_as_large_looks_as_large(projection: Azimuthal | EqualEarth) -> None:
    def size(lon: float, lat: float) -> float:
        # Two degrees of height, and as much width as makes every such field 222 by 222 km.
        wide = 2 / np.cos(np.radians(lat))
        ring = [(lon, lat - 1), (lon + wide, lat - 1), (lon + wide, lat + 1), (lon, lat + 1)]
        lons, lats = np.array([p[0] for p in ring]), np.array([p[1] for p in ring])
        xs, ys = projection.forward(lons, lats)
        return area(list(zip(xs.tolist(), ys.tolist(), strict=True)))

    sizes = [size(lon, lat) for lon, lat in ((5, 10), (20, 45), (40, 60), (-10, 30))]
    assert max(sizes) / min(sizes) < 1.01


def test_places_either_side_of_the_date_line_are_near_each_other() -> None:
    found = draw([town("Suva"), town("Apia")])
    xs = {m.spot: m.x for m in found.marks}
    assert 0 < xs["place-suva"] < xs["place-apia"] < found.width
    assert found.projection.startswith("Lambert")


def test_what_is_spread_over_the_world_is_shown_on_the_world() -> None:
    found = draw([town("Lima"), town("Vladivostok"), town("Oslo"), town("Suva")])
    assert found.projection == "Equal Earth"
    assert found.scale is None
    assert len(found.marks) == 4


def test_no_land_is_drawn_across_the_whole_map() -> None:
    # Russia and Fiji lie on both sides of the date line; badly cut, they would be bands over the whole map.
    for frame in (world(0, 960), world(150, 960)):
        for country in base(frame).countries:
            share = country.width / frame.width
            assert share < (0.9 if country.name == "Antarctica" else 0.62), country.name
        assert {"Russia", "Fiji", "Australia"} <= {c.name for c in base(frame).countries}


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_any_place_on_earth_has_a_map(lon: float, lat: float) -> None:
    frame = fitted([((lon, lat), 0.0)], 960, 540, 400)
    x, y = frame.point(lon, lat)
    assert frame.holds(x, y)


def test_a_map_of_nothing_is_the_world() -> None:
    assert draw([]).projection == "Equal Earth"


# Cutting to the frame


@given(st.lists(st.tuples(st.floats(-50, 150), st.floats(-50, 150)), min_size=3, max_size=12))
def test_what_is_cut_lies_within(ring: list[tuple[float, float]]) -> None:
    box = Box(0, 0, 100, 100)
    for x, y in [*clip_ring(ring, box), *(p for part in clip_line(ring, box) for p in part)]:
        assert -1e-6 <= x <= 100 + 1e-6
        assert -1e-6 <= y <= 100 + 1e-6


def test_a_ring_round_the_frame_fills_it() -> None:
    assert area(clip_ring([(-9, -9), (200, -9), (200, 200), (-9, 200)], Box(0, 0, 100, 100))) == 10000


def test_a_path_is_what_svg_takes() -> None:
    assert path([[(0, 0), (10.04, -2.56), (3, 3)]], closed=True) == "M0 0l10 -2.6 -7 5.6z"
    assert not path([[(1, 1)]], closed=False)


def test_outlines_know_the_codes_of_their_countries() -> None:
    fine, coarse = outline("50"), outline("110")
    assert {"AL", "RU", "KP", "XK", "FJ"} <= set(fine.codes) & set(coarse.codes)
    assert fine.names[fine.codes.index("MK")] == "North Macedonia"
    assert 300 < widths()["RU/Primorsky Krai"] < 400


# What is drawn, and how surely


def test_each_part_that_a_place_plays_has_a_mark_of_its_own() -> None:
    found = draw([town("Tirana", "event", "said-at", "mention")])
    assert sorted(m.role for m in found.marks) == ["event", "mention", "said-at"]
    assert len({(m.x, m.y) for m in found.marks}) == 1
    assert len({m.dx for m in found.marks}) == 3
    assert [label.text for label in found.labels if "name" in label.kind] == ["Tirana"]


def test_a_country_is_hatched_as_a_whole_and_a_region_has_a_circle_within_its_country() -> None:
    country = Spot("place-albania", "Albania", 41, 20, "country", "AL", 0.0, ("event",))
    region = Spot("place-vlore", "Vlorë County", 40.3, 19.7, "area", "AL", 60.0, ("event",))
    found = draw([country, region, town("Tirana")])
    shapes = {g.spot: g for g in found.grounds}
    assert shapes["place-albania"].d.startswith("M")
    assert shapes["place-vlore"].r == pytest.approx(60 * found.scale.pixels / found.scale.km) if found.scale else False
    assert shapes["place-vlore"].within == "AL"
    assert [land.code for land in found.lands] == ["AL"]
    assert "place-tirana" not in shapes


def test_candidates_are_doubtful_and_do_not_move_the_map() -> None:
    found = draw([town("Tirana"), town("Lima", doubtful=True)])
    assert found.projection.startswith("Lambert")
    assert not found.beyond
    near = draw([town("Pyongyang"), town("Khasan", doubtful=True), town("Vladivostok")])
    [mark] = [m for m in near.marks if m.doubtful]
    assert "one of several places of that name" in mark.title


def test_what_is_only_mentioned_far_away_is_named_as_beyond_the_map() -> None:
    spots = [town("Tirana"), town("Lima", "mention")]
    assert [s.name for s in draw(spots).beyond] == ["Lima"]
    assert not draw(spots, whole=True).beyond


def test_movements_are_lines_and_what_is_to_come_is_marked() -> None:
    a, b, c = town("Pyongyang"), town("Khasan"), town("Vladivostok")
    found = draw([a, b, c], [Journey("way-1", "Ada Berg", (Stop(a, False), Stop(b, False), Stop(c, True)))])
    assert [leg.planned for leg in found.legs] == [False, True]
    assert all(leg.d.startswith("M") and leg.arrow for leg in found.legs)
    assert found.legs[0].title == "Ada Berg: Pyongyang to Khasan"
    assert "yet to happen" in found.legs[1].title


def test_a_line_over_the_date_line_is_not_drawn_round_the_world() -> None:
    a, b = town("Suva"), town("Apia")
    far = [town("Lima"), town("Oslo"), town("Vladivostok")]
    found = draw([a, b, *far], [Journey("way-1", "Ada Berg", (Stop(a, False), Stop(b, False)))], whole=True)
    steps = [abs(float(n)) for n in re.findall(r"(-?[\d.]+) -?[\d.]+", found.legs[0].d.partition("l")[2])]
    assert max(steps) < found.width / 3


def test_the_same_places_are_drawn_the_same() -> None:
    spots = [town("Tirana"), town("Oslo"), town("Lund", "mention")]
    assert draw(spots) == draw(spots)


def test_names_never_lie_over_each_other() -> None:
    room = Room(500, 300)
    found = [room.beside(100 + i, 100, "Port Vell", 13, 10, "name") for i in range(12)]
    kept = [one for one in found if one is not None]
    assert 1 < len(kept) < 12
    assert len({(one.x + one.dx, one.y + one.dy, one.anchor) for one in kept}) == len(kept)


# Who went where


def test_a_journey_is_told_in_pieces_and_put_in_order() -> None:
    filed = told(
        "Ada Berg has arrived in Russia. She crossed at Khasan by armoured train on Tuesday. Ada Berg left Pyongyang on Sunday. "
        "Ada Berg will travel to Vladivostok.",
        ["Ada Berg"], ["Russia", "Pyongyang", "Khasan", "Vladivostok"], times={"3": "future"},
    )  # fmt: skip
    assert read(filed) == [
        ("Ada Berg", "from", "Pyongyang", False), ("Ada Berg", "via", "Khasan", False),
        ("Ada Berg", "to", "Russia", False), ("Ada Berg", "to", "Vladivostok", True),
    ]  # fmt: skip
    [journey] = gather([filed], {}).journeys
    # The country says nothing that the towns in it do not.
    assert [stop.spot.name for stop in journey.stops] == ["Pyongyang", "Khasan", "Vladivostok"]
    assert [stop.planned for stop in journey.stops] == [False, False, True]


def test_a_region_is_left_out_only_where_a_town_in_it_is_on_the_way() -> None:
    def area(name: str, lat: float, lon: float) -> Spot:
        return Spot(f"place-{name.lower()}", name, lat, lon, "area", "RU", 300.0, ("event",))

    def way(*spots: Spot) -> list[str]:
        some = [(Move("r-1", f"c{i}", one.id, "Ada Berg", "to", False, i, None), one) for i, one in enumerate(spots)]
        return [stop.spot.name for stop in stops_of(some)]

    pyongyang, khasan, vladivostok = town("Pyongyang"), town("Khasan"), town("Vladivostok")
    around = area("Primorye", 44.0, 133.0)
    assert way(khasan, around, vladivostok) == ["Khasan", "Vladivostok"]
    # A region at the other end of the country is a stop of its own.
    assert way(pyongyang, vladivostok, area("Karelia", 63.0, 33.0)) == ["Pyongyang", "Vladivostok", "Karelia"]


def test_dates_put_stops_in_order_where_all_have_one() -> None:
    filed = told(
        "Ada Berg arrived in Oslo on Friday. Ada Berg flew to Lund on Monday. Ada Berg left Tirana on Sunday.",
        ["Ada Berg"], ["Oslo", "Lund", "Tirana"], dates={"Friday": "2024-05-10", "Monday": "2024-05-06", "Sunday": "2024-05-05"},
    )  # fmt: skip
    assert [place for _, _, place, _ in read(filed)] == ["Tirana", "Lund", "Oslo"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ada Berg flew on Monday from Oslo to Lund.",
            [("Ada Berg", "from", "Oslo", False), ("Ada Berg", "to", "Lund", False)],
        ),
        ("Ada Berg left Oslo for Lund.", [("Ada Berg", "from", "Oslo", False), ("Ada Berg", "to", "Lund", True)]),
        (
            "Ada Berg was deported from Oslo to Lund.",
            [("Ada Berg", "from", "Oslo", False), ("Ada Berg", "to", "Lund", False)],
        ),
        ("Ada Berg paid an official visit to Lund.", [("Ada Berg", "to", "Lund", False)]),
        ("Ada Berg visited the Swedish city of Lund.", [("Ada Berg", "to", "Lund", False)]),
        ("Ada Berg plans to visit Lund.", [("Ada Berg", "to", "Lund", True)]),
        ("Ada Berg refused to leave Oslo.", []),
        ("Ada Berg never reached Oslo.", []),
        ("Ada Berg spoke in Oslo.", []),
        ("Ada Berg said in Oslo that prices went up.", []),
        ("Ada Berg's sister left Oslo.", [("", "from", "Oslo", False)]),
        ("Ada Berg's plane landed in Oslo.", [("Ada Berg", "to", "Oslo", False)]),
        ("Ada Berg left; talks went on in Oslo.", []),
        ("Ada Berg met the visiting Oslo Mayor.", []),
        ("Ada Berg had scrapped plans to visit Oslo.", []),
        ("Ada Berg will speak before she arrives in Oslo.", [("Ada Berg", "to", "Oslo", True)]),
        ("Ada Berg left Oslo Friday.", [("Ada Berg", "from", "Oslo", False)]),
        ("Ada Berg left nine people waiting in Oslo.", []),
    ],
)
def test_a_verb_and_the_word_before_a_place_tell_its_part(
    text: str, expected: list[tuple[str, str, str, bool]]
) -> None:
    assert read(told(text, ["Ada Berg"], ["Oslo", "Lund"])) == expected


def test_what_is_said_not_to_have_been_is_no_movement() -> None:
    assert not read(told("Ada Berg left Oslo.", ["Ada Berg"], ["Oslo"], polarity="negative"))


def test_a_pronoun_counts_only_where_it_can_mean_one() -> None:
    one = told("Ada Berg spoke first. She left Oslo.", ["Ada Berg"], ["Oslo"])
    assert read(one) == [("Ada Berg", "from", "Oslo", False)]
    [move] = moves(one)
    assert move.reading == "“She” read as Ada Berg"
    two = told("Ada Berg spoke to Liv Dahl. She left Oslo.", ["Ada Berg", "Liv Dahl"], ["Oslo"])
    assert read(two) == [("", "from", "Oslo", False)]


def test_a_vehicle_is_its_passengers_where_one_alone_travels_by_it() -> None:
    filed = told("Ada Berg left Oslo by train. The train stopped at Lund.", ["Ada Berg"], ["Oslo", "Lund"])
    assert read(filed) == [("Ada Berg", "from", "Oslo", False), ("Ada Berg", "via", "Lund", False)]
    shared = told(
        "Ada Berg left Oslo by train. Liv Dahl left Oslo by train. The train stopped at Lund.",
        ["Ada Berg", "Liv Dahl"], ["Oslo", "Lund"],
    )  # fmt: skip
    assert ("", "via", "Lund", False) in read(shared)


def test_who_is_coming_to_something_is_coming_to_where_it_is() -> None:
    filed = told(
        "Ada Berg is coming to attend the fair, which takes place in Lund.", ["Ada Berg"], ["Lund"], time="future"
    )
    assert read(filed) == [("Ada Berg", "to", "Lund", True)]


def test_reading_a_long_claim_takes_no_longer_than_its_length() -> None:
    text = "Ada Berg " + "left the city of " * 4000 + "Oslo"
    assert len(moves(told(text, ["Ada Berg"], ["Oslo"]))) <= 1


def test_very_many_places_in_one_claim_take_no_longer_than_their_number() -> None:
    text = "Ada Berg " + "left Oslo and " * 3000 + "left Lund."
    started = time.process_time()
    found = gather([told(text, ["Ada Berg"], ["Oslo", "Lund"])], {})
    assert time.process_time() - started < 10
    assert max(len(one.words) for entry in found.entries for one in entry.tellings) <= 400


@given(st.lists(st.builds(
    Move, st.just("r"), st.just("c"), st.sampled_from("abc"), st.just("A"), st.sampled_from(("from", "via", "to")), st.booleans(),
    st.integers(0, 9), st.sampled_from((None, "2024-01-01", "XXXX-09-12")), st.sampled_from(("", "2024-01-02")),
), max_size=8))  # fmt: skip
def test_what_is_planned_is_last_in_any_order(found: list[Move]) -> None:
    planned = [move.planned for move in in_order(found)]
    assert planned == sorted(planned)
    assert in_order(found) == in_order(list(reversed(found)))


# From records to places


def test_places_keep_their_parts_and_what_is_not_known_stays_unplaced() -> None:
    found = gather([Filed("r-ferry", ferry_record())], {})
    by_name = {entry.name: entry for entry in found.entries}
    assert by_name["Port Vell"].roles == ("event",)
    assert by_name["Port Vell"].extent == "point"
    assert by_name["Port Vell"].tellings[0].ref == "r-ferry/c1"
    assert by_name["Skarholm"].lat is None
    assert by_name["Skarholm"].candidates == 2
    assert [spot.name for spot in found.spots] == ["Port Vell"]


def test_only_the_claims_that_are_asked_for_are_on_the_map() -> None:
    filed = [Filed("r-ferry", ferry_record())]
    assert not gather(filed, {}, frozenset({"r-ferry/c2"})).entries
    assert [e.name for e in gather(filed, {}, frozenset({"r-ferry/c1"})).entries] == ["Port Vell"]


def test_each_candidate_of_an_unclear_name_is_shown_as_one_of_several() -> None:
    text = "It happened in Springfield."
    candidates = tuple({"name": "Springfield", "country": "US", "lat": 39.8 + i, "lon": -89.6} for i in range(3))
    place = Place("p1", Span.of(text, 15, 26), None, None, None, None, None, None, None, "event", candidates)
    report = Report("r-1", None, text, (Block(0, len(text), "paragraph"),))
    record = Record(
        report, (), (Claim("c1", (Span.of(text, 0, 26),), None, Standing(), (), (), ("p1",)),), places=(place,)
    )
    found = gather([Filed("r-1", record)], {})
    assert [spot.doubtful for spot in found.spots] == [True, True, True]
    [entry] = found.entries
    assert entry.candidates == 3
    assert {m.spot.partition("~")[0] for m in draw(found.spots).marks} <= {entry.id}


def test_places_that_are_nowhere_on_earth_are_not_drawn() -> None:
    text = "It happened in Nowhere."
    place = Place("p1", Span.of(text, 15, 22), None, "Nowhere", "town", None, None, 123.0, 500.0, "event")
    record = Record(Report("r-1", None, text, (Block(0, len(text), "paragraph"),)), places=(place,))
    found = gather([Filed("r-1", record)], {})
    assert not found.spots
    assert len(found.entries) == 1
