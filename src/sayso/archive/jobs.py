"""Orders put together in jobs, as Ray's actors take them: several at a time, so that handing over costs little beside
the reading, and one at a time towards a unit's end, so that the actors end together.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sayso.archive.inputs import Unit
from sayso.archive.orders import GoneError, Order, orders
from sayso.archive.shards import Part

MOST = 4
"""Orders of a job."""
HELD = 16
"""Orders that are held back until it is known whether more come."""
_LAST = 6
"""What is left in the end is given out by this part of it."""


@dataclass(frozen=True, slots=True)
class Job:
    """Some orders, with each one's reports: themselves, or the name of the file that they stand in."""

    orders: tuple[Order, ...]
    reports: tuple[bytes | str, ...]

    @property
    def all(self) -> Iterator[tuple[Order, bytes | str]]:
        """Each order with its reports."""
        return zip(self.orders, self.reports, strict=True)

    @property
    def count(self) -> int:
        """How many reports there are."""
        return sum(order.count for order in self.orders)


@dataclass(frozen=True, slots=True)
class Gone:
    """What is left of an input cannot be read on."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Made:
    """What came of an order: its part of a shard and the part's tables, or why there is none."""

    order: Order
    part: Part | None
    rows: bytes = b""
    why: str = ""


def jobs(
    unit: Unit, size: int, fields: Mapping[str, str], done: Callable[[int], bool], work: Path | None = None
) -> Iterator[Job | Gone]:
    """The jobs of a unit, whose reports are kept in the folder ``work`` or, without one, go along with the job.

    Args:
        size: reports a shard.
        done: whether the shard of a number is there already.
    """
    sinks: dict[str, _Kept] = {}

    def sink(name: str) -> BinaryIO:
        if work is not None:
            return reports_file(work, name).open("wb")
        sinks[name] = _Kept()
        return sinks[name]

    def kept(order: Order) -> bytes | str:
        return sinks.pop(order.file).all if work is None else str(reports_file(work, order.file))

    held: deque[Order] = deque()

    def job(count: int) -> Job:
        some = tuple(held.popleft() for _ in range(count))
        return Job(some, tuple(kept(order) for order in some))

    gone: Gone | None = None
    try:
        for order in orders(unit, size, fields, done, sink):
            held.append(order)
            if len(held) >= HELD + MOST:
                yield job(MOST)
    except GoneError as error:
        gone = Gone(f"input {unit.number}", str(error))
    while held:
        yield job(max(1, len(held) // _LAST))
    if gone is not None:
        yield gone


def reports_file(work: Path, name: str) -> Path:
    """Where the reports of the order of a name stand."""
    return work / f"{name}.reports"


class _Kept(io.BytesIO):
    """Bytes that are still there when it is closed."""

    all: bytes = b""

    def close(self) -> None:
        if not self.closed:
            self.all = self.getvalue()
        super().close()
