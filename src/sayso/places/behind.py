"""What the word beside a name says of its kind: a region's, a state's, a facility's."""

from __future__ import annotations

import re
from dataclasses import replace

from sayso.places.gazetteer import Candidate, candidates
from sayso.places.names import normalise
from sayso.places.spotting import Spot
from sayso.places.words import words

_REGIONS = frozenset({"admin1", "admin2", "region"})


def of_region(text: str, end: int, key: str) -> tuple[Candidate, ...]:
    """Candidates where the word behind a name says that it is a region's: 'the Savannah region', 'Kano state'."""
    word = re.match(r" ([^\W\d_]+)", text[end : end + 20])
    if word is None or word.group(1).lower() not in words("region") - words("towns"):
        return ()
    found = candidates(key)
    regions = {c: None for k in (key, f"{key} {word.group(1).lower()}") for c in candidates(k) if c.kind in _REGIONS}
    return (*(replace(c, main=True) for c in regions), *(c for c in found if c not in regions)) if regions else ()


def of_state(text: str, spot: Spot) -> tuple[Candidate, ...]:
    """The state, where words beside a name say that one is meant and not its city: 'the New York border'."""
    word = re.match(r" ([^\W\d_]+)", text[spot.end : spot.end + 20])
    behind = word is not None and word.group(1).lower() in words("of_states")
    if not behind and not text[max(0, spot.start - 8) : spot.start].lower().endswith("upstate "):
        return ()
    return tuple(c for c in candidates(spot.key) if c.kind == "admin1" and c.country in {"US", "CA", "AU"} and c.main)


def facility_follows(text: str, end: int) -> bool:
    """Whether the words behind a town make its name a facility's: '… railway station'."""
    if text[end : end + 1] != " ":
        return False
    following = normalise(text[end : end + 30]).split()
    kinds = words("facility") - words("no_facility_alone")
    return any(" ".join(following[:count]) in kinds for count in (1, 2, 3))
