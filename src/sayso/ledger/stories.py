"""Stories: reports of one developing event.

Reports that are alike are linked as they come in; those linked, at once or through others, are a component. A component
holds one story or several: similar events have much in common, and what all of them share does not tell them apart. So
within a component every two reports are weighed against each other once more, by what tells two events of one sort
apart: whether they are as alike as each is with those nearest to it, whether they are alike to the same reports, the
persons and numbers that both name, and when they are from. These signs add up to the log odds that both tell of one
event, and reports are gathered by average linkage while the odds are even or better; few reports are no story of their
own unless the odds are clearly against their being part of another.

All of it is a pure function of the reports: order of arrival does not matter. The weights of the signs are a logistic
regression's over the pairs of reports in ECB+ topics 1 to 20 (in six folds by topic: B³ of 96).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sayso.ledger.vectors import Vector, named_likeness
from sayso.ledger.words import telling, tokens
from sayso.names.tables import known_names, known_persons
from sayso.places.gazetteer import candidates

LINK = 0.25
"""From this likeness on, two reports are linked …"""
LINK_NAMED = 0.06
"""… of which words in names make this much: one event has its people and places; the same sort of event has others."""

LINK_DAY, LINK_DAY_NAMED = 0.18, 0.04
"""From this likeness on, two reports of a day and the next are linked that share …"""
TELLING, MUCH = 5.0, 10.0
"""… words at least as telling as this, in names or not, and together as much as this."""
LINK_FAR, LINK_FAR_NAMED = 0.35, 0.15
"""Reports of different months are linked only from this likeness on: more than …"""
FAR = 21
"""… so many days apart."""

LINK_NEAR, LINK_NEAR_NAMED = 0.1, 0.04
"""Reports that are less alike are linked from this likeness on if they are from within days of each other …"""
NEAR = 3
"""… so many at most …"""
RARE = 6.0
"""… and share a name as rare as this in the background, and that is …"""
LARGE = 300_000
"""… no town of so many inhabitants, nor of those whom everybody writes about."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What each sign adds to the log odds that two reports tell of one event, and what they are without any."""

    nearness: float
    """How alike they are, as a part of how alike each is to the reports nearest to it."""
    company: float
    """How far they are alike to the same reports."""
    persons: float
    numbers: float
    time: float
    """Published within days of each other; where that is not known, both name the same year as the newest."""
    none: float


SIGNS = Signs(nearness=4.14, company=6.43, persons=3.12, numbers=3.27, time=3.93, none=-6.17)
SURE = 4.0
"""Log odds that no pair's go beyond: average linkage should not hang on a few."""
ONE_EVENT = 0.0
"""Groups are joined whose pairs' log odds are at least this, on average …"""
FEW = 4
"""… and a group of fewer reports with the group that it fits best …"""
FEW_APART = -2.0
"""… unless the log odds are less than this."""
NEAREST = 3
"""How many reports nearest to one say how alike it is to those of its story."""
LATER = 7
"""Days between two reports from which on their dates do not speak for one event."""
SAME_WORDS = 0.7
"""Reports more alike than this share their wording, not only their story, and count as no more alike."""
STRONGEST = 0.9
"""From this likeness on, no link is cut for want of room."""

Matrix = npt.NDArray[np.float64]


def linked(one: Vector, other: Vector, weight: float, days: int | None) -> bool:
    """Whether two reports are alike enough to be of one component.

    Args:
        weight: how alike they are.
        days: how many days lie between them, where both are known.
    """
    if weight < LINK_NEAR:
        return False
    named = named_likeness(one, other)
    if days is not None and days > FAR:
        return weight >= LINK_FAR and named >= LINK_FAR_NAMED
    if weight >= LINK and named >= LINK_NAMED:
        return True
    if days is None or days > NEAR or named < LINK_NEAR_NAMED:
        return False
    if weight >= LINK_DAY and named >= LINK_DAY_NAMED and days <= 1 and _tells_much(one, other):
        return True
    return any(map(rare_name, one.named & other.named))


def _tells_much(one: Vector, other: Vector) -> bool:
    both = (telling(word) for word in one.weights.keys() & other.weights.keys() if word[0] != "#")
    return math.fsum(sorted(tells for tells in both if tells >= TELLING)) >= MUCH


@lru_cache(maxsize=100_000)
def rare_name(word: str) -> bool:
    """Whether a word of a name (a lemma) is hardly ever in the news: a small town's, or an unknown person's.

    The background is not of today, so what the tables of names and the gazetteer know as great is not rare either.
    """
    if telling(word) < RARE or word in _well_known():
        return False
    return all(place.prominence < LARGE for place in candidates(word))


@lru_cache(maxsize=1)
def _well_known() -> frozenset[str]:
    return frozenset(token.lemma for name in (*known_names(), *known_persons()) for token in tokens(name))


def stories_in(vectors: Sequence[Vector], days: Sequence[int] = ()) -> list[list[int]]:
    """Indices of the reports of each story of a component, whose reports come in the order of their ids.

    Args:
        days: when each was published, 0 where that is not known.
    """
    if len(vectors) < FEW:
        return [list(range(len(vectors)))]
    odds = log_odds(vectors, days or [0] * len(vectors))
    return sorted(sorted(group) for group in _few_joined(_gathered(odds), odds))


def cut_weakest(n: int, pairs: Sequence[tuple[int, int, float]], most: int) -> list[list[int]]:
    """``0`` to ``n - 1`` in groups of at most ``most``, as far as cutting weak links makes them so.

    For a component too large to compare all with all: a link that its reports would have with others anyway is cut
    first. A group that even the strongest links hold together stays whole, and is left in pieces of ``most``.
    """
    groups, threshold = [list(range(n))], LINK
    while threshold < STRONGEST and any(len(group) > most for group in groups):
        threshold = min(threshold + 0.1, STRONGEST)
        home = list(range(n))

        def root(i: int, home: list[int] = home) -> int:
            while home[i] != i:
                home[i] = home[home[i]]
                i = home[i]
            return i

        large = {i for group in groups if len(group) > most for i in group}
        for a, b, weight in pairs:
            if weight >= threshold and a in large and b in large:
                first, second = sorted((root(a), root(b)))
                home[second] = first
        parts: dict[int, list[int]] = {}
        for i in sorted(large):
            parts.setdefault(root(i), []).append(i)
        groups = [group for group in groups if len(group) <= most] + list(parts.values())
    return sorted(group[i : i + most] for group in groups for i in range(0, len(group), most))


def log_odds(vectors: Sequence[Vector], days: Sequence[int]) -> Matrix:
    """For every two reports of a component, the log odds that they tell of one event."""
    signs = signs_of(vectors, days)
    weights = (SIGNS.nearness, SIGNS.company, SIGNS.persons, SIGNS.numbers, SIGNS.time)
    total: Matrix = np.full(signs[0].shape, SIGNS.none)
    for weight, sign in zip(weights, signs, strict=True):
        total += weight * sign
    made: Matrix = np.clip(total, -SURE, SURE).round(9)
    return made


def signs_of(vectors: Sequence[Vector], days: Sequence[int]) -> list[Matrix]:
    """The signs, each for every two reports, in the order of :class:`Signs`."""
    n = len(vectors)
    plain = _cosines([v.weights for v in vectors], lambda _: 1.0)
    seen = Counter(word for vector in vectors for word in vector.weights)
    anew = _cosines(
        [v.weights for v in vectors], lambda word: math.log((n + 1) / seen[word]) if seen[word] > 1 else 0.0
    )
    others = _others(plain)
    nearest = np.sqrt(np.sort(others, axis=1)[:, -min(NEAREST, n - 1) :].mean(axis=1) + 1e-9)
    company = _others(anew)
    lengths = np.linalg.norm(company, axis=1, keepdims=True)
    company /= np.where(lengths == 0, 1, lengths)
    return [
        others / np.outer(nearest, nearest),
        company @ company.T,
        _shared([v.persons for v in vectors]),
        _shared([v.numbers for v in vectors]),
        _time(vectors, days),
    ]


def _time(vectors: Sequence[Vector], days: Sequence[int]) -> Matrix:
    when = np.array(days, dtype=np.float64)
    dated = np.logical_and.outer(when > 0, when > 0)
    years = np.array([int(vector.year or 0) for vector in vectors])
    same_year = np.equal.outer(years, years) & (years > 0)[:, None]
    near = np.maximum(0, 1 - np.abs(np.subtract.outer(when, when)) / LATER)
    return np.where(dated, near, same_year)


def _others(alike: Matrix) -> Matrix:
    """Likeness to others, up to that of reports written apart."""
    made = np.minimum(alike, SAME_WORDS)
    np.fill_diagonal(made, 0)
    return made


def _shared(sets: Sequence[Collection[str]]) -> Matrix:
    """The cosine of sets, whose members tell the more the fewer have them."""
    seen = Counter(one for some in sets for one in some)
    return _cosines([dict.fromkeys(some, 1.0) for some in sets], lambda one: math.log((len(sets) + 1) / seen[one]))


def _cosines(rows: Sequence[Mapping[str, float]], factor: Callable[[str], float]) -> Matrix:
    places = {word: i for i, word in enumerate(sorted({word for row in rows for word in row}))}
    factors = {word: factor(word) for word in places}
    table = np.zeros((len(rows), max(1, len(places))))
    for i, row in enumerate(rows):
        for word, weight in row.items():
            table[i, places[word]] = weight * factors[word]
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    table /= lengths
    return np.round(table @ table.T, 9)


def _gathered(odds: Matrix) -> list[list[int]]:
    """Average linkage, until no two groups' odds are even."""
    n = len(odds)
    table = odds.copy()
    never = -2 * SURE
    np.fill_diagonal(table, never)
    groups: dict[int, list[int]] = {i: [i] for i in range(n)}
    alive = np.ones(n, dtype=bool)
    while len(groups) > 1:
        i, j = sorted(divmod(int(table.argmax()), n))
        if table[i, j] < ONE_EVENT:
            break
        one, other = len(groups[i]), len(groups[j])
        row = np.round((table[i] * one + table[j] * other) / (one + other), 9)
        alive[j] = False
        row[~alive] = row[i] = never
        table[i], table[:, i] = row, row
        table[j], table[:, j] = never, never
        groups[i] += groups.pop(j)
    return list(groups.values())


def _few_joined(groups: list[list[int]], odds: Matrix) -> list[list[int]]:
    """The groups, with those of few reports joined to others; the smallest and first come first."""
    while True:
        groups = sorted((sorted(group) for group in groups), key=lambda g: (len(g), g))
        for group in groups:
            others = [one for one in groups if one is not group]
            if len(group) >= FEW or not others:
                continue
            best = max(others, key=lambda one: float(np.round(odds[np.ix_(group, one)].mean(), 9)))
            if odds[np.ix_(group, best)].mean() >= FEW_APART:
                groups = [one for one in others if one is not best] + [group + best]
                break
        else:
            return groups
