"""What people decide: signed, dated, and never deleted; taking a decision back is a decision too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sayso.ledger.adding import now
from sayso.ledger.names import normal
from sayso.ledger.refiling import REFILING, refile
from sayso.ledger.rulings import Anchor, Decision, Rulings
from sayso.ledger.schema import decided_reports, decisions
from sayso.ledger.storage import Ledger, LedgerError

KINDS = ("accept", "reject", "correct", "merge", "split", "grade", "undo")
FIELDS = {
    "origin": None,
    "anonymous": ("yes", "no"),
    "polarity": ("positive", "negative", "unspecified"),
    "independence": ("independent", "echo", "anonymous", "not established"),
}
"""What of a claim can be corrected, and to what."""
RELIABILITY = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable",
    "D": "not usually reliable", "E": "unreliable", "F": "reliability cannot be judged",
}  # fmt: skip
"""The Admiralty code's first half, with the words of the MISP admiralty-scale taxonomy."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history."""

    n: int
    kind: str
    target: dict[str, Any]
    value: dict[str, Any]
    by: str
    at: str
    because: str | None
    undone_by: int | None

    def json(self) -> dict[str, Any]:
        """It, as JSON."""
        return {
            "id": self.n, "kind": self.kind, "target": self.target, "value": self.value, "by": self.by, "at": self.at,
            "because": self.because, "undone_by": self.undone_by,
        }  # fmt: skip


def decide(
    ledger: Ledger, kind: str, *, by: str, anchors: Sequence[Anchor] = (), others: Sequence[Anchor] = (),
    shown: dict[str, Any] | None = None, field: str | None = None, value: str | None = None,
    because: str | None = None, clock: Callable[[], str] = now,
) -> int:  # fmt: skip
    """Keep a decision; its number.

    Args:
        kind: one of :data:`KINDS`.
        by: who decides.
        anchors, others: what it speaks of, and the second side where there is one.
        shown: what a person should see in the history: ids as they were, words.
        field, value: for ``correct``; ``value`` also for ``grade`` (the letter) and ``undo`` (a number).

    Raises:
        LedgerError: it cannot be, or cannot be kept.
    """
    if not by.strip():
        raise LedgerError("a decision needs the name of who decides")
    target = {"anchors": [list(a) for a in anchors], "others": [list(a) for a in others], **(shown or {})}

    def change(connection: sa.Connection) -> int:
        touched = {anchor[0] for anchor in (*anchors, *others)}
        if kind == "undo":
            touched |= _undone(connection, int(value or 0))
        made = connection.execute(
            decisions.insert().values(
                kind=kind, target=json.dumps(target, ensure_ascii=False, sort_keys=True),
                value=json.dumps({"field": field, "value": value}, ensure_ascii=False),
                by=by, at=clock(), because=because,
            )
        )  # fmt: skip
        assert made.inserted_primary_key is not None
        n = int(made.inserted_primary_key[0])
        reports = sorted({anchor[0] for anchor in (*anchors, *others)})
        if reports:
            connection.execute(decided_reports.insert(), [{"report": one, "decision": n} for one in reports])
        if kind in REFILING:
            refile(connection, {one: rulings_on(connection, [one]) for one in touched})
        return n

    return ledger.write(change)


def _undone(connection: sa.Connection, n: int) -> set[str]:
    """The reports of the decision that is taken back with ``n``, or comes back into force.

    Raises:
        LedgerError: there is none, or it was taken back before.
    """
    found = {entry.n: entry for entry in _history(connection)}
    if n not in found:
        raise LedgerError(f"there is no decision {n}")
    if found[n].undone_by is not None:
        raise LedgerError(f"decision {n} was taken back by decision {found[n].undone_by}")
    entry = found[n]
    while entry.kind == "undo":
        entry = found[int(entry.value["value"])]
    return {str(anchor[0]) for anchor in (*entry.target["anchors"], *entry.target["others"])}


def history(connection: sa.Connection, only: Iterable[int] | None = None) -> list[Entry]:
    """Every decision, or ``only`` those and all undoings, oldest first, with what took it back."""
    return _history(connection, only)


def _history(connection: sa.Connection, only: Iterable[int] | None = None) -> list[Entry]:
    query = sa.select(decisions).order_by(decisions.c.n)
    if only is not None:
        query = query.where(decisions.c.n.in_(list(only)) | (decisions.c.kind == "undo"))
    rows = connection.execute(query).all()
    undone: dict[int, int] = {}
    # From the newest: an undo that was itself undone undoes nothing.
    for row in reversed(rows):
        if row.kind == "undo" and row.n not in undone:
            undone[int(json.loads(row.value)["value"])] = row.n
    return [
        Entry(r.n, r.kind, json.loads(r.target), json.loads(r.value), r.by, r.at, r.because, undone.get(r.n))
        for r in rows
    ]


def rulings_on(connection: sa.Connection, reports: Sequence[str]) -> Rulings:
    """The decisions that stand on any of ``reports``."""
    if connection.execute(sa.select(decided_reports.c.report).limit(1)).first() is None:
        return Rulings()
    found: set[int] = set()
    for start in range(0, len(reports), 500):
        query = sa.select(decided_reports.c.decision).where(decided_reports.c.report.in_(reports[start : start + 500]))
        found |= {int(n) for (n,) in connection.execute(query)}
    if not found:
        return Rulings()
    return Rulings(
        tuple(
            Decision(
                e.n, e.kind, _anchors(e.target["anchors"]), _anchors(e.target["others"]),
                e.value["field"], e.value["value"], e.by, e.at, e.because,
            )
            for e in _history(connection, found)
            if e.n in found and e.undone_by is None and e.kind != "undo"
        )
    )  # fmt: skip


def _anchors(values: list[list[Any]]) -> tuple[Anchor, ...]:
    return tuple((str(report), int(start), int(end)) for report, start, end in values)


def grades(connection: sa.Connection) -> dict[str, Entry]:
    """The grade that stands for each source, by its normal name."""
    found: dict[str, Entry] = {}
    rows = connection.execute(sa.select(decisions.c.n).where(decisions.c.kind == "grade")).all()
    if not rows:
        return found
    for entry in _history(connection):
        if entry.kind == "grade" and entry.undone_by is None:
            found[normal(entry.target["source"])] = entry
    return found


def misp_tag(letter_or_digit: str | int) -> str:
    """The tag of the MISP admiralty-scale taxonomy for a grade or a credibility digit."""
    if isinstance(letter_or_digit, int):
        return f'admiralty-scale:information-credibility="{letter_or_digit}"'
    return f'admiralty-scale:source-reliability="{letter_or_digit.lower()}"'
