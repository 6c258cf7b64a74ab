"""TimelineJS (https://timeline.knightlab.com/docs/json-format.html): dated claims as slides.

TimelineJS puts its texts into the page as markup, so they are escaped here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from sayso.exchange.case import Case, Filed, Json, json_text, present, words
from sayso.record.types import Claim, Date

HEADLINE = 120
"""Characters of a claim that make its headline."""


def write(case: Case) -> str:
    """One timeline, by date."""
    slides = [slide for filed in case.filed for slide in _slides(filed)]
    slides.sort(key=_order)
    title = {"text": {"headline": escape(case.title), "text": "What is said to have been, and to be, when."}}
    return json_text({"title": title, "events": slides})


def _slides(filed: Filed) -> Iterator[Json]:
    for claim in filed.record.claims:
        for name in dict.fromkeys(claim.dates):
            on = filed.dates.get(name)
            if on is not None and on.type in ("DATE", "TIME"):
                slide = _slide(filed, claim, on)
                if slide is not None:
                    yield slide


def _slide(filed: Filed, claim: Claim, on: Date) -> Json | None:
    """A claim on one of its dates; none where the day is not known."""
    try:
        first, last = date.fromisoformat(on.earliest or ""), date.fromisoformat(on.latest or "")
    except ValueError:
        return None
    said = words(claim.spans)
    standing = claim.standing
    firm = [standing.certainty if standing.polarity != "negative" else f"{standing.certainty}, negative", standing.time]
    told = f"{filed.way(claim)}. Certainty: {firm[0]}; time: {firm[1]}. {filed.label}"
    return present({
        "unique_id": filed.part_urn(f"{claim.id}-{on.id}").replace(":", "-"),
        "start_date": _day(first),
        "end_date": _day(last) if last != first else None,
        "display_date": escape(on.span.text) if last != first else None,
        "group": escape(filed.record.report.outlet or "") or None,
        "text": {
            "headline": escape(said if len(said) <= HEADLINE else said[:HEADLINE].rstrip() + " …"),
            "text": f"“{escape(said)}” – {escape(told)}",
        },
    })  # fmt: skip


def _day(one: date) -> Json:
    return {"year": one.year, "month": one.month, "day": one.day}


def _order(slide: Json) -> tuple[int, int, int, str]:
    on = slide["start_date"]
    return on["year"], on["month"], on["day"], slide["unique_id"]
