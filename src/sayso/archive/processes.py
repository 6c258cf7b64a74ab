"""The engine that is there without more: child processes on this machine, each watched by a thread."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from queue import SimpleQueue

from sayso.archive.orders import Order
from sayso.archive.reader import LostShardError, Reader
from sayso.archive.shards import Assembly, Shard

AHEAD = 3
"""Orders for each reader that are waiting or being read."""

Made = Shard | tuple[str, str] | None


def read_all(
    orders: Iterator[Order], readers: list[Reader], work: Path, seen: Callable[[str], None]
) -> Generator[Shard | tuple[str, str], None, None]:
    """The shards of ``orders`` as they are done, in no certain order; or what could not be made, and why.

    The reports of an order stand in ``work``, and its shard's tables in a folder of its name there.
    """
    assembly = Assembly(work)
    idle: SimpleQueue[Reader] = SimpleQueue()
    for reader in readers:
        idle.put(reader)

    def one(order: Order) -> Made:
        file = work / f"{order.file}.reports"
        reader = idle.get()
        try:
            part = reader.read(order, file, assembly.file(order), seen)
        except LostShardError as error:
            return (f"shard {order.name}", str(error)) if assembly.lose(order) else None
        finally:
            # The next order is read while a shard is put together.
            idle.put(reader)
            file.unlink(missing_ok=True)
        return assembly.add(part)

    pool = ThreadPoolExecutor(len(readers) + 1)
    pending: set[Future[Made]] = set()
    try:
        for order in orders:
            pending.add(pool.submit(one, order))
            while len(pending) >= AHEAD * len(readers):
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                yield from _made(done)
            done = {future for future in pending if future.done()}
            pending -= done
            yield from _made(done)
        while pending:
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            yield from _made(done)
    finally:
        for future in pending:
            future.cancel()
        for reader in readers:
            reader.stop()
        pool.shutdown(wait=False, cancel_futures=True)


def _made(done: set[Future[Made]]) -> Iterator[Shard | tuple[str, str]]:
    for future in done:
        made = future.result()
        if made is not None:
            yield made
