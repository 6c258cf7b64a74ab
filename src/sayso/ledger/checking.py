"""A claim in somebody's words against the ledger: who supports it, who contradicts it, who says nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from sayso.ledger.answers import SCHEMA, Json, Story, denied, report_json
from sayso.ledger.differences import contradicting, state
from sayso.ledger.digest import Digest
from sayso.ledger.likely import ODDS, likely
from sayso.ledger.linking import candidates
from sayso.ledger.matching import Match, Weights, match
from sayso.ledger.members import Member
from sayso.ledger.origins import Entry, Names, instant
from sayso.ledger.propositions import digest_of
from sayso.ledger.queries import Asked, Filters, Line
from sayso.ledger.schema import reports
from sayso.ledger.storage import Ledger
from sayso.ledger.vectors import indexed, vector_of
from sayso.ledger.views import asking
from sayso.ledger.words import is_content, telling, tokens
from sayso.record.types import Record

_CLAIMED = ""
"""Stands for the report that is claimed."""
Clause = tuple[str, int]
"""A claim of the ledger, and the clause in its report."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a clause bears on what is claimed: ``supports``, ``contradicts`` (and on what), or ``goes with`` it."""

    relation: str
    match: Match
    on: str | None


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
            digests = asked.corrected(some)
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
            listed += [one for one in answer[side] if one["claim"] not in {other["claim"] for other in listed}]
    return {
        "schema": SCHEMA,
        "claim": record.report.text.strip(),
        "reports": [report_json(shown[one].shown) for one in sorted(shown)],
        "verdict": _verdict(best, silent),
        **sides,
        "silences": silent,
        "points": best,
    }


def _verdict(points: Sequence[Json], silent: Sequence[Json]) -> str:
    """In one word, what is on record; never whether it is true. Of several things that are claimed, the gravest."""
    found = {_of_point(point) for point in points} - {None}
    for one in ("disputed", "contradicted", "brought up to date since", "supported"):
        if one in found:
            return one
    return "said not to be known" if silent else "nothing on record"


def _of_point(point: Json) -> str | None:
    if point["supports"] and point["contradicts"]:
        overtaken = all(one["superseded"] for one in point["supports"])
        return "brought up to date since" if overtaken else "disputed"
    if point["supports"]:
        return "supported"
    return "contradicted" if point["contradicts"] else None


def _stories(asked: Asked, terms: list[int], filters: Filters) -> list[tuple[Story, tuple[Line, ...]]]:
    """The stories of the reports that share most words with the claim."""
    near = candidates(asked.connection, terms, 0)
    if not near:
        return []
    rows = asked.connection.execute(sa.select(reports.c.n, reports.c.id).where(reports.c.n.in_(near)))
    found = {int(n): str(name) for n, name in rows}
    seen: set[str] = set()
    made: list[tuple[Story, tuple[Line, ...]]] = []
    for one in [found[n] for n in near if n in found]:
        if one in seen:
            continue
        for story, some in asked.stories(replace(filters, story=one)):
            seen |= {line.shown.id for line in some}
            made.append((story, some))
        if len(made) >= MOST_STORIES:
            break
    return made


def _against(claimed: Digest, digests: Sequence[Digest]) -> dict[Clause, Bearing]:
    """Clause in the ledger → how it bears on what is claimed."""
    members = [
        Member(Entry(digest, said), p)
        for digest in digests
        for said, p in ((next(s for s in digest.claims if s.id == p.claim), p) for p in digest.propositions)
        if p.back is None
    ]
    mine = [Member(Entry(claimed, next(s for s in claimed.claims if s.id == p.claim)), p) for p in claimed.propositions]
    # What is claimed may be a report's own text, and have its id.
    every = [*((_CLAIMED, m.proposition) for m in mine), *((m.entry.digest.id, m.proposition) for m in members)]
    weights = Weights(every[len(mine) :])
    names = Names([m.entry for m in members])
    ruled: dict[tuple[int, int], Match] = {}
    for i, one in enumerate(mine):
        for j, other in enumerate(members, len(mine)):
            made = match(one.proposition, other.proposition, weights)
            if made is not None:
                ruled[i, j] = made
    likely_one = {pair: made for pair, made in likely(every, weights, ruled, of=_CLAIMED).items() if made.score >= ODDS}
    found: dict[Clause, Bearing] = {}
    for (i, j), how in sorted((likely_one | ruled).items()):
        one, other = mine[i], members[j - len(mine)]
        key = (other.ref, other.proposition.n)
        if key in found and found[key].match.score >= how.score:
            continue
        on = contradicting(one, other, names)
        # 'At least four' goes with nine, but does not say nine.
        relation = "contradicts" if on else "goes with" if state(one, other) else "supports"
        found[key] = Bearing(relation, how, on)
    return found


def _answers(story: str, points: Sequence[Json], found: dict[Clause, Bearing]) -> list[Json]:
    made: list[Json] = []
    for point in points:
        sides: dict[str, list[Json]] = {"supports": [], "contradicts": [], "goes with": []}
        best = 0.0
        for claim in point["claims"]:
            some = [found[key] for n in claim["clauses"] if (key := (claim["claim"], n)) in found]
            if not some:
                continue
            how = max(some, key=lambda one: one.match.score)
            best = max(best, how.match.score)
            sides.setdefault(how.relation, []).append({
                "claim": claim["claim"], "report": claim["report"], "spans": claim["spans"], "origin": claim["origin"],
                "independence": claim["independence"], "reason": claim["reason"], "superseded": claim["superseded"],
                "on": how.on, "matched": list(how.match.reasons), "standing": claim["standing"],
            })  # fmt: skip
        if any(not one["superseded"] for one in sides["supports"]):
            # What stood before the number or day that is claimed does not contradict it.
            before = [one for one in sides["contradicts"] if one["superseded"] and one["on"] in {"number", "date"}]
            sides["contradicts"] = [one for one in sides["contradicts"] if one not in before]
            sides["goes with"] += before
        if best:
            made.append({
                "point": point["id"], "story": story, "text": point["text"], "score": best, **sides,
                "credibility": point["credibility"], "denied": denied(point),
            })  # fmt: skip
    return made


def _silences(claimed: Digest, digests: Sequence[Digest]) -> list[Json]:
    """The silences about what is claimed."""
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
