"""``sayso export`` and its options."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from sayso.cli.ledger_arguments import LEDGER, add_filters

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

FORMATS = (
    "jsonl", "csv", "parquet", "annotation", "schemaorg", "brat", "citron", "plover", "geojson", "ical",
    "timelinejs", "misp", "ftm", "ftm-statements", "brief", "casefile",
)  # fmt: skip
"""The names of :func:`sayso.cli.export.formats`; here, so that ``--help`` need not load them."""


def add_export(commands: Commands, published: Callable[[str], str], language: Callable[[str], str]) -> None:
    """Add the command to ``commands``; the callables take the values that other commands take, too."""
    export = commands.add_parser(
        "export",
        help="write records, or what a ledger makes of them, for another tool",
        description="Writes the records of a ledger or of files in another tool's format. From a ledger it also has "
        "the points, and filters choose reports: those with a claim in a point that passes, each whole.",
        epilog=f"formats: {', '.join(FORMATS)}. What each cannot hold is said in docs/exchange.md.",
        allow_abbrev=False,
    )
    export.add_argument("to", choices=FORMATS, metavar="FORMAT", help="see below")
    export.add_argument(
        "inputs", nargs="+", metavar="LEDGER|FILE", help=f"a ledger ({LEDGER}), or files, - or URLs to read"
    )
    told = export.add_argument_group("of files: what they do not say themselves")
    told.add_argument("--published", type=published, metavar="DATE", help="when they were published")
    told.add_argument("--title", metavar="TITLE", help="the headline (one report only)")
    told.add_argument("--url", metavar="URL", help="where it was published (one report only)")
    told.add_argument("--language", type=language, metavar="TAG", help="their language, as a BCP 47 tag")
    export.add_argument("--outlet", metavar="NAME", help="who published them; of a ledger: only what they published")
    add_filters(export.add_argument_group("of a ledger: what to look for"), published)
    export.add_argument(
        "--as-read", action="store_true", help="of a ledger: records as they were read, without what people corrected"
    )
    export.add_argument(
        "--output", metavar="FILE|DIR", help="write there; formats of several files need a folder, new or empty"
    )
