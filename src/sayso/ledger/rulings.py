"""What people decided of a story's points: it holds over what was reckoned, and stands beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sayso.ledger.answers import Independence, Point
from sayso.ledger.corrections import respanned, without
from sayso.ledger.names import normal
from sayso.record.spans import Span

if TYPE_CHECKING:
    from sayso.ledger.digest import Digest, Said
    from sayso.ledger.members import Member

Anchor = tuple[str, int, int]
"""A report, and the characters of it that a decision speaks of. A re-read report has the same characters, so a decision
outlives the ids of claims."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision that has not been taken back."""

    n: int
    kind: str
    anchors: tuple[Anchor, ...]
    others: tuple[Anchor, ...]
    """The second side: the other point of a merge, the rest of the point for a split or a rejected claim, the right
    words of a corrected span."""
    field: str | None
    value: str | None
    by: str
    at: str
    because: str | None

    def json(self) -> dict[str, Any]:
        """It, for the list of a point's decisions."""
        shown: dict[str, Any] = {"id": self.n, "kind": self.kind, "by": self.by, "at": self.at, "because": self.because}
        if self.field is not None:
            shown |= {"field": self.field, "value": self.value}
        return shown


@dataclass(frozen=True, slots=True)
class Rulings:
    """The decisions that stand, oldest first."""

    decisions: tuple[Decision, ...] = ()

    @property
    def state(self) -> str:
        """Changes when a decision is added or taken back."""
        return json.dumps([d.n for d in self.decisions])

    def bounds(self, members: Sequence[Member]) -> tuple[list[list[int]], list[tuple[int, int]]]:
        """Which of ``members`` must be of one point, and which two must not."""
        together: list[list[int]] = []
        apart: list[tuple[int, int]] = []
        for decision in self.decisions:
            first, second = _found(decision.anchors, members), _found(decision.others, members)
            if decision.kind == "merge" and first and second:
                together.append([first[0], *second])
                # A later merge takes back what an earlier split or rejection kept apart.
                apart = [(i, j) for i, j in apart if not ({i, j} <= {*first, *second})]
            elif decision.kind == "accept" and first and second:
                together.append([*second[:1], *first])
            elif decision.kind in {"split", "reject"}:
                apart += [(i, j) for i in first for j in second if i != j]
                together = [some for some in together if not (set(some) & set(first) and set(some) & set(second))]
        return together, apart

    def corrected(self, digest: Digest) -> Digest:
        """The digest with what people corrected in its claims."""
        made = digest
        for decision in self.decisions:
            if decision.kind == "reject" and not decision.others:
                # Nobody's statement, rather than a claim of another point.
                made = without(made, {said.id for said in _spoken_of(decision, made)})
            if decision.kind != "correct" or decision.field is None:
                continue
            for said in _spoken_of(decision, made):
                if decision.field == "content" and decision.others:
                    _, start, end = decision.others[0]
                    made = respanned(made, said, Span(start, end, decision.value or ""))
                else:
                    made = _with(made, said, decision.field, decision.value or "")
        return made

    def independence(self, member: Member) -> Independence | None:
        """What people decided of a claim's independence."""
        ruled: Independence | None = None
        for decision in self.decisions:
            if (
                decision.kind == "correct"
                and decision.field == "independence"
                and any(
                    _overlap(anchor, member.entry.digest.id, member.entry.said.spans) for anchor in decision.anchors
                )
            ):
                ruled = decision.value  # type: ignore[assignment]
        return ruled

    def noted(self, point: Point, members: Sequence[Member]) -> Point:
        """The point with the decisions that speak of it."""
        some = [
            d.json()
            for d in self.decisions
            if _found(d.anchors, members) or (d.kind == "merge" and _found(d.others, members))
        ]
        return replace(point, decisions=tuple(some)) if some else point


NO_RULINGS = Rulings()


def _found(anchors: Sequence[Anchor], members: Sequence[Member]) -> list[int]:
    return [
        i for i, m in enumerate(members)
        if any(_overlap(anchor, m.entry.digest.id, m.proposition.spans) for anchor in anchors)
    ]  # fmt: skip


def _spoken_of(decision: Decision, digest: Digest) -> list[Said]:
    """The claims that a decision speaks of: those of its very characters, else those that are mostly there."""
    exact = [s for s in digest.claims if any((digest.id, x.start, x.end) in decision.anchors for x in s.spans)]
    return exact or [s for s in digest.claims if any(_overlap(one, digest.id, s.spans) for one in decision.anchors)]


def _overlap(anchor: Anchor, report: str, spans: Sequence[Any]) -> bool:
    """Whether an anchor is mostly in ``spans``, or they in it: a re-reading may cut a little otherwise."""
    name, start, end = anchor
    if name != report:
        return False
    shared = sum(max(0, min(span.end, end) - max(span.start, start)) for span in spans)
    size = min(end - start, sum(span.end - span.start for span in spans))
    return bool(size > 0 and shared * 2 > size)


def _with(digest: Digest, said: Said, field: str, value: str) -> Digest:
    voice = said.voice
    if field == "origin":
        changed = replace(
            said, voice=replace(voice, name=value, named=True, anonymous=False, kind=voice.kind or "indirect")
        )
    elif field == "anonymous":
        changed = replace(said, voice=replace(voice, anonymous=value == "yes", named=value != "yes"))
    elif field == "polarity":
        changed = replace(said, standing=replace(said.standing, polarity=value))  # type: ignore[arg-type]
    else:
        return digest
    if field == "origin" and normal(voice.name or "") in digest.persons:
        # Whoever stands in for a person is one; the text still names the first.
        digest = replace(digest, persons=tuple(sorted({*digest.persons, normal(value)})))
    claims = tuple(changed if one.id == said.id else one for one in digest.claims)
    propositions = digest.propositions
    if field == "polarity":
        propositions = tuple(replace(p, polarity=value) if p.claim == said.id else p for p in propositions)
    return replace(digest, claims=claims, propositions=propositions)
