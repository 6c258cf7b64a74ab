"""GeoJSON (RFC 7946): every mention of a place. What is not resolved has no geometry, which the format allows."""

from __future__ import annotations

from sayso.exchange.case import Case, Filed, Json, json_text, words
from sayso.record.types import Place


def write(case: Case) -> str:
    """One collection."""
    return json_text({
        "type": "FeatureCollection",
        "features": [_feature(filed, place) for filed in case.filed for place in filed.record.places],
    })  # fmt: skip


def _feature(filed: Filed, place: Place) -> Json:
    report = filed.record.report
    known = place.lat is not None and place.lon is not None and abs(place.lat) <= 90 and abs(place.lon) <= 180
    return {
        "type": "Feature",
        "id": filed.ref(place.id),
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if known else None,
        "properties": {
            "name": place.name,
            "words": place.span.text,
            "role": place.role,
            "kind": place.kind,
            "country": place.country,
            "admin1": place.admin1,
            "candidates": len(place.candidates),
            "report": filed.id,
            "outlet": report.outlet,
            "published": report.published,
            "url": filed.link,
            "start": place.span.start,
            "end": place.span.end,
            "claims": [
                {
                    "id": filed.ref(c.id),
                    "words": words(c.spans),
                    "on_the_word_of": filed.way(c),
                    "certainty": c.standing.certainty,
                    "polarity": c.standing.polarity,
                    "time": c.standing.time,
                }
                for c in filed.claims_at.get(place.id, ())
            ],
        },
    }
