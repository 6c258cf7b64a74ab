"""The review's queue, as programs and a terminal have it: what a person should look at again, newest stories first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sayso.ledger.answers import SCHEMA, Json, Story, report_json
from sayso.ledger.browsing import records_json
from sayso.ledger.doubts import DOUBTFUL_MATCH, DOUBTFUL_SCORE, Doubt, doubtful_matches, doubtful_statements
from sayso.ledger.origins import instant
from sayso.ledger.queries import Asked, Filters, Line
from sayso.ledger.selection import passes
from sayso.ledger.storage import Ledger
from sayso.ledger.views import asking


def queue(
    ledger: Ledger, filters: Filters, *, match: float = DOUBTFUL_MATCH, score: float = DOUBTFUL_SCORE
) -> Json:  # fmt: skip
    """What was put together, or read, on little evidence, and nobody has decided on yet.

    Args:
        match: claims that match the others of their point worse than this on average are in it.
        score: statements that were read less surely than this are in it.
    """
    rows: list[Json] = []
    shown: dict[str, Line] = {}
    with asking(ledger) as (asked, _):
        found = sorted(asked.stories(filters), key=lambda one: (instant(one[0].last_seen), one[0].id), reverse=True)
        for story, some in found:
            here = _of_story(asked, story, some, filters, match, score)
            shown.update((line.shown.id, line) for line in some if any(row["report"] == line.shown.id for row in here))
            rows += sorted(here, key=lambda row: (row["score"], row["report"], row["spans"][0]["start"]))
    reports = sorted((line.shown for line in shown.values()), key=lambda one: (instant(one.published), one.id))
    return {"schema": SCHEMA, "reports": [report_json(one) for one in reports], "doubts": rows}


def doubts_of(
    asked: Asked, story: Story, lines: Sequence[Line], points: Iterable[Json], *, match: float, score: float
) -> tuple[list[Doubt], dict[str, Json]]:  # fmt: skip
    """The doubts of a story: its points' claims, then each report's statements, worst first; and its records by report.

    Args:
        points: those whose claims are looked at.
    """
    rulings = asked.rulings(lines)
    records = records_json(asked.connection, lines)
    found = doubtful_matches(points, asked.digests(lines), rulings, below=match)
    for line in lines:
        record = records[line.shown.id]
        record["report"]["id"] = line.shown.id
        found += doubtful_statements(record, story.id, rulings, below=score)
    return found, records


def _of_story(
    asked: Asked, story: Story, lines: tuple[Line, ...], filters: Filters, match: float, score: float
) -> list[Json]:  # fmt: skip
    outlets = {line.shown.id: line.shown.outlet for line in lines}
    published = {line.shown.id: line.shown.published for line in lines}
    points = {p["id"]: p for p in asked.points(story, lines) if passes(p, filters, outlets, published)}
    doubts, records = doubts_of(asked, story, lines, points.values(), match=match, score=score)
    if any(getattr(filters, name) is not None for name in ("type", "standing", "place", "text", "source", "person")):
        # Such a filter is about claims in points: a statement is in it where its claim is.
        let = {one["claim"] for point in points.values() for one in point["claims"]}
    else:
        let = None
    chains = {(name, one["id"]): one["chain"] for name, record in records.items() for one in record["statements"]}
    claims = {
        (name, one["statement"]): f"{name}/{one['id']}"
        for name, record in records.items() for one in record["claims"] if one["statement"]
    }  # fmt: skip
    rows = []
    for doubt in doubts:
        record = records[doubt.report]
        if doubt.kind == "match":
            point = points[doubt.point or ""]
            claim = next(one for one in point["claims"] if one["claim"] == doubt.claim)
            rows.append(_row(doubt, record, claim=doubt.claim, holders=claim["chain"], text=point["text"]))
            continue
        said = doubt.report, doubt.statement or ""
        if let is None or claims.get(said) in let:
            rows.append(_row(doubt, record, claim=claims.get(said), holders=chains[said], text=None))
    return rows


def _row(doubt: Doubt, record: Json, *, claim: str | None, holders: list[Json], text: str | None) -> Json:
    said = record["report"]["text"]
    return {
        "kind": doubt.kind, "score": doubt.score, "story": doubt.story, "report": doubt.report, "claim": claim,
        "statement": doubt.statement, "point": doubt.point, "text": text,
        "spans": [{"start": start, "end": end, "text": said[start:end]} for _, start, end in doubt.anchors],
        "chain": [{"name": one["name"], "anonymous": one["anonymous"]} for one in holders],
    }  # fmt: skip
