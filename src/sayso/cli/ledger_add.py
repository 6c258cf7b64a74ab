"""``sayso add``: files, folders and what is told of them, into the ledger."""

from __future__ import annotations

import hashlib
import json
import sys
import traceback
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.cli.progress import Progress
from sayso.cli.read import OF_ONE, OK, TOLD, UNREADABLE, UsageError

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.reports import Told

SUFFIXES = frozenset({"", ".txt", ".text", ".md", ".html", ".htm", ".xhtml"})
"""What is taken for a report in a folder; a file that is named is taken whatever its name."""
META = "META.json"
KEYS = frozenset({"outlet", "published", "title", "url", "language"})


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
    given = {key: getattr(arguments, key) for key in TOLD}
    counted = {"added": 0, "known": 0, "read again": 0}
    failed = 0
    with Progress(sys.stderr, len(names), shown=True) as progress:
        for name in names:
            progress.step(name)
            problem = _add(
                ledger, name, {**meta.of(name), **{k: v for k, v in given.items() if v is not None}}, counted
            )
            if problem is not None:
                failed += 1
                progress.say(f"{name}: {problem}")
        told = [f"{counted['added']} added"]
        told += [
            f"{counted[key]} {words}"
            for key, words in (("read again", "read again"), ("known", "known before"))
            if counted[key]
        ]
        told += [f"{failed} could not be read"] if failed else []
        progress.say(", ".join(told))
    return UNREADABLE if failed else OK


def _files(names: Sequence[str], meta: Meta | None) -> Iterable[str]:
    """The inputs that ``names`` stand for: a folder's files, in the order of their paths."""
    for name in names:
        path = Path(name)
        if name == "-" or name.startswith(("http://", "https://")) or not path.is_dir():
            yield name
            continue
        for one in sorted(path.rglob("*")):
            if one.name == META:
                if meta is not None:
                    meta.take(one)
            elif one.is_file() and one.suffix.lower() in SUFFIXES and not one.name.startswith("."):
                yield str(one)


def _add(ledger: Ledger, name: str, told: Mapping[str, str], counted: dict[str, int]) -> str | None:
    """Add one input; what was wrong with it, if anything."""
    from sayso.ledger import LedgerError
    from sayso.ledger.adding import add, known, told_key
    from sayso.reading import read_bytes
    from sayso.reports import Told, UnreadableReport, collect

    try:
        knows = _told(Told(**told), name)
        [source] = collect([name])
        data = source.read()
        key = told_key(asdict(knows))
        content = f"r-{hashlib.sha256(data).hexdigest()[:16]}"
        with ledger.reading() as connection:
            if known(connection, content, key):
                counted["known"] += 1
                return None
        counted[add(ledger, read_bytes(data, file=name, told=knows), told=key).outcome] += 1
    except LedgerError:
        raise
    except (UnreadableReport, ValueError) as error:
        return str(error)
    except OSError as error:
        return error.strerror or str(error)
    except Exception as error:
        # A fault of ours in one report must not cost the user the other nine hundred.
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        return f"a fault in sayso, please report it: {type(error).__name__}: {error} ({where})"
    return None


def _told(told: Told, name: str) -> Told:
    return replace(told, url=name) if told.url is None and name.startswith(("http://", "https://")) else told
