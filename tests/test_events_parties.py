"""Who did it and to whom: countries of persons, governments by their capitals, whom a threat is for."""

from __future__ import annotations

import pytest

from sayso.events.sectors import sector_of
from sayso.language import analyse
from sayso.reading import read_bytes
from sayso.reports import Told, read_report


def parties(text: str, kind: str) -> tuple[list[str], list[str]]:
    record = read_bytes(text.encode())
    names = {e.id: e.name for e in record.entities}
    event = next(e for e in record.events if e.type == kind)
    return sorted(names[a] for a in event.actors), sorted(names[r] for r in event.recipients)


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        # the country of a person, by its own words
        ("Norwegian Prime Minister Jon Aasen met Danish officials.", "CONSULT", ["Jon Aasen", "Norway"], ["Denmark"]),
        ("The president of Ghana visited Kenya.", "CONSULT", ["Ghana"], ["Kenya"]),
        # capitals stand for governments; other towns, and capitals where something happens, do not
        ("Moscow gave Tbilisi an ultimatum.", "THREATEN", ["Moscow"], ["Tbilisi"]),
        ("Officials from Norway and Kenya held talks in Paris.", "CONSULT", ["Kenya", "Norway"], ["Kenya", "Norway"]),
        # passives, agents, possessors
        ("Three Polish journalists were arrested by Belarusian police.", "COERCE", ["Belarus"], ["Poland"]),
        ("Ethiopia's rejection of the Sudanese offer surprised nobody.", "REJECT", ["Ethiopia"], ["Sudan"]),
        # what the words are about befalls whom they are for
        ("Azerbaijan threatened to use force against Armenia.", "THREATEN", ["Azerbaijan"], ["Armenia"]),
        ("Zambia demanded that Malawi hand over the banker.", "REQUEST", ["Zambia"], ["Malawi"]),
        # 'it' is who has just spoken
        ("Romania said it would expel the Hungarian diplomats.", "SANCTION", ["Romania"], ["Hungary"]),
        # whose export it is acts on whom it goes to
        ("Qatar donated ten ambulances to Lebanon.", "AID", ["Qatar"], ["Lebanon"]),
    ],
)
def test_parties(text: str, kind: str, actors: list[str], recipients: list[str]) -> None:
    assert parties(text, kind) == (actors, recipients)


def test_a_country_can_act_on_its_own() -> None:
    assert parties("Norwegian police arrested a Norwegian journalist.", "COERCE") == (["Norway"], ["Norway"])


def test_whoever_speaks_of_another_neither_promises_nor_threatens() -> None:
    kinds = [e.type for e in read_bytes(b"Norway said Denmark would attack Sweden.").events]
    assert kinds == ["ASSAULT"]


@pytest.mark.parametrize(
    ("text", "word", "sector"),
    [
        ("Defence minister Arno Pell left.", "minister", "GOV"),
        ("The opposition leader left.", "leader", "OPP"),
        ("Soldiers left.", "Soldiers", "MIL"),
        ("Rebels left.", "Rebels", "REB"),
        ("The police left.", "police", "COP"),
        ("A tree fell.", "tree", None),
    ],
)
def test_nouns_tell_sectors(text: str, word: str, sector: str | None) -> None:
    analysis = analyse(read_report(text.encode(), file=None, media=None, told=Told())[0])
    assert sector_of(analysis, next(w for w in analysis.words if w.text == word)) == sector
