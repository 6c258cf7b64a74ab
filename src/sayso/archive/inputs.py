"""What a batch is to read: files, in units that are cut into shards each by itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sayso.reports import Told
from sayso.reports.kinds import SUFFIXES, tells_of_others

UNIT_BYTES = 64_000_000
"""Files are put together in a unit until they are as large as this."""
UNIT_FILES = 5_000
"""And until they are as many as this."""
_SUFFIXES = SUFFIXES | {".parquet"}
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was found, and what is told of it."""

    name: str
    size: int
    modified: int
    """Nanoseconds since 1970: a file of this size and time is taken to be the same."""
    told: Told = field(default_factory=Told)


@dataclass(frozen=True, slots=True)
class Unit:
    """Files that are cut into shards together: a large one alone, small ones many at a time."""

    number: int
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What names stand for: files, what could not be had, and names of files of other kinds."""

    files: tuple[File, ...]
    failed: tuple[tuple[str, str], ...] = ()
    passed: tuple[str, ...] = ()


def find(names: Sequence[str], told: Callable[[str], Told], out: Path, folder: Callable[[Path], None]) -> Found:
    """The files that ``names`` stand for, in their order; a folder's in the order of their paths.

    Args:
        told: what is told of the file of a name.
        out: a folder that is not looked into, since the shards go there.
        folder: called with each META.json before ``told`` is asked about its neighbours.

    Raises:
        ValueError: what is told of a file is not in form.
    """
    files: dict[Path, File] = {}
    failed: list[tuple[str, str]] = []
    passed: list[str] = []
    out = out.resolve()
    for name in names:
        path = Path(name)
        if path.is_dir():
            paths = [p for p in sorted(path.rglob("*")) if not p.name.startswith(".") and not _within(p, out)]
            for meta in (p for p in paths if tells_of_others(p)):
                folder(meta)
            kept = [p for p in paths if p.is_file() and p.name != _MANIFEST and not tells_of_others(p)]
            passed += [str(p) for p in kept if p.suffix.lower() not in _SUFFIXES]
            paths = [p for p in kept if p.suffix.lower() in _SUFFIXES]
        else:
            # A file that is named is taken whatever its name.
            paths = [path]
        for one in paths:
            try:
                known = one.stat()
                if not os.access(one, os.R_OK):
                    raise PermissionError(13, "Permission denied")
                if not one.is_file():
                    raise OSError(22, "it is no file; batch reads files, which can be read again")
            except OSError as error:
                failed.append((str(one), error.strerror or str(error)))
                continue
            files.setdefault(one.resolve(), File(str(one), known.st_size, known.st_mtime_ns, told(str(one))))
    return Found(tuple(files.values()), tuple(failed), tuple(passed))


def _within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder)


def units(files: Iterable[File], known: Mapping[int, Unit]) -> tuple[list[Unit], list[Unit]]:
    """``files`` in units: those of ``known`` that have them, and new ones.

    Returns:
        The units, and those of them whose files have changed since ``known``.
    """
    home = {Path(file.name).resolve(): number for number, unit in known.items() for file in unit.files}
    now: dict[int, dict[Path, File]] = {}
    fresh: list[File] = []
    for file in files:
        path = Path(file.name).resolve()
        if path in home:
            now.setdefault(home[path], {})[path] = file
        else:
            fresh.append(file)
    kept, changed = [], []
    for number, some in sorted(now.items()):
        # A file of the unit that was not named this time is as it was.
        unit = Unit(number, tuple(some.get(Path(f.name).resolve(), f) for f in known[number].files))
        kept.append(unit)
        if [_same(f) for f in unit.files] != [_same(f) for f in known[number].files]:
            changed.append(unit)
    return kept + _grouped(fresh, max(known, default=0) + 1), changed


def _same(file: File) -> tuple[object, ...]:
    return file.size, file.modified, file.told


def _grouped(files: Sequence[File], number: int) -> list[Unit]:
    made: list[Unit] = []
    some: list[File] = []
    size = 0
    for file in files:
        some.append(file)
        size += file.size
        if size >= UNIT_BYTES or len(some) >= UNIT_FILES:
            made.append(Unit(number + len(made), tuple(some)))
            some, size = [], 0
    if some:
        made.append(Unit(number + len(made), tuple(some)))
    return made
