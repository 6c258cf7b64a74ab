"""Many records into the ledger at a time, in few transactions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import sqlalchemy as sa

from sayso.ledger.adding import now
from sayso.ledger.changing import Change, Outcome, known_among
from sayso.ledger.preparing import Prepared
from sayso.ledger.storage import Ledger

__all__ = ["add_many", "known_among"]


def add_many(ledger: Ledger, some: Sequence[Prepared], clock: Callable[[], str] = now) -> Counter[Outcome]:
    """Put records into the ledger in their order; how many had which outcome.

    Raises:
        LedgerError: the ledger cannot be written.
    """
    counted: Counter[Outcome] = Counter()
    for group in _groups(some):

        def change(connection: sa.Connection, group: Sequence[Prepared] = group) -> Counter[Outcome]:
            made = Change(ledger, connection, clock(), by_told=True).make(group)
            return Counter(outcome for outcome, _ in made)

        counted += ledger.write(change)
    return counted


def _groups(some: Sequence[Prepared]) -> Iterable[list[Prepared]]:
    """Runs in which no content stands under two ids: the second may take the place of the first."""
    group: list[Prepared] = []
    ids: dict[str, str] = {}
    for one in some:
        if ids.setdefault(one.content, one.id) != one.id:
            yield group
            group, ids = [], {one.content: one.id}
        group.append(one)
    if group:
        yield group
