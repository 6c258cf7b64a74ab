"""Records into the ledger: each in one transaction, once, whoever else is writing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

import sqlalchemy as sa

from sayso import __version__
from sayso.ledger.changing import Change, Outcome
from sayso.ledger.preparing import prepare
from sayso.ledger.schema import taken
from sayso.ledger.storage import Ledger
from sayso.record.contract import dumps
from sayso.record.types import Record

__all__ = ["Added", "Outcome", "add", "known", "now", "told_key"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a record."""

    outcome: Outcome
    report: str
    """Its id in the ledger."""


def now() -> str:
    """The time, for what people and this ledger did; never for what a report says."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def told_key(told: dict[str, str | None]) -> str:
    """What a caller told of a report, as the ledger remembers it; when it was fetched is no part of it."""
    told = {name: value for name, value in told.items() if name != "retrieved"}
    return blake2b(json.dumps(sorted(told.items())).encode("utf-8", "replace"), digest_size=8).hexdigest()


def known(connection: sa.Connection, content: str, told: str) -> bool:
    """Whether this version has read these bytes, told the same."""
    query = sa.select(taken.c.report).where(
        taken.c.content == content, taken.c.told == told, taken.c.version == __version__
    )
    return connection.execute(query).first() is not None


def add(ledger: Ledger, record: Record, *, told: str = "", clock: Callable[[], str] = now) -> Added:
    """Put ``record`` into the ledger, or find that it is there.

    Args:
        told: :func:`told_key` of what was told when it was read.
        clock: tells the time it was added.

    Raises:
        LedgerError: the ledger cannot be written.
    """
    one = prepare(record, dumps(record), told)

    def change(connection: sa.Connection) -> Added:
        [(outcome, report)] = Change(ledger, connection, clock(), by_told=False).make([one])
        return Added(outcome, report)

    return ledger.write(change)
