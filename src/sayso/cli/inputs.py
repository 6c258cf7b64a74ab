"""What a command is to read: files, standard input, web addresses; each becomes a record when it is its turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from sayso.record.types import Record

if TYPE_CHECKING:
    from sayso.reports import Source, Told


class UnreadableInputError(Exception):
    """An input cannot be read; the message says why, without its name."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input, by the name it was given."""

    name: str
    read: Callable[[], Record]
    """Reads it. Raises :class:`UnreadableInputError`."""


def inputs(names: Sequence[str], told: Mapping[str, str | None]) -> list[Input]:
    """The inputs that ``names`` stand for, in their order; nothing is opened yet.

    ``told`` has the keys ``published``, ``outlet``, ``title``, ``url`` and ``language``.
    """
    from sayso.reports import Told, collect

    known = Told(**told)
    return [Input(source.name, partial(_read, source, known)) for source in collect(names)]


def _read(source: Source, told: Told) -> Record:
    from sayso.reading import read_bytes
    from sayso.reports import UnreadableReport

    if told.url is None and source.name.startswith(("http://", "https://")):
        told = replace(told, url=source.name)
    try:
        return read_bytes(source.read(), file=source.name, told=told)
    except UnreadableReport as error:
        raise UnreadableInputError(str(error)) from error
    except OSError as error:
        raise UnreadableInputError(error.strerror or str(error)) from error
