"""Triggers: the words that speak of an event, by the lexicon's patterns and the syntax around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sayso.events.lexicon import Kind, Pattern, lexicon
from sayso.language import Analysis, Word

_OBJECTS = frozenset({"obj", "nsubj:pass"})
_MODIFIERS = frozenset({"compound", "amod", "nmod", "flat"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that speaks of an event.

    ``noun`` is the event noun that a verb carries ("hold talks"); ``end`` is the end of the trigger's characters;
    ``person`` says that the pattern holds only where an actor is a person.
    """

    word: Word
    kind: Kind
    noun: Word | None
    end: int
    person: bool = False


def find_triggers(analysis: Analysis) -> Iterator[Trigger]:
    """The triggers of a report in text order; a noun that a verb's pattern has taken is none of its own."""
    verbs = {w.index: t for w in analysis.words if w.upos == "VERB" and (t := _verb(analysis, w)) is not None}
    carried = {t.noun.index for t in verbs.values() if t.noun is not None}
    for word in analysis.words:
        if word.upos == "NOUN" and word.index not in carried and word.relation not in _MODIFIERS - {"nmod"}:
            kind = noun_kind(analysis, word)
            if kind is not None:
                yield Trigger(word, kind, None, word.end)
        elif word.index in verbs:
            yield verbs[word.index]


def case_of(analysis: Analysis, word: Word) -> str:
    """The preposition of an argument, or an empty string."""
    case = analysis.child(word.index, "case")
    return case.lemma.lower() if case is not None else ""


def is_passive(analysis: Analysis, verb: Word) -> bool:
    """Whether a verb is passive: by its voice, its auxiliary, or its subject."""
    marks = {"aux:pass", "nsubj:pass"}
    return verb.feature("Voice") == "Pass" or any(c.deprel in marks for c in analysis.children(verb.index))


def _verb(analysis: Analysis, verb: Word) -> Trigger | None:
    if verb.relation in {"amod", "case", "mark", "cc", "compound", "fixed", "advmod"}:
        return None  # "the detained man" is a state, "following the vote" a preposition
    words = lexicon()
    lemma = _lemma(verb)
    patterns = words.verbs.get(lemma, ())
    if not patterns and lemma not in words.light:
        return None
    children = analysis.children(verb.index)
    after = analysis.words[verb.index + 1 : verb.index + 4]
    after = tuple(w for w in after if w.sentence == verb.sentence)
    prepositions = {case_of(analysis, c) for c in children if c.relation in {"obl", "nmod", "advcl"}}
    particles = {c.lemma.lower() for c in children if c.deprel == "compound:prt" or c.relation in {"advmod", "xcomp"}}
    if after and after[0].upos in {"ADP", "ADV", "SCONJ"}:
        prepositions.add(after[0].lemma.lower())
        particles.add(after[0].lemma.lower())
    objects = _objects(analysis, verb, children)
    by_lemma: dict[str, Word] = {}
    for thing in objects:
        by_lemma.setdefault(thing.lemma.lower(), thing)
        by_lemma.setdefault(thing.text.lower(), thing)
    following = {w.lemma.lower() for w in after}
    best = next((p for p in patterns if _holds(p, set(by_lemma), prepositions, particles, following)), None)
    if (best is None or not best.objects) and lemma in words.light:
        for thing in objects:
            kind = noun_kind(analysis, thing) if thing.upos == "NOUN" else None
            if kind is not None:
                return Trigger(verb, kind, thing, _end(analysis, verb, thing, ()))
    if best is None:
        return None
    noun = next((by_lemma[o] for o in by_lemma if o in best.objects), None)
    return Trigger(verb, best.kind, noun, _end(analysis, verb, noun, best.others), best.person)


def _lemma(verb: Word) -> str:
    """The verb's lemma; where the tagger has left the form as it stood, the known verb that it can be a form of."""
    lemma, verbs = verb.lemma.lower(), lexicon().verbs
    if lemma in verbs or lemma != verb.text.lower():
        return lemma
    for suffix in ("ing", "ed"):
        stem = lemma.removesuffix(suffix)
        if stem != lemma and len(stem) > 2:
            return next((s for s in (stem, stem + "e", stem[:-1]) if s in verbs), lemma)
    return lemma


def _next_noun(analysis: Analysis, verb: Word) -> Word | None:
    """The noun phrase right behind a verb that has lost its object to a wrong parse: "to hold talks"."""
    found = None
    for word in analysis.words[verb.index + 1 : verb.index + 6]:
        if word.sentence != verb.sentence or word.upos not in {"NOUN", "ADJ", "DET", "NUM"}:
            break
        if word.upos == "NOUN":
            found = word
    return found


def _objects(analysis: Analysis, verb: Word, children: tuple[Word, ...]) -> list[Word]:
    """What a verb is about: objects, passive subjects, obliques, what it modifies; the core of "a series of …"."""
    found = [c for c in children if c.deprel in _OBJECTS or c.relation == "obj"]
    if verb.relation == "acl" and not verb.is_root and (not found or verb.feature("VerbForm") == "Part"):
        found.append(analysis.words[verb.head])
    if not found and not is_passive(analysis, verb):
        behind = _next_noun(analysis, verb)
        found += [behind] if behind is not None and behind.relation in {"obl", "obj", "dep", "root"} else []
    found += [c for c in children if c.relation in {"obl", "iobj"}]
    more: list[Word] = []
    for thing in found[:8]:
        below = analysis.children(thing.index)
        more += [c for c in below if c.relation == "conj" or (c.relation == "nmod" and case_of(analysis, c) == "of")]
    return found + more


def _holds(
    pattern: Pattern, objects: set[str], prepositions: set[str], particles: set[str], following: set[str]
) -> bool:
    if pattern.objects and pattern.objects.isdisjoint(objects):
        return False
    if pattern.prepositions and pattern.prepositions.isdisjoint(prepositions):
        return False
    if len(pattern.others) == 1:
        return pattern.others[0] in particles
    return all(other in following for other in pattern.others)


def _end(analysis: Analysis, verb: Word, noun: Word | None, particles: tuple[str, ...]) -> int:
    """The end of the trigger: particle and noun belong to it where they follow at once."""
    last = verb.index
    for _ in particles:
        if last + 1 < len(analysis.words) and analysis.words[last + 1].lemma.lower() in particles:
            last += 1
    if noun is not None and noun.index == last + 1:
        last = noun.index
    return analysis.words[last].end


def noun_kind(analysis: Analysis, noun: Word) -> Kind | None:
    """PLOVER type and mode of a noun, or ``None`` where it speaks of no event."""
    words = lexicon()
    lemma, text = noun.lemma.lower(), noun.text.lower()
    patterns = (*words.nouns.get(lemma, ()), *(words.nouns.get(text, ()) if text != lemma else ()))
    cues = words.cued.get(lemma, ())
    if not patterns and not cues:
        return None
    children = analysis.children(noun.index)
    before = {w.lemma.lower() for w in children if w.relation in _MODIFIERS and w.index < noun.index}
    left = [w for w in analysis.words[max(0, noun.index - 3) : noun.index] if w.sentence == noun.sentence]
    for word in reversed(left):
        if word.upos not in {"NOUN", "ADJ", "PROPN", "PUNCT", "VERB"}:
            break
        before |= {word.lemma.lower(), word.text.lower()}
    prepositions = {case_of(analysis, c) for c in children if c.relation in {"nmod", "obl", "acl"}}
    if noun.index + 1 < len(analysis.words) and analysis.words[noun.index + 1].sentence == noun.sentence:
        prepositions.add(analysis.words[noun.index + 1].lemma.lower())
    for pattern in sorted(patterns, key=lambda p: -p.weight):
        if pattern.prepositions and pattern.prepositions.isdisjoint(prepositions):
            continue
        if all(other in before for other in pattern.others):
            return pattern.kind
    around = _lemmas(analysis, noun.sentence) if cues else frozenset()
    return next((kind for cue, kind in cues if not cue.isdisjoint(around)), None)


class _Key:
    """An analysis by identity: hashing one by value would read the whole report."""

    __slots__ = ("analysis",)

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.analysis is self.analysis

    def __hash__(self) -> int:
        return id(self.analysis)


@lru_cache(maxsize=1)
def _lemmas_of(key: _Key, sentence: int) -> frozenset[str]:
    analysis = key.analysis
    return frozenset(w.lemma.lower() for w in analysis.sentence_words(analysis.sentences[sentence]))


def _lemmas(analysis: Analysis, sentence: int) -> frozenset[str]:
    return _lemmas_of(_Key(analysis), sentence)
