"""Whom words stand for that name nobody: pronouns, and "the two countries"."""

from __future__ import annotations

from sayso.events.clauses import Clauses
from sayso.events.lexicon import words
from sayso.events.names import Names
from sayso.events.sectors import sectors_of
from sayso.language import Analysis, Word

_WORDS = words("antecedents")
_PERSON = _WORDS["person"]
_THING = _WORDS["thing"]
_SEVERAL = _WORDS["several"]
_SPEAKERS = _WORDS["speakers"]
_BOTH = _WORDS["both"]
_SIDES = _WORDS["sides"]
"""What stands for two countries that have been named: "the *two countries*", "both *sides*"."""
_MOST = 16
_BACK = 80
"""Dependents that are looked at; words of a sentence before that are."""
_STEPS = 6


class Antecedents:
    """Finds whom the words of a report stand for."""

    def __init__(self, analysis: Analysis, names: Names, clauses: Clauses) -> None:
        self._analysis, self._names, self._clauses = analysis, names, clauses
        self._meant: dict[int, Word | None] = {}
        self._pairs: dict[int, tuple[Word, ...]] = {}

    def meant(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words of arguments, each replaced by whom it stands for where that can be told."""
        meant: dict[int, Word] = {}
        for word in words:
            pair = self._pair(word)
            one = self._antecedent(word) if word.upos == "PRON" else None
            for w in pair or ((one,) if one is not None else (word,)):
                meant.setdefault(w.index, w)
        return tuple(meant.values())

    def _pair(self, word: Word) -> tuple[Word, ...]:
        """The two countries that "the two sides" or "both countries' ministers" are."""
        if word.upos != "NOUN":
            return ()
        if word.index not in self._pairs:
            self._pairs[word.index] = self._two_named(word) if self._is_both(word) else ()
        return self._pairs[word.index]

    def _is_both(self, word: Word) -> bool:
        below = self._children(word)
        if word.lemma.lower() in _SIDES and any(c.text.lower() in _BOTH for c in below):
            return not any(c.relation == "amod" and self._names.at(c.index) is not None for c in below)
        return any(
            c.deprel == "nmod:poss" and c.upos == "NOUN" and self._is_both(c) for c in below if c.head != c.index
        )

    def _two_named(self, word: Word) -> tuple[Word, ...]:
        sentence = self._analysis.sentences[word.sentence]
        for first, last in ((sentence.first, word.index), *self._before(word)):
            found: dict[str, Word] = {}
            for w in self._analysis.words[max(first, last - _BACK) : last]:
                name = self._names.at(w.index)
                country = self._names.isos.get(name) if name is not None and self._names.governs(name) else None
                if country is not None:
                    found.setdefault(country, w)
            if found:
                return tuple(found.values()) if len(found) == 2 else ()
        return ()

    def _before(self, word: Word) -> tuple[tuple[int, int], ...]:
        """First and last word of the sentence before, where there is one."""
        if not word.sentence:
            return ()
        before = self._analysis.sentences[word.sentence - 1]
        return ((before.first, before.last + 1),)

    def _antecedent(self, pronoun: Word) -> Word | None:
        """Whom a pronoun stands for: the nearest subject before that agrees (after Lappin and Leass 1994)."""
        text = pronoun.text.lower()  # objects are left open: "him" is seldom who stood first
        if text not in _PERSON | _THING | _SEVERAL | _SPEAKERS:
            return None
        if pronoun.index not in self._meant:
            self._meant[pronoun.index] = self._sought(pronoun, text)
        return self._meant[pronoun.index]

    def _speaker(self, pronoun: Word) -> Word | None:
        """Who says "we" and "I": the subject of what stands above it or beside it as its saying."""
        word = pronoun
        for _ in range(_STEPS):
            if word.is_root:
                break
            word = self._analysis.words[word.head]
            says = self._clauses.saying(word)
            if says is not None and says.upos != "PRON" and says.index != pronoun.index:
                return says if self._names.is_party(says) else None
        return None

    def _sought(self, pronoun: Word, text: str) -> Word | None:
        if text in _SPEAKERS:
            return self._speaker(pronoun)
        words = self._analysis.words
        sentence = self._analysis.sentences[pronoun.sentence]
        clause = pronoun.head
        for w in reversed(words[max(sentence.first, pronoun.index - _BACK) : pronoun.index]):
            if w.relation == "nsubj" and w.head != clause and self._agrees(w, text):
                return w
        for first, last in self._before(pronoun):
            stretch = words[max(first, last - _BACK) : last]
            root = next((w for w in stretch if w.is_root), None)
            subject = self._clauses.governor(root)[0] if root is not None else None
            if subject is not None and subject.upos != "PRON":
                return subject if self._agrees(subject, text) else None
        return None

    def _agrees(self, word: Word, text: str) -> bool:
        if word.upos not in {"NOUN", "PROPN"} or not self._names.is_party(word):
            return False
        own = self._names.own(word)
        kind = self._names.kinds[own] if own is not None else ""
        several = word.feature("Number") == "Plur" or bool(self._names.conjuncts(word))
        if text in _PERSON:
            return not several and (kind == "person" or (not kind and bool(sectors_of(self._analysis, word))))
        if text in _THING:
            return not several and kind in {"organisation", "country", "group", "place"}
        return several

    def _children(self, word: Word) -> tuple[Word, ...]:
        return self._analysis.children(word.index)[:_MOST]
