"""What is new in the ledger since a day: points, changes of standing, contradictions."""

from __future__ import annotations

from sayso.ledger.answers import SCHEMA, Json, point_json, report_json
from sayso.ledger.origins import instant
from sayso.ledger.points import points_of
from sayso.ledger.queries import Asked, Filters, Line
from sayso.ledger.selection import passes
from sayso.ledger.storage import Ledger
from sayso.ledger.views import asking


def diff(ledger: Ledger, since: str, filters: Filters = Filters()) -> Json:  # noqa: B008 (frozen)
    """What reports published at or after ``since`` brought, beside what was on record before.

    A report without a date counts as new: it cannot be shown to have been there.
    """
    made: dict[str, list[Json]] = {"new": [], "changed": [], "contradicted": []}
    shown: dict[str, Line] = {}
    start = instant(since)
    with asking(ledger) as (asked, _):
        for story, some in asked.stories(filters):
            fresh = [line for line in some if instant(line.shown.published) >= start]
            if not fresh:
                continue
            before = _before(asked, story.id, [line for line in some if line not in fresh])
            outlets = {line.shown.id: line.shown.outlet for line in some}
            published = {line.shown.id: line.shown.published for line in some}
            ids = {line.shown.id for line in fresh}
            for point in asked.points(story, some):
                if passes(point, filters, outlets, published):
                    _compare(point, before, ids, made)
            shown |= {line.shown.id: line for line in some}
    return {
        "schema": SCHEMA,
        "since": since,
        "reports": [report_json(line.shown) for _, line in sorted(shown.items())],
        **made,
    }


def _before(asked: Asked, story: str, old: list[Line]) -> dict[str, Json]:
    """Claim → the point it was of."""
    found: dict[str, Json] = {}
    for point in points_of(story, asked.digests(old)) if old else ():
        shown = point_json(point)
        for claim in shown["claims"]:
            for span in claim["spans"]:
                found.setdefault(f"{claim['claim']}:{span['start']}", shown)
    return found


def _compare(point: Json, before: dict[str, Json], fresh: set[str], made: dict[str, list[Json]]) -> None:
    olds = [
        before[key]
        for claim in point["claims"]
        for span in claim["spans"]
        if (key := f"{claim['claim']}:{span['start']}") in before
    ]
    new_claims = [claim["claim"] for claim in point["claims"] if claim["report"] in fresh]
    if not new_claims:
        return
    about = {"point": point["id"], "story": point["story"], "text": point["text"], "claims": new_claims}
    if not olds:
        made["new"].append(
            {**about, "credibility": point["credibility"], "independent_origins": point["independent_origins"]}
        )
    else:
        old = olds[0]
        changes = [c for c in point["changes"] if c["to"].rsplit("/", 1)[0] in fresh]
        was, is_ = old["credibility"]["suggested"], point["credibility"]["suggested"]
        if changes or was != is_ or old["independent_origins"] != point["independent_origins"]:
            made["changed"].append({
                **about, "changes": changes, "credibility": {"from": was, "to": is_},
                "independent_origins": {"from": old["independent_origins"], "to": point["independent_origins"]},
                "was": old["text"],
            })  # fmt: skip
    against = [c for c in point["contradictions"] if any(ref.rsplit("/", 1)[0] in fresh for ref in c["claims"])]
    if against:
        made["contradicted"].append({**about, "contradictions": against})
