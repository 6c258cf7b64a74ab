"""What is denied by a verdict on somebody's words: 'called the report false', 'there is no truth in claims that …'."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from sayso.language.analysis import Analysis, Word
from sayso.record.spans import Span
from sayso.standing.clause import QUOTES, claim_words

_NOT = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor"})
_IN = frozenset({"in", "to", "behind"})
_BEHIND = 6
"""Words from 'no truth' to the claim of which it is said."""
_LONGEST = 120
"""Words of a verdict and what it is on, so that cost stays linear."""
_BEFORE = frozenset({"DET", "ADV", "ADJ", "ADP", "PUNCT"})
_AUX = frozenset({"aux", "cop"})


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    raw = tomllib.loads((files("sayso.standing") / "refusal.toml").read_text(encoding="utf-8"))
    return {name: frozenset(some) for name, some in raw.items()}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is said not to be so, and the word that says it."""

    denied: Span
    by: Word


def refused(analysis: Analysis, spans: tuple[Span, ...], cue: Span | None) -> Refusal | None:
    """What the words of a claim deny by a verdict on it; ``None`` where they give none, or tell other things beside it.

    The verdict is the main clause ('the reports are untrue'), or hangs on the cue ('called the reports untrue'), or
    there is no truth in it.
    """
    words = claim_words(analysis, spans)
    if not words or len(words) > _LONGEST or words[0].sentence != words[-1].sentence:
        return None
    inside = frozenset(w.index for w in words)
    naming = _naming(analysis, cue)
    for word in words:
        lemma, text = word.lemma.lower(), word.text.lower()
        if lemma in _lists()["truth"] and (found := _no_truth(analysis, word, words)) is not None:
            return Refusal(_told(analysis, found), word)
        if {lemma, text}.isdisjoint(_lists()["false"] | _lists()["unfounded"]) or _denied(analysis, word):
            continue
        if naming is not None and word.upos in {"ADJ", "NOUN", "VERB", "PROPN"}:
            found = _named(analysis, word, naming, words)
        else:
            found = _predicated(analysis, word, inside)
        if found is not None:
            return Refusal(_told(analysis, found), word)
    return _disputed(analysis, words, cue)


def _told(analysis: Analysis, denied: Span) -> Span:
    """'That it would close' of 'the report that it would close'."""
    inside = analysis.words_in(denied.start, denied.end)
    for noun, that in pairwise(inside):
        if _claim(noun):
            clause = that.text.lower() == "that" and that is not inside[-1]
            return analysis.span(that.start, denied.end) if clause else denied
    return denied


def _disputed(analysis: Analysis, words: tuple[Word, ...], cue: Span | None) -> Refusal | None:
    """'Disputes the claim that …', 'denied the report that …': what follows is denied, and more than doubted."""
    verbs = () if cue is None else analysis.words_in(cue.start, cue.end)
    verb = next((w for w in verbs if w.upos == "VERB" and w.lemma in _lists()["disputing"]), None)
    if verb is None or _denied(analysis, verb) or not words:
        return None
    whole = analysis.span(words[0].start, words[-1].end)
    told = _told(analysis, whole)
    return Refusal(told, verb) if told.start > whole.start else None


def _naming(analysis: Analysis, cue: Span | None) -> Word | None:
    """The verb of a cue by which something is given a name or a verdict, if the cue is not denied itself."""
    if cue is None:
        return None
    verb = next(
        (w for w in analysis.words_in(cue.start, cue.end) if w.upos == "VERB" and w.lemma in _lists()["naming"]), None
    )
    return verb if verb is not None and not _denied(analysis, verb) else None


def _denied(analysis: Analysis, word: Word) -> bool:
    before = analysis.words[word.index - 1 : word.index] if word.index else ()
    return any(c.text.lower() in _NOT for c in (*analysis.children(word.index), *before))


def _on(verdict: Word, thing: Word) -> bool:
    """Whether a verdict on ``thing`` denies it."""
    if thing.upos in {"NOUN", "PROPN"}:
        return thing.lemma.lower() in _lists()["claims"]
    return thing.text.lower() in _lists()["pronouns"] and verdict.lemma.lower() in _lists()["false"]


def _named(analysis: Analysis, verdict: Word, naming: Word, words: tuple[Word, ...]) -> Span | None:
    """What a verdict behind it, or right before it, is given on by the cue."""
    if any(c.relation in _AUX for c in analysis.children(verdict.index)):
        return None  # 'called the idea that the results were false …'
    things = [w for w in words if w is not verdict and _on(verdict, w)]
    thing = things[0] if things else None
    if thing is None or any(w.index < thing.index and w.upos in {"NOUN", "PROPN"} for w in words if w is not verdict):
        return None  # 'called the author of the report a lie'
    if verdict.index < thing.index:
        # 'Dismissed as untrue claims that ballots had been burned'
        near = thing.index - verdict.index == 1
        return analysis.span(thing.start, words[-1].end) if near else None
    last = [w for w in words if w.upos != "PUNCT"][-1]
    above = analysis.words[verdict.head]
    hangs = verdict.head in {naming.index, thing.index} or above.upos in {"ADP", "SCONJ"}
    begins = _begins(analysis, verdict, thing)
    set_apart = analysis.words[begins - 1].text in QUOTES or analysis.text[analysis.words[begins].start - 1] in QUOTES
    if not (hangs or verdict is last or set_apart):
        return None
    kept = [w for w in words if w.index < begins]
    while kept[-1].upos == "PUNCT" and kept[-1] is not thing:
        kept.pop()
    return analysis.span(words[0].start, kept[-1].end)


def _begins(analysis: Analysis, verdict: Word, thing: Word) -> int:
    """The first word of a verdict's phrase: its article, 'as', and what it is heightened by."""
    first = verdict.index
    while first - 1 > thing.index:
        before = analysis.words[first - 1]
        if before.upos not in _BEFORE or before.lemma.lower() in _lists()["claims"]:
            break
        first -= 1
    return first


def _predicated(analysis: Analysis, verdict: Word, inside: frozenset[int]) -> Span | None:
    """The subject of 'is false', where that is the main clause and the only one."""
    children = analysis.children(verdict.index)
    helps = [c for c in children if c.relation in _AUX and c.index in inside]
    if not any(c.relation == "cop" or c.deprel == "aux:pass" for c in helps):
        return None
    if verdict.head in inside and not verdict.is_root:
        return None
    if any(c.relation in {"conj", "parataxis", "advcl", "ccomp"} and _clausal(analysis, c) for c in children):
        return None
    subject = next((c for c in children if c.relation == "nsubj" and c.index < verdict.index), None)
    if subject is None or subject.index not in inside:
        return None
    if _on(verdict, subject):
        # All between it and its verb is its own, however parsed.
        last = analysis.words[max(subject.index, helps[0].index - 1)]
        return analysis.span(_phrase(analysis, subject).start, last.end)
    # 'Reports of his death were false', where the parser took the death for what is false.
    of = analysis.subtree(subject.index)[0].index
    thing = analysis.words[of - 1] if analysis.words[of].upos == "ADP" and of - 1 in inside else None
    return analysis.span(thing.start, subject.end) if thing is not None and _claim(thing) else None


def _clausal(analysis: Analysis, word: Word) -> bool:
    return word.upos == "VERB" or any(c.relation in {"nsubj", "cop", "aux"} for c in analysis.children(word.index))


def _no_truth(analysis: Analysis, truth: Word, words: tuple[Word, ...]) -> Span | None:
    """What there is no truth in: 'no truth in claims that …', 'not a word of truth in it', 'claims without basis'."""
    before = [w for w in words if w.index < truth.index][-5:]
    none = any(w.text.lower() in _NOT for w in before)
    without = analysis.case(truth.index) == "without"
    if not none and not without:
        return None
    behind = [w for w in words if truth.index < w.index <= truth.index + _BEHIND]
    led = next((i for i, w in enumerate(behind) if w.text.lower() in _IN and w.upos in {"ADP", "SCONJ"}), None)
    if led is not None and none:
        thing = next((w for w in behind[led + 1 :] if w.upos in {"NOUN", "PROPN", "PRON"}), None)
        if thing is None or not (_claim(thing) or thing.text.lower() in _lists()["pronouns"]):
            return None
        phrase, last = _phrase(analysis, thing), [w for w in words if w.upos != "PUNCT"][-1]
        that = analysis.words[thing.index + 1].text.lower() == "that"  # all that follows is the claim's, however parsed
        return analysis.span(phrase.start, last.end if that and last.index > thing.index else phrase.end)
    # 'The claims were without foundation', 'the claims have no basis'
    verb = truth if without else analysis.words[truth.head]
    subject = next((c for c in analysis.children(verb.index) if c.relation == "nsubj"), None)
    owns = without or (verb.lemma == "have" and truth.relation == "obj")
    return _phrase(analysis, subject) if owns and subject is not None and _claim(subject) else None


def _claim(noun: Word) -> bool:
    return noun.upos in {"NOUN", "PROPN"} and noun.lemma.lower() in _lists()["claims"]


def _phrase(analysis: Analysis, noun: Word) -> Span:
    """The noun with all that belongs to it, less the marks around it and what leads to it."""
    inside = list(analysis.subtree(noun.index))
    while inside[0].upos in {"ADP", "PUNCT"} and inside[0].index < noun.index:
        inside.pop(0)
    while inside[-1].upos == "PUNCT":
        inside.pop()
    return analysis.span(inside[0].start, inside[-1].end)
