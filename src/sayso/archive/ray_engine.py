"""The engine on Ray Data: the same orders and the same readers, on the processors of a cluster.

Units are gone through by tasks, each order becomes a row, and actors with a reader each turn rows into parts of
shards, whose bytes come back here to be put together: only the archive's files must be where the cluster can open
them. A reader is a child process of its actor, so that what kills it is found out and left out just as on one machine;
Ray itself starts actors again that are lost with their machine.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from sayso.archive.folder import Folder, Settings
from sayso.archive.inputs import File, Unit
from sayso.archive.orders import GoneError, Order, Remark, orders
from sayso.archive.reader import LostShardError, Reader
from sayso.archive.run import Plan, Watcher
from sayso.archive.shards import Assembly, Part, Shard
from sayso.reports import Told

_SKIM_CPUS = 0.25
"""Of a processor, for a task that goes through a unit: it mostly waits for the readers."""
_IN_FLIGHT = 2
"""Orders that an actor has: the one that it reads, and the one that is next."""

_QUIET = {
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    # Ray's own default would put its workers behind all else on the machine.
    "RAY_worker_niceness": "0",
}
"""What Ray is told by its environment, unless somebody told it otherwise."""


class RayError(Exception):
    """Ray is not installed, there is no cluster, or it failed; the message says what to do."""


def read_all(
    units: Sequence[Unit], settings: Settings, plan: Plan, folder: Folder, watcher: Watcher
) -> Generator[Shard | tuple[str, str], None, None]:
    """The shards of ``units`` as they are done; or what could not be made, and why.

    A shard's tables stand in a folder of its name in the folder's ``work``.

    Raises:
        RayError: Ray is not installed, there is no cluster at the address, or it failed.
    """
    with _output_kept():
        begun = time.monotonic()
        ray = _started(plan)
        watcher.engine(time.monotonic() - begun)
        assembly = Assembly(folder.work)
        try:
            for row in _rows(ray, units, settings, plan, folder, watcher):
                made = _received(row, assembly, watcher)
                if made is not None:
                    yield made
        except ray.exceptions.RayError as error:
            last = str(error).strip().splitlines()[-1]
            raise RayError(f"Ray failed, and what was read is kept; run it again ({last[:200]})") from error
        finally:
            ended = time.monotonic()
            ray.shutdown()
            watcher.engine(time.monotonic() - ended)


@contextlib.contextmanager
def _output_kept() -> Iterator[None]:
    """What Ray's processes print goes to standard error: standard output is for what was asked for."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _rows(
    ray: Any, units: Sequence[Unit], settings: Settings, plan: Plan, folder: Folder, watcher: Watcher
) -> Iterator[dict[str, Any]]:
    for unit in units:
        watcher.unit(unit)
    done = sorted(folder.slips)
    rows = [
        {"unit": json.dumps({
            "number": unit.number, "files": [{**asdict(f), "told": asdict(f.told)} for f in unit.files],
            "done": [number for of, number in done if of == unit.number],
        })}
        for unit in units
    ]  # fmt: skip
    options = {"size": settings.shard_size, "fields": dict(settings.fields)}
    found = (
        ray.data.from_items(rows, override_num_blocks=len(rows))
        .flat_map(_skim, fn_kwargs=options, num_cpus=_SKIM_CPUS)
        .map(
            _ReadOrder, fn_constructor_kwargs={"fields": options["fields"], "seconds": plan.seconds},
            compute=ray.data.ActorPoolStrategy(size=plan.workers, max_tasks_in_flight_per_actor=_IN_FLIGHT), num_cpus=1,
        )
    )  # fmt: skip
    yield from found.iter_rows()


def _started(plan: Plan) -> Any:
    # Nothing is told to anybody unasked.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        # Loosely, so that types are checked alike with and without it.
        ray: Any = import_module("ray")
        import_module("ray.data")
    except ModuleNotFoundError as error:
        raise RayError("--engine ray needs Ray: pip install 'sayso[ray]'") from error
    own: dict[str, Any] = {} if plan.address else {"num_cpus": plan.workers + 1, "include_dashboard": False}
    try:
        ray.init(
            address=plan.address or "local", log_to_driver=False, logging_level=logging.ERROR,
            configure_logging=True, **own,
        )  # fmt: skip
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise RayError(f"Ray at {plan.address or 'this machine'}: {str(error).splitlines()[0][:200]}") from error
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    # Each order is a block of its own, so that each can go to another reader.
    context.target_max_block_size = 1
    context.target_min_block_size = 1
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    return ray


def _skim(row: dict[str, Any], *, size: int, fields: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The orders of a unit, with the reports that each is for."""
    told = json.loads(row["unit"])
    files = tuple(File(**{**f, "told": Told(**f["told"])}) for f in told["files"])
    done = frozenset(told["done"])
    sinks: dict[str, _Kept] = {}

    def sink(name: str) -> BinaryIO:
        sinks[name] = _Kept()
        return sinks[name]

    unit = Unit(told["number"], files)
    try:
        for order in orders(unit, size, fields, done.__contains__, sink):
            yield {"order": json.dumps(asdict(order)), "reports": sinks.pop(order.file).all, "gone": ""}
    except GoneError as error:
        yield {"order": "", "reports": b"", "gone": f"input {unit.number}: {error}"}


class _Kept(io.BytesIO):
    """Bytes that are still there when it is closed."""

    all: bytes = b""

    def close(self) -> None:
        if not self.closed:
            self.all = self.getvalue()
        super().close()


class _ReadOrder:
    """An actor: one reader, which turns rows of orders into rows of parts."""

    def __init__(self, fields: dict[str, str], seconds: float) -> None:
        self._reader = Reader(fields, seconds)
        context = import_module("ray").get_runtime_context()
        self._again = bool(context.was_current_actor_reconstructed)
        # It loads the model while the first order is still on its way.
        self._reader.start()

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        if row["gone"]:
            return {"order": "", "part": "", "why": row["gone"], "rows": b""}
        order = _order(row["order"])
        with tempfile.TemporaryDirectory(prefix="sayso-") as made:
            here = Path(made)
            (here / "reports").write_bytes(row["reports"])
            try:
                part = self._reader.read(order, here / "reports", here / "rows")
            except LostShardError as error:
                return {"order": row["order"], "part": "", "why": str(error), "rows": b""}
            if self._again:
                lost = Remark(order.name, "the actor that read it was lost, and started again; read again", lost=False)
                part, self._again = replace(part, notes=(lost, *part.notes)), False
            return {
                "order": row["order"], "part": json.dumps(asdict(part)), "why": "",
                "rows": (here / "rows").read_bytes(),
            }  # fmt: skip

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self._reader.stop()


def _order(text: str) -> Order:
    told = json.loads(text)
    return Order(**{**told, "remarks": _remarks(told["remarks"])})


def _remarks(told: list[dict[str, Any]]) -> tuple[Remark, ...]:
    return tuple(Remark(**one) for one in told)


def _received(row: dict[str, Any], assembly: Assembly, watcher: Watcher) -> Shard | tuple[str, str] | None:
    if not row["order"]:
        name, _, why = row["why"].partition(": ")
        return name, why
    order = _order(row["order"])
    watcher.report(order.name, order.count)
    if not row["part"]:
        return (f"shard {order.name}", row["why"]) if assembly.lose(order) else None
    told = json.loads(row["part"])
    part = Part(order, told["rows"], told["words"], _remarks(told["remarks"]), _remarks(told["notes"]))
    assembly.file(order).write_bytes(row["rows"])
    return assembly.add(part)
