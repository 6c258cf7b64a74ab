"""What the room asks of a tree: case, voice, negation, will. Each holds by relation or by standing right before."""

from __future__ import annotations

from sayso.language import Analysis, Word

_NEGATIONS = frozenset({"not", "n't", "never", "neither", "nor", "no", "cannot"})
_WILL = frozenset({"will", "would", "shall", "'ll", "wo"})
_BEFORE = 3
"""Words before a verb that its helping verbs and adverbs fill."""


def case_of(analysis: Analysis, word: Word) -> str:
    """The preposition of an argument, or an empty string."""
    case = analysis.child(word.index, "case")
    return case.lemma.lower() if case is not None else ""


def is_passive(analysis: Analysis, verb: Word) -> bool:
    """Whether a verb is passive: by its voice, its auxiliary, or its subject."""
    marks = {"aux:pass", "nsubj:pass"}
    return verb.feature("Voice") == "Pass" or any(c.deprel in marks for c in analysis.children(verb.index))


def helpers(analysis: Analysis, verb: Word) -> frozenset[str]:
    """Helping verbs, particles and adverbs of a verb, in lower case."""
    found = {c.text.lower() for c in analysis.children(verb.index) if c.relation in {"aux", "advmod", "cop", "det"}}
    for word in reversed(analysis.words[max(0, verb.index - _BEFORE) : verb.index]):
        if word.sentence != verb.sentence or word.upos not in {"AUX", "PART", "ADV"} or word.text.lower() == "to":
            break
        found.add(word.text.lower())
    return frozenset(w.replace("’", "'") for w in found)


def is_negated(analysis: Analysis, word: Word) -> bool:
    """Whether a verb, or a noun by its determiner, is negated in its own clause."""
    return not _NEGATIONS.isdisjoint(helpers(analysis, word))


def is_volitional(analysis: Analysis, verb: Word) -> bool:
    """Whether 'will' or 'would' stands with a verb: with a negation it is a refusal."""
    return not _WILL.isdisjoint(helpers(analysis, verb))
