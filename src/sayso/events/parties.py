"""Actors and recipients of an event: the arguments of its trigger, and the entities that they name."""

from __future__ import annotations

from dataclasses import replace

from sayso.events.clauses import Clauses
from sayso.events.lexicon import Kind, lexicon, words
from sayso.events.names import Names
from sayso.events.nouns import noun_kind
from sayso.events.order import DYADIC, Order
from sayso.events.phrases import Arguments, against, beside, is_owned, takes_part
from sayso.events.sectors import STATE, is_condition, sector_of
from sayso.events.syntax import case_of, case_word, is_behind, is_stranded, possessive, role_of
from sayso.events.triggers import Trigger
from sayso.language import Analysis, Word
from sayso.record.types import Entity, Place

_WORDS = words("parties")
_TO = _WORDS["to"]
_TOWARDS = _WORDS["towards"]
"""Where whatever is sent or gathers stands before somebody's border or embassy."""
_FOR = frozenset({"SUPPORT", "AID", "REQUEST", "ACCUSE", "CONSULT"})
"""Types whose "for" tells whom: "support for Norwick", "blamed … for" aside."""
_CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "acl"})
_MOST = 24
"""Steps up a tree, dependents looked at: more than this is no sentence that anybody wrote."""
_OF_ACTS = frozenset({"CONSULT", "PROTEST", "RETREAT", "AGREE", "MOBILIZE", "COOPERATE", "REQUEST"})
"""Types whose noun's "of" tells who acts: "the withdrawal of the troops", against "the shelling of the town"."""
_SPOKEN = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN"})
"""Types that are words about an act: whom the act would befall is whom the words are for."""
_AT = frozenset({"ASSAULT", "PROTEST", "ACCUSE", "MOBILIZE", "THREATEN"})
"""Types whose "at" tells whom: "fired at"; else it tells where."""
_AIMING = _WORDS["aiming"]
_DONE_TO = frozenset({"ASSAULT", "COERCE", "ACCUSE", "SANCTION", "AID", "SUPPORT", "REJECT"})
_OF_OTHERS = frozenset({"SANCTION", "REQUEST", "REJECT", "ACCUSE", "SUPPORT"})
"""Types in which what is refused, sought or stopped is the other side's."""
HANDING = _WORDS["handing"]
"""Of these "from" tells who acts, and "to" who receives."""
DYING = _WORDS["dying"]
_OUT = _WORDS["out"]
_CHARTERS = _WORDS["charters"]
_INTO = _WORDS["into"]
"""Verbs whose "in" tells whom."""
_BUYING = _WORDS["buying"]
_OWNERS = _WORDS["owners"]
_TURNED = frozenset(
    {("ACCUSE", word) for word in ("responsible", "guilty", "complicit")}
    | {("THREATEN", word) for word in ("face", "suffer", "pay", "risk")}
)
"""Types and words whose subject has it said of him."""
_RECEIVING = frozenset(
    {("CONSULT", word) for word in ("host", "receive")}
    | {("AID", word) for word in ("receive", "get", "obtain", "secure", "accept")}
)
"""Types and words whose object acts: a host is visited, who receives aid is given it."""
_OF_ONES_OWN = frozenset(
    {("SANCTION", "withdraw"), ("RETREAT", "withdraw"), ("MOBILIZE", "troops"), ("MOBILIZE", "police")}
)
"""What one does with envoys and troops of one's own."""
_BEFORE = _WORDS["before"]
_WATERS = _WORDS["waters"]
"""Where arms are tested, whoever lives near."""
_STREETS = _WORDS["streets"]
"""Where people march, with the towns and buildings of the lexicon: not whom against."""
_GROUND = _WORDS["ground"]
"""What somebody is attacked on, not whom."""
_PRONOUNS = _WORDS["pronouns"]


class Parties:
    """Finds the parties of a report's events."""

    def __init__(
        self, analysis: Analysis, entities: tuple[Entity, ...], places: tuple[Place, ...], telling: frozenset[int]
    ) -> None:
        """``telling`` has the words that tell of events."""
        self._analysis, self._telling = analysis, telling
        self.names = Names(analysis, entities, places)
        self._order = Order(analysis, self.names)
        self.clauses = Clauses(analysis)
        self.kinds = self.names.kinds

    def of(self, trigger: Trigger) -> Arguments:
        """Actors and recipients, in the order of the text's arguments.

        Only a country can be both: "Norwegian police arrested a Norwegian". What stands elsewhere, and who act on one
        another, :mod:`sayso.events.beyond` adds.
        """
        turned = self._turned(trigger)
        if turned is not None:
            return turned
        nouns = [trigger.noun] if trigger.noun is not None else []
        actors: list[Word] = []
        recipients: list[Word] = []
        visit = trigger.kind == ("CONSULT", "visit")
        if trigger.word.upos in {"VERB", "ADJ"} and trigger.word.relation not in {"nsubj", "obj", "nmod"}:
            self._verb(trigger, actors, recipients)
        else:
            nouns.append(trigger.word)
            actors += beside(self._analysis, trigger.word)
        for noun in nouns:
            self._noun(noun, trigger.kind, actors, recipients, carried=trigger.noun is not None)
        moved = trigger.kind[0] == "MOBILIZE"  # "gunboats were sent"
        given = [
            n
            for n in nouns
            if not takes_part(self._analysis, n, trigger.kind) and not (moved and n.relation == "nsubj")
        ]
        taken = {trigger.word.index, *(n.index for n in nouns if n is trigger.word or n in given)}
        if trigger.kind[0] == "PROTEST":
            recipients = [w for w in recipients if w.lemma.lower() not in lexicon().territory | _STREETS]
        acting = self.names.coordinated(w for w in actors if w.index not in taken)
        acted_on = self.names.coordinated(w for w in recipients if w.index not in taken)
        who = self.names.of(acting)
        whom = self._whom(acted_on, who, visit=visit or trigger.kind[0] in _AT)
        # "called on *the government* to close …": who is spoken to need not be named
        spoken_to = trigger.kind[0] == "REQUEST" and any(sector_of(self._analysis, w) in STATE for w in acted_on)
        if not whom and trigger.kind[0] in _SPOKEN and not spoken_to:
            more = self.names.coordinated(w for w in self._befallen(trigger) if w.index not in taken)
            whom = tuple(e for e in self.names.of(more) if e not in who)
            acted_on = more if whom else (*acted_on, *more)
        if trigger.kind[0] == "MOBILIZE":
            acted_on = tuple(w for w in acted_on if w.lemma.lower() not in _WATERS)
            whom = whom if acted_on else ()
        if trigger.kind in _OF_ONES_OWN:
            acted_on = tuple(w for w in acted_on if not is_owned(self._analysis, w) or self.names.named(w))
        mine = {w.index for w in acting}
        acted_on = tuple(w for w in acted_on if w.index not in mine and not self._is_one(w, who))
        found = self._ordered(trigger, Arguments(who, whom, acting, acted_on), taken)
        if (trigger.kind[0], trigger.word.lemma.lower()) in _RECEIVING and any(map(self.names.is_party, found.whom)):
            return Arguments(found.recipients, found.actors, found.whom, found.who)
        return found

    def willed(self, trigger: Trigger, about: Trigger) -> Arguments:
        """Who promises or threatens: who will do it; who asks for it: the speaker, of whoever must."""
        inner = self.of(about)
        if not any(map(self.names.is_party, inner.who)):
            return Arguments((), (), (), ())
        if trigger.kind[0] != "REQUEST":
            return inner
        says = self.clauses.saying(about.word)
        who = self.names.coordinated([says] if says is not None else [])
        return Arguments(self.names.of(who), inner.actors, who, inner.who)

    def _turned(self, trigger: Trigger) -> Arguments | None:
        """Where the subject is whom: who says that somebody is guilty accuses him, or will pay threatens him."""
        subject = self.clauses.governor(trigger.word)[0]
        blamed = trigger.kind[0] == "ACCUSE" and trigger.word.upos == "NOUN" and is_behind(self._analysis, trigger.word)
        subject = self._order.precedes(trigger.word) if blamed else subject
        if subject is None or not (blamed or (trigger.kind[0], trigger.word.lemma.lower()) in _TURNED):
            return None
        says = self.clauses.saying(self._analysis.words[subject.head] if blamed else trigger.word)
        who = self.names.coordinated([says] if says is not None else [])
        whom = self.names.coordinated([subject])
        return Arguments(self.names.of(who), self.names.of(whom), who, whom)

    def _ordered(self, trigger: Trigger, found: Arguments, taken: set[int]) -> Arguments:
        """The arguments, with whom the order of words tells where the tree tells nobody."""
        word = trigger.word
        # an event noun has the subject of its verb for an actor, where that tells of no event of its own
        hangs = word.relation in {"obj", "obl"} and word.head not in self._telling
        acted = word.upos in {"VERB", "ADJ"} or hangs or word.relation in {"ccomp", "root"}
        if acted and not any(map(self.names.is_party, found.who)):
            subject = self._order.precedes(word)
            if subject is not None and subject.index not in {w.index for w in found.whom}:
                words = self.names.coordinated([subject])
                found = replace(found, who=words, actors=self.names.of(words))
        among = trigger.kind[0] in {"CONSULT", "COOPERATE", "SUPPORT", "AGREE"} and self.are_several(found.who)
        if trigger.kind[0] in DYADIC and not among and not any(map(self.names.is_party, found.whom)):
            mine = frozenset(w.index for w in found.who) | frozenset(taken)
            behind = self._order.follows(word, mine, found.actors)
            if behind is not None:
                words = self.names.coordinated([behind])
                found = replace(found, whom=(*found.whom, *words), recipients=self.names.of(words))
        return found

    def are_several(self, who: tuple[Word, ...]) -> bool:
        """Whether two sides act: then it is with one another."""
        lands = {n for w in who for n in self.names.named(w) if self.names.governs(n)}
        return len(lands) > 1 or sum(map(self.names.is_party, who)) > 1

    def _whom(self, words: tuple[Word, ...], who: tuple[str, ...], *, visit: bool) -> tuple[str, ...]:
        whom = self.names.of(words, hosts=visit)
        return tuple(e for e in whom if e not in who or self.names.is_land(e))

    def _is_one(self, word: Word, who: tuple[str, ...]) -> bool:
        """Whether a phrase names somebody who acts; of a country both can be."""
        own = self.names.own(word)
        return own is not None and own in who and not self.names.is_land(own)

    def acts_itself(self, verb: Word, clause: Word) -> bool:
        """Whether whoever says something is who will do it: "Norwick said it would …"."""
        says, does = self.clauses.governor(verb)[0], self.clauses.governor(clause)[0]
        if says is None or does is None:
            return False
        speakers = set(self.names.of([says]))
        return bool(speakers & set(self.names.of(self._antecedent(does, clause))))

    def _verb(self, trigger: Trigger, actors: list[Word], recipients: list[Word]) -> None:
        analysis, verb, kind = self._analysis, trigger.word, trigger.kind[0]
        passive = self.clauses.is_suffered(trigger)
        topical = verb.lemma.lower() in lexicon().topical
        towards = _TO | {"in", "for"} if trigger.kind == ("CONSULT", "visit") else _TO
        towards -= {"at"} if kind not in _AT and verb.lemma.lower() not in _AIMING else set()
        towards |= _OUT if trigger.kind[0] == "RETREAT" else {"in"} if verb.lemma.lower() in _INTO else set()
        own, leaving = False, trigger.kind == ("CONSULT", "visit") and verb.lemma.lower() in {"leave", "depart"}
        for child in analysis.children(verb.index):
            role = role_of(analysis, child, verb)
            if role == "nsubj":
                own = True
                self._subject(trigger, child, passive, actors, recipients)
            elif leaving and (role == "obj" or case_of(analysis, child) == "for"):
                if noun_kind(analysis, child) is not None:
                    self._noun(child, trigger.kind, actors, recipients, carried=False)  # "left for a visit to …"
                elif role == "obl":
                    recipients.append(child)
            elif role in {"obj", "iobj"} and not is_condition(analysis, child):
                if verb.lemma.lower() in _BUYING and trigger.kind[0] == "COOPERATE":
                    recipients.append(child)  # "bought Vellish gas"
                    self._given(child, recipients)
                elif topical and role == "obj":
                    self._given(child, recipients)
                elif trigger.kind[0] == "ACCUSE" and noun_kind(analysis, child) is not None:
                    # who is condemned for an attack is who attacked
                    self._noun(child, trigger.kind, recipients, [], carried=False)
                else:
                    recipients.extend(self._antecedent(child, verb))
                    self._given(child, recipients)
            elif role == "obl":
                case = case_of(analysis, child)
                # "the town fell to the rebels"
                if child.deprel == "obl:agent" or (case == "by" and passive) or (case == "to" and verb.lemma == "fall"):
                    actors.append(child)
                elif trigger.kind[0] == "ACCUSE" and case in _BEFORE and sector_of(analysis, child) == "JUD":
                    continue  # "sued at a court in …": where, not whom
                elif case == "on" and trigger.kind[0] == "ASSAULT" and child.lemma.lower() in _GROUND:
                    continue
                elif case == "with" and kind == "ACCUSE" and (blamed := against(analysis, child)) is not None:
                    recipients.append(blamed)  # "a complaint with the court against Velmar"
                elif case in towards or (case == "for" and trigger.kind[0] in _FOR and not recipients):
                    recipients.append(child)
                elif case == "between":
                    between = trigger.kind[1] == "third-party" or verb.lemma.lower() == "shuttle"
                    (recipients if between else actors).append(child)
                elif case in _TOWARDS and child.lemma.lower() in lexicon().frontiers and not recipients:
                    recipients.append(child)
        self._where(trigger, recipients)
        if not own:
            self._sharing(verb, passive, actors, recipients)

    def _sharing(self, verb: Word, passive: bool, actors: list[Word], recipients: list[Word]) -> None:
        """The parties of a verb that has no subject of its own."""
        owner = next((c for c in self._analysis.children(verb.index)[:_MOST] if c.deprel == "nmod:poss"), None)
        if owner is not None:  # "Norwick's warning that …"
            actors.append(owner)
            return
        subject, suffers = self.clauses.inherited(verb, passive)
        if subject is not None:
            (recipients if suffers else actors).extend(self._antecedent(subject, verb))

    def _subject(
        self, trigger: Trigger, subject: Word, passive: bool, actors: list[Word], recipients: list[Word]
    ) -> None:
        """Who acts or suffers as a verb's subject; what is given, imposed or ended is no party."""
        kind, verb = trigger.kind[0], trigger.word
        topical = verb.lemma.lower() in lexicon().topical
        if passive and kind == "AID" and not self.names.is_party(subject):
            self._given(subject, recipients, actors)
        # whose police are deployed deploys them
        sent = kind == "MOBILIZE" or (kind == "AID" and subject.lemma.lower() == "peacekeeper")
        if passive and topical and not sent:
            if is_stranded(self._analysis, verb):
                recipients.append(subject)  # "a boat was fired on"
            return
        if passive and kind == "ACCUSE" and noun_kind(self._analysis, subject) is not None:
            # "the arrest of … by Velmar was condemned by Norwick": who did it is accused
            self._noun(subject, trigger.kind, recipients, [], carried=False)
            if not self.names.of(recipients):
                recipients.append(subject)
            return
        if kind == "SANCTION" and noun_kind(self._analysis, subject) is not None:
            # "talks between … collapsed"
            self._noun(subject, ("CONSULT", None), actors, recipients, carried=False)
            return
        if kind == "ASSAULT" and verb.lemma.lower() in DYING:
            recipients.append(subject)
            return
        moved = kind == "MOBILIZE" and sector_of(self._analysis, subject) in {"MIL", "COP"}
        acts = not passive or topical or moved
        (actors if acts else recipients).extend(self._antecedent(subject, verb))

    def _modifies(self, word: Word) -> bool:
        """Whether a modifier is a party: no adjective that names nobody, as in "an *official* visit"."""
        if self.names.named(word):
            return True
        hyphened = word.index > 0 and self._analysis.words[word.index - 1].end == word.start
        return word.relation == "compound" and not hyphened and "-" not in word.text

    def _where(self, trigger: Trigger, recipients: list[Word]) -> None:
        """Whose an object is, where the parser has hung the country on the verb: "bombed villages | in Norwick"."""
        children = self._analysis.children(trigger.word.index)[:_MOST]
        thing = next((c for c in children if c.relation == "obj"), None)
        if trigger.kind[0] not in _DONE_TO | {"RETREAT"} or thing is None or self.names.of(recipients):
            return
        for child in children:
            case = case_word(self._analysis, child) if child.relation == "obl" else None
            if case is not None and case.index == thing.index + 1 and case.lemma.lower() in {"in", "of"}:
                recipients.append(child)

    def _given(self, thing: Word, recipients: list[Word], giving: list[Word] | None = None) -> None:
        """To whom an object goes where the parser has hung that on the object: "ambulances to Norwick"."""
        for child in self._analysis.children(thing.index)[:_MOST]:
            if child.relation != "nmod":
                continue
            case = case_of(self._analysis, child)
            if case == "on" and thing.lemma.lower() in _CHARTERS:
                continue  # "a treaty on the union of …": what about
            if case == "from" and giving is not None:
                giving.append(child)  # "rice from Norwick was distributed"
            elif case in _TO or (case in _TOWARDS and child.lemma.lower() in lexicon().frontiers):
                recipients.append(child)

    def _befallen(self, trigger: Trigger) -> list[Word]:
        """Whom an act that is asked for, promised, refused or threatened would befall; who is asked to do it first."""
        analysis, found = self._analysis, []
        for clause in analysis.children(trigger.word.index)[:_MOST]:
            if clause.upos != "VERB" or clause.relation not in _CLAUSES:
                continue
            parts = analysis.children(clause.index)[:_MOST]
            if trigger.kind[0] == "REQUEST":
                found += [p for p in parts if p.relation == "nsubj"]
            handed = clause.lemma.lower() in HANDING and any(case_of(analysis, p) == "to" for p in parts)
            for part in parts:
                if is_owned(self._analysis, part) and part.lemma.lower() in lexicon().things:
                    continue  # "to pull its troops out"
                case = case_of(analysis, part) if part.relation == "obl" else ""
                into = case == "in" and clause.lemma.lower() in _INTO
                if handed and part.relation == "obj":
                    continue  # whoever is handed over is not who gets him
                if part.relation in {"obj", "iobj"} or case in _TO or case == "between" or into:
                    found.append(part)
                    self._given(part, found)
                elif part.relation == "xcomp":
                    found += [p for p in analysis.children(part.index)[:_MOST] if p.relation in {"nsubj", "obj"}]
        return found

    def _antecedent(self, word: Word, verb: Word) -> list[Word]:
        """An argument; for a relative pronoun what it stands for; for 'it' and 'its' who is said to say so."""
        if word.upos != "PRON":
            owner = self.clauses.governor(word)[2] if word.relation == "nsubj" and word.head == verb.index else None
            owned = owner is not None and owner.upos == "PRON" and owner.text.lower() in _OWNERS
            return [word, *(self._speaker(owner, verb) if owner is not None and owned else [])]
        if word.feature("PronType") == "Rel" or word.lemma in {"who", "which", "that"}:
            return [self._analysis.words[verb.head]] if verb.relation == "acl" else [word]
        return (self._speaker(word, verb) if word.text.lower() in _PRONOUNS else []) or [word]

    def _speaker(self, pronoun: Word, verb: Word) -> list[Word]:
        """The subject of the clause above, which a pronoun in a clause that is said or caused stands for."""
        if verb.relation not in {"ccomp", "advcl"} or verb.is_root:
            return []
        subject = self.clauses.governor(self._analysis.words[verb.head])[0]
        return [subject] if subject is not None and subject.index < pronoun.index and subject.upos != "PRON" else []

    def _noun(self, noun: Word, told: Kind, actors: list[Word], recipients: list[Word], *, carried: bool) -> None:
        analysis = self._analysis
        lemma = noun.lemma.lower()
        kind = told[0]
        if carried and takes_part(self._analysis, noun, told):
            recipients.append(noun)
            self._given(noun, recipients)
            return
        suffered = lemma in lexicon().suffered
        has_actor = carried and bool(self.names.of(actors))
        for child in analysis.children(noun.index):
            case = case_of(analysis, child)
            if child.deprel != "nmod:poss" and child.index < noun.index and possessive(analysis, child):
                (recipients if suffered else actors).append(child)  # "Norwick's warning", however it hangs
            elif child.relation in {"nmod", "obl"} and case in {"by", "between", "among"}:
                # "rejected a demand by Norwick": who rejects has been told, so it is whom
                (recipients if case == "by" and has_actor else actors).append(child)
            elif child.deprel == "nmod:poss" or child.relation in {"compound", "amod"}:
                if child.relation != "nmod" and not self._modifies(child):
                    continue
                if (suffered and child.relation != "amod") or (has_actor and kind in _OF_OTHERS):
                    recipients.append(child)  # "stopped Vellish flights", "denied Vellish charges"
                elif not has_actor:
                    actors.append(child)
            elif child.relation in {"nmod", "obl"} and case == "of":
                # whose resignation is called for is who should act, and so whom the call is for
                acts = kind in _OF_ACTS and not suffered and not (carried and kind == "REQUEST")
                (actors if acts else recipients).append(child)
                if not acts and not has_actor:  # "the arrest of a reporter | by the Vellish police"
                    below = analysis.children(child.index)[:_MOST]
                    actors.extend(c for c in below if c.relation == "nmod" and case_of(analysis, c) == "by")
            elif child.relation in {"nmod", "obl"} and case == "from" and kind == "AID" and not carried:
                actors.append(child)  # "a loan from Norwick"
            elif child.relation in {"nmod", "obl"} and (case in _TO or (case == "for" and kind in _FOR)):
                recipients.append(child)
