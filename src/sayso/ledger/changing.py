"""One transaction that puts records into a ledger: one report, or many at a time.

Rows go in by bulk: into SQLite with one prepared statement for many rows, into PostgreSQL by COPY into a staging table
and from there with ``ON CONFLICT DO NOTHING``, or at once where they are few. Reports are taken in their order and each
is linked with those before it, so that many together make the ledger that one after the other do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from sayso import __version__
from sayso.ledger.linking import links_of
from sayso.ledger.preparing import TSVECTOR, Prepared
from sayso.ledger.schema import keys, links, records, reports, taken, terms
from sayso.ledger.storage import Ledger
from sayso.ledger.vectors import indexed

FEW = 200
"""Up to so many rows, a staging table is not worth making."""
_IN = 400
"""Values that a query asks for at once."""
Rows = list[dict[str, Any]]
Outcome = Literal["added", "known", "read again"]


def known_among(connection: sa.Connection, pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of some contents and what was told of them that this version has read."""
    wanted = set(pairs)
    found: set[tuple[str, str]] = set()
    for some in _portions(sorted({content for content, _ in wanted})):
        query = sa.select(taken.c.content, taken.c.told).where(
            taken.c.version == __version__, taken.c.content.in_(some)
        )
        found |= {(content, told) for content, told in connection.execute(query)}
    return found & wanted


def unlink(connection: sa.Connection, n: int) -> None:
    """Take out what was worked out from a report, so that it can be worked out anew; what was read stays."""
    for table, column in ((terms, terms.c.report), (keys, keys.c.report), (links, links.c.one), (links, links.c.other)):
        connection.execute(table.delete().where(column == n))


@dataclass(slots=True)
class _There:
    n: int
    id: str
    outlet: str | None
    version: str


@dataclass(slots=True)
class Change:
    """Puts records into a ledger in one transaction, whether one or many.

    Args:
        ledger: whose dialect it is.
        added: when they are added.
        by_told: whether what was told of a report tells it apart from another of the same bytes.
    """

    ledger: Ledger
    connection: sa.Connection
    added: str
    by_told: bool
    _home: dict[int, int] = field(default_factory=dict)
    """A component → one that it has become part of in this transaction."""

    def make(self, group: Sequence[Prepared]) -> list[tuple[Outcome, str]]:
        """What became of each of ``group``, and the ids that they have."""
        there = self._there(group)
        taken_now = known_among(self.connection, [(one.content, one.told) for one in group])
        touched: list[tuple[int, Prepared]] = []
        fresh: list[tuple[int, Prepared]] = []
        rows: Rows = []
        numbers = self._numbers(len(group))
        made: list[tuple[Outcome, str]] = []
        for one in group:
            told = one.content, one.told
            if self.by_told and told in taken_now:
                made.append(("known", one.id))
                continue
            n, outcome, name = self._place(one, there, numbers)
            made.append((outcome, name))
            if outcome == "added":
                fresh.append((n, one))
            elif outcome == "read again":
                self.connection.execute(reports.update().where(reports.c.n == n).values(version=__version__))
                unlink(self.connection, n)
            if outcome != "known":
                touched.append((n, one))
            if told not in taken_now:
                rows.append({"content": one.content, "told": one.told, "version": __version__, "report": n})
                taken_now.add(told)
        self._insert(reports, [self._report(n, one) for n, one in fresh])
        self._insert(records, [self._record(n, one) for n, one in touched])
        self._index(touched)
        self._as_corrected([name for outcome, name in made if outcome == "read again"])
        self._words([(n, one.body) for n, one in fresh])
        self._insert(taken, rows)
        return made

    def _there(self, group: Sequence[Prepared]) -> dict[str, list[_There]]:
        found: dict[str, list[_There]] = {}
        for some in _portions(sorted({one.content for one in group})):
            query = sa.select(reports.c.content, reports.c.n, reports.c.id, reports.c.outlet, reports.c.version).where(
                reports.c.content.in_(some), reports.c.replaced_by.is_(None)
            )
            for content, n, name, outlet, version in self.connection.execute(query):
                found.setdefault(content, []).append(_There(n, name, outlet, version))
        return found

    def _place(self, one: Prepared, there: dict[str, list[_There]], numbers: list[int]) -> tuple[int, Outcome, str]:
        """A report's number, what becomes of it, and its id."""
        name, outlet = one.id, one.outlet
        others = there.setdefault(one.content, [])
        same = [other for other in others if other.id == name] or (others if outlet is None else [])
        if same:
            known = min(same, key=lambda other: other.id)
            if known.version != __version__ and known.id == name:
                known.version = __version__
                return known.n, "read again", name
            return known.n, "known", known.id
        for other in others:
            if other.outlet is None:
                # The same bytes, before anybody told whose they are.
                self.connection.execute(reports.update().where(reports.c.n == other.n).values(replaced_by=name))
                unlink(self.connection, other.n)
        n = numbers.pop(0)
        there[one.content] = [
            *(other for other in others if other.outlet is not None), _There(n, name, outlet, __version__)
        ]  # fmt: skip
        return n, "added", name

    def _numbers(self, count: int) -> list[int]:
        if self.ledger.sqlite:
            last = self.connection.execute(sa.select(sa.func.max(reports.c.n))).scalar() or 0
            return list(range(last + 1, last + 1 + count))
        query = sa.text("SELECT nextval(pg_get_serial_sequence('reports', 'n')) FROM generate_series(1, :count)")
        return sorted(int(n) for (n,) in self.connection.execute(query, {"count": count}))

    def _report(self, n: int, one: Prepared) -> dict[str, Any]:
        return {
            "n": n, "id": one.id, "content": one.content, **dict(one.columns), "day": one.day,
            "version": __version__, "added": self.added, "replaced_by": None, "component": n,
        }  # fmt: skip

    def _record(self, n: int, one: Prepared) -> dict[str, Any]:
        return {
            "report": n, "version": __version__, "record": one.record, "digest": one.digest,
            "vector": one.packed_vector, "added": self.added,
        }  # fmt: skip

    def _index(self, some: Sequence[tuple[int, Prepared]]) -> None:
        pairs: Rows = []
        named: Rows = []
        for n, one in some:
            found = links_of(self.connection, one.vector, one.day, n)
            hashes = sorted(set(indexed(one.vector)))
            if hashes:
                # At once, since the next report looks for them.
                self.connection.execute(terms.insert(), [{"term": t, "day": one.day, "report": n} for t in hashes])
            self._join(n, [link.component for link in found])
            pairs += [
                {"one": a, "other": b, "weight": link.weight, "reason": link.reason}
                for link in found
                for a, b in ((n, link.other), (link.other, n))
            ]
            named += [{"kind": kind, "key": key, "report": n} for kind, key in one.keys]
        self._insert(links, pairs)
        self._insert(keys, named)
        for old in sorted(self._home):
            root = self._root(old)
            self.connection.execute(reports.update().where(reports.c.component == old).values(component=root))

    def _as_corrected(self, names: Sequence[str]) -> None:
        """What people decided outlives a new reading."""
        if not names:
            return
        # Decisions are kept by what adds reports: the other way round, only where it is needed.
        from sayso.ledger.refiling import refile
        from sayso.ledger.reviews import rulings_on

        ruled = {name: rulings_on(self.connection, [name]) for name in names}
        refile(self.connection, {name: rulings for name, rulings in ruled.items() if rulings.decisions})

    def _join(self, n: int, components: Sequence[int]) -> None:
        roots = {self._root(component) for component in components} | {n}
        home = min(roots)
        for root in roots - {home}:
            self._home[root] = home

    def _root(self, component: int) -> int:
        while component in self._home:
            component = self._home[component]
        return component

    def _words(self, some: Sequence[tuple[int, str]]) -> None:
        if not some:
            return
        if self.ledger.sqlite:
            query = sa.text("INSERT INTO words (rowid, body) VALUES (:n, :body)")
            self.connection.execute(query, [{"n": n, "body": body} for n, body in some])
            return
        if len(some) < FEW:
            query = sa.text(
                "INSERT INTO words (report, body) VALUES (:n, to_tsvector('english', :body)) ON CONFLICT DO NOTHING"
            )
            self.connection.execute(query, [{"n": n, "body": body[:TSVECTOR]} for n, body in some])
            return
        self.connection.execute(sa.text("CREATE TEMP TABLE staged_words (report integer, body text) ON COMMIT DROP"))
        self._copy("staged_words", ("report", "body"), [(n, body[:TSVECTOR]) for n, body in some])
        self.connection.execute(
            sa.text(
                "INSERT INTO words (report, body) SELECT report, to_tsvector('english', body) FROM staged_words "
                "ON CONFLICT DO NOTHING"
            )
        )

    def _insert(self, table: sa.Table, rows: Rows) -> None:
        """Put rows in, unless they are there."""
        if not rows:
            return
        if self.ledger.sqlite:
            self.connection.execute(table.insert().prefix_with("OR IGNORE"), rows)
            return
        if len(rows) < FEW:
            self.connection.execute(postgresql.insert(table).on_conflict_do_nothing(), rows)
            return
        names = tuple(rows[0])
        columns = ", ".join(f'"{name}"' for name in names)
        staged = f"staged_{table.name}"
        # Names of our own schema; no input is in them.
        self.connection.execute(sa.text(f"CREATE TEMP TABLE {staged} (LIKE {table.name}) ON COMMIT DROP"))
        self._copy(staged, names, [tuple(row.values()) for row in rows])
        self.connection.execute(
            sa.text(
                f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM {staged} ON CONFLICT DO NOTHING"  # noqa: S608
            )
        )

    def _copy(self, table: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        driver: Any = self.connection.connection.driver_connection
        columns = ", ".join(f'"{name}"' for name in names)
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _portions(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + _IN] for start in range(0, len(values), _IN))
