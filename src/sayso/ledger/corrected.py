"""A report as people corrected it: what was read stays in the ledger, and what they decided is laid over it here.

Decisions hold on to characters of the report, so they are found again whatever a statement is called. Pages, exports
and the interface for programs all take the record from here; what was read first stays to be had beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.ledger.rulings import Decision, Rulings
from sayso.record.spans import Span
from sayso.record.types import Claim, Holder, Note, Record, Statement

RULED = {
    "content": "what is said", "origin": "on whose word it is", "source": "who says it", "cue": "how it is said",
    "anonymous": "whether its origin is unnamed", "polarity": "whether it is said to be so",
    "independence": "how it counts",
}  # fmt: skip
"""What was corrected, in words."""
NOTED = {"accept": "confirmed-by-review", "reject": "refused-in-review", "correct": "corrected-in-review"}
"""The codes of the notes that tell of decisions in a record that is handed on."""


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
    words: Span | None
    """The words that it was decided on, as they were read."""


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
        """The record without what was refused, as whoever gathers from many reports takes it."""
        if not self.refused:
            return self.record
        return replace(
            self.record,
            statements=tuple(
                replace(one, within=None) if one.within in self.refused else one
                for one in self.record.statements
                if one.id not in self.refused
            ),
            claims=tuple(one for one in self.record.claims if one.id not in self.refused),
            events=tuple(one for one in self.record.events if one.claim not in self.refused),
        )

    @property
    def handed_on(self) -> Record:
        """The same with a note for each decision: who decided what, when, why, and how it was read before."""
        made = self.kept
        if not self.ruled:
            return made
        notes = sorted(
            (note for name, some in self.ruled.items() for note in self._notes(name, some)),
            key=lambda note: (note.span or Span(0, 0, ""), note.message),
        )
        return replace(made, notes=(*made.notes, *notes))

    def _notes(self, name: str, some: Iterable[Ruled]) -> Iterable[Note]:
        for one in some:
            said = {"accept": "is confirmed as it was read", "reject": "is taken out: nobody says this"}
            if one.kind == "correct":
                first = f", first read as “{one.first}”" if one.first else ""
                did = f"is corrected in {RULED.get(one.field or '', one.field)}{first}, now “{one.value}”"
            else:
                did = said[one.kind]
            why = f", because: {one.because}" if one.because else ""
            yield Note(NOTED[one.kind], f"{name} {did}, by {one.by} at {one.at}{why}.", one.words)


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
    inside = _inside(record)
    for decision in rulings.decisions:
        if not (decision.kind == "correct" or (decision.kind in ("accept", "reject") and not decision.others)):
            # Of a claim's place in a point, which the point tells.
            continue
        wanted = {(start, end) for name, start, end in decision.anchors if name == report}
        for read in record.statements:
            if not wanted & {(span.start, span.end) for span in read.content}:
                continue
            now = statements[read.id]
            ruled[read.id].append(_ruled(decision, _first(read, decision), read.content))
            if decision.kind != "correct":
                (refused.add if decision.kind == "reject" else refused.discard)(read.id)
                continue
            before[read.id] += _words(read, decision)
            statements[read.id] = _statement(now, decision, record)
            for claim in record.claims:
                if claim.statement == read.id:
                    claims[claim.id] = _claim(claims[claim.id], decision, inside)
        for claim in record.claims:
            if claim.statement is None and wanted & {(span.start, span.end) for span in claim.spans}:
                first = claim.standing.polarity if decision.field == "polarity" else None
                ruled[claim.id].append(_ruled(decision, first, claim.spans))
                claims[claim.id] = _claim(claims[claim.id], decision, inside)
    # An event that is no longer in the words of its claim is not of the claim any more.
    gone = {event for claim in record.claims for event in claim.events} - {
        event for claim in claims.values() for event in claim.events
    }
    made = replace(
        record,
        statements=tuple(statements[one.id] for one in record.statements),
        claims=tuple(claims[one.id] for one in record.claims),
        events=tuple(one for one in record.events if one.id not in gone),
    )
    refused |= {claim.id for claim in record.claims if claim.statement in refused}
    return Corrected(
        made,
        {name: tuple(some) for name, some in ruled.items()},
        {name: tuple(dict.fromkeys(some)) for name, some in before.items()},
        frozenset(refused),
    )


def _ruled(decision: Decision, first: str | None, words: Sequence[Span]) -> Ruled:
    return Ruled(
        decision.kind, decision.field, decision.value, first, decision.by, decision.at, decision.because,
        words[0] if words else None,
    )  # fmt: skip


def _inside(record: Record) -> Mapping[str, Span]:
    """Where what a claim can name stands in the text: its events, dates and places, by their ids."""
    return {
        **{one.id: one.trigger for one in record.events},
        **{one.id: one.span for one in record.dates},
        **{one.id: one.span for one in record.places},
    }


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


def _statement(now: Statement, decision: Decision, record: Record) -> Statement:
    span = Span(*decision.others[0][1:], decision.value or "") if decision.others else None
    last = now.chain[-1] if now.chain else Holder(None, None)
    match decision.field:
        case "content" if span:
            return replace(now, content=(span,))
        case "cue" if span:
            return replace(now, cue=span)
        case "origin":
            named = replace(
                last, name=decision.value, span=span or last.span, anonymous=False,
                entity=_entity(record, span, decision.value),
            )  # fmt: skip
            return replace(now, source=span or now.source, chain=(*now.chain[:-1], named))
        case "anonymous":
            unnamed = replace(last, anonymous=decision.value == "yes")
            return replace(now, chain=(*now.chain[:-1], unnamed))
    return now


def _entity(record: Record, span: Span | None, name: str | None) -> str | None:
    """Whom of the record's entities somebody means by a name; nobody where that is not told."""
    called = [one.id for one in record.entities if one.name == name]
    named = [one.id for one in record.entities if span and any(_in(mention, (span,)) for mention in one.mentions)]
    some = called or (named if len(named) == 1 else [])
    return some[0] if len(some) == 1 else None


def _claim(now: Claim, decision: Decision, inside: Mapping[str, Span]) -> Claim:
    if decision.field == "content" and decision.others:
        words = Span(*decision.others[0][1:], decision.value or "")

        def still(ids: tuple[str, ...]) -> tuple[str, ...]:
            # What stood outside the words that were read, as a day may, does not hang on them.
            return tuple(
                one for one in ids
                if one not in inside or _in(inside[one], (words,)) or not _in(inside[one], now.spans)
            )  # fmt: skip

        return replace(
            now, spans=(words,), events=still(now.events), dates=still(now.dates), places=still(now.places)
        )  # fmt: skip
    if decision.field == "polarity":
        return replace(now, standing=replace(now.standing, polarity=decision.value))  # type: ignore[arg-type]
    return now


def _in(span: Span, words: Iterable[Span]) -> bool:
    return any(one.start <= span.start and span.end <= one.end for one in words)
