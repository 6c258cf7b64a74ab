"""Parties by the order of words, where the tree tells none.

TABARI's rule (Schrodt 2001), which event coders have had since: who stands first before the verb does it, who follows
it first has it done to them. Here it is asked for last, and looks no further than the trigger's own clauses.
"""

from __future__ import annotations

from sayso.events.lexicon import words
from sayso.events.names import Names
from sayso.events.sectors import sectors_of
from sayso.events.syntax import case_of, is_passive
from sayso.language import Analysis, Word

_WORDS = words("order")
DYADIC = frozenset({
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
    "SANCTION", "COERCE", "ASSAULT",
})  # fmt: skip
"""Types that befall somebody; troops are deployed, and ministers resign, without."""
_REACH = 30
"""Words that are looked at either side."""
_STEPS = 12
"""Steps up the tree to the trigger."""
_PARTS = frozenset({"compound", "flat", "amod", "appos", "nmod:desc"})
_WHERE = _WORDS["where"]


class Order:
    """Looks for parties around a trigger."""

    def __init__(self, analysis: Analysis, names: Names) -> None:
        self._analysis, self._names = analysis, names

    def follows(self, trigger: Word, taken: frozenset[int], who: tuple[str, ...]) -> Word | None:
        """The first party behind a trigger, in its clauses.

        Args:
            trigger: the word that tells of the event.
            taken: words that are parties already.
            who: ids of who acts.
        """
        analysis = self._analysis
        last = min(analysis.sentences[trigger.sentence].last, trigger.index + _REACH)
        tops = {trigger.index}
        if trigger.upos == "NOUN" and trigger.relation in {"nsubj", "obj"} and not trigger.is_root:
            tops.add(trigger.head)
        for word in analysis.words[trigger.index + 1 : last + 1]:
            if word.index in taken or not self._stands_for_one(word) or not self._below(word, tops):
                continue
            own = self._names.own(word)
            if own is not None and own in who:
                continue
            if case_of(analysis, word) in _WHERE and not sectors_of(analysis, word):
                continue
            return word
        return None

    def precedes(self, trigger: Word) -> Word | None:
        """The nearest subject before a trigger that nobody is told to have suffered."""
        analysis = self._analysis
        if trigger.upos == "VERB" and is_passive(analysis, trigger):
            return None
        first = max(analysis.sentences[trigger.sentence].first, trigger.index - _REACH)
        for word in reversed(analysis.words[first : trigger.index]):
            if word.relation == "nsubj" and word.deprel != "nsubj:pass" and self._stands_for_one(word):
                return word
        return None

    def _stands_for_one(self, word: Word) -> bool:
        part = word.relation in _PARTS or word.deprel in _PARTS
        return word.upos in {"NOUN", "PROPN"} and not part and self._names.is_party(word)

    def _below(self, word: Word, tops: set[int]) -> bool:
        start = word
        for _ in range(_STEPS):
            if word.is_root or (word.upos == "VERB" and self._apart(word, start)):
                return False
            word = self._analysis.words[word.head]
            if word.index in tops:
                return True
        return False

    def _apart(self, verb: Word, word: Word) -> bool:
        """Whether a party has to do with a second verb alone: as its subject, or further down than its object."""
        if verb.relation not in {"conj", "parataxis"} or self._analysis.words[verb.head].upos != "VERB":
            return False
        return word.relation == "nsubj" or (verb.relation == "conj" and word.head != verb.index)
