"""``sayso read``, ``sayso explain`` and ``sayso schema``: inputs to records to output."""

from __future__ import annotations

import json
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.cli.inputs import Input, Remark, UnreadableInputError, inputs
from sayso.cli.output import Output, output_to
from sayso.cli.progress import Progress
from sayso.cli.terminal import Terminal, encodable
from sayso.record.contract import dumps, schema
from sayso.record.types import Record

if TYPE_CHECKING:
    from sayso.names.tables import Tables

OK, UNREADABLE, USAGE = 0, 1, 2

TOLD = ("published", "outlet", "title", "url", "language")
OF_ONE = ("title", "url")
"""What can be told of one report only."""


class UsageError(Exception):
    """The command cannot mean what it says; the message says why."""


def read(arguments: Namespace) -> int:
    """Read every input and print its record; the exit code.

    Raises:
        UsageError: the options do not go together.
        OutputError: the output cannot be written.
    """
    found = _inputs(arguments, arguments.files)
    several = len(arguments.files) > 1 or len(found) > 1
    wrong = [f"--{key}" for key in OF_ONE if getattr(arguments, key) is not None]
    if several and wrong:
        raise UsageError(f"{' and '.join(wrong)}: can be told of one report only, and several are given")
    with output_to(arguments.output, arguments.files) as output:
        # On a terminal that shows the records themselves, a progress line would be in their way.
        shown = several and (output.stream is None or not output.stream.isatty())
        with Progress(sys.stderr, len(found), shown=shown) as progress:
            reading = Reading(found, progress)
            _WRITERS[arguments.format](reading, output, arguments.colour, several)
        return UNREADABLE if reading.failed else OK


def explain(arguments: Namespace) -> int:
    """Print why the record of one report says what it says of one of its parts; the exit code.

    Raises:
        UsageError: the record has no such part, or the input is not one report.
        OutputError: the output cannot be written.
    """
    from sayso.cli.explain import UnknownIdError, explanation

    found = _inputs(arguments, [arguments.file])
    with Progress(sys.stderr, len(found), shown=False) as progress:
        reading = Reading(found, progress)
        records = list(reading)
    if reading.failed:
        return UNREADABLE
    if len(records) != 1:
        raise UsageError(f"{arguments.file}: holds {len(records)} reports, and explain takes one")
    with output_to(arguments.output, [arguments.file]) as output:
        try:
            said = explanation(records[0], arguments.id, _terminal(output, arguments.colour))
        except UnknownIdError as error:
            raise UsageError(str(error.args[0])) from None
        output.write(encodable(said, output.encoding))
    return OK


def print_schema(arguments: Namespace) -> int:
    """Print the JSON Schema of the record; the exit code."""
    with output_to(arguments.output) as output:
        output.write((json.dumps(schema(), ensure_ascii=False, indent=2) + "\n").encode())
    return OK


class Reading:
    """The records of the inputs that can be read, in order; what cannot be read is said and counted in ``failed``."""

    def __init__(self, found: Sequence[Input], progress: Progress) -> None:
        self._found = found
        self._progress = progress
        self.failed = 0
        self.many = False
        """Whether a file that may hold many reports has been met, be it that it held one."""

    def __iter__(self) -> Iterator[Record]:
        for given in self._found:
            self._progress.step(given.name)
            yield from self._records(given.holds() if given.holds is not None else iter((given,)), given)

    def _records(self, found: Iterator[Input], given: Input) -> Iterator[Record]:
        source = given
        while True:
            try:
                source = given
                source = next(found)
                self.many |= source.part
                record = source.read()
            except StopIteration:
                return
            except Remark as error:
                self._progress.say(f"{source.name}: {error}")
            except UnreadableInputError as error:
                self._say(source, str(error))
            except Exception as error:
                # A fault of ours in one report must not cost the user the other nine hundred.
                last = traceback.extract_tb(error.__traceback__)[-1]
                where = f"{Path(last.filename).name}:{last.lineno}"
                self._say(source, f"a fault in sayso, please report it: {type(error).__name__}: {error} ({where})")
            else:
                yield record

    def _say(self, source: Input, message: str) -> None:
        self.failed += 1
        self._progress.say(f"{source.name}: {message}")


def _inputs(arguments: Namespace, names: Sequence[str]) -> list[Input]:
    fields = dict(arguments.map or ())
    tables = _tables(arguments.names)
    if tables is not None:
        return inputs(names, _told(arguments), fields, tables)
    # Without a field map there is nothing more to tell.
    return inputs(names, _told(arguments), fields) if fields else inputs(names, _told(arguments))


def _tables(name: str | None) -> Tables | None:
    """The tables of names with a user's own, where one is given."""
    if name is None:
        return None
    from sayso.names.tables import TableError, with_own

    try:
        return with_own(Path(name).read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{name}: {error.strerror or error}") from error
    except (TableError, UnicodeDecodeError) as error:
        raise UsageError(f"{name}: {error}") from error


def _told(arguments: Namespace) -> dict[str, str | None]:
    return {key: getattr(arguments, key) for key in TOLD}


def _terminal(output: Output, colour: str) -> Terminal:
    if output.stream is None:
        return Terminal(colour=colour == "always")
    return Terminal.of(output.stream, colour, os.environ)


def _write_text(reading: Reading, output: Output, colour: str, several: bool) -> None:
    from sayso.cli.text import text_of

    terminal = _terminal(output, colour)
    for i, record in enumerate(reading):
        rule = terminal.paint("═" * terminal.width, "faint") + "\n"
        output.write(encodable((rule if several and i else "") + text_of(record, terminal), output.encoding))


def _write_json(reading: Reading, output: Output, _colour: str, several: bool) -> None:
    separator = "[\n"
    for record in reading:
        # The first record tells: a file that may hold many gives an array, even of one.
        several = several or reading.many
        output.write(((separator if several else "") + dumps(record, indent=2)).encode())
        separator = ",\n"
    if several or reading.many:
        output.write(b"[]\n" if separator == "[\n" else b"\n]\n")
    elif not reading.failed:
        output.write(b"\n")


def _write_jsonl(reading: Reading, output: Output, _colour: str, _several: bool) -> None:
    for record in reading:
        output.write((dumps(record) + "\n").encode())


def _write_html(reading: Reading, output: Output, _colour: str, _several: bool) -> None:
    from sayso.web.page import page

    records = list(reading)
    if records:
        output.write(page(records).encode("utf-8", "replace"))


_WRITERS: dict[str, Callable[[Reading, Output, str, bool], None]] = {
    "text": _write_text,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "html": _write_html,
}
