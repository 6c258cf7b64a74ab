"""``sayso evaluate``: figures on public corpora, beside other systems' figures."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from sayso.cli.output import OutputError, output_to
from sayso.cli.progress import Progress
from sayso.cli.read import OK, UNREADABLE, UsageError
from sayso.cli.terminal import encodable

if TYPE_CHECKING:
    from sayso.evaluation.floors import Floors
    from sayso.evaluation.running import Measured

ALL = "all"


def evaluate(arguments: Namespace) -> int:
    """Measure what was asked for and print the figures; the exit code.

    Raises:
        UsageError: there are no corpora to measure on, or floors cannot be written from what was asked for.
        OutputError: the output cannot be written.
    """
    from sayso.evaluation.corpora import MissingCorpusError, corpora_folder
    from sayso.evaluation.floors import load
    from sayso.evaluation.running import YARDSTICKS, NotMeasured
    from sayso.evaluation.running import evaluate as run

    wanted = [name for name in YARDSTICKS if {name, ALL} & {*(arguments.what or [ALL])}]
    if arguments.write_floors and (arguments.limit or arguments.half != "all"):
        raise UsageError("--write-floors: floors have their own sample; leave --limit and --half away")
    try:
        folder = corpora_folder(arguments.corpora)
    except MissingCorpusError as error:
        raise UsageError(str(error)) from None
    measured: list[Measured] = []
    missing: list[str] = []
    fault = False
    bar = _Bar()
    for one in run(
        wanted, folder, jobs=arguments.jobs or cpus(), limit=arguments.limit, half=arguments.half,
        sample=arguments.write_floors or arguments.sample, rival=not arguments.write_floors, begin=bar.begin,
    ):  # fmt: skip
        bar.end()
        if isinstance(one, NotMeasured):
            missing.append(f"{one.yardstick.name} is not measured: {one.reason}")
            fault |= one.fault
        else:
            measured.append(one)
    if not measured and not fault:
        raise UsageError("\n".join(missing))
    if arguments.write_floors and measured:
        _write_floors(measured)
    if measured:
        with output_to(arguments.output) as output:
            output.write(encodable(_shown(arguments.format, measured, load()), output.encoding))
    for reason in missing:
        bar.say(reason)
    return UNREADABLE if missing else OK


def cpus() -> int:
    """Processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows do not tell
        return os.cpu_count() or 1


class _Bar:
    """A progress line for each yardstick in turn."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    def begin(self, total: int) -> Callable[[str], None]:
        return self._stack.enter_context(Progress(sys.stderr, total, shown=True)).step

    def end(self) -> None:
        self._stack.close()

    def say(self, message: str) -> None:
        Progress(sys.stderr, 0, shown=False).say(message)


def _shown(form: str, measured: list[Measured], floors: dict[str, Floors]) -> str:
    from sayso.evaluation.showing import json_of, page_of, text_of

    if form == "json":
        return json_of(measured, floors) + "\n"
    if form == "markdown":
        return page_of(measured)
    return "\n".join(text_of(m, floors.get(m.yardstick.name)) for m in measured)


def _write_floors(measured: list[Measured]) -> None:
    from sayso.evaluation.floors import OtherCorpusError, load, path, raised, written

    try:
        new = raised(load(), measured)
    except OtherCorpusError as error:
        raise UsageError(str(error)) from None
    try:
        path().write_text(written(new), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path()}: {error.strerror or error}") from error
