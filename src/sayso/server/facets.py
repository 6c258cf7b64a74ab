"""Facets as the search page shows them: values people can read, with how many reports each would leave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock

from sayso.ledger import browsing
from sayso.ledger.answers import Json
from sayso.ledger.catalogue import Numbers
from sayso.ledger.facets import Count, Index
from sayso.ledger.names import normal
from sayso.ledger.queries import Asked, Filters, Line, lines
from sayso.ledger.schema import reports
from sayso.ledger.selection import STANDINGS
from sayso.places.gazetteer import countries
from sayso.server.phrases import named, typed

TITLES = {"outlet": "Outlet", "source": "Source", "person": "Named", "place": "Place", "type": "What kind of event"}
_MOST_NAMES = 20_000
"""Names that are remembered as they are written."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: what people read, what the filter takes, and how many would be left."""

    shown: str
    value: str
    count: int
    on: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet."""

    name: str
    title: str
    values: tuple[Value, ...]


def stories(found: Sequence[browsing.Found], filters: Filters) -> Facet:
    """The stories on a page, by how many of their points are let through."""
    values = (Value(named(one.story.title), one.story.id, len(one.points), filters.story is not None) for one in found)
    return Facet("story", "Story, points here", tuple(sorted(values, key=lambda one: -one.count)))


class Written:
    """How names are written: the keys of the ledger are in lower case, its reports are not."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._lock = Lock()

    def of(self, asked: Asked, kind: str, count: Count) -> str:
        """A key as its reports write it; as it is where that cannot be told."""
        with self._lock:
            found = self._known.get((kind, count.key))
        if found is None:
            found = self._look(asked, kind, count)
            with self._lock:
                if len(self._known) >= _MOST_NAMES:
                    self._known.clear()
                self._known[kind, count.key] = found
        return found

    def _look(self, asked: Asked, kind: str, count: Count) -> str:
        if kind == "type":
            return typed(count.key)
        if kind == "place":
            return place_name(count.key)
        there = lines(asked.connection, reports.c.n == count.one)
        if not there:
            return count.key
        if kind == "outlet":
            return there[0].shown.outlet or count.key
        names = _names(asked, kind, there[0])
        return next((name for name in names if normal(name) == count.key), count.key)


def _names(asked: Asked, kind: str, line: Line) -> list[str]:
    if kind == "person":
        return [entity["name"] for entity in browsing.record_json(asked.connection, line)["entities"]]
    voices = [said.voice for digest in asked.digests([line]) for said in digest.claims]
    return [name for voice in voices for name in (voice.name, *voice.between, voice.told_to) if name]


@cache
def _countries() -> dict[str, str]:
    return {one.country: one.name for one in countries().values() if one.country}


def place_name(key: str) -> str:
    """A place's key as people read it: ``AL durrës`` is Durrës, ``AL`` Albania."""
    name = re.sub(r"^[A-Z]{2} /?", "", key)
    if re.fullmatch(r"[A-Z]{2}", name):
        return _countries().get(name, name)
    return " ".join(part[:1].upper() + part[1:] for part in name.split(" "))


def facets(
    asked: Asked, index: Index | None, written: Written, filters: Filters, among: Numbers | None,
    points: Sequence[Json], *, most: int,
) -> list[Facet]:  # fmt: skip
    """The facets of what the filter lets through.

    Args:
        among: the numbers of the reports that may hold it; ``None`` for all.
        points: those found for this page, which the facet of standings is counted in.
        most: values of each.
    """
    made: list[Facet] = []
    if index is not None:
        for kind, title in TITLES.items():
            on = getattr(filters, kind)
            values = []
            for count in index.count(kind, among, most):
                shown = written.of(asked, kind, count)
                # A country is asked for by its code, a type by its name in PLOVER.
                value = count.key if kind == "type" or re.fullmatch(r"[A-Z]{2}", count.key) else shown
                values.append(Value(shown, value, count.reports, on is not None and normal(on) == normal(value)))
            # A town and the region that goes by its name are one filter.
            once = {one.value: one for one in reversed(values)}
            made.append(Facet(kind, title, tuple(one for one in values if once[one.value] is one)))
    made.append(Facet("standing", "Standing, of the points here", _standings(points, filters, most)))
    return [facet for facet in made if facet.values]


def _standings(points: Sequence[Json], filters: Filters, most: int) -> tuple[Value, ...]:
    counts: Counter[str] = Counter()
    for point in points:
        found = {claim["standing"][key] for claim in point["claims"] for key in STANDINGS}
        found |= {claim["independence"] for claim in point["claims"]}
        found |= {claim["relation"] for claim in point["claims"] if claim["relation"] == "contradicts"}
        counts.update(found - {"unspecified", "positive", "states"})
    on = (filters.standing or "").lower()
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[: most + 4]
    return tuple(Value(word, word, count, word == on) for word, count in ordered)
