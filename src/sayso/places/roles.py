"""The part a place plays: where the event was, where it was said, or a mere mention.

Reads Universal Dependencies (UD v2): ``obl`` and ``nmod`` with a ``case``, and objects of verbs like 'reach'. Where a
sentence has no tree to speak of, the word before the name and the nearest verb decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sayso.language.analysis import Analysis, Word
from sayso.places.words import is_one_of, words
from sayso.record.types import PlaceRole

_CLIMB = frozenset({"compound", "flat", "appos", "conj", "fixed", "goeswith", "amod", "nummod"})
_MOST = 12
"""Steps up a tree; longer chains say nothing about a place any more."""


Cases = Mapping[int, frozenset[str]]
"""The case words (lower case) below each word that has any, by the word's index."""


def case_words(analysis: Analysis) -> Cases:
    """The case words of a report; gathered once, so that a word with very many dependents costs no more than others."""
    found: dict[int, set[str]] = defaultdict(set)
    for word in analysis.words:
        if word.relation == "case":
            found[word.head].add(word.text.lower())
    return {head: frozenset(texts) for head, texts in found.items()}


def role_of(analysis: Analysis, under: Cases, start: int, end: int) -> PlaceRole:
    """The role of the place named from ``start`` to ``end`` (``dateline`` is told by the block, not here)."""
    head = analysis.head_of(start, end)
    if head is None:
        return "mention"
    if head.is_root or head.relation == "dep":
        return _by_order(analysis, start, head)
    for _ in range(_MOST):
        # 'Khasan railway station': the place is an oblique where the whole name is one.
        if head.relation not in _CLIMB or under.get(head.index, frozenset()):
            break
        if head.is_root:
            return "mention"
        head = analysis.words[head.head]
    for _ in range(_MOST):  # 'in the town of Kano', 'near the capital of Chad'
        above = analysis.words[head.head]
        of = head.relation in {"nmod", "obl"} and under.get(head.index, frozenset()) == {"of"}
        if head.is_root or not of or above.lemma.lower() not in words("of_places"):
            break
        head = above
    if head.is_root:
        return "mention"
    governor = analysis.words[head.head]
    cases = under.get(head.index, frozenset())
    if head.relation == "obl" and cases & words("locative"):
        if is_one_of(governor, "speech"):
            return "said-at" if cases & words("said_at") else "mention"
        if governor.upos == "ADJ" and cases == {"to"}:
            return "mention"  # 'troops loyal to Tripoli'
        return "event"
    if head.relation in {"obj", "nsubj"} and governor.upos == "VERB":
        passive = head.relation == "obj" or head.deprel == "nsubj:pass"
        return "event" if passive and is_one_of(governor, "place_verbs") else "mention"
    if head.relation == "nmod" and cases & words("locative"):
        return _by_noun(analysis, under, governor, cases)
    return "mention"


def _by_noun(analysis: Analysis, under: Cases, noun: Word, cases: frozenset[str]) -> PlaceRole:
    lemma = noun.lemma.lower()
    verb = analysis.words[noun.head]
    if lemma in words("said_to") and is_one_of(verb, "speech"):
        return "said-at" if cases & words("said_at") else "mention"
    if noun.relation == "nsubj" and noun.index < verb.index and is_one_of(verb, "speech"):
        return "said-at" if cases & words("said_at") else "mention"  # 'officials in Warsaw said'
    if cases == {"from"} and lemma not in words("leaving"):
        return "mention"  # 'a trader from Kano'
    beside = noun.relation == "obl" and under.get(noun.index, frozenset()) & words("firm_locative")
    if beside and not is_one_of(verb, "speech"):
        return "event"  # 'exploded outside the embassy in Kabul'
    return "mention" if lemma in words("not_events") or noun.upos == "PROPN" else "event"


def _by_order(analysis: Analysis, start: int, head: Word) -> PlaceRole:
    sentence = analysis.sentences[head.sentence] if 0 <= head.sentence < len(analysis.sentences) else None
    first = analysis.words_in(start, start + 1)
    if sentence is None or not first or first[0].index <= sentence.first:
        return "mention"
    at = first[0].index
    before = analysis.words[at - 1]
    if before.text.lower() == "the" and at - 2 >= sentence.first:
        before = analysis.words[at - 2]
    case = before.text.lower()
    if case not in words("locative"):
        return "mention"
    reach = 40
    left = analysis.words[max(sentence.first, at - reach) : at]
    right = analysis.words[at : min(sentence.last + 1, at + reach)]
    verb = next((w for w in (*reversed(left), *right) if w.upos == "VERB"), None)
    if verb is None:
        return "mention"
    if is_one_of(verb, "speech"):
        return "said-at" if case in words("said_at") else "mention"
    return "event"
