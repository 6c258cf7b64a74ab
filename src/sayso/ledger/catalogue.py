"""Which reports may hold what is looked for, newest first, in a ledger of any size.

Sorting and grouping a hundred thousand rows in SQL for every page takes longer than people like to wait. So the order
of all reports is held in memory, some forty bytes each, and what a filter lets through is a mask over it: the database
is only asked for the numbers of the reports that have a word or are filed under a name, all in one value.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from sayso.ledger.names import normal
from sayso.ledger.queries import Filters, normal_story
from sayso.ledger.schema import keys, reports
from sayso.ledger.storage import Ledger

MOST_WORDS = 20
"""Words of a search that are looked for."""
SMALL = 3_000
"""Up to so many reports, the order is always made anew; beyond, beside the answers …"""
PATIENCE = 60.0
"""… so many seconds apart at least."""
MOMENT = 32
"""Bytes of a time of publication that reports are ordered by."""

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Order:
    """All reports, by their numbers, as they were when the last of them was ``newest``."""

    newest: int
    numbers: Numbers
    """The reports that no other has taken the place of, newest first."""
    components: Numbers
    """Report's number → the group of linked reports that it was in."""
    days: Numbers
    moments: npt.NDArray[np.bytes_]
    """Report's number → when it was published, as text; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The reports that a filter lets through, newest first."""

    numbers: Numbers
    groups: Numbers
    """The groups of linked reports that they were in, that with the newest first."""
    all: bool = False
    """Whether nothing narrows."""
    components: Numbers | None = None
    """The group of each of the reports."""
    newest: int = 0
    """The newest report of the ledger then."""

    def __len__(self) -> int:
        return len(self.numbers)


def _none(size: int) -> Numbers:
    return np.zeros(size, dtype=np.int32)


EMPTY = Order(0, _none(0), _none(1), _none(1), np.zeros(1, dtype=f"S{MOMENT}"))


def extended(order: Order, connection: sa.Connection) -> Order:
    """The order with the reports that have come since; from :data:`EMPTY`, that of the ledger."""
    query = sa.select(
        reports.c.n, reports.c.component, reports.c.day, reports.c.published, reports.c.replaced_by
    ).where(reports.c.n > order.newest)  # fmt: skip
    rows = connection.execute(query).all()
    if not rows:
        return order
    fresh = np.fromiter((row[0] for row in rows), dtype=np.int32, count=len(rows))
    newest = max(order.newest, int(fresh.max()))
    components, days = _longer(order.components, newest), _longer(order.days, newest)
    moments = _longer(order.moments, newest)
    components[fresh] = np.fromiter((row[1] for row in rows), dtype=np.int32, count=len(rows))
    days[fresh] = np.fromiter((row[2] for row in rows), dtype=np.int32, count=len(rows))
    moments[fresh] = [(row[3] or "").encode()[:MOMENT] for row in rows]
    there = np.concatenate((order.numbers, fresh[np.fromiter((row[4] is None for row in rows), bool, len(rows))]))
    by_time = np.lexsort((there, moments[there], days[there]))[::-1]
    return Order(newest, there[by_time], components, days, moments)


T = TypeVar("T", bound=np.generic)


def _longer(values: npt.NDArray[T], newest: int) -> npt.NDArray[T]:
    made = np.zeros(newest + 1, dtype=values.dtype)
    made[: len(values)] = values
    return made


class Catalogue:
    """The order of a ledger's reports, kept up to date while reports come in."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._order = EMPTY
        self._built = 0.0
        self._lock = threading.Lock()

    def choose(self, connection: sa.Connection, filters: Filters) -> Chosen:
        """The reports that may hold what is looked for, as ``connection`` sees the ledger."""
        before = self._order
        order = extended(before, connection)
        if order is not before:
            self._order = order
            # What has come since may also have put groups together that were apart. Until that is told, such a group
            # is found by its first report (:meth:`sayso.ledger.queries.Asked.of_components`).
            if order.newest <= SMALL:
                order = self._order = extended(EMPTY, connection)
            elif time.monotonic() - self._built > PATIENCE:
                threading.Thread(target=self._anew, daemon=True).start()
        return choose(connection, order, filters, sqlite=self._ledger.sqlite)

    def _anew(self) -> None:
        if self._lock.acquire(blocking=False):
            try:
                with self._ledger.reading() as connection:
                    self._order = extended(EMPTY, connection)
                self._built = time.monotonic()
            finally:
                self._lock.release()


def choose(connection: sa.Connection, order: Order, filters: Filters, *, sqlite: bool) -> Chosen:
    """The reports that may hold what is looked for.

    Sources, persons and places go by many names, so a report is let through that is filed under the name, or has its
    last word; the points tell the rest.

    Args:
        order: of the ledger as ``connection`` sees it.
    """
    ask = _Asking(connection, order.newest, sqlite)
    mask: npt.NDArray[np.bool_] | None = None
    for one in ask.conditions(filters):
        mask = one if mask is None else mask & one
    if filters.since is not None or filters.until is not None:
        told = order.moments != b""
        if filters.since is not None:
            told &= order.moments >= filters.since.encode()
        if filters.until is not None:
            told &= order.moments < (filters.until + ("~" if len(filters.until) <= 10 else " ")).encode()
        mask = told if mask is None else mask & told
    numbers = order.numbers if mask is None else order.numbers[mask[order.numbers]]
    components = order.components[numbers]
    groups, first = np.unique(components, return_index=True)
    return Chosen(numbers, groups[np.argsort(first)], mask is None, components, order.newest)


@dataclass(frozen=True, slots=True)
class _Asking:
    connection: sa.Connection
    newest: int
    sqlite: bool

    def conditions(self, filters: Filters) -> Iterable[npt.NDArray[np.bool_]]:
        """What must hold of a report, one after the other."""
        if filters.story is not None:
            group = sa.select(reports.c.component).where(reports.c.id == normal_story(filters.story)).scalar_subquery()
            yield self._mask(sa.select(reports.c.n.label("n")).where(reports.c.component == group))
        if filters.outlet is not None:
            yield self._mask(_filed_under("outlet", normal(filters.outlet)))
        if filters.type is not None:
            yield self._mask(_filed_under("type", filters.type.upper().split("/")[0]))
        for kind, name in (("source", filters.source), ("person", filters.person), ("place", filters.place)):
            if name is not None:
                yield self._named(kind, name)
        if filters.text is not None:
            yield self._with_words(filters.text)

    def _named(self, kind: str, name: str) -> npt.NDArray[np.bool_]:
        wanted = normal(name)
        mask = self._mask(_filed_under(kind, wanted))
        if kind == "place":
            mask |= self._mask(_filed_under("place", name))
            if re.fullmatch(r"[A-Za-z]{2}", name):
                # Places are filed under their country's code, and then their name.
                code = name.upper()
                mask |= self._mask(
                    sa.select(keys.c.report.label("n")).where(
                        keys.c.kind == "place", keys.c.key >= code, keys.c.key < code + "!"
                    )
                )
        parts = re.findall(r"\w+", wanted)
        if parts and not (kind == "place" and re.match(r"[A-Z]{2}( |$)", name)):
            mask |= self._with_words(parts[-1])
        return mask

    def _with_words(self, text: str) -> npt.NDArray[np.bool_]:
        """That a report has all of some words."""
        found = re.findall(r"\w+", text)[:MOST_WORDS]
        if not found:
            return np.zeros(self.newest + 1, dtype=bool)
        if self.sqlite:
            said: sa.BindParameter[str] = sa.bindparam(None, " ".join(f'"{word}"' for word in found), unique=True)
            source = sa.table("words", sa.column("words"))
            matched = sa.select(sa.column("rowid", sa.Integer).label("n")).select_from(source)
            return self._mask(matched.where(source.c.words.op("MATCH")(said)))
        table = sa.table("words", sa.column("report", sa.Integer), sa.column("body"))
        said = sa.bindparam(None, " ".join(found), unique=True)
        query = sa.func.plainto_tsquery(sa.literal_column("'english'"), said)
        return self._mask(sa.select(table.c.report.label("n")).where(table.c.body.op("@@")(query)))

    def _mask(self, query: sa.Select[Any]) -> npt.NDArray[np.bool_]:
        """Report's number → whether ``query`` has it."""
        some = query.subquery()
        listed = str(self.connection.execute(sa.select(joined(some.c.n, sqlite=self.sqlite))).scalar() or "")
        mask = np.zeros(self.newest + 1, dtype=bool)
        if listed:
            mask[np.fromstring(listed, dtype=np.int32, sep=",")] = True
        return mask


def joined(column: sa.ColumnElement[int], *, sqlite: bool) -> sa.ColumnElement[str]:
    """All values of a column of numbers in one, with commas between: a row each would take ten times as long."""
    if sqlite:
        return sa.func.group_concat(column)
    return sa.func.string_agg(sa.cast(column, sa.Text), sa.literal_column("','"))


def _filed_under(kind: str, key: str) -> sa.Select[Any]:
    """The numbers of the reports that are filed under ``key``."""
    return sa.select(keys.c.report.label("n")).where(keys.c.kind == kind, keys.c.key == key[:200])
