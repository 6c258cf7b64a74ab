"""Reports on their way into the ledger: taken at once, read one after the other in a thread, never lost silently.

What waits is kept in memory, within limits: nothing that is not yet in the ledger is written to disk. What could not be
read, and why, stands in the order until the server ends.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Condition, Thread
from typing import Literal

import sqlalchemy as sa

from sayso.ledger import LedgerError
from sayso.ledger.adding import add, known, told_key
from sayso.ledger.schema import reports
from sayso.record.types import Record
from sayso.reports import Address, Held, Item, Limits, Source, Told, UnreadableReport, Way, reports_in
from sayso.server.desk import Desk

WEB = ("http://", "https://")
PASTED = "pasted text"
"""What a report without a file is called."""
Outcome = Literal["added", "known", "read again", "failed", "remark"]
_log = logging.getLogger("sayso.server")
_SHOWN = 5
"""Addresses that are named of those which were not fetched."""


class Full(Exception):  # noqa: N818 - the state, as queue.Full is
    """No more is taken now."""


@dataclass(frozen=True, slots=True)
class Given:
    """One input: bytes with a name, or an address to fetch."""

    name: str
    data: bytes | None
    told: Told
    whole: bool = False
    """Whether it is one report as it stands, whatever it looks like."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one report, or of one input."""

    name: str
    outcome: Outcome
    report: str | None = None
    message: str | None = None
    notes: int = 0


@dataclass(slots=True)
class Order:
    """What somebody gave at once. It is written to by the reading thread only; pages read it."""

    id: str
    by: str
    at: str
    given: Sequence[Given]
    state: Literal["waiting", "reading", "done"] = "waiting"
    now: str = ""
    """What is read at the moment."""
    counts: dict[str, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    unlisted: int = 0
    """Lines that there was no room for; failures always have room before the rest."""
    inputs: int = 0
    inputs_done: int = 0

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        return sum(len(one.data or b"") for one in self.given)

    @property
    def mark(self) -> str:
        """Changes when there is something new to say."""
        return f"{self.state}-{self.inputs_done}-{sum(self.counts.values())}-{self.now[:40]}"

    def count(self, *outcomes: str) -> int:
        """How many have had one of these outcomes."""
        return sum(self.counts.get(one, 0) for one in outcomes)


class Intake:
    """The orders, and the thread that reads them."""

    def __init__(self, desk: Desk, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._desk = desk
        self._clock = clock
        self._orders: OrderedDict[str, Order] = OrderedDict()
        self._waiting: deque[Order] = deque()
        self._changed = Condition()
        self._thread: Thread | None = None
        self._closed = False
        self._unread: list[str] = []

    def take(self, given: Sequence[Given], by: str) -> Order:
        """Take an order; it is read when those before it are.

        Raises:
            Full: too much waits already, or the server is about to end.
        """
        told = self._desk.settings
        with self._changed:
            waiting = [one for one in self._orders.values() if one.state != "done"]
            bytes_waiting = sum(one.size for one in waiting) + sum(len(one.data or b"") for one in given)
            if self._closed or len(waiting) >= told.orders_waiting or bytes_waiting > told.waiting_bytes:
                raise Full
            order = Order(
                secrets.token_urlsafe(9), by, self._clock().isoformat(timespec="seconds"), tuple(given),
                inputs=len(given),
            )  # fmt: skip
            self._orders[order.id] = order
            self._waiting.append(order)
            for old in [one.id for one in self._orders.values() if one.state == "done"]:
                if len(self._orders) <= told.orders_kept:
                    break
                del self._orders[old]
            if self._thread is None:
                self._thread = Thread(target=self._work, name="sayso-intake", daemon=True)
                self._thread.start()
            self._changed.notify()
        return order

    def order(self, name: str) -> Order | None:
        """The order of this id."""
        with self._changed:
            return self._orders.get(name)

    def orders(self) -> list[Order]:
        """All that are remembered, newest first."""
        with self._changed:
            return list(reversed(self._orders.values()))

    def close(self) -> None:
        """Read the report that is being read to its end, and no more."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout=30)
        lost = [*self._unread, *(one.name for order in self._waiting for one in order.given)]
        if lost:
            _log.warning("the server ended before these were read; give them again: %s", ", ".join(lost[:20]))

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return
                order = self._waiting.popleft()
            order.state = "reading"
            try:
                for given in order.given:
                    if self._closed:
                        self._unread.append(given.name)
                        continue
                    order.now = given.name
                    self._one(order, given)
                    order.inputs_done += 1
            except LedgerError as error:
                # Nothing more can be kept: what is left is named, so that it can be given again.
                _log.error("%s", error)
                said = "the ledger could not be written; give this and the rest again"
                self._say(order, Line(order.now, "failed", message=said))
            finally:
                order.now, order.given, order.state = "", (), "done"

    def _one(self, order: Order, given: Given) -> None:
        try:
            addresses: list[Address] = []
            for held in _held(given, self._clock()):
                if self._closed:
                    self._unread.append(given.name)
                    return
                if isinstance(held, Address):
                    addresses.append(held)
                elif isinstance(held, Item):
                    self._say(order, self._put(held, given))
                else:
                    self._say(order, Line(held.way.name, "failed" if held.lost else "remark", message=held.message))
            if addresses:
                named = " ".join(one.url for one in addresses[:_SHOWN]) + (" …" if len(addresses) > _SHOWN else "")
                said = f"{len(addresses):,} reports are given as addresses only, which are not fetched unasked: {named}"
                self._say(order, Line(given.name, "remark", message=said))
        except LedgerError:
            raise
        except UnreadableReport as error:
            self._say(order, Line(given.name, "failed", message=str(error)))
        except OSError as error:
            self._say(order, Line(given.name, "failed", message=error.strerror or str(error)))
        except Exception as error:
            _log.exception("reading %s", given.name)
            self._say(order, Line(given.name, "failed", message=_fault(error)))

    def _put(self, item: Item, given: Given) -> Line:
        name, told = item.way.name or given.name, given.told
        if item.way.member is not None and (told.title is not None or told.url is not None):
            said = "a title or an address can be told of one report only, and it is one of many"
            return Line(name, "failed", message=said)
        if item.way.member is None and told.url is None and given.data is None:
            told = replace(told, url=given.name)
        key = told_key(asdict(told))
        ledger = self._desk.ledger
        try:
            with ledger.reading() as connection:
                if known(connection, item.id, key):
                    return Line(name, "known", _there(connection, item.id))
            with self._desk.reading:
                record = _record_of(item, told)
            made = add(ledger, record, told=key)
        except LedgerError:
            raise
        except UnreadableReport as error:
            return Line(name, "failed", message=str(error))
        except Exception as error:
            # A fault of ours in one report must not cost the others.
            _log.exception("reading %s", name)
            return Line(name, "failed", message=_fault(error))
        return Line(name, made.outcome, made.report, notes=len(record.notes))

    def _say(self, order: Order, line: Line) -> None:
        order.counts[line.outcome] = order.counts.get(line.outcome, 0) + 1
        most = self._desk.settings.order_lines
        if len(order.lines) < most:
            order.lines.append(line)
            return
        order.unlisted += 1
        if line.outcome == "failed":
            spare = next((i for i, one in enumerate(order.lines) if one.outcome != "failed"), None)
            if spare is not None:
                order.lines[spare] = line


def _held(given: Given, now: datetime) -> Iterator[Held]:
    limits = Limits()
    if given.data is None:
        data = Source(given.name, limits).read()
        return reports_in(data, limits, file=given.name, retrieved=now.isoformat(timespec="seconds"))
    if given.whole:
        return iter([Item(Way(file=given.name), given.data)])
    return reports_in(given.data, limits, file=given.name)


def _there(connection: sa.Connection, content: str) -> str | None:
    """The id of a report with this content that is in the ledger."""
    query = sa.select(reports.c.id).where(reports.c.content == content, reports.c.replaced_by.is_(None))
    return connection.execute(query.order_by(reports.c.id)).scalars().first()


def _record_of(item: Item, told: Told) -> Record:
    from sayso.reading import read, read_bytes

    if item.plain:
        return read_bytes(item.data, file=item.way.file, told=replace(told, retrieved=item.way.retrieved))
    return read(*item.report(told))


def _fault(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"a fault in sayso, please report it: {type(error).__name__} ({Path(last.filename).name}:{last.lineno})"
