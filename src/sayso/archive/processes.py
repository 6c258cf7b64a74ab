"""The engine that is there without more: child processes on this machine, each watched by a thread."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from queue import SimpleQueue

from sayso.archive.orders import Order
from sayso.archive.reader import LostShardError, Reader, Shard

AHEAD = 2
"""Orders for each reader that are waiting or being read."""


def read_all(
    orders: Iterator[Order], readers: list[Reader], work: Path, seen: Callable[[str], None]
) -> Generator[Shard | tuple[str, str], None, None]:
    """The shards of ``orders`` as they are done, in no certain order; or what could not be made, and why.

    The reports of an order stand in ``work``, and its shard's tables in a folder of its name there.
    """
    idle: SimpleQueue[Reader] = SimpleQueue()
    for reader in readers:
        idle.put(reader)

    def one(order: Order) -> Shard | tuple[str, str]:
        reader = idle.get()
        file = work / f"{order.name}.reports"
        try:
            return reader.read(order, file, work / order.name, seen)
        except LostShardError as error:
            return f"shard {order.name}", str(error)
        finally:
            idle.put(reader)
            file.unlink(missing_ok=True)

    pool = ThreadPoolExecutor(len(readers))
    pending: set[Future[Shard | tuple[str, str]]] = set()
    try:
        for order in orders:
            pending.add(pool.submit(one, order))
            while len(pending) >= AHEAD * len(readers):
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
            done = {future for future in pending if future.done()}
            pending -= done
            yield from (future.result() for future in done)
        while pending:
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    finally:
        for future in pending:
            future.cancel()
        for reader in readers:
            reader.stop()
        pool.shutdown(wait=False, cancel_futures=True)
