"""Parties that a trigger's own arguments do not name: the one who is meant, and the other side.

What a reader adds from elsewhere in the sentence: whom "he" and "the two countries" stand for, that those who meet or
fight with one another are each other's recipients, that whoever draws criticism is criticised, and that a letter's
reader is promised what it promises. Each step looks at a few words around the trigger, and adds only what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from sayso.events.antecedents import Antecedents
from sayso.events.lexicon import words
from sayso.events.parties import DYING, HANDING, Parties
from sayso.events.phrases import Arguments
from sayso.events.sectors import sectors_of
from sayso.events.syntax import case_of, is_passive
from sayso.events.triggers import Trigger
from sayso.language import Analysis, Word

_WORDS = words("beyond")
_BOTH = _WORDS["both"]
_RIVALS = _WORDS["rivals"]
"""Before a plural: who act on one another."""
_EACH = _WORDS["each"]
_ALWAYS = frozenset({"CONSULT", "COOPERATE", "AGREE"})
"""Types whose actors act on one another, where nobody else is told."""
_MUTUAL = _WORDS["mutual"]
"""Verbs and nouns of other types that tell of what is done to one another."""
_SIGNING = _WORDS["signing"]
_EXCHANGED = _WORDS["exchanged"]
_REVERSED = _WORDS["reversed"]
"""Verbs whose subject has done to it what their noun tells: "drew criticism from"."""
_BEFALLING = frozenset({"ACCUSE", "THREATEN", "SUPPORT", "ASSAULT", "PROTEST", "SANCTION", "COERCE", "REQUEST"})
_VERBAL = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE"})
_WANTING = _WORDS["wanting"]
_WRITTEN = frozenset({"AGREE", "REQUEST", "THREATEN", "CONCEDE"})
_LETTERS = _WORDS["letters"]
_ARRIVING = _WORDS["arriving"]
_BROKERED = _WORDS["brokered"]
"""Who does this to talks is none of those who talk."""
_HOLD = _WORDS["hold"]
_POLICED = _WORDS["policed"]
"""Modes of COERCE that the police do who tell of them."""
_TELLING = _WORDS["telling"]
_FACING = frozenset({"MOBILIZE", "COOPERATE"})
"""Types that one other country is meant by, wherever it stands below."""
_BACK = 80
_STEPS = 6
_MOST = 16
_SHORT = 8
"""Dependents that are looked at; words of a sentence before that are."""


class Beyond:
    """Completes the parties of a report's events."""

    def __init__(self, analysis: Analysis, parties: Parties, triggers: Iterable[Trigger]) -> None:
        self._analysis, self._parties, self._names = analysis, parties, parties.names
        self._triggers = {t.word.index: t for t in triggers}
        self._antecedents = Antecedents(analysis, parties.names, parties.clauses)

    def of(self, trigger: Trigger, found: Arguments) -> Arguments:
        """The arguments of a trigger, with those that stand elsewhere."""
        found = self._reversed(trigger, found)
        who, whom = self._antecedents.meant(found.who), self._antecedents.meant(found.whom)
        if who != found.who or whom != found.whom:
            mine = {w.index for w in who}
            found = self._arguments(who, tuple(w for w in whom if w.index not in mine or w in found.whom))
        if trigger.kind[0] == "ASSAULT" and not self._told(found.who):
            found = self._by_what_happened(trigger, found)
        if trigger.word.upos == "NOUN" and not self._told(found.who):
            found = self._by_whom_done(trigger, found)
        passive = trigger.word.upos == "VERB" and is_passive(self._analysis, trigger.word)
        if trigger.kind[0] == "ACCUSE" and passive and not self._told(found.who):
            found = self._by_whom_accused(trigger, found)
        if trigger.kind[0] == "ASSAULT" and trigger.word.upos == "VERB" and not self._told(found.who):
            found = self._by_what_did(trigger, found)
        if trigger.kind[0] in {"COERCE", "RETREAT"} and not self._told(found.who):
            found = self._by_those_who_hold(trigger, found)
        addressed = self._addressed(trigger)
        hit = trigger.kind[0] in {"THREATEN", "REQUEST"} and any(map(self._names.governs, found.recipients))
        if addressed is not None and not hit:
            found = self._arguments(found.who, self._names.coordinated([addressed]))
        if trigger.word.lemma.lower() in HANDING or (
            trigger.noun is not None and trigger.noun.lemma.lower() in HANDING
        ):
            found = self._from(trigger, found)
        if trigger.kind[0] == "REJECT" and trigger.word.upos == "NOUN" and not self._told(found.who):
            verb = self._analysis.words[trigger.word.head]  # "there will be no talks, the minister said"
            says = self._parties.clauses.saying(verb) if verb.lemma == "be" else None
            if says is not None:
                found = self._arguments(self._names.coordinated([says]), found.whom)
        if trigger.kind[0] == "REQUEST" and trigger.word.lemma.lower() in _WANTING:
            asked = self._asked(trigger.word)
            if asked is not None and asked not in found.who:
                found = self._arguments(found.who, self._names.coordinated([asked]))
        letters = () if any(map(self._names.named, found.whom)) else self._readers(trigger)
        if letters:
            found = self._arguments(found.who, tuple(w for w in letters if w not in found.who))
        if not self._told(found.whom):
            more = self._elsewhere(trigger)
            mine = {w.index for w in found.who}
            more = tuple(w for w in more if w.index not in mine and self._names.is_party(w))
            if more:
                found = self._arguments(found.who, more, hosts=trigger.kind[0] == "AID")
        if trigger.kind[0] in _FACING and trigger.kind[1] != "weapons" and not any(map(self._names.named, found.whom)):
            found = self._facing(trigger, found)
        return self._mutual(trigger, found)

    def _arguments(self, who: tuple[Word, ...], whom: tuple[Word, ...], *, hosts: bool = False) -> Arguments:
        actors = self._names.of(who)
        named = self._names.of(whom, hosts=hosts)
        return Arguments(actors, tuple(e for e in named if e not in actors or self._names.is_land(e)), who, whom)

    def _told(self, words: Iterable[Word]) -> bool:
        return any(map(self._names.is_party, words))

    def _children(self, word: Word) -> tuple[Word, ...]:
        return self._analysis.children(word.index)[:_MOST]

    # who suffers, who acts

    def _reversed(self, trigger: Trigger, found: Arguments) -> Arguments:
        """Of "drew criticism from Velmar": the subject is whom, and who stands behind "from" acts."""
        verb, noun = trigger.word, trigger.noun
        if noun is None and verb.lemma == "come":
            noun = next((c for c in self._children(verb) if case_of(self._analysis, c) == "under"), None)
        if trigger.kind[0] not in _BEFALLING or noun is None or verb.lemma.lower() not in _REVERSED:
            return found
        if verb.upos != "VERB" or is_passive(self._analysis, verb):
            return found
        parts = [c for c in (*self._children(noun), *self._children(verb)) if c is not noun]
        acting = self._names.coordinated(c for c in parts if case_of(self._analysis, c) in {"from", "by"})
        before = [c for c in self._children(verb) if c.index < verb.index and c.relation in {"nsubj", "csubj", "ccomp"}]
        subject = next((c for c in before if c.upos in {"NOUN", "PROPN", "PRON"}), None)
        under = case_of(self._analysis, noun) == "under"  # "came under attack"
        if subject is None or not (under if verb.lemma.lower() == "come" else acting):
            return found
        return self._arguments(acting, self._names.coordinated([subject]))

    def _by_what_happened(self, trigger: Trigger, found: Arguments) -> Arguments:
        """Who killed, by what is told beside: "died *when a Vellish drone hit a car*", "killed *in a raid by …*"."""
        if found.who and self._told(found.who):
            return found
        verb = trigger.word
        dying = verb.lemma.lower() in DYING or is_passive(self._analysis, verb)
        if verb.upos == "VERB" and found.whom and not dying:
            return found
        for child in self._children(trigger.word):
            other = self._triggers.get(child.index)
            if other is None or other.kind[0] != "ASSAULT" or child.relation not in {"advcl", "obl"}:
                continue
            if child.relation == "obl" and case_of(self._analysis, child) not in {"in", "by", "during"}:
                continue
            theirs = self._parties.of(other)
            if other.word.upos == "NOUN" and not self._told(theirs.who):  # "killed in an ambush *laid by rebels*"
                theirs = self._by_whom_done(other, theirs)
            if self._told(theirs.who):
                mine = {w.index for w in theirs.who}
                return self._arguments(
                    theirs.who, tuple(w for w in found.whom if w.index not in mine and w is not child)
                )
        return found

    def _by_whom_done(self, trigger: Trigger, found: Arguments) -> Arguments:
        """Who acts in "an attack *carried out by rebels*", "a shipment of vaccines *given by Velmar*"."""
        below = self._children(trigger.word)
        things = [trigger.word, *(c for c in below if c.relation == "nmod" and case_of(self._analysis, c) == "of")]
        for clause in (c for thing in things for c in self._children(thing) if c.relation == "acl"):
            if clause.lemma.lower() in _BROKERED:
                continue
            acting = self._names.coordinated(self._agents(clause))
            if self._told(acting):
                mine = {w.index for w in acting}
                return self._arguments(acting, tuple(w for w in found.whom if w.index not in mine))
        verb = self._analysis.words[trigger.word.head]  # "condemnation of the arrests *came from Velmar*"
        if trigger.word.relation == "nsubj" and verb.lemma == "come":
            acting = self._names.coordinated(c for c in self._children(verb) if case_of(self._analysis, c) == "from")
            return self._arguments(acting, found.whom) if self._told(acting) else found
        return found

    def _by_whom_accused(self, trigger: Trigger, found: Arguments) -> Arguments:
        """Who accuses, where that stands with what of: "was accused of arming the rebels *by Velmar*"."""
        deeds = (c for c in self._children(trigger.word) if c.relation in {"advcl", "xcomp", "obl", "nmod"})
        below = [*(c for c in deeds if c.feature("VerbForm") == "Ger" or c.upos == "VERB")]
        parts = [p for c in below for p in self._children(c)]
        further = [p for part in parts if part.relation == "obj" for p in self._children(part)]
        agents = [p for p in (*parts, *further) if case_of(self._analysis, p) == "by" and self._names.is_party(p)]
        acting = self._names.coordinated(agents[-1:])
        return self._arguments(acting, found.whom) if self._told(acting) else found

    def _by_what_did(self, trigger: Trigger, found: Arguments) -> Arguments:
        """Whose weapon it was: "a bomb *planted by rebels* wounded two"."""
        subject = self._parties.clauses.governor(trigger.word)[0]
        for clause in self._children(subject) if subject is not None and subject.index < trigger.word.index else ():
            if clause.relation != "acl" or subject in found.whom:
                continue
            acting = self._names.coordinated(self._agents(clause))
            if self._told(acting):
                return self._arguments(acting, found.whom)
        return found

    def _by_those_who_hold(self, trigger: Trigger, found: Arguments) -> Arguments:
        """Who frees: "two nuns *kidnapped by rebels* were freed"; who arrests: the police that tell of it."""
        verb = trigger.word
        if verb.upos != "VERB" or not is_passive(self._analysis, verb):
            return found
        if trigger.kind == ("RETREAT", "release"):
            below = (c for w in found.whom for c in self._children(w) if c.relation == "acl")
            seizing = [c for c in (*below,) if c.index in self._triggers or c.lemma.lower() in _HOLD]
            acting = self._names.coordinated(a for c in seizing[:_SHORT] for a in self._agents(c))
            return self._arguments(acting, found.whom) if self._told(acting) else found
        says = self._parties.clauses.saying(verb) if trigger.kind[1] in _POLICED else None
        if says is None or says.index in {w.index for w in found.whom} or not self._polices(says):
            return found
        who = self._names.coordinated([says])
        return self._arguments(who, found.whom)

    def _polices(self, word: Word) -> bool:
        inner = any(c.lemma.lower() in {"interior", "security", "immigration"} for c in self._children(word))
        return inner or not {"COP", "JUD", "SPY"}.isdisjoint(sectors_of(self._analysis, word))

    def _agents(self, clause: Word) -> list[Word]:
        parts = self._children(clause)
        return [c for c in parts if c.deprel == "obl:agent" or case_of(self._analysis, c) == "by"]

    def _addressed(self, trigger: Trigger) -> Word | None:
        """Whom words are to that stand in what somebody is told: "told *Norwick* that it would cut the gas"."""
        verb = trigger.word
        if trigger.kind[0] not in _WRITTEN | {"REJECT"} or verb.is_root or verb.relation != "ccomp":
            return None
        above = self._analysis.words[verb.head]
        if above.lemma.lower() not in _TELLING:
            return None
        thing = next((c for c in self._children(above) if c.relation in {"obj", "iobj"}), None)
        lands = thing is not None and any(map(self._names.governs, self._names.named(thing)))
        return thing if lands else None

    def _facing(self, trigger: Trigger, found: Arguments) -> Arguments:
        """Against whom arms are raised, with whom one trades: the one other country below the trigger."""
        own = {self._names.isos.get(n) for n in found.actors} - {None}
        if not own or trigger.word.upos != "VERB":
            return found
        last = self._analysis.sentences[trigger.word.sentence].last
        others: dict[str, Word] = {}
        for word in self._analysis.words[trigger.word.index + 1 : min(last + 1, trigger.word.index + _BACK)]:
            name = self._names.at(word.index)
            country = self._names.isos.get(name) if name is not None and self._names.governs(name) else None
            if country is not None and country not in own:
                others.setdefault(country, word)
        if len(others) != 1:
            return found
        (other,) = others.values()
        top = other
        for _ in range(_STEPS):  # "near the Eritrean town", "as Iraqi divisions moved"
            apart = top.upos == "VERB" and top.relation in {"conj", "parataxis"}
            if top.is_root or top.index == trigger.word.index or apart:
                break
            top = self._analysis.words[top.head]
        return self._arguments(found.who, (other,)) if top.index == trigger.word.index else found

    def _from(self, trigger: Trigger, found: Arguments) -> Arguments:
        """Of "was extradited from Velmar to Norwick" the first acts, and the other receives."""
        top = trigger.noun if trigger.noun is not None and trigger.noun.lemma.lower() in HANDING else trigger.word
        parts = self._children(top)
        if top is trigger.noun:  # "the extradition of the banker to Velmar"
            parts = (*parts, *self._children(trigger.word), *(c for p in parts for c in self._children(p)))
        cases = {c.index: case_of(self._analysis, c) for c in parts if c.relation in {"obl", "nmod"}}
        reached = [c for c in parts if cases.get(c.index) == "to" and self._names.named(c) and c not in found.whom]
        found = replace(found, whom=(*found.whom, *reached)) if top is trigger.noun else found
        acting = tuple(w for w in found.whom if cases.get(w.index) == "from" and self._names.named(w))
        receiving = tuple(w for w in found.whom if cases.get(w.index) == "to" and self._names.named(w))
        if trigger.kind[0] == "COOPERATE" and receiving:
            rest = receiving
        else:
            rest = tuple(w for w in found.whom if w not in acting)
        return self._arguments(found.who if self._told(found.who) else acting, rest)

    def _elsewhere(self, trigger: Trigger) -> tuple[Word, ...]:
        """Whom an act is for, where that stands with another word of the clause."""
        word = trigger.word
        found: list[Word] = []
        if trigger.kind[0] in _VERBAL and word.upos == "ADJ" and word.relation in {"xcomp", "ccomp", "obj"}:
            beside = self._children(self._analysis.words[word.head])  # "said sorry to …"
            found += [c for c in beside if case_of(self._analysis, c) == "to"]
        if trigger.kind[0] == "REQUEST":
            found += self._within(word)
        if trigger.kind[0] == "AID" and word.relation == "acl" and not word.is_root:
            found += self._reached(self._analysis.words[word.head])
        elif trigger.kind[0] == "AID" and word.upos == "NOUN":
            found += self._reached(word)
        return self._names.coordinated(found)

    def _within(self, word: Word) -> list[Word]:
        """Those who fight, where an end to that is asked for: "an end to the fighting *between …*"."""
        line = [word]
        for _ in range(3):
            below = (c for one in line for c in self._children(one))
            line = [c for c in below if c.relation in {"obj", "obl", "nmod", "ccomp"}][:_SHORT]
            other = next((self._triggers[c.index] for c in line if c.index in self._triggers), None)
            if other is not None and other.kind[0] == "ASSAULT":
                theirs = self._parties.of(other)
                return [*theirs.who, *theirs.whom][:_SHORT]
        return []

    def _asked(self, verb: Word) -> Word | None:
        """Who is wanted to do something: "want *the government* to resign"."""
        clauses = [c for c in self._children(verb) if c.upos == "VERB" and c.relation in {"xcomp", "ccomp"}]
        subjects = (c for clause in clauses for c in self._children(clause) if c.relation == "nsubj")
        return next((s for s in subjects if s.index > verb.index and self._names.is_party(s)), None)

    def _readers(self, trigger: Trigger) -> tuple[Word, ...]:
        """Whom a letter is to in which something is promised or asked for."""
        if trigger.kind[0] not in _WRITTEN:
            return ()
        letters = [
            c for c in self._children(trigger.word) if c.relation in {"obl", "obj"} and c.lemma.lower() in _LETTERS
        ]
        found = [c for one in letters for c in self._children(one) if case_of(self._analysis, c) in {"to", "with"}]
        return tuple(w for w in self._names.coordinated(found) if self._names.is_party(w))

    def _reached(self, thing: Word) -> list[Word]:
        """Where what is given arrives: "vaccines given by Velmar *reached Norwick*"."""
        top = thing
        for _ in range(3):  # "a shipment of vaccines"
            if top.relation != "nmod" or top.is_root:
                break
            top = self._analysis.words[top.head]
        if top.relation != "nsubj" or top.is_root:
            return []
        verb = self._analysis.words[top.head]
        if verb.lemma.lower() not in _ARRIVING:
            return []
        return [
            c for c in self._children(verb)
            if c.relation == "obj" or (c.relation == "obl" and case_of(self._analysis, c) in {"in", "at", "to", "into"})
        ]  # fmt: skip

    def _mutual(self, trigger: Trigger, found: Arguments) -> Arguments:
        """Those who act on one another: both are whom, too."""
        words = {trigger.word.lemma.lower(), *([trigger.noun.lemma.lower()] if trigger.noun is not None else [])}
        if any(map(self._is_each_other, found.whom)):
            return replace(found, whom=found.who, recipients=found.actors)
        fire = bool(words & _EXCHANGED) and (
            trigger.kind[0] == "ASSAULT" or not any(map(self._names.named, found.whom))
        )
        if fire and self._parties.are_several(found.who):
            return replace(found, whom=found.who, recipients=found.actors)  # "exchanged prisoners"
        signed = trigger.word.lemma.lower() in _SIGNING
        agreed = (
            (trigger.kind[0] == "AGREE" or signed)
            and self._parties.are_several(found.who)
            and not self._direct(trigger, found)
        )
        if (self._told(found.whom) and not agreed) or not (trigger.kind[0] in _ALWAYS or words & _MUTUAL):
            return found
        who = found.who
        if trigger.kind[0] == "CONSULT" and trigger.kind[1] == "visit":
            return found
        if len(who) == 1:
            who = (*who, *self._of_and_of(who[0]))
        sides = {self._names.named(w) or (w.index,) for w in who if self._names.is_party(w)}
        lands = {self._names.isos.get(n) for w in who for n in self._names.named(w) if self._names.governs(n)}
        if len(sides) > 1 or len(lands - {None}) > 1 or any(map(self._are_rivals, who)):
            actors = self._names.of(who)
            return Arguments(actors, actors, who, who)
        return found

    def _direct(self, trigger: Trigger, found: Arguments) -> bool:
        """Whether whom an agreement is with stands with its own words, and not in what is agreed."""
        own = {c.index for one in (trigger.word, trigger.noun) if one is not None for c in self._children(one)}
        return any(w.index in own and self._names.named(w) for w in found.whom)

    def _is_each_other(self, word: Word) -> bool:
        words = self._analysis.words[max(0, word.index - 1) : word.index + 2]
        return any(f"{a.text} {b.text}".lower() in _EACH for a, b in pairwise(words))

    def _of_and_of(self, word: Word) -> list[Word]:
        """ "Envoys of the government and *of the rebels*"."""
        below = [
            c for c in self._children(word) if c.relation == "nmod" and case_of(self._analysis, c) in {"of", "from"}
        ]
        return [c for b in below for c in self._names.conjuncts(b) if self._names.bearer(c) is not None][:_SHORT]

    def _are_rivals(self, word: Word) -> bool:
        marks = _RIVALS | _BOTH
        return word.feature("Number") == "Plur" and any(c.lemma.lower() in marks for c in self._children(word))
