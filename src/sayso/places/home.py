"""Where a report is at home: by what stands beside a town's name, and, for what no gazetteer has, by its other places.

A local paper writes for readers who know where they are (Lieberman et al. 2010): 'Athens Police Department' and '508
Cumberland St., Lebanon' are of a town of the United States, whatever greater places have those names, and a town hall
that no gazetteer has is in the country that all the report's towns are in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from sayso.places.gazetteer import Candidate
from sayso.places.words import words

_LOCAL = re.compile(
    r" (?:man|woman|men|women|boys?|girls?|teen|teenager|residents?|native|couple|motorcyclist|motorist"
    r"|(?:City|Town|County|Village) (?:Council|Hall|Board|Police|Commission)|High School|Elementary|Middle School"
    r"|[Ff]irefighters|Mayor|City Manager)\b"
)
"""What stands behind towns' names, and behind countries' demonyms."""
_ADDRESS = re.compile(
    r"\b(?P<number>\d{1,5})(?: [NSEW]\.?)?(?: [A-Z][a-z]+| \d{1,3}(?:st|nd|rd|th)){1,3}"
    r" (?:Street|Avenue|Road|Drive|Lane|(?P<short>St|Ave|Rd|Dr|Ln|Blvd)\.?), \Z"
)
"""A street address right before a town's name; with a long number and a short word it is of North America."""
_REACH = 60
"""Characters before a name that an address fills."""
_LONG_NUMBER = 3
_HOMES = ("US", "GB", "CA", "IE")
_FEWEST = 3
"""Places that show where a report is at home."""
_ALL = 0.9
"""Share of them that must be in one country."""
_TOWNS = frozenset({"town", "admin1", "admin2", "facility", "airport"})


@cache
def _behind() -> tuple[re.Pattern[str], dict[str, str]]:
    told = {sign: country for country in _HOMES for sign in words(f"behind_{country}")}
    longest = sorted(told, key=len, reverse=True)
    return re.compile(rf" ({'|'.join(map(re.escape, longest))})(?!\w)"), told


def is_local(text: str, start: int, end: int) -> bool:
    """Whether somebody or something of a town's stands behind a name, or a street address before it."""
    return (
        _LOCAL.match(text, end) is not None or _address(text, start) is not None or own_country(text, end) is not None
    )


def own_country(text: str, end: int) -> str | None:
    """The country alone that has what stands behind a name: 'Athens *Independent School District*'."""
    pattern, told = _behind()
    found = pattern.match(text, end)
    return told[found[1]] if found else None


def homes(text: str, start: int, end: int) -> frozenset[str]:
    """The countries that a name's surroundings leave: behind it what only one has, before it an American address."""
    own = own_country(text, end)
    if own is not None:
        return frozenset({own})
    found = _address(text, start)
    american = found is not None and len(found["number"]) >= _LONG_NUMBER and found["short"] is not None
    return frozenset({"US", "CA"}) if american else frozenset()


def _address(text: str, start: int) -> re.Match[str] | None:
    if text[start - 2 : start] != ", ":
        return None
    return next(iter(list(_ADDRESS.finditer(text[max(0, start - _REACH) : start]))[-1:]), None)


def home_of(places: Iterable[Candidate], leaning: Mapping[str, float]) -> str | None:
    """The country that all of a report's places are in, or nearly; ``None`` where that is not clear.

    Args:
        places: what its names mean, each once.
        leaning: how far its words speak for a country, as names in it would.
    """
    told = dict(leaning)
    for place in places:
        told[place.country or ""] = told.get(place.country or "", 0.0) + (1.0 if place.kind in _TOWNS else 0.5)
    whole = sum(told.values())
    best = max(told, key=lambda c: (told[c], c), default=None)
    return best if best and told[best] >= _FEWEST and told[best] >= _ALL * whole else None
