"""How firmly the event that a single word names stands: from the word up through what it hangs on.

A claim's standing is that of its main clause; the events in it may stand otherwise ('failed to *reach* a deal', 'left
without *paying*', 'plans to *sell* the firm that it *bought*'). The walk follows Saurí and Pustejovsky's De Facto
(2012, *Are You Sure That This Happened?*): each word above an event that takes it as its complement passes on, weakens
or turns round what has been said of itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from sayso.language.analysis import Analysis, Word
from sayso.record.types import Certainty, Polarity, TimeStatus
from sayso.standing.clause import MainClause, Predicate, lemmas_from, operator_key, predicate_of
from sayso.standing.lexicon import Lexicon, Operator, lexicon
from sayso.standing.tally import Tally, hedges_of, negated
from sayso.standing.tense import arranged, predicate_time, unrealised

_STEPS = 6
"""Words above an event that are looked at; bounds the work on hostile trees."""
_CLAUSES = frozenset({"xcomp", "ccomp", "csubj"})
_AIMED = frozenset({"for", "with", "into"})
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
        before = tally.certainty
        denied = negated(analysis, predicate, known, tally)
        below = "none" if last else chain[len(chain) - step - 2][1]
        under = None if last else chain[len(chain) - step - 2][0]
        operator, cue = (None, False) if under is None else _operator(analysis, predicate, known, below, under)
        if operator is not None and not (below == "noun" and operator.negative):
            tally.apply(operator, denied, "open" if cue else "flip")
        elif last:
            own = denied
            tally.negative ^= denied
        elif denied:
            tally.negative = not tally.negative
        if under is not None and below == "noun" and not _need_not_be(analysis, under):
            tally.negative = tally.open = False
        hedges_of(analysis, MainClause((_with(predicate, operator),), (), ()), known, tally)
        if under is not None and under.deprel == "nsubj" and word.upos != "VERB" and below == "noun":
            tally.certainty = before  # 'the take-off was apparently normal': it was one for certain
        # After 'said', 'would' is a future seen from then.
        told, _ = predicate_time(analysis, predicate, known, above[1] == "past" and word.upos not in _NOUNS)
        if last and _shared_to(analysis, word):
            told, predicate = "unspecified", replace(predicate, infinitive=True)
        if told == "ongoing" and _dated(analysis, predicate, known):
            told = "future"
        time = _time(predicate, told, above, link)
        if last and unrealised(analysis, predicate):
            tally.lower("probable")
            tally.negative = not tally.negative
        if last and (time == "conditional" or (told == "unspecified" and _purpose(predicate, above[0]))):
            # 'Would close', 'came to close it': neither says that it was or will be closed.
            tally.lower("probable")
        if last and any(w.text.lower() in {"can", "ca"} for w in predicate.auxiliaries) and not denied:
            tally.lower("possible")  # what can be need not be
        if last and word.upos in _NOUNS:
            time = _qualified(analysis, word, known, tally) or time
        above = operator, time
    certainty: Certainty = "unspecified" if tally.open else tally.certainty
    polarity: Polarity = "unspecified" if tally.open else "negative" if tally.negative else "positive"
    return EventStanding(certainty, polarity, "conditional" if conditional and time != "past" else time, own)


def _purpose(predicate: Predicate, above: Operator | None) -> bool:
    """Whether an infinitive tells what something is for; a headline's ('firm to close') and a noun's ('the first to
    close') tell what is to come."""
    return predicate.infinitive and above is None and predicate.head.relation not in {"root", "acl"}


def _shared_to(analysis: Analysis, word: Word) -> bool:
    """Whether ``word`` shares the 'to' of a verb before it: 'to buy and sell'."""
    if word.relation != "conj" or word.is_root or word.feature("VerbForm") != "Inf":
        return False
    if any(c.relation in {"aux", "mark"} for c in analysis.children(word.index)):
        return False
    return predicate_of(analysis, analysis.words[word.head]).infinitive


def _dated(analysis: Analysis, predicate: Predicate, known: Lexicon) -> bool:
    """Whether a present tense is about a time to come: 'is travelling on Monday'."""
    words = (predicate.head, *analysis.children(predicate.head.index))
    return arranged(analysis, MainClause((predicate,), words, words), predicate, known) is not None


def _qualified(analysis: Analysis, noun: Word, known: Lexicon, tally: Tally) -> TimeStatus | None:
    """What a noun's adjectives leave of it, and the time that they tell: 'the cancelled sale', 'a planned sale'."""
    time: TimeStatus | None = None
    for child in analysis.children(noun.index):
        if child.relation not in {"amod", "compound"}:
            continue
        forms = {child.text.lower(), child.lemma.lower()}
        if not forms.isdisjoint(known.tables["chain"]["qualified_negative"]):
            tally.negative = True
        for level in ("probable", "possible"):
            if not forms.isdisjoint(known.tables["chain"][f"qualified_{level}"]):
                tally.lower(level)
        if not forms.isdisjoint(known.tables["chain"]["qualified_future"]):
            time = "future"
    return time


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
        undone = operator_key(lemmas_from(analysis, above), known.tables["chain"]["undoes"])
        return "noun" if undone is None else "cut"
    if word.relation == "nsubj":
        return "noun"
    if word.relation == "obl" and not _AIMED.isdisjoint(marks) and above.upos == "VERB":
        return "noun"  # 'called for talks', 'will pay for repairs'
    if word.relation == "nmod" and above.lemma.lower() in known.nouns:
        return "noun" if "of" in marks or "for" in marks else "none"
    if word.relation == "compound" and above.lemma.lower() in known.nouns:
        return "noun"  # 'a reorganisation plan'
    return "none"


def _operator(
    analysis: Analysis, predicate: Predicate, known: Lexicon, below: Link, under: Word
) -> tuple[Operator | None, bool]:
    """What a word does to its complement ``under``, and whether it does so as a cue."""
    head = predicate.head
    if below == "noun" and under.deprel == "nsubj" and head.upos == "VERB" and not predicate.passive:
        return None, False  # who or what does a thing is no complement of it
    lemmas = lemmas_from(analysis, head)
    if operator_key(lemmas, known.tables["chain"]["phrasal"]) is not None:
        return None, False
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
