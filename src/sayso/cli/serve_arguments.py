"""``sayso serve`` and its options."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Options = Callable[[argparse.ArgumentParser], None]

PORT = 8321


def add_serve(commands: Commands, told: Options, fields: Options) -> None:
    """Add the command to ``commands``; the callables add the options that other commands share."""
    serve = commands.add_parser(
        "serve",
        help="show a ledger in the browser",
        description="Shows a ledger in the browser, until Ctrl-C. Reports are read into a ledger of their own first, "
        "which is gone afterwards. Nothing is loaded from elsewhere; only this machine can reach it unless --host says "
        "otherwise.",
        allow_abbrev=False,
    )
    serve.add_argument(
        "inputs", nargs="+", metavar="LEDGER|FILE", help="a ledger (a file, or postgresql://…), or files, - or URLs"
    )
    serve.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen (default: 127.0.0.1)")
    serve.add_argument(
        "--port", type=port, default=PORT, metavar="N", help=f"default: {PORT}; 0 takes one that is free"
    )
    serve.add_argument(
        "--allow-host", action="append", default=[], type=host_name, metavar="NAME",
        help="a name that browsers may call this server by, beside localhost and addresses in numbers",
    )  # fmt: skip
    serve.add_argument(
        "--auth", action="store_true",
        help="let only those in who sign in (see sayso users); several ledgers are then so many cases, kept apart",
    )  # fmt: skip
    serve.add_argument(
        "--people", metavar="WHERE", help="where those who may sign in are kept, if not beside the first ledger"
    )
    serve.add_argument("--certificate", metavar="FILE", help="speak https: a certificate, PEM; with --private-key")
    serve.add_argument("--private-key", metavar="FILE", help="its key, PEM")
    serve.add_argument(
        "--behind-https", action="store_true", help="a proxy before this server speaks https to browsers"
    )
    serve.add_argument(
        "--meta", metavar="META.json",
        help="what files do not say: [{file, outlet, published, title, url}]; a folder's own is used unasked",
    )  # fmt: skip
    serve.add_argument("--open", action="store_true", help="open the browser, too")
    told(serve)
    fields(serve)


def port(value: str) -> int:
    """A port's number.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not re.fullmatch(r"[0-9]{1,5}", value) or int(value) > 65535:
        raise argparse.ArgumentTypeError(f"{value!r} is no port; 0 to 65535 are")
    return int(value)


def host_name(value: str) -> str:
    """A host's name, in lower case.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?", value):
        raise argparse.ArgumentTypeError(f"{value!r} is no host name such as desk.example.org")
    return value.lower()
