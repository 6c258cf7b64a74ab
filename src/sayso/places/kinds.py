"""Entities that are places after all: the recogniser takes towns for people ('Khartoum accused …') and for bodies.

The gazetteer's room weighs more than the recogniser's word: whether the report puts the name where places stand, how
large what it means is, what the other names are. Where it holds every mention of an entity for one place, that decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from sayso.language.analysis import Analysis
from sayso.names.tables import Known
from sayso.places.gazetteer import candidates, capitals
from sayso.places.names import normalise
from sayso.places.words import words
from sayso.record.types import Entity, Place

_ROW = re.compile(r", (?:and )?| and ")
"""Between the names of a row: 'Talisay, Liloan and Mandaue'."""
_GAP = 10
_LARGE = 300_000
"""Inhabitants of a town that is hardly anything else."""
_WIDE = frozenset({"country", "continent", "admin1", "sea", "region", "border crossing", "airport"})
_LEADING = frozenset({"to", "from", "between"})
_LEAVING = frozenset({"leave", "left", "depart", "head", "bind", "bound", "set"})
_JOINED = frozenset({"conj", "flat", "compound", "appos"})
_STEPS = 3
_TAKEN = frozenset({"person", "organisation", "other"})


def with_places(
    analysis: Analysis, entities: tuple[Entity, ...], places: tuple[Place, ...], known: Mapping[str, Known]
) -> tuple[tuple[Entity, ...], tuple[Place, ...]]:
    """The entities, those that are places told as such and joined under one name; and the places with their entities.

    Args:
        analysis: of the report.
        entities: as the names' room has them.
        places: as :func:`~sayso.places.find_places` gives them.
        known: names of the tables, which stay what they are.
    """
    peoples = {(p.span.start, p.span.end) for p in places if p.kind == "demonym"}
    entities = tuple(_no_place(e, peoples) if e.kind in {"place", "person", "organisation"} else e for e in entities)
    sure = {m.end for e in entities if e.kind == "place" for m in e.mentions}
    listed_after = {
        p.span.start for last, p in pairwise(places)
        if last.span.end in sure and _ROW.fullmatch(analysis.text[last.span.end : p.span.start][:_GAP])
    }  # fmt: skip
    at = {(p.span.start, p.span.end): p for p in places if p.kind not in {"demonym", "facility"}}
    turned = {
        e.id for e in entities
        if e.kind in _TAKEN and e.name not in known and all((m.start, m.end) in at for m in e.mentions)
        and _is_place(analysis, e, [at[m.start, m.end] for m in e.mentions], listed_after)
    }  # fmt: skip
    named = {normalise(e.name) for e in entities if e.kind == "place" or e.id in turned}
    turned |= {
        e.id for e in entities
        if e.kind in _TAKEN and normalise(e.name) in named and all((m.start, m.end) in at for m in e.mentions)
    }  # fmt: skip
    if not turned:
        return entities, places
    joined: dict[str, Entity] = {}
    others: list[Entity] = []
    for entity in sorted(entities, key=lambda e: e.id in turned):
        if entity.kind != "place" and entity.id not in turned:
            others.append(entity)
            continue
        key = normalise(entity.name)
        first = joined.get(key)
        mentions = tuple(sorted((*(first.mentions if first else ()), *entity.mentions)))
        shown = first if first and not first.name.isupper() else entity
        joined[key] = replace(first or entity, name=shown.name, kind="place", mentions=mentions)
    listed = sorted((*others, *joined.values()), key=lambda e: e.mentions[0])
    told = tuple(replace(e, id=f"n{i}") for i, e in enumerate(listed, 1))
    owners = {m.end: e.id for e in reversed(told) if e.kind in {"country", "place", "other"} for m in e.mentions}
    return told, tuple(replace(p, entity=owners.get(p.span.end)) for p in places)


def _no_place(entity: Entity, peoples: Collection[tuple[int, int]]) -> Entity:
    """A feast, and a people that its demonym names, are neither place nor person: 'Ramadan', 'Tigrayan refugees'."""
    if normalise(entity.name) in words("feasts"):
        return replace(entity, kind="other")
    return replace(entity, kind="group") if all((m.start, m.end) in peoples for m in entity.mentions) else entity


def _is_place(analysis: Analysis, entity: Entity, places: Sequence[Place], listed: Collection[int]) -> bool:
    if any(p.lat is None for p in places):
        return False
    if any(p.role == "dateline" or p.span.start in listed for p in places):
        return True
    size = max((c.prominence for c in candidates(normalise(entity.name)) if c.main), default=0)
    if any(p.kind in _WIDE or (p.country, p.lat, p.lon) in capitals() for p in places):
        return True
    if entity.kind == "person" and size >= _LARGE:
        return True
    return any(_stands_as_place(analysis, p) for p in places)


def _stands_as_place(analysis: Analysis, place: Place) -> bool:
    """Whether a preposition of place stands before a name, a conjunct of such a name, or its country behind it."""
    if place.role in {"event", "said-at"}:
        return True
    inside = analysis.words_in(place.span.start, place.span.end)
    word = analysis.head_of(place.span.start, place.span.end)
    for _ in range(_STEPS):
        if not inside or word is None or _placed(analysis, inside[0].index):
            break
        if word.is_root or word.relation not in _JOINED:
            return False
        word = analysis.words[word.head]
        inside = analysis.words_in(word.start, word.end)
        while inside[0].index and analysis.words[inside[0].index - 1].upos == "PROPN":
            inside = (analysis.words[inside[0].index - 1],)
    return bool(inside) and word is not None and _placed(analysis, inside[0].index)


def _placed(analysis: Analysis, first: int) -> bool:
    """Whether the words before the one at ``first`` lead to a place."""
    before = [w.lemma.lower() for w in analysis.words[max(0, first - 2) : first]]
    if not before:
        return False
    if before[-1] in _LEADING or before[-1] in words("firm_locative"):
        return True
    return len(before) > 1 and (
        (before[-1] == "of" and before[0] in words("of_places")) or (before[-1] == "for" and before[0] in _LEAVING)
    )
