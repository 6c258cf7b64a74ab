"""Readers that are started before there is anybody to give them orders.

Ray takes some seconds to start on a machine, in which its processors mostly wait: meanwhile readers load the model.
Each waits on a socket of its own for whoever will be its master, one of Ray's actors, and then is to it what a child
process would be. A master takes a socket for itself by renaming it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

COMMAND = (sys.executable, "-P", "-m", "sayso.archive.worker")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_NUM_THREADS", "SAYSO_THREADS")
"""Environment variables that tell libraries how many threads to start."""


GROUP = 0 if os.name == "posix" else None
"""A reader is in a group of its own: what a terminal tells the run to stop it is not told to its readers, which the run
ends."""


def single() -> dict[str, str]:
    """The environment of a process that is to have one thread."""
    return {**os.environ, **dict.fromkeys(THREADS, "1")}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reader that has no master yet."""

    path: str
    """Of its socket, which only this user can reach."""
    pid: int


@contextmanager
def waiting(count: int, fields: Mapping[str, str], command: Sequence[str] = COMMAND) -> Iterator[tuple[Waiting, ...]]:
    """So many readers, there until the body ends, whoever their masters are; none where there are no such sockets."""
    if not hasattr(socket, "AF_UNIX"):
        yield ()
        return
    folder = Path(tempfile.mkdtemp(prefix="sayso-"))
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for i in range(count):
            with socket.socket(socket.AF_UNIX) as listening:
                listening.bind(str(folder / f"{i}"))
                listening.listen(1)
                fd = listening.fileno()
                # Its standard input tells it that we are gone.
                processes.append(subprocess.Popen(  # noqa: S603 - this very interpreter and a module of ours
                    [*command, json.dumps(dict(fields)), str(fd)], env=single(), pass_fds=(fd,),
                    stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, process_group=GROUP,
                ))  # fmt: skip
        yield tuple(Waiting(str(folder / f"{i}"), process.pid) for i, process in enumerate(processes))
    finally:
        for process in processes:
            process.kill()
            if process.stdin is not None:
                process.stdin.close()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


class Called:
    """A reader that was waiting, as its master has it: what is used of a child process."""

    def __init__(self, line: socket.socket, pid: int) -> None:
        self.stdin = cast("BinaryIO", line.makefile("wb", buffering=0))
        self.stdout = cast("BinaryIO", line.makefile("rb", buffering=0))
        self._line = line
        self.pid = pid

    def kill(self) -> None:
        """End it. Its starter has not yet asked how it ended, so that its number cannot be another's."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> None:
        """Part from it: how it ends is its starter's business."""
        self._line.close()


def call(some: Sequence[Waiting]) -> Called | None:
    """The first of ``some`` that nobody has called yet, if there is one on this machine."""
    for one in some:
        taken = f"{one.path}.taken"
        try:
            Path(one.path).rename(taken)
        except OSError:
            continue
        line = socket.socket(socket.AF_UNIX)
        try:
            line.connect(taken)
        except OSError:
            line.close()
            continue
        return Called(line, one.pid)
    return None
