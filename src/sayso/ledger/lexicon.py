"""The room's word lists, from ``lexicon.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, tuple[str, ...]]]:
    raw = tomllib.loads((files("sayso.ledger") / "lexicon.toml").read_text(encoding="utf-8"))
    return {name: {key: tuple(words) for key, words in table.items()} for name, table in raw.items()}


@lru_cache(maxsize=64)
def words(table: str, key: str) -> frozenset[str]:
    """The entries under ``[table] key``."""
    return frozenset(_tables()[table][key])


@lru_cache(maxsize=1)
def verb_forms() -> dict[str, str]:
    """Past forms that a lemmatizer takes for other words → their lemmas."""
    pairs = _tables()["words"]["lemmas"]
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


@lru_cache(maxsize=1)
def agencies() -> dict[str, str]:
    """Agencies' whole names → their short ones, in lower case."""
    pairs = [name.lower() for name in _tables()["credits"]["whole"]]
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


@lru_cache(maxsize=1)
def predicate_classes() -> dict[str, tuple[str, ...]]:
    """A verb's lemma → the classes it is in."""
    found: dict[str, tuple[str, ...]] = {}
    for name, verbs in _tables()["predicates"].items():
        for verb in verbs:
            found[verb] = (*found.get(verb, ()), name)
    return found


@lru_cache(maxsize=1)
def contraries() -> dict[str, str]:
    """A verb's lemma, or an adjective → the verb of which it says the contrary: 'survive' → 'die'."""
    return {one: others[0] for one, others in _tables()["contraries"].items()}


@lru_cache(maxsize=1)
def measure_words() -> dict[str, str]:
    """A lemma → the measure it names."""
    return {word: name for name, some in _tables()["measures"].items() for word in some}


@lru_cache(maxsize=1)
def happening_classes() -> dict[str, str]:
    """A lemma of a verb or a noun → the class of what happens that it is in, where that is one; a noun's goes first."""
    apart = {"occur", "hold", "light", "schedule"}
    made: dict[str, str] = {}
    for table in ("predicates", "happenings"):
        found: dict[str, set[str]] = {}
        for name, some in _tables()[table].items():
            if name not in apart:
                for word in some:
                    found.setdefault(word, set()).add(name)
        if table == "happenings":
            # 'Attack' is a verb and a noun for it; 'fire' is to dismiss, or what burns.
            made |= {word: min(names) for word, names in found.items() if len(names) == 1}
        else:
            made = {word: min(names) for word, names in found.items() if len(names) == 1}
    return made


@lru_cache(maxsize=1)
def happening_nouns() -> frozenset[str]:
    """Nouns for what happens."""
    return frozenset(noun for nouns in _tables()["happenings"].values() for noun in nouns)


@lru_cache(maxsize=1)
def words_of_phrases() -> dict[str, str]:
    """A verb's lemma and a particle → the verb that says the same: 'turn down' → 'reject'."""
    return {phrase: verb for verb, phrases in _tables()["phrases"].items() for phrase in phrases}


@lru_cache(maxsize=1)
def _kindred() -> dict[str, str]:
    rows = tomllib.loads((files("sayso.ledger") / "kindred.toml").read_text(encoding="utf-8"))["nouns"]
    return {noun: row[0] for row in rows for noun in row}


def common_name(lemma: str) -> str:
    """The noun that stands for all that reports use for one thing: 'prisoner' for 'inmate'."""
    return _kindred().get(lemma, lemma)
