"""Who a noun phrase names: the person or body itself, and its country ("the Vellish president Jon Aasen").

PLOVER codes a party by its country and sector, so the country that a phrase names stands beside the person. A capital
stands for its government where it acts or is acted on ("talks with Paris"); any other town is where, not who.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.events.lexicon import lexicon
from sayso.events.sectors import sector_of
from sayso.events.syntax import case_of
from sayso.language import Analysis, Word
from sayso.places.gazetteer import capitals
from sayso.record.types import Entity, Place

_SAME = frozenset({"flat", "appos"})
_OWNERS = frozenset({"amod", "compound", "nmod", "nmod:poss", "nmod:desc", "flat"})
_FROM = frozenset({"of", "from", "in", "for"})
_INSIDE = frozenset({"in", "for"})
_LOCATIVE = frozenset({"in", "at", "near", "outside", "around", "through", "across"})
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
        resolved = [p for p in places if p.entity is not None]
        lands = {e.id for e in entities if e.kind == "country" or "iso" in e.ids}
        lands |= {p.entity for p in resolved if p.kind == "country" and p.entity is not None}
        self._lands = frozenset(lands)
        self._capitals = frozenset(
            p.entity for p in resolved
            if p.lat is not None and p.lon is not None and (p.country, p.lat, p.lon) in seats
        )  # fmt: skip
        self._at = self._by_word(entities)
        self._known: dict[int, tuple[str, ...]] = {}
        self._joined: dict[int, tuple[Word, ...]] = {}
        self._of: dict[tuple[int, int], tuple[str, ...]] = {}
        self._nation: dict[str, str] = {}
        for index in sorted(self._at):
            name = self._at[index]
            if name not in self._nation and self.kinds[name] in {"person", "organisation", "group"}:
                countries = self._countries(self._phrase(self._analysis.words[index]))
                if countries:
                    self._nation[name] = countries[0]

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
        for argument in list(arguments)[:_MOST]:
            line = [argument]
            for word in line:
                line += self._conjuncts(word)[: _MOST - len(line)]
                found |= dict.fromkeys(self._named(word, hosts=hosts))
        return tuple(found)

    def _conjuncts(self, word: Word) -> tuple[Word, ...]:
        """What is coordinated with a word; kept, for many verbs may share a subject."""
        if word.index not in self._joined:
            conjuncts = [c for c in self._analysis.children(word.index) if c.relation == "conj"]
            self._joined[word.index] = tuple(conjuncts[:_MOST])
        return self._joined[word.index]

    def _named(self, word: Word, *, hosts: bool) -> tuple[str, ...]:
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
            if name is not None and (self.kinds[name] != "place" or self._governs(name)):
                own[name] = None
        if not any(self._governs(name) for name in own):
            countries = self._countries(phrase) or tuple(self._nation[n] for n in own if n in self._nation)[:1]
            own |= dict.fromkeys(countries)
        return tuple(own) or self._modifiers(phrase)

    def is_land(self, name: str) -> bool:
        """Whether an entity is a country."""
        return name in self._lands

    def _governs(self, name: str) -> bool:
        return name in self._lands or name in self._capitals

    def _phrase(self, word: Word) -> list[Word]:
        """A word with its flat names and appositions: "President | Saddam | Hussein"."""
        line = [word]
        for one in line:
            line += [c for c in self._analysis.children(one.index) if c.relation in _SAME][: _MOST - len(line)]
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
        for child in self._analysis.children(word.index)[:_MOST]:
            if child.relation not in _OWNERS:
                continue
            cased = case_of(self._analysis, child) if child.relation == "nmod" and child.deprel != "nmod:poss" else ""
            if cased and (cased not in _FROM or (cased in _INSIDE and word.index in self._at)):
                continue
            named = False
            for one in (child, *(c for c in self._analysis.children(child.index) if c.relation == "conj")):
                name = self._at.get(one.index)
                if name is not None and self._governs(name):
                    named = True
                    # "officials in Paris" stand for France, "talks in Paris" do not
                    if cased not in _INSIDE or name in self._lands or sector_of(self._analysis, word) is not None:
                        yield name
            if not named and depth > 1:
                deeper.append(child)
        for child in deeper:
            yield from self._countries((child,), depth - 1)

    def _modifiers(self, phrase: Iterable[Word]) -> tuple[str, ...]:
        """Bodies and towns that only modify a phrase: "Norwick Bank officials", "Velmar police"."""
        for word in phrase:
            lemma = word.lemma.lower()
            for child in self._analysis.children(word.index)[:_MOST]:
                owner = child.deprel == "nmod:poss" or child.relation in {"compound", "amod"}
                if not owner and not (child.relation == "nmod" and case_of(self._analysis, child) in {"of", "from"}):
                    continue
                name = self._at.get(child.index)
                if name is not None and (self.kinds[name] != "place" or lemma not in lexicon().territory):
                    return (name,)
        return ()
