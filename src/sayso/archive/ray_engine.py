"""The engine on Ray Data: the same orders and the same readers, on the processors of a cluster.

Units are gone through by tasks, each order becomes a row, and actors with a reader each turn rows into shards, whose
bytes come back here to be written: only the archive's files must be where the cluster can open them. A reader is a
child process of its actor, so that what kills it is found out and left out just as on one machine; Ray itself starts
actors again that are lost with their machine.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from sayso.archive.folder import Folder, Settings
from sayso.archive.inputs import File, Unit
from sayso.archive.orders import GoneError, Order, Remark, orders
from sayso.archive.reader import LostShardError, Reader, Shard
from sayso.archive.run import Plan
from sayso.archive.tables import TABLES
from sayso.reports import Told

_SKIM_CPUS = 0.25
"""Of a processor, for a task that goes through a unit: it mostly waits for the readers."""

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
    units: Sequence[Unit], settings: Settings, plan: Plan, folder: Folder, begun: Callable[[Unit], None]
) -> Generator[Shard | tuple[str, str], None, None]:
    """The shards of ``units`` as they are done; or what could not be made, and why.

    A shard's tables stand in a folder of its name in the folder's ``work``.

    Raises:
        RayError: Ray is not installed, there is no cluster at the address, or it failed.
    """
    ray = _started(plan)
    try:
        for unit in units:
            begun(unit)
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
                compute=ray.data.ActorPoolStrategy(size=plan.workers), num_cpus=1,
            )
        )  # fmt: skip
        for row in found.iter_rows():
            yield _received(row, folder.work)
    except ray.exceptions.RayError as error:
        last = str(error).strip().splitlines()[-1]
        raise RayError(f"Ray failed, and what was read is kept; run it again ({last[:200]})") from error
    finally:
        ray.shutdown()


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
            yield {"order": json.dumps(asdict(order)), "reports": sinks.pop(order.name).all, "gone": ""}
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
    """An actor: one reader, which turns rows of orders into rows of shards."""

    def __init__(self, fields: dict[str, str], seconds: float) -> None:
        self._reader = Reader(fields, seconds)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        empty: dict[str, Any] = dict.fromkeys(TABLES, b"")
        if row["gone"]:
            name, _, why = row["gone"].partition(": ")
            return {"name": name, "shard": "", "why": why, **empty}
        order = _order(row["order"])
        with tempfile.TemporaryDirectory(prefix="sayso-") as made:
            here = Path(made)
            (here / "reports").write_bytes(row["reports"])
            try:
                shard = self._reader.read(order, here / "reports", here / "tables")
            except LostShardError as error:
                return {"name": f"shard {order.name}", "shard": "", "why": str(error), **empty}
            tables = {
                table: (here / "tables" / f"{table}.parquet").read_bytes() if table in shard.files else b""
                for table in TABLES
            }
            return {"name": order.name, "shard": json.dumps(asdict(shard)), "why": "", **tables}

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self._reader.stop()


def _order(text: str) -> Order:
    told = json.loads(text)
    return Order(**{**told, "remarks": _remarks(told["remarks"])})


def _remarks(told: list[dict[str, Any]]) -> tuple[Remark, ...]:
    return tuple(Remark(**one) for one in told)


def _received(row: dict[str, Any], work: Path) -> Shard | tuple[str, str]:
    if not row["shard"]:
        return row["name"], row["why"]
    told = json.loads(row["shard"])
    shard = Shard(**{**told, "remarks": _remarks(told["remarks"]), "notes": _remarks(told["notes"])})
    here = work / shard.name
    here.mkdir(parents=True, exist_ok=True)
    for table in shard.files:
        (here / f"{table}.parquet").write_bytes(row[table])
    return shard
