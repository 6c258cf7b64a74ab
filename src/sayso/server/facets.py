"""Facets as the search page shows them: values people can read, with how many reports each would leave."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from sayso.ledger import browsing
from sayso.ledger.catalogue import SMALL, Chosen
from sayso.ledger.facets import Count, Index
from sayso.ledger.names import normal
from sayso.ledger.queries import Asked, Filters, Line, lines, normal_story
from sayso.ledger.schema import reports
from sayso.ledger.standings import Counted
from sayso.places.gazetteer import countries
from sayso.server.phrases import named, typed

if TYPE_CHECKING:
    from sayso.server.desk import Desk

TITLES = {"outlet": "Outlet", "source": "Source", "person": "Named", "place": "Place", "type": "What kind of event"}
AT_ONCE = 0.05
"""Seconds of computing for standings that are not known yet, while somebody waits for a page of a small ledger."""
USUAL = frozenset({"unspecified", "positive", "states", "supports"})
"""What is said of nearly everything, and tells nothing apart."""
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
    voices = [said.voice for digest in asked.corrected([line]) for said in digest.claims]
    spoken = [name for voice in voices for name in (voice.name, *voice.between, voice.told_to) if name]
    if kind == "person":
        return [entity["name"] for entity in browsing.record_json(asked.connection, line)["entities"]] + spoken
    return spoken


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
    desk: Desk, asked: Asked, index: Index | None, filters: Filters, chosen: Chosen, *, most: int
) -> tuple[list[Facet], int]:
    """The facets of what the filter lets through; and of how many reports the standings are not known yet.

    Args:
        index: what the ledger's reports are filed under; ``None`` while that is first counted.
        chosen: the reports that may hold what is looked for.
        most: values of each.
    """
    made = [_stories(asked, filters, chosen, most)]
    for kind, title in TITLES.items() if index is not None else ():
        on = getattr(filters, kind)
        values = []
        for count in index.count(kind, None if chosen.all else chosen.numbers, most) if index is not None else ():
            shown = desk.written.of(asked, kind, count)
            # A country is asked for by its code, a type by its name in PLOVER.
            value = count.key if kind == "type" or re.fullmatch(r"[A-Z]{2}", count.key) else shown
            values.append(Value(shown, value, count.reports, on is not None and normal(on) == normal(value)))
        # A town and the region that goes by its name are one filter.
        once = {one.value: one for one in reversed(values)}
        made.append(Facet(kind, title, tuple(one for one in values if once[one.value] is one)))
    if chosen.newest <= SMALL:
        desk.standings.note(desk.standings.work(asked, AT_ONCE))
    counted = desk.standings.count(chosen.numbers)
    made.append(Facet("standing", "Standing", _standings(counted, filters, most)))
    return [facet for facet in made if facet.values], counted.unknown


def _stories(asked: Asked, filters: Filters, chosen: Chosen, most: int) -> Facet:
    """The stories with most reports among those chosen."""
    if chosen.components is None or not len(chosen):
        return Facet("story", "Story", ())
    groups, counts = np.unique(chosen.components, return_counts=True)
    largest = [int(groups[i]) for i in np.argsort(-counts, kind="stable")[:most]]
    numbers = set(chosen.numbers[np.isin(chosen.components, largest)].tolist())
    on = normal_story(filters.story) if filters.story else None
    values = [
        Value(
            named(story.title), story.id, sum(line.n in numbers for line in its), on is not None and on in story.reports
        )
        for stories in asked.of_components(largest)
        for story, its in stories
    ]
    values.sort(key=lambda one: (-one.count, one.shown, one.value))
    return Facet("story", "Story", tuple(one for one in values[:most] if one.count))


def _standings(counted: Counted, filters: Filters, most: int) -> tuple[Value, ...]:
    on = (filters.standing or "").lower()
    ordered = sorted(counted.reports.items(), key=lambda one: (-one[1], one[0]))
    some = [(word, count) for word, count in ordered if word not in USUAL or word == on][: most + 4]
    return tuple(Value(word, word, count, word == on) for word, count in some)
