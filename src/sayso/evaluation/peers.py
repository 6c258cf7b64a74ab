"""Other systems' figures, from ``peers.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Peer:
    """Another system's figures, and what they were measured on."""

    name: str
    on: str
    figures: dict[str, float]


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads((files("sayso.evaluation") / "peers.toml").read_text(encoding="utf-8"))


def peers_of(yardstick: str) -> tuple[Peer, ...]:
    """The peers of a yardstick, in the table's order."""
    return tuple(Peer(row["name"], row["on"], dict(row["figures"])) for row in _table().get(yardstick, ()))


def corpus_of(yardstick: str) -> str:
    """Which corpus a yardstick needs, and where it is from."""
    return str(_table()["corpora"][yardstick])


def notes_of(yardstick: str) -> tuple[str, ...]:
    """What should be known when the yardstick's figures are read."""
    return tuple(_table()["notes"].get(yardstick, ()))
