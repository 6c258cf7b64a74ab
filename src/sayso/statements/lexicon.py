"""The room's word lists, from ``lexicon.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, frozenset[str]]]:
    raw = tomllib.loads((files("sayso.statements") / "lexicon.toml").read_text(encoding="utf-8"))
    return {name: {key: frozenset(words) for key, words in table.items()} for name, table in raw.items()}


def words(table: str, key: str) -> frozenset[str]:
    """The lemmas under ``[table] key``."""
    return _tables()[table][key]
