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
"""From this likeness on, two reports are linked …"""
LINK_NAMED = 0.06
"""… of which words in names make this much: one event has its people and places; the same sort of event has others."""
APART = 0.3
"""Two groups are two stories if their likeness across is at most this part of that within, words weighed anew …"""
APART_PLAIN = 0.64
"""… and at most this part with words weighed as ever."""
SOLID = 5
"""Reports of a group that are enough to tell by."""
FEW = 2
"""Reports of a group that may be a story at all, if it is far apart:"""
FAR, FAR_PLAIN = 0.12, 0.15
"""what it may have in common with the rest: as a part (words weighed anew), and at all (words weighed as ever)."""
SAME_TEXT = 0.85
"""Reports as like as this are copies, and say nothing of how alike the reports of a story are."""
GAP = 4
"""Days without a report between two groups that make few reports enough to tell by."""
STRONGEST = 0.9
"""From this likeness on, no link is cut for want of room."""
ASIDE = 0.4
"""How large a part of a group may be set aside, as fitting neither side, before it is left whole."""
# The figures were chosen on ECB+ topics 1 to 20 and on the second example story.

Matrix = npt.NDArray[np.float64]


def stories_in(vectors: Sequence[Vector], days: Sequence[int] = ()) -> list[list[int]]:
    """Indices of the reports of each story of a component, whose reports come in the order of their ids.

    Args:
        days: when each was published, 0 where that is not known.
    """
    when = list(days) or [0] * len(vectors)
    plain = _plain_likeness(vectors)
    done: list[list[int]] = []
    waiting = [list(range(len(vectors)))]
    while waiting:
        some = waiting.pop()
        parts = _split([vectors[i] for i in some], plain[np.ix_(some, some)], [when[i] for i in some])
        if parts is None:
            done.append(some)
        else:
            waiting += [[some[i] for i in part] for part in parts]
    return sorted(done)


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


def _split(vectors: Sequence[Vector], plain: Matrix, days: Sequence[int]) -> tuple[list[int], list[int]] | None:
    """The two groups that some reports fall into, or nothing if they are one story."""
    n = len(vectors)
    if n < 2 * FEW:
        return None
    alike = _likeness(vectors)
    children = _tree(alike)
    node = 2 * n - 2
    aside: list[int] = []
    while node >= n:
        left, right = children[node]
        a, b = _leaves(left, children, n), _leaves(right, children, n)
        if len(a) < len(b):
            left, a, b = right, b, a
        if len(b) >= FEW and _two(alike, plain, a, b, days):
            for one in sorted(aside):
                (a if alike[one, a].mean() >= alike[one, b].mean() else b).append(one)
            return sorted(a), sorted(b)
        aside += b
        node = left
        if len(a) < 2 * FEW or len(aside) > n * ASIDE:
            return None
    return None


def _two(alike: Matrix, plain: Matrix, a: Sequence[int], b: Sequence[int], days: Sequence[int]) -> bool:
    """Whether two groups are two stories."""
    ratio, across, within = _ratio(alike, plain, a, b), float(plain[np.ix_(a, b)].mean()), _within(plain, plain, a, b)
    if len(b) >= SOLID or _gap(days, a, b) >= GAP:
        return ratio <= APART and across <= APART_PLAIN * within
    return ratio <= FAR and across <= FAR_PLAIN


def _gap(days: Sequence[int], a: Sequence[int], b: Sequence[int]) -> int:
    """Days between the two groups' reports; 0 where they overlap in time, or a day is not known."""
    first, second = [days[i] for i in a], [days[i] for i in b]
    if 0 in first or 0 in second:
        return 0
    return max(min(second) - max(first), min(first) - max(second), 0)


def _plain_likeness(vectors: Sequence[Vector]) -> Matrix:
    """The cosine of every two reports, their words weighed as ever."""
    return _cosines(vectors, {word: 1.0 for vector in vectors for word in vector.weights})


def _likeness(vectors: Sequence[Vector]) -> Matrix:
    """The cosine of every two reports, with words weighed by how many of these reports have them."""
    seen = Counter(word for vector in vectors for word in vector.weights)
    return _cosines(vectors, {word: math.log((len(vectors) + 1) / count) for word, count in seen.items() if count > 1})


def _cosines(vectors: Sequence[Vector], factors: dict[str, float]) -> Matrix:
    places = {word: i for i, word in enumerate(sorted(factors))}
    table = np.zeros((len(vectors), max(1, len(places))))
    for i, vector in enumerate(vectors):
        for word, weight in vector.weights.items():
            if word in places:
                table[i, places[word]] = weight * factors[word]
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


def _ratio(alike: Matrix, plain: Matrix, a: Sequence[int], b: Sequence[int]) -> float:
    """Likeness across two groups, as a part of that within them."""
    inside = _within(alike, plain, a, b)
    return float(alike[np.ix_(a, b)].mean()) / inside if inside > 0 else 1.0


def _within(alike: Matrix, plain: Matrix, a: Sequence[int], b: Sequence[int]) -> float:
    """Likeness within two groups, copies aside."""
    kept, everything = [], []
    for some in (a, b):
        upper = np.triu_indices(len(some), 1)
        pairs = alike[np.ix_(some, some)][upper]
        everything.append(pairs)
        kept.append(pairs[plain[np.ix_(some, some)][upper] < SAME_TEXT])
    found = np.concatenate(kept if any(map(len, kept)) else everything)
    return float(found.mean()) if len(found) else 0.0
