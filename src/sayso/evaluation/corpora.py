"""Where the corpora are, and whether they are the ones that a floor was measured on. None of their text is kept."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

VARIABLE = "SAYSO_CORPORA"


class MissingCorpusError(Exception):
    """A corpus is not where it should be; the message says what, where, and what to do."""


def corpora_folder(given: str | None) -> Path:
    """The folder with the corpora: ``given``, or what the environment names.

    Raises:
        MissingCorpusError: neither is told, or there is no such folder.
    """
    name = given or os.environ.get(VARIABLE)
    if not name:
        raise MissingCorpusError(
            f"no corpora to measure on: set {VARIABLE}, or give --corpora DIR, "
            "a folder with polnear, gum, timebank and so on (docs/accuracy.md names them)"
        )
    folder = Path(name)
    if not folder.is_dir():
        said = "--corpora" if given else VARIABLE
        raise MissingCorpusError(f"{name}: no such folder; {said} must name the folder that holds the corpora")
    return folder


def files_of(corpora: Path, patterns: tuple[str, ...]) -> list[Path]:
    """The files of a part of the corpora, sorted, without hidden ones.

    Raises:
        MissingCorpusError: a pattern has no files.
    """
    found: set[Path] = set()
    for pattern in patterns:
        some = {p for p in corpora.glob(pattern) if p.is_file() and not p.name.startswith(".")}
        if not some:
            raise MissingCorpusError(
                f"{corpora / pattern}: no such files; get the corpus (docs/accuracy.md says where from) "
                "and put it there, or measure something else"
            )
        found |= some
    return sorted(found, key=lambda p: p.relative_to(corpora).as_posix())


def checksum(corpora: Path, patterns: tuple[str, ...]) -> str:
    """SHA-256 over the sorted relative names and the bytes of a part of the corpora."""
    whole = hashlib.sha256()
    for path in files_of(corpora, patterns):
        data = path.read_bytes()
        whole.update(f"{path.relative_to(corpora).as_posix()}\0{len(data)}\0".encode())
        whole.update(data)
    return whole.hexdigest()


def read_text(path: Path) -> str:
    """A text as it stands: line breaks are characters that offsets count."""
    with path.open(encoding="utf-8", newline="") as lines:
        return lines.read()
