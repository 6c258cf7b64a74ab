"""Find the places of a report: named mentions and datelines, resolved against the gazetteer."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from sayso.language.analysis import Analysis
from sayso.places.gazetteer import Candidate, demonyms, region_abbreviations
from sayso.places.mentions import facility_follows, place_mentions
from sayso.places.names import normalise
from sayso.places.resolution import LONGEST, Context, Resolution, look_up, region_named, resolve
from sayso.places.roles import case_words, role_of
from sayso.record.types import Entity, Note, Place, PlaceRole

_PLACE_ENTITIES = frozenset({"country", "place", "other"})
_FOLLOWING = 60
_BEHIND_COMMA = re.compile(r"\s{0,3},\s{0,3}((?:[^\W\d_]\.){2,3}|[^\W\d_]{2,20}\.?(?: [A-Z][^\W\d_]{1,20})?)")
_DATELINE_END = re.compile(r"[\d(–—]| -|--|\b(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)")
_DATELINE_MOST = 120
_MOST_MENTIONED = 400
"""Names that may be settled by their distance to others: keeps the work linear for very long reports."""


@dataclass(frozen=True, slots=True)
class _Named:
    """One mention of a place in the text."""

    start: int
    end: int
    label: str
    dateline: bool
    facility: bool
    key: str
    within: tuple[str | None, str | None]


def find_places(
    analysis: Analysis, entities: tuple[Entity, ...]
) -> tuple[tuple[Place, ...], tuple[Note, ...]]:  # fmt: skip
    """The places that a report names, in text order (ids ``p1``, ``p2``, …), and a note for each name left open.

    Takes mentions labelled GPE, LOC and FAC, and the place at the start of a dateline block. A name that cannot be
    told apart keeps its name, has no point, and lists at most five candidates (note ``unclear-place``).
    """
    named = _named(analysis)
    resolved = _resolve_all(analysis, named)
    owners = {m.end: e.id for e in reversed(entities) if e.kind in _PLACE_ENTITIES for m in e.mentions}
    cases = case_words(analysis)
    places: list[Place] = []
    notes: list[Note] = []
    told: set[str] = set()
    for i, mention in enumerate(named):
        resolution = resolved[mention.key]
        span = analysis.span(mention.start, mention.end)
        role: PlaceRole = "dateline" if mention.dateline else role_of(analysis, cases, mention.start, mention.end)
        owner = owners.get(mention.end)
        at = resolution.place
        if at is None:
            listed = tuple(c.told() for c in resolution.among)
            places.append(
                Place(f"p{i + 1}", span, owner, span.text, "facility" if mention.facility else None,
                      None, None, None, None, role, listed)
            )  # fmt: skip
            if mention.key not in told:
                told.add(mention.key)
                why = "which of several places is meant is not clear" if listed else "it is not in the gazetteer"
                notes.append(Note("unclear-place", f"{span.text}: {why}.", span))
            continue
        name = span.text if mention.facility else at.name
        kind = "facility" if mention.facility else at.kind
        others = tuple(c.told() for c in resolution.among if c is not at)
        places.append(
            Place(f"p{i + 1}", span, owner, name, kind, at.country, at.admin1, at.lat, at.lon, role, others)
        )  # fmt: skip
    return tuple(places), tuple(notes)


def _named(analysis: Analysis) -> list[_Named]:
    text = analysis.text
    datelines = [b for b in analysis.report.blocks if b.role == "dateline"]
    found = place_mentions(analysis)
    starts = sorted(found)
    for block in datelines:
        piece = text[block.start : min(block.end, block.start + _DATELINE_MOST)]
        stop = _DATELINE_END.search(piece)
        piece = piece[: stop.start()] if stop else piece
        first = piece.split(",")[0]
        name = first.strip()
        start = block.start + len(first) - len(first.lstrip())
        nearest = bisect_left(starts, block.start)
        taken = nearest < len(starts) and starts[nearest] < block.end
        if name and not taken and look_up(name)[0]:
            found[start] = (start + len(name), "GPE")
    named: list[_Named] = []
    last, at = 0, 0
    for start in sorted(found):
        end, label = found[start]
        if start < last:
            continue
        last = end
        while at < len(datelines) and datelines[at].end <= start:
            at += 1
        inside = at < len(datelines) and datelines[at].start <= start
        name = text[start:end]
        facility = label == "FAC" or facility_follows(text, end)
        behind = _BEHIND_COMMA.match(text[end : end + _FOLLOWING])
        within = _within(behind.group(1)) if behind and label != "FAC" else (None, None)
        key = ("facility " if label == "FAC" else "") + normalise(name[:LONGEST])
        named.append(_Named(start, end, label, inside, facility, key, within))
    return named


def _within(behind: str) -> tuple[str | None, str | None]:
    country, region = region_named(behind)
    if country is None and " " in behind:
        return region_named(behind.split(" ", maxsplit=1)[0])
    return country, region


def _resolve_all(analysis: Analysis, named: list[_Named]) -> dict[str, Resolution]:
    """One sense for each name of the report, settled in three rounds: each takes what the last settled as context."""
    text = analysis.text
    within: dict[str, list[tuple[str | None, str | None]]] = defaultdict(list)
    found: dict[str, tuple[Candidate, ...]] = {}
    facility: dict[str, bool] = {}
    for mention in named:
        name = text[mention.start : mention.end]
        if mention.key not in found:
            found[mention.key], facility[mention.key] = look_up(name, mention.label == "FAC")
            short = region_abbreviations().get(mention.key)
            if short and (name.isupper() or name.endswith(".")) and not _is_country(found[mention.key]):
                found[mention.key] = tuple(
                    c for c in look_up(short[1])[0] if c.kind == "admin1" and c.country == short[0]
                )
        if mention.within[0] and mention.within not in within[mention.key]:
            within[mention.key].append(mention.within)
    context = _stated(analysis, named, found)
    resolved: dict[str, Resolution] = {}
    for _ in range(3):
        resolved = {key: resolve(c, context, within[key][:3], facility[key]) for key, c in found.items()}
        context = _stated(analysis, named, found)
        for resolution in resolved.values():
            place = resolution.place
            if place is None or place.kind == "country":
                continue
            if place.country:
                context.countries[place.country] = min(2.0, context.countries.get(place.country, 0.0) + 0.3)
                if place.admin1:
                    region = (place.country, place.admin1)
                    context.regions[region] = min(2.0, context.regions.get(region, 0.0) + 0.4)
            if len(context.points) < _MOST_MENTIONED // 10 and place.kind == "town":
                context.points.append((place.lat, place.lon))
    return resolved


def _is_country(found: tuple[Candidate, ...]) -> bool:
    return any(c.kind == "country" for c in found)


def _stated(analysis: Analysis, named: list[_Named], found: dict[str, tuple[Candidate, ...]]) -> Context:
    """The countries and regions that the report names outright: countries, demonyms, 'Springfield, Ill.'."""
    context = Context()
    for mention in named:
        places = found[mention.key]
        country = next((c for c in places if c.kind == "country"), None)
        states = [c for c in places if c.kind == "admin1" and c.main and c.prominence >= 1_000_000]
        if any(c.kind == "town" and c.main and c.prominence >= 300_000 for c in places):
            states = []  # 'Washington', 'New York' name no region outright.
        if country and country.country and not states:
            context.countries[country.country] = min(2.0, context.countries.get(country.country, 0.6) + 0.2)
        elif len(states) == 1 and not country and states[0].country and states[0].admin1:
            region = (states[0].country, states[0].admin1)
            context.regions[region] = min(2.0, context.regions.get(region, 0.6) + 0.2)
            context.countries[region[0]] = min(2.0, context.countries.get(region[0], 0.4) + 0.1)
        code, name = mention.within
        if code and not country:
            context.countries[code] = min(2.0, context.countries.get(code, 0.6) + 0.2)
            if name:
                context.regions[code, name] = min(2.0, context.regions.get((code, name), 0.6) + 0.2)
    for m in analysis.mentions:
        if m.label in {"NORP", "GPE"} and m.end - m.start < LONGEST:
            iso = demonyms().get(normalise(analysis.text[m.start : m.end]))
            if iso:
                context.countries[iso] = min(2.0, context.countries.get(iso, 0.4) + 0.1)
    return context
