"""A unit's reports, cut into orders: what a reader takes at a time. A shard is made of one order, or of several."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from sayso.archive.inputs import Unit
from sayso.archive.streams import Line, held_in
from sayso.reports import Address, Item, Told, UnreadableReport

PART = 10
"""Reports of an order: half a second of work, so that readers end together; an order itself costs milliseconds."""
MOST_BYTES = 256_000_000
"""A shard is closed when its reports are as large as this, however few they are."""
PART_BYTES = 8_000_000
"""The same of an order."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know of a part of the archive, by its name; ``lost`` where it cost a report."""

    name: str
    message: str
    lost: bool = True


@dataclass(frozen=True, slots=True)
class Order:
    """Some reports of a unit, in their order; they stand in a file, so that they can be read once more."""

    unit: int
    number: int
    """Of its shard."""
    part: int
    """Which of its shard's orders it is, from 1 on."""
    ends: bool
    """Whether the shard ends with it."""
    last: bool
    """Whether the unit ends with it."""
    count: int
    remarks: tuple[Remark, ...]

    @property
    def name(self) -> str:
        """The shard's name."""
        return f"{self.unit:05}-{self.number:05}"

    @property
    def file(self) -> str:
        """Its own name, for files."""
        return f"{self.name}.{self.part:05}"


class GoneError(Exception):
    """A file of a unit cannot be read on where this runs; another run may read it. The message names it."""


@dataclass(slots=True)
class _Tally:
    """How much there is of a shard, or of an order."""

    count: int = 0
    weight: int = 0
    remarks: int = 0

    def add(self, weight: int | None) -> None:
        """One more report of this weight; without one, one more remark."""
        if weight is None:
            self.remarks += 1
        else:
            self.count += 1
            self.weight += weight

    def full(self, size: int, heavy: int) -> bool:
        return self.count >= size or self.remarks >= size or self.weight >= heavy


@dataclass(slots=True)
class _Open:
    """An order that is being written."""

    unit: int
    number: int
    part: int
    sink: BinaryIO | None
    """``None`` where the shard is there already."""
    tally: _Tally = field(default_factory=_Tally)
    remarks: list[Remark] = field(default_factory=list)

    def closed(self, *, ends: bool, last: bool) -> Iterator[Order]:
        if self.sink is not None:
            self.sink.close()
            yield Order(self.unit, self.number, self.part, ends, last, self.tally.count, tuple(self.remarks))


def orders(
    unit: Unit, size: int, fields: Mapping[str, str], done: Callable[[int], bool], sink: Callable[[str], BinaryIO]
) -> Iterator[Order]:
    """Go through a unit and write its reports, ``size`` to a shard, each order's where ``sink`` says.

    The same files give the same orders, also if some shards are ``done`` and are passed over.

    Args:
        done: whether the shard of a number is there already.
        sink: opens the file of an order's ``file`` for writing; it is whole when its order is yielded.

    Raises:
        GoneError: a file cannot be opened, or not be read on; the orders before it were whole.
    """

    def opened(number: int, part: int) -> _Open:
        there = _Open(unit.number, number, part, None)
        if not done(number):
            there.sink = sink(f"{unit.number:05}-{number:05}.{part:05}")
        return there

    shard, current = _Tally(), opened(1, 1)
    try:
        for one, told in _held(unit, fields):
            if shard.full(size, MOST_BYTES):
                yield from current.closed(ends=True, last=False)
                shard, current = _Tally(), opened(current.number + 1, 1)
            elif current.tally.full(PART, PART_BYTES):
                yield from current.closed(ends=False, last=False)
                current = opened(current.number, current.part + 1)
            weight = None if isinstance(one, Remark) else _weight(one)
            shard.add(weight)
            current.tally.add(weight)
            if isinstance(one, Remark):
                current.remarks.append(one)
            elif current.sink is not None:
                pickle.dump((one, told), current.sink, pickle.HIGHEST_PROTOCOL)
        yield from current.closed(ends=True, last=True)
    finally:
        if current.sink is not None:
            current.sink.close()


def reports_of(file: BinaryIO) -> Iterator[tuple[Item | Line, Told]]:
    """The reports of an order, as :func:`orders` wrote them: our own file, from the same run."""
    while True:
        try:
            yield pickle.load(file)  # noqa: S301
        except EOFError:
            return


def _weight(one: Item | Line) -> int:
    if isinstance(one, Line) or one.page is None:
        return len(one.data)
    return len(one.page.text)


def _held(unit: Unit, fields: Mapping[str, str]) -> Iterator[tuple[Item | Line | Remark, Told]]:
    for file in unit.files:
        addresses = 0
        try:
            for held in held_in(Path(file.name), fields):
                if isinstance(held, Item | Line):
                    yield held, file.told
                elif isinstance(held, Address):
                    addresses += 1
                else:
                    yield Remark(held.way.name, held.message, held.lost), file.told
        except OSError as error:
            raise GoneError(f"{file.name}: {error.strerror or error}") from error
        except UnreadableReport as error:
            yield Remark(file.name, str(error)), file.told
        except Exception as error:
            yield Remark(file.name, fault(error)), file.told
        if addresses:
            message = f"{addresses:,} reports are given as addresses only, which are not fetched"
            yield Remark(file.name, message, lost=False), file.told


def fault(error: Exception) -> str:
    """What to say of an error of ours, which must not cost more than the report it was met in."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    return f"a fault in sayso, please report it: {type(error).__name__}: {error} ({where})"
