"""``sayso mcp``: a ledger for assistants, over standard input and output."""

from __future__ import annotations

from argparse import Namespace

from sayso.cli.read import OK, UsageError

MISSING = "assistants need the protocol's SDK: pip install 'sayso[mcp]'"


def mcp(arguments: Namespace) -> int:
    """Answer an assistant until it goes away; the exit code.

    Raises:
        UsageError: there is no such ledger, or the SDK is not installed.
    """
    from sayso.ledger import LedgerError, open_ledger

    try:
        from sayso.assistants.server import server_of
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"mcp", "mcp_types"}:
            raise
        raise UsageError(MISSING) from error
    try:
        ledger = open_ledger(arguments.ledger, read_only=True)
    except LedgerError as error:
        raise UsageError(str(error)) from error
    try:
        server_of(ledger).run("stdio")
    finally:
        ledger.close()
    return OK
