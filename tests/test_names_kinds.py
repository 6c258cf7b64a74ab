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
