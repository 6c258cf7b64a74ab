"""A claim in somebody's words against the ledger: who supports it, who contradicts it, who says that nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from sayso.ledger.answers import SCHEMA, Json, report_json
from sayso.ledger.differences import Member, contradicting
from sayso.ledger.digest import Digest
from sayso.ledger.linking import candidates
from sayso.ledger.matching import Match, Weights, match
from sayso.ledger.origins import Entry, Names, instant
from sayso.ledger.propositions import digest_of
from sayso.ledger.queries import Asked, Filters, Line
from sayso.ledger.schema import reports
from sayso.ledger.storage import Ledger
from sayso.ledger.vectors import indexed, vector_of
from sayso.ledger.views import asking
from sayso.ledger.words import telling
from sayso.record.types import Record

MOST_STORIES = 3
MOST_POINTS = 5
LEAST_SHARED = 0.5
"""How much of what a silence is about must be of what the claim is about, in the weight of its words."""


def check(ledger: Ledger, record: Record, filters: Filters = Filters()) -> Json:  # noqa: B008 (frozen)
    """What the ledger holds on the claims of ``record``, which is the claim in words as it was read."""
    claimed = replace(digest_of(record), id="claim", published=None, outlet=None)
    vector = vector_of(record)
    with asking(ledger) as (asked, _):
        chosen = _stories(asked, indexed(vector), filters)
        answers: list[Json] = []
        silent: list[Json] = []
        shown: dict[str, Line] = {}
        for story, some in chosen:
            digests = asked.digests(some)
            found = _against(claimed, digests)
            if found:
                points = asked.points(story, some)
                answers += _answers(story.id, points, found)
            silences = _silences(claimed, digests)
            silent += silences
            if found or silences:
                shown |= {line.shown.id: line for line in some}
    answers.sort(key=lambda a: (-a["score"], a["point"]))
    best = answers[:MOST_POINTS]
    sides: dict[str, list[Json]] = {"supports": [], "contradicts": []}
    for answer in best:
        for side, listed in sides.items():
            listed += answer[side]
    return {
        "schema": SCHEMA,
        "claim": record.report.text.strip(),
        "reports": [report_json(shown[one].shown) for one in sorted(shown)],
        "verdict": _verdict(sides, silent),
        **sides,
        "silences": silent,
        "points": best,
    }


def _verdict(sides: dict[str, list[Json]], silent: Sequence[Json]) -> str:
    """In one word, what is on record; never whether it is true."""
    if sides["supports"] and sides["contradicts"]:
        return "disputed"
    if sides["supports"]:
        return "supported"
    if sides["contradicts"]:
        return "contradicted"
    return "said not to be known" if silent else "nothing on record"


def _stories(asked: Asked, terms: list[int], filters: Filters):  # type: ignore[no-untyped-def]
    near = candidates(asked.connection, terms, 0)
    if not near:
        return []
    rows = asked.connection.execute(sa.select(reports.c.n, reports.c.component, reports.c.id).where(reports.c.n.in_(near)))
    found = {n: (component, name) for n, component, name in rows}
    chosen: list[str] = []
    seen: set[str] = set()
    for n in near:
        if n in found:
            chosen.append(found[n][1])
    made = []
    for one in chosen:
        if one in seen:
            continue
        for story, some in asked.stories(replace(filters, story=one)):
            seen |= {line.shown.id for line in some}
            made.append((story, some))
        if len(made) >= MOST_STORIES:
            break
    return made


def _against(claimed: Digest, digests: Sequence[Digest]) -> dict[str, tuple[str, Match, str | None]]:
    """Claim in the ledger → how it bears on what is claimed: its relation, the match, what differs."""
    members = [
        Member(Entry(digest, said), p)
        for digest in digests
        for said, p in ((next(s for s in digest.claims if s.id == p.claim), p) for p in digest.propositions)
        if p.back is None
    ]
    mine = [Member(Entry(claimed, next(s for s in claimed.claims if s.id == p.claim)), p) for p in claimed.propositions]
    weights = Weights([(m.entry.digest.id, m.proposition) for m in members])
    names = Names([m.entry for m in members])
    found: dict[str, tuple[str, Match, str | None]] = {}
    for one in mine:
        for other in members:
            made = match(one.proposition, other.proposition, weights)
            if made is None or (other.ref in found and found[other.ref][1].score >= made.score):
                continue
            on = contradicting(one, other, names)
            found[other.ref] = ("contradicts" if on else "supports", made, on)
    return found


def _answers(story: str, points: Sequence[Json], found: dict[str, tuple[str, Match, str | None]]) -> list[Json]:
    made: list[Json] = []
    for point in points:
        sides: dict[str, list[Json]] = {"supports": [], "contradicts": []}
        best = 0.0
        for claim in point["claims"]:
            if claim["claim"] not in found:
                continue
            relation, how, on = found[claim["claim"]]
            best = max(best, how.score)
            sides[relation].append({
                "claim": claim["claim"], "report": claim["report"], "spans": claim["spans"], "origin": claim["origin"],
                "independence": claim["independence"], "reason": claim["reason"], "superseded": claim["superseded"],
                "on": on, "matched": list(how.reasons),
            })  # fmt: skip
        if best:
            made.append({
                "point": point["id"], "story": story, "text": point["text"], "score": best, **sides,
                "credibility": point["credibility"],
            })  # fmt: skip
    return made


def _silences(claimed: Digest, digests: Sequence[Digest]) -> list[Json]:
    """The silences about what is claimed."""
    from sayso.ledger.words import is_content, tokens

    wanted = {word for p in claimed.propositions for word in p.words}
    made: list[Json] = []
    for digest in digests:
        for one in digest.silences:
            said = one.about or one.span
            about = {token.lemma for token in tokens(said.text) if is_content(token)}
            weight = sum(map(telling, about))
            if weight and sum(map(telling, about & wanted)) >= LEAST_SHARED * weight:
                made.append({
                    "id": f"{digest.id}/{one.id}", "report": digest.id, "holders": list(one.holders),
                    "span": {"start": one.span.start, "end": one.span.end, "text": one.span.text},
                })  # fmt: skip
    return sorted(made, key=lambda s: (instant(None), s["id"]))
