"""What the words over a predicate make of its certainty and polarity: negations, hedges, modals, estimative words."""

from __future__ import annotations

from dataclasses import dataclass, field

from sayso.language.analysis import Analysis, Word
from sayso.record.types import Certainty
from sayso.standing.clause import MainClause, Predicate, subject_denied
from sayso.standing.lexicon import Lexicon, Operator

_RANK: dict[Certainty, int] = {"certain": 0, "probable": 1, "possible": 2, "unspecified": 3}


@dataclass(slots=True)
class Tally:
    """What has been read so far; only ever lowers certainty."""

    certainty: Certainty = "certain"
    negative: bool = False
    open: bool = False
    because: set[int] = field(default_factory=set)
    likelihood: tuple[float, float] | None = None

    def lower(self, certainty: Certainty) -> None:
        """Leaves at most ``certainty``."""
        if _RANK[certainty] > _RANK[self.certainty]:
            self.certainty = certainty

    def apply(self, operator: Operator, negated: bool, default: str) -> None:
        """What ``operator``, or its negation, makes of its complement."""
        how = (operator.negated or default) if negated else None
        if how == "keep":
            return
        if how == "possible":
            self.lower("possible")
            return
        if how == "open":
            self.open = True
            return
        self.lower(operator.certainty)
        self.negative ^= operator.negative ^ negated


_EVEN = 0.5
_NOT = frozenset({"not", "n't", "n’t"})
_QUANTIFIERS = frozenset({"advmod", "amod", "cc", "det"})
_SUBJECT = 5
"""Words of a subject that are looked through for its 'no'."""


def negated(analysis: Analysis, predicate: Predicate, known: Lexicon, tally: Tally) -> bool:
    """Whether an odd number of negators stands over ``predicate``; notes them."""
    negators: set[int] = set()
    around = (*predicate.adverbs, *analysis.children(predicate.head.index))
    for word in around:
        text = word.text.lower()
        pronoun = word.upos == "PRON" and word.relation == "advmod"  # 'nobody was hurt', as some parsers have it
        if word.relation in {"nsubj", "obj"} or pronoun:
            below = analysis.children(word.index)
            owners = (d for c in below if c.deprel == "nmod:poss" for d in analysis.children(c.index)[:1])
            parts = (word, *(c for c in (*below, *owners) if c.relation in _QUANTIFIERS))
            for part in parts:
                low = part.text.lower()
                # 'Nobody voted', 'no voter came', 'hardly anyone voted'.
                kind = "subjects" if part is word else "words" if part.relation == "advmod" else "determiners"
                if part.relation == "amod" and not known.has("negation", "scant", low):
                    continue
                named = known.has("negation", kind, low) or known.has("negation", "determiners", low)
                scant = known.has("negation", "scant", low) and known.has("chain", "held", word.lemma.lower())
                if scant and analysis.words[part.index - 1].text.lower() not in {"a", "no", "not"}:
                    tally.lower("probable")  # 'there is little doubt that'
                    negators.add(part.index)
                    break
                if named and not _idle(analysis, part, known, tally):
                    negators.add(part.index)
                    break
        elif known.has("negation", "scant", text) and known.has("chain", "held", predicate.head.lemma.lower()):
            negators.add(word.index)
        elif (
            word.relation == "det"
            or word.upos == "DET"
            or (word.relation != "conj" and known.has("negation", "words", text))
        ):
            table = "determiners" if "det" in {word.relation, word.upos.lower()} else "words"
            # 'Neither … nor' is one negation; a 'nor' that joins clauses stands with its own.
            if known.has("negation", table, text) and not _idle(analysis, word, known, tally):
                negators.add(word.index)
    first = min((w.index for w in predicate.auxiliaries), default=predicate.head.index)
    for word in reversed(analysis.words[max(0, first - _SUBJECT) : first]):
        if word.text.lower() == "no" and word.sentence == predicate.head.sentence:
            negators.add(word.index)  # 'no money had changed hands', however the subject was parsed
        if word.upos not in {"NOUN", "ADJ", "PROPN", "NUM"}:
            break
    negators -= tally.because  # one that stands for the word above does not count again
    tally.because |= negators
    return len(negators) % 2 == 1


def _idle(analysis: Analysis, word: Word, known: Lexicon, tally: Tally) -> bool:
    """Whether a negator denies nothing: 'not only'. 'Not necessarily' and 'not all' deny nothing and leave it open."""
    after = analysis.words[word.index + 1].text.lower() if word.index + 1 < len(analysis.words) else ""
    if known.has("negation", "open", after):
        tally.open = True
        tally.because |= {word.index, word.index + 1}
    return known.has("negation", "idle", after)


def hedge(word: Word, known: Lexicon, tally: Tally, *, perfect: bool = False) -> None:
    """What an adverb or a modal verb leaves of certainty; notes it. 'Must have left' is a guess."""
    text = word.text.lower()
    for level in ("probable", "possible", "unspecified"):
        adverb = level != "unspecified" and text in known.tables["hedge"][level]
        if adverb or (word.upos == "AUX" and text in known.tables["modal"][level]):
            duty = perfect and text == "should"  # 'should have stopped': whether it did is not said
            tally.lower("unspecified" if duty else "probable" if perfect and text == "must" else level)
            tally.open |= duty
            tally.because.add(word.index)


def hedges_of(analysis: Analysis, clause: MainClause, known: Lexicon, tally: Tally) -> None:
    """What the auxiliaries, adverbs and estimative words of a clause leave of certainty; notes them."""
    for predicate in clause.predicates:
        for word in predicate.auxiliaries:
            # 'could not' denies; it leaves nothing possible.
            after = analysis.words[word.index + 1].text.lower() if word.index + 1 < len(analysis.words) else ""
            could = word.text.lower() == "could"
            if could and (after in _NOT or subject_denied(analysis, predicate, known)):
                continue
            if known.has("hedge", "seeming", word.text.lower()):
                tally.lower("probable")  # 'looks set to'
                tally.because.add(word.index)
            hedge(word, known, tally, perfect="have" in [a.lemma.lower() for a in predicate.auxiliaries])
        for word in (*predicate.adverbs, predicate.head):
            if word is not predicate.head:
                hedge(word, known, tally)
                close = word.index + 1 == predicate.head.index and predicate.head.upos == "VERB"
                if close and known.has("hedge", "short", word.text.lower()):
                    tally.open = True
                    tally.because.add(word.index)
            if word is not predicate.head or predicate.operator is not None or word.upos == "ADJ":
                _estimate(analysis, word, known, tally)


def _estimate(analysis: Analysis, word: Word, known: Lexicon, tally: Tally) -> None:
    table = known.tables["estimative"]
    text = word.text.lower()
    base = table["words"].get(text)
    if base is None:
        return
    after = analysis.words[word.index + 1].text.lower() if word.index + 1 < len(analysis.words) else ""
    before = analysis.words[word.index - 1].text.lower() if word.index else ""
    if before in table["spoiling"]:
        tally.lower("probable")
        return
    if base == "certain":
        if before not in table["near"]:
            if text == "certainly" and after in _NOT:
                tally.because.add(word.index)  # 'certainly not' denies the more firmly
            return
        band = "almost_certain"
    else:
        band = f"very_{base}" if before in table["raising"] else base
    denied = before in _NOT
    weigh(table["band"][band], denied, tally)
    tally.because.add(word.index)
    if before in table["near"] or before in table["raising"]:
        tally.because.add(word.index - 1)


def weigh(band: tuple[float, float], denied: bool, tally: Tally) -> None:
    """Takes down the band of an estimative word; below even odds it speaks against the claim."""
    low, high = band
    if high < _EVEN:
        tally.negative = not tally.negative
    if denied:
        low, high = round(1 - high, 2), round(1 - low, 2)
    tally.likelihood = (low, high)
    tally.lower("possible" if band[0] < _EVEN < band[1] else "probable")
