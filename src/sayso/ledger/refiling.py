"""What a report is found by, as people corrected it: every decision that changes it files the report anew."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from sayso.ledger.digest import unpack
from sayso.ledger.preparing import keys_of
from sayso.ledger.rulings import Rulings
from sayso.ledger.schema import keys, records, reports

REFILING = frozenset({"correct", "reject", "undo"})
"""Decisions that may change on whose word a report's claims are."""


def refile(connection: sa.Connection, ruled: Mapping[str, Rulings]) -> None:
    """File reports under what people made of them, in the transaction that keeps the decision.

    Args:
        ruled: the decisions that stand on each report, by its id.
    """
    for name, rulings in sorted(ruled.items()):
        query = (
            sa.select(reports.c.n, records.c.digest)
            .join(records, (records.c.report == reports.c.n) & (records.c.version == reports.c.version))
            .where(reports.c.id == name, reports.c.replaced_by.is_(None))
        )
        row = connection.execute(query).first()
        if row is None:
            continue
        found = keys_of(rulings.corrected(unpack(bytes(row.digest))))
        connection.execute(keys.delete().where(keys.c.report == row.n))
        if found:
            rows = [{"kind": kind, "key": key, "report": row.n} for kind, key in found]
            connection.execute(keys.insert(), rows)
