"""How many reports are filed under what: outlets, sources, persons, places, types, over the whole ledger at once.

Counting in SQL would go through every key for every page. So the keys are held as numbers in memory, 4 bytes for each
report under each key, and counted with NumPy: some milliseconds for a hundred thousand reports, whatever the filter.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from sayso.ledger.catalogue import Numbers, joined
from sayso.ledger.schema import decisions, keys, reports
from sayso.ledger.storage import Ledger

KINDS = ("outlet", "source", "person", "place", "type")
SMALL = 3_000
"""Up to so many reports, counts are always those of the moment; beyond, they are renewed beside the answers …"""
PATIENCE = 60.0
"""… so many seconds apart at least."""


@dataclass(frozen=True, slots=True)
class Kind:
    """All keys of one kind."""

    keys: tuple[str, ...]
    reports: Numbers
    """The reports under the first key, then those under the second, …"""
    starts: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Count:
    """One value of a facet."""

    key: str
    reports: int
    one: int
    """The number of one of its reports."""


@dataclass(frozen=True, slots=True)
class Index:
    """The keys of a ledger as they were when it had reports up to ``newest``, and decisions up to ``decided``."""

    newest: int
    kinds: dict[str, Kind]
    decided: int = 0

    def count(self, kind: str, chosen: Numbers | None, most: int) -> list[Count]:
        """The keys with most reports among ``chosen``, or among all.

        Args:
            most: how many of them.
        """
        filed = self.kinds[kind]
        if not filed.keys:
            return []
        if chosen is None:
            counts = np.diff(np.append(filed.starts, len(filed.reports)))
            inside = None
        else:
            mask = np.zeros(self.newest + 1, dtype=bool)
            mask[chosen[chosen <= self.newest]] = True
            inside = mask[filed.reports]
            counts = np.add.reduceat(inside.astype(np.int64), filed.starts)
        some = np.arange(len(counts))
        if len(counts) > most:
            least = np.partition(counts, -most)[-most]
            some = np.flatnonzero(counts >= max(1, least))
        # Of those with the same count, the first by name.
        order = some[np.argsort(-counts[some], kind="stable")][:most]
        return [Count(filed.keys[i], int(counts[i]), self._one(filed, int(i), inside)) for i in order if counts[i] > 0]

    @staticmethod
    def _one(filed: Kind, i: int, inside: npt.NDArray[np.bool_] | None) -> int:
        start = int(filed.starts[i])
        end = int(filed.starts[i + 1]) if i + 1 < len(filed.starts) else len(filed.reports)
        skip = 0 if inside is None else int(np.argmax(inside[start:end]))
        return int(filed.reports[start + skip])


def build(connection: sa.Connection, *, sqlite: bool) -> Index:
    """The index of a ledger."""
    newest, decided = _state(connection)
    listed = joined(keys.c.report, sqlite=sqlite)
    kinds: dict[str, Kind] = {}
    for kind in KINDS:
        query = sa.select(keys.c.key, sa.func.count(), listed).where(keys.c.kind == kind).group_by(keys.c.key)
        rows = connection.execute(query.order_by(keys.c.key)).all()
        numbers = np.fromstring(",".join(row[2] for row in rows), dtype=np.int32, sep=",")
        counts = np.fromiter((row[1] for row in rows), dtype=np.int64, count=len(rows))
        starts = np.concatenate(([0], np.cumsum(counts)[:-1])) if len(rows) else np.zeros(0, dtype=np.int64)
        kinds[kind] = Kind(tuple(row[0] for row in rows), numbers, starts.astype(np.int64))
    return Index(newest, kinds, decided)


def _state(connection: sa.Connection) -> tuple[int, int]:
    """The newest report and the latest decision: either files reports."""
    found = [connection.execute(sa.select(sa.func.max(column))).scalar() for column in (reports.c.n, decisions.c.n)]
    return int(found[0] or 0), int(found[1] or 0)


class Kept:
    """The index of a ledger, renewed as reports come in."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._index: Index | None = None
        self._built = 0.0
        self._lock = threading.Lock()

    def now(self) -> Index | None:
        """The index; ``None`` while the first one of a large ledger is being built."""
        with self._ledger.reading() as connection:
            newest, decided = _state(connection)
        found = self._index
        if found is not None and (found.newest, found.decided) == (newest, decided):
            return found
        if newest <= SMALL:
            with self._lock:
                self._build()
        elif found is None or time.monotonic() - self._built > PATIENCE:
            threading.Thread(target=self._beside, daemon=True).start()
        return self._index

    def _beside(self) -> None:
        if self._lock.acquire(blocking=False):
            try:
                self._build()
            finally:
                self._lock.release()

    def _build(self) -> None:
        with self._ledger.reading() as connection:
            self._index = build(connection, sqlite=self._ledger.sqlite)
        self._built = time.monotonic()
