"""The clauses above and beside a word: its governor's subject and object, who says it, whose subject a verb has."""

from __future__ import annotations

from sayso.events.lexicon import lexicon
from sayso.events.nouns import noun_kind
from sayso.events.syntax import is_passive
from sayso.events.triggers import Trigger, is_adjective
from sayso.language import Analysis, Word

_SHARING = frozenset({"conj", "xcomp", "advcl", "root"})
_NEVER_DONE_TO = frozenset({"CONSULT", "COOPERATE", "AGREE", "PROTEST", "REQUEST"})
"""Types whose verbs are hardly passive without a helping verb."""
_MOST = 24
"""Steps up a tree, dependents looked at: more than this is no sentence that anybody wrote."""


class Clauses:
    """Reads the clauses of a report."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._above: dict[int, tuple[Word | None, Word | None, Word | None, bool]] = {}

    def saying(self, word: Word) -> Word | None:
        """Who says what a clause tells, above it or in passing: "…, the minister said"."""
        if word.relation in {"ccomp", "parataxis"} and not word.is_root:
            says = self.governor(self._analysis.words[word.head])[0]
            if says is not None:
                return says
        told = [c for c in self._analysis.children(word.index)[:_MOST] if c.relation in {"parataxis", "ccomp"}]
        return next((subject for c in told if (subject := self.governor(c)[0]) is not None), None)

    def governor(self, head: Word) -> tuple[Word | None, Word | None, Word | None, bool]:
        """Subject, object and possessor of a head, and whether it is passive; kept, for many verbs may share a head."""
        if head.index not in self._above:
            analysis = self._analysis
            owner = next((c for c in analysis.children(head.index) if c.deprel == "nmod:poss"), None)
            subject, thing = analysis.child(head.index, "nsubj"), analysis.child(head.index, "obj", "iobj")
            self._above[head.index] = subject, thing, owner, is_passive(analysis, head)
        return self._above[head.index]

    def inherited(self, verb: Word, passive: bool) -> tuple[Word | None, bool]:
        """The subject that a verb has from above, and whether it suffers the event."""
        analysis, word = self._analysis, verb
        for _ in range(_MOST):
            if word.is_root:
                break
            head = analysis.words[word.head]
            subject, ruled, owner, head_passive = self.governor(head)
            if word.relation == "acl":
                past = word.feature("VerbForm") == "Part" and word.feature("Tense") == "Past"
                infinitive = word.feature("VerbForm") == "Inf"
                # "their plans to visit": whose plan it is acts
                return (owner, passive) if infinitive else (head, passive or (word is verb and past))
            shares = word.relation in _SHARING or (word.relation == "ccomp" and word.feature("VerbForm") == "Inf")
            # a second "root" below the first is a wrong parse of one of these
            if not shares or head.upos not in {"VERB", "ADJ", "AUX", "NOUN"}:
                break
            controlled = word.relation in {"xcomp", "advcl"} and head.lemma.lower() in lexicon().object_control
            relative = ruled is None or (ruled.upos == "PRON" and ruled.index < head.index)
            if controlled and relative and head.relation == "acl" and not head.is_root and subject is not None:
                return analysis.words[head.head], passive  # "Norwick, which Velmar accuses of arming …"
            if controlled and ruled is not None:
                return ruled, passive
            if subject is not None and (head.upos in {"VERB", "AUX", "ADJ"} or word.relation != "conj"):
                bare = not any(c.relation == "aux" for c in analysis.children(verb.index))
                shared = word.relation == "conj" and verb.feature("VerbForm") == "Part" and bare
                return subject, passive or (shared and head_passive)
            word = head
        return None, False

    def is_suffered(self, trigger: Trigger) -> bool:
        """Whether a trigger's subject suffers it: in the passive, where the words leave that open."""
        analysis, verb, noun = self._analysis, trigger.word, trigger.noun
        if not is_passive(analysis, verb) or is_adjective(verb, trigger.kind):
            return False
        carried = noun is not None and noun.relation == "obl" and trigger.kind[0] != "COERCE"
        if carried and noun is not None and noun_kind(analysis, noun) is not None:
            return False  # "are engaged in talks": the noun is no object, so the subject acts
        children = analysis.children(verb.index)
        if any(c.relation == "aux" for c in children):
            return True
        subject = self.governor(verb)[0]
        if subject is not None and any(c.relation == "conj" and c.upos == "VERB" for c in children[:_MOST]):
            return False  # "gunmen shot and wounded …", whatever the tagger takes it for
        flying = subject is not None and subject.lemma.lower() in lexicon().missiles  # "missiles slammed into …"
        return verb.relation == "acl" or not (flying or trigger.kind[0] in _NEVER_DONE_TO)
