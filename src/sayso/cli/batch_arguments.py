"""The options of ``sayso batch`` and ``sayso load``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

SHARD_SIZE = 1000
SECONDS = 120


def add_archive_commands(
    commands: Commands,
    fields: Callable[[argparse.ArgumentParser], None],
    output: Callable[[argparse.ArgumentParser], None],
    published: Callable[[str], str],
    language: Callable[[str], str],
    positive: Callable[[str], int],
    exit_codes: str,
) -> None:
    """Add the archive's commands to ``commands``; the callables are what all commands share."""
    batch = commands.add_parser(
        "batch",
        help="read an archive into Parquet shards",
        description="Reads archives (WARC, JSON lines, Parquet, and all else that read takes, and folders of these) "
        "into Parquet shards with a manifest. A run that was cut off is finished by running it again; a report that "
        "ends its reader twice is left out and named.",
        epilog=exit_codes,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    batch.add_argument("inputs", nargs="+", metavar="INPUT", help="a file or a folder")
    batch.add_argument("--out", required=True, metavar="DIR", help="the folder that the shards go to")
    batch.add_argument(
        "--engine", choices=("processes", "ray"), default="processes",
        help="processes on this machine (default), or Ray Data (needs the extra 'ray'); the rows are the same",
    )  # fmt: skip
    batch.add_argument("--address", metavar="ADDRESS", help="of a Ray cluster (default: Ray is started here)")
    batch.add_argument("--workers", type=positive, metavar="N", help="readers (default: one a processor)")
    batch.add_argument(
        "--shard-size", type=positive, default=SHARD_SIZE, metavar="N", help=f"reports a shard (default: {SHARD_SIZE})"
    )
    batch.add_argument(
        "--seconds", type=positive, default=SECONDS, metavar="N",
        help=f"how long a report may take (default: {SECONDS})",
    )  # fmt: skip
    told = batch.add_argument_group("what the reports do not say themselves")
    told.add_argument("--published", type=published, metavar="DATE", help="when they were published")
    told.add_argument("--outlet", metavar="NAME", help="who published them")
    told.add_argument("--language", type=language, metavar="TAG", help="their language, as a BCP 47 tag: en, en-GB")
    told.add_argument(
        "--meta", metavar="META.json", help="what files do not say, as add takes it; a folder's own is used unasked"
    )
    fields(batch)
    _format(batch)
    output(batch)
    load = commands.add_parser(
        "load",
        help="put an archive's shards into a ledger",
        description="Puts the shards that batch made into a ledger, which is made if there is none, many reports at a "
        "time. What is there already is passed over, so a run that was cut off is finished by running it again.",
        allow_abbrev=False,
    )
    load.add_argument("shards", metavar="DIR", help="the folder that batch wrote")
    load.add_argument("ledger", metavar="LEDGER", help="a file, or postgresql://…")
    load.add_argument(
        "--workers", type=positive, metavar="N", help="processes that prepare reports (default: one a processor)"
    )
    _format(load)
    output(load)


def _format(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=("text", "json"), default="text", help="of the summary (default: text)")
