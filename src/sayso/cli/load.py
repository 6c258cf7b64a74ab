"""``sayso load``: an archive's shards into a ledger."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from pathlib import Path

from sayso.cli.ledger import opened
from sayso.cli.output import output_to
from sayso.cli.progress import Progress
from sayso.cli.read import OK, UNREADABLE, UsageError
from sayso.cli.terminal import encodable


def load(arguments: Namespace) -> int:
    """Put shards into a ledger; the exit code.

    Raises:
        UsageError: there are no shards, or the ledger cannot be written.
        OutputError: the summary cannot be written.
    """
    from sayso.archive.folder import FolderError, read_manifest, slips
    from sayso.archive.loading import load as loaded_from
    from sayso.archive.run import processors

    path = Path(arguments.shards)
    begun = time.monotonic()
    try:
        # Before a ledger is made for nothing.
        read_manifest(path)
        total = len(slips(path))
        with (
            output_to(arguments.output, [arguments.ledger]) as output,
            opened(arguments.ledger, create=True) as ledger,
            Progress(sys.stderr, total, shown=True) as progress,
        ):
            found = loaded_from(path, ledger, arguments.workers or processors(), progress.step)
            for name, problem in found.problems:
                progress.say(f"{name}: {problem}")
            if not found.complete:
                progress.say(f"{path}: the archive was not read to its end; what is there was loaded")
            counts = {name: found.counted[name] for name in ("added", "known", "read again")}
            summary = {
                "schema": 1, "shards": found.shards, **{name.replace(" ", "_"): n for name, n in counts.items()},
                "failures": len(found.problems), "complete": found.complete,
                "seconds": round(time.monotonic() - begun, 3),
            }  # fmt: skip
            if arguments.format == "json":
                output.write((json.dumps(summary, indent=2) + "\n").encode())
            else:
                said = f"{found.shards:,} shards: {counts['added']:,} reports added, {counts['known']:,} known before"
                said += f", {counts['read again']:,} read again" if counts["read again"] else ""
                output.write(encodable(said + "\n", output.encoding))
    except FolderError as error:
        raise UsageError(str(error)) from error
    return UNREADABLE if found.problems else OK
