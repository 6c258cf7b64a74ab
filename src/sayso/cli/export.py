"""``sayso export``: a ledger or files, to another tool's format."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.cli.inputs import inputs
from sayso.cli.ledger import FILTERS, opened
from sayso.cli.output import OutputError, output_to
from sayso.cli.progress import Progress
from sayso.cli.read import OF_ONE, OK, TOLD, UNREADABLE, Reading, UsageError

if TYPE_CHECKING:
    from sayso.exchange import Case, Format

_SQLITE = b"SQLite format 3\x00"


def formats() -> dict[str, Format]:
    """The formats that other tools read, and the pages that people do."""
    from sayso.exchange import FORMATS, Format
    from sayso.web.casefile import casefile

    return {**FORMATS, "casefile": Format("pages to read, without scripts", folder=casefile)}


def export(arguments: Namespace) -> int:
    """Write what ``arguments`` ask for; the exit code.

    Raises:
        UsageError: the options do not go together, or the ledger cannot be read.
        OutputError: the output cannot be written.
    """
    from sayso.exchange.case import MissingPackageError

    to = formats()[arguments.to]
    folder = Path(arguments.output) if arguments.output and to.folder else None
    if to.folder and folder is None:
        raise UsageError(f"{arguments.to}: writes several files; name a folder with --output")
    if folder is not None:
        _check(folder)
    if is_ledger(arguments.inputs[0]):
        case, failed = _of_ledger(arguments), 0
    else:
        case, failed = _of_files(arguments)
    if to.folder is not None:
        assert folder is not None
        try:
            _write_folder(folder, to.folder(case))
        except MissingPackageError as error:
            raise UsageError(str(error)) from error
    elif to.write is not None:
        from sayso.web.harmless import harmless

        text = to.write(case)
        with output_to(arguments.output, arguments.inputs) as output:
            output.write((harmless(text) if to.shown else text).encode("utf-8", "replace"))
    return UNREADABLE if failed else OK


def is_ledger(name: str) -> bool:
    """Whether ``name`` is a ledger's rather than a report's: PostgreSQL's address, or a file that SQLite wrote."""
    if name.startswith(("postgresql:", "postgres:", "postgresql+psycopg:")):
        return True
    try:
        with Path(name).open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except (OSError, ValueError):
        return False


def _of_ledger(arguments: Namespace) -> Case:
    from sayso.exchange import of_ledger
    from sayso.ledger.queries import Filters

    if len(arguments.inputs) > 1:
        raise UsageError(f"{arguments.inputs[0]}: is a ledger, and only one input can be given with it")
    wrong = [f"--{key}" for key in TOLD if key != "outlet" and getattr(arguments, key) is not None]
    if wrong:
        raise UsageError(f"{' and '.join(wrong)}: can be told of files, not of a ledger")
    with opened(arguments.inputs[0]) as ledger:
        filters = Filters(**{name: getattr(arguments, name) for name in FILTERS})
        return of_ledger(ledger, filters, corrected=not arguments.as_read)


def _of_files(arguments: Namespace) -> tuple[Case, int]:
    from sayso.exchange import of_records

    wrong = [f"--{key}" for key in FILTERS if key != "outlet" and getattr(arguments, key) is not None]
    if wrong:
        raise UsageError(f"{' and '.join(wrong)}: can be asked of a ledger, not of files")
    if arguments.as_read:
        raise UsageError("--as-read: can be asked of a ledger, not of files")
    found = inputs(arguments.inputs, {key: getattr(arguments, key) for key in TOLD})
    wrong = [f"--{key}" for key in OF_ONE if getattr(arguments, key) is not None]
    if len(found) > 1 and wrong:
        raise UsageError(f"{' and '.join(wrong)}: can be told of one report only, and several are given")
    with Progress(sys.stderr, len(found), shown=len(found) > 1) as progress:
        reading = Reading(found, progress)
        records = list(reading)
    return of_records(records), reading.failed


def _check(folder: Path) -> None:
    """See that the folder is new or empty: what is left of an earlier export must not pass for part of this one."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder}: is there already; name a new or an empty folder")
    except (OSError, ValueError) as error:
        raise OutputError(f"{folder}: {getattr(error, 'strerror', None) or error}") from error


def _write_folder(folder: Path, files: Mapping[str, str | bytes]) -> None:
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
    except OSError as error:
        raise OutputError(f"{error.filename or folder}: {error.strerror or error}") from error
