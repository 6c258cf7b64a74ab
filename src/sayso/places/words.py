"""The room's word lists, from ``places.toml``."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib import resources

from sayso.language.analysis import Analysis, Word


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


@cache
def _signs() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all signs of a country in a report's words, and the country of each."""
    told = {sign: country for country in ("US", "GB", "CA", "IE") for sign in _lists()[f"signs_{country}"]}
    longest = sorted(told, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"), told


def leaning(analysis: Analysis) -> dict[str, float]:
    """How far the words of a report speak for a country: whom and what only that country calls so, each once."""
    pattern, told = _signs()
    seen = Counter(told[sign] for sign in set(pattern.findall(analysis.text)))
    return {country: float(count) for country, count in seen.items()}
