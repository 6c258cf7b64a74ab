"""FollowTheMoney entities and statements (https://followthemoney.tech), one a line, in the JSON that its tools stream.

The package itself is not used: it brings a geocoder's and a spreadsheet's worth of dependencies. The names of schemata
and properties were checked against its model (4.11).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from sayso.exchange.case import Case, Filed, Json, words
from sayso.exchange.plover import AUXILIARY
from sayso.exchange.trips import HAPPENED, Trip, trips
from sayso.record.spans import Span
from sayso.record.types import Claim, Event, Place

_SCHEMATA = {"person": "Person", "organisation": "Organization", "group": "LegalEntity", "vehicle": "Vehicle"}
"""What of a record the model has a schema for; meetings are events, countries and places are properties."""
_LEGAL = frozenset({"person", "organisation", "group"})
_NOT_SO = AUXILIARY - {"historical"}


DATASET = "sayso"
ENTITY_ITSELF = "id"
"""The property of the statement that an entity is there at all."""


def write(case: Case) -> str:
    """The entities of all reports."""
    return _lines(entity for filed in case.filed for entity, _ in _entities(filed))


def write_statements(case: Case) -> str:
    """The same as the model's statements: each value of each property, and where in which report it comes from."""
    return _lines(
        _statement(entity, prop, value, origin)
        for filed in case.filed
        for entity, origin in _entities(filed)
        for prop, values in {ENTITY_ITSELF: [entity["id"]], **entity["properties"]}.items()
        for value in values
    )


def _statement(entity: Json, prop: str, value: str, origin: str) -> Json:
    name = entity["id"]
    key = f"{DATASET}.{name}.{prop}.{value}".encode("utf-8", "replace")
    return {
        "canonical_id": name,
        "entity_id": name,
        "prop": prop,
        "schema": entity["schema"],
        "value": value,
        "dataset": DATASET,
        "lang": None,
        "original_value": None,
        "first_seen": None,
        "last_seen": None,
        "external": False,
        "origin": origin,
        "id": hashlib.sha1(key, usedforsecurity=False).hexdigest(),
    }


def _lines(values: Iterable[Json]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False, allow_nan=False) + "\n" for one in values)


def _at(filed: Filed, part: str, spans: Iterable[Span]) -> str:
    """Where something comes from: the part of the record, and its characters in the report."""
    return " ".join([filed.ref(part), *(f"{span.start}..{span.end}" for span in spans)])


def _entity(schema: str, name: str, properties: dict[str, list[str | None]]) -> Json:
    kept = {key: [value for value in dict.fromkeys(values) if value] for key, values in properties.items()}
    return {"id": name, "schema": schema, "properties": {key: values for key, values in kept.items() if values}}


def _name(filed: Filed, part: str = "") -> str:
    """Entity ids there are plain: no colons."""
    return (filed.part_urn(part) if part else filed.urn).removeprefix("urn:").replace(":", "-")


def _entities(filed: Filed) -> Iterator[tuple[Json, str]]:
    """The entities of a report, each with where it comes from."""
    record, report, article = filed.record, filed.record.report, _name(filed)
    made = _entity("Article", article, {
        "name": [filed.label],
        "title": [report.title],
        "fileName": [report.file or filed.id],
        "author": [report.byline],
        "publisher": [report.outlet],
        "publishedAt": [_moment(report.published)],
        "retrievedAt": [_moment(report.retrieved)],
        "sourceUrl": [filed.link],
        "language": [{"en": "eng"}.get((report.language or "")[:2])],
        "bodyText": [report.text],
    })  # fmt: skip
    yield made, filed.id
    speakers = {h.entity for s in record.statements if s.kind != "attitude" for h in s.chain if h.entity}
    for one in record.entities:
        if one.kind in _SCHEMATA:
            name, origin = _name(filed, one.id), _at(filed, one.id, one.mentions)
            wikidata = [one.ids.get("wikidata")]
            yield _entity(_SCHEMATA[one.kind], name, {"name": [one.name], "wikidataId": wikidata}), origin
            yield _link(article, name, "is quoted or reported" if one.id in speakers else "is mentioned"), origin
    for event in record.events:
        # The model cannot say that something is denied, planned or supposed.
        if not _NOT_SO & set(event.contexts):
            found = _event(filed, event)
            if found is not None:
                claim = filed.claims.get(event.claim)
                origin = _at(filed, event.claim, claim.spans) if claim else _at(filed, event.id, (event.trigger,))
                yield found, origin
                yield _link(article, found["id"], "tells of it"), origin
    yield from _trips(filed)


def _link(article: str, name: str, role: str) -> Json:
    return _entity("Documentation", f"{article}-documents-{name}", {
        "document": [article], "entity": [name], "role": [role],
    })  # fmt: skip


def _event(filed: Filed, event: Event) -> Json | None:
    claim = filed.claims.get(event.claim)
    if claim is not None and (claim.standing.polarity == "negative" or claim.standing.time not in HAPPENED):
        return None
    on, place = filed.dates.get(event.date or ""), filed.places.get(event.place or "")
    parties = [filed.entities[one] for one in (*event.actors, *event.recipients) if one in filed.entities]
    countries = [one.ids.get("iso", "").lower() for one in parties if one.kind == "country"]
    one_day = on is not None and on.earliest == on.latest
    kind = f"{event.type}/{event.mode}" if event.mode else event.type
    return _entity("Event", _name(filed, event.id), {
        "name": [f"{kind}: {event.trigger.text}"],
        "summary": [words(claim.spans) if claim else None],
        "description": [_word(filed, claim) if claim else None],
        "date": [on.earliest if on and one_day else None],
        "startDate": [on.earliest if on and not one_day else None],
        "endDate": [on.latest if on and not one_day else None],
        "location": [place.name or place.span.text if place else None],
        "country": [place.country.lower() if place and place.country else None, *countries],
        "involved": [_name(filed, one.id) for one in parties if one.kind in _LEGAL],
        "sourceUrl": [filed.link],
        "proof": [_name(filed)],
    })  # fmt: skip


def _word(filed: Filed, claim: Claim) -> str:
    return f"On the word of {filed.way(claim)}; certainty {claim.standing.certainty}"


def _trips(filed: Filed) -> Iterator[tuple[Json, str]]:
    """Trips and the addresses that they begin and end at, each address once."""
    known: dict[str, str] = {}
    for i, trip in enumerate(trips(filed), 1):
        for place in (trip.start, trip.end):
            if place is not None and _where(place) not in known:
                known[_where(place)] = _name(filed, place.id)
                yield _address(place, known[_where(place)]), _at(filed, place.id, (place.span,))
        made = _trip(filed, trip, _name(filed, f"trip-{i}"), known)
        origin = " ".join(_at(filed, claim.id, claim.spans) for claim in trip.claims)
        yield made, origin
        yield _link(_name(filed), made["id"], "tells of it"), origin


def _where(place: Place) -> str:
    return f"{place.name or place.span.text}, {place.admin1}, {place.country}"


def _address(place: Place, name: str) -> Json:
    at = [place.lat, place.lon] if place.lat is not None and place.lon is not None else None
    return _entity("Address", name, {
        "full": [place.name or place.span.text],
        "region": [place.admin1],
        "country": [place.country.lower() if place.country else None],
        "latitude": [str(at[0]) if at else None],
        "longitude": [str(at[1]) if at else None],
    })  # fmt: skip


def _trip(filed: Filed, trip: Trip, name: str, known: dict[str, str]) -> Json:
    start, end, mover = trip.start, trip.end, trip.mover
    ways = [place.name or place.span.text for place in trip.via]
    parts = [mover.name if mover else "A trip"]
    parts += [f"from {start.name or start.span.text}"] if start else []
    parts += [f"to {end.name or end.span.text}"] if end else []
    parts += [f"by way of {', '.join(ways)}"] if ways else []
    countries = [place.country.lower() for place in (start, *trip.via, end) if place and place.country]
    party = _name(filed, mover.id) if mover else None
    return _entity("Trip", name, {
        "name": [" ".join(parts)],
        "summary": [" … ".join(words(claim.spans) for claim in trip.claims)],
        "description": [_word(filed, claim) for claim in trip.claims],
        "startLocation": [known[_where(start)] if start else None],
        "endLocation": [known[_where(end)] if end else None],
        "location": [*ways],
        "startDate": [trip.left],
        "endDate": [trip.reached],
        "date": [trip.day],
        "country": [*countries],
        "involved": [party if mover and mover.kind in _LEGAL else None],
        "vehicle": [party if mover and mover.kind == "vehicle" else None],
        "sourceUrl": [filed.link],
        "proof": [_name(filed)],
    })  # fmt: skip


def _moment(published: str | None) -> str | None:
    """The day as told, or the moment in UTC, which the model takes all times for."""
    if published is None or len(published) <= 10:
        return published
    try:
        at = datetime.fromisoformat(published)
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") if at.tzinfo else published[:10]
    except (ValueError, OverflowError):
        return None
