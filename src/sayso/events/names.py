"""Who a noun phrase names: the person or body itself, and its country ("the Vellish president Jon Aasen").

PLOVER codes a party by its country and sector, so the country that a phrase names stands beside the person. A capital
stands for its government where it acts or is acted on ("talks with Paris"); any other town is where, not who.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.events.lexicon import lexicon, words
from sayso.events.sectors import sector_of, sectors_of
from sayso.events.syntax import case_of
from sayso.language import Analysis, Word
from sayso.places.gazetteer import capitals
from sayso.record.types import Entity, Place

_WORDS = words("names")
_SAME = frozenset({"flat", "appos"})
_OWNERS = frozenset({"amod", "compound", "nmod", "nmod:poss", "nmod:desc", "flat"})
_FROM = _WORDS["from"]
_OWNED = _WORDS["owned"]
_WHO = frozenset({"person", "organisation", "group", "country"})
_ABROAD = _WORDS["abroad"]
_INSIDE = _WORDS["inside"]
_UNDER = _WORDS["under"]
"""Under whose these are, a thing is: "a tanker under the flag of Norwick"."""
_SEATS = frozenset({
    ("IL", "Tel Aviv"), ("BO", "La Paz"), ("CI", "Abidjan"), ("TZ", "Dar es Salaam"), ("MM", "Yangon"),
    ("LK", "Colombo"), ("BJ", "Cotonou"), ("YE", "Aden"), ("KZ", "Almaty"), ("NG", "Lagos"),
})  # fmt: skip
"""Towns that stand for a government as its capital does."""
_REGIONS = frozenset({"admin1", "region"})
"""Kinds of place that stand for somebody as a capital does: "aid to *Darfur*"."""
_LOCATIVE = _WORDS["locative"]
_NEAR = 12
"""Words behind a phrase among which those stand whom it includes."""
_DEPTH = 3
"""Steps down a noun phrase: "the leader of the party of the president of …"."""
_MOST = 24
"""Words of one phrase, or of one coordination."""


class Names:
    """Finds the entities that the words of a report's noun phrases name."""

    def __init__(self, analysis: Analysis, entities: tuple[Entity, ...], places: tuple[Place, ...]) -> None:
        self._analysis = analysis
        self.kinds: dict[str, str] = {e.id: e.kind for e in entities}
        seats = capitals()
        seated = [
            p for p in places
            if p.lat is not None and p.lon is not None
            and ((p.country, p.lat, p.lon) in seats or (p.country, p.name) in _SEATS)
        ]  # fmt: skip
        # a capital that was taken for a person or a body, where the gazetteer's room knows better
        mistaken = {(p.span.start, p.span.end): p.country for p in seated if p.entity is None}
        taken = {e.id: c for e in entities for m in e.mentions if (c := mistaken.get((m.start, m.end))) is not None}
        self.isos: dict[str, str] = {p.entity: p.country for p in places if p.entity is not None and p.country} | taken
        self.isos |= {e.id: e.ids["iso"] for e in entities if "iso" in e.ids}
        """Countries of the entities that are one, stand for one, or lie in one."""
        lands = {e.id for e in entities if e.kind == "country" or "iso" in e.ids}
        lands |= {p.entity for p in places if p.kind == "country" and p.entity is not None}
        self._lands = frozenset(lands)
        regions = {p.entity for p in places if p.kind in _REGIONS and p.country is not None and p.entity is not None}
        self._capitals = frozenset({p.entity for p in seated if p.entity is not None} | set(taken) | regions)
        self._at = self._by_word(entities)
        self.peoples: dict[int, str] = {}
        """Countries of the words for who lives in a part of one: "*Chechen* rebels"."""
        for place in places:
            if place.kind == "demonym" and place.country is not None:
                for word in analysis.words_in(place.span.start, place.span.end):
                    self.peoples[word.index] = place.country
        self._known: dict[int, tuple[str, ...]] = {}
        self._joined: dict[int, tuple[Word, ...]] = {}
        self._of: dict[tuple[int, int], tuple[str, ...]] = {}
        self._owned: dict[int, str | None] = {}
        self._bearers: dict[int, Word | None] = {}
        self._nation: dict[str, str] = {}
        for index in sorted(self._at):
            name = self._at[index]
            if name not in self._nation and self.kinds[name] in {"person", "organisation", "group"}:
                countries = self._countries(self._introduced(index))
                if countries:
                    self._nation[name] = countries[0]

    def _introduced(self, index: int) -> list[Word]:
        """The phrase of a name; of one that is flat or set beside a title, the title's: "Vellish premier Jon Aasen"."""
        words = self._analysis.words
        word = words[index]
        for _ in range(_DEPTH):
            head = words[word.head]
            between = words[min(word.index, head.index) : max(word.index, head.index)][:_MOST]
            if word.relation not in _SAME or word.is_root or any(w.upos in {"CCONJ", "VERB"} for w in between):
                break
            word = head
        title = words[index - 1] if index and word.index == index else word
        beside = title.upos == "NOUN" and title.sentence == word.sentence and title.index + 1 == index
        return [*self._phrase(word), *([title] if beside else [])]

    def _by_word(self, entities: tuple[Entity, ...]) -> dict[int, str]:
        longest: dict[int, int] = {}
        found: dict[int, str] = {}
        for entity in entities:
            if entity.kind == "other":
                continue
            for mention in entity.mentions:
                # of nested names the longer speaks: "Bank of Norwick", not "Norwick"
                for word in self._analysis.words_in(mention.start, mention.end):
                    if mention.end - mention.start > longest.get(word.index, 0):
                        longest[word.index] = mention.end - mention.start
                        found[word.index] = entity.id
        return found

    def of(self, arguments: Iterable[Word], *, hosts: bool = False) -> tuple[str, ...]:
        """Ids of the entities that arguments and what is coordinated with them name, in their order.

        Args:
            arguments: head words of noun phrases.
            hosts: whether a capital is whom even where it stands as a place: "arrived in Paris".
        """
        found: dict[str, None] = {}
        for word in self.coordinated(arguments):
            found |= dict.fromkeys(self.named(word, hosts=hosts))
        return tuple(found)

    def coordinated(self, arguments: Iterable[Word]) -> tuple[Word, ...]:
        """Arguments and what is coordinated with them, each once."""
        found: dict[int, Word] = {}
        for argument in list(arguments)[:_MOST]:
            line = [argument]
            for word in line:
                line += self.conjuncts(word)[: _MOST - len(line)]
                found.setdefault(word.index, word)
        return tuple(found.values())

    def at(self, index: int) -> str | None:
        """The entity that a word is part of a name of."""
        return self._at.get(index)

    def bearer(self, word: Word) -> Word | None:
        """Who a phrase is about: its head, or whose or what kind of thing that is: "the *government*'s offer"."""
        if word.index not in self._bearers:
            self._bearers[word.index] = self._carried(word)
        return self._bearers[word.index]

    def _carried(self, word: Word) -> Word | None:
        for _ in range(_DEPTH):
            if self._is_somebody(word):
                return word
            below = self._analysis.children(word.index)[:_MOST]
            owned = [c for c in below if c.deprel == "nmod:poss" or c.relation == "compound"]
            owned += [c for c in below if c.relation == "nmod" and case_of(self._analysis, c) in _OWNED]
            following = next((c for c in owned if self._is_somebody(c)), None) or next(iter(owned), None)
            if following is None:
                return None
            word = following
        return None

    def _is_somebody(self, word: Word) -> bool:
        own = self.own(word)
        return (own is not None and self.kinds[own] in _WHO) or bool(sectors_of(self._analysis, word))

    def is_party(self, word: Word) -> bool:
        """Whether a phrase stands for somebody: a name, a country, or a noun of some sector."""
        return bool(self.named(word)) or self.bearer(word) is not None

    def own(self, word: Word) -> str | None:
        """The entity that a phrase itself is a name of, by its head, title or apposition; no country of a modifier."""
        if word.index not in self._owned:
            named = (self._at.get(part.index) for part in self._phrase(word))
            self._owned[word.index] = next((n for n in named if n is not None), None)
        return self._owned[word.index]

    def conjuncts(self, word: Word) -> tuple[Word, ...]:
        """What is coordinated with a word; kept, for many verbs may share a subject."""
        if word.index not in self._joined:
            conjuncts = [c for c in self._analysis.children(word.index) if c.relation == "conj"]
            among = self._included(word)
            conjuncts += [among] if among is not None and among not in conjuncts else []
            self._joined[word.index] = tuple(conjuncts[:_MOST])
        return self._joined[word.index]

    def _included(self, word: Word) -> Word | None:
        """Who is among those of a phrase: "four people, *including two Velmarians*", however the parser hung them."""
        if word.upos not in {"NOUN", "PROPN"}:
            return None
        told, found = False, None
        for one in self._analysis.words[word.index + 1 : word.index + _NEAR]:
            if one.sentence != word.sentence or one.upos == "VERB":
                break
            if told and one.upos not in {"DET", "ADJ", "NUM", "NOUN", "PROPN", "PRON", "ADV"}:
                break
            found = one if told and one.upos in {"NOUN", "PROPN"} else found
            told = told or one.text.lower() in {"including", "among"}
        return found

    def named(self, word: Word, *, hosts: bool = False) -> tuple[str, ...]:
        """Ids of the entities that one noun phrase names."""
        if word.upos == "PRON":
            return ()
        if word.index not in self._known:
            self._known[word.index] = self._read(word)
        found = self._known[word.index]
        if not hosts and any(e in self._capitals and e not in self._lands for e in found):
            located = case_of(self._analysis, word) in _LOCATIVE
            found = tuple(e for e in found if e in self._lands or e not in self._capitals or not located)
        return found

    def _read(self, word: Word) -> tuple[str, ...]:
        phrase = self._phrase(word)
        own: dict[str, None] = {}
        for part in phrase:
            name = self._at.get(part.index)
            if name is not None and (self.kinds[name] != "place" or self.governs(name)):
                own[name] = None
        if not any(self.governs(name) for name in own):
            countries = self._countries(phrase) or tuple(self._nation[n] for n in own if n in self._nation)[:1]
            own |= dict.fromkeys(countries)
        return tuple(own) or self._modifiers(phrase)

    def is_land(self, name: str) -> bool:
        """Whether an entity is a country."""
        return name in self._lands

    def governs(self, name: str) -> bool:
        """Whether an entity is a country, or the capital that stands for it."""
        return name in self._lands or name in self._capitals

    def _phrase(self, word: Word) -> list[Word]:
        """A word with its flat names and appositions: "President | Saddam | Hussein"."""
        line = [word]
        for one in line:
            same = [c for c in self._analysis.children(one.index) if c.relation in _SAME]
            if one is word and word.feature("Number") == "Plur":  # "the two neighbours, Norwick and Velmar"
                same += [c for s in same if s.relation == "appos" for c in self.conjuncts(s)]
            line += same[: _MOST - len(line)]
        behind = self._analysis.words[word.index + 1 : word.index + 2]
        if word.upos == "NOUN" and behind and behind[0].sentence == word.sentence and behind[0] not in line:
            # "his Vellish counterpart | Jon Aasen", however the parser hung the name
            line += [w for w in behind if self.kinds.get(self._at.get(w.index, "")) == "person"]
        return line

    def _countries(self, phrase: Iterable[Word], depth: int = _DEPTH) -> tuple[str, ...]:
        """The countries that the words of a phrase belong to, by their modifiers, the nearest first."""
        found: dict[str, None] = {}
        for word in phrase:
            key = (word.index, depth)
            if key not in self._of:
                self._of[key] = ()  # a parser's trees may run in circles
                self._of[key] = tuple(self._owners(word, depth))
            found |= dict.fromkeys(self._of[key])
        return tuple(found)

    def _owners(self, word: Word, depth: int) -> Iterator[str]:
        deeper: list[Word] = []
        told = False
        abroad = word.lemma.lower() in _ABROAD and any(self._of_country(c) for c in self._analysis.children(word.index))
        for child in self._analysis.children(word.index)[:_MOST]:
            if child.relation not in _OWNERS:
                continue
            cased = case_of(self._analysis, child) if child.relation == "nmod" and child.deprel != "nmod:poss" else ""
            # "its border with Norwick"
            bounds = cased in {"with", "between"} and word.lemma.lower() in lexicon().frontiers
            if abroad and cased in _INSIDE:
                continue  # "the Vellish embassy in Norwick" is Velmar's
            if cased and not bounds and (cased not in _FROM or (cased in _INSIDE and word.index in self._at)):
                continue
            if cased == "under" and child.lemma.lower() not in _UNDER:
                continue
            if cased == "by" and sector_of(self._analysis, word) is not None:
                continue  # "the arrest of the reporter | by the Vellish police"
            if told and cased in _INSIDE:
                continue  # "the Vellish general in Norwick"
            if told and cased == "of" and sector_of(self._analysis, word) in {"COP", "MIL"}:
                continue  # "the arrest by Vellish police | of four Norwickers"
            named = False
            for one in (child, *(c for c in self._analysis.children(child.index) if c.relation == "conj")):
                name = self._at.get(one.index)
                if name is not None and self.governs(name):
                    named = told = True
                    # "officials in Paris" stand for France, "talks in Paris" do not
                    if cased not in _INSIDE or name in self._lands or sector_of(self._analysis, word) is not None:
                        yield name
            if not named and depth > 1:
                deeper.append(child)
        for child in deeper:
            yield from self._countries((child,), depth - 1)

    def _of_country(self, child: Word) -> bool:
        """Whether a modifier names the country that a thing is of."""
        if child.relation == "nmod" and child.deprel != "nmod:poss" and case_of(self._analysis, child) != "of":
            return False
        return child.relation in _OWNERS and self.governs(self._at.get(child.index, ""))

    def owners(self, word: Word) -> tuple[str, ...]:
        """Whose men somebody's are: of "Dahl's forces" Dahl, who takes no part himself."""
        below = (c for c in self._analysis.children(word.index)[:_MOST] if c.deprel == "nmod:poss")
        found = (self._at.get(c.index) for c in below)
        return tuple(n for n in found if n is not None and self.kinds[n] == "person")

    def _modifiers(self, phrase: Iterable[Word]) -> tuple[str, ...]:
        """Bodies and towns that only modify a phrase: "Norwick Bank officials", "Velmar police"."""
        for word in phrase:
            lemma = word.lemma.lower()
            for child in self._analysis.children(word.index)[:_MOST]:
                owner = child.deprel == "nmod:poss" or child.relation in {"compound", "amod"}
                if not owner and not (child.relation == "nmod" and case_of(self._analysis, child) in {"of", "from"}):
                    continue
                name = self._at.get(child.index)
                if name is not None and self.kinds[name] == "person" and child.deprel == "nmod:poss":
                    continue  # "Dahl's lawyer" is somebody else
                if name is not None and (self.kinds[name] != "place" or lemma not in lexicon().territory):
                    return (name,)
        return ()
