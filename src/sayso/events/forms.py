"""The forms of verbs that a parser or a lemmatiser has got wrong, set right by the lexicon."""

from __future__ import annotations

from sayso.events.lexicon import lexicon
from sayso.language import Analysis, Word


def known_lemma(verb: Word) -> str:
    """The verb's lemma; where that is no known verb, the known verb that its form can belong to ("cancelled")."""
    lemma, text, verbs = verb.lemma.lower(), verb.text.lower(), lexicon().verbs
    lemma = lexicon().forms.get(text, lemma) if lemma == text else lemma
    if lemma in verbs or lemma in lexicon().light:
        return lemma
    for suffix in ("ing", "ed"):
        stem = text.removesuffix(suffix)
        if stem != text and len(stem) > 2:
            return next((s for s in (stem, stem + "e", stem[:-1]) if s in verbs), lemma)
    return lemma


def hyphened(analysis: Analysis, verb: Word) -> str | None:
    """The whole of a verb that the words are cut at its hyphen: "test-fired"."""
    first, dash = analysis.words[max(0, verb.index - 2)], analysis.words[max(0, verb.index - 1)]
    if dash.text != "-" or dash.end != verb.start or first.end != dash.start:
        return None
    whole = f"{first.text.lower()}-{known_lemma(verb)}"
    return whole if whole in lexicon().verbs else None


def with_ending(analysis: Analysis, noun: Word) -> str | None:
    """The whole of a noun that the words are cut at its hyphen, as it is written without one: "pull-out"."""
    behind = analysis.words[noun.index + 1 : noun.index + 3]
    if len(behind) < 2 or behind[0].text != "-" or (noun.end, behind[0].end) != (behind[0].start, behind[1].start):
        return None
    whole = noun.text.lower() + behind[1].text.lower()
    return whole if whole in lexicon().nouns else None


def next_noun(analysis: Analysis, verb: Word) -> Word | None:
    """The noun phrase right behind a verb that has lost its object to a wrong parse: "to hold talks"."""
    found = None
    for word in analysis.words[verb.index + 1 : verb.index + 6]:
        if word.sentence != verb.sentence or word.upos not in {"NOUN", "ADJ", "DET", "NUM"}:
            break
        if word.upos == "NOUN":
            found = word
    return found
