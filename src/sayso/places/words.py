"""The room's word lists, from ``places.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from sayso.language.analysis import Word


@cache
def _lists() -> dict[str, list[str]]:
    text = resources.files("sayso.places").joinpath("places.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def is_one_of(word: Word, name: str) -> bool:
    """Whether the word's lemma or form is in list ``name``: lemmas of irregular verbs are not always told."""
    return word.lemma.lower() in words(name) or word.text.lower() in words(name)


@cache
def words(name: str) -> frozenset[str]:
    """The words of list ``name``."""
    return frozenset(_lists()[name])
