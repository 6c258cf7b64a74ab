"""``sayso batch``: an archive into Parquet shards."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.cli.ledger_add import Meta
from sayso.cli.output import output_to
from sayso.cli.progress import INTERVAL, Progress
from sayso.cli.read import OK, UNREADABLE, UsageError
from sayso.cli.terminal import encodable
from sayso.web.harmless import harmless

if TYPE_CHECKING:
    from sayso.archive.folder import Folder, Settings
    from sayso.archive.inputs import Found, Unit
    from sayso.archive.shards import Shard
    from sayso.reports import Told

_SHOWN = 5
"""Names of files of other kinds that are shown."""
TOLD = ("published", "outlet", "language")


def batch(arguments: Namespace) -> int:
    """Read an archive; the exit code.

    Raises:
        UsageError: the options do not go together, or the folder cannot be written.
        OutputError: the summary cannot be written.
    """
    from sayso.archive.folder import FolderError, Settings, opened
    from sayso.reports import is_address

    if arguments.address is not None and arguments.engine != "ray":
        raise UsageError("--address is of a Ray cluster: it goes with --engine ray")
    wrong = next((name for name in arguments.inputs if name == "-" or is_address(name)), None)
    if wrong is not None:
        raise UsageError(f"{wrong}: batch reads files and folders, which can be read again when a run is cut off")
    _needs_parquet()
    out = Path(arguments.out)
    settings = Settings(arguments.shard_size, tuple(sorted(dict(arguments.map or ()).items())))
    with output_to(arguments.output) as output:
        try:
            found = _found(arguments, out)
            with opened(out, settings) as folder:
                summary = _run(arguments, folder, found, settings)
        except FolderError as error:
            raise UsageError(str(error)) from error
        if arguments.format == "json":
            output.write((json.dumps(summary, indent=2) + "\n").encode())
        else:
            output.write(encodable(_text(summary, out), output.encoding))
    return UNREADABLE if summary["failures"] else OK


def _needs_parquet() -> None:
    from importlib.util import find_spec

    from sayso.archive.shards import NO_PARQUET

    if find_spec("pyarrow") is None:
        raise UsageError(NO_PARQUET)


def _found(arguments: Namespace, out: Path) -> Found:
    from sayso.archive.inputs import find
    from sayso.reports import Told

    meta = Meta()
    if arguments.meta is not None:
        meta.take(Path(arguments.meta))
    given = {key: value for key in TOLD if (value := getattr(arguments, key)) is not None}

    def told(name: str) -> Told:
        try:
            return Told(**{**meta.of(name), **given})
        except ValueError as error:
            raise UsageError(f"{name}: {error}") from error

    # As with add: a META.json that is named stands for those in folders.
    return find(arguments.inputs, told, out, meta.take if arguments.meta is None else lambda _: None)


def _run(arguments: Namespace, folder: Folder, found: Found, settings: Settings) -> dict[str, Any]:
    from sayso.archive.inputs import units
    from sayso.archive.run import Plan, batch, processors

    mine, changed = units(found.files, folder.units)
    folder.take(mine, changed)
    before = len(folder.slips)
    workers = arguments.workers or processors()
    plan = Plan(workers, float(arguments.seconds), arguments.engine, arguments.address)
    progress = Line(sys.stderr, len(mine), shown=True)
    with progress:
        for name, problem in found.failed:
            progress.say(f"{name}: {problem}")
        if found.passed:
            names = ", ".join(found.passed[:_SHOWN]) + (" …" if len(found.passed) > _SHOWN else "")
            progress.say(f"{len(found.passed):,} files of other kinds passed over: {names}")
        watcher = _Watcher(progress, len(mine))
        try:
            _guarded(batch, folder, mine, settings, plan, watcher)
        finally:
            manifest = folder.write_manifest()
    seconds = time.monotonic() - watcher.begun
    return {
        "schema": 1,
        "out": str(folder.path),
        "engine": arguments.engine,
        "workers": workers,
        "complete": manifest["complete"],
        "totals": manifest["totals"],
        "shards_before": before,
        "shards_now": watcher.shards,
        "reports_now": watcher.rows,
        "words_now": watcher.words,
        "seconds": round(seconds, 3),
        "engine_seconds": round(watcher.engine_seconds, 3),
        "notes": len(manifest["notes"]),
        "failures": manifest["totals"]["failures"] + len(found.failed) + watcher.lost_shards,
    }


def _guarded(batch: Any, folder: Folder, mine: list[Unit], settings: Settings, plan: Any, watcher: _Watcher) -> None:
    if plan.engine != "ray":
        batch(folder, mine, settings, plan, watcher)
        return
    from sayso.archive.ray_engine import RayError

    try:
        batch(folder, mine, settings, plan, watcher)
    except RayError as error:
        raise UsageError(str(error)) from error


class Line(Progress):
    """A line of one's own words: how many reports there are is not known before the archive's end."""

    def line(self, words: str) -> None:
        """Show ``words``, if anything is shown."""
        self._write(words)


class _Watcher:
    """Shows on a terminal's line how far a batch has come, and says what went wrong."""

    def __init__(self, progress: Line, total: int) -> None:
        self._progress = progress
        self._total = total
        self._units = self._read = self.shards = self.rows = self.words = self.lost_shards = 0
        self.engine_seconds = 0.0
        self.begun = self._last = time.monotonic()

    def unit(self, unit: Unit) -> None:
        self._units += 1
        self._show(unit.files[0].name)

    def report(self, name: str, count: int = 1) -> None:
        self._read += count
        self._show(name)

    def shard(self, shard: Shard) -> None:
        self.shards += 1
        self.rows += shard.rows["reports"]
        self.words += shard.words
        for one in (*shard.remarks, *shard.notes):
            self._progress.say(f"{one.name}: {one.message}")

    def engine(self, seconds: float) -> None:
        self.engine_seconds += seconds

    def lost(self, name: str, why: str) -> None:
        self.lost_shards += 1
        self._progress.say(f"{name}: {why}; run it again")

    def _show(self, name: str) -> None:
        now = time.monotonic()
        if now - self._last < INTERVAL:
            return
        self._last = now
        speed = f", {self.words / (now - self.begun):,.0f} words/s" if self.words else ""
        self._progress.line(
            f"{self._units}/{self._total} inputs, {self.shards} shards, {self._read:,} reports{speed}  "
            f"{' '.join(harmless(name).split())[-40:]}"
        )


def _text(summary: dict[str, Any], out: Path) -> str:
    totals = summary["totals"]
    lines = [
        f"{out}: {totals['reports']:,} reports in {totals['shards']:,} shards, {totals['bytes'] / 1e6:,.1f} MB"
        + ("" if summary["complete"] else "; not complete, run it again"),
        f"{totals['statements']:,} statements, {totals['claims']:,} claims, {totals['events']:,} events, "
        f"{totals['words']:,} words",
        f"now: {summary['reports_now']:,} reports, {summary['shards_now']:,} shards in {summary['seconds']:,.1f} s"
        + (f", {summary['words_now'] / summary['seconds']:,.0f} words/s" if summary["words_now"] else ""),
    ]
    if summary["failures"]:
        # What is not there at all is named on standard error alone.
        where = f": see failures in {out / 'manifest.json'}" if totals["failures"] else ""
        lines.append(f"{summary['failures']:,} could not be read{where}")
    return "\n".join(lines) + "\n"
