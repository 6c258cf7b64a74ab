"""The room's word lists, from ``lexicon.toml``; the meaning of each field is written there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, cast

from sayso.record.types import Certainty, Stance, TimeStatus

ComplementTime = Literal["future", "scheduled", "past", "own"]
Negated = Literal["flip", "open", "possible", "keep"]


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that takes a claim as its complement, and what it makes of that complement."""

    stance: Stance = "unspecified"
    certainty: Certainty = "certain"
    negative: bool = False
    time: ComplementTime | None = None
    noun: TimeStatus | None = None
    negated: Negated | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Operators by lemma (particles after a space), as cues and inside claims; and the plain lists."""

    cues: Mapping[str, Operator]
    inside: Mapping[str, Operator]
    passive: Mapping[str, Operator]
    nouns: Mapping[str, Operator]
    tables: Mapping[str, Mapping[str, Any]]
    openings: Mapping[str, frozenset[str]]
    """The first words of the phrases of a table, and of its single words."""

    def has(self, table: str, key: str, word: str) -> bool:
        """Whether ``word`` stands in ``[table] key``."""
        return word in self.tables[table][key]


_LISTS = ("hedge", "modal", "negation", "phrase", "time", "condition", "estimative", "chain")


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    raw = tomllib.loads((files("sayso.standing") / "lexicon.toml").read_text(encoding="utf-8"))
    cues: dict[str, Operator] = {}
    inside: dict[str, Operator] = {}
    passive: dict[str, Operator] = {}
    nouns: dict[str, Operator] = {}
    for entry in raw["operator"]:
        operator = Operator(
            stance=entry.get("stance", "unspecified"),
            certainty=entry.get("certainty", "certain"),
            negative=entry.get("polarity") == "negative",
            time=entry.get("time"),
            noun=entry.get("noun"),
            negated=entry.get("negated"),
        )
        place = entry.get("inside")
        for word in entry["words"]:
            if place is None:
                cues[word] = operator
                if not entry.get("cue_only"):
                    inside[word] = operator
            elif place == "noun":
                nouns[word] = operator
            elif place == "passive" or entry.get("voice") == "passive":
                passive[word] = operator
            else:
                inside[word] = operator
    tables = {
        name: {key: frozenset(value) if isinstance(value, list) else value for key, value in raw[name].items()}
        for name in _LISTS
    }
    phrases = [*raw["estimative"]["phrase"], *(p for some in raw["phrase"].values() for p in some)]
    conditions = [*raw["condition"]["words"], *raw["condition"]["phrases"]]
    openings = {
        name: frozenset(p.partition(" ")[0] for p in some)
        for name, some in (("phrase", phrases), ("condition", conditions))
    }
    return Lexicon(cues, inside, passive, nouns, cast(Mapping[str, Mapping[str, Any]], tables), openings)
