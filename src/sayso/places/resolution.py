"""Which place a name means: ranking of candidates, one sense a report, and when to leave it open.

A heuristic in the line of Leidner (2007, *Toponym Resolution in Text*): prominence, one sense per discourse, local
patterns ('Paris, Texas') and the countries and regions of the context. Weights are in powers of ten of inhabitants:
a context of weight 1 makes up for a tenfold difference in size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sayso.places.gazetteer import Candidate, candidates, countries, region_abbreviations
from sayso.places.names import normalise
from sayso.places.words import words

_ALIAS = -2.0
_COUNTRY = 2.0
_WITHIN = 6.0
_REPORT_COUNTRY = 1.2
_REPORT_REGION = 1.6
_CAPITAL = 1.5
_NEAR = 1.0
_NEAR_KM = 200.0
_SAME_KM = 60.0
_MARGIN = 0.4
"""Below this lead over the next place, the name stays open."""
_LONE_ALIAS = 3.6
"""What an alias must score: without context about 400,000 inhabitants."""
_LONE_SMALL = 2.7
_NAMESAKE_KM = 400.0
LONGEST = 120
"""Characters; a longer mention is no place's name."""
LISTED = 5
"""Candidates listed at most."""


@dataclass
class Context:
    """What a report says about where it plays: weights of countries and first-level regions, and settled points."""

    countries: dict[str, float] = field(default_factory=dict)
    regions: dict[tuple[str, str], float] = field(default_factory=dict)
    points: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The place meant, or ``None``, and the best candidates."""

    place: Candidate | None
    among: tuple[Candidate, ...]


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points (latitude, longitude in degrees), in km, on a sphere of 6,371 km."""
    (y1, x1), (y2, x2) = ((math.radians(v) for v in a), (math.radians(v) for v in b))
    h = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))


def look_up(name: str, facility: bool = False) -> tuple[tuple[Candidate, ...], bool]:
    """Candidates for ``name``, and whether they are those of a town in a facility's name."""
    if len(name) > LONGEST:
        return (), False
    key = normalise(name)
    if key.endswith(" s") and name[-2:] in {"'s", "’s"}:
        key = key[:-2]
    found = candidates(key)
    if found and not facility:
        return found, False
    for word in sorted(words("facility"), key=len, reverse=True):
        if key.endswith(" " + word):
            town = key[: -len(word) - 1].removeprefix("the ")
            return candidates(town), True
    if found:
        return found, facility
    for start in sorted(words("region_before"), key=len, reverse=True):
        if key.startswith(start + " ") and (found := candidates(key[len(start) + 1 :])):
            return found, False
    for word in sorted(words("region"), key=len, reverse=True):
        if key.endswith(" " + word):
            found = candidates(key[: -len(word) - 1].removeprefix("the "))
            regions = tuple(c for c in found if c.kind in {"admin1", "region", "country"})
            return (found if word in {"city", "municipality"} else regions), False
    return (), False


def region_named(text: str) -> tuple[str | None, str | None]:
    """The (country, region) that a name after a comma stands for; regions of the United States by abbreviation too."""
    key = normalise(text)
    short = region_abbreviations().get(key)
    if short and (len(key) > 3 or text.isupper() or text.endswith(".")):
        return short
    if key in countries() and not any(c.kind == "admin1" and c.country == "US" for c in candidates(key)):
        return countries()[key].country, None
    # Only where the region is what the name first stands for: after 'Rafah, Gaza' is no province of Mozambique.
    top = max(candidates(key), key=lambda c: (c.main, c.prominence), default=None)
    if top and top.kind == "admin1" and top.main and top.prominence >= 300_000:
        return top.country, top.admin1
    return None, None


def resolve(
    found: Sequence[Candidate], context: Context, within: Sequence[tuple[str | None, str | None]] = (),
    facility: bool = False,
) -> Resolution:  # fmt: skip
    """The one of ``found`` that ``context`` speaks for; ``within``: regions named right behind the name."""
    scored = sorted(
        ((_score(c, context, within), -i, c) for i, c in enumerate(found)), key=lambda s: (-s[0], -s[1])
    )  # fmt: skip
    among = tuple(c for _, _, c in scored[:LISTED])
    if not scored:
        return Resolution(None, ())
    top, _, best = scored[0]
    supported = _support(best, context, within) > 0
    for score, _, other in scored[1:]:
        if top - score >= _MARGIN:
            break
        same = distance_km((best.lat, best.lon), (other.lat, other.lon)) < _SAME_KM
        if not same and not (other.country == best.country and {best.kind, other.kind} == {"town", "admin1"}):
            return Resolution(None, among)
    if best.kind != "country" and any(country == "US" and region for country, region in within) and not any(
        (best.country, best.admin1) == place for place in within
    ):
        return Resolution(None, among)
    best = _town_for_region(best, found)
    if (not best.main and top < _LONE_ALIAS) or (facility and not supported and top < 4.5):
        return Resolution(None, among)
    if best.kind not in {"country", "admin1"} and not supported and len(found) > 1 and top < _LONE_SMALL:
        return Resolution(None, among)
    return Resolution(best, among)


def _town_for_region(best: Candidate, found: Sequence[Candidate]) -> Candidate:
    """'Beirut', 'New York': a large town rather than the region named after it."""
    if best.kind != "admin1":
        return best
    for other in found:
        if other.kind == "town" and other.country == best.country and other.prominence >= 300_000 and (
            distance_km((best.lat, best.lon), (other.lat, other.lon)) < _NAMESAKE_KM
        ):
            return other
    return best


@lru_cache(maxsize=1)
def _capitals() -> frozenset[tuple[str | None, float, float]]:
    return frozenset((c.country, c.lat, c.lon) for c in countries().values())


def _is_capital(place: Candidate) -> bool:
    return place.kind == "town" and place.prominence > 0 and (place.country, place.lat, place.lon) in _capitals()


def _support(place: Candidate, context: Context, within: Sequence[tuple[str | None, str | None]]) -> float:
    support = 0.0
    for country, region in within:
        if country == place.country and (region is None or region == place.admin1):
            support += _WITHIN
    if place.country:
        support += _REPORT_COUNTRY * context.countries.get(place.country, 0.0)
        if place.admin1:
            support += _REPORT_REGION * context.regions.get((place.country, place.admin1), 0.0)
    here = place.lat, place.lon
    if any(0.5 < distance_km(here, point) < _NEAR_KM for point in context.points):
        support += _NEAR
    return support


def _score(place: Candidate, context: Context, within: Sequence[tuple[str | None, str | None]]) -> float:
    score = math.log10(max(place.prominence, 100)) + _support(place, context, within)
    return score + (0.0 if place.main else _ALIAS) + (
        _COUNTRY if place.kind == "country" else _CAPITAL if _is_capital(place) else 0.0
    )
