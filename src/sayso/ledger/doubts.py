"""What a person should look at again: claims that their point holds by little, and statements read with doubt.

Nothing here decides: it orders what is there by how little speaks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.ledger.answers import Json
from sayso.ledger.digest import Digest, Proposition
from sayso.ledger.likely import Senses, as_said, may_be_one
from sayso.ledger.matching import Weights, match
from sayso.ledger.rulings import Anchor, Rulings

DOUBTFUL_MATCH = 0.7
"""A claim that matches the others of its point worse than this on average is to be reviewed."""
DOUBTFUL_SCORE = 0.5
"""A statement that was read less surely than this is to be reviewed."""
MOST_COMPARED = 12
"""Claims of a point that each is compared with."""
_SETTLING = frozenset({"accept", "reject", "split", "merge", "correct"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at again."""

    kind: Literal["match", "statement"]
    score: float
    """How well the claim fits its point on average, or how surely the statement was read: 0 to 1."""
    story: str
    report: str
    anchors: tuple[Anchor, ...]
    """The characters in doubt."""
    point: str | None = None
    claim: str | None = None
    statement: str | None = None


def doubtful_matches(
    points: Iterable[Json], digests: Sequence[Digest], rulings: Rulings, *, below: float
) -> list[Doubt]:
    """The claims that match the others of their point worse than ``below`` on average, worst first."""
    corrected = [rulings.corrected(digest) for digest in digests]
    clauses = {(digest.id, one.n): one for digest in corrected for one in digest.propositions}
    every = [(digest.id, one) for digest in corrected for one in digest.propositions]
    weights, senses = Weights(every), Senses(every)
    place = {(report, one.n): i for i, (report, one) in enumerate(every)}
    found: list[Doubt] = []
    # Wire copy has the same clauses again and again: they are compared once.
    numbers: dict[Proposition, int] = {}
    same = {key: numbers.setdefault(as_said(one), len(numbers)) for key, one in clauses.items()}
    known: dict[tuple[int, int], float] = {}

    def score_of(a: tuple[str, int], b: tuple[str, int]) -> float:
        pair = same[a], same[b]
        if pair not in known:
            made = match(clauses[a], clauses[b], weights)
            known[pair] = made.score if made else 0.0
            if a[0] != b[0] and may_be_one(clauses[a], clauses[b]):
                i, j = place[a], place[b]
                odds = senses.odds(i, j, weights, known[pair], senses.cosine(i, j), 0.0, one_origin=False)
                known[pair] = max(known[pair], odds)
        return known[pair]

    for point in points:
        claims = point["claims"]
        if len(claims) < 2:
            continue
        held = [[(c["report"], n) for n in c["clauses"] if (c["report"], n) in clauses] for c in claims]
        compared = held[:MOST_COMPARED]
        for i, claim in enumerate(claims):
            scores = [
                max((score_of(a, b) for a in held[i] for b in other), default=0.0)
                for j, other in enumerate(compared) if j != i
            ]  # fmt: skip
            anchors = anchors_of(claim)
            score = sum(scores) / len(scores) if scores else 1.0
            if score < below and not settled(anchors, rulings):
                found.append(
                    Doubt(
                        "match", round(score, 2), point["story"], claim["report"], anchors, point["id"], claim["claim"]
                    )
                )
    return sorted(found, key=lambda one: (one.score, one.claim or ""))


def doubtful_statements(record: Json, story: str, rulings: Rulings, *, below: float) -> list[Doubt]:
    """The statements of a record that were read less surely than ``below``, worst first.

    Args:
        record: as its JSON has it; its report's id is that in the ledger.
    """
    report = record["report"]["id"]
    made = [
        Doubt("statement", one["score"], story, report, anchors, statement=one["id"])
        for one in record["statements"]
        if one.get("score") is not None
        and one["score"] < below
        and (anchors := statement_anchors(report, one))
        and not settled(anchors, rulings)
    ]
    return sorted(made, key=lambda one: (one.score, one.anchors))


def anchors_of(claim: Json) -> tuple[Anchor, ...]:
    """The characters of a point's claim."""
    return tuple((claim["report"], span["start"], span["end"]) for span in claim["spans"])


def statement_anchors(report: str, statement: Json) -> tuple[Anchor, ...]:
    """The characters of a statement: what is said, which its claim also holds."""
    return tuple((report, span["start"], span["end"]) for span in statement["content"])


def settled(anchors: Sequence[Anchor], rulings: Rulings) -> bool:
    """Whether somebody has decided on these characters."""
    wanted = set(anchors)
    return any(
        decision.kind in _SETTLING
        and wanted & {*decision.anchors, *(decision.others if decision.kind == "merge" else ())}
        for decision in rulings.decisions
    )
