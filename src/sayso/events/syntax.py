"""What the room asks of a tree: case, voice, negation, will. Each holds by relation or by standing right before."""

from __future__ import annotations

from sayso.language import Analysis, Word

_NEGATIONS = frozenset({"not", "n't", "never", "neither", "nor", "no", "cannot"})
_PERFECT = frozenset({"has", "have", "had", "'ve"})
_WILL = frozenset({"will", "would", "shall", "'ll", "wo"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_NOMINAL = frozenset({"DET", "ADJ", "NUM", "PROPN", "NOUN", "PRON"})
_MARKS = frozenset({",", "”", '"', "''"})
_PREPOSITIONS = frozenset({"on", "upon", "for", "with", "against", "of", "by", "from", "in", "at", "into"})
_PHRASE = 6
"""Words that a noun phrase has before its head."""
_BEFORE = 3
"""Words before a verb that its helping verbs and adverbs fill."""


def case_word(analysis: Analysis, word: Word) -> Word | None:
    """The preposition of an argument: below it, or, wherever the parser hung that, right before its noun phrase."""
    for child in analysis.children(word.index):
        if child.relation == "case" and child.index < word.index and child.text not in _POSSESSIVE:
            return child
    before = _before_phrase(analysis, word)
    if before is None or (before.upos, before.relation) == ("ADP", "case"):
        return before
    # "called | on | the union to …": a preposition, whatever the parser took it for
    return before if before.upos in {"SCONJ", "ADP"} and before.text.lower() in _PREPOSITIONS else None


def _before_phrase(analysis: Analysis, word: Word) -> Word | None:
    """The word right before a noun phrase, in the same sentence."""
    first, lowest = word.index, max(0, word.index - _PHRASE)
    while first > lowest:
        before = analysis.words[first - 1]
        if (
            (before.upos not in _NOMINAL and before.relation != "amod")
            or not first <= before.head <= word.index
            or before.head == before.index
        ):
            break
        first -= 1
    if not first or analysis.words[first - 1].sentence != word.sentence:
        return None
    return analysis.words[first - 1]


def case_of(analysis: Analysis, word: Word) -> str:
    """The preposition of an argument in lower case, or an empty string."""
    case = case_word(analysis, word)
    return case.lemma.lower() if case is not None else ""


def role_of(analysis: Analysis, child: Word, verb: Word) -> str:
    """What an argument is to its verb, set right where its words leave no choice.

    With a preposition it is an oblique; behind a verb that is not finite it is no subject; behind a comma no object:
    "Norwick will free the hostages, | the minister said".
    """
    relation = child.relation
    if relation in {"nsubj", "obj", "iobj"} and case_word(analysis, child) is not None:
        return "obl"
    if relation in {"obj", "iobj"} and child.index > verb.index:
        before = _before_phrase(analysis, child)
        return "parataxis" if before is not None and before.text in _MARKS else relation
    if relation == "nsubj" and child.index > verb.index and verb.feature("VerbForm") in {"Ger", "Inf"}:
        return "obj"
    return relation


def possessive(analysis: Analysis, word: Word) -> bool:
    """Whether a possessive ending stands right behind a word."""
    behind = analysis.words[word.index + 1 : word.index + 2]
    return bool(behind) and behind[0].text in _POSSESSIVE and behind[0].head == word.index and behind[0].upos == "PART"


def is_passive(analysis: Analysis, verb: Word) -> bool:
    """Whether a verb is passive: by its auxiliary or its subject, else by its voice where it has no subject.

    A past form with a subject and no helping verb is active, whatever a tagger takes it for: "Norwick pledged …".
    """
    children = analysis.children(verb.index)
    if any(c.deprel == "aux:pass" for c in children):
        return True
    if any(c.deprel == "nsubj:pass" for c in children):  # "the minister conferred" is active whatever its subject is
        return verb.feature("Mood") != "Ind" or any(c.relation == "aux" for c in children)
    if verb.feature("Voice") != "Pass":
        return False
    return not any(c.relation == "nsubj" for c in children) or any(c.lemma == "be" for c in children if c.upos == "AUX")


def is_behind(analysis: Analysis, noun: Word) -> bool:
    """Whether a noun is what somebody is said to be behind: "were behind the killing"; by the order of words."""
    before = analysis.words[max(0, noun.index - _PHRASE) : noun.index]
    at = next((w.index for w in reversed(before) if w.lemma.lower() == "behind"), 0)
    return at > 0 and analysis.words[at - 1].lemma == "be" and analysis.words[at].sentence == noun.sentence


def is_stranded(analysis: Analysis, verb: Word) -> bool:
    """Whether a preposition of aim stands behind a verb without a phrase of its own: "was fired *on* by"."""
    behind = analysis.words[verb.index + 1 : verb.index + 3]
    aimed = len(behind) > 1 and behind[0].text.lower() in {"on", "at", "upon"}
    return aimed and behind[1].upos in {"ADP", "PUNCT", "SCONJ", "CCONJ", "ADV"}


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


def is_perfect(analysis: Analysis, verb: Word) -> bool:
    """Whether a verb is in the perfect: "has not apologised"."""
    return not _PERFECT.isdisjoint(helpers(analysis, verb))
