"""How firmly the event that a single word names stands: from the word up through what it hangs on.

A claim's standing is that of its main clause; the events in it may stand otherwise ('failed to *reach* a deal', 'left
without *paying*', 'plans to *sell* the firm that it *bought*'). The walk follows Saurí and Pustejovsky's De Facto
(2012, *Are You Sure That This Happened?*): each word above an event that takes it as its complement passes on, weakens
or turns round what has been said of itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sayso.language.analysis import Analysis, Word
from sayso.record.types import Certainty, Polarity, TimeStatus
from sayso.standing.clause import MainClause, Predicate, lemmas_from, operator_key, predicate_of
from sayso.standing.lexicon import Lexicon, Operator, lexicon
from sayso.standing.tally import Tally, hedges_of, negated
from sayso.standing.tense import predicate_time

_STEPS = 6
"""Words above an event that are looked at; bounds the work on hostile trees."""
_CLAUSES = frozenset({"xcomp", "ccomp", "csubj"})
_NOUNS = frozenset({"NOUN", "PROPN"})

Link = Literal["clause", "noun", "cut", "open", "none"]
"""What a word is to the one above it: a clause or a noun that it takes as its complement, what it prevents, a question
that it leaves open, or none of these."""


@dataclass(frozen=True, slots=True)
class EventStanding:
    """Certainty, polarity and time of one event, and where its negation stands."""

    certainty: Certainty
    polarity: Polarity
    time: TimeStatus
    own_negation: bool
    """Whether a negation stands at the word itself ('did not leave'), not above it ('failed to leave')."""


def standing_at(analysis: Analysis, index: int) -> EventStanding:
    """How firmly the event that word ``index`` names stands."""
    known = lexicon()
    chain, negative, conditional = _chain(analysis, analysis.words[index], known)
    tally = Tally(negative=negative)
    if conditional or chain[-1][1] == "open":
        tally.lower("possible")
    time: TimeStatus = "unspecified"
    above: tuple[Operator | None, TimeStatus] = (None, "unspecified")
    own = False
    for step, (word, link) in enumerate(reversed(chain)):
        last = step == len(chain) - 1
        predicate = predicate_of(analysis, word)
        denied = negated(analysis, predicate, known, tally)
        below = "none" if last else chain[len(chain) - step - 2][1]
        operator, cue = (None, False) if last else _operator(analysis, predicate, known, below)
        if operator is not None and not (below == "noun" and operator.negative):
            tally.apply(operator, denied, "open" if cue else "flip")
        elif last:
            own = denied
            tally.negative ^= denied
        elif denied:
            tally.negative = not tally.negative
        if below == "noun" and not _need_not_be(analysis, chain[len(chain) - step - 2][0]):
            tally.negative = tally.open = False
        hedges_of(analysis, MainClause((_with(predicate, operator),), (), ()), known, tally)
        told, _ = predicate_time(analysis, predicate, known, False)
        time = _time(predicate, told, above, link)
        if last and (time == "conditional" or (predicate.infinitive and above[0] is None and told == "unspecified")):
            # 'Would close', 'came to close it': neither says that it was or will be closed.
            tally.lower("probable")
        above = operator, time
    certainty: Certainty = "unspecified" if tally.open else tally.certainty
    polarity: Polarity = "unspecified" if tally.open else "negative" if tally.negative else "positive"
    return EventStanding(certainty, polarity, "conditional" if conditional and time != "past" else time, own)


def _chain(analysis: Analysis, word: Word, known: Lexicon) -> tuple[list[tuple[Word, Link]], bool, bool]:
    """The words from ``word`` up that bear on it, each with what it is to the next; prepositions that deny; 'if'."""
    chain: list[tuple[Word, Link]] = []
    negative = conditional = False
    at = word
    for _ in range(_STEPS):
        marks = [c.text.lower() for c in analysis.children(at.index) if c.relation in {"mark", "case"}]
        negative ^= any(known.has("chain", "without", m) for m in marks)
        conditional = conditional or (at.relation == "advcl" and any(known.has("condition", "words", m) for m in marks))
        first = at
        for _ in range(_STEPS):
            if first.relation != "conj" or first.is_root or analysis.child(first.index, "nsubj"):
                break
            first = analysis.words[first.head]
        link = _link(analysis, first, marks, known)
        if link == "cut":
            negative, link = not negative, "none"
        chain.append((at, link))
        if link in {"none", "open"}:
            break
        at = analysis.words[first.head]
    return chain, negative, conditional


def _link(analysis: Analysis, word: Word, marks: list[str], known: Lexicon) -> Link:
    if word.is_root:
        return "none"
    above = analysis.words[word.head]
    if word.relation in {"advcl", "obl"} and "from" in marks and known.has("chain", "prevents", above.lemma.lower()):
        return "cut"
    if word.relation in _CLAUSES:
        return "open" if "whether" in marks or "if" in marks else "clause"
    infinitive = "to" in marks or "of" in marks
    if word.deprel == "acl" or (word.relation == "acl" and infinitive):
        return "clause" if infinitive and above.lemma.lower() in known.nouns else "none"
    if word.relation == "advcl":
        return "clause" if "to" in marks and above.upos in {"VERB", "ADJ"} else "none"
    if word.upos not in _NOUNS:
        return "none"
    if word.relation == "obj" or word.deprel == "nsubj:pass":
        return "cut" if known.has("chain", "undoes", above.lemma.lower()) else "noun"
    if word.relation == "nsubj":
        return "noun"
    if word.relation == "nmod" and above.lemma.lower() in known.nouns:
        return "noun" if "of" in marks or "for" in marks else "none"
    return "none"


def _operator(
    analysis: Analysis, predicate: Predicate, known: Lexicon, below: Link
) -> tuple[Operator | None, bool]:  # fmt: skip
    """What a word does to its complement, and whether it does so as a cue."""
    head = predicate.head
    lemmas = lemmas_from(analysis, head)
    if head.upos in _NOUNS:
        return known.nouns.get(head.lemma.lower()), False
    if predicate.passive or head.upos == "ADJ":
        key = operator_key(lemmas, known.passive)
        if key is not None:
            return known.passive[key], False
    for form in (lemmas, (head.text.lower(), *lemmas[1:])):
        for table in (known.inside, known.cues):
            key = operator_key(form, table)
            if key is not None:
                return table[key], table is known.cues
    return None, False


def _need_not_be(analysis: Analysis, noun: Word) -> bool:
    """Whether what a noun names need not exist where its verb is denied: 'signed no agreement', 'there are no losses'.

    It must where it has a definite article or an owner, or is talked about: 'did not sign the agreement', 'talks did
    not help'.
    """
    if noun.relation == "nsubj" and analysis.child(noun.head, "expl") is None:
        return noun.deprel == "nsubj:pass" and analysis.words[noun.head].lemma.lower() in lexicon().passive
    for child in analysis.children(noun.index):
        if child.relation == "det":
            return child.text.lower() in {"a", "an", "any", "no"}
        if child.deprel == "nmod:poss" or child.feature("Poss"):
            return False
    return True


def _with(predicate: Predicate, operator: Operator | None) -> Predicate:
    return Predicate(
        predicate.head, predicate.auxiliaries, predicate.adverbs, operator, predicate.infinitive, predicate.passive
    )


def _time(
    predicate: Predicate, own: TimeStatus, above: tuple[Operator | None, TimeStatus], link: Link
) -> TimeStatus:  # fmt: skip
    operator, outer = above
    if predicate.head.upos in _NOUNS and not predicate.auxiliaries:
        if operator is not None and operator.noun:
            return operator.noun
        if operator is not None and operator.time in {"future", "scheduled"}:
            return operator.time
        return "future" if outer == "future" else own
    if operator is None and own == "unspecified" and predicate.infinitive:
        return "future"
    if operator is not None and own == "unspecified":
        if operator.time == "own":
            return outer
        return operator.time if operator.time in {"future", "scheduled"} else "ongoing"
    return own
