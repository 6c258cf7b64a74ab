"""Places: which place a name means, and the part it plays in the report."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.language.analysis import Analysis, Mention, Sentence, Word
from sayso.language.words import word_spans
from sayso.places import find_places
from sayso.places.gazetteer import Candidate
from sayso.places.names import normalise
from sayso.places.resolution import Name, distance_km, settle
from sayso.reading import read_bytes
from sayso.record.types import Block, Entity, Place, Report

Tree = dict[str, tuple[str, str, str]]
"""Word → (upos, deprel, head word)."""


def analysis_of(text: str, *names: str, tree: Tree | None = None, dateline: str = "") -> Analysis:
    """An analysis of ``text``, with ``names`` (``LABEL:name``, GPE without one) as mentions; flat without ``tree``."""
    spans = word_spans(text)
    at = {text[start:end]: i for i, (start, end) in reversed(list(enumerate(spans)))}
    words = []
    for i, (start, end) in enumerate(spans):
        upos, relation, head = (tree or {}).get(text[start:end], ("X", "dep" if i else "root", text[slice(*spans[0])]))
        words.append(Word(i, start, end, text[start:end], LEMMAS.get(text[start:end], text[start:end].lower()), upos,
                          "", i if relation == "root" else at[head], relation, 0))  # fmt: skip
    mentions = []
    for given_name in names:
        label, _, name = given_name.rpartition(":")
        mentions += [Mention(m.start(), m.end(), label or "GPE") for m in re.finditer(re.escape(name), text)]
    blocks = (Block(0, len(dateline), "dateline"),) if dateline else ()
    report = Report("r", None, text, (*blocks, Block(len(dateline), len(text), "paragraph")))
    sentences = (Sentence(0, 0, len(text), 0, len(words) - 1, len(blocks)),) if words else ()
    return Analysis(report, tuple(words), sentences, tuple(sorted(mentions, key=lambda m: m.start)))


LEMMAS = {
    "reporters": "reporter", "said": "say", "told": "tell", "reached": "reach", "arrived": "arrive",
    "exploded": "explode",
}  # fmt: skip


def place(text: str, name: str, *others: str) -> Place:
    """What ``name``, the first of its kind in ``text``, is found to be."""
    places, _ = find_places(analysis_of(text, name, *others), ())
    return next(p for p in places if p.span.text == name.rpartition(":")[2])


@pytest.mark.parametrize(
    ("text", "name", "country", "point"),
    [
        ("A tram derailed in Vladivostok.", "Vladivostok", "RU", (43.1, 131.9)),
        ("Trains left Pyongyang at dawn.", "Pyongyang", "KP", (39.0, 125.75)),
        ("The line ends at Khasan.", "Khasan", "RU", (42.4, 130.6)),
        ("Floods hit Primorsky Krai again.", "Primorsky Krai", "RU", (45, 135)),
        ("Trucks queue in Kursk region.", "Kursk region", "RU", (51.7, 36.3)),
        ("Guards met at Panmunjom.", "Panmunjom", None, (37.96, 126.68)),
        ("Aid waits at the Rafah crossing.", "Rafah crossing", None, (31.25, 34.26)),
        ("The pact was signed in Kiev.", "Kiev", "UA", (50.45, 30.5)),
        ("Rain fell in Reykjavík.", "Reykjavík", "IS", (64.1, -21.9)),
    ],
)
def test_finds_where_a_place_is(text: str, name: str, country: str | None, point: tuple[float, float]) -> None:
    found = place(text, name)
    assert found.country == country
    assert found.lat is not None
    assert found.lon is not None
    assert distance_km((found.lat, found.lon), point) < 100


@pytest.mark.parametrize(
    ("name", "iso"),
    [("U.S.", "US"), ("US", "US"), ("Britain", "GB"), ("UK", "GB"), ("South Korea", "KR"), ("North Korea", "KP"),
     ("DPRK", "KP"), ("Ivory Coast", "CI"), ("Türkiye", "TR"), ("Burma", "MM")],
)  # fmt: skip
def test_countries_by_the_names_reports_use(name: str, iso: str) -> None:
    found = place(f"Envoys from the {name} arrived.", name)
    assert (found.kind, found.country) == ("country", iso)


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("A barn burned down near Paris, Texas.", "Paris", "US", "Texas"),
        ("A barn burned down near Paris.", "Paris", "FR", None),
        ("She teaches in Springfield, Ill., and in Chicago.", "Springfield", "US", "Illinois"),
        ("A bus from London, Ont., overturned.", "London", "CA", "Ontario"),
    ],
)
def test_the_region_behind_a_comma_decides(text: str, name: str, country: str, admin1: str | None) -> None:
    found = place(text, name)
    assert found.country == country
    assert admin1 is None or found.admin1 == admin1


def test_a_name_of_many_towns_stays_open() -> None:
    places, notes = find_places(analysis_of("Two men were held in Springfield.", "Springfield"), ())
    (found,) = places
    assert (found.name, found.lat, found.lon, found.country) == ("Springfield", None, None, "US")
    assert 2 <= len(found.candidates) <= 5
    assert [(n.code, n.span) for n in notes] == [("unclear-place", found.span)]


def test_an_alias_of_a_small_town_settles_nothing_without_its_country() -> None:
    alias = Candidate("Hassan", False, "town", "IN", "Karnataka", 13.0, 76.1, 133_000, 1)
    india = Candidate("India", True, "country", "IN", None, 20.0, 77.0, 1_400_000_000, 2)
    (alone,) = settle([Name((alias,), 1.0)])
    assert (alone.place, alone.among) == (None, (alias,))
    assert settle([Name((alias,), 1.0), Name((india,), 2.0)])[0].place == alias


def test_a_name_in_no_gazetteer_is_kept_and_noted() -> None:
    places, notes = find_places(analysis_of("They met in Qorvastan Minor.", "Qorvastan Minor"), ())
    assert (places[0].name, places[0].lat) == ("Qorvastan Minor", None)
    assert notes[0].code == "unclear-place"


def test_a_sentence_without_a_tree_is_read_by_its_word_order() -> None:
    analysis = analysis_of("A mine exploded in Geneva.", "Geneva", tree={"exploded": ("VERB", "dep", "A"),
                           "A": ("X", "root", "A")})  # fmt: skip
    assert find_places(analysis, ())[0][0].role == "event"


def test_one_sense_a_report() -> None:
    text = "Paris, Texas, has a new mayor. Paris was founded in 1844."
    places, _ = find_places(analysis_of(text, "Paris", "Texas"), ())
    assert {p.country for p in places} == {"US"}
    assert [p.id for p in places] == ["p1", "p2", "p3"]


def test_a_facility_lies_in_the_town_of_its_name() -> None:
    found = place("The train stood at Khasan railway station in Russia.", "FAC:Khasan railway station", "Russia")
    assert (found.kind, found.name, found.country) == ("facility", "Khasan railway station", "RU")
    assert found.lat == pytest.approx(42.43, abs=0.5)


def test_a_town_taken_for_somebody_is_a_place_where_one_stands() -> None:
    assert place("A flight to Vladivostok was late.", "PERSON:Vladivostok").country == "RU"
    assert place("Sanctions by the U.S. bite.", "ORG:U.S.").country == "US"
    assert find_places(analysis_of("It was said to Houston by aides.", "PERSON:Houston"), ())[0] == ()
    text = "Ann Houston spoke. They believe in Houston."
    assert find_places(analysis_of(text, "PERSON:Ann Houston", "PERSON:Houston"), ())[0] == ()


@pytest.mark.parametrize(
    ("name", "place_name", "country"),
    [("Russian", "Russia", "RU"), ("Texan", "Texas", "US"), ("Scots", "Scotland", "GB"), ("European", "Europe", None)],
)
def test_a_demonym_mentions_its_place_and_never_says_where(name: str, place_name: str, country: str | None) -> None:
    places, _ = find_places(analysis_of(f"A {name} ship sank in fog.", f"NORP:{name}"), ())
    assert [(p.name, p.kind, p.country, p.role) for p in places] == [(place_name, "demonym", country, "mention")]


def test_the_dateline_names_a_place() -> None:
    head = "GENEVA, March 3 (Northwire)"
    places, _ = find_places(analysis_of(f"{head}\nTalks broke off.", dateline=head), ())
    assert [(p.span.text, p.country, p.role) for p in places] == [("GENEVA", "CH", "dateline")]


VERBS = {
    "in": ("ADP", "case", "Geneva"), "Geneva": ("PROPN", "obl", "VERB"), ".": ("PUNCT", "punct", "VERB"),
}  # fmt: skip


def _tree(verb: str, **others: tuple[str, str, str]) -> Tree:
    base = {word: (upos, relation, verb if head == "VERB" else head) for word, (upos, relation, head) in VERBS.items()}
    return {**base, verb: ("VERB", "root", verb), **others}


@pytest.mark.parametrize(
    ("text", "tree", "role"),
    [
        ("It exploded in Geneva.", _tree("exploded", It=("PRON", "nsubj", "exploded")), "event"),
        ("She said in Geneva.", _tree("said", She=("PRON", "nsubj", "said")), "said-at"),
        ("Geneva said no.", _tree("said", Geneva=("PROPN", "nsubj", "said"), no=("INTJ", "obj", "said")), "mention"),
        ("He reached Geneva.", _tree("reached", He=("PRON", "nsubj", "reached"), Geneva=("PROPN", "obj", "reached")),
         "event"),
        ("She told reporters in Geneva.",
         _tree("told", She=("PRON", "nsubj", "told"), reporters=("NOUN", "obj", "told"),
               Geneva=("PROPN", "nmod", "reporters")), "said-at"),
        ("The envoy from Geneva arrived.",
         {"The": ("DET", "det", "envoy"), "envoy": ("NOUN", "nsubj", "arrived"), "from": ("ADP", "case", "Geneva"),
          "Geneva": ("PROPN", "nmod", "envoy"), "arrived": ("VERB", "root", "arrived")}, "mention"),
    ],
)  # fmt: skip
def test_the_part_a_place_plays(text: str, tree: Tree, role: str) -> None:
    places, _ = find_places(analysis_of(text, "Geneva", tree=tree), ())
    assert [p.role for p in places] == [role]


def test_the_entity_of_a_country() -> None:
    analysis = analysis_of("Storms crossed France.", "France")
    entity = Entity("x1", "France", "country", (analysis.span(15, 21),), {"iso": "FR"})
    assert find_places(analysis, (entity,))[0][0].entity == "x1"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.data())
def test_spans_are_exact_and_nothing_crashes(text: str, data: st.DataObject) -> None:
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)), st.sampled_from(["GPE", "LOC", "FAC"]))
    mentions = tuple(Mention(*m) for m in data.draw(st.lists(spans, max_size=6)))
    bare = analysis_of(text)
    analysis = Analysis(bare.report, bare.words, bare.sentences, mentions)
    places, notes = find_places(analysis, ())
    assert all(text[p.span.start : p.span.end] == p.span.text for p in places)
    assert [p.id for p in places] == [f"p{i + 1}" for i in range(len(places))]
    assert all((p.lat is None) == (p.lon is None) and len(p.candidates) <= 5 for p in places)
    assert (places, notes) == find_places(analysis, ())


@given(st.text(max_size=60))
def test_keys_are_stable(name: str) -> None:
    assert normalise(name) == normalise(normalise(name))


def test_many_mentions_cost_linear_time() -> None:
    text = "in Paris, " * 5_000
    started = process_time()
    places, _ = find_places(analysis_of(text, "Paris"), ())
    assert len(places) == 5_000
    assert process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Cuba's harbours stayed shut.", "Cuba", "CU"),
        ("Jordan's border stayed shut.", "Jordan", "JO"),
        ("It sailed under the flag of St. Kitts and Nevis.", "St. Kitts and Nevis", "KN"),
        ("Storms reached New Caledonia.", "New Caledonia", "NC"),
        ("Fighting spread in Congo.", "Congo", "CD"),
        ("Talks went on in Khyber Pakhtunkhwa.", "Khyber Pakhtunkhwa", "PK"),
        ("Rockets fell on Kursk Oblast.", "Kursk Oblast", "RU"),
    ],
)
def test_names_that_others_share_or_spell_otherwise(text: str, name: str, country: str) -> None:
    assert place(text, name).country == country


def test_a_river_is_known_by_its_article_and_english_name() -> None:
    found, _ = find_places(analysis_of("Barges wait along the Danube."), ())
    assert [(p.name, p.kind) for p in found] == [("Danube", "river")]


def test_an_airport_is_not_where_its_small_namesake_is() -> None:
    airport = place(
        "Planes for Toronto left Pearson International Airport.", "FAC:Pearson International Airport", "Toronto"
    )
    assert (airport.kind, airport.country, airport.lat) == ("facility", None, None)


def test_a_month_of_a_dateline_and_a_body_that_has_a_towns_name_are_no_places() -> None:
    record = read_bytes(b"WARSAW, Nov 12 (Quay Wire) - The Red Cross said that a bridge in Lublin had fallen.")
    assert [place.span.text for place in record.places] == ["WARSAW", "Lublin"]
