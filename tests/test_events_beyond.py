"""Parties that a trigger's own arguments do not name: who is meant, the other side, whose people they are."""

from __future__ import annotations

import pytest

from sayso.reading import read_bytes


def countries(text: str, kind: str) -> tuple[set[str | None], set[str | None]]:
    """Countries of the actors and of the recipients of the first event of a type."""
    event = next(e for e in read_bytes(text.encode()).events if e.type == kind)
    actors, recipients = ([p for p in event.parties if p.role == role] for role in ("actor", "recipient"))
    return {p.country for p in actors}, {p.country for p in recipients}


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        # who act on one another
        ("Chad and Libya held talks in Geneva.", "CONSULT", {"TD", "LY"}, {"TD", "LY"}),
        ("Fighting between Indian and Pakistani troops killed nine.", "ASSAULT", {"IN", "PK"}, {"IN", "PK"}),
        ("India and Pakistan accused each other of lying.", "ACCUSE", {"IN", "PK"}, {"IN", "PK"}),
        ("Norway and Sweden praised Kenya.", "SUPPORT", {"NO", "SE"}, {"KE"}),
        # whom words stand for
        ("Peru has a long border with Chile. The two countries signed a treaty.", "SUPPORT", {"PE", "CL"}, {"PE", "CL"}),
        ("The Kenyan president spoke for an hour. He accused Sudan of lying.", "ACCUSE", {"KE"}, {"SD"}),
        ("We will never talk to Iran, the Israeli minister said.", "REJECT", {"IL"}, {"IR"}),
        # who suffers, who acts
        ("Hungary's new law drew sharp criticism from Germany.", "ACCUSE", {"DE"}, {"HU"}),
        ("Nine Syrians died when a Turkish drone hit a car.", "ASSAULT", {"TR"}, {"SY"}),
        ("The suspect was extradited from Spain to Morocco.", "COOPERATE", {"ES"}, {"MA"}),
        ("Tents donated by Japan reached Nepal.", "AID", {"JP"}, {"NP"}),
        ("In a letter to Oslo, Malta promised to free the crew.", "AGREE", {"MT"}, {"NO"}),
        ("Kuwait denied Iraqi charges.", "REJECT", {"KW"}, {"IQ"}),
        # whose they are
        ("Russian jets bombed Chechen rebels.", "ASSAULT", {"RU"}, {"RU"}),
        ("Canada sent food aid to Darfur.", "AID", {"CA"}, {"SD"}),
        ("The Sudanese army attacked African Union troops.", "ASSAULT", {"SD"}, {None}),
        ("UN officials in Damascus condemned the Israeli raid.", "ACCUSE", {None}, {"IL"}),
        ("Iran arrested two foreign journalists.", "COERCE", {"IR"}, {None}),
        # who is among them, who held them, whose weapon it was
        ("Syrian shells killed four people, among them a Danish nurse.", "ASSAULT", {"SY"}, {None, "DK"}),
        ("Two Italian nuns kidnapped by rebels in Cameroon were freed.", "RETREAT", {"CM"}, {"IT"}),
        ("The police in Lima said that two Swedes had been arrested.", "COERCE", {"PE"}, {"SE"}),
        ("The Peruvian minister said that two Swedes had been arrested.", "COERCE", set(), {"SE"}),
        # whom words are to, who did what is condemned
        ("The arrest of a Dutch reporter by the Iranian police was condemned by Malta.", "ACCUSE", {"MT"}, {"IR"}),
        ("Nigeria lodged a complaint with the World Court against Cameroon.", "ACCUSE", {"NG"}, {"CM"}),
        ("North Korea accused the South of lying.", "ACCUSE", {"KP"}, {"KR"}),
        ("Peruvian lawmakers called on the government to close the Bolivian embassy.", "REQUEST", {"PE"}, {"PE"}),
        # against whom arms are raised
        ("Kuwait called up its reserves as Iraqi divisions moved south.", "MOBILIZE", {"KW"}, {"IQ"}),
        ("Kenya deployed troops on Monday, and Uganda called for calm.", "MOBILIZE", {"KE"}, set()),
        # whose ground it is, who meets abroad
        ("Rebels attacked a church in the Kenyan town of Nyeri.", "ASSAULT", {"KE"}, {"KE"}),
        ("Talks between the Philippine government and rebels resumed in Kuala Lumpur.", "CONSULT", {"PH"}, {"PH"}),
        ("The rebels, who control the north of Chad, attacked French peacekeepers.", "ASSAULT", {"TD"}, {"FR"}),
    ],
)  # fmt: skip
def test_parties_from_elsewhere(text: str, kind: str, actors: set[str | None], recipients: set[str | None]) -> None:
    assert countries(text, kind) == (actors, recipients)


def test_an_object_pronoun_is_left_open() -> None:
    text = "The Kenyan president met Sudan's king. The minister accused him of lying."
    assert countries(text, "ACCUSE")[1] == set()


def test_a_country_alone_shows_force_and_two_cooperate() -> None:
    kinds = [
        {e.type for e in read_bytes(f"{who} held military exercises near the coast.".encode()).events}
        for who in ("Taiwan", "Japan and India")
    ]
    assert kinds == [{"MOBILIZE"}, {"COOPERATE"}]
