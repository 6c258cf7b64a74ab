"""A batch: files → shards in a folder, by one engine or the other."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

from sayso.archive.folder import Folder, Settings
from sayso.archive.inputs import Unit
from sayso.archive.orders import Order, orders
from sayso.archive.reader import Reader, Shard

Engine = Literal["processes", "ray"]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a batch is to be run; none of it changes the rows."""

    workers: int
    seconds: float
    """How long a report may take."""
    engine: Engine = "processes"
    address: str | None = None
    """Of a Ray cluster; without one Ray is started here, and ended with the batch."""


class Watcher(Protocol):
    """Whoever wants to know how a batch comes along."""

    def unit(self, unit: Unit) -> None:
        """A unit is begun."""

    def report(self, name: str) -> None:
        """A report is begun; called from several threads."""

    def shard(self, shard: Shard) -> None:
        """A shard is there."""

    def lost(self, name: str, why: str) -> None:
        """A shard could not be made; another run may make it."""


def batch(folder: Folder, units: Sequence[Unit], settings: Settings, plan: Plan, watcher: Watcher) -> None:
    """Read what is not there yet of ``units``.

    Raises:
        FolderError: the folder cannot be written.
        MissingRayError: Ray is asked for, and is not installed or cannot be reached.
    """
    wanted = [unit for unit in units if not folder.complete(unit.number)]
    if not wanted:
        return
    if plan.engine == "ray":
        from sayso.archive.ray_engine import read_all as read_on_ray

        for shard, tables in read_on_ray(wanted, settings, plan, folder, watcher.unit):
            _commit(folder, shard, tables, watcher)
        return
    from sayso.archive.processes import read_all

    readers = [Reader(dict(settings.fields), plan.seconds) for _ in range(plan.workers)]
    for shard in read_all(_orders(folder, wanted, settings, watcher), readers, folder.work, watcher.report):
        _commit(folder, shard, folder.work, watcher)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _orders(folder: Folder, units: Sequence[Unit], settings: Settings, watcher: Watcher) -> Iterator[Order]:
    def sink(name: str) -> BinaryIO:
        return (folder.work / f"{name}.reports").open("wb")

    for unit in units:
        watcher.unit(unit)

        def done(number: int, of: int = unit.number) -> bool:
            return folder.done(of, number)

        yield from orders(unit, settings.shard_size, dict(settings.fields), done, sink)


def _commit(folder: Folder, shard: Shard | tuple[Order, str], work: Path, watcher: Watcher) -> None:
    if isinstance(shard, Shard):
        folder.commit(shard, work / shard.name)
        watcher.shard(shard)
    else:
        watcher.lost(shard[0].name, shard[1])
