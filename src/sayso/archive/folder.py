"""The folder that shards go to: a manifest, a slip for each shard, and the tables' files.

A shard's slip (``shards/NAME.json``) is written last, by one rename: a shard without a slip is not there, and is read
again. The manifest is made from the slips and can always be made again.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sayso import __version__
from sayso.archive.inputs import File, Unit
from sayso.archive.orders import Remark
from sayso.archive.shards import TABLES, Shard
from sayso.reports import Told

SCHEMA = 1
MANIFEST = "manifest.json"
SLIPS = "shards"
WORK = ".work"
LISTED = 1000
"""Failures and notes that the manifest lists; the slips have them all."""
SHARE = 0.05
"""How much of the time may go into writing the manifest anew."""

Json = dict[str, Any]


class FolderError(Exception):
    """The folder cannot be written or read; the message says why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the rows hang on, besides the files and the version."""

    shard_size: int
    fields: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> Json:
        """As the manifest has it."""
        return {"shard_size": self.shard_size, "map": dict(self.fields)}


class Folder:
    """An archive's folder that is being written; use :func:`opened`."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.work = path / WORK
        self._settings = settings
        self.units: dict[int, Unit] = {}
        self.slips: dict[tuple[int, int], Json] = {}
        self._written, self._cost = float("-inf"), 0.0

    def load(self) -> None:
        """Find what is there already.

        Raises:
            FolderError: it is a folder of something else, or was written otherwise.
        """
        manifest = self.path / MANIFEST
        if not manifest.is_file():
            if any(one.name != WORK for one in self.path.iterdir()):
                raise FolderError(f"{self.path}: it is not empty, and has no {MANIFEST}")
            return
        known = read_manifest(self.path)
        for key, now in (("sayso", __version__), ("settings", self._settings.as_json())):
            if known.get(key) != now:
                raise FolderError(
                    f"{self.path}: its shards were read with {key} {_shown(known.get(key))}, not {_shown(now)}; "
                    "name another folder, or the same settings"
                )
        for one in known["inputs"]:
            files = tuple(File(f["file"], f["bytes"], f["modified"], Told(**f["told"])) for f in one["files"])
            self.units[one["unit"]] = Unit(one["unit"], files)
        for slip in slips(self.path):
            self.slips[slip["unit"], slip["number"]] = slip

    def take(self, units: Iterable[Unit], changed: Iterable[Unit]) -> None:
        """Take in the units of this run; the shards of those that have changed are taken out."""
        for unit in units:
            self.units[unit.number] = unit
        for unit in changed:
            for key in [key for key in self.slips if key[0] == unit.number]:
                self._drop(self.slips.pop(key)["name"])
        self.write_manifest()

    def _drop(self, name: str) -> None:
        # The slip first: without it the rest does not count.
        for path in (self.path / SLIPS / f"{name}.json", *(self.path / t / f"{name}.parquet" for t in TABLES)):
            path.unlink(missing_ok=True)

    def done(self, unit: int, number: int) -> bool:
        """Whether a shard is there."""
        return (unit, number) in self.slips

    def complete(self, unit: int) -> bool:
        """Whether all shards of a unit are there."""
        found = [slip for (of, _), slip in self.slips.items() if of == unit]
        last = next((slip["number"] for slip in found if slip["last"]), None)
        return last is not None and len(found) == last

    def commit(self, shard: Shard, folder: Path) -> None:
        """Take in a shard, whose tables stand in ``folder`` on the same disk.

        Raises:
            FolderError: it cannot be written.
        """
        try:
            for table in shard.files:
                (self.path / table).mkdir(exist_ok=True)
                (folder / f"{table}.parquet").replace(self.path / table / f"{shard.name}.parquet")
            slip = _slip(shard)
            (self.path / SLIPS).mkdir(exist_ok=True)
            _replace(self.path / SLIPS / f"{shard.name}.json", slip)
        except OSError as error:
            raise FolderError(f"{error.filename or self.path}: {error.strerror or error}") from error
        self.slips[shard.unit, shard.number] = slip
        shutil.rmtree(folder, ignore_errors=True)
        if time.monotonic() - self._written > self._cost / SHARE:
            self.write_manifest()

    def write_manifest(self) -> Json:
        """Write the manifest anew; what it says."""
        begun = time.monotonic()
        manifest = self._manifest()
        try:
            _replace(self.path / MANIFEST, manifest)
        except OSError as error:
            raise FolderError(f"{error.filename or self.path}: {error.strerror or error}") from error
        self._written = time.monotonic()
        self._cost = self._written - begun
        return manifest

    def _manifest(self) -> Json:
        found = [self.slips[key] for key in sorted(self.slips)]
        remarks = [{"shard": slip["name"], **one} for slip in found for one in slip["remarks"]]
        failures = [one for one in remarks if one["lost"]]
        others = [one for one in remarks if not one["lost"]]
        others += [{"shard": slip["name"], **one} for slip in found for one in slip["notes"]]
        totals = {table: sum(slip["rows"][table] for slip in found) for table in TABLES}
        return {
            "schema": SCHEMA,
            "sayso": __version__,
            "settings": self._settings.as_json(),
            "complete": all(self.complete(number) for number in self.units),
            "totals": {
                **totals, "words": sum(slip["words"] for slip in found), "shards": len(found),
                "bytes": sum(f["bytes"] for slip in found for f in slip["files"].values()), "failures": len(failures),
            },
            "inputs": [
                {
                    "unit": unit.number,
                    "files": [
                        {"file": f.name, "bytes": f.size, "modified": f.modified, "told": _known(f.told)}
                        for f in unit.files
                    ],
                }
                for _, unit in sorted(self.units.items())
            ],
            "shards": [
                {key: slip[key] for key in ("name", "unit", "number", "last", "words", "rows", "files")}
                for slip in found
            ],
            "failures": [{key: one[key] for key in ("shard", "name", "message")} for one in failures[:LISTED]],
            "notes": [{key: one[key] for key in ("shard", "name", "message")} for one in others[:LISTED]],
        }  # fmt: skip


@contextmanager
def opened(path: Path, settings: Settings) -> Iterator[Folder]:
    """The folder at ``path``, made if there is none, for this process alone.

    Raises:
        FolderError: it cannot be made, holds something else, or another run is writing to it.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        folder = Folder(path, settings)
        hidden = path / WORK
        hidden.mkdir(exist_ok=True)
        with (hidden / "lock").open("w") as lock:
            _alone(lock.fileno(), path)
            try:
                for left in hidden.iterdir():
                    shutil.rmtree(left, ignore_errors=True)
                folder.load()
                # Of this run alone: a reader that outlives a killed run finds its folder gone, and none to write to.
                folder.work = Path(tempfile.mkdtemp(dir=hidden))
                yield folder
            finally:
                shutil.rmtree(hidden, ignore_errors=True)
    except OSError as error:
        raise FolderError(f"{error.filename or path}: {error.strerror or error}") from error


def read_manifest(path: Path) -> Json:
    """The manifest of an archive's folder.

    Raises:
        FolderError: there is none.
    """
    try:
        manifest = json.loads((path / MANIFEST).read_text("utf-8"))
    except OSError as error:
        raise FolderError(f"{path / MANIFEST}: {error.strerror or error}") from error
    except ValueError as error:
        raise FolderError(f"{path / MANIFEST}: this is no JSON: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA or "inputs" not in manifest:
        raise FolderError(f"{path / MANIFEST}: this is no manifest of shards")
    return manifest


def slips(path: Path) -> list[Json]:
    """The slips of the shards that are there, in the order of their names.

    Raises:
        FolderError: one cannot be read.
    """
    found = []
    for one in sorted((path / SLIPS).glob("*.json")):
        try:
            found.append(json.loads(one.read_text("utf-8")))
        except (OSError, ValueError) as error:
            raise FolderError(f"{one}: {error}") from error
    return found


def _slip(shard: Shard) -> Json:
    def plain(remarks: Iterable[Remark]) -> list[Json]:
        return [asdict(one) for one in remarks]

    return {
        "schema": SCHEMA, "sayso": __version__, "name": shard.name, "unit": shard.unit, "number": shard.number,
        "last": shard.last, "words": shard.words, "rows": shard.rows, "files": shard.files,
        "remarks": plain(shard.remarks), "notes": plain(shard.notes),
    }  # fmt: skip


def _known(told: Told) -> dict[str, str]:
    return {key: value for key, value in asdict(told).items() if value is not None}


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:200]


def _replace(path: Path, value: Json) -> None:
    """Write JSON so that there is the old or the new, whatever happens."""
    new = path.with_name(f".{path.name}.new")
    with new.open("w", encoding="utf-8", errors="surrogateescape") as file:
        json.dump(value, file, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _alone(lock: int, path: Path) -> None:
    with suppress(ModuleNotFoundError):
        import fcntl

        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FolderError(f"{path}: another run is writing to it") from None
