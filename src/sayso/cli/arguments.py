"""The command line: commands, options, and what they accept."""

from __future__ import annotations

import argparse
import re
from datetime import date, datetime

from sayso import __version__
from sayso.cli.batch_arguments import add_archive_commands
from sayso.cli.export_arguments import add_export
from sayso.cli.ledger_arguments import add_ledger_commands
from sayso.cli.serve_arguments import add_serve
from sayso.cli.users_arguments import add_users

EXIT_CODES = """\
exit codes:
  0    all went well
  1    some inputs could not be read; the others were
  2    the command was wrong, or its output cannot be written
  130  interrupted (Ctrl-C); records already written are whole
  141  whoever read the output went away
"""

YARDSTICKS = ("statements", "syntax", "dates", "places", "standing", "events", "names", "stories")
"""The names of :data:`sayso.evaluation.running.YARDSTICKS`; here, so that ``--help`` need not load them."""

FIELDS = ("text", "title", "url", "published", "outlet", "byline", "language", "credit", "id")
"""The names of :data:`sayso.reports.json_items.FIELDS`; here, for the same reason."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def parser() -> argparse.ArgumentParser:
    """The parser for ``sayso``; the chosen command is ``arguments.command``."""
    top = argparse.ArgumentParser(
        prog="sayso",
        description="Reads news reports: who says what, on whose word, how firmly, about which event, where and when.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"sayso {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _read(commands)
    _explain(commands)
    schema = commands.add_parser(
        "schema", help="print the JSON Schema of the record", description="Prints the JSON Schema of the record."
    )
    _output(schema)
    _evaluate(commands)
    _bench(commands)
    add_ledger_commands(commands, _told, _map, _colour, _output, published)
    add_export(commands, published, language)
    add_archive_commands(commands, _map, _output, published, language, positive, EXIT_CODES)
    _watch(commands)
    _mcp(commands)
    add_serve(commands, _told, _map)
    add_users(commands)
    return top


def _read(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    read = commands.add_parser(
        "read",
        help="read reports and print their records",
        description="Reads reports (text, HTML, PDF, e-mail, feeds, wire formats, JSON, WARC, archives and folders of "
        "these) and prints the record of each, in the order given.",
        epilog="formats:\n"
        "  text   for a person, in colour on a terminal\n"
        "  json   one report: its record; several: an array of records\n"
        "  jsonl  one record a line; a report that cannot be read has no line\n"
        "  html   one page, complete in itself, without scripts\n\n"
        "A report that cannot be read is named on stderr, and the others are read all the same.\n\n" + EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    read.add_argument("files", nargs="+", metavar="FILE", help="a file, a folder, - for standard input, or a URL")
    _told(read)
    _names(read)
    _map(read)
    read.add_argument("--format", choices=("text", "json", "jsonl", "html"), default="text", help="default: text")
    _colour(read)
    _output(read)


def _explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = commands.add_parser(
        "explain",
        help="show why the record says what it says of one statement, claim, date, …",
        description="Shows one part of a report's record with its sentence, and what led to it. Give the same options "
        "as to read: they can change the record.",
        allow_abbrev=False,
    )
    explain.add_argument("file", metavar="FILE", help="a file, - for standard input, or a URL")
    explain.add_argument("id", metavar="ID", help="the id of a statement, claim, silence, event, entity, place or date")
    _told(explain)
    _names(explain)
    _map(explain)
    _colour(explain)
    _output(explain)


def _watch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    watch = commands.add_parser(
        "watch",
        help="poll feeds, and put what is new into a ledger",
        description="Polls RSS and Atom feeds and news sitemaps politely, fetches the pages of items that come without "
        "their text, and puts what is new into a ledger. Asks for what has changed only, honours robots.txt, and goes "
        "on where it was when it is started again. Ctrl-C ends it; what was read is kept.",
        allow_abbrev=False,
    )
    watch.add_argument("feeds", nargs="+", metavar="FEED", help="the address of a feed or a news sitemap")
    watch.add_argument("ledger", metavar="LEDGER", help="a file, or postgresql://…")
    watch.add_argument(
        "--interval", type=positive, default=15, metavar="MINUTES",
        help="from one poll of a feed to the next, at least (default: 15)",
    )  # fmt: skip
    watch.add_argument("--once", action="store_true", help="poll each feed that is due once, and end")
    watch.add_argument("--pages", type=positive, default=50, metavar="N", help="pages to fetch in a poll (default: 50)")
    watch.add_argument(
        "--state", metavar="FILE", help="where to keep what was seen of the feeds (default: LEDGER.watch.json)"
    )


def _mcp(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    mcp = commands.add_parser(
        "mcp",
        help="let an assistant ask a ledger (MCP)",
        description="Answers an assistant's questions from a ledger, over standard input and output, by the Model "
        "Context Protocol: with exact citations, and nothing is ever changed. Assistants start it themselves; see "
        "docs/assistants.md.",
        allow_abbrev=False,
    )
    mcp.add_argument("ledger", metavar="LEDGER", help="a file, or postgresql://…")


def _evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    evaluate = commands.add_parser(
        "evaluate",
        help="measure records against public corpora, beside other systems' figures",
        description="Reads public corpora and prints how good the records are, beside other systems' figures.",
        allow_abbrev=False,
    )
    evaluate.add_argument(
        "what",
        nargs="*",
        type=yardstick,
        metavar="WHAT",
        help=f"{', '.join(YARDSTICKS)} or all (default)",
    )
    _corpora(evaluate)
    evaluate.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="default: text")
    evaluate.add_argument("--limit", type=positive, metavar="N", help="read N documents of each, evenly spaced")
    evaluate.add_argument("--sample", action="store_true", help="read the documents that the floors are measured on")
    evaluate.add_argument(
        "--half", choices=("all", "development", "held-out"), default="all",
        help="read every document (default), the 1st, 3rd, 5th …, or the 2nd, 4th, 6th …",
    )  # fmt: skip
    evaluate.add_argument("--jobs", type=positive, metavar="N", help="processes that read (default: one a processor)")
    evaluate.add_argument("--write-floors", action="store_true", help="raise the floors to just below what is measured")
    _output(evaluate)


def _bench(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    bench = commands.add_parser(
        "bench",
        help="measure words per second, beside spaCy in the same run",
        description="Reads the same reports with Sayso and with spaCy's small English pipeline, taking turns, each "
        "time in a process of its own. Without files it reads reports of the corpora, without these the examples.",
        allow_abbrev=False,
    )
    bench.add_argument("files", nargs="*", metavar="FILE", help="plain text files")
    _corpora(bench)
    bench.add_argument("--threads", type=positive, nargs="+", default=[1, 2], metavar="N", help="default: 1 2")
    bench.add_argument("--rounds", type=positive, default=5, metavar="N", help="default: 5")
    bench.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    _output(bench)


def _corpora(command: argparse.ArgumentParser) -> None:
    command.add_argument("--corpora", metavar="DIR", help="the folder with the corpora (default: $SAYSO_CORPORA)")


def _names(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--names",
        metavar="FILE",
        help="a table of names of your own: CSV with name, other_names, kind, country, sector, from, until",
    )


def _told(command: argparse.ArgumentParser) -> None:
    told = command.add_argument_group("what the report does not say itself")
    told.add_argument(
        "--published", type=published, metavar="DATE", help="when it was published: 2023-09-12, or with a time"
    )
    told.add_argument("--outlet", metavar="NAME", help="who published it")
    told.add_argument("--title", metavar="TITLE", help="its headline (one report only)")
    told.add_argument("--url", metavar="URL", help="where it was published (one report only)")
    told.add_argument("--language", type=language, metavar="TAG", help="its language, as a BCP 47 tag: en, en-GB")


def _map(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--map",
        type=field_map,
        metavar="NAME=FIELD,…",
        help=f"which field of a JSON object is which: text=body,title=headline; names: {', '.join(FIELDS)}",
    )


def _colour(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--colour",
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="auto (default): on a terminal, unless NO_COLOR is set",
    )


def _output(command: argparse.ArgumentParser) -> None:
    command.add_argument("--output", metavar="FILE", help="write there instead of to standard output")


def published(value: str) -> str:
    """An ISO 8601 day, or day and time, as given.

    Raises:
        argparse.ArgumentTypeError: it is neither.
    """
    try:
        if _DAY.fullmatch(value):
            date.fromisoformat(value)
        elif _DAY.fullmatch(value[:10]) and value[10:11] in ("T", " "):
            datetime.fromisoformat(value)
        else:
            raise ValueError(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a date such as 2023-09-12 or 2023-09-12T14:30Z") from None
    return value


def field_map(value: str) -> tuple[tuple[str, str], ...]:
    """Pairs of a name that Sayso knows and a field of JSON.

    Raises:
        argparse.ArgumentTypeError: it is something else.
    """
    pairs = []
    for pair in value.split(","):
        name, mark, field = (part.strip() for part in pair.partition("="))
        if not mark or not field or name not in FIELDS:
            raise argparse.ArgumentTypeError(f"{pair!r} is no NAME=FIELD; the names are {', '.join(FIELDS)}")
        pairs.append((name, field))
    return tuple(pairs)


def yardstick(value: str) -> str:
    """What ``sayso evaluate`` can measure.

    Raises:
        argparse.ArgumentTypeError: it is none of that.
    """
    if value not in {*YARDSTICKS, "all"}:
        raise argparse.ArgumentTypeError(f"{value!r} is not measured; {', '.join(YARDSTICKS)} or all are")
    return value


def positive(value: str) -> int:
    """A whole number from 1.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not value.isascii() or not value.isdigit() or not int(value):
        raise argparse.ArgumentTypeError(f"{value!r} is not a number such as 1 or 20")
    return int(value)


def language(value: str) -> str:
    """A tag of BCP 47's form, as given.

    Raises:
        argparse.ArgumentTypeError: it has another form.
    """
    if not _LANGUAGE.fullmatch(value):
        raise argparse.ArgumentTypeError(f"{value!r} is not a language tag such as en or pt-BR")
    return value
