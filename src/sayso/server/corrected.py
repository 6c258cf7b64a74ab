"""A report as people corrected it: what was read stays in the ledger, and what they decided is laid over it here.

Decisions hold on to characters of the report, so they are found again whatever a statement is called.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.ledger.rulings import Decision, Rulings
from sayso.record.spans import Span
from sayso.record.types import Claim, Holder, Record, Statement

RULED = {
    "content": "what is said", "origin": "on whose word it is", "source": "who says it", "cue": "how it is said",
    "anonymous": "whether its origin is unnamed", "polarity": "whether it is said to be so",
    "independence": "how it counts",
}  # fmt: skip
"""What was corrected, in words."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A decision on a statement or claim of a report."""

    kind: str
    """``accept``, ``reject`` or ``correct``."""
    field: str | None
    value: str | None
    first: str | None
    """What was read there before anybody corrected it."""
    by: str
    at: str
    because: str | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A record with what people decided of it."""

    record: Record
    ruled: Mapping[str, tuple[Ruled, ...]]
    """Decisions by the ids of statements, and of claims in the outlet's own words; oldest first."""
    before: Mapping[str, tuple[Span, ...]]
    """Words that a part of a statement was first read in, where it is corrected, by the statements' ids."""
    refused: frozenset[str]
    """Statements that somebody says are none, and their claims."""

    @property
    def kept(self) -> Record:
        """The record without what was refused: as the pages that gather from many reports take it."""
        if not self.refused:
            return self.record
        return replace(
            self.record,
            statements=tuple(one for one in self.record.statements if one.id not in self.refused),
            claims=tuple(one for one in self.record.claims if one.id not in self.refused),
            events=tuple(one for one in self.record.events if one.claim not in self.refused),
        )


def corrected(record: Record, report: str, rulings: Rulings) -> Corrected:
    """What people decided, laid over a record.

    Args:
        report: its id in the ledger.
    """
    if not rulings.decisions:
        return Corrected(record, {}, {}, frozenset())
    statements = {one.id: one for one in record.statements}
    claims = {one.id: one for one in record.claims}
    ruled: dict[str, list[Ruled]] = defaultdict(list)
    before: dict[str, list[Span]] = defaultdict(list)
    refused: set[str] = set()
    for decision in rulings.decisions:
        if not (decision.kind == "correct" or (decision.kind in ("accept", "reject") and not decision.others)):
            # Of a claim's place in a point, which the point tells.
            continue
        wanted = {(start, end) for name, start, end in decision.anchors if name == report}
        for read in record.statements:
            if not wanted & {(span.start, span.end) for span in read.content}:
                continue
            now = statements[read.id]
            ruled[read.id].append(_ruled(decision, _first(read, decision)))
            if decision.kind != "correct":
                (refused.add if decision.kind == "reject" else refused.discard)(read.id)
                continue
            before[read.id] += _words(read, decision)
            statements[read.id] = _statement(now, decision)
            for claim in record.claims:
                if claim.statement == read.id:
                    claims[claim.id] = _claim(claims[claim.id], decision)
        for claim in record.claims:
            if claim.statement is None and wanted & {(span.start, span.end) for span in claim.spans}:
                ruled[claim.id].append(
                    _ruled(decision, claim.standing.polarity if decision.field == "polarity" else None)
                )
                claims[claim.id] = _claim(claims[claim.id], decision)
    made = replace(
        record,
        statements=tuple(statements[one.id] for one in record.statements),
        claims=tuple(claims[one.id] for one in record.claims),
    )
    refused |= {claim.id for claim in record.claims if claim.statement in refused}
    return Corrected(
        made,
        {name: tuple(some) for name, some in ruled.items()},
        {name: tuple(dict.fromkeys(some)) for name, some in before.items()},
        frozenset(refused),
    )


def _ruled(decision: Decision, first: str | None) -> Ruled:
    return Ruled(
        decision.kind, decision.field, decision.value, first, decision.by, decision.at, decision.because
    )  # fmt: skip


def _words(read: Statement, decision: Decision) -> Sequence[Span]:
    """The words that a correction is instead of; none where it does not say where the right ones stand."""
    if not decision.others:
        return ()
    parts = {"content": read.content, "origin": (read.source,), "cue": (read.cue,)}
    return [span for span in parts.get(decision.field or "", ()) if span is not None]


def _first(read: Statement, decision: Decision) -> str | None:
    if decision.others:
        return " … ".join(span.text for span in _words(read, decision)) or None
    if decision.field == "origin":
        return read.chain[-1].name if read.chain else None
    return None


def _statement(now: Statement, decision: Decision) -> Statement:
    span = Span(*decision.others[0][1:], decision.value or "") if decision.others else None
    last = now.chain[-1] if now.chain else Holder(None, None)
    match decision.field:
        case "content" if span:
            return replace(now, content=(span,))
        case "cue" if span:
            return replace(now, cue=span)
        case "origin":
            named = replace(last, name=decision.value, span=span or last.span, entity=None, anonymous=False)
            return replace(now, source=span or now.source, chain=(*now.chain[:-1], named))
        case "anonymous":
            unnamed = replace(last, anonymous=decision.value == "yes")
            return replace(now, chain=(*now.chain[:-1], unnamed))
    return now


def _claim(now: Claim, decision: Decision) -> Claim:
    if decision.field == "content" and decision.others:
        return replace(now, spans=(Span(*decision.others[0][1:], decision.value or ""),))
    if decision.field == "polarity":
        return replace(now, standing=replace(now.standing, polarity=decision.value))  # type: ignore[arg-type]
    return now
