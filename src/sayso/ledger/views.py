"""What a person sees of the ledger: stories, points, a timeline, sources, silences, notes. Each as JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sayso.ledger.answers import SCHEMA, Json, Story, report_json, story_json
from sayso.ledger.names import normal
from sayso.ledger.origins import instant
from sayso.ledger.queries import Asked, Filters, Line
from sayso.ledger.reviews import grades, history, misp_tag
from sayso.ledger.selection import passes
from sayso.ledger.storage import Ledger


@contextmanager
def asking(ledger: Ledger, most: int | None = None) -> Iterator[tuple[Asked, dict[str, Json]]]:
    """One view of the ledger, and the grades in it; what was worked out is kept afterwards.

    Args:
        most: clauses of a story whose points are worked out while somebody waits; for ``None`` however many.
    """
    with ledger.reading() as connection:
        asked = Asked(ledger, connection, most)
        graded = {
            name: {"grade": e.value["value"], "by": e.by, "at": e.at, "tag": misp_tag(e.value["value"])}
            for name, e in grades(connection).items()
        }
        yield asked, graded
    asked.keep()


def stories(ledger: Ledger, filters: Filters) -> Json:
    """The stories that hold what is looked for."""
    with asking(ledger) as (asked, _):
        found = [(story, some) for story, some in asked.stories(filters) if _holds(asked, story, some, filters)]
    found.sort(key=lambda one: (instant(one[0].first_seen), one[0].id))
    return {
        "schema": SCHEMA,
        "reports": _reports([line for _, some in found for line in some]),
        "stories": [story_json(story) for story, _ in found],
    }


def points(ledger: Ledger, filters: Filters) -> Json:
    """The points that are looked for, story by story, those with most reports first."""
    with asking(ledger) as (asked, _):
        found = list(_points(asked, filters))
    found.sort(key=lambda one: (instant(one[0].first_seen), one[0].id))
    return {
        "schema": SCHEMA,
        "reports": _reports([line for _, some, _ in found for line in some]),
        "points": [point for _, _, chosen in found for point in chosen],
    }


def timeline(ledger: Ledger, filters: Filters) -> Json:
    """What happened when, as it is said; and when each was first said, changed or contradicted."""
    with asking(ledger) as (asked, _):
        found = list(_points(asked, filters))
    rows: list[Json] = []
    for story, some, chosen in found:
        published = {line.shown.id: line.shown.published for line in some}
        for point in chosen:
            about = {"point": point["id"], "story": story.id, "text": point["text"]}
            for first, last in point["dates"]:
                rows.append(
                    {"at": first, "until": last, "kind": "event", **about, "claims": _dated(point, first, last)}
                )
            if point["first_seen"]:
                first_claims = [c["claim"] for c in point["claims"] if published[c["report"]] == point["first_seen"]]
                rows.append(
                    {"at": point["first_seen"], "until": None, "kind": "first said", **about, "claims": first_claims}
                )
            for change in point["changes"]:
                if change["seen"]:
                    rows.append({
                        "at": change["seen"], "until": None, "kind": f"changed: {change['on']}", **about,
                        "claims": [change["from"], change["to"]],
                        "from": change["spans"][0]["text"], "to": change["spans"][1]["text"],
                    })  # fmt: skip
            for against in point["contradictions"]:
                at = [published.get(ref.rsplit("/", 1)[0]) for ref in against["claims"]]
                if all(at):
                    rows.append({
                        "at": max((one for one in at if one), key=instant), "until": None,
                        "kind": f"contradicted: {against['on']}", **about, "claims": against["claims"],
                        "from": against["spans"][0]["text"], "to": against["spans"][1]["text"],
                    })  # fmt: skip
    rows.sort(key=lambda row: (instant(row["at"]), row["point"], row["kind"], row["claims"]))
    return {
        "schema": SCHEMA,
        "reports": _reports([line for _, some, _ in found for line in some]),
        "timeline": rows,
    }


def _dated(point: Json, first: str, last: str) -> list[str]:
    return [c["claim"] for c in point["claims"]] if len(point["dates"]) == 1 else [
        c["claim"] for c in point["claims"] if c["relation"] == "supports"
    ][:1]  # fmt: skip


def sources(ledger: Ledger, filters: Filters) -> Json:
    """Who is on record: how often, how often independently, and the grade that analysts gave."""
    with asking(ledger) as (asked, graded):
        found = list(_points(asked, filters))
    rows: dict[str, Json] = {}
    for _, _, chosen in found:
        for point in chosen:
            for claim in point["claims"]:
                name = claim["origin"]["name"]
                key = normal(name or "")
                if not key:
                    continue
                row = rows.setdefault(key, {
                    "name": name, "anonymous": claim["origin"]["anonymous"], "reports": set(), "claims": 0,
                    "independent": 0, "echo": 0, "not established": 0, "contradicted": 0,
                })  # fmt: skip
                row["name"] = min(row["name"], name, key=lambda n: (-len(n), n))
                row["reports"].add(claim["report"])
                row["claims"] += 1
                if claim["independence"] in row:
                    row[claim["independence"]] += 1
                row["contradicted"] += any(claim["claim"] in c["claims"] for c in point["contradictions"])
    made = [
        {**row, "reports": len(row["reports"]), "grade": graded.get(key)}
        for key, row in sorted(rows.items(), key=lambda one: (-one[1]["claims"], one[0]))
    ]
    return {"schema": SCHEMA, "reports": _reports([line for _, some, _ in found for line in some]), "sources": made}


def silences(ledger: Ledger, filters: Filters) -> Json:
    """What reports say has not been said."""
    rows: list[Json] = []
    shown: list[Line] = []
    with asking(ledger) as (asked, _):
        for story, some in asked.stories(filters):
            for line, digest in zip(some, asked.digests(some), strict=True):
                for one in digest.silences:
                    text = one.span.text.lower()
                    if filters.text and not all(word in text for word in filters.text.lower().split()):
                        continue
                    if filters.source and not any(normal(filters.source) in normal(name) for name in one.holders):
                        continue
                    shown.append(line)
                    rows.append({
                        "id": f"{line.shown.id}/{one.id}", "report": line.shown.id, "story": story.id,
                        "span": _span(one.span), "holders": list(one.holders),
                        "about": _span(one.about) if one.about else None, "published": line.shown.published,
                    })  # fmt: skip
    rows.sort(key=lambda row: (instant(row["published"]), row["id"]))
    return {"schema": SCHEMA, "reports": _reports(shown), "silences": rows}


def notes(ledger: Ledger, filters: Filters) -> Json:
    """What readers of the records should know: doubts, and things not told."""
    rows: list[Json] = []
    shown: list[Line] = []
    with asking(ledger) as (asked, _):
        for story, some in asked.stories(filters):
            for line, digest in zip(some, asked.digests(some), strict=True):
                for code, message in digest.notes:
                    shown.append(line)
                    rows.append({"report": line.shown.id, "story": story.id, "code": code, "message": message})
    rows.sort(key=lambda row: (row["report"], row["code"], row["message"]))
    return {"schema": SCHEMA, "reports": _reports(shown), "notes": rows}


def decided(ledger: Ledger) -> Json:
    """Every decision, oldest first."""
    with ledger.reading() as connection:
        return {"schema": SCHEMA, "decisions": [entry.json() for entry in history(connection)]}


def _span(span: object) -> Json:
    return {"start": span.start, "end": span.end, "text": span.text}  # type: ignore[attr-defined]


def _reports(some: list[Line]) -> list[Json]:
    unique = {line.shown.id: line.shown for line in some}
    return [report_json(unique[one]) for one in sorted(unique, key=lambda i: (instant(unique[i].published), i))]


def _holds(asked: Asked, story: Story, some: tuple[Line, ...], filters: Filters) -> bool:
    """Whether a story has a point that passes; only looked into where the reports' own lines do not tell."""
    told = Filters(story=filters.story)
    return filters == told or any(True for _ in _chosen(asked, story, some, filters))


def _points(asked: Asked, filters: Filters) -> Iterator[tuple[Story, tuple[Line, ...], list[Json]]]:
    for story, some in asked.stories(filters):
        chosen = list(_chosen(asked, story, some, filters))
        if chosen:
            yield story, some, chosen


def _chosen(asked: Asked, story: Story, some: tuple[Line, ...], filters: Filters) -> Iterator[Json]:
    outlets = {line.shown.id: line.shown.outlet for line in some}
    published = {line.shown.id: line.shown.published for line in some}
    for point in asked.points(story, some):
        if passes(point, filters, outlets, published):
            yield point
