"""What the ledger answers with, and its JSON (schema 1, which changes only by adding)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sayso.record.spans import Span
from sayso.record.types import Standing

SCHEMA = 1

Relation = Literal["supports", "contradicts"]
Independence = Literal["independent", "echo", "anonymous", "not established"]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report, for the list that every answer has."""

    id: str
    file: str | None
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """Reports of one developing event."""

    id: str
    title: str
    reports: tuple[str, ...]
    first_seen: str | None
    last_seen: str | None
    reasons: tuple[str, ...] = ()
    """What its reports have in common."""


@dataclass(frozen=True, slots=True)
class Origin:
    """On whose word a claim is."""

    name: str | None
    entity: str | None
    anonymous: bool


@dataclass(frozen=True, slots=True)
class PointClaim:
    """One claim of a point."""

    report: str
    claim: str
    """Unique in the ledger: the report's id, a slash, and the claim's id in the report."""
    spans: tuple[Span, ...]
    relation: Relation
    chain: tuple[Json, ...]
    """Holders, outermost first; the outlet stands first where it is known."""
    origin: Origin
    independence: Independence
    echo_of: str | None
    reason: str
    standing: Standing
    matched: tuple[str, ...]
    """What this claim and the point have in common."""
    clauses: tuple[int, ...] = ()
    """Which of the report's clauses, counted through it, are of the point: a claim may say several things."""
    superseded: bool = False
    """A later report brought its number or date up to date: it supports the point, but not as it now stands."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims of a point that cannot both hold, and what differs."""

    claims: tuple[str, str]
    on: str
    spans: tuple[Span, Span]


@dataclass(frozen=True, slots=True)
class Change:
    """A later claim brings an earlier one up to date."""

    from_: str
    to: str
    on: str
    seen: str | None
    spans: tuple[Span, Span]


@dataclass(frozen=True, slots=True)
class Point:
    """One proposition across reports."""

    id: str
    story: str
    text: str
    first_seen: str | None
    last_seen: str | None
    claims: tuple[PointClaim, ...]
    contradictions: tuple[Contradiction, ...]
    changes: tuple[Change, ...]
    credibility: int
    credibility_reason: str
    decisions: tuple[Json, ...] = ()
    types: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()

    @property
    def independent_origins(self) -> int:
        """How many independent origins support it as it now stands."""
        return _supporting(self.claims, "independent")

    @property
    def anonymous_origins(self) -> int:
        """How many anonymous origins support it; they count for nothing."""
        return _supporting(self.claims, "anonymous")


def _supporting(claims: tuple[PointClaim, ...], how: Independence) -> int:
    return sum(c.relation == "supports" and c.independence == how and not c.superseded for c in claims)


def span_json(span: Span) -> Json:
    """A span as the contract writes it."""
    return {"start": span.start, "end": span.end, "text": span.text}


def standing_json(standing: Standing) -> Json:
    """A standing as the record's contract writes it."""
    return {
        "certainty": standing.certainty,
        "polarity": standing.polarity,
        "time": standing.time,
        "stance": standing.stance,
        "likelihood": list(standing.likelihood) if standing.likelihood else None,
        "because": [span_json(span) for span in standing.because],
        "condition": span_json(standing.condition) if standing.condition else None,
    }


def report_json(line: ReportLine) -> Json:
    """A report's line."""
    return {key: getattr(line, key) for key in ("id", "file", "outlet", "published", "title", "url")}


def story_json(story: Story) -> Json:
    """A story."""
    return {
        "id": story.id,
        "title": story.title,
        "reports": list(story.reports),
        "first_seen": story.first_seen,
        "last_seen": story.last_seen,
        "reasons": list(story.reasons),
    }


def point_json(point: Point) -> Json:
    """A point."""
    return {
        "id": point.id,
        "story": point.story,
        "text": point.text,
        "first_seen": point.first_seen,
        "last_seen": point.last_seen,
        "claims": [
            {
                "report": c.report,
                "claim": c.claim,
                "spans": [span_json(span) for span in c.spans],
                "relation": c.relation,
                "chain": list(c.chain),
                "origin": {"name": c.origin.name, "entity": c.origin.entity, "anonymous": c.origin.anonymous},
                "independence": c.independence,
                "echo_of": c.echo_of,
                "reason": c.reason,
                "standing": standing_json(c.standing),
                "matched": list(c.matched),
                "clauses": list(c.clauses),
                "superseded": c.superseded,
            }
            for c in point.claims
        ],
        "independent_origins": point.independent_origins,
        "anonymous_origins": point.anonymous_origins,
        "contradictions": [
            {"claims": list(c.claims), "on": c.on, "spans": [span_json(span) for span in c.spans]}
            for c in point.contradictions
        ],
        "changes": [
            {"from": c.from_, "to": c.to, "on": c.on, "seen": c.seen, "spans": [span_json(span) for span in c.spans]}
            for c in point.changes
        ],
        "credibility": {"suggested": point.credibility, "reason": point.credibility_reason},
        "decisions": list(point.decisions),
        "types": list(point.types),
        "places": list(point.places),
        "persons": list(point.persons),
        "dates": [list(date) for date in point.dates],
        "graph": graph(point),
    }


def denied(point: Json) -> bool:
    """Whether all who speak of a point deny it, so that its words alone would say the contrary."""
    current = [claim for claim in point["claims"] if not claim["superseded"]]
    speak = [claim for claim in current if claim["relation"] == "supports"] or current
    return bool(speak) and all(claim["standing"]["stance"] == "denies" for claim in speak)


def graph(point: Point) -> Json:
    """The chains of a point as one graph: holders, and who passed whose words on to whom, in which claims."""
    nodes: dict[str, Json] = {}
    edges: dict[tuple[str, str], list[str]] = {}
    for claim in point.claims:
        before: str | None = None
        for holder in claim.chain:
            name = holder["name"] or "unnamed"
            nodes.setdefault(name, {"name": name, "anonymous": bool(holder["anonymous"])})
            if before is not None and before != name:
                edges.setdefault((name, before), []).append(claim.claim)
            before = name
    return {
        "nodes": [nodes[name] for name in sorted(nodes)],
        "edges": [{"from": a, "to": b, "claims": sorted(set(some))} for (a, b), some in sorted(edges.items())],
    }
