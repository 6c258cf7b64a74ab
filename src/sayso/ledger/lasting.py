"""Where a point has gone whose id is no more: its id is that of its first clause, and the clause is still there.

A later report or a decision can put two points together, or one apart; whoever kept a link is led to the point that now
has its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.ledger.answers import Json, Story
from sayso.ledger.members import Member
from sayso.ledger.origins import Entry
from sayso.ledger.points import point_id
from sayso.ledger.queries import Asked, Line


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a point."""

    story: Story
    lines: tuple[Line, ...]
    report: str
    claim: str
    """The claim whose id it had."""
    point: Json | None
    """The point that has the claim now; ``None`` where it is in none."""


def found_again(asked: Asked, lines: Sequence[Line], point: str) -> Found | None:
    """What became of the point called ``point``.

    Args:
        lines: the story's reports; stories that these are linked with are looked into, too.
    """
    for component in sorted({line.component for line in lines}):
        for story, some in asked.of_component(component):
            clause = _clause(asked, some, point)
            if clause is not None:
                report, claim, n = clause
                now = next((one for one in asked.points(story, some) if _has(one, report, n)), None)
                return Found(story, some, report, claim, now)
    return None


def _clause(asked: Asked, some: Sequence[Line], point: str) -> tuple[str, str, int] | None:
    # A corrected claim has other words than it had when it was read, and so another id.
    for digests in (asked.corrected(some), asked.digests(some)):
        for digest in digests:
            said = {one.id: one for one in digest.claims}
            for one in digest.propositions:
                if one.claim not in said or not one.spans:
                    continue
                if point_id([Member(Entry(digest, said[one.claim]), one)]) == point:
                    return digest.id, one.claim, one.n
    return None


def _has(point: Json, report: str, n: int) -> bool:
    return any(claim["report"] == report and n in claim["clauses"] for claim in point["claims"])
