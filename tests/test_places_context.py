"""Places by what stands around them: agencies, datelines, what lies in what, capitals, local reports; entities that are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.names import find_entities
from sayso.names.tables import shipped
from sayso.places import find_places, with_places
from sayso.places.dialling import regions_dialled
from sayso.reading import read_bytes
from sayso.record.types import Entity, Place
from test_places_finding import Tree, analysis_of


def places_of(text: str, *names: str, dateline: str = "") -> dict[str, Place]:
    """The first place of each name."""
    analysis = analysis_of(text, *names, dateline=dateline)
    found, _ = find_places(analysis, ())
    assert all(text[p.span.start : p.span.end] == p.span.text for p in found)
    return {p.span.text: p for p in reversed(found)}


def test_the_agency_of_a_dateline_is_no_town() -> None:
    line = "LEZHE, Albania (Adria Wire) — "
    text = line + "A judge told Adria Wire of it. Adria is a town in Italy."
    analysis = analysis_of(text, "ORG:Adria Wire", "GPE:Adria is", dateline=line)
    analysis = replace(analysis, report=replace(analysis.report, dateline=line.strip(" —")))
    found, _ = find_places(analysis, ())
    assert [p.span.text for p in found if p.role == "dateline"] == ["LEZHE", "Albania"]
    assert not [p for p in found if p.span.text.startswith("Adria Wire") or text[p.span.end :].startswith(" Wire")]


def test_a_town_and_a_dash_open_a_report() -> None:
    found = places_of("Accra — Ghana's court ruled. A poll in Accra — the fourth — followed.", "PERSON:Accra", "Ghana")
    assert found["Accra"].role == "dateline"


@pytest.mark.parametrize("feast", ["Ramadan", "Easter", "Nowruz"])
def test_feasts_are_no_places(feast: str) -> None:
    assert feast not in places_of(f"Shops in Cairo close before {feast} begins.", "Cairo", feast)


@pytest.mark.parametrize(
    ("text", "names", "name", "country", "kind"),
    [
        # no town of Norway, and no guess at where in Giza it is
        ("A bomb went off in the Haram district of Giza.", ["Haram", "Giza"], "Haram", "EG", None),
        ("A bomb went off in Giza's Haram district.", ["Haram", "Giza"], "Haram", "EG", None),
        ("Police went to the village of Tarnmoor in Lancashire.", ["Tarnmoor", "Lancashire"], "Tarnmoor", "GB", None),
        ("Flights from Toronto's Pearson International Airport were late.", ["FAC:Pearson International Airport", "Toronto"],
         "Pearson International Airport", "CA", "facility"),
        ("The quake shook towns in the Savannah region, near Tamale and Damongo in Ghana.", ["Tamale", "Damongo", "Ghana"],
         "Savannah", "GH", "admin1"),
        ("Chile and Guatemala sent help to Guerrero in Mexico. Santiago sent a team.", ["Chile", "Guatemala", "Guerrero", "Mexico"],
         "Santiago", "CL", "town"),
        ("Snow fell in North Rhine-Westphalia (NRW). NRW is in Germany.", ["North Rhine-Westphalia", "NRW", "Germany"], "NRW", "DE", "admin1"),
        ("The barge sank on the Red River near Hanoi.", ["Red River", "Hanoi"], "Red River", None, None),
    ],
)  # fmt: skip
def test_where_a_name_lies_by_what_is_said_around_it(
    text: str, names: list[str], name: str, country: str | None, kind: str | None
) -> None:
    place = places_of(text, *names)[name]
    assert (place.country, place.kind) == (country, kind)


def test_a_local_report_is_at_home() -> None:
    local = "The sheriff said the High School in Mansfield was searched. The school board met."
    assert places_of(local, "Mansfield")["Mansfield"].country == "US"
    assert places_of("The mill in Mansfield was searched.", "Mansfield")["Mansfield"].country == "GB"


def test_a_country_is_not_put_before_a_man() -> None:
    text = "A Lebanon woman was hurt near Indianapolis, Indiana. The Lebanon woman left Carmel, Indiana."
    assert places_of(text, "Lebanon", "Indianapolis", "Indiana", "Carmel")["Lebanon"].country == "US"


def told(text: str, *names: str, tree: Tree | None = None) -> dict[str, Entity]:
    analysis = analysis_of(text, *names, tree=tree)
    entities = find_entities(analysis)
    found, _ = find_places(analysis, entities)
    entities, found = with_places(analysis, entities, found, shipped().names)
    ids = {e.id for e in entities}
    assert all(p.entity is None or p.entity in ids for p in found)
    assert [e.id for e in entities] == [f"n{i}" for i in range(1, len(entities) + 1)]
    return {e.name: e for e in entities}


@pytest.mark.parametrize(
    ("text", "names", "name", "kind"),
    [
        ("Khartoum accused its neighbour of lying.", ["PERSON:Khartoum"], "Khartoum", "place"),
        ("Troops bombed the town of El Fasher.", ["PERSON:El Fasher"], "El Fasher", "place"),
        (
            "Floods hit Talisay, Liloan and Mandaue in Cebu.",
            ["Talisay", "PERSON:Liloan", "Mandaue", "Cebu"],
            "Liloan",
            "place",
        ),
        ("They left for Gisenyi.", ["ORG:Gisenyi"], "Gisenyi", "place"),
        ("Petar Lincoln sang. Lincoln bowed.", ["PERSON:Petar Lincoln", "PERSON:Lincoln"], "Petar Lincoln", "person"),
        ("Everton beat Burnley.", ["ORG:Everton", "ORG:Burnley"], "Burnley", "organisation"),
    ],
)
def test_entities_that_are_places(text: str, names: list[str], name: str, kind: str) -> None:
    assert told(text, *names)[name].kind == kind


def test_one_town_in_two_spellings_is_one_entity() -> None:
    found = told("GOMA fell. Rebels hold Rutshuru. They walked to Goma.", "ORG:GOMA", "PERSON:Goma", "Rutshuru")
    assert [m.text for m in found["Goma"].mentions] == ["GOMA", "Goma"]


@pytest.mark.parametrize(
    ("text", "names", "country"),
    [
        ("The Athens Independent School District met.", ["Athens"], "US"),
        ("The Athens police chief met reporters.", ["Athens"], "GR"),
        ("Flowers may be left at 508 Cumberland St., Lebanon.", ["Lebanon"], "US"),
        ("The envoy left Lebanon.", ["Lebanon"], "LB"),
        ("The Dublin City Manager resigned.", ["Dublin"], "US"),
    ],
)
def test_what_stands_beside_a_town_tells_its_country(text: str, names: list[str], country: str) -> None:
    assert places_of(text, *names)[names[0]].country == country


def test_what_no_gazetteer_has_is_where_all_other_places_are() -> None:
    text = "Buses ran from Leeds, Bradford and Huddersfield in England to the Tarnmoor Viaduct."
    towns = ["Leeds", "Bradford", "Huddersfield", "England"]
    found = places_of(text, *towns, "FAC:Tarnmoor Viaduct")["Tarnmoor Viaduct"]
    assert (found.country, found.lat) == ("GB", None)
    _, notes = find_places(analysis_of(text, *towns, "FAC:Tarnmoor Viaduct"), ())
    assert ["its country is that of the report's other places" in n.message for n in notes if n.span] == [True]
    text = "Buses ran from Leeds and Bradford to Lille, Ghent and the Tarnmoor Viaduct."
    assert (
        places_of(text, "Leeds", "Bradford", "Lille", "Ghent", "FAC:Tarnmoor Viaduct")["Tarnmoor Viaduct"].country
        is None
    )


def test_a_town_hall_is_in_the_town_that_its_name_begins_with() -> None:
    found = places_of("Voters queued at Penzance Town Hall in England.", "FAC:Penzance Town Hall", "England")
    assert (found["Penzance Town Hall"].kind, found["Penzance Town Hall"].country) == ("facility", "GB")
    assert found["Penzance Town Hall"].lat == pytest.approx(50.1, abs=0.3)


def test_churches_and_papers_are_no_towns() -> None:
    assert "St. Paul" not in places_of("Mourners filled the church of St. Peter and St. Paul in Cairo.", "Cairo")
    assert "Faro" not in places_of("The port is shut (El Faro). Ships wait.")
    assert "Faro" in places_of("The port of Faro is shut.", "Faro")


def test_a_great_town_goes_before_a_region_of_its_name_elsewhere() -> None:
    assert places_of("A ferry left Bari at dawn.", "Bari")["Bari"].country == "IT"
    assert places_of("Pirates left Bari in Somalia.", "Bari", "Somalia")["Bari"].country == "SO"


def test_in_the_town_of_is_where_it_was() -> None:
    tree = {
        "exploded": ("VERB", "root", "exploded"), "town": ("NOUN", "obl", "exploded"), "in": ("ADP", "case", "town"),
        "of": ("ADP", "case", "Kano"), "Kano": ("PROPN", "nmod", "town"), "mine": ("NOUN", "nsubj", "exploded"),
    }  # fmt: skip
    found, _ = find_places(analysis_of("A mine exploded in the town of Kano.", "Kano", tree=tree), ())
    assert [(p.span.text, p.role) for p in found] == [("Kano", "event")]


def test_of_two_towns_seldom_called_so_the_one_in_the_reports_country_is_meant() -> None:
    assert places_of("The Angolan army left Kuito.", "NORP:Angolan", "Kuito")["Kuito"].country == "AO"
    assert places_of("The envoy left Quito.", "Quito")["Quito"].country == "EC"


def test_a_people_is_no_town_and_a_wide_region_goes_before_a_village_of_its_name() -> None:
    text = "Arab envoys met at Camp David in Maryland on peace in the Middle East. Columbia and Bethesda are near."
    found = places_of(text, "NORP:Arab", "Camp David", "Maryland", "LOC:Middle East", "Columbia", "Bethesda")
    assert "Arab" not in found
    assert (found["Middle East"].country, found["Middle East"].kind) == (None, "region")
    assert places_of("A storm struck in Arab, Alabama.", "Arab", "Alabama")["Arab"].country == "US"


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Officials in Warsaw said the bridge was shut.", "Warsaw", "said-at"),
        ("A court in Lagos jailed a trader from Kano on Friday.", "Kano", "mention"),
        ("A court in Lagos jailed a trader from Kano on Friday.", "Lagos", "event"),
        ("The withdrawal from Goma began on Monday.", "Goma", "event"),
        ("Troops loyal to Tripoli took the airport.", "Tripoli", "mention"),
        ("Witnesses in Quetta saw the blast.", "Quetta", "event"),
    ],
)
def test_where_somebody_is_from_or_speaks_is_not_where_it_was(text: str, name: str, role: str) -> None:
    assert {p.span.text: p.role for p in read_bytes(text.encode()).places}[name] == role


def test_a_telephone_number_tells_which_state_a_local_report_is_in() -> None:
    text = "The Athens Police Department is asking for help. Witnesses may call 903-555-0142."
    assert places_of(text, "Athens")["Athens"].admin1 == "Texas"
    assert places_of(text.replace("903", "706"), "Athens")["Athens"].admin1 == "Georgia"
    assert places_of(text.replace("903-555", "800-555"), "Athens")["Athens"].country == "US"
    listed = "Call 903-555-0142, 706-555-0142, 212-555-0142 or 415-555-0142."
    assert regions_dialled(listed) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Crews worked near the New York border on Monday.", "admin1"),
        ("The New York governor signed the bill.", "admin1"),
        ("A fire burned in upstate New York.", "admin1"),
        ("Police in New York held a man.", "town"),
        ("The New York mayor signed the bill.", "town"),
    ],
)
def test_a_state_and_not_its_city(text: str, kind: str) -> None:
    assert places_of(text, "New York")["New York"].kind == kind


def test_a_town_and_a_county_in_one_breath_lie_together() -> None:
    found = places_of("All residents of Paris and Henry County will get a letter.", "Paris", "Henry County")
    assert {(p.country, p.admin1) for p in found.values()} == {("US", "Tennessee")}
    assert places_of("The road from Paris to Henry County is long.", "Paris", "Henry County")["Paris"].country == "FR"
