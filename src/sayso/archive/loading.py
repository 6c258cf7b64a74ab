"""An archive's shards into a ledger."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sayso import __version__
from sayso.archive.folder import FolderError, Json, read_manifest, slips
from sayso.archive.shards import NO_PARQUET
from sayso.ledger import Ledger
from sayso.ledger.adding import Outcome, told_key
from sayso.ledger.bulk import add_many, known_among
from sayso.ledger.preparing import Prepared, prepare
from sayso.record.contract import ContractError, from_json
from sayso.reports import Told

AT_ONCE = 250
"""Reports of one transaction."""
AHEAD = 2
"""Shards for each process that are prepared while others are added."""


@dataclass(slots=True)
class Loaded:
    """What came of loading."""

    complete: bool
    """Whether the archive was read to its end."""
    shards: int = 0
    counted: Counter[Outcome] = field(default_factory=Counter)
    problems: list[tuple[str, str]] = field(default_factory=list)
    """What could not be loaded, and why."""


@dataclass(frozen=True, slots=True)
class _Portion:
    """What is to be added of a shard, and what of it could not be."""

    groups: tuple[tuple[Prepared, ...], ...] = ()
    problems: tuple[tuple[str, str], ...] = ()


def load(path: Path, ledger: Ledger, workers: int = 1, begun: Callable[[str], None] = lambda _: None) -> Loaded:
    """Put the shards in ``path`` into ``ledger``, in their order; what is there already is passed over.

    Args:
        workers: processes that prepare what this one then adds; with one, it does both.
        begun: called with each shard's name.

    Raises:
        FolderError: there are no shards, another version of Sayso read them, or a process died.
        LedgerError: the ledger cannot be written.
    """
    manifest = read_manifest(path)
    if manifest["sayso"] != __version__:
        raise FolderError(
            f"{path}: sayso {manifest['sayso']} read it, and this is {__version__}: load it with that version, or "
            "read it again into another folder"
        )
    found = Loaded(bool(manifest["complete"]))
    with _pool(workers) as call:
        waiting: deque[tuple[str, Callable[[], _Portion]]] = deque()
        for slip in slips(path):
            if slip["rows"]["reports"]:
                waiting.append((slip["name"], call(path, slip, _there(path, slip, ledger, found))))
            found.shards += 1
            if len(waiting) >= workers * AHEAD:
                _add(ledger, found, begun, *waiting.popleft())
        while waiting:
            _add(ledger, found, begun, *waiting.popleft())
    return found


def _add(
    ledger: Ledger, found: Loaded, begun: Callable[[str], None], name: str, portion: Callable[[], _Portion]
) -> None:
    begun(name)
    try:
        made = portion()
    except BrokenExecutor as error:
        raise FolderError(f"{name}: a process that prepares reports died; run it again, or with --workers 1") from error
    found.problems += made.problems
    for group in made.groups:
        found.counted += add_many(ledger, group)


@contextmanager
def _pool(workers: int) -> Iterator[Callable[..., Callable[[], _Portion]]]:
    """A way to have :func:`_portion` called: here and when its answer is wanted, or ahead in another process."""
    if workers == 1:
        yield lambda *given: partial(_portion, *given)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        try:
            yield lambda *given: pool.submit(_portion, *given).result
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _there(path: Path, slip: Json, ledger: Ledger, found: Loaded) -> frozenset[tuple[str, str]]:
    """The reports of a shard that are in the ledger; they are counted."""
    try:
        pairs = [_pair(row) for row in _table(path, slip).read(columns=["id", "told"]).to_pylist()]
    except (OSError, ValueError):
        # It will be said when it is read.
        return frozenset()
    with ledger.reading() as connection:
        known = known_among(connection, pairs)
    found.counted["known"] += sum(pair in known for pair in pairs)
    return frozenset(known)


def _portion(path: Path, slip: Json, known: frozenset[tuple[str, str]]) -> _Portion:
    """What is to be added of a shard: all but ``known``."""
    file = _file(path, slip)
    groups: list[tuple[Prepared, ...]] = []
    problems: list[tuple[str, str]] = []
    try:
        if len(known) == slip["rows"]["reports"]:
            return _Portion()
        with file.open("rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() != slip["files"]["reports"]["sha256"]:
                return _Portion(problems=((str(file), "it is not what batch wrote; the shard is not loaded"),))
        for batch in _table(path, slip).iter_batches(batch_size=AT_ONCE, columns=["id", "told", "record"]):
            group: list[Prepared] = []
            for row in batch.to_pylist():
                pair = _pair(row)
                if pair in known:
                    continue
                try:
                    group.append(prepare(from_json(json.loads(row["record"])), row["record"], pair[1]))
                except (ContractError, ValueError) as error:
                    problems.append((row["id"], str(error)))
            groups.append(tuple(group))
    except (OSError, ValueError) as error:
        problems.append((str(file), getattr(error, "strerror", None) or str(error)))
    return _Portion(tuple(groups), tuple(problems))


def _file(path: Path, slip: Json) -> Path:
    return path / "reports" / f"{slip['name']}.parquet"


def _table(path: Path, slip: Json) -> Any:
    """The table of a shard's reports; pyarrow's own errors are ``OSError`` and ``ValueError``, too."""
    try:
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise FolderError(NO_PARQUET) from error
    return parquet.ParquetFile(_file(path, slip))


def _pair(row: dict[str, Any]) -> tuple[str, str]:
    """A report's content, which its id begins with, and the key of what was told of it."""
    content: str = row["id"].partition(".")[0]
    return content, told_key(asdict(Told(**json.loads(row["told"]))))
