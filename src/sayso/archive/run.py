"""A batch: files → shards in a folder, by one engine or the other."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO, Literal, Protocol

from sayso.archive.folder import Folder, FolderError, Settings
from sayso.archive.inputs import Unit
from sayso.archive.orders import GoneError, Order, orders
from sayso.archive.reader import Reader
from sayso.archive.shards import Shard

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

    def report(self, name: str, count: int = 1) -> None:
        """A report is begun, or so many are done; called from several threads."""

    def shard(self, shard: Shard) -> None:
        """A shard is there."""

    def engine(self, seconds: float) -> None:
        """The engine has taken so long to start, or to end, beside what its readers took."""

    def lost(self, name: str, why: str) -> None:
        """A shard, or what is left of an input's, could not be made; another run may make it."""


def batch(folder: Folder, units: Sequence[Unit], settings: Settings, plan: Plan, watcher: Watcher) -> None:
    """Read what is not there yet of ``units``.

    Raises:
        FolderError: the folder cannot be written.
        RayError: Ray is asked for, and is not installed, cannot be reached or fails.
    """
    wanted = [unit for unit in units if not folder.complete(unit.number)]
    if not wanted:
        return
    # Closed at once, whatever happens: readers must not outlive the run.
    with closing(_shards(folder, wanted, settings, plan, watcher)) as shards:
        try:
            for shard in shards:
                _commit(folder, shard, watcher)
        except OSError as error:
            raise FolderError(f"{error.filename or folder.path}: {error.strerror or error}") from error


def _shards(
    folder: Folder, units: Sequence[Unit], settings: Settings, plan: Plan, watcher: Watcher
) -> Generator[Shard | tuple[str, str], None, None]:
    if plan.engine == "ray":
        from sayso.archive.ray_engine import read_all as read_on_ray

        yield from read_on_ray(units, settings, plan, folder, watcher)
        return
    from sayso.archive.processes import read_all

    readers = [Reader(dict(settings.fields), plan.seconds) for _ in range(plan.workers)]
    yield from read_all(_orders(folder, units, settings, watcher), readers, folder.work, watcher.report)


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

        try:
            yield from orders(unit, settings.shard_size, dict(settings.fields), done, sink)
        except GoneError as error:
            watcher.lost(f"input {unit.number}", str(error))


def _commit(folder: Folder, shard: Shard | tuple[str, str], watcher: Watcher) -> None:
    if isinstance(shard, Shard):
        folder.commit(shard, folder.work / shard.name)
        watcher.shard(shard)
    else:
        watcher.lost(*shard)
