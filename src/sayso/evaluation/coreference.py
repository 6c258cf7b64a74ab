"""How well mentions are joined to entities: B³ (Bagga and Baldwin 1998) and LEA (Moosavi and Strube 2016).

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
