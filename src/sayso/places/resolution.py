"""Which place a name means: ranking of candidates, one sense a report, and when to leave it open.

A heuristic in the line of Leidner (2007, *Toponym Resolution in Text*) and of Lieberman et al. (2010, local lexicons):
prominence, one sense per discourse, local patterns ('Paris, Texas'), the countries and regions that the other names of
the report speak for, and how near their places are. All names are weighed together: each starts from its prior, and in
a few rounds takes what the others are likely to mean as context. Scores are in powers of ten of inhabitants.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from sayso.places.gazetteer import Candidate, candidates, capitals, countries, region_abbreviations
from sayso.places.names import normalise
from sayso.places.words import words

_ALIAS = {"admin1": -1.2, "admin2": -2.0}
_OTHER_ALIAS = -2.5
_KIND = {"country": 3.0, "admin1": 0.5, "continent": 0.0, "port": -1.0, "airport": -0.5, "facility": 1.5}
_STATES = {"US": 2.0, "CA": 2.0, "AU": 2.0, "GB": 2.0}
"""Countries whose regions reports name on their own."""
_CAPITAL = 1.0
_SEAT = 3.0
"""For the capital of a country that the report names."""
_WIDE = 4.0
"""For a wide region of several countries, such as the Middle East."""
_LOCAL = 3.0
"""Against a country whose name stands where reports have its demonym."""
_HOME = 2.5
"""For a town where only its country has what stands beside the name."""
_METROPOLIS = 1_000_000
_BESIDE_METROPOLIS = 3.0
_BESIDE_TOWN = 1.5
"""Against a region whose name is that of a great town elsewhere: Bari is Italy's before it is Somalia's."""
_TOWN = 200_000
_WITHIN = 6.0
_REPORT_COUNTRY = 3.0
_REPORT_REGION = 1.6
_NEAR = 2.4
_NEAR_KM = 80.0
_GREAT = 1_000_000.0
"""Inhabitants at which a town tells half as much as a village about where other names are."""
_SHARP = 1.7
"""How fast the likelihood of a sense falls with its score: natural units for each power of ten."""
_ROUNDS = 4
_SURE = 0.35
"""Likelihood below which a name is left open."""
_SURE_COUNTRY = 0.8
"""Likelihood from which the country of a name left open is told."""
_SAME_KM = 60.0
_MOST_NAMES = 150
_MOST_EACH = 3
"""Names, and senses of each, that others are held against: keeps the work linear for very long reports."""
LONGEST = 120
"""Characters; a longer mention is no place's name."""
LISTED = 5
"""Candidates listed at most."""

Within = tuple[str, str | None]
"""A country, and a region of it where one is named."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a report: what it may mean, how often it stands there, and the region said to be around it."""

    found: tuple[Candidate, ...]
    weight: float
    """How much it says about where the others are; 0 for one that is not sure to be a place's."""
    within: Within | None = None
    local: bool = False
    """Whether it stands before a word for who lives there, as towns' names do ('a Lebanon woman')."""
    homes: frozenset[str] = frozenset()
    """The countries that what stands beside it leaves: 'Athens Independent School District'."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The place meant, or ``None``; the best candidates; and whether the rest of the report speaks for it."""

    place: Candidate | None
    among: tuple[Candidate, ...]
    supported: bool = False
    country: str | None = None
    """Of a place left open: the country that nearly all it may be is in."""


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
    if key.endswith(" city") and not any(c.main for c in found):
        found = candidates(key.removesuffix(" city")) or found
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
            regions = tuple(c for c in found if c.kind in {"admin1", "admin2", "region", "country"})
            return (found if word in {"city", "municipality", "township", "borough"} else regions), False
    return (), False


def regions_named(text: str) -> list[Within]:
    """The countries and regions that a name after a comma may stand for, 'Georgia' both; states by abbreviation too."""
    key = normalise(text)
    short = region_abbreviations().get(key)
    if short and (len(key) > 3 or text.isupper() or text.endswith(".")):
        return [short]
    found: list[Within] = []
    # Only where the region is what the name first stands for: after 'Rafah, Gaza' is no province of Mozambique.
    top = max(candidates(key), key=lambda c: (c.main, c.kind != "country", c.prominence), default=None)
    if top and top.country and top.kind == "admin1" and top.main and top.prominence >= 300_000:
        found.append((top.country, top.admin1))
    nation = countries().get(key)
    if nation and nation.country:
        found.append((nation.country, None))
    return found


def settle(names: Sequence[Name], leaning: Mapping[str, float] = MappingProxyType({})) -> list[Resolution]:
    """What each name means, all weighed together.

    Args:
        names: of one report.
        leaning: how far its words alone speak for a country, as names in it would.
    """
    table = _Table(names, leaning)
    for _ in range(_ROUNDS):
        table.weigh()
    return [table.resolution(i) for i in range(len(names))]


def _has_metropolis(name: Name) -> bool:
    """'Washington', 'New York': a capital or great city that the name means rather than the region around it."""
    return any(
        c.kind == "town" and c.main and (c.prominence >= _METROPOLIS or _is_capital(c)) for c in name.found[:5]
    )  # fmt: skip


def _namesake_abroad(region: Candidate, name: Name) -> bool:
    return any(
        c.kind == "town" and c.main and c.prominence >= _TOWN and c.country != region.country for c in name.found[:5]
    )


def _shared(place: Candidate, name: Name) -> bool:
    """Whether what a place is seldom called is as seldom that of a great town abroad: Quito and Cuíto, as 'Kuito'."""
    return any(c.kind == "town" and c.prominence >= _TOWN and c.country != place.country for c in name.found[:5])


def _is_capital(place: Candidate) -> bool:
    return place.kind == "town" and (place.country, place.lat, place.lon) in capitals()


def _prior(place: Candidate, name: Name, metropolis: bool) -> float:
    score = math.log10(max(place.prominence, 100)) + _KIND.get(place.kind, 0.0)
    if not place.main:
        score += _ALIAS.get(place.kind, _OTHER_ALIAS)
    if place.kind == "admin1" and place.country in _STATES:
        score += _STATES[place.country] - 0.5
    if place.kind == "admin1" and metropolis:
        score -= _BESIDE_METROPOLIS
    elif place.kind == "admin1" and place.country not in _STATES and _namesake_abroad(place, name):
        score -= _BESIDE_TOWN
    if _is_capital(place) and (place.main or not _shared(place, name)):
        score += _CAPITAL
    if place.kind == "region" and place.country is None and place.main:
        score += _WIDE
    if name.local and place.kind == "country":
        score -= _LOCAL
    if place.country in name.homes and place.kind != "country":
        score += _HOME
    return score + (_WITHIN if name.within and lies_in(place, name.within) else 0.0)


def _seat(place: Candidate, named: frozenset[str | None]) -> float:
    """What a capital gains where the report names its country."""
    return _SEAT if place.main and place.country in named and _is_capital(place) else 0.0


def lies_in(place: Candidate, within: Within) -> bool:
    """Whether a place is in that country and region, and not the region itself."""
    country, region = within
    return (
        place.country == country
        and place.kind != "country"
        and (region is None or (region == place.admin1 and place.kind != "admin1"))
    )


class _Table:
    """All candidates of all names, a row each, and how likely each is what its name means."""

    def __init__(self, names: Sequence[Name], leaning: Mapping[str, float]) -> None:
        self.names = names
        self.rows = [c for name in names for c in name.found]
        sizes = [len(name.found) for name in names]
        self.firsts = np.concatenate([[0], np.cumsum(sizes)]).astype(int)
        self.owner = np.repeat(np.arange(len(names)), sizes)
        named = frozenset(c.country for name in names for c in name.found[:1] if c.kind == "country")
        self.prior = np.array(
            [_prior(c, name, _has_metropolis(name)) + _seat(c, named) for name in names for c in name.found]
        )
        self.weight = np.array([name.weight for name in names])
        nations = {"": 0}
        self.leaning = np.zeros(len(self.rows)) + [leaning.get(c.country or "", 0.0) for c in self.rows]
        regions: dict[tuple[str | None, str | None], int] = {(None, None): 0}
        self.nation = np.array([nations.setdefault(c.country or "", len(nations)) for c in self.rows], int)
        self.region = np.array(
            [regions.setdefault((c.country, c.admin1) if c.admin1 else (None, None), len(regions)) for c in self.rows],
            int,
        )
        self.local = np.array([c.kind in {"town", "admin2", "facility", "airport"} for c in self.rows], bool)
        size = np.array([c.prominence for c in self.rows], float)
        # Great cities are named anywhere; a small town speaks for its neighbours.
        self.telling = 1.0 / (1.0 + size / _GREAT)
        self.point = _unit([(c.lat, c.lon) for c in self.rows])
        self.support = np.zeros(len(self.rows))
        self.score = self.prior
        self.likely = self._likelihood()

    def weigh(self) -> None:
        """One round: context from what is likely now, and new likelihoods from that."""
        if not len(self.rows):
            return
        mass = self.likely * self.weight[self.owner]
        by_nation = self._others(self.nation, mass) + self.leaning
        by_region = self._others(self.region, mass)
        self.support = (
            _REPORT_COUNTRY * by_nation / (1.0 + by_nation)
            + _REPORT_REGION * np.log1p(by_region)
            + _NEAR * self._near(mass)
        )  # fmt: skip
        self.score = self.prior + self.support
        self.likely = self._likelihood()

    def _others(self, group: npt.NDArray[np.int64], mass: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """For each row the mass that other names have in its group; group 0 is none."""
        total = np.bincount(group, mass)
        pair = self.owner * (int(group.max()) + 1) + group
        _, inverse = np.unique(pair, return_inverse=True)
        own = np.bincount(inverse, mass)[inverse]
        return np.where(group > 0, np.maximum(total[group] - own, 0.0), 0.0)

    def _near(self, mass: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """How much of the other names' mass is close by, at most 1."""
        chosen: list[int] = []
        for i in range(min(len(self.names), _MOST_NAMES)):
            first, last = self.firsts[i], self.firsts[i + 1]
            if self.weight[i] > 0 and last > first:
                best = first + np.argsort(-mass[first:last], kind="stable")[:_MOST_EACH]
                chosen += [int(b) for b in best if self.local[b]]
        near = np.zeros(len(self.rows))
        if chosen:
            at = np.array(chosen)
            for start in range(0, len(self.rows), 2000):
                piece = slice(start, start + 2000)
                chord = np.sqrt(np.maximum(0.0, 2 - 2 * self.point[piece] @ self.point[at].T)) * 6371.0
                pull = np.exp(-chord / _NEAR_KM) * (mass * self.telling)[at]
                pull[self.owner[piece][:, None] == self.owner[at][None, :]] = 0.0
                near[piece] = pull.sum(axis=1)
        return np.where(self.local, np.tanh(near), 0.0)

    def _likelihood(self) -> npt.NDArray[np.float64]:
        if not len(self.rows):
            return np.zeros(0)
        top = np.full(len(self.names), -np.inf)
        np.maximum.at(top, self.owner, self.score)
        raised = np.exp(_SHARP * (self.score - top[self.owner]))
        return np.asarray(raised / np.bincount(self.owner, raised, len(self.names))[self.owner])

    def _country(self, first: int, last: int) -> str | None:
        mass: dict[str | None, float] = {}
        for row, likely in zip(self.rows[first:last], self.likely[first:last].tolist(), strict=True):
            mass[row.country] = mass.get(row.country, 0.0) + likely
        return next((country for country, share in mass.items() if share >= _SURE_COUNTRY), None)

    def resolution(self, i: int) -> Resolution:
        """What name ``i`` means."""
        first, last = int(self.firsts[i]), int(self.firsts[i + 1])
        if first == last:
            return Resolution(None, ())
        order = sorted(range(first, last), key=lambda r: (-self.score[r], r))
        among = tuple(self.rows[r] for r in order[:LISTED])
        best = self.rows[order[0]]
        here = best.lat, best.lon
        together = sum(
            float(self.likely[r]) for r in order[:20]
            if r == order[0] or distance_km(here, (self.rows[r].lat, self.rows[r].lon)) < _SAME_KM
        )  # fmt: skip
        supported = bool(self.support[order[0]] > 1.0)
        within = self.names[i].within
        apart = within and not lies_in(best, within) and best.kind not in {"country", "admin1"}
        if apart or together < _SURE or (not best.main and self.score[order[0]] < _LONE_ALIAS):
            told = supported or any(row.main for row in self.rows[first:last])
            return Resolution(None, among, supported, self._country(first, last) if told else None)
        return Resolution(best, among, supported)


_LONE_ALIAS = 3.6
"""What an alias must score: without context about 400,000 inhabitants."""


def _unit(points: Sequence[tuple[float, float]]) -> npt.NDArray[np.float64]:
    lat, lon = np.radians(np.array(points, float).reshape(-1, 2)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
