"""A person's decision on what a page shows, as one on characters of reports; no more is looked into than its story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sayso.ledger import browsing
from sayso.ledger.answers import Json, Story
from sayso.ledger.doubts import anchors_of, statement_anchors
from sayso.ledger.queries import Asked, Line
from sayso.ledger.reviews import FIELDS, Entry, decide, history
from sayso.ledger.rulings import Anchor
from sayso.ledger.schema import decided_reports, decisions
from sayso.ledger.storage import Ledger
from sayso.ledger.views import asking
from sayso.record.spans import Span

PARTS = ("source", "cue", "content")
"""What of a statement can be corrected to other characters."""


class NotThereError(LookupError):
    """What a decision speaks of is not in the ledger, or not any more."""


class WrongError(ValueError):
    """A decision that cannot be: the message says why."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decides, and why."""

    by: str
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A point, in its story."""

    story: Story
    lines: tuple[Line, ...]
    points: tuple[Json, ...]
    point: Json

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """The characters of its claims."""
        return tuple(sorted({anchor for claim in self.point["claims"] for anchor in anchors_of(claim)}))


def place_of(asked: Asked, story: str, point: str) -> Place:
    """The point called ``point`` in the story called ``story``.

    Raises:
        NotThereError: there is none.
    """
    found = None if "\x00" in story else browsing.story_with(asked, story)
    if found is None:
        raise NotThereError("The ledger has no such story.")
    one, lines = found
    made = tuple(asked.points(one, lines))
    for this in made:
        if this["id"] == point:
            return Place(one, lines, made, this)
    raise NotThereError("The point is not there any more: a later report or a decision has changed the story's points.")


def decide_on_point(
    ledger: Ledger, kind: str, story: str, point: str, signed: Signed, *, claims: Sequence[str] = (), other: str = ""
) -> int:
    """Keep a decision on a point; its number.

    Args:
        kind: ``accept`` (the claims do belong to it), ``reject`` and ``split`` (they do not), or ``merge``.
        other: the point to merge it with, of the same story.

    Raises:
        NotThereError: the point or a claim is not there.
        WrongError: it cannot be.
    """
    with asking(ledger) as (asked, _):
        place = place_of(asked, story, point)
    shown = {"point": point, "story": place.story.id, "text": place.point["text"]}
    if kind == "merge":
        second = next((one for one in place.points if one["id"] == other), None)
        if second is None:
            raise NotThereError("The other point is not there any more.")
        if other == point:
            raise WrongError("A point is one with itself already.")
        others = tuple(sorted({anchor for claim in second["claims"] for anchor in anchors_of(claim)}))
        told = {**shown, "other": {"point": other, "text": second["text"]}}
        return _keep(ledger, kind, place.anchors, others, signed, told)
    if kind not in {"accept", "reject", "split"}:
        raise WrongError("There is no such decision.")
    chosen = [claim for claim in place.point["claims"] if claim["claim"] in claims]
    if not chosen:
        raise NotThereError("The claim is not in this point any more." if claims else "No claim was chosen.")
    ours = tuple(sorted({anchor for claim in chosen for anchor in anchors_of(claim)}))
    rest = tuple(anchor for anchor in place.anchors if anchor not in ours)
    if not rest:
        raise WrongError("Nothing would be left of the point.")
    words = [" … ".join(span["text"] for span in claim["spans"]) for claim in chosen]
    told = {**shown, "claims": [claim["claim"] for claim in chosen], "words": words}
    return _keep(ledger, kind, ours, rest, signed, told)


def correct_claim(ledger: Ledger, story: str, point: str, claim: str, field: str, value: str, signed: Signed) -> int:
    """Keep a correction of what is on record of a claim: on whose word it is, and so on; its number.

    Raises:
        NotThereError: the claim is not there.
        WrongError: the value is none.
    """
    if field not in FIELDS:
        raise WrongError("There is nothing of that name to correct.")
    allowed, value = FIELDS[field], value.strip()
    if not value or (allowed is not None and value not in allowed):
        raise WrongError(f"{field} should be {'one of ' + ', '.join(allowed) if allowed else 'a name'}.")
    with asking(ledger) as (asked, _):
        place = place_of(asked, story, point)
    one = next((c for c in place.point["claims"] if c["claim"] == claim), None)
    if one is None:
        raise NotThereError("The claim is not in this point any more.")
    words = [" … ".join(span["text"] for span in one["spans"])]
    told = {"point": point, "story": place.story.id, "text": place.point["text"], "claims": [claim], "words": words}
    return _keep(ledger, "correct", anchors_of(one), (), signed, told, field, value)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A statement, in its report."""

    line: Line
    text: str
    statement: Json

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """The characters of what is said."""
        return statement_anchors(self.line.shown.id, self.statement)


def spoken_in(connection: sa.Connection, report: str, statement: str) -> Spoken:
    """The statement called ``statement`` of the report called ``report``.

    Raises:
        NotThereError: there is none.
    """
    line = None if "\x00" in report else browsing.report_line(connection, report)
    if line is None:
        raise NotThereError("The ledger has no such report.")
    record = browsing.record_json(connection, line)
    for one in record["statements"]:
        if one["id"] == statement:
            return Spoken(line, record["report"]["text"], one)
    raise NotThereError("The report has no such statement.")


def decide_on_statement(
    ledger: Ledger, kind: str, report: str, statement: str, signed: Signed, *, part: str = "", words: Span | None = None
) -> int:
    """Keep a decision on a statement; its number.

    Args:
        kind: ``accept`` (rightly read), ``reject`` (nobody says this), or ``correct`` (a part of it is other words).
        part: which part of it is ``words``, for ``correct``.

    Raises:
        NotThereError: the statement is not there.
        WrongError: the words are not in the report at these characters.
    """
    with ledger.reading() as connection:
        spoken = spoken_in(connection, report, statement)
    line = spoken.line
    told: dict[str, Any] = {
        "report": line.shown.id, "statement": statement,
        "text": " … ".join(span["text"] for span in spoken.statement["content"]),
    }  # fmt: skip
    if kind in {"accept", "reject"}:
        return _keep(ledger, kind, spoken.anchors, (), signed, told)
    if kind != "correct" or part not in PARTS or words is None:
        raise WrongError("There is no such decision.")
    if words.start >= words.end or spoken.text[words.start : words.end] != words.text:
        raise WrongError("The report does not have these words at these characters.")
    new = ((line.shown.id, words.start, words.end),)
    before = spoken.statement[part]
    told |= {"part": part, "from": before}
    # Whom the words of a source name is what points reckon with.
    field = "origin" if part == "source" else part
    return _keep(ledger, "correct", spoken.anchors, new, signed, told, field, words.text)


def _keep(
    ledger: Ledger, kind: str, anchors: Sequence[Anchor], others: Sequence[Anchor], signed: Signed, shown: Json,
    field: str | None = None, value: str | None = None,
) -> int:  # fmt: skip
    return decide(
        ledger, kind, by=signed.by, because=signed.because, anchors=anchors, others=others, shown=shown,
        field=field, value=value,
    )  # fmt: skip


def undo(ledger: Ledger, number: int, signed: Signed) -> int:
    """Take a decision back; the number of the decision that does.

    Raises:
        LedgerError: there is none, or it was taken back before.
    """
    return decide(
        ledger, "undo", value=str(number), shown={"decision": number}, by=signed.by, because=signed.because
    )  # fmt: skip


def lately(connection: sa.Connection, size: int, *, before: int | None = None) -> list[Entry]:
    """The newest decisions, or those older than ``before``, newest first."""
    query = sa.select(decisions.c.n).order_by(decisions.c.n.desc()).limit(size)
    if before is not None:
        query = query.where(decisions.c.n < before)
    wanted = [int(n) for (n,) in connection.execute(query)]
    found = {entry.n: entry for entry in history(connection, wanted)} if wanted else {}
    return [found[n] for n in wanted]


def decision(connection: sa.Connection, number: int) -> Entry | None:
    """One decision."""
    return next((entry for entry in history(connection, [number]) if entry.n == number), None)


def newest(connection: sa.Connection) -> int:
    """The number of the latest decision; 0 where there is none."""
    return int(connection.execute(sa.select(sa.func.max(decisions.c.n))).scalar() or 0)


def meanwhile(connection: sa.Connection, entry: Entry, seen: int) -> list[Entry]:
    """What others decided of the same words after decision ``seen`` and before ``entry``, and did not take back."""
    ours = _words_of(entry)
    query = (
        sa.select(decided_reports.c.decision)
        .where(decided_reports.c.report.in_({report for report, _, _ in ours}))
        .where(decided_reports.c.decision > seen, decided_reports.c.decision < entry.n)
        .distinct()
    )
    numbers = {int(n) for (n,) in connection.execute(query)}
    if not numbers:
        return []
    found = history(connection, numbers)
    return [
        one for one in found
        if one.n in numbers and one.by != entry.by and one.undone_by is None and _words_of(one) & ours
    ]  # fmt: skip


def _words_of(entry: Entry) -> set[Anchor]:
    """The characters that a decision is on; of a merge, both sides."""
    found = [*entry.target["anchors"], *(entry.target["others"] if entry.kind == "merge" else ())]
    return {(str(report), int(start), int(end)) for report, start, end in found}
