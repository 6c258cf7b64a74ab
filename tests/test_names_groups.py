"""Which names are one entity's: families, short forms that a report gives, companies, spellings; in linear time."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest

from sayso.language.analysis import Mention
from sayso.names import find_entities
from sayso.names.acronyms import acronym, in_order
from test_places_finding import analysis_of


def entities_of(text: str, *names: str) -> dict[str, list[str]]:
    """Each entity's name → its mentions, where the recogniser labels ``names``."""
    found = find_entities(analysis_of(text, *names))
    assert all(text[m.start : m.end] == m.text for e in found for m in e.mentions)
    return {e.name: [m.text for m in e.mentions] for e in found}


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        (
            "The State Audit Service (SAS) found gaps. SAS staff left.",
            ["ORG:State Audit Service", "ORG:SAS"],
            {"State Audit Service": ["State Audit Service", "SAS", "SAS"]},
        ),
        # the letters of a name, though the recogniser has not seen them
        (
            "The Velmar Democratic Forces left. Two VDF men stayed.",
            ["ORG:Velmar Democratic Forces"],
            {"Velmar Democratic Forces": ["Velmar Democratic Forces", "VDF"]},
        ),
        # a body whose own language has other letters, and whom the recogniser has cut in two
        (
            "The Special Unit against Graft (SPAK) arrested two men. SPAK said no more.",
            ["ORG:Special Unit", "ORG:Graft"],
            {"Special Unit against Graft": ["Special Unit against Graft", "SPAK", "SPAK"]},
        ),
        ("Floods hit North Velmar (NV).", ["GPE:North Velmar"], {"North Velmar": ["North Velmar", "NV"]}),
        ("Floods hit North Velmar (AFP).", ["GPE:North Velmar"], {"North Velmar": ["North Velmar"], "Agence France-Presse": ["AFP"]}),
        # what the report says goes before what the tables know
        ("The Election Court (EC) met. The EC ruled.", ["ORG:Election Court"], {"Election Court": ["Election Court", "EC", "EC"]}),
        ("Norvik SE cut jobs. Norvik fell.", ["PERSON:Norvik"], {"Norvik": ["Norvik", "Norvik"]}),
        ("Norvik SE cut jobs. Norvik fell.", ["ORG:Norvik SE", "PERSON:Norvik"], {"Norvik SE": ["Norvik SE", "Norvik"]}),
    ],
)  # fmt: skip
def test_bodies_and_their_short_forms(text: str, names: list[str], found: dict[str, list[str]]) -> None:
    assert entities_of(text, *names) == found


@pytest.mark.parametrize(
    ("text", "whole", "short", "whose"),
    [
        ("Eva Dahl sued, her brother Nils Dahl did not. Dahl left.", ["Eva Dahl", "Nils Dahl"], "Dahl", "Eva Dahl"),
        ("Ann Eva Dahl came to Nils Dahl. Dahl left.", ["Ann Eva Dahl", "Nils Dahl"], "Dahl", "Ann Eva Dahl"),
        ("Nils Dahl came to Ann Eva Dahl. Dahl left.", ["Ann Eva Dahl", "Nils Dahl"], "Dahl", "Nils Dahl"),
        ("Eva Dahl's lawyer, Per Aune, spoke. Aune left.", ["Eva Dahl", "Per Aune"], "Aune", "Per Aune"),
        ("Omar Hadi al-Burhan spoke. Burhan left.", ["Omar Hadi al-Burhan"], "Burhan", "Omar Hadi al-Burhan"),
        ("Kim Jong-un spoke. Kim left.", ["Kim Jong-un"], "Kim", "Kim Jong-un"),
        ("Ida von Hohen spoke. Von Hohen left.", ["Ida von Hohen"], "Von Hohen", "Ida von Hohen"),
        ("Yevgeny Prigozhin spoke. Prigojin left.", ["Yevgeny Prigozhin"], "Prigojin", "Yevgeny Prigozhin"),
        ("Juan Cruz Jr. spoke. Cruz left.", ["Juan Cruz Jr."], "Cruz", "Juan Cruz Jr"),
        # a given name gives way to a family name
        ("James Okoro met Lee James. James left.", ["James Okoro", "Lee James"], "James", "Lee James"),
    ],
)
def test_a_name_alone_is_of_whom_the_report_names_first(text: str, whole: list[str], short: str, whose: str) -> None:
    found = find_entities(analysis_of(text, *(f"PERSON:{w}" for w in (*whole, short))))
    last = text.rindex(short)
    assert next(e.name for e in found for m in e.mentions if m.start == last) == whose


def test_letters_of_a_short_form() -> None:
    assert acronym("Korean Central News Agency") == "KCNA"
    assert in_order("NRW", "North Rhine-Westphalia")
    assert not in_order("AFP", "North Rhine-Westphalia")


@pytest.mark.parametrize("given", ["Ann N{}", "N{} Lee", "Body N{}", "Lee N{} Ng"])
def test_many_names_take_time_that_grows_with_their_number(given: str) -> None:
    def seconds(count: int) -> float:
        names = [given.format(f"{'bcdfghjklmnpqrstvwxz'[i % 20]}a{i}x".title()) for i in range(count)]
        text = ". ".join(names) + "."
        analysis = analysis_of(text)
        mentions = []
        at = 0
        for name in names:
            at = text.index(name, at)
            mentions.append((at, at + len(name)))
        label = "ORG" if given.startswith("Body") else "PERSON"
        analysis = replace(analysis, mentions=tuple(Mention(a, b, label) for a, b in mentions))
        find_entities(analysis)  # whatever is read once
        start = process_time()
        find_entities(analysis)
        return process_time() - start

    assert seconds(2000) < 8 * seconds(500) + 0.3
