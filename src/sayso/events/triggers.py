"""Triggers: the words that speak of an event, by the lexicon's patterns and the syntax around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.events.forms import hyphened, known_lemma, next_noun
from sayso.events.lexicon import NONE, Kind, Pattern, lexicon, words
from sayso.events.nouns import noun_kind
from sayso.events.sectors import sector_of
from sayso.events.syntax import case_of, helpers, is_behind, is_negated, is_passive, is_perfect, is_volitional
from sayso.language import Analysis, Word

_WORDS = words("triggers")
_OBJECTS = frozenset({"obj", "nsubj:pass"})
_NO_TRIGGERS = frozenset({"amod", "case", "mark", "cc", "compound", "fixed", "advmod", "det", "flat"})
"""Relations of participles that tell no event: "the detained man" is a state, "following the vote" a preposition."""
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "acl", "advcl"})
_SHARING = frozenset({"xcomp", "advcl", "conj"})
"""Relations of verbs that can have the subject of the verb above."""
_MOST = 8
"""Complements and objects of one word; more than this is no sentence that anybody wrote."""
_SURE = 4
"""The weight of a pattern that asks for more than a preposition: it goes before the noun that a light verb carries."""
_WITHHELD = frozenset({"AGREE", "SUPPORT", "CONSULT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
"""Whoever will not do these rejects them."""
_GIVEN = frozenset({"AGREE", "SUPPORT"})
"""Whoever does not do these rejects them, too: "does not recognise"."""
_ABOUT: dict[str, dict[str, str]] = {
    "REQUEST": {
        "CONSULT": "meet", "AID": "assist", "COOPERATE": "assist", "SUPPORT": "assist", "CONCEDE": "yield",
        "RETREAT": "yield",
    },
    "THREATEN": {"ASSAULT": "violence", "MOBILIZE": "violence", "PROTEST": "restrict"},
}  # fmt: skip
_ABOUT["REJECT"] = _ABOUT["REQUEST"]
"""Modes of what is asked for, refused or threatened, by its type."""
_WILL = _WORDS["will"]
_STOP = _WORDS["stop"]
"""What others must do, whatever it is that they are at."""
_NONE_OF = _WORDS["none_of"]
"""Verbs by which nothing is given: "offered no apology"."""
_BLAMED = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION"})
"""Who is said to be behind these is accused."""
_WISHES = _WORDS["wishes"]
"""Whoever has none of these refuses."""
_MUST = _WORDS["must"]
_COOPERATION = frozenset({"CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
_HARM = frozenset({"SANCTION", "COERCE", "ASSAULT", "PROTEST"})
_THREATS = {
    "expel": "expel", "deport": "expel", "arrest": "arrest", "ban": "ban", "censor": "ban", "discontinue": "relations",
    "withdraw": "relations", "restrict": "restrict", "curfew": "restrict", "martial-law": "restrict",
    "seize": "territory",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that speaks of an event.

    ``noun`` is the event noun that a verb carries ("hold talks"); ``end`` is the end of the trigger's characters;
    ``person``: the pattern holds only where an actor is a person. ``own``: only where whoever speaks will do this.
    """

    word: Word
    kind: Kind
    noun: Word | None
    end: int
    person: bool = False
    own: Word | None = None
    about: Trigger | None = None
    """What a helping verb promises, threatens or asks for: "will *send*", "must *withdraw*"."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What stands around a verb, as lemmas and forms."""

    objects: dict[str, Word]
    subjects: frozenset[str]
    prepositions: frozenset[str]
    particles: frozenset[str]
    following: frozenset[str]
    below: frozenset[str]
    complements: tuple[Kind, ...]
    negated: bool
    """Negated so that it can be a refusal: what somebody has not done yet is none."""


def find_triggers(analysis: Analysis) -> Iterator[Trigger]:
    """The triggers of a report in text order; a noun that a verb's pattern has taken is none of its own."""
    verbs = {w.index: t for w in analysis.words if w.upos in {"VERB", "ADJ"} and (t := _verb(analysis, w)) is not None}
    carried = {t.noun.index for t in verbs.values() if t.noun is not None}
    stopping = [
        Trigger(w, ("RETREAT", None), None, w.end) for w in analysis.words if w.lemma in _STOP and w.upos == "VERB"
    ]
    willed = {t.word.index: t for v in (*stopping, *verbs.values()) if (t := _willed(analysis, v)) is not None}
    for word in analysis.words:
        if word.index in verbs:
            yield verbs[word.index]
        elif word.index in willed:
            yield willed[word.index]
        elif word.index not in carried:
            kind = noun_kind(analysis, word)
            if kind is not None and kind[0] in _BLAMED and is_behind(analysis, word):
                kind = ("ACCUSE", None)
            if kind is not None and _never(analysis, word, kind):
                kind = ("REJECT", _ABOUT["REJECT"].get(kind[0]))
            if kind is not None:
                yield Trigger(word, _told(kind, _complements(analysis, word)), None, word.end)


def _verb(analysis: Analysis, verb: Word) -> Trigger | None:
    if verb.relation in _NO_TRIGGERS and analysis.child(verb.index, "nsubj") is None:
        return None
    words = lexicon()
    lemma = hyphened(analysis, verb) or known_lemma(verb)
    if verb.upos == "ADJ" and verb.text.lower() in words.adjectives:
        lemma = verb.text.lower()  # "prepared", which is no verb here
    patterns = (words.verbs if verb.upos == "VERB" else words.adjectives).get(lemma, ())
    if verb.upos == "VERB" and verb.text.lower() in words.adjectives and is_passive(analysis, verb):
        patterns = (*words.adjectives[verb.text.lower()], *patterns)  # "is prepared to"
    together = verb.upos == "VERB" and _is_joint(analysis, verb)
    if not patterns and not together and (lemma not in words.light or verb.upos == "ADJ"):
        return None
    scene = _scene(analysis, verb, deep=any(p.complement or p.below for p in patterns))
    if lemma in _NONE_OF and (nothing := _nothing(analysis, verb, scene)) is not None:
        return nothing
    own = _promised(analysis, verb) if any(p.own for p in patterns) else None
    best = next(
        (p for p in patterns if _holds(p, scene) and (own is not None or not p.own) and _greets(verb, p, scene)), None
    )
    if (best is None or best.weight < _SURE) and lemma in words.light:
        for thing in scene.objects.values():
            kind = noun_kind(analysis, thing) if thing.upos == "NOUN" and _near(analysis, verb, thing) else None
            if kind is not None:
                kind = _told(kind, _complements(analysis, thing))
                return Trigger(verb, _refused(analysis, verb, kind), thing, _end(analysis, verb, thing, ()))
    if best is None and together:
        return Trigger(verb, ("COOPERATE", None), None, verb.end)
    if best is None or best.kind[0] == NONE:
        return None
    noun = next((scene.objects[o] for o in scene.objects if o in best.objects and o[0] != "<"), None)
    kind = best.kind if best.negated else _refused(analysis, verb, best.kind)
    kind = _told(kind, _complements(analysis, verb)) if kind[0] in _ABOUT and kind[1] is None else kind
    return Trigger(verb, kind, noun, _end(analysis, verb, noun, best.others), best.person, own if best.own else None)


def is_adjective(verb: Word, kind: Kind) -> bool:
    """Whether a participle stands for an adjective of the table: who "is prepared to" does something."""
    return any(p.kind == kind for p in lexicon().adjectives.get(verb.text.lower(), ()))


def _is_joint(analysis: Analysis, verb: Word) -> bool:
    return any(
        c.lemma.lower() == "jointly" and c.relation == "advmod" for c in analysis.children(verb.index)[: 2 * _MOST]
    )


def _willed(analysis: Analysis, told: Trigger) -> Trigger | None:
    """The verbal act in a helping verb: who says that they will help promises, that others must withdraw asks.

    PLOVER has the intent to cooperate with AGREE, to do harm with THREATEN, and what others are to do with REQUEST.
    """
    verb = told.word
    helping = next((c for c in analysis.children(verb.index)[:_MOST] if c.relation == "aux"), None)
    if (
        helping is None
        or (verb.lemma in _STOP and helping.text.lower() not in _MUST)
        or verb.upos != "VERB"
        or is_passive(analysis, verb)
    ):
        return None
    lemma, negated = helping.text.lower(), is_negated(analysis, verb)
    kind: Kind | None = None
    marks = {m.lemma.lower() for c in analysis.children(verb.index)[:_MOST] if c.relation == "advcl"
             for m in analysis.children(c.index)[:_MOST] if m.relation == "mark"}  # fmt: skip
    if lemma in _WILL | {"would"} and not negated and ("unless" in marks or ("if" in marks and told.kind[0] in _HARM)):
        kind = ("THREATEN", None)
    elif lemma in _WILL and not negated:
        kind = (
            ("AGREE", None) if told.kind[0] in _COOPERATION else ("THREATEN", None) if told.kind[0] in _HARM else None
        )
    elif lemma in _MUST and (told.kind[0] in _COOPERATION or negated):
        kind = _told(("REQUEST", None), (told.kind,))
    return Trigger(helping, kind, None, helping.end, about=told) if kind is not None else None


def _scene(analysis: Analysis, verb: Word, *, deep: bool) -> _Scene:
    children = analysis.children(verb.index)
    after = tuple(w for w in analysis.words[verb.index + 1 : verb.index + 4] if w.sentence == verb.sentence)
    prepositions = {case_of(analysis, c) for c in children}
    for thing in [c for c in children if c.relation == "obj"][:_MOST]:  # "charged a man with theft", hung on the man
        prepositions |= {case_of(analysis, c) for c in analysis.children(thing.index) if c.relation == "nmod"}
    particles = {c.lemma.lower() for c in children if c.deprel == "compound:prt" or c.relation in {"advmod", "xcomp"}}
    if after and after[0].upos in {"ADP", "ADV", "SCONJ"}:
        prepositions.add(after[0].lemma.lower())
        particles.add(after[0].lemma.lower())
    objects: dict[str, Word] = {}
    for thing in _objects(analysis, verb, children):
        objects.setdefault(thing.lemma.lower(), thing)
        objects.setdefault(thing.text.lower(), thing)
        for part in analysis.children(thing.index)[:_MOST] if thing.head == verb.index else ():
            if part.relation == "compound" and part.upos == "NOUN":  # "the alert level"
                objects.setdefault(part.lemma.lower(), thing)
        if thing.upos == "PROPN" and thing.relation != "obl":
            objects.setdefault("<name>", thing)
        if thing.relation == "obj" and sector_of(analysis, thing) is not None:
            objects.setdefault("<any>", thing)
    subjects = frozenset(c.lemma.lower() for c in children[:_MOST] if c.relation == "nsubj")
    if not subjects and verb.relation in _SHARING and not verb.is_root:
        # "an earthquake struck …, killing two", "demonstrators tried to storm …"
        above = analysis.children(verb.head)[:_MOST]
        subjects = frozenset(c.lemma.lower() for c in above if c.relation == "nsubj" and c.index < verb.index)
    following = frozenset(w.lemma.lower() for w in after)
    clauses = [c for c in children if c.upos == "VERB" and c.relation in _COMPLEMENTS][:_MOST]
    below: set[str] = set()
    for clause in clauses:
        parts = analysis.children(clause.index)
        if any(p.relation == "mark" and p.lemma.lower() == "to" for p in parts):
            prepositions.add("to")
        below |= {p.lemma.lower() for p in parts if p.relation in {"nsubj", "obj", "obl"}} if deep else set()
        other = next((p for p in parts if p.relation == "nsubj" and p.upos in {"NOUN", "PROPN"}), None)
        if other is not None and verb.index < other.index < clause.index:  # "want *the government* to …"
            objects.setdefault("<any>", other)
    return _Scene(
        objects, subjects, frozenset(prepositions), frozenset(particles), following, frozenset(below),
        _complements(analysis, verb) if deep else (), is_negated(analysis, verb) and not is_perfect(analysis, verb),
    )  # fmt: skip


def _greets(verb: Word, pattern: Pattern, scene: _Scene) -> bool:
    """Whether whoever is received is the verb's own object: who welcomes "the arrest of a general" receives nobody."""
    if pattern.kind != ("CONSULT", "visit") or not pattern.objects or "<name>" in pattern.objects:
        return True
    return any(scene.objects[o].head == verb.index for o in pattern.objects if o in scene.objects)


def _complements(analysis: Analysis, word: Word) -> tuple[Kind, ...]:
    """The kinds of event that a word's clauses, objects and attributes speak of: "agreed to *meet*"."""
    found = []
    nominal = {"obj", "obl", "nmod", "nsubj:pass"}
    for child in analysis.children(word.index)[: 2 * _MOST]:
        kind = None
        if child.upos == "VERB" and child.relation in _COMPLEMENTS:
            kind = _plain_kind(analysis, child)
        elif child.upos == "NOUN" and (child.relation in nominal or child.deprel in nominal):
            kind = noun_kind(analysis, child)
            if child.relation == "obj":  # "a plane *carrying* medicine"
                clauses = [
                    c for c in analysis.children(child.index)[:_MOST] if c.relation == "acl" and c.upos == "VERB"
                ]
                found += [k for c in clauses if (k := _plain_kind(analysis, c)) is not None]
        if kind is not None:
            found.append(kind)
    if word.relation == "parataxis" and word.upos == "VERB" and analysis.words[word.head].upos == "VERB":
        said = _plain_kind(analysis, analysis.words[word.head])  # "Norwick would strike back, its army warned"
        found += [said] if said is not None else []
    return tuple(found)


def _plain_kind(analysis: Analysis, verb: Word) -> Kind | None:
    """A complement's kind by patterns that ask for no complement of its own, so that nothing recurses."""
    words, lemma = lexicon(), known_lemma(verb)
    patterns = words.verbs.get(lemma, ())
    if not patterns and lemma not in words.light:
        return None
    scene = _scene(analysis, verb, deep=False)
    best = next((p for p in patterns if _holds(p, scene)), None)
    if best is not None and (best.objects or lemma not in words.light):
        return best.kind if best.kind[0] != NONE else None
    things = [t for t in scene.objects.values() if t.upos == "NOUN"][:_MOST]
    carried = next((k for t in things if (k := noun_kind(analysis, t)) is not None), None)
    return carried or (best.kind if best is not None else None)


def _never(analysis: Analysis, noun: Word, kind: Kind) -> bool:
    """Whether something is ruled out: "there will be no talks"."""
    if kind[0] in _WITHHELD and noun.lemma.lower() in _WISHES and is_negated(analysis, noun):
        return True
    if kind[0] not in _WITHHELD or noun.is_root or noun.relation not in {"nsubj", "obj"}:
        return False
    verb = analysis.words[noun.head]
    return verb.lemma == "be" and is_volitional(analysis, verb) and is_negated(analysis, noun)


def _nothing(analysis: Analysis, verb: Word, scene: _Scene) -> Trigger | None:
    """The refusal in giving nothing: "offered no apology", "made no concessions"."""
    for thing in scene.objects.values():
        if thing.upos == "NOUN" and thing.relation == "obj" and is_negated(analysis, thing):
            kind = noun_kind(analysis, thing)
            if kind is not None and kind[0] in _WITHHELD:
                return Trigger(verb, ("REJECT", _ABOUT["REJECT"].get(kind[0])), thing, _end(analysis, verb, thing, ()))
    return None


def _promised(analysis: Analysis, verb: Word) -> Word | None:
    """The verb of what somebody says will be done: "said it *would* expel …"."""
    clauses = (c for c in analysis.children(verb.index)[: 2 * _MOST] if c.upos == "VERB" and c.relation == "ccomp")
    will = (c for c in clauses if is_volitional(analysis, c) and not is_passive(analysis, c))
    return next((c for c in will if not is_negated(analysis, c)), None)


def _near(analysis: Analysis, verb: Word, thing: Word) -> bool:
    """Whether no other verb stands between a verb and what it carries."""
    between = analysis.words[verb.index + 1 : min(thing.index, verb.index + 1 + _MOST)]
    return not any(w.upos == "VERB" and w.relation not in _NO_TRIGGERS for w in between)


def _refused(analysis: Analysis, verb: Word, kind: Kind) -> Kind:
    """A refusal, where somebody will not agree, meet, help or yield."""
    unable = {"can", "could", "ca"} & helpers(analysis, verb) or (kind[0] in _GIVEN and not is_perfect(analysis, verb))
    if kind[0] in _WITHHELD and is_negated(analysis, verb) and (is_volitional(analysis, verb) or unable):
        return "REJECT", _ABOUT["REJECT"].get(kind[0])
    return kind


def _told(kind: Kind, complements: tuple[Kind, ...]) -> Kind:
    """The kind with the mode that what is asked for, refused or threatened tells, where the pattern told none."""
    name, mode = kind
    if mode is not None or name not in _ABOUT:
        return kind
    for other, how in complements:
        told = _ABOUT[name].get(other) or (_THREATS.get(how or "") if name == "THREATEN" else None)
        if told is not None:
            return name, told
    return kind


def _objects(analysis: Analysis, verb: Word, children: tuple[Word, ...]) -> list[Word]:
    """What a verb is about: objects, passive subjects, obliques, what it modifies; the core of "a series of …"."""
    found = [c for c in children if c.deprel in _OBJECTS or c.relation == "obj"]
    passive = is_passive(analysis, verb)
    if passive:
        found += [c for c in children if c.relation == "nsubj" and c not in found]
    modified = verb.relation == "acl" and not verb.is_root and (not found or verb.feature("VerbForm") == "Part")
    if not found and not passive:
        behind = next_noun(analysis, verb)
        found += [behind] if behind is not None and behind.relation in {"obl", "obj", "dep", "root"} else []
    # whoever does it is not what it is about: "evacuated *by ships*"
    found += [c for c in children if c.relation in {"obl", "iobj"} and c.deprel != "obl:agent"]
    more: list[Word] = []
    for thing in found[:_MOST]:
        below = analysis.children(thing.index)
        more += [c for c in below if c.relation == "conj" or (c.relation == "nmod" and case_of(analysis, c) == "of")]
    # what it modifies comes without its own dependents: many clauses may share it
    return [*found, *([analysis.words[verb.head]] if modified else []), *more]


def _holds(pattern: Pattern, scene: _Scene) -> bool:
    if pattern.negated and not scene.negated:
        return False
    if pattern.objects and pattern.objects.isdisjoint(scene.objects):
        return False
    if pattern.subjects and pattern.subjects.isdisjoint(scene.subjects):
        return False
    if pattern.prepositions and pattern.prepositions.isdisjoint(scene.prepositions):
        return False
    if pattern.below and pattern.below.isdisjoint(scene.below):
        return False
    if pattern.complement and pattern.complement.isdisjoint(kind for kind, _ in scene.complements):
        return False
    if len(pattern.others) == 1:
        return pattern.others[0] in scene.particles
    return all(other in scene.following for other in pattern.others)


def _end(analysis: Analysis, verb: Word, noun: Word | None, particles: tuple[str, ...]) -> int:
    """The end of the trigger: particle and noun belong to it where they follow at once."""
    last = verb.index
    for _ in particles:
        if last + 1 < len(analysis.words) and analysis.words[last + 1].lemma.lower() in particles:
            last += 1
    if noun is not None and noun.index == last + 1:
        last = noun.index
    return analysis.words[last].end
