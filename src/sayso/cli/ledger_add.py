"""``sayso add``: files, folders and what is told of them, into the ledger."""

from __future__ import annotations

import json
import sys
import traceback
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.cli.inputs import held_in, record_of, unfetched
from sayso.cli.progress import Progress
from sayso.cli.read import OF_ONE, OK, TOLD, UNREADABLE, UsageError

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.reports import Address, Item, Source, Told

KEYS = frozenset({"outlet", "published", "title", "url", "language"})
_WATCHED = ".watch.json"
"""How the file ends that ``sayso watch`` keeps beside a ledger."""


class Meta:
    """What was told of files, by their paths."""

    def __init__(self) -> None:
        self._by_path: dict[Path, dict[str, str]] = {}
        self._by_name: dict[str, list[dict[str, str]]] = {}

    def take(self, path: Path) -> None:
        """Take in a META.json; its files are beside it.

        Raises:
            UsageError: it is none.
        """
        try:
            entries = json.loads(path.read_text("utf-8-sig"))
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror or error}") from error
        except ValueError as error:
            raise UsageError(f"{path}: this is no JSON: {error}") from error
        if not isinstance(entries, list):
            raise UsageError(f"{path}: a list of {{file, outlet, published, title, url}} was expected")
        for entry in entries:
            self._one(path, entry)

    def _one(self, path: Path, entry: Any) -> None:
        if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
            raise UsageError(f"{path}: an entry names no file")
        told = {key: value for key, value in entry.items() if key in KEYS and value is not None}
        wrong = sorted(key for key, value in told.items() if not isinstance(value, str))
        if wrong:
            raise UsageError(f"{path}: {entry['file']}: {', '.join(wrong)} should be text")
        self._by_path[(path.parent / entry["file"]).resolve()] = told
        self._by_name.setdefault(Path(entry["file"]).name, []).append(told)

    def of(self, name: str) -> Mapping[str, str]:
        """What is told of the file called ``name``: by its path, else by its name where only one has it."""
        path = Path(name)
        found = self._by_path.get(path.resolve())
        if found is not None:
            return found
        named = self._by_name.get(path.name, [])
        return named[0] if len(named) == 1 else {}


def add_all(ledger: Ledger, arguments: Namespace) -> int:
    """Add what ``arguments`` name; the exit code.

    Raises:
        UsageError: the options do not go together.
        LedgerError: the ledger cannot be written.
    """
    meta = Meta()
    if arguments.meta is not None:
        meta.take(Path(arguments.meta))
    names = list(_files(arguments.files, None if arguments.meta else meta))
    wrong = [f"--{key}" for key in OF_ONE if getattr(arguments, key) is not None]
    if len(names) > 1 and wrong:
        raise UsageError(f"{' and '.join(wrong)}: can be told of one report only, and several are given")
    given = {key: value for key in TOLD if (value := getattr(arguments, key)) is not None}
    fields = dict(getattr(arguments, "map", None) or ())
    counted = {"added": 0, "known": 0, "read again": 0}
    failed = 0
    with Progress(sys.stderr, len(names), shown=True) as progress:
        for name in names:
            progress.step(name)
            for called, problem, lost in _add(ledger, name, {**meta.of(name), **given}, fields, counted):
                failed += lost
                progress.say(f"{called}: {problem}")
        told = [f"{counted['added']} added"]
        told += [
            f"{counted[key]} {words}"
            for key, words in (("read again", "read again"), ("known", "known before"))
            if counted[key]
        ]
        told += [f"{failed} could not be read"] if failed else []
        progress.say(", ".join(told))
    return UNREADABLE if failed else OK


def put(ledger: Ledger, item: Item, told: Told, counted: dict[str, int]) -> str | None:
    """Put one report into the ledger, unless it is there; what was wrong, if anything.

    Args:
        told: what wins over what the report, or what holds it, says.
        counted: how many have had which outcome; this one's is counted in.

    Raises:
        LedgerError: the ledger cannot be read or written.
    """
    from sayso.ledger import LedgerError
    from sayso.ledger.adding import add, known, told_key
    from sayso.reports import UnreadableReport

    key = told_key(asdict(told))
    try:
        with ledger.reading() as connection:
            if known(connection, item.id, key):
                counted["known"] += 1
                return None
        counted[add(ledger, record_of(item, told), told=key).outcome] += 1
    except LedgerError:
        raise
    except UnreadableReport as error:
        return str(error)
    except Exception as error:
        # A fault of ours in one report must not cost the user the other nine hundred.
        return _fault(error)
    return None


def _files(names: Sequence[str], meta: Meta | None) -> Iterable[str]:
    """The inputs that ``names`` stand for: a folder's files, in the order of their paths."""
    from sayso.reports import is_address
    from sayso.reports.kinds import SUFFIXES, tells_of_others

    for name in names:
        path = Path(name)
        if name == "-" or is_address(name) or not path.is_dir():
            # A file that is named is taken whatever its name.
            yield name
            continue
        for one in sorted(path.rglob("*")):
            if tells_of_others(one):
                if meta is not None:
                    meta.take(one)
            elif one.name.startswith(".") or one.name.endswith(_WATCHED):
                continue
            elif one.is_file() and one.suffix.lower() in SUFFIXES:
                yield str(one)


def _add(
    ledger: Ledger, name: str, told: Mapping[str, str], fields: Mapping[str, str], counted: dict[str, int]
) -> Iterator[tuple[str, str, bool]]:
    """Add every report of one input.

    Yields:
        What went wrong: the name of the part, what it was, and whether it has cost a report.
    """
    from sayso.ledger import LedgerError
    from sayso.reports import Source, Told, UnreadableReport

    try:
        knows = Told(**told)
    except ValueError as error:
        yield name, str(error), True
        return
    try:
        yield from _held(ledger, Source(name), knows, fields, counted)
    except LedgerError:
        raise
    except UnreadableReport as error:
        yield name, str(error), True
    except OSError as error:
        yield name, error.strerror or str(error), True
    except Exception as error:
        yield name, _fault(error), True


def _held(
    ledger: Ledger, source: Source, told: Told, fields: Mapping[str, str], counted: dict[str, int]
) -> Iterator[tuple[str, str, bool]]:
    from sayso.reports import Address, Item

    addresses: list[Address] = []
    for held in held_in(source, fields):
        if isinstance(held, Address):
            addresses.append(held)
        elif isinstance(held, Item):
            problem = _one(ledger, source, held, told, counted)
            if problem is not None:
                yield held.way.name, problem, True
        else:
            yield held.way.name, held.message, held.lost
    if addresses:
        yield source.name, unfetched(addresses), False


def _one(ledger: Ledger, source: Source, item: Item, told: Told, counted: dict[str, int]) -> str | None:
    from sayso.reports import is_address

    if item.way.member is not None:
        if told.title is not None or told.url is not None:
            return "a title or an address can be told of one report only, and it is one of many"
    elif told.url is None and is_address(source.name):
        # It is part of what the ledger remembers as told.
        told = replace(told, url=source.name)
    return put(ledger, item, told, counted)


def _fault(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"a fault in sayso, please report it: {type(error).__name__}: {error} "
        f"({Path(last.filename).name}:{last.lineno})"
    )
