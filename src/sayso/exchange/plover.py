"""PLOVER JSON, in the shape of its gold standard records (Open Event Data Alliance): one object an event.

Codes of parties are ISO 3166-1 alpha-3, with what each rests on (``named``, ``table``, ``place``, ``domestic``: the
last two are gathered, not told), and PLOVER's sectors. The auxiliary modes (``historical``, ``future``,
``hypothetical``, ``negation``) keep what was denied or planned from counting as having happened.
"""

from __future__ import annotations

from collections.abc import Iterable

from sayso import __version__
from sayso.exchange.case import Case, Filed, Json, json_text, words
from sayso.names.tables import country_codes
from sayso.record.types import Event

AUXILIARY = frozenset({"historical", "future", "hypothetical", "negation"})


def write(case: Case) -> str:
    """All events, in the order of reports."""
    return json_text([_event(filed, event) for filed in case.filed for event in filed.record.events])


def _event(filed: Filed, event: Event) -> Json:
    claim = filed.claims.get(event.claim)
    date, place = filed.dates.get(event.date or ""), filed.places.get(event.place or "")
    report = filed.record.report
    day = date.earliest if date and date.earliest == date.latest else None
    return {
        "id": filed.ref(event.id),
        "date": day,
        "dateEarliest": date.earliest if date else None,
        "dateLatest": date.latest if date else None,
        "source": _parties(filed, event, "actor"),
        "target": _parties(filed, event, "recipient"),
        "event": event.type,
        "mode": event.mode,
        "auxModes": [one for one in event.contexts if one in AUXILIARY],
        "context": ";".join(one for one in event.contexts if one not in AUXILIARY),
        "eventText": event.trigger.text,
        "location": place.name or place.span.text if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "text": words(claim.spans) if claim else event.trigger.text,
        "textInfo": {
            "onTheWordOf": filed.way(claim) if claim else None,
            "spans": [[s.start, s.end] for s in claim.spans] if claim else [],
            "certainty": claim.standing.certainty if claim else "unspecified",
        },
        "language": report.language,
        "publication": report.outlet,
        "published": report.published,
        "url": filed.link,
        "coder": "sayso",
        "version": __version__,
    }


def _parties(filed: Filed, event: Event, role: str) -> list[Json]:
    """The parties of one role; of records from before parties were told, the entities."""
    if not event.parties:
        return _entities(filed, event.actors if role == "actor" else event.recipients)
    return [
        {
            "actorText": party.name or party.span.text,
            "code": country_codes().get(party.country) if party.country else None,
            "codeBasis": party.country_basis,
            "sector": ";".join(party.sectors) or None,
        }
        for party in event.parties
        if party.role == role
    ]


def _entities(filed: Filed, ids: Iterable[str]) -> list[Json]:
    parties = []
    for one in ids:
        entity = filed.entities.get(one)
        if entity is not None:
            code = country_codes().get(entity.ids.get("iso", "")) if entity.kind == "country" else None
            parties.append({"actorText": entity.name, "code": code, "codeBasis": None, "sector": None})
    return parties
