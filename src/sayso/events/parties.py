"""Actors and recipients of an event: the arguments of its trigger, and the entities that they name."""

from __future__ import annotations

from sayso.events.lexicon import lexicon
from sayso.events.syntax import case_of, is_passive
from sayso.events.triggers import Trigger
from sayso.language import Analysis, Word
from sayso.record.types import Entity

_TO = frozenset({"against", "to", "on", "upon", "from", "with", "at", "toward", "towards", "into"})
_SHARING = frozenset({"conj", "xcomp", "advcl", "root"})
_MOST = 24
"""Coordinated arguments, steps up a tree: more than this is no sentence that anybody wrote."""
_OF_ACTS = frozenset({"CONSULT", "PROTEST", "RETREAT", "AGREE", "MOBILIZE", "COOPERATE", "REQUEST"})
"""Types whose noun's "of" tells who acts: "the withdrawal of the troops", against "the shelling of the town"."""


class Parties:
    """Finds the parties of a report's events.

    Place names and entities of no known kind are no parties: a town that is shelled is where, not whom.
    """

    def __init__(self, analysis: Analysis, entities: tuple[Entity, ...]) -> None:
        self._analysis = analysis
        self._at: dict[int, tuple[int, str]] = {}
        self._above: dict[int, tuple[Word | None, Word | None, Word | None, bool]] = {}
        self.kinds: dict[str, str] = {e.id: e.kind for e in entities}
        for entity in entities:
            if entity.kind in {"place", "other"}:
                continue
            for mention in entity.mentions:
                for word in analysis.words_in(mention.start, mention.end):
                    known = self._at.get(word.index)
                    # of nested names the longer speaks: "Bank of Norwick", not "Norwick"
                    if known is None or mention.end - mention.start > known[0]:
                        self._at[word.index] = (mention.end - mention.start, entity.id)

    def of(self, trigger: Trigger) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ids of actors and of recipients, in the order of the text's arguments; nobody is both."""
        nouns = [trigger.noun] if trigger.noun is not None else []
        actors: list[Word] = []
        recipients: list[Word] = []
        if trigger.word.upos == "VERB":
            self._verb(trigger, actors, recipients)
        else:
            nouns.append(trigger.word)
        for noun in nouns:
            self._noun(noun, trigger.kind[0], actors, recipients, carried=trigger.noun is not None)
        taken = {trigger.word.index, *(n.index for n in nouns)}
        who = self._entities([w for w in actors if w.index not in taken])
        whom = self._entities([w for w in recipients if w.index not in taken])
        return who, tuple(e for e in whom if e not in who)

    def _verb(self, trigger: Trigger, actors: list[Word], recipients: list[Word]) -> None:
        analysis, verb = self._analysis, trigger.word
        # "are engaged in talks": the noun is no object, so the subject acts, whatever the participle looks like
        oblique = trigger.noun is not None and trigger.noun.relation == "obl"
        passive = is_passive(analysis, verb) and not oblique
        topical = verb.lemma.lower() in lexicon().topical
        own = False
        for child in analysis.children(verb.index):
            if child.relation == "nsubj":
                own = True
                (recipients if passive else actors).extend(self._antecedent(child, verb))
            elif child.relation in {"obj", "iobj"}:
                if not topical:
                    recipients.extend(self._antecedent(child, verb))
            elif child.relation == "obl":
                case = case_of(analysis, child)
                if child.deprel == "obl:agent" or (case == "by" and passive):
                    actors.append(child)
                elif case in _TO:
                    recipients.append(child)
                elif case == "between":
                    actors.append(child)
        if not own:
            subject, suffers = self._inherited(verb, passive)
            if subject is not None:
                (recipients if suffers else actors).extend(self._antecedent(subject, verb))

    def _antecedent(self, word: Word, verb: Word) -> list[Word]:
        """An argument, or for a relative pronoun what it stands for."""
        relative = word.feature("PronType") == "Rel" or (word.upos == "PRON" and word.lemma in {"who", "which", "that"})
        if relative and verb.relation == "acl":
            return [self._analysis.words[verb.head]]
        return [word]

    def _governor(self, head: Word) -> tuple[Word | None, Word | None, Word | None, bool]:
        """Subject, object and possessor of a head, and whether it is passive; kept, for many verbs may share a head."""
        if head.index not in self._above:
            analysis = self._analysis
            owner = next((c for c in analysis.children(head.index) if c.deprel == "nmod:poss"), None)
            subject, thing = analysis.child(head.index, "nsubj"), analysis.child(head.index, "obj", "iobj")
            self._above[head.index] = subject, thing, owner, is_passive(analysis, head)
        return self._above[head.index]

    def _inherited(self, verb: Word, passive: bool) -> tuple[Word | None, bool]:
        """The subject that a verb has from above, and whether it suffers the event."""
        analysis, word = self._analysis, verb
        for _ in range(_MOST):
            if word.is_root:
                break
            head = analysis.words[word.head]
            subject, ruled, owner, head_passive = self._governor(head)
            if word.relation == "acl":
                past = word.feature("VerbForm") == "Part" and word.feature("Tense") == "Past"
                infinitive = word.feature("VerbForm") == "Inf"
                # "their plans to visit": whose plan it is acts
                return (owner, passive) if infinitive else (head, passive or (word is verb and past))
            # a second "root" below the first is a wrong parse of one of these
            if word.relation not in _SHARING or head.upos not in {"VERB", "ADJ", "AUX", "NOUN"}:
                break
            controlled = word.relation == "xcomp" and head.lemma.lower() in lexicon().object_control
            if controlled and ruled is not None:
                return ruled, passive
            if subject is not None and (head.upos in {"VERB", "AUX"} or word.relation != "conj"):
                bare = not any(c.relation == "aux" for c in analysis.children(verb.index))
                shared = word.relation == "conj" and verb.feature("VerbForm") == "Part" and bare
                return subject, passive or (shared and head_passive)
            word = head
        return None, False

    def _noun(self, noun: Word, kind: str, actors: list[Word], recipients: list[Word], *, carried: bool) -> None:
        analysis = self._analysis
        suffered = noun.lemma.lower() in lexicon().suffered
        has_actor = carried and bool(self._entities(actors))
        for child in analysis.children(noun.index):
            case = case_of(analysis, child)
            if child.relation in {"nmod", "obl"} and case in {"by", "between", "among"}:
                actors.append(child)
            elif child.deprel == "nmod:poss" or child.relation in {"compound", "amod"}:
                if suffered and child.relation != "amod":
                    recipients.append(child)
                elif not has_actor:
                    actors.append(child)
            elif child.relation in {"nmod", "obl"} and case == "of":
                (actors if kind in _OF_ACTS and not suffered else recipients).append(child)
            elif child.relation in {"nmod", "obl"} and case in _TO:
                recipients.append(child)

    def _entities(self, arguments: list[Word]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for argument in arguments[:_MOST]:
            line = [argument]
            for word in line:
                line += [c for c in self._analysis.children(word.index) if c.relation == "conj"][: _MOST - len(line)]
                entity = self._named(word)
                if entity is not None:
                    found[entity] = None
        return tuple(found)

    def _named(self, word: Word) -> str | None:
        """The entity of an argument's own words, else of its apposition, else of those it belongs to."""
        if word.index in self._at:
            return self._at[word.index][1]
        if word.upos == "PRON":
            return None
        children = self._analysis.children(word.index)
        for relations in (("flat", "appos"), ("compound",), ("amod", "nmod:poss"), ("nmod",)):
            for child in children:
                if child.deprel not in relations and child.relation not in relations:
                    continue
                if relations == ("nmod",) and case_of(self._analysis, child) != "of":
                    continue
                if child.index in self._at:
                    return self._at[child.index][1]
        return None
