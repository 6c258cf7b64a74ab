"""Records into the ledger: each in one transaction, once, whoever else is writing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Literal

import sqlalchemy as sa

from sayso import __version__
from sayso.ledger.linking import Link, links_of
from sayso.ledger.preparing import TSVECTOR, Prepared, prepare
from sayso.ledger.schema import keys, links, records, reports, taken, terms
from sayso.ledger.storage import Ledger
from sayso.ledger.vectors import indexed
from sayso.record.contract import dumps
from sayso.record.types import Record

Outcome = Literal["added", "known", "read again"]


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
    content, name = one.content, one.id
    row: dict[str, object] = {
        "version": __version__,
        "record": one.record,
        "digest": one.digest,
        "vector": one.packed_vector,
        "added": clock(),
    }

    def change(connection: sa.Connection) -> Added:
        there = connection.execute(
            sa.select(reports.c.n, reports.c.id, reports.c.outlet, reports.c.version).where(
                reports.c.content == content, reports.c.replaced_by.is_(None)
            )
        ).all()
        same = [other for other in there if other.id == name] or (there if one.outlet is None else [])
        if same:
            old = min(same, key=lambda r: r.id)
            outcome: Outcome = "known"
            if old.version != __version__ and old.id == name:
                connection.execute(records.insert().values(report=old.n, **row))
                connection.execute(reports.update().where(reports.c.n == old.n).values(version=__version__))
                unlink(connection, old.n)
                _index(connection, old.n, one)
                outcome = "read again"
            _take(connection, content, told, old.n)
            return Added(outcome, old.id)
        n = _insert(connection, one, row)
        connection.execute(_words(ledger, n, one.body))
        for other in there:
            if other.outlet is None:
                # The same bytes, before anybody told whose they are.
                connection.execute(reports.update().where(reports.c.n == other.n).values(replaced_by=name))
                unlink(connection, other.n)
        _index(connection, n, one)
        _take(connection, content, told, n)
        return Added("added", name)

    return ledger.write(change)


def _insert(connection: sa.Connection, one: Prepared, row: dict[str, object]) -> int:
    made = connection.execute(
        reports.insert().values(
            id=one.id, content=one.content, **dict(one.columns), day=one.day, version=__version__, added=row["added"],
            component=0,
        )
    )  # fmt: skip
    assert made.inserted_primary_key is not None
    n = int(made.inserted_primary_key[0])
    connection.execute(records.insert().values(report=n, **row))
    return n


def _take(connection: sa.Connection, content: str, told: str, n: int) -> None:
    if not known(connection, content, told):
        connection.execute(taken.insert().values(content=content, told=told, version=__version__, report=n))


def unlink(connection: sa.Connection, n: int) -> None:
    """Take out what was worked out from a report, so that it can be worked out anew; what was read stays."""
    for table, column in ((terms, terms.c.report), (keys, keys.c.report), (links, links.c.one), (links, links.c.other)):
        connection.execute(table.delete().where(column == n))


def _index(connection: sa.Connection, n: int, one: Prepared) -> None:
    found = links_of(connection, one.vector, one.day, n)
    hashes = sorted(set(indexed(one.vector)))
    if hashes:
        connection.execute(terms.insert(), [{"term": term, "day": one.day, "report": n} for term in hashes])
    _join(connection, n, found)
    if found:
        pairs = [(n, link.other, link) for link in found] + [(link.other, n, link) for link in found]
        connection.execute(
            links.insert(), [{"one": a, "other": b, "weight": x.weight, "reason": x.reason} for a, b, x in pairs]
        )
    if one.keys:
        connection.execute(keys.insert(), [{"kind": kind, "key": key, "report": n} for kind, key in one.keys])


def _join(connection: sa.Connection, n: int, found: list[Link]) -> None:
    components = sorted({one.component for one in found})
    home = min([n, *components])
    others = [one for one in components if one != home]
    if others:
        connection.execute(reports.update().where(reports.c.component.in_(others)).values(component=home))
    connection.execute(reports.update().where(reports.c.n == n).values(component=home))


def _words(ledger: Ledger, n: int, body: str) -> sa.Executable:
    if ledger.sqlite:
        return sa.text("INSERT INTO words (rowid, body) VALUES (:n, :body)").bindparams(n=n, body=body)
    query = sa.text("INSERT INTO words (report, body) VALUES (:n, to_tsvector('english', :body))")
    return query.bindparams(n=n, body=body[:TSVECTOR])
