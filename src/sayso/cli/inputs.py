"""What a command is to read: files and folders, standard input, web addresses, and every report that these hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sayso.record.types import Record

if TYPE_CHECKING:
    from sayso.names.tables import Tables
    from sayso.reports import Address, Held, Item, Source, Told

_SHOWN = 3
"""Addresses that are shown of a list of them."""


class UnreadableInputError(Exception):
    """An input cannot be read; the message says why, without its name."""


class Remark(UnreadableInputError):  # noqa: N818 - it is no error
    """Something to know of an input that has cost no report."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input, by the name it was given, or one report in it."""

    name: str
    read: Callable[[], Record]
    """Reads it. Raises :class:`UnreadableInputError`."""
    holds: Callable[[], Iterator[Input]] | None = None
    """The reports in it, one after the other, each an input; where it is there, ``read`` is not used."""
    part: bool = False
    """Whether it is one of what may be many in its file."""


def inputs(
    names: Sequence[str],
    told: Mapping[str, str | None],
    fields: Mapping[str, str] | None = None,
    tables: Tables | None = None,
) -> list[Input]:
    """The inputs that ``names`` stand for, in their order; nothing is opened yet.

    ``told`` has the keys ``published``, ``outlet``, ``title``, ``url`` and ``language``; ``fields`` is the field map of
    JSON, as :func:`sayso.reports.reports_in` takes it; ``tables`` are the names that are known.
    """
    from sayso.reports import Told, collect

    known = Told(**told)
    return [
        Input(
            source.name,
            partial(_refuse, "it is read part by part"),
            partial(_holds, source, known, fields or {}, tables),
        )
        for source in collect(names)
    ]


def held_in(source: Source, fields: Mapping[str, str]) -> Iterator[Held]:
    """Everything that a source holds; what is opened or fetched is opened or fetched now.

    Raises:
        OSError: it cannot be opened.
        UnreadableReport: it cannot be fetched, or is too long for a pipe.
    """
    from sayso.reports import UnreadableReport, is_address, reports_in

    if is_address(source.name):
        data, charset = source.told()
        retrieved = datetime.now(UTC).isoformat(timespec="seconds")
        return reports_in(
            data, source.limits, file=source.name, fields=fields, retrieved=retrieved, charset=charset
        )  # fmt: skip
    path = Path(source.name)
    if source.name == "-" or not (path.is_file() or path.is_dir()):
        # A pipe has no size and cannot be gone back in; it is read into memory.
        data = source.read()
        if len(data) > source.limits.max_bytes:
            raise UnreadableReport(f"more than {source.limits.max_bytes:,} bytes; give what is larger as a file")
        return reports_in(data, source.limits, file=source.name, fields=fields)
    return reports_in(path, source.limits, file=source.name, fields=fields)


def record_of(item: Item, told: Told, tables: Tables | None = None) -> Record:
    """The record of one report.

    Raises:
        UnreadableReport: none can be made of it.
    """
    from sayso.reading import read_bytes
    from sayso.reports import is_address

    if told.url is None and is_address(item.way.file or "") and item.way.member is None:
        told = replace(told, url=item.way.file)
    if item.plain:
        return read_bytes(
            item.data, file=item.way.file, told=replace(told, retrieved=item.way.retrieved), tables=tables
        )
    from sayso.reading import read

    return read(*item.report(told), tables)


def _holds(source: Source, told: Told, fields: Mapping[str, str], tables: Tables | None = None) -> Iterator[Input]:
    """What a source holds, each as an input; addresses are counted, since they are not fetched unasked."""
    from sayso.reports import Address, Item, UnreadableReport

    addresses: list[Address] = []
    try:
        for held in held_in(source, fields):
            if isinstance(held, Address):
                addresses.append(held)
            elif isinstance(held, Item):
                many = held.way.member is not None or held.way.file != source.name
                of_one = many and (told.title is not None or told.url is not None)
                wrong = partial(_refuse, "a title or an address can be told of one report only, and it is one of many")
                yield Input(held.way.name, wrong if of_one else partial(_read, held, told, tables), part=many)
            else:
                yield Input(held.way.name, partial(_refuse, held.message, lost=held.lost), part=True)
    except UnreadableReport as error:
        yield Input(source.name, partial(_refuse, str(error)))
    except OSError as error:
        yield Input(source.name, partial(_refuse, error.strerror or str(error)))
    if addresses:
        yield Input(source.name, partial(_refuse, unfetched(addresses), lost=False), part=True)


def unfetched(addresses: Sequence[Address]) -> str:
    """What to say of reports of which a source gives only where they are."""
    shown = " ".join(one.url for one in addresses[:_SHOWN]) + (" …" if len(addresses) > _SHOWN else "")
    return f"{len(addresses):,} reports are given as addresses only, which are not fetched unasked: {shown}"


def _read(item: Item, told: Told, tables: Tables | None) -> Record:
    from sayso.reports import UnreadableReport

    try:
        return record_of(item, told, tables)
    except UnreadableReport as error:
        raise UnreadableInputError(str(error)) from error


def _refuse(message: str, *, lost: bool = True) -> NoReturn:
    raise UnreadableInputError(message) if lost else Remark(message)
