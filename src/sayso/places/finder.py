"""Find the places of a report: names that the gazetteer knows and the words around them show to be places."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sayso.language.analysis import Analysis
from sayso.names.acronyms import definitions
from sayso.places.behind import facility_follows, of_region, of_state
from sayso.places.dialling import regions_dialled
from sayso.places.evidence import ENOUGH, PLACE_LABELS, Judged, Surroundings, judge, rest_is_kind
from sayso.places.gazetteer import Candidate, candidates, demonyms, region_abbreviations
from sayso.places.home import home_of, homes, is_local
from sayso.places.inside import inside, seat_of, told_within
from sayso.places.names import normalise
from sayso.places.resolution import LONGEST, Name, Resolution, Within, lies_in, look_up, regions_named, settle
from sayso.places.roles import case_words, role_of
from sayso.places.spotting import Spot, spots, tokens_of
from sayso.places.words import leaning, words
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.record.types import Entity, Note, Place, PlaceRole

_PLACE_ENTITIES = frozenset({"country", "place", "other"})
_ROW = re.compile(r", (?:and |or )?| (?:and|or) ")
_COMMA = re.compile(r"\s{0,3},\s{1,3}\Z")
_AGAIN = 2.0
"""Points for a name that is a place's elsewhere in the report."""
_REGION_BEHIND = 5.0
_REGION = 4.0
"""Points for a town with its region behind a comma, and for the region."""
_IN_ROW = 1.5
"""Points for such a name in a row of names of which one is a place's."""
_SMALL = 20_000
"""Inhabitants of a town below which only the rest of the report can show that a facility is there."""
_LARGE = 60_000
"""Inhabitants of a town below which an international airport is hardly called after it."""
_DIALLED = 1.0
"""How much a telephone number says about where a report is, as a name's weight does."""
_AT_HOME = 2.0
"""Points for a name of a place in the region that the report is about."""


@dataclass(frozen=True, slots=True)
class _Named:
    """One mention of a place in the text."""

    start: int
    end: int
    key: str
    found: tuple[Candidate, ...]
    points: float
    demonym: bool = False
    short: bool = False
    nested: bool = False
    facility: bool = False
    barred: bool = False
    dateline: bool = False
    local: bool = False
    """Whether somebody or something of a town's stands beside it."""
    homes: frozenset[str] = frozenset()
    """The countries that these leave."""
    within: Within | None = None


def find_places(
    analysis: Analysis, entities: tuple[Entity, ...]
) -> tuple[tuple[Place, ...], tuple[Note, ...]]:  # fmt: skip
    """The places that a report names, in text order (ids ``p1``, ``p2``, …), and a note for each name left open.

    Demonyms ('Russian') and names inside the names of bodies ('Athens Police Department') are places that are merely
    mentioned. A name that cannot be told apart keeps its name, has no point, and lists at most five candidates (note
    ``unclear-place``).
    """
    leans = leaning(analysis)
    bodies = Shelves((m, m) for e in entities if e.kind == "organisation" for m in e.mentions)
    named, resolved = _resolve_all(analysis.text, _named(analysis, bodies), leans)
    senses = {(n.key, n.within): r.place for n, r in zip(named, resolved, strict=True) if r.place is not None}
    home = home_of(senses.values(), leans)
    owners = {m.end: e.id for e in reversed(entities) if e.kind in _PLACE_ENTITIES for m in e.mentions}
    cases = case_words(analysis)
    places: list[Place] = []
    notes: list[Note] = []
    told: set[str] = set()
    for i, (mention, resolution) in enumerate(zip(named, resolved, strict=True)):
        span = analysis.span(mention.start, mention.end)
        role: PlaceRole = "mention"
        if mention.dateline:
            role = "dateline"
        elif not mention.demonym and not mention.nested:
            role = role_of(analysis, cases, mention.start, mention.end)
        owner = owners.get(mention.end)
        called = mention.facility and mention.key == normalise(span.text)  # not "Ludlow Town Hall", which is Ludlow's
        at = None if called and _namesake(resolution, mention.key) else resolution.place
        if at is None:
            listed = tuple(c.told() for c in resolution.among)
            country, admin1 = mention.within or (resolution.country, None)
            from_home = country is None and (not listed or home in {c.country for c in mention.found})
            country = home if from_home else country
            places.append(
                Place(f"p{i + 1}", span, owner, span.text, "facility" if mention.facility else None,
                      country, admin1, None, None, role, listed)
            )  # fmt: skip
            if mention.key not in told:
                told.add(mention.key)
                why = "which of several places is meant is not clear" if listed else "it is not in the gazetteer"
                if from_home and home is not None:
                    why += "; its country is that of the report's other places"
                notes.append(Note("unclear-place", f"{span.text}: {why}.", span))
            continue
        name = span.text if mention.facility else at.name
        kind = "facility" if mention.facility else "demonym" if mention.demonym else at.kind
        others = tuple(c.told() for c in resolution.among if c is not at)
        places.append(
            Place(f"p{i + 1}", span, owner, name, kind, at.country, at.admin1, at.lat, at.lon, role, others)
        )  # fmt: skip
    return tuple(places), tuple(notes)


def _namesake(resolution: Resolution, key: str) -> bool:
    """Whether a facility is hardly that of a place which its name begins with: Pearson airport is not in Pearson."""
    place = resolution.place
    if place is None or place.kind != "town":
        return False
    great = key.endswith("international airport")  # of a town of some size, or called after somebody
    return place.prominence < (_LARGE if great else _SMALL) and (great or not resolution.supported)


def _named(analysis: Analysis, bodies: Shelves[Span]) -> list[_Named]:
    """All names that may be places, in text order, none inside another."""
    text = analysis.text
    tokens = tokens_of(text)
    around = Surroundings.of(analysis, tokens)
    judged = [
        judge(around, spot) for spot in spots(text, tokens)
        if text[spot.start - 1 : spot.start] != "-" or not any(
            b.start < spot.start and spot.end <= b.end for b in bodies.over(spot.start, spot.end)
        )  # 'Radio Okapi-Sud'
    ]  # fmt: skip
    whole = list(_wholes(analysis, around, judged))
    taken = [(n.start, n.end) for n in whole]
    found = whole + [
        _of_spot(text, around, one) for one in judged if not _overlaps(taken, one.spot.start, one.spot.end)
    ]  # fmt: skip
    found.sort(key=lambda n: (n.start, -n.end))
    return _seats(text, _counties(text, _regions_behind(text, found)))


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(taken, (end, 0))
    return at > 0 and taken[at - 1][1] > start


def _of_spot(text: str, around: Surroundings, one: Judged) -> _Named:
    spot = one.spot
    if spot.demonym:
        found: tuple[Candidate, ...] = (demonyms()[spot.key],)
    elif spot.short:
        country, name = region_abbreviations()[spot.key]
        found = tuple(c for c in candidates(normalise(name)) if c.kind == "admin1" and c.country == country)
    else:
        found = of_region(text, spot.end, spot.key) or candidates(spot.key)
    state = of_state(text, spot) if not (spot.demonym or spot.short) else ()
    key = f"{spot.key} state" if state else spot.key  # the town of that name may be meant elsewhere
    return _Named(
        spot.start, spot.end, key, state or found, one.points, spot.demonym, spot.short, one.nested,
        not one.nested and facility_follows(text, spot.end), one.barred,
        around.in_dateline(spot.start), is_local(text, spot.start, spot.end), homes(text, spot.start, spot.end),
    )  # fmt: skip


def _wholes(analysis: Analysis, around: Surroundings, judged: Sequence[Judged]) -> Iterable[_Named]:
    """What the recogniser calls a place and the gazetteer has only in part, or not: 'Khasan railway station'."""
    text, last = analysis.text, 0
    sure = {j.spot.key for j in judged if j.points >= ENOUGH and not j.nested and not j.barred}
    known = [(j.spot.start, j.spot.end) for j in judged]
    short = definitions(
        text,
        [(analysis.span(m.start, m.end), m.label) for m in around.mentions if 0 <= m.start < m.end <= len(text)],
        {},
    )
    for m in around.mentions:
        start, end = m.start, m.end
        while end - start > 2 and text[end - 2 : end] in {"'s", "’s"}:
            end -= 2
        name = text[start:end]
        if not 0 <= last <= start < end <= len(text) or not name.strip() or end - start > LONGEST:
            continue
        ends_as = next((w for w in words("facility") if name.lower().endswith(" " + w)), None)
        if m.label not in PLACE_LABELS and not (m.label == "ORG" and ends_as and ends_as not in words("bodies")):
            continue
        bare = name[4:] if name[:4].lower() == "the " else name
        at = bisect_left(known, (end, 0)) - 1
        inside = at >= 0 and known[at][1] > start
        if inside and known[at][0] <= end - len(bare) and known[at][1] >= end:
            continue
        full = short[name].full if name in short else name
        found, facility = look_up(full, m.label == "FAC")
        key = normalise(name)
        first = bisect_left(known, (end - len(bare), 0))
        if not found and m.label == "FAC" and first <= at and known[first][0] == end - len(bare):
            town = judged[first].spot
            if _names_town(around, town, sure):
                found, key = candidates(town.key), town.key
        if not found and (m.label == "ORG" or (inside and rest_is_kind(text, m, judged[at].spot))):
            continue
        parts = normalise(name).split()
        if (
            around.in_agency(start)
            or normalise(name) in words("feasts")
            or (not found and len(parts) == 1 and parts[0] in around.surnames)
        ):
            continue
        if normalise(name) in demonyms() or all(w in words("directions") | words("inside_names") for w in parts):
            continue
        last = end
        yield _Named(start, end, key, found, 9.0, facility=facility or m.label == "FAC",
                     dateline=around.in_dateline(start))  # fmt: skip


def _names_town(around: Surroundings, spot: Spot, sure: Collection[str]) -> bool:
    """Whether a building's name begins with its town's: 'Ludlow Town Hall', or one that the report tells of."""
    after = around.tokens[spot.last + 1] if spot.last + 1 < len(around.tokens) else None
    return not spot.demonym and (spot.key in sure or (after is not None and after.text.lower() in words("of_town")))


def _regions_behind(text: str, found: list[_Named]) -> list[_Named]:
    """'Paris, Texas': the region behind a comma, for both names."""
    for i in range(len(found) - 1):
        one, other = found[i], found[i + 1]
        if one.demonym or other.demonym or other.facility or not _COMMA.match(text[one.end : other.start]):
            continue
        regions = regions_named(text[other.start : other.end])
        if not regions or any(c.kind in {"country", "admin1"} and c.main for c in one.found):
            regions = [r for r in regions if any(c.kind == "town" and lies_in(c, r) for c in one.found)]
            if not regions or any(c.kind == "country" for c in one.found):
                continue
        within = next((r for r in regions if any(lies_in(c, r) for c in one.found)), None)
        if within:
            found[i] = replace(one, within=within, points=one.points + _REGION_BEHIND)
            found[i + 1] = replace(other, points=other.points + _REGION, nested=False)
        elif one.points >= ENOUGH and (other.short or not one.found):
            found[i] = replace(one, within=regions[0])
            found[i + 1] = replace(other, points=other.points + _REGION, nested=False)
    return found


def _counties(text: str, found: list[_Named]) -> list[_Named]:
    """'Laurel and Whitley counties': names in a row before the word are counties, where there are such."""
    for i in range(len(found) - 1, -1, -1):
        if not re.match(r" (?:counties|Counties)\b", text[found[i].end : found[i].end + 10]):
            continue
        at = i
        while at >= 0:
            counties = tuple(c for c in found[at].found if c.kind == "admin2")
            if counties:
                found[at] = replace(found[at], key=found[at].key + " county", points=found[at].points + 4,
                                    found=tuple(replace(c, main=True) for c in counties))  # fmt: skip
            if at and re.fullmatch(r",? (?:and )?", text[found[at - 1].end : found[at].start]):
                at -= 1
            else:
                break
    return found


def _seats(text: str, found: list[_Named]) -> list[_Named]:
    """A town and a county named in one breath lie together: 'Paris and Henry County'."""
    for i in range(len(found) - 1):
        one, other = found[i], found[i + 1]
        if one.within or other.within or text[one.end : other.start] not in {" and ", "-", "/", " & "}:
            continue
        if text[one.start : one.end].endswith(" County") == text[other.start : other.end].endswith(" County"):
            continue
        town, county = (other, one) if text[one.start : one.end].endswith(" County") else (one, other)
        within = seat_of(town.found, county.found)
        if within is not None:
            found[i], found[i + 1] = replace(one, within=within), replace(other, within=within)
    return found


def _resolve_all(
    text: str, found: list[_Named], leans: Mapping[str, float]
) -> tuple[list[_Named], list[Resolution]]:  # fmt: skip
    """Which names are places, and what each means: one sense for a name of a report, but for regions named with it."""
    explicit: dict[str, Within] = {}
    for one in found:
        if one.within:
            explicit.setdefault(one.key, one.within)
    sure = {one.key for one in found if one.points >= ENOUGH and not one.barred and not one.nested}
    found = [
        replace(one, points=one.points + (_AGAIN if one.key in sure else 0), within=one.within or explicit.get(one.key))
        for one in found
        if not one.barred
    ]
    dialled = [Name((region,), _DIALLED) for region in regions_dialled(text)]
    local = frozenset(one.key for one in found if one.local)
    at_home: dict[str, frozenset[str]] = {}
    for one in found:
        if one.homes:
            at_home[one.key] = at_home.get(one.key, one.homes) & one.homes

    def settled(
        some: list[_Named], counts: Counter[tuple[str, Within | None]]
    ) -> dict[tuple[str, Within | None], Resolution]:
        groups = {(one.key, one.within): one for one in some}
        names = [
            Name(one.found, _weight(counts[group]), one.within, one.key in local, at_home.get(one.key, frozenset()))
            for group, one in groups.items()
        ]
        return dict(zip(groups, settle([*names, *dialled], leans), strict=False))

    first = settled(found, Counter((one.key, one.within) for one in found if one.points >= ENOUGH))
    rows = _in_rows(text, found)
    kept = [
        one for i, one in enumerate(found)
        if one.points >= ENOUGH
        or (one.points + _AT_HOME + _IN_ROW * (i in rows) >= ENOUGH and _at_home(first[one.key, one.within]))
    ]  # fmt: skip
    kept = _held(text, kept, [first[one.key, one.within] for one in kept])
    second = settled(kept, Counter((one.key, one.within) for one in kept))
    return kept, [second[one.key, one.within] for one in kept]


def _in_rows(text: str, found: Sequence[_Named]) -> frozenset[int]:
    """The names that stand in a row with a place: 'Bantam, Litchfield and Winsted'."""
    tied = [_ROW.fullmatch(text, a.end, b.start) is not None for a, b in pairwise(found)]
    sure = [one.points >= ENOUGH and not one.demonym and not one.nested for one in found]
    rows: set[int] = set()
    first = 0
    for i in range(len(found)):
        if i + 1 == len(found) or not tied[i]:
            row = range(first, i + 1)
            if any(sure[j] for j in row):
                rows.update(j for j in row if not found[j].key.startswith(("st ", "saint ")))
            first = i + 1
    return frozenset(rows)


def _held(text: str, kept: list[_Named], first: Sequence[Resolution]) -> list[_Named]:
    """The names with the country and region of what they are said to lie in: 'Haram in Giza'."""
    lies: dict[str, Within] = {}
    sites: dict[int, Candidate] = {}
    for lying in inside(text, [(one.start, one.end) for one in kept]):
        i, at = lying.inner, lying.outer
        one, holder = kept[i], first[at].place
        fixed = one.within or one.demonym or one.short or one.nested or kept[at].demonym or kept[at].facility
        if fixed or holder is None or any(c.kind == "country" and c.main for c in one.found):
            continue
        within, own = told_within(one.found, holder, possessive=at < i)
        nowhere = first[i].place is None or (one.facility and _namesake(first[i], one.key))
        if within is None or not (own or nowhere or (lying.part and holder.kind == "town")):
            continue
        if one.facility and not own and holder.kind == "town":
            sites[i] = holder
        else:
            lies.setdefault(one.key, within)
    return [
        replace(one, found=(sites[i],), key=f"{one.key} in {sites[i].name}") if i in sites
        else replace(one, within=lies[one.key]) if one.within is None and one.key in lies
        else one
        for i, one in enumerate(kept)
    ]  # fmt: skip


def _weight(count: int) -> float:
    return 1.0 + math.log(count) if count else 0.0


def _at_home(resolution: Resolution) -> bool:
    return resolution.place is not None and resolution.supported
