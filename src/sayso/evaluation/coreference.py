"""How well mentions are joined to entities: MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998),
CEAF-e (Luo 2005) and LEA (Moosavi and Strube 2016). The mean of the first three's F1 is the CoNLL figure (Pradhan et
al. 2011).

Mentions of the two sides are the same where they have been aligned; others stand alone and count against recall or
precision. LEA weighs an entity by its mentions and counts links; an entity of one mention is a link to itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

Clusters = Sequence[frozenset[Hashable]]


def b_cubed(key: Clusters, response: Clusters) -> tuple[float, float]:
    """The shares of their entities that ``response`` joins, summed over the mentions of ``key``; their number."""
    home = {mention: cluster for cluster in response for mention in cluster}
    right = 0.0
    for cluster in key:
        for mention in cluster:
            right += len(cluster & home.get(mention, frozenset())) / len(cluster)
    return right, sum(map(len, key))


def lea(key: Clusters, response: Clusters) -> tuple[float, float]:
    """The sum over the entities of ``key`` of their resolved shares, weighed by their mentions, and the weights."""
    right = 0.0
    for cluster in key:
        if len(cluster) == 1:
            links, kept = 1, sum(1 for other in response if other == cluster)
        else:
            links = _links(len(cluster))
            kept = sum(_links(len(cluster & other)) for other in response)
        right += len(cluster) * kept / links
    return right, sum(map(len, key))


def _links(mentions: int) -> int:
    return mentions * (mentions - 1) // 2


def muc(key: Clusters, response: Clusters) -> tuple[float, float]:
    """The links that join the entities of ``key`` and that ``response`` has, and how many there are.

    An entity of n mentions has n - 1 links, and lacks one for each further part that the response has it in.
    """
    home = {mention: i for i, cluster in enumerate(response) for mention in cluster}
    right = whole = 0
    for cluster in key:
        parts = len({home[m] for m in cluster if m in home}) + sum(1 for m in cluster if m not in home)
        right += len(cluster) - parts
        whole += len(cluster) - 1
    return right, whole


def ceaf_e(key: Clusters, response: Clusters) -> float:
    """The likeness (φ4) of the entities of both sides, matched one to one in the best way.

    Luo 2005. Over the number of the key's entities it is recall, over that of the response's precision.
    """
    home = {mention: j for j, cluster in enumerate(response) for mention in cluster}
    links: dict[int, dict[int, float]] = {}
    for i, cluster in enumerate(key):
        for j in sorted({home[m] for m in cluster if m in home}):
            both = len(cluster & response[j])
            links.setdefault(i, {})[j] = 2 * both / (len(cluster) + len(response[j]))
    return sum(_best(part) for part in _connected(links))


def _connected(links: dict[int, dict[int, float]]) -> list[list[list[float]]]:
    """Tables of likeness, one for each set of entities that have mentions in common, at once or through others."""
    columns: dict[int, list[int]] = {}
    for i, row in links.items():
        for j in row:
            columns.setdefault(j, []).append(i)
    made: list[list[list[float]]] = []
    seen: set[int] = set()
    for first in sorted(links):
        if first in seen:
            continue
        seen.add(first)
        rows, waiting = [], [first]
        found: set[int] = set()
        while waiting:
            i = waiting.pop()
            rows.append(i)
            for j in links[i]:
                if j not in found:
                    found.add(j)
                    fresh = [k for k in columns[j] if k not in seen]
                    seen.update(fresh)
                    waiting += fresh
        across = sorted(found)
        made.append([[links[i].get(j, 0.0) for j in across] for i in sorted(rows)])
    return made


def _best(table: list[list[float]]) -> float:
    """The greatest sum of one-to-one matches of rows and columns: the Hungarian method, with potentials."""
    if len(table) > len(table[0]):
        table = [list(column) for column in zip(*table, strict=True)]
    rows, columns = len(table), len(table[0])
    of_row, of_column = [0.0] * (rows + 1), [0.0] * (columns + 1)
    match, way = [0] * (columns + 1), [0] * (columns + 1)
    for i in range(1, rows + 1):
        match[0], j = i, 0
        least = [float("inf")] * (columns + 1)
        used = [False] * (columns + 1)
        while match[j]:
            used[j] = True
            row, step, after = match[j], float("inf"), 0
            for k in range(1, columns + 1):
                if used[k]:
                    continue
                cost = -table[row - 1][k - 1] - of_row[row] - of_column[k]
                if cost < least[k]:
                    least[k], way[k] = cost, j
                if least[k] < step:
                    step, after = least[k], k
            for k in range(columns + 1):
                if used[k]:
                    of_row[match[k]] += step
                    of_column[k] -= step
                else:
                    least[k] -= step
            j = after
        while j:
            match[j] = match[way[j]]
            j = way[j]
    return sum(table[match[k] - 1][k - 1] for k in range(1, columns + 1) if match[k])
