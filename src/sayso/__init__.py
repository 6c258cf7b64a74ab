"""Sayso: who says what, on whose word, how firmly, about which event, where and when.

import sayso

record = sayso.read("examples/1-wire-port-strike.txt", published="2026-03-04")
for statement in record.statements:
    print(statement.chain, [span.text for span in statement.content])
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sayso.record.types import Record
    from sayso.reports import Told

__version__ = "0.1.0"
__all__ = ["Record", "__version__", "read"]


def read(
    source: str | bytes | PathLike[str],
    *,
    published: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Record:
    """The record of one report: its statements, claims, silences, events, entities, places and dates.

    The same report, told the same, gives the same record. Nothing is fetched: ``source`` is a file or the report
    itself. Files of all kinds that ``sayso read`` takes are read if they hold one report; of those that hold many,
    :func:`sayso.reports.reports_in` gives each.

    Args:
        source: a path, as a ``Path`` or as text; or the report itself, as bytes or as text (plain or HTML). Text is a
            path if it is one line that names a file, else it is the report. A ``Path`` is always a file, and bytes are
            what would stand in one.
        published: ISO 8601 date, or date and time, of publication; relative dates are reckoned from it.
        outlet: who published it.
        title: its headline.
        url: where it was published; it is only kept.
        language: its language, as a BCP 47 tag.

    Returns:
        The record; every span in it is exact: ``record.report.text[span.start:span.end] == span.text``.

    Raises:
        sayso.reports.UnreadableReport: no record can be made of it, or it holds many; the message says why.
        OSError: the file cannot be read.
        ValueError: ``published`` is no ISO 8601 date.
    """
    from pathlib import Path

    # Only now: whoever asks for the version, or for help, need not wait for the model's run time.
    from sayso.reading import read_bytes
    from sayso.reports import Told

    told = Told(published=published, outlet=outlet, title=title, url=url, language=language)
    if isinstance(source, bytes):
        return _only(source, told)
    if not isinstance(source, str):
        return _only(Path(source), told)
    if source.strip() and "\n" not in source and "\x00" not in source:
        try:
            is_file = Path(source).is_file()
        except OSError:  # a name too long to be one
            is_file = False
        if is_file:
            return _only(Path(source), told)
    return read_bytes(source.encode("utf-8", "replace"), told=told)


def _only(source: bytes | Path, told: Told) -> Record:
    """The record of the only report in a file, or in the bytes of one."""
    from sayso.reading import read, read_bytes
    from sayso.reports import Address, Item, Unread, UnreadableReport, reports_in

    item: Item | None = None
    problem = "it holds no report"
    for held in reports_in(source):
        if isinstance(held, Item) and item is not None:
            raise UnreadableReport("it holds more than one report: sayso.reports.reports_in gives each")
        if isinstance(held, Item):
            item = held
        elif isinstance(held, Unread) and held.lost:
            problem = held.message
        elif isinstance(held, Address):
            problem = "it gives the addresses of reports only, and nothing is fetched"
    if item is None:
        raise UnreadableReport(problem)
    if item.plain:
        return read_bytes(item.data, file=item.way.file, told=told)
    return read(*item.report(told))


def __getattr__(name: str) -> object:
    if name == "Record":
        from sayso.record.types import Record

        return Record
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
