"""Records into the ledger: each in one transaction, once, whoever else is writing."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Literal

import sqlalchemy as sa

from sayso import __version__
from sayso.ledger.digest import Digest, pack
from sayso.ledger.linking import Link, links_of
from sayso.ledger.names import normal
from sayso.ledger.propositions import digest_of
from sayso.ledger.schema import keys, links, records, reports, taken, terms
from sayso.ledger.storage import Ledger
from sayso.ledger.vectors import Vector, indexed, vector_of
from sayso.ledger.vectors import pack as pack_vector
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


def report_id(content: str, outlet: str | None) -> str:
    """A report's id in the ledger: its content's, and its outlet's, since two may publish the same words."""
    if not outlet:
        return content
    return f"{content}.{blake2b(normal(outlet).encode('utf-8', 'replace'), digest_size=3).hexdigest()}"


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
    content = _clean(record.report.id) or ""
    name = report_id(content, record.report.outlet)
    digest = replace(digest_of(record), id=name)
    vector = vector_of(record)
    row: dict[str, object] = {
        "version": __version__,
        "record": zlib.compress(dumps(record).encode("utf-8", "surrogatepass"), 6),
        "digest": pack(digest),
        "vector": pack_vector(vector),
        "added": clock(),
    }

    def change(connection: sa.Connection) -> Added:
        there = connection.execute(
            sa.select(reports.c.n, reports.c.id, reports.c.outlet, reports.c.version).where(
                reports.c.content == content, reports.c.replaced_by.is_(None)
            )
        ).all()
        same = [one for one in there if one.id == name] or (there if record.report.outlet is None else [])
        if same:
            one = min(same, key=lambda r: r.id)
            outcome: Outcome = "known"
            if one.version != __version__ and one.id == name:
                connection.execute(records.insert().values(report=one.n, **row))
                connection.execute(reports.update().where(reports.c.n == one.n).values(version=__version__))
                _unlink(connection, one.n)
                _index(connection, one.n, digest, vector_day(digest), vector)
                outcome = "read again"
            _take(connection, content, told, one.n)
            return Added(outcome, one.id)
        n = _insert(connection, digest, content, row)
        connection.execute(_words(ledger, n, record.report.text, record.report.title))
        for one in there:
            if one.outlet is None:
                # The same bytes, before anybody told whose they are.
                connection.execute(reports.update().where(reports.c.n == one.n).values(replaced_by=name))
                _unlink(connection, one.n)
        _index(connection, n, digest, vector_day(digest), vector)
        _take(connection, content, told, n)
        return Added("added", name)

    return ledger.write(change)


def vector_day(digest: Digest) -> int:
    """The day a report was published, as a number; 0 where it is not known."""
    try:
        return date.fromisoformat((digest.published or "")[:10]).toordinal()
    except ValueError:
        return 0


def _insert(connection: sa.Connection, digest: Digest, content: str, row: dict[str, object]) -> int:
    made = connection.execute(
        reports.insert().values(
            id=digest.id,
            content=content,
            file=_clean(digest.file),
            outlet=_clean(digest.outlet),
            published=_clean(digest.published),
            title=_clean(digest.title),
            url=_clean(digest.url),
            day=vector_day(digest),
            version=__version__,
            added=row["added"],
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


def _unlink(connection: sa.Connection, n: int) -> None:
    """Take out what was worked out from a report, so that it can be worked out anew; what was read stays."""
    for table, column in ((terms, terms.c.report), (keys, keys.c.report), (links, links.c.one), (links, links.c.other)):
        connection.execute(table.delete().where(column == n))


def _index(connection: sa.Connection, n: int, digest: Digest, day: int, vector: Vector) -> None:
    found = links_of(connection, vector, day, n)
    hashes = sorted(set(indexed(vector)))
    if hashes:
        connection.execute(terms.insert(), [{"term": term, "day": day, "report": n} for term in hashes])
    _join(connection, n, found)
    if found:
        pairs = [(n, one.other, one) for one in found] + [(one.other, n, one) for one in found]
        connection.execute(
            links.insert(), [{"one": a, "other": b, "weight": x.weight, "reason": x.reason} for a, b, x in pairs]
        )
    named = _keys(digest)
    if named:
        connection.execute(keys.insert(), [{"kind": kind, "key": key, "report": n} for kind, key in named])


def _join(connection: sa.Connection, n: int, found: list[Link]) -> None:
    components = sorted({one.component for one in found})
    home = min([n, *components])
    others = [one for one in components if one != home]
    if others:
        connection.execute(reports.update().where(reports.c.component.in_(others)).values(component=home))
    connection.execute(reports.update().where(reports.c.n == n).values(component=home))


def _keys(digest: Digest) -> list[tuple[str, str]]:
    found = {("outlet", normal(digest.outlet or ""))}
    found |= {("person", name) for name in digest.persons}
    found |= {("place", place) for place in digest.places}
    found |= {("type", kind) for kind in digest.types}
    for said in digest.claims:
        found |= {
            ("source", normal(name)) for name in (said.voice.name, *said.voice.between, said.voice.told_to) if name
        }
    return sorted({(kind, (_clean(key) or "")[:200]) for kind, key in found if key})


def _clean(text: str | None) -> str | None:
    """``text`` as both databases take it: without NUL, and without what is no character."""
    return None if text is None else text.replace("\x00", " ").encode("utf-8", "replace").decode()


def _words(ledger: Ledger, n: int, text: str, title: str | None) -> sa.Executable:
    body = _clean(f"{title or ''}\n{text}") or ""
    if ledger.sqlite:
        return sa.text("INSERT INTO words (rowid, body) VALUES (:n, :body)").bindparams(n=n, body=body)
    # A tsvector holds a megabyte at most.
    query = sa.text("INSERT INTO words (report, body) VALUES (:n, to_tsvector('english', :body))")
    return query.bindparams(n=n, body=body[:500_000])
