"""``python -m sayso.archive.worker SETTINGS``: reads orders, as :mod:`sayso.archive.reader` tells it to on its input.

Each line of its input is an order, each line of its output what it is at. It reads one report after the other in one
thread; a report that takes too long is left out, and one that ends the process is found out by whoever started it.

With the number of a socket as a second argument it loads the model, and then waits there for who gives it orders.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from sayso.archive.orders import fault, reports_of
from sayso.archive.streams import Line
from sayso.archive.tables import Rows, rows_of
from sayso.reading import read, read_bytes
from sayso.record.types import Record
from sayso.reports import Item, Told, Unread, UnreadableReport

_FIRST = b"The ferry had left on time, harbour master Ilse Brandt said on Monday."
"""What is read to have everything loaded."""


class _TimeUpError(BaseException):
    """The report takes too long. No ``Exception``, since a library would swallow that."""


def main() -> None:
    """Read orders until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a library prints must not come between our lines.
    orders: TextIO = sys.stdin
    answers: TextIO = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _time_up)
    fields: dict[str, str] = json.loads(sys.argv[1])
    if len(sys.argv) > 2:
        orders, answers = _called(int(sys.argv[2]))
    try:
        _say(answers, ready=True)
        for line in orders:
            _say(answers, done=_part(json.loads(line), fields, answers))
    except BrokenPipeError:
        # Whoever started it is gone: there is nobody to be told.
        os._exit(1)


def _called(number: int) -> tuple[TextIO, TextIO]:
    """Wait for whoever is to give orders, with everything loaded."""
    read_bytes(_FIRST)
    with socket.socket(fileno=number) as listening:
        ready, _, _ = select.select([listening, sys.stdin], [], [])
        if listening not in ready:
            # Whoever started it is gone, and nobody else will come.
            os._exit(1)
        line, _ = listening.accept()
    return line.makefile("r", encoding="utf-8"), line.makefile("w", encoding="utf-8")


def _part(order: dict[str, Any], fields: Mapping[str, str], answers: TextIO) -> dict[str, Any]:
    rows = Rows()
    remarks: list[dict[str, Any]] = []
    words = 0
    with Path(order["file"]).open("rb") as file:
        for i, (one, told) in enumerate(reports_of(file)):
            name = one.name if isinstance(one, Line) else one.way.name
            _say(answers, at=i, name=name)
            if str(i) in order["skip"]:
                remarks.append({"name": name, "message": order["skip"][str(i)], "lost": True})
                continue
            try:
                with _at_most(order["seconds"]):
                    made = rows_of(record_of(one, told, fields), told)
            except _TimeUpError:
                message = f"it takes longer than the {order['seconds']:g} seconds that a report may take"
                remarks.append({"name": name, "message": message, "lost": True})
            except UnreadableReport as error:
                remarks.append({"name": name, "message": str(error), "lost": True})
            except Exception as error:
                remarks.append({"name": name, "message": fault(error), "lost": True})
            else:
                words += made["reports"][0]["words"]
                rows.add(made)
    _say(answers, at=None, name=None)
    rows.write(Path(order["out"]))
    return {"rows": rows.counts, "words": words, "remarks": remarks}


def record_of(one: Item | Line, told: Told, fields: Mapping[str, str]) -> Record:
    """The record of one report of an order.

    Raises:
        UnreadableReport: none can be made of it.
    """
    held = one.held(fields) if isinstance(one, Line) else one
    if isinstance(held, Unread):
        raise UnreadableReport(held.message)
    if held.way.member is not None and (told.title is not None or told.url is not None):
        raise UnreadableReport("a title or an address can be told of one report only, and it is one of many")
    return read(*held.report(told))


def _say(answers: TextIO, **what: object) -> None:
    answers.write(json.dumps(what) + "\n")
    answers.flush()


def _time_up(_signal: int, _frame: object) -> None:
    raise _TimeUpError


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raises :class:`_TimeUpError` in a body that takes longer, unless it is in a library's own code all the time."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main()
