"""What a name's own words, or the noun beside it, say of its kind."""

from __future__ import annotations

import pytest

from sayso.reading import read_bytes


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The convoy crossed into Velmar Krai on Monday.", "Velmar Krai"),
        ("The train stopped at the Orsk railway station near the border.", "Orsk"),
        ("Divers searched Lake Tarn for the wreck.", "Lake Tarn"),
    ],
)
def test_places_by_their_nouns(text: str, name: str) -> None:
    entities = {e.name: e.kind for e in read_bytes(text.encode()).entities}
    assert entities.get(name, "place") == "place"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Shops in Amman close early in Ramadan.", "Ramadan", "other"),
        ("Militia men shot at Tigrayan refugees near the bridge.", "Tigrayan", "group"),
        ("Nurses Without Borders also left the camp.", "Nurses Without Borders", "organisation"),
        ("The judge heard Mothers Against Guns on Monday.", "Mothers Against Guns", "organisation"),
        ("KHARTUM ACCUSES JUBA OF AIDING REBELS\n\nKhartum accused Juba on Sunday.", "Khartum", "place"),
        ("RIOTS GROW IN LIMA AND JUBA\n\nPolice fired at crowds on Friday.", "JUBA", "place"),
    ],
)
def test_what_a_name_is_of(text: str, name: str, kind: str) -> None:
    assert {e.name: e.kind for e in read_bytes(text.encode()).entities}[name] == kind


def test_a_hyphen_ties_a_word_to_the_name_of_a_broadcaster() -> None:
    record = read_bytes(b"The broadcaster Radio Okapi-Sud reported rain in Goma. Radio Okapi-Sud said nobody was hurt.")
    assert {m.text for e in record.entities if e.kind == "organisation" for m in e.mentions} == {"Radio Okapi-Sud"}
    assert {p.span.text for p in record.places} == {"Goma"}
    others = read_bytes(b"Radio Okapi told of talks between NATO and Iran. NATO-Iran talks began in Bern.").entities
    assert {"NATO", "Iran"} <= {m.text for e in others for m in e.mentions}
    union = read_bytes(b"Spain said on Monday that EU-Iran talks would resume.").entities
    assert {"EU", "Iran"} <= {m.text for e in union for m in e.mentions}


def test_a_capital_ahead_of_a_preposition_in_a_headline_binds_nothing() -> None:
    names = {e.name for e in read_bytes(b"Talks End Without Deal\n\nThe envoys left Bern on Friday.").entities}
    assert not [n for n in names if "Without" in n]
