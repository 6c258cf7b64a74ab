"""The room's tables, from ``lexicon.toml``: lemmas to PLOVER type and mode, and words of contexts."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[tuple[str, str], tuple[str, str | None]], dict[str, str]]:
    raw = tomllib.loads((files("sayso.events") / "lexicon.toml").read_text(encoding="utf-8"))
    contexts = {word: name for name, some in raw.pop("contexts").items() for word in some}
    triggers: dict[tuple[str, str], tuple[str, str | None]] = {}
    for kind, modes in raw.items():
        for mode, entries in modes.items():
            for entry in entries:
                lemma, _, thing = entry.partition(" + ")
                triggers.setdefault((lemma, thing), (kind, mode or None))
    return triggers, contexts


def event_type(lemma: str, objects: tuple[str, ...]) -> tuple[str, str | None] | None:
    """PLOVER type and mode of a trigger; an entry with one of its objects goes before the lemma alone."""
    triggers, _ = _tables()
    for thing in (*objects, ""):
        found = triggers.get((lemma, thing))
        if found is not None:
            return found
    return None


def context(lemma: str) -> str | None:
    """The context that a word speaks of."""
    return _tables()[1].get(lemma)
