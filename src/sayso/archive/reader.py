"""A child process that reads orders: watched, started again when it dies, and kept from what killed it twice."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sayso.archive.orders import Order, Remark
from sayso.archive.shards import Part
from sayso.archive.waiting import COMMAND, GROUP, Called, Waiting, call, single

DEATHS = 2
"""How often a report may end the process before it is left out."""
FAILURES = 3
"""How often the process may end for no report's sake before the order is given up."""
START_SECONDS = 600.0
"""How long a process may take to start, and to begin and end a shard."""
GRACE = 1.5, 30.0
"""A process that does not answer is ended after this many times a report's time, and so many seconds."""


class LostShardError(Exception):
    """An order cannot be read, for no report's sake; another run may read it. The message says why."""


class _DiedError(Exception):
    """The process ended, or was ended since it did not answer."""


@dataclass(slots=True)
class Reader:
    """One child process. It is started when it is needed; use :meth:`stop` in the end."""

    fields: dict[str, str]
    seconds: float
    """How long a report may take."""
    command: Sequence[str] = COMMAND
    waiting: Sequence[Waiting] = ()
    """Processes that were started already; one is called before any is started."""
    _process: subprocess.Popen[bytes] | Called | None = None
    _rest: bytes = field(default=b"")
    _ready: bool = False
    _stopped: bool = False

    def read(self, order: Order, file: Path, out: Path, seen: Callable[[str], None] = lambda _: None) -> Part:
        """Read the reports of ``order`` that stand in ``file`` into tables in the file ``out``.

        Args:
            seen: called with each report's name when it is begun, from this thread.

        Raises:
            LostShardError: the process fails without any report being the cause.
        """
        deaths: Counter[int] = Counter()
        skip: dict[str, str] = {}
        notes: list[Remark] = []
        failures = 0
        begun = 0
        while True:
            at: int | None = None
            name = ""
            try:
                self._start()
                request = {"file": str(file), "out": str(out), "skip": skip, "seconds": self.seconds}
                self._tell(request)
                while "done" not in (said := self._heard(START_SECONDS if at is None else None)):
                    at, name = said["at"], said["name"]
                    if at is not None and at >= begun:
                        begun = at + 1
                        seen(name)
            except _DiedError as error:
                self._close()
                if self._stopped:
                    raise LostShardError("the run was ended") from None
                if at is None:
                    failures += 1
                    if failures >= FAILURES:
                        raise LostShardError(f"its reader died {failures} times: {error}") from None
                    notes.append(Remark(order.name, f"its reader died ({error}); read again", lost=False))
                    continue
                deaths[at] += 1
                if deaths[at] < DEATHS:
                    notes.append(
                        Remark(name, f"its reader died ({error}); its part of the shard was read again", lost=False)
                    )
                else:
                    skip[str(at)] = f"it was left out, since its reader died of it {DEATHS} times ({error})"
            else:
                done = said["done"]
                remarks = (*order.remarks, *(Remark(**one) for one in done["remarks"]))
                return Part(order, done["rows"], done["words"], remarks, tuple(notes))

    def stop(self) -> None:
        """End the process for good, also from another thread than that which reads."""
        self._stopped = True
        self._close()

    def _close(self) -> None:
        process, self._process, self._rest, self._ready = self._process, None, b"", False
        if process is None:
            return
        with suppress(OSError):
            process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()

    def start(self) -> None:
        """Start the process, if it is not there, without waiting for it."""
        if self._process is None:
            # Once: what is still waiting after a death is another reader's.
            some, self.waiting = self.waiting, ()
            self._process = call(some) or subprocess.Popen(  # noqa: S603 - this very interpreter and a module of ours
                [*self.command, json.dumps(self.fields)], env=single(), process_group=GROUP,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip

    def _start(self) -> None:
        if self._stopped:
            raise _DiedError("it was ended")
        self.start()
        if not self._ready:
            self._heard(START_SECONDS)
            self._ready = True

    def _tell(self, request: dict[str, Any]) -> None:
        process = self._there()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except (OSError, ValueError) as error:
            raise _DiedError(_end(process)) from error

    def _there(self) -> subprocess.Popen[bytes] | Called:
        process = self._process
        if process is None:
            raise _DiedError("it was ended")
        return process

    def _heard(self, patience: float | None = None) -> dict[str, Any]:
        """What the process says next."""
        process = self._there()
        assert process.stdout is not None
        until = time.monotonic() + (self.seconds * GRACE[0] + GRACE[1] if patience is None else patience)
        while b"\n" not in self._rest:
            try:
                pipe = process.stdout.fileno()
                ready, _, _ = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
                more = os.read(pipe, 65_536) if ready else b""
            except (OSError, ValueError) as error:
                raise _DiedError("it was ended") from error
            if not ready:
                raise _DiedError("it did not answer, and was ended")
            if not more:
                raise _DiedError(_end(process))
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        said: dict[str, Any] = json.loads(line)
        return said


def _end(process: subprocess.Popen[bytes] | Called) -> str:
    if isinstance(process, Called):
        return "it went silent"
    try:
        code = process.wait(10)
    except subprocess.TimeoutExpired:
        return "it went silent"
    if code < 0:
        with suppress(ValueError):
            return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"
