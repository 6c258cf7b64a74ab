"""The engine on Ray Data: the same orders and the same readers, on the processors of a cluster.

Units are gone through by tasks, a few orders become a row, and actors with a reader each turn rows into parts of
shards, whose bytes come back here to be put together: only the archive's files must be where the cluster can open
them. A reader is a process of its own, so that what kills it is found out and left out just as on one machine; Ray
itself starts actors again that are lost with their machine.

Where Ray is started for the run, on this machine, each of its processes costs a second, and its start some more. So one
actor has all readers; the first of them load the model meanwhile, and a small archive is gone through without a task.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from sayso.archive.folder import Folder, Settings
from sayso.archive.inputs import Unit
from sayso.archive.jobs import Gone, Job, Made, jobs, reports_file
from sayso.archive.orders import Order, Remark
from sayso.archive.reader import LostShardError, Reader
from sayso.archive.run import Plan, Watcher
from sayso.archive.shards import Assembly, Part, Shard
from sayso.archive.waiting import THREADS, Waiting, waiting

_SKIM_CPUS = 0.25
"""Of a processor, for a task that goes through a unit: it mostly waits for the readers."""
_IN_FLIGHT = 2
"""Jobs for each reader of an actor: the one that it reads, and the one that is next."""
_SMALL = 2_500
"""Reports of an archive that is gone through here while Ray starts on this machine, in a second or two."""
_SMALL_BYTES = 64_000_000
"""The same in bytes."""

_QUIET = {
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
"""What Ray is told by its environment, unless somebody told it otherwise."""
_HERE = {
    # Ray's own default would put its workers behind all else on the machine.
    "RAY_worker_niceness": "0",
    # The older autoscaler lets Ray wait a second for it in the end.
    "RAY_enable_autoscaler_v2": "1",
    # Nobody will look at these figures of it.
    "RAY_event_stats": "0",
    "RAY_task_events_report_interval_ms": "0",
    "RAY_enable_metrics_collection": "0",
    # Each of Ray's dozen processes would start threads for numpy, which it has no use for.
    **dict.fromkeys(THREADS, "1"),
}
"""The same where Ray is started here: a cluster has its own environment."""


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
    if any(find_spec(name) is None for name in ("ray", "pandas")):
        raise RayError("--engine ray needs Ray: pip install 'sayso[ray]'")
    here = not plan.address
    with _output_kept(), waiting(plan.workers if here else 0, dict(settings.fields)) as readers:
        begun = time.monotonic()
        with ThreadPoolExecutor(1) as aside:
            going = aside.submit(_gone_through, units, settings, folder) if here else None
            with _kept():
                ray = _started(plan, aside)
        watcher.engine(time.monotonic() - begun)
        assembly = Assembly(folder.work)
        try:
            ahead = going.result() if going else None
            for row in _rows(ray, units, settings, plan, folder, watcher, readers, ahead):
                yield from _received(row, assembly, folder, watcher)
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


@contextlib.contextmanager
def _kept() -> Iterator[None]:
    """What is imported in the body stays: time is not spent on looking at it, then and at the process's end."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _rows(
    ray: Any, units: Sequence[Unit], settings: Settings, plan: Plan, folder: Folder, watcher: Watcher,
    readers: tuple[Waiting, ...], ahead: list[Job | Gone] | None,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    fields = dict(settings.fields)
    if ahead == []:
        return
    for unit in units:
        watcher.unit(unit)
    if ahead is None:
        done = {unit.number: [number for of, number in sorted(folder.slips) if of == unit.number] for unit in units}
        rows = [{"unit": pickle.dumps((unit, done[unit.number]))} for unit in units]
        found = ray.data.from_items(rows, override_num_blocks=len(rows)).flat_map(
            _skim, fn_kwargs={"size": settings.shard_size, "fields": fields}, num_cpus=_SKIM_CPUS
        )
    else:
        rows = [{"job": pickle.dumps(job)} for job in ahead]
        found = ray.data.from_items(rows, override_num_blocks=len(rows))
    pool, each = _pool(ray, plan)
    given = {"fields": fields, "seconds": plan.seconds, "count": each, "waiting": readers}
    yield from found.map(_ReadJob, fn_constructor_kwargs=given, compute=pool, num_cpus=each).iter_rows()


def _pool(ray: Any, plan: Plan) -> tuple[Any, int]:
    """The actors, and how many readers each has: readers are processes of their own, so that one actor will do here.

    It is called by one thread more than it has readers, so that no reader waits while a job is handed over.
    """
    if not plan.address:
        # Of an older Ray, whose actors are called by one thread only, there are as many as readers.
        with contextlib.suppress(TypeError):
            return ray.data.ActorPoolStrategy(
                size=1, max_tasks_in_flight_per_actor=_IN_FLIGHT * plan.workers,
                max_concurrent_calls_per_actor=plan.workers + 1, enable_true_multi_threading=True,
            ), plan.workers  # fmt: skip
    return ray.data.ActorPoolStrategy(size=plan.workers, max_tasks_in_flight_per_actor=_IN_FLIGHT), 1


def _gone_through(units: Sequence[Unit], settings: Settings, folder: Folder) -> list[Job | Gone] | None:
    """The jobs of a small archive, with their reports in the folder's ``work``; ``None`` if it is not small."""
    found: list[Job | Gone] = []
    count = size = 0
    for unit in units:

        def done(number: int, of: int = unit.number) -> bool:
            return folder.done(of, number)

        for job in jobs(unit, settings.shard_size, dict(settings.fields), done, folder.work):
            found.append(job)
            if isinstance(job, Job):
                count += job.count
                size += sum(Path(str(file)).stat().st_size for file in job.reports)
            if count > _SMALL or size > _SMALL_BYTES:
                for file in folder.work.glob("*.reports"):
                    file.unlink()
                return None
    return found


def _started(plan: Plan, aside: ThreadPoolExecutor) -> Any:
    # Nothing is told to anybody unasked.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    for name, value in (_QUIET if plan.address else {**_QUIET, **_HERE}).items():
        os.environ.setdefault(name, value)
    # Loosely, so that types are checked alike with and without it.
    ray: Any = import_module("ray")
    own: dict[str, Any] = {} if plan.address else {"num_cpus": plan.workers + 1, "include_dashboard": False}
    # Most of what Ray Data needs is loaded while Ray's servers start.
    aside.submit(import_module, "pandas")
    try:
        ray.init(
            address=plan.address or "local", log_to_driver=False, logging_level=logging.ERROR,
            configure_logging=True, **own,
        )  # fmt: skip
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise RayError(f"Ray at {plan.address or 'this machine'}: {str(error).splitlines()[0][:200]}") from error
    import_module("ray.data")
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    # Each job is a block of its own, so that each can go to another reader.
    context.target_max_block_size = 1
    context.target_min_block_size = 1
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    return ray


def _skim(row: dict[str, Any], *, size: int, fields: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The jobs of a unit."""
    unit, done = pickle.loads(row["unit"])  # noqa: S301 - our own, from the same run; and so below
    for job in jobs(unit, size, fields, frozenset(done).__contains__):
        yield {"job": pickle.dumps(job)}


class _ReadJob:
    """An actor with some readers, which turn jobs into parts of shards."""

    def __init__(self, fields: dict[str, str], seconds: float, count: int, waiting: tuple[Waiting, ...]) -> None:
        self._readers = [Reader(fields, seconds, waiting=waiting) for _ in range(count)]
        self._idle: SimpleQueue[Reader] = SimpleQueue()
        context = import_module("ray").get_runtime_context()
        self._again = bool(context.was_current_actor_reconstructed)
        for reader in self._readers:
            # If none was waiting, it loads the model while the first order is still on its way.
            reader.start()
            self._idle.put(reader)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        job: Job | Gone = pickle.loads(row["job"])  # noqa: S301
        if isinstance(job, Gone):
            return {"made": row["job"]}
        with tempfile.TemporaryDirectory(prefix="sayso-") as made:
            here = Path(made)
            orders = [
                (order, _file(here / f"{order.file}.reports", some), here / order.file) for order, some in job.all
            ]
            # All else is done while the reader has another's job.
            reader = self._idle.get()
            try:
                parts = [self._part(reader, *one) for one in orders]
            finally:
                self._idle.put(reader)
            found = [
                Made(order, None, why=part) if isinstance(part, str) else Made(order, part, rows.read_bytes())
                for part, (order, _, rows) in zip(parts, orders, strict=True)
            ]
        return {"made": pickle.dumps(found)}

    def _part(self, reader: Reader, order: Order, file: Path, rows: Path) -> Part | str:
        try:
            part = reader.read(order, file, rows)
        except LostShardError as error:
            return str(error)
        if self._again:
            lost = Remark(order.name, "the actor that read it was lost, and started again; read again", lost=False)
            part, self._again = replace(part, notes=(lost, *part.notes)), False
        return part

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            for reader in self._readers:
                reader.stop()


def _file(path: Path, reports: bytes | str) -> Path:
    """Where an order's reports stand."""
    if isinstance(reports, str):
        return Path(reports)
    path.write_bytes(reports)
    return path


def _received(
    row: dict[str, Any], assembly: Assembly, folder: Folder, watcher: Watcher
) -> Iterator[Shard | tuple[str, str]]:
    found: list[Made] | Gone = pickle.loads(row["made"])  # noqa: S301
    if isinstance(found, Gone):
        yield found.name, found.why
        return
    for made in found:
        order = made.order
        watcher.report(order.name, order.count)
        reports_file(folder.work, order.file).unlink(missing_ok=True)
        if made.part is None:
            if assembly.lose(order):
                yield f"shard {order.name}", made.why
            continue
        assembly.file(order).write_bytes(made.rows)
        shard = assembly.add(made.part)
        if shard is not None:
            yield shard
