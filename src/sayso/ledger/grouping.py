"""Propositions that match, gathered: average linkage, so that one doubtful match does not join two points."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence

from sayso.ledger.digest import Proposition
from sayso.ledger.likely import likely
from sayso.ledger.matching import Match, Weights, match, of_one_side, pairs

AVERAGE = 0.4
"""Two groups are one if their propositions match this well on average; those that do not match count as 0."""

Pair = tuple[int, int]


def matches(
    propositions: Sequence[tuple[str, Proposition]], origins: Sequence[str | None] = ()
) -> tuple[dict[Pair, Match], list[Pair]]:
    """Every two propositions (with their reports) that are one; and every two that must not be, whatever joins them.

    Args:
        origins: on whose word each is, where that is known.
    """
    weights = Weights(propositions)
    found, apart = by_rules(propositions, weights, origins)
    within = {pair: made for pair, made in found.items() if propositions[pair[0]][0] == propositions[pair[1]][0]}
    return likely(propositions, weights, found, origins) | within, apart


def by_rules(
    propositions: Sequence[tuple[str, Proposition]], weights: Weights, origins: Sequence[str | None] = ()
) -> tuple[dict[Pair, Match], list[Pair]]:
    """What :func:`matches` finds by :func:`sayso.ledger.matching.match` alone."""
    found: dict[Pair, Match] = {}
    apart: list[Pair] = []
    for i, j in pairs(propositions):
        one_origin = bool(origins) and origins[i] is not None and origins[i] == origins[j]
        made = match(propositions[i][1], propositions[j][1], weights, one_origin=one_origin)
        if made is not None:
            found[i, j] = made
        elif not of_one_side(propositions[i][1], propositions[j][1]):
            apart.append((i, j))
    return found, apart


def groups(
    n: int, found: dict[Pair, Match], together: Iterable[Sequence[int]] = (), apart: Iterable[Pair] = ()
) -> list[list[int]]:
    """``0`` to ``n - 1`` in groups.

    Args:
        found: what matches.
        together: what people said is one.
        apart: what people said is not.
    """
    members: dict[int, list[int]] = {i: [i] for i in range(n)}
    scores: dict[int, dict[int, float]] = {i: {} for i in range(n)}
    barred: dict[int, set[int]] = {i: set() for i in range(n)}
    for (i, j), made in found.items():
        scores[i][j] = scores[j][i] = made.score
    for i, j in apart:
        barred[i].add(j)
        barred[j].add(i)

    home = list(range(n))

    def join(a: int, b: int) -> None:
        members[a] += members.pop(b)
        for one in members[a]:
            home[one] = a
        for other, score in scores.pop(b).items():
            scores[other].pop(b, None)
            if other != a:
                scores[a][other] = scores[other][a] = scores[a].get(other, 0.0) + score
        for other in barred.pop(b):
            barred[other].discard(b)
            if other != a:
                barred[a].add(other)
                barred[other].add(a)

    for some in together:
        for one in some[1:]:
            a, b = sorted((home[some[0]], home[one]))
            if a != b:
                join(a, b)
    heap: list[tuple[float, int, int]] = []

    def consider(a: int, b: int) -> None:
        average = scores[a][b] / (len(members[a]) * len(members[b]))
        if average >= AVERAGE and b not in barred[a]:
            heapq.heappush(heap, (-average, min(a, b), max(a, b)))

    for a in sorted(members):
        for b in sorted(scores[a]):
            if a < b:
                consider(a, b)
    while heap:
        score, a, b = heapq.heappop(heap)
        if a not in members or b not in members or b not in scores[a]:
            continue
        if scores[a][b] / (len(members[a]) * len(members[b])) != -score or b in barred[a]:
            continue  # it has changed since, and stands in the heap as it is now
        join(a, b)
        for other in sorted(scores[a]):
            consider(a, other)
    return sorted(sorted(some) for some in members.values())
