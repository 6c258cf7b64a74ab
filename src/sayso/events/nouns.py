"""Nouns that speak of an event: "the talks", "air strikes on the town", "a strike of dock workers"."""

from __future__ import annotations

from functools import lru_cache

from sayso.events.forms import with_ending
from sayso.events.lexicon import NONE, Kind, lexicon, words
from sayso.events.syntax import case_of
from sayso.language import Analysis, Word

_WORDS = words("nouns")
_MODIFIERS = frozenset({"compound", "amod", "nmod", "flat"})
_PARTS = frozenset({"compound", "amod", "flat", "advmod"})
"""Relations of a noun that is only a part of another's name: "the peace talks' venue"."""
_DAYS = _WORDS["days"]
_WORDS_OF_MANY = _WORDS["words_of_many"]
"""What is said or held jointly, and is no act of cooperation in itself."""
_MOST = 24
_WINDOW = 3
"""Words before a noun that can belong to its name."""


def noun_kind(analysis: Analysis, noun: Word) -> Kind | None:
    """PLOVER type and mode of a noun, or ``None`` where it speaks of no event.

    A gerund that the tagger takes for a verb ("Fighting broke out") counts where it is nobody's predicate.
    """
    if noun.upos not in {"NOUN", "VERB"} or noun.relation in _PARTS:
        return None
    if noun.upos == "VERB" and not (noun.text.endswith("ing") and noun.relation in {"nsubj", "obj", "obl", "nmod"}):
        return None
    words = lexicon()
    lemma, text = with_ending(analysis, noun) or noun.lemma.lower(), noun.text.lower()
    patterns = (*words.nouns.get(lemma, ()), *(words.nouns.get(text, ()) if text != lemma else ()))
    cues = words.cued.get(lemma, ())
    joint = noun.relation in {"obj", "nsubj", "obl"} and lemma not in _WORDS_OF_MANY and _is_joint(analysis, noun)
    if not patterns and not cues and not joint:
        return None
    children = analysis.children(noun.index)
    before = {w.lemma.lower() for w in children if w.relation in _MODIFIERS and w.index < noun.index}
    left = [w for w in analysis.words[max(0, noun.index - _WINDOW) : noun.index] if w.sentence == noun.sentence]
    for word in reversed(left):
        if word.upos not in {"NOUN", "ADJ", "PROPN", "PUNCT", "VERB"}:
            break
        before |= {word.lemma.lower(), word.text.lower()}
    prepositions = {
        case_of(analysis, c) for c in children if c.relation in {"nmod", "obl", "acl"} and c.text not in _DAYS
    }  # fmt: skip
    behind = [w for w in analysis.words[noun.index + 1 : noun.index + 3] if w.sentence == noun.sentence]
    if behind and behind[-1].text not in _DAYS:  # "a strike on Monday" strikes nobody
        prepositions.add(behind[0].lemma.lower())
    for pattern in sorted(patterns, key=lambda p: -p.weight):
        if pattern.prepositions and pattern.prepositions.isdisjoint(prepositions):
            continue
        if all(other in before for other in pattern.others):
            return pattern.kind if pattern.kind[0] != NONE else None
    around = _lemmas(analysis, noun.sentence) if cues else frozenset()
    found = next((kind for cue, kind in cues if not cue.isdisjoint(around)), None)
    return found or (("COOPERATE", None) if joint else None)


def _is_joint(analysis: Analysis, noun: Word) -> bool:
    below = analysis.children(noun.index)[:_MOST]
    return any(c.relation == "amod" and c.lemma.lower() == "joint" for c in below)


class _Key:
    """An analysis by identity: hashing one by value would read the whole report."""

    __slots__ = ("analysis",)

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.analysis is self.analysis

    def __hash__(self) -> int:
        return id(self.analysis)


@lru_cache(maxsize=1)
def _lemmas_of(key: _Key, sentence: int) -> frozenset[str]:
    analysis = key.analysis
    return frozenset(w.lemma.lower() for w in analysis.sentence_words(analysis.sentences[sentence]))


def _lemmas(analysis: Analysis, sentence: int) -> frozenset[str]:
    return _lemmas_of(_Key(analysis), sentence)
