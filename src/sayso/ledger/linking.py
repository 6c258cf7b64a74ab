"""Finding the reports that a new one is like, at a cost that does not grow with the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa

from sayso.ledger.schema import records, reports
from sayso.ledger.stories import linked
from sayso.ledger.vectors import Vector, in_common, indexed, likeness, unpack

WINDOW = 45
"""Days between two reports of one story, at most, where both days are known."""
NEAREST = 40
"""Reports with a term that are looked at, those nearest in time."""
LOOKED_AT = 40
"""Reports whose words are compared in full."""


@dataclass(frozen=True, slots=True)
class Link:
    """A report that another is like."""

    other: int
    component: int
    weight: float
    reason: str


def links_of(connection: sa.Connection, vector: Vector, day: int, but: int | None = None) -> list[Link]:
    """The reports in the ledger that ``vector`` is like, for a report published on ``day`` (0: not known)."""
    found = candidates(connection, indexed(vector), day, but)
    if not found:
        return []
    rows = connection.execute(
        sa.select(reports.c.n, reports.c.component, reports.c.day, records.c.vector)
        .join(records, (records.c.report == reports.c.n) & (records.c.version == reports.c.version))
        .where(reports.c.n.in_(found), reports.c.replaced_by.is_(None))
    ).all()
    made = []
    for n, component, when, packed in sorted(rows):
        other = unpack(packed)
        weight = likeness(vector, other)
        if linked(vector, other, weight, abs(day - when) if day and when else None):
            made.append(Link(n, component, round(weight, 6), ", ".join(in_common(vector, other))))
    return made


def candidates(connection: sa.Connection, terms: Sequence[int], day: int, but: int | None = None) -> list[int]:
    """The reports that share most of ``terms``, near ``day`` where that is known."""
    if not terms:
        return []
    given: dict[str, int] = {"day": day, "from": day - WINDOW, "until": day + WINDOW}
    given |= {f"t{i}": term for i, term in enumerate(terms)}
    shared: Counter[int] = Counter()
    for (n,) in connection.execute(_query(len(terms), day != 0), given):
        shared[n] += 1
    shared.pop(but or 0, None)
    return [n for n, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:LOOKED_AT]]


@lru_cache(maxsize=128)
def _query(n: int, dated: bool) -> sa.TextClause:
    """One look-up a term and side of the day; each reads a few neighbouring rows of the index."""
    parts: list[str] = []
    for i in range(n):
        sides = (
            ["day = 0", "day BETWEEN :from AND :day", "day > :day AND day <= :until"] if dated else ["day >= 0"]
        )  # fmt: skip
        for side in sides:
            order = "ASC" if side.startswith("day > :") else "DESC"
            parts.append(
                f"SELECT report FROM (SELECT report FROM terms WHERE term = :t{i} AND {side} "  # noqa: S608 (no input in it)
                f"ORDER BY day {order}, report LIMIT {NEAREST}) AS q{len(parts)}"
            )
    return sa.text(" UNION ALL ".join(parts))
