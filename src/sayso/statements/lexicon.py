"""The room's word lists, from ``lexicon.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, frozenset[str]]]:
    raw = tomllib.loads((files("sayso.statements") / "lexicon.toml").read_text(encoding="utf-8"))
    return {name: {key: frozenset(words) for key, words in table.items()} for name, table in raw.items()}


@lru_cache(maxsize=1)
def titles() -> dict[str, str]:
    """Short titles before a name → the nouns they stand for: ``sen.`` → ``senator``."""
    return {short: noun for noun, some in _tables()["titles"].items() for short in some}


def words(table: str, key: str) -> frozenset[str]:
    """The lemmas under ``[table] key``."""
    return _tables()[table][key]


@lru_cache(maxsize=256)
def kin(noun: str) -> frozenset[str]:
    """The nouns that may take up the same body as ``noun``, itself included: none where it has no family."""
    return _together("kin", noun)


@lru_cache(maxsize=256)
def peers(noun: str) -> frozenset[str]:
    """The other nouns for whoever may be called ``noun``: 'spokeswoman' for a spokesperson."""
    return _together("peers", noun) - {noun}


def _together(table: str, noun: str) -> frozenset[str]:
    return frozenset[str]().union(*(family for family in _tables()[table].values() if noun in family))
