"""The ledger's commands: they ask the ledger's room, and write what comes back."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sayso.cli.output import Output, output_to
from sayso.cli.read import OK, UsageError
from sayso.cli.terminal import Terminal, encodable

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.ledger.queries import Filters

Json = dict[str, Any]
FILTERS = ("story", "source", "outlet", "person", "place", "type", "standing", "since", "until", "text")


@contextmanager
def opened(name: str, *, create: bool = False) -> Iterator[Ledger]:
    """The ledger called ``name``; what goes wrong with it is wrong usage.

    Raises:
        UsageError: it cannot be opened, read or written.
    """
    from sayso.ledger import LedgerError, open_ledger

    try:
        ledger = open_ledger(name, create=create)
        try:
            yield ledger
        finally:
            ledger.close()
    except LedgerError as error:
        raise UsageError(str(error)) from error


def add(arguments: Namespace) -> int:
    """Put reports into the ledger; the exit code."""
    from sayso.cli.ledger_add import add_all

    with opened(arguments.ledger, create=True) as ledger:
        return add_all(ledger, arguments)


def ask(arguments: Namespace) -> int:
    """Answer one of the questions that take filters; the exit code."""
    from sayso.ledger import views

    questions: dict[str, Callable[[Ledger, Filters], Json]] = {
        "stories": views.stories, "points": views.points, "timeline": views.timeline, "sources": views.sources,
        "silences": views.silences, "notes": views.notes,
    }  # fmt: skip
    from sayso.ledger.queries import Filters

    filters = Filters(**{name: getattr(arguments, name) for name in FILTERS})
    with opened(arguments.ledger) as ledger:
        answer = questions[arguments.command](ledger, filters)
    return _write(arguments, answer)


def check(arguments: Namespace) -> int:
    """Hold a claim against the ledger; the exit code."""
    from sayso.ledger.checking import check as checked
    from sayso.reading import read_bytes
    from sayso.reports import Told, UnreadableReport

    with opened(arguments.ledger) as ledger:
        try:
            record = read_bytes(arguments.claim.encode("utf-8", "replace"), told=Told(published=arguments.published))
        except UnreadableReport as error:
            raise UsageError(f"the claim: {error}") from error
        answer = checked(ledger, record)
    return _write(arguments, answer)


def diff(arguments: Namespace) -> int:
    """Show what is new; the exit code."""
    from sayso.ledger.comparing import diff as compared

    with opened(arguments.ledger) as ledger:
        answer = compared(ledger, arguments.since)
    return _write(arguments, answer)


def review(arguments: Namespace) -> int:
    """Show what is doubtful, or keep a decision; the exit code."""
    if arguments.decision is not None:
        from sayso.cli.ledger_review import review as reviewed

        with opened(arguments.ledger) as ledger:
            return reviewed(ledger, arguments)
    from sayso.ledger.doubtful import queue
    from sayso.ledger.queries import Filters

    filters = Filters(**{name: getattr(arguments, name) for name in FILTERS})
    with opened(arguments.ledger) as ledger:
        answer = queue(ledger, filters)
    return _write(arguments, answer)


def grade(arguments: Namespace) -> int:
    """Keep a grade; the exit code."""
    from sayso.cli.ledger_review import grade as graded

    with opened(arguments.ledger) as ledger:
        return graded(ledger, arguments)


def history(arguments: Namespace) -> int:
    """Show every decision; the exit code."""
    from sayso.ledger import views

    with opened(arguments.ledger) as ledger:
        answer = views.decided(ledger)
    return _write(arguments, answer)


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "add": add, "check": check, "diff": diff, "review": review, "grade": grade, "history": history,
    **dict.fromkeys(("stories", "points", "timeline", "sources", "silences", "notes"), ask),
}  # fmt: skip


def _write(arguments: Namespace, answer: Json) -> int:
    with output_to(arguments.output, [arguments.ledger]) as output:
        if arguments.format == "json":
            output.write(
                (json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8", "replace")
            )
        elif arguments.format == "csv":
            from sayso.cli.ledger_csv import csv_of

            output.write(csv_of(arguments.command, answer).encode("utf-8", "replace"))
        else:
            from sayso.cli.ledger_text import text_of

            output.write(
                encodable(text_of(arguments.command, answer, _terminal(output, arguments.colour)), output.encoding)
            )
    return OK


def _terminal(output: Output, colour: str) -> Terminal:
    if output.stream is None:
        return Terminal(colour=colour == "always")
    return Terminal.of(output.stream, colour, os.environ)
