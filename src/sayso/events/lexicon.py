"""The room's tables, from ``lexicon.toml``: patterns of verbs and nouns to PLOVER type and mode, and contexts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

Kind = tuple[str, str | None]
"""PLOVER type and mode."""
NONE = "NONE"
"""The type of patterns that speak of no event where a shorter one would: "killed in an accident"."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to speak of an event; an empty part asks for nothing."""

    head: str
    kind: Kind
    others: tuple[str, ...] = ()
    """A verb's particles, or the words before a noun; all must stand."""
    objects: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()
    """Arguments of the clause that it rules."""
    complement: frozenset[str] = frozenset()
    """Types, one of which what is promised, planned or vowed must have."""
    negated: bool = False
    person: bool = False
    own: bool = False
    """Whoever says so is who will do so."""

    @property
    def weight(self) -> int:
        """How much the pattern asks for: of those that hold, the heaviest wins."""
        parts = 4 * (
            bool(self.objects) + bool(self.subjects) + bool(self.complement) + bool(self.below) + len(self.others)
        )
        return parts + 8 * self.negated + 2 * bool(self.prepositions) + self.person


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns by the lemma of their head, heaviest first."""

    verbs: dict[str, tuple[Pattern, ...]]
    adjectives: dict[str, tuple[Pattern, ...]]
    nouns: dict[str, tuple[Pattern, ...]]
    cued: dict[str, tuple[tuple[frozenset[str], Kind], ...]]
    """Nouns that are events only beside one of some words."""
    contexts: dict[str, str]
    """A lemma, or two with a space between, to its context."""
    forms: dict[str, str]
    light: frozenset[str]
    frontiers: frozenset[str]
    suffered: frozenset[str]
    object_control: frozenset[str]
    topical: frozenset[str]
    territory: frozenset[str]
    """Nouns for places: "the town of Velmar" is where, not whose."""
    attacked: frozenset[str]
    """Things that are somebody's, and are attacked."""
    missiles: frozenset[str]
    """What flies and strikes: it is never struck itself where no helping verb says so."""
    things: frozenset[str]
    """Objects that are given, used or ended, not whom it happens to: "imposed a ban", "sent aid"."""


_PARTS = frozenset({"verbs", "adjectives", "nouns", "cued"})


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The tables, read once."""
    raw = tomllib.loads((files("sayso.events") / "lexicon.toml").read_text(encoding="utf-8"))
    settings, forms, groups, contexts = (raw.pop(name) for name in ("settings", "forms", "groups", "contexts"))
    verbs: dict[str, list[Pattern]] = {}
    adjectives: dict[str, list[Pattern]] = {}
    nouns: dict[str, list[Pattern]] = {}
    cued: dict[str, list[tuple[frozenset[str], Kind]]] = {}
    for kind, table in _kinds(raw):
        for words, part in ((verbs, "verbs"), (adjectives, "adjectives")):
            for entry in table.get(part, ()):
                for spelt in _spellings(entry):
                    pattern = _pattern(spelt, kind, groups)
                    words.setdefault(pattern.head, []).append(pattern)
        for entry in table.get("nouns", ()):
            for spelt in _spellings(entry.replace("-", " ")):
                pattern = _noun(_pattern(spelt, kind, groups))
                nouns.setdefault(pattern.head, []).append(pattern)
        for lemma, words in table.get("cued", {}).items():
            cued.setdefault(lemma, []).append((frozenset(words), kind))
    setting = {name: frozenset(settings[name]) for name in settings}
    return Lexicon(
        verbs=_sorted(verbs),
        adjectives=_sorted(adjectives),
        nouns=_sorted(nouns),
        cued={head: tuple(some) for head, some in cued.items()},
        contexts={word: name for name, words in contexts.items() for word in words},
        forms=forms,
        light=setting["light"],
        frontiers=setting["frontiers"],
        suffered=setting["suffered"],
        object_control=setting["object_control"],
        topical=setting["topical"],
        territory=frozenset(groups["territory"]),
        attacked=setting["attacked"],
        missiles=frozenset((*groups["missile"], *groups["bomb"])),
        things=frozenset(word for name in settings["things"] for word in groups[name]),
    )


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, frozenset[str]]]:
    raw = tomllib.loads((files("sayso.events") / "words.toml").read_text(encoding="utf-8"))
    return {part: {name: frozenset(words) for name, words in table.items()} for part, table in raw.items()}


def words(part: str) -> dict[str, frozenset[str]]:
    """The word lists of one of the room's modules, from ``words.toml``."""
    return _words()[part]


def _sorted(patterns: dict[str, list[Pattern]]) -> dict[str, tuple[Pattern, ...]]:
    return {head: tuple(sorted(some, key=lambda p: -p.weight)) for head, some in patterns.items()}


def _kinds(raw: dict[str, Any]) -> Iterator[tuple[Kind, dict[str, Any]]]:
    for name, table in raw.items():
        yield (name, None), table
        for mode, entries in table.items():
            if mode not in _PARTS:
                yield (name, mode), entries


def _spellings(entry: str) -> tuple[str, ...]:
    first, gap, rest = entry.partition(" ")
    if first.endswith("ise") and first not in {"exercise", "compromise", "raise", "promise", "advise"}:
        return entry, first[:-3] + "ize" + gap + rest
    if first.endswith("isation"):
        return entry, first[:-7] + "ization" + gap + rest
    return (entry,)


def _pattern(entry: str, kind: Kind, groups: dict[str, list[str]]) -> Pattern:
    """One entry; the head of the table says how they are written."""
    entry, _, limit = entry.partition(" !")
    entry, _, complement = entry.partition(" > ")
    entry, _, prepositions = entry.partition(" ~ ")
    entry, _, below = entry.partition(" ^ ")
    entry, _, things = entry.partition(" + ")
    entry, _, subjects = entry.partition(" < ")
    negated = entry.startswith("not ")
    head, *others = entry.removeprefix("not ").split()

    def several(words: str) -> frozenset[str]:
        return frozenset(w for word in words.split() for w in (groups[word[1:]] if word.startswith("@") else [word]))

    return Pattern(
        head, kind, tuple(others), several(things), several(subjects), several(prepositions), several(below),
        several(complement), negated, limit == "person", limit == "self",
    )  # fmt: skip


def _noun(pattern: Pattern) -> Pattern:
    words = (pattern.head, *pattern.others)
    return Pattern(words[-1], pattern.kind, words[:-1], prepositions=pattern.prepositions)
