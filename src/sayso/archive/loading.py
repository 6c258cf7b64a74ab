"""An archive's shards into a ledger."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sayso import __version__
from sayso.archive.folder import FolderError, Json, read_manifest, slips
from sayso.archive.tables import NO_PARQUET
from sayso.ledger import Ledger
from sayso.ledger.adding import Outcome, told_key
from sayso.ledger.bulk import Prepared, add_many, known_among, prepare
from sayso.record.contract import ContractError, from_json
from sayso.reports import Told

AT_ONCE = 250
"""Reports of one transaction."""


@dataclass(slots=True)
class Loaded:
    """What came of loading."""

    complete: bool
    """Whether the archive was read to its end."""
    shards: int = 0
    counted: Counter[Outcome] = field(default_factory=Counter)
    problems: list[tuple[str, str]] = field(default_factory=list)
    """What could not be loaded, and why."""


def load(path: Path, ledger: Ledger, begun: Callable[[str], None] = lambda _: None) -> Loaded:
    """Put the shards in ``path`` into ``ledger``, in their order; what is there already is passed over.

    Args:
        begun: called with each shard's name.

    Raises:
        FolderError: there are no shards, or another version of Sayso read them.
        LedgerError: the ledger cannot be written.
    """
    manifest = read_manifest(path)
    if manifest["sayso"] != __version__:
        raise FolderError(
            f"{path}: sayso {manifest['sayso']} read it, and this is {__version__}: load it with that version, or "
            "read it again into another folder"
        )
    found = Loaded(bool(manifest["complete"]))
    for slip in slips(path):
        begun(slip["name"])
        if slip["rows"]["reports"]:
            _shard(path, slip, ledger, found)
        found.shards += 1
    return found


def _shard(path: Path, slip: Json, ledger: Ledger, found: Loaded) -> None:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise FolderError(NO_PARQUET) from error
    file = path / "reports" / f"{slip['name']}.parquet"
    try:
        with file.open("rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() != slip["files"]["reports"]["sha256"]:
                found.problems.append((str(file), "it is not the file that batch wrote; the shard is not loaded"))
                return
            table = parquet.ParquetFile(opened)
            # Records are large: they are looked at only where one of them is not in the ledger.
            pairs = [_pair(row) for row in table.read(columns=["id", "told"]).to_pylist()]
            with ledger.reading() as connection:
                known = known_among(connection, pairs)
            found.counted["known"] += sum(pair in known for pair in pairs)
            if len(set(pairs)) == len(known):
                return
            for some in _prepared(table, known, found.problems):
                found.counted += add_many(ledger, some)
    except (OSError, pa.ArrowException) as error:
        found.problems.append((str(file), getattr(error, "strerror", None) or str(error)))


def _prepared(table: Any, known: set[tuple[str, str]], problems: list[tuple[str, str]]) -> Iterator[list[Prepared]]:
    for batch in table.iter_batches(batch_size=AT_ONCE, columns=["id", "told", "record"]):
        made = []
        for row in batch.to_pylist():
            pair = _pair(row)
            if pair in known:
                continue
            try:
                made.append(prepare(from_json(json.loads(row["record"])), row["record"], pair[1]))
            except (ContractError, ValueError) as error:
                problems.append((row["id"], str(error)))
        yield made


def _pair(row: dict[str, Any]) -> tuple[str, str]:
    """A report's content, which its id begins with, and the key of what was told of it."""
    content: str = row["id"].partition(".")[0]
    return content, told_key(asdict(Told(**json.loads(row["told"]))))
