"""The chains of many reports as a layered graph: outlets first, then whom they quote, origins last.

A layered drawing after Sugiyama, Tagawa and Toda (1981): cycles cut at the link that closes them, layers by the longest
path, links over several layers led through places between, and the order within a layer found by barycentres. Small
and the same for the same chains; a template writes the shapes as SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from sayso.web.harmless import harmless
from sayso.web.lettering import cut

Kind = Literal["outlet", "medium", "named", "anonymous"]

BOX_WIDTH, BOX_HEIGHT, GAP, BETWEEN = 208.0, 30.0, 12.0, 120.0
THROUGH = 10.0
"""How much height a link takes that only passes through a layer."""
MARGIN = 8.0
LETTERS = 26
"""Letters of a name that a box holds."""
SWEEPS = 12
"""Times that the layers are put in order, to and fro."""
DEEPEST = 7
"""Layers at most; what lies deeper is drawn in the last."""
THINNEST, THICKEST = 1.5, 11.0


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody in the chains."""

    key: str
    name: str
    kind: Kind
    weight: int
    """Claims that it said or passed on: what weighs least is left out first."""
    echo: bool = False
    """An outlet that only ever echoes."""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """``outer`` has words from ``inner``."""

    outer: str
    inner: str
    claims: int
    told: int
    """Of these, how many ``inner`` told ``outer`` itself."""
    fresh: int
    """Of these, how many are no echo."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node, drawn."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge, drawn."""

    edge: Edge
    d: str
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Graph:
    """The drawing."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    ties: tuple[Tie, ...]
    left_out: int
    """Nodes that there was no room for."""


@dataclass(slots=True)
class _Place:
    """A node in its layer, or where a long link passes through one."""

    key: str
    node: Node | None
    layer: int
    y: float = 0.0

    @property
    def height(self) -> float:
        return BOX_HEIGHT if self.node is not None else THROUGH


def lay_out(nodes: Sequence[Node], edges: Sequence[Edge], most: int) -> Graph:
    """The drawing of at most ``most`` nodes, those that weigh most."""
    kept = sorted(nodes, key=lambda n: (-n.weight, n.kind, n.key))[:most]
    by_key = {node.key: node for node in kept}
    links = sorted((e for e in edges if e.outer in by_key and e.inner in by_key), key=lambda e: (e.outer, e.inner))
    tied = {key for edge in links for key in (edge.outer, edge.inner)}
    kept = [node for node in kept if node.key in tied]
    depth = _layers(kept, links)
    layers, ways = _places(kept, links, depth)
    _order(layers, ways)
    _level(layers, ways)
    bottom = max((p.y + p.height for layer in layers for p in layer), default=0.0)
    boxes = tuple(
        Box(p.node, _x(p.layer), p.y + MARGIN, BOX_WIDTH, BOX_HEIGHT, _short(p.node))
        for layer in layers for p in layer if p.node is not None
    )  # fmt: skip
    largest = max((edge.claims for edge in links), default=1)
    return Graph(
        _x(max(len(layers), 1)) - BETWEEN + MARGIN, bottom + 2 * MARGIN, boxes,
        tuple(_tie(edge, way, by_key, largest) for edge, way in zip(links, ways, strict=True)),
        len(nodes) - len(kept),
    )  # fmt: skip


def _layers(nodes: Sequence[Node], links: Sequence[Edge]) -> dict[str, int]:
    """How deep each node lies: the longest way to it from an outermost one, cycles cut."""
    inner: dict[str, list[str]] = {node.key: [] for node in nodes}
    for edge in links:
        inner[edge.outer].append(edge.inner)
    order: list[str] = []
    state: dict[str, int] = {}
    cut: set[tuple[str, str]] = set()
    # Outlets that nobody quotes come first, so that a cycle is cut where it leads back to one.
    quoted = {edge.inner for edge in links}
    for start in sorted(inner, key=lambda key: (key in quoted, key)):
        stack = [(start, iter(inner[start]))] if start not in state else []
        state.setdefault(start, 1)
        while stack:
            key, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                state[key] = 2
                order.append(key)
                stack.pop()
            elif following not in state:
                state[following] = 1
                stack.append((following, iter(inner[following])))
            elif state[following] == 1:
                cut.add((key, following))
    depth = dict.fromkeys(inner, 0)
    for key in reversed(order):
        for other in inner[key]:
            if (key, other) not in cut:
                depth[other] = max(depth[other], min(depth[key] + 1, DEEPEST - 1))
    return depth


def _places(
    nodes: Sequence[Node], links: Sequence[Edge], depth: dict[str, int]
) -> tuple[list[list[_Place]], list[list[_Place]]]:
    """The layers; and for each link the places that it goes through."""
    layers: list[list[_Place]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    at: dict[str, _Place] = {}
    for node in nodes:
        at[node.key] = _Place(node.key, node, depth[node.key])
        layers[depth[node.key]].append(at[node.key])
    ways: list[list[_Place]] = []
    for edge in links:
        first, last = at[edge.outer], at[edge.inner]
        step = 1 if last.layer > first.layer else -1
        between = [_Place(f"{edge.outer}>{edge.inner}", None, i) for i in range(first.layer + step, last.layer, step)]
        for place in between:
            layers[place.layer].append(place)
        ways.append([first, *between, last])
    return layers, ways


def _order(layers: list[list[_Place]], ways: Sequence[Sequence[_Place]]) -> None:
    """Put each layer in the order of its neighbours' middle, to and fro."""
    neighbours: dict[int, list[_Place]] = {}
    for way in ways:
        for a, b in pairwise(way):
            neighbours.setdefault(id(a), []).append(b)
            neighbours.setdefault(id(b), []).append(a)
    for layer in layers:
        layer.sort(key=lambda p: (-(p.node.weight if p.node else 0), p.key))
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for i in range(1, len(layers)) if down else range(len(layers) - 2, -1, -1):
            rank = {id(p): j for layer in layers for j, p in enumerate(layer)}
            before = i - 1 if down else i + 1

            def middle(place: _Place, rank: dict[int, int] = rank, before: int = before) -> float:
                found = [rank[id(p)] for p in neighbours.get(id(place), ()) if p.layer == before]
                return sum(found) / len(found) if found else float(rank[id(place)])

            layers[i].sort(key=middle)


def _level(layers: list[list[_Place]], ways: Sequence[Sequence[_Place]]) -> None:
    """Give each place its height: near its neighbours, and none over another."""
    neighbours: dict[int, list[_Place]] = {}
    for way in ways:
        for a, b in pairwise(way):
            neighbours.setdefault(id(a), []).append(b)
            neighbours.setdefault(id(b), []).append(a)
    for layer in layers:
        y = 0.0
        for place in layer:
            place.y, y = y, y + place.height + GAP
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 else reversed(layers):
            wanted = []
            for place in layer:
                near = [p.y + p.height / 2 for p in neighbours.get(id(place), ())]
                wanted.append(sum(near) / len(near) - place.height / 2 if near else place.y)
            _spread(layer, wanted)
    top = min((p.y for layer in layers for p in layer), default=0.0)
    for layer in layers:
        for place in layer:
            place.y -= top


def _spread(layer: Sequence[_Place], wanted: Sequence[float]) -> None:
    """The heights nearest to the wanted ones that keep order and distance (pool adjacent violators)."""
    offset, offsets = 0.0, []
    for place in layer:
        offsets.append(offset)
        offset += place.height + GAP
    pools: list[tuple[float, int]] = []
    for want, off in zip(wanted, offsets, strict=True):
        pools.append((want - off, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (b, m), (a, n) = pools.pop(), pools.pop()
            pools.append(((a * n + b * m) / (n + m), n + m))
    levels = [level for level, count in pools for _ in range(count)]
    for place, level, off in zip(layer, levels, offsets, strict=True):
        place.y = level + off


def _x(layer: int) -> float:
    return MARGIN + layer * (BOX_WIDTH + BETWEEN)


def _short(node: Node) -> str:
    # A sign stands at the end of the boxes that have one.
    most = LETTERS - 3 if node.kind == "anonymous" or node.echo else LETTERS
    # As it is shown: a sign that would turn a line round stands for itself, and is longer.
    return cut(harmless(node.name), most)


def _tie(edge: Edge, way: Sequence[_Place], nodes: dict[str, Node], largest: int) -> Tie:
    parts: list[str] = []
    for a, b in pairwise(way):
        ya, yb = a.y + a.height / 2 + MARGIN, b.y + b.height / 2 + MARGIN
        forward = b.layer >= a.layer
        xa = _x(a.layer) + (BOX_WIDTH if forward else 0)
        xb = _x(b.layer) + (0 if forward else BOX_WIDTH)
        if a.layer == b.layer:
            # A link that closes a cycle within a layer swings out.
            xb = xa
            parts.append(f"M{xa:.1f} {ya:.1f}C{xa + 60:.1f} {ya:.1f} {xb + 60:.1f} {yb:.1f} {xb:.1f} {yb:.1f}")
            continue
        bend = (xb - xa) / 2
        start = f"M{xa:.1f} {ya:.1f}" if not parts else ""
        through = f"H{xb + BOX_WIDTH if forward else xb - BOX_WIDTH:.1f}" if b.node is None else ""
        parts.append(f"{start}C{xa + bend:.1f} {ya:.1f} {xb - bend:.1f} {yb:.1f} {xb:.1f} {yb:.1f}{through}")
    width = THINNEST + (THICKEST - THINNEST) * ((edge.claims - 1) / max(largest - 1, 1)) ** 0.7
    claims = f"{edge.claims} {'claim' if edge.claims == 1 else 'claims'}"
    told = f", {edge.told} told to it" if edge.told else ""
    echo = (
        ", all echoes"
        if not edge.fresh
        else f", {edge.claims - edge.fresh} of them echoes"
        if edge.fresh < edge.claims
        else ""
    )
    outer, inner = (nodes[key].name[:120] for key in (edge.outer, edge.inner))
    title = f"{outer} on the word of {inner}: {claims}{told}{echo}"
    return Tie(edge, "".join(parts), round(width, 1), title)
