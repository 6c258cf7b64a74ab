"""Word classes and lemmas: what a tagger said, set right where the language leaves no choice."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from simplemma import lemmatize

_HELPING = frozenset({"aux", "aux:pass", "cop"})


@dataclass(frozen=True, slots=True)
class _Forms:
    closed: dict[str, tuple[str, str]]
    auxiliaries: dict[str, str]
    irregular: dict[str, str]


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    raw = tomllib.loads((files("sayso.language") / "english.toml").read_text(encoding="utf-8"))
    return _Forms(
        {form: (upos, feats) for form, (upos, feats) in raw["closed"].items()},
        {form: lemma for lemma, some in raw["auxiliaries"].items() for form in some},
        raw["irregular"],
    )


def settled(form: str, upos: str, feats: str, relation: str, *, opens: bool) -> tuple[str, str]:
    """The word class and features of ``form`` after the tree and the closed classes have had their say.

    Args:
        form, upos, feats: the word as tagged.
        relation: its dependency relation.
        opens: whether it is the first of its sentence.
    """
    if relation in _HELPING and upos == "VERB":
        upos = "AUX"  # the tree and the tags disagree: a helping verb is an auxiliary
    if upos == "AUX" and not opens and form[0].isupper() and not form.isupper():
        upos, feats = "PROPN", "Number=Sing"  # '4 May'
    return _forms().closed.get(form if upos == "PROPN" else form.lower(), (upos, feats))


def lemma(form: str, upos: str, feats: str, script: str) -> str:
    """The lemma: simplemma's for the open classes, a table's for auxiliaries, else the model's ``script``.

    A script is ``cut|add``: how many letters to take off the end, and what to put there.
    """
    if upos == "PROPN":
        return form
    lower = form.lower().replace("’", "'")
    if upos == "AUX":
        return _forms().auxiliaries.get(lower, lower)
    if upos in {"ADJ", "ADV"}:
        return lemmatize(lower, lang="en") if "Degree=Cmp" in feats or "Degree=Sup" in feats else lower
    if upos == "VERB":
        # 'said' is no infinitive, whatever a tagger says; 'found' and 'left' can be.
        if lower in _forms().irregular:
            return lower if "VerbForm=Inf" in feats else _forms().irregular[lower]
        found = lemmatize(lower, lang="en")
        # Of 'remains' it knows the noun.
        third = found == lower and "Person=3" in feats and lower.endswith("s") and not lower.endswith("ss")
        return lower[:-1] if third else found
    if upos == "NOUN":
        return lemmatize(lower, lang="en")
    cut, _, add = script.partition("|")
    lower = form.lower()
    return (lower[: len(lower) - int(cut)] + add) or lower
