"""How likely two clauses of different reports are one proposition, by all that they have in common.

How near they lie in meaning (:mod:`sayso.ledger.senses`), how much nearer than any other clause of both reports, what
the rules of :mod:`sayso.ledger.matching` say, names, days, numbers and origins are weighed by a logistic regression;
``scripts/fit_likely.py`` fits its weights (``likely.toml``) to stories with gold. No threshold on nearness alone would
do: 'in talks to buy' lies nearer to 'agreed to buy' than most paraphrases to one another.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

import numpy as np

from sayso.ledger.alike import STATIVE, main_event, same_predicate
from sayso.ledger.digest import Proposition
from sayso.ledger.matching import Match, Weights, is_count, of_one_side
from sayso.ledger.names import same_person
from sayso.ledger.senses import Floats, vectors
from sayso.ledger.setting import apart, elsewhere
from sayso.record.spans import Span

FARTHEST = -0.3
"""What it counts at most that others lie nearer."""
MEAN, DEVIATION, COMMONLY = 0.47, 0.18, 100
"""The mean of two clauses' cosines in most stories, their deviation, and how many pairs of clauses that counts for."""
ODDS = 0.4
"""From this probability on, two clauses are one, where no others speak for it or against."""
LEAST = 0.05
"""A lower probability counts as none."""
NEAR = 0.65
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
        self._propositions = [one for _, one in propositions]
        # Wire copy has the same clauses again and again: they are weighed once.
        numbers: dict[Proposition, int] = {}
        self._same = [numbers.setdefault(as_said(one), len(numbers)) for one in self._propositions]
        self._known: dict[tuple[int, int, float, float, float, bool], float] = {}
        self.table: Floats = vectors([one.sense for one in self._propositions])
        self.reports: dict[str, list[int]] = {}
        for i, (report, one) in enumerate(propositions):
            if one.sense:
                self.reports.setdefault(report, []).append(i)
        n = sum(map(len, self.reports.values()))
        total = self.table.sum(axis=0, dtype=np.float64)
        products = (self.table.T @ self.table).astype(np.float64)
        # Of few clauses little can be told: what is common in most stories counts as much as some ten of its own.
        among = n * (n - 1) + COMMONLY
        self.mean = (float(total @ total) - n + COMMONLY * MEAN) / among
        squares = float((products**2).sum()) - n + COMMONLY * (MEAN**2 + DEVIATION**2)
        self.deviation = math.sqrt(max(1e-6, squares / among - self.mean**2))

    def cosine(self, i: int, j: int) -> float:
        return round(float(self.table[i] @ self.table[j]), 2)

    def common(
        self, i: int, j: int, weights: Weights, rule: float, cosine: float, lead: float, *, one_origin: bool
    ) -> dict[str, float]:  # fmt: skip
        """What two clauses have in common, as :func:`features` has it."""
        a, b = self._propositions[i], self._propositions[j]
        beyond = (cosine - self.mean) / self.deviation
        return features(a, b, weights, cosine, beyond, one_origin, rule, lead)

    def odds(
        self, i: int, j: int, weights: Weights, rule: float, cosine: float, lead: float, *, one_origin: bool
    ) -> float:  # fmt: skip
        """That two clauses are one: 0 to 1. The arguments are those of :func:`features`."""
        x, y = self._same[i], self._same[j]
        key = (min(x, y), max(x, y), rule, cosine, lead, one_origin)
        if key not in self._known:
            given = self.common(i, j, weights, rule, cosine, lead, one_origin=one_origin)
            self._known[key] = probability(given)
        return self._known[key]

    def near(self, of: str | None = None) -> Iterator[tuple[int, int, float, float]]:
        """Clauses of two reports that lie near one another: how near, and by how much nearer than all others there.

        Both to the hundredth.

        The last is the lesser of two cosines' differences: to the next one of the other report, and to that of its own.
        It is below zero where another one is nearer.

        Args:
            of: the report whose clauses alone are compared with others'.
        """
        names = sorted(self.reports, key=lambda name: name != of)
        for x, one in enumerate(names if of is None else [of] if of in self.reports else []):
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
                lead = np.minimum(_lead(part), _lead(part.T).T)
                for k, j in np.argwhere(part >= NEAR).tolist():
                    yield mine[k], theirs[j], round(float(part[k, j]), 2), round(float(lead[k, j]), 2)


def _lead(cosines: Floats) -> Floats:
    """By how much each is larger than the largest other of its row; of one alone, its own size."""
    if cosines.shape[1] < 2:
        return cosines
    two = np.partition(cosines, -2, axis=1)[:, -2:]
    made: Floats = cosines - np.where(cosines == two[:, 1:], two[:, :1], two[:, 1:])
    return made


def likely(
    propositions: Sequence[tuple[str, Proposition]], weights: Weights, found: Mapping[Pair, Match],
    origins: Sequence[str | None] = (), of: str | None = None,
) -> dict[Pair, Match]:  # fmt: skip
    """How likely clauses of two reports are one, and why, of all that lie near or are ``found`` to be one by rules.

    Args:
        origins: on whose word each is, where that is known.
        of: the report whose clauses alone are compared with others'.
    """
    senses = Senses(propositions)
    near = {(min(i, j), max(i, j)): (cosine, lead) for i, j, cosine, lead in senses.near(of)}
    made: dict[Pair, Match] = {}
    for i, j in sorted({*near, *(pair for pair in found if propositions[pair[0]][0] != propositions[pair[1]][0])}):
        a, b = propositions[i][1], propositions[j][1]
        rule = found.get((i, j))
        if rule is None and not may_be_one(a, b):
            continue
        cosine, lead = near.get((i, j)) or (senses.cosine(i, j), FARTHEST)
        one_origin = bool(origins) and origins[i] is not None and origins[i] == origins[j]
        odds = senses.odds(i, j, weights, rule.score if rule else 0.0, cosine, lead, one_origin=one_origin)
        if odds < LEAST:
            continue
        shared = sorted({*a.words} & {*b.words})
        words = [f"words: {', '.join(shared)}"] if shared else []
        reasons = rule.reasons if rule else (f"near in meaning: {cosine:.2f}", *words)
        made[i, j] = Match(round(odds, 4), reasons)
    return made


@lru_cache(maxsize=4_000)
def as_said(p: Proposition) -> Proposition:
    """A clause wherever it stands: two reports that say the same in the same words have the same."""
    return replace(
        p, claim="", n=0, back=None if p.back is None else "", spans=tuple(_moved(span) for span in p.spans),
        dates=tuple((first, last, _moved(span)) for first, last, span in p.dates),
        count=replace(p.count, span=_moved(p.count.span)) if p.count else None,
    )  # fmt: skip


def _moved(span: Span) -> Span:
    return Span(0, len(span.text), span.text)


def may_be_one(a: Proposition, b: Proposition) -> bool:
    """Whether both say that something happens or is so, and a denial of one's own deed is not set against the event.

    The hurt are not the missing.
    """
    if a.count and b.count and is_count(a) and is_count(b) and a.count.measure != b.count.measure:
        return False
    return bool(a.predicate and b.predicate) and of_one_side(a, b)


def probability(given: Mapping[str, float]) -> float:
    """That two clauses are one, by what they have in common."""
    constant, weights = _fitted()
    return 1 / (1 + math.exp(-(constant + math.fsum(weights[name] * given[name] for name in sorted(weights)))))


def features(
    a: Proposition, b: Proposition, weights: Weights, cosine: float, beyond: float, one_origin: bool, rule: float,
    lead: float,
) -> dict[str, float]:  # fmt: skip
    """What two clauses have in common; symmetric.

    Args:
        cosine: of their meanings.
        beyond: how many deviations that is above what is common in the story.
        one_origin: whether both are on one origin's word.
        rule: how surely a rule says that they are one; 0 where none does.
        lead: by how much nearer they lie than either to any other of the two reports.
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
        "rule": float(rule > 0),
        "rule's": rule,
        "lead": max(FARTHEST, lead),
        "nearest": float(lead >= 0),
        "elsewhere": float(elsewhere(a.places, b.places)),
        "other measure": float(a.count is not None and b.count is not None and a.count.measure != b.count.measure),
        "one count": float(is_count(a) != is_count(b)),
        "square": cosine**2,
        "fewest": float(min(len(a.words), len(b.words), MOST_WORDS)),
        "other actors": float(others),
    }
