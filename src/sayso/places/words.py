"""The room's word lists, from ``places.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def _lists() -> dict[str, list[str]]:
    text = resources.files("sayso.places").joinpath("places.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def words(name: str) -> frozenset[str]:
    """The words of list ``name``."""
    return frozenset(_lists()[name])
