"""The command line. Thin: it gathers inputs, calls the reading, and writes what comes back."""

from __future__ import annotations

import sys
from collections.abc import Sequence

INTERRUPTED, READER_GONE = 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; they are listed in ``sayso --help``."""
    from sayso.cli.arguments import parser

    try:
        arguments = parser().parse_args(argv)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    # Only now: --help and wrong usage answer at once.
    from sayso.cli import batch, bench, evaluate, export, ledger, load, mcp, output, read, serve, users, watch
    from sayso.web.harmless import harmless

    commands = {
        "read": read.read, "explain": read.explain, "schema": read.print_schema, "evaluate": evaluate.evaluate,
        "bench": bench.bench, "export": export.export, "watch": watch.watch, "serve": serve.serve, "mcp": mcp.mcp,
        "batch": batch.batch, "load": load.load, "users": users.users, **ledger.COMMANDS,
    }  # fmt: skip
    try:
        return commands[arguments.command](arguments)
    except (read.UsageError, output.OutputError) as error:
        print(f"sayso: {harmless(str(error))}", file=sys.stderr)  # noqa: T201
        return read.USAGE
    except KeyboardInterrupt:
        print("sayso: interrupted", file=sys.stderr)  # noqa: T201
        return INTERRUPTED
    except BrokenPipeError:
        output.abandon_stdout()
        return READER_GONE
