"""Propositions that are likely one though no rule says so: what one report says with other words than another.

Of two reports, each clause is the other's nearest in meaning (:mod:`sayso.ledger.senses`); at least one of the two is
matched with nothing else; and a logistic regression over what they have in common says that they are one. Its weights
(``likely.toml``) are fitted by ``scripts/fit_likely.py`` to stories with gold. No threshold on nearness alone would do:
'in talks to buy' lies nearer to 'agreed to buy' than most paraphrases to one another.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np

from sayso.ledger.alike import STATIVE, main_event, same_predicate
from sayso.ledger.digest import Proposition
from sayso.ledger.matching import SAME, Match, Weights, is_count, of_one_side
from sayso.ledger.names import same_person
from sayso.ledger.senses import Floats, vectors
from sayso.ledger.setting import apart, elsewhere

ODDS = 0.4
"""From this probability on, two clauses are one."""
NEAR = 0.3
"""The least cosine of two clauses that are compared."""
MOST_SHARED, MOST_WORDS = 10, 10
Pair = tuple[int, int]


@lru_cache(maxsize=1)
def _fitted() -> tuple[float, dict[str, float]]:
    raw = tomllib.loads((files("sayso.ledger") / "likely.toml").read_text(encoding="utf-8"))
    return raw["constant"], raw["weights"]


class Senses:
    """The meanings of a story's clauses, and how near two of them commonly lie."""

    def __init__(self, propositions: Sequence[tuple[str, Proposition]]) -> None:
        self.table: Floats = vectors([one.sense for _, one in propositions])
        self.reports: dict[str, list[int]] = {}
        for i, (report, one) in enumerate(propositions):
            if one.sense:
                self.reports.setdefault(report, []).append(i)
        n = sum(map(len, self.reports.values()))
        among = max(1, n * (n - 1))
        total = self.table.sum(axis=0, dtype=np.float64)
        squares = (self.table.T @ self.table).astype(np.float64)
        self.mean = (float(total @ total) - n) / among
        self.deviation = max(1e-3, math.sqrt(max(0.0, (float((squares**2).sum()) - n) / among - self.mean**2)))

    def cosine(self, i: int, j: int) -> float:
        return float(self.table[i] @ self.table[j])

    def nearest(self) -> Iterator[tuple[int, int, float]]:
        """The clauses of every two reports that are each other's nearest."""
        names = list(self.reports)
        for x, one in enumerate(names):
            mine = self.reports[one]
            others = [i for name in names[x + 1 :] for i in self.reports[name]]
            if not others:
                continue
            cosines = self.table[mine] @ self.table[others].T
            at = 0
            for name in names[x + 1 :]:
                theirs = self.reports[name]
                part = cosines[:, at : at + len(theirs)]
                at += len(theirs)
                back = part.argmax(axis=0)
                for k, best in enumerate(part.argmax(axis=1)):
                    if back[best] == k and part[k, best] >= NEAR:
                        yield mine[k], theirs[best], float(part[k, best])


def likely(
    propositions: Sequence[tuple[str, Proposition]], weights: Weights, found: Mapping[Pair, Match],
    origins: Sequence[str | None] = (),
) -> dict[Pair, Match]:  # fmt: skip
    """The pairs that are likely one, beside those ``found`` by rules.

    Args:
        origins: on whose word each is, where that is known.
    """
    held = {i for (a, b) in found if propositions[a][0] != propositions[b][0] for i in (a, b)}
    senses = Senses(propositions)
    made: dict[Pair, Match] = {}
    for i, j, cosine in senses.nearest():
        if i in held and j in held:
            continue
        a, b = propositions[i][1], propositions[j][1]
        if not may_be_one(a, b):
            continue
        one_origin = bool(origins) and origins[i] is not None and origins[i] == origins[j]
        odds = probability(features(a, b, weights, cosine, (cosine - senses.mean) / senses.deviation, one_origin))
        if odds >= ODDS:
            shared = sorted({*a.words} & {*b.words})
            reasons = [f"near in meaning: {cosine:.2f}", *([f"words: {', '.join(shared)}"] if shared else [])]
            made[min(i, j), max(i, j)] = Match(round(max(SAME, 0.9 * odds), 4), tuple(reasons))
    return made


def may_be_one(a: Proposition, b: Proposition) -> bool:
    """Whether both say that something is so, and nothing keeps them apart: other things counted, another place."""
    if not (a.predicate and b.predicate):
        return False
    if a.count is not None and b.count is not None and a.count.measure != b.count.measure:
        return False
    return is_count(a) == is_count(b) and not elsewhere(a.places, b.places) and of_one_side(a, b)


def probability(given: Mapping[str, float]) -> float:
    """That two clauses are one, by what they have in common."""
    constant, weights = _fitted()
    return 1 / (1 + math.exp(-(constant + math.fsum(weights[name] * given[name] for name in sorted(weights)))))


def features(
    a: Proposition, b: Proposition, weights: Weights, cosine: float, beyond: float, one_origin: bool
) -> dict[str, float]:
    """What two clauses have in common; symmetric.

    Args:
        cosine: of their meanings.
        beyond: how many deviations that is above what is common in the story.
        one_origin: whether both are on one origin's word.
    """
    shared = {*a.words} & {*b.words}
    weight, ours, theirs = (weights.of(some) for some in (shared, a.words, b.words))
    days = [{(first[:10], last[:10]) for first, last, _ in p.dates} for p in (a, b)]
    stative = (a.predicate in STATIVE) + (b.predicate in STATIVE)
    counted = a.count is not None and b.count is not None
    one_number = (
        a.count is not None and b.count is not None and (a.count.low, a.count.high) == (b.count.low, b.count.high)
    )
    others = bool(a.actors and b.actors) and not any(same_person(x, y) for x in a.actors for y in b.actors)
    return {
        "cosine": cosine,
        "beyond": beyond,
        "contained": weight / max(min(ours, theirs), 1e-9),
        "dice": 2 * weight / max(ours + theirs, 1e-9),
        "shared": float(min(len(shared), MOST_SHARED)),
        "names": float(any(same_person(x, y) for x in a.names for y in b.names)),
        "places": float(bool({*a.places} & {*b.places})),
        "day": float(bool(days[0] & days[1])),
        "counted": float(counted),
        "number": float(one_number),
        "predicate": float(same_predicate(a, b) is not None),
        "event": float(main_event(a, b) is not None),
        "kind": float(bool({kind for kind, _ in a.events} & {kind for kind, _ in b.events})),
        "one stative": float(stative == 1),
        "both stative": float(stative == len((a, b))),
        "origin": float(one_origin),
        "against": float((a.polarity == "negative") != (b.polarity == "negative")),
        "other days": float(bool(a.dates and b.dates and apart(a.dates, b.dates))),
        "first": float(a.n == 0 and b.n == 0),
        "fewest": float(min(len(a.words), len(b.words), MOST_WORDS)),
        "other actors": float(others),
    }
