"""Stories: reports of one developing event.

Reports that are alike are linked as they come in; those linked, at once or through others, are a component. A component
holds one story or several: similar events have much in common, and what all of them share does not tell them apart. So
within a component words are weighed anew, by how many of *its* reports have them, and it is split where two groups have
clearly less in common than each has in itself; then the parts are looked at in the same way.

Both steps are pure functions of the reports: order of arrival does not matter.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sayso.ledger.vectors import Vector

LINK = 0.25
"""From this likeness on, two reports are linked. Chosen on ECB+ topics 1–20."""
SPLIT = 0.25
"""Two groups are two stories if their likeness across is at most this part of that within. Chosen on ECB+ topics 1–20."""
SPLIT_PAIR = 0.12
"""The same where the smaller group has only two reports."""
SOLID = 3
"""Reports of a group that is no pair."""
ASIDE = 0.4
"""How large a part of a group may be set aside, as fitting neither side, before it is left whole."""

Matrix = npt.NDArray[np.float64]


def stories_in(vectors: Sequence[Vector]) -> list[list[int]]:
    """Indices of the reports of each story of a component, whose reports come in the order of their ids."""
    done: list[list[int]] = []
    waiting = [list(range(len(vectors)))]
    while waiting:
        some = waiting.pop()
        parts = _split([vectors[i] for i in some])
        if parts is None:
            done.append(some)
        else:
            waiting += [[some[i] for i in part] for part in parts]
    return sorted(done)


def _split(vectors: Sequence[Vector]) -> tuple[list[int], list[int]] | None:
    """The two groups that some reports fall into, or nothing if they are one story."""
    n = len(vectors)
    if n < 2 * 2:
        return None
    alike = _likeness(vectors)
    children = _tree(alike)
    node, aside = 2 * n - 2, []
    while node >= n:
        left, right = children[node]
        a, b = _leaves(left, children, n), _leaves(right, children, n)
        if len(a) < len(b):
            left, a, b = right, b, a
        if len(b) >= 2 and _ratio(alike, a, b) <= (SPLIT if len(b) >= SOLID else SPLIT_PAIR):
            for one in sorted(aside):
                (a if alike[one, a].mean() >= alike[one, b].mean() else b).append(one)
            return sorted(a), sorted(b)
        aside += b
        node = left
        if len(a) < 2 * 2 or len(aside) > n * ASIDE:
            return None
    return None


def _likeness(vectors: Sequence[Vector]) -> Matrix:
    """The cosine of every two reports, with words weighed by how many of these reports have them."""
    n = len(vectors)
    seen = Counter(word for vector in vectors for word in vector)
    places = {word: i for i, word in enumerate(sorted(word for word, count in seen.items() if count > 1))}
    table = np.zeros((n, max(1, len(places))))
    for i, vector in enumerate(vectors):
        for word, weight in vector.items():
            if word in places:
                table[i, places[word]] = weight * math.log((n + 1) / seen[word])
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    table /= lengths
    return np.round(table @ table.T, 9)


def _tree(alike: Matrix) -> dict[int, tuple[int, int]]:
    """Average linkage: node → the two it was made of; leaves are ``0`` to ``n - 1``, the root is ``2 n - 2``."""
    n = len(alike)
    table = alike.copy()
    np.fill_diagonal(table, -1)
    sizes, nodes = np.ones(n), list(range(n))
    alive = np.ones(n, dtype=bool)
    children: dict[int, tuple[int, int]] = {}
    for made in range(n, 2 * n - 1):
        i, j = sorted(divmod(int(table.argmax()), n))
        children[made] = (nodes[i], nodes[j])
        row = np.round((table[i] * sizes[i] + table[j] * sizes[j]) / (sizes[i] + sizes[j]), 9)
        alive[j] = False
        row[~alive] = -1
        row[i] = -1
        table[i], table[:, i] = row, row
        table[j], table[:, j] = -1, -1
        sizes[i] += sizes[j]
        nodes[i] = made
    return children


def _leaves(node: int, children: dict[int, tuple[int, int]], n: int) -> list[int]:
    found, waiting = [], [node]
    while waiting:
        one = waiting.pop()
        if one < n:
            found.append(one)
        else:
            waiting += children[one]
    return sorted(found)


def _ratio(alike: Matrix, a: Sequence[int], b: Sequence[int]) -> float:
    """Likeness across two groups, as a part of that within them."""
    within = np.concatenate([alike[np.ix_(some, some)][np.triu_indices(len(some), 1)] for some in (a, b)])
    inside = float(within.mean()) if len(within) else 0.0
    return float(alike[np.ix_(a, b)].mean()) / inside if inside > 0 else 1.0
