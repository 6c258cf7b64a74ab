"""The parties of an event in the report's words, each with its country and sectors, as PLOVER codes them.

A party's country is the one that its words name ("Kenyan police", "officials in Paris"), or that a table knows of its
name. A coder also gives a country to parties whose words name none, where the sentence leaves no doubt: the police who
arrest somebody in Nairobi are Kenya's, the rebels whom the Peruvian army fights are Peru's. Such a country is marked by
what it rests on, and only parties that belong to some country by what they are get one: never an international body.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sayso.events.homes import ON_GROUND, at_home, once, worldwide
from sayso.events.lexicon import lexicon, words
from sayso.events.names import Names
from sayso.events.sectors import INTERNAL, STATE, WORLDWIDE, sectors_of
from sayso.events.syntax import case_of
from sayso.language import Analysis, Word
from sayso.names.tables import Known, Tables, shipped
from sayso.places.gazetteer import demonyms
from sayso.record.spans import Span
from sayso.record.types import Entity, Party, PartyRole, Place

_WORDS = words("nations")
_LEFT = frozenset({"det", "amod", "compound", "nummod", "nmod:poss", "flat", "nmod:desc", "case", "advmod"})
_INSIDE = _WORDS["inside"]
_OTHER = _WORDS["other"]
_FOREIGN = _WORDS["foreign"]
_ITS = _WORDS["its"]
_RANKS = _WORDS["ranks"]
_HOSTED = frozenset({"CONSULT", "AID", "RETREAT"})
"""Types in which a capital is whom even where it stands as a place: "arrived in Paris"."""
_LEFT_OR_REACHED = frozenset({"RETREAT", "CONSULT", "AID"})
_GROUNDS = _WORDS["grounds"]
_LOCATIVE = _WORDS["locative"]
_VENUES = _WORDS["venues"]
"""Where others meet."""
_TALKS = frozenset({"CONSULT", "AGREE", "SUPPORT"})
_HOLDING = frozenset({"REB", "PRM", "UAF"})
"""Who are where they fight."""
_OWNED = _WORDS["owned"]
_HALVES = {"North": "South", "South": "North"}
_NEAR = 4
_WIDTH = 12
"""Words of a party's phrase before or behind its head."""
_MOST = 8
"""Parties of one role: more are no sentence that anybody wrote."""


class Nations:
    """Tells the parties of a report's events."""

    def __init__(
        self, analysis: Analysis, entities: tuple[Entity, ...], places: tuple[Place, ...], names: Names,
        tables: Tables | None = None,
    ) -> None:  # fmt: skip
        self._analysis, self._names = analysis, names
        self._tables = tables if tables is not None else shipped()
        self._entities = {e.id: e for e in entities}
        self._places = {p.id: p for p in places}
        self._whole: dict[tuple[int, bool], tuple[Party, ...]] = {}
        self._here: dict[int, frozenset[str]] = {}
        self._on = (analysis.report.published or "")[:10] or None
        self._happening = tuple(p for p in places if p.role == "event")
        at = next((p for p in places if p.role == "dateline"), None)
        self._dateline = at.country if at is not None else None

    def of(
        self, kind: str, actors: Iterable[Word], recipients: Iterable[Word], place: str | None, trigger: Word
    ) -> tuple[Party, ...]:
        """Actors and recipients of an event.

        Args:
            kind: its type.
            actors: the heads of their phrases.
            recipients: likewise.
            place: the id of the event's place.
            trigger: the word that tells of it.
        """
        who = [p for w in list(actors)[:_MOST] for p in self._told(w, "actor", hosts=False)]
        whom = [
            p for w in list(recipients)[:_MOST]
            for p in self._told(w, "recipient", hosts=kind in _HOSTED or case_of(self._analysis, w) == "at")
        ]  # fmt: skip
        if not whom and kind in ON_GROUND:
            whom = [p for w in list(recipients)[:_MOST] for p in self._ground(w)]
        if not whom and kind in ON_GROUND and (ground := self._where(place, trigger)) is not None:
            things = [w for w in list(recipients)[:_MOST] if w.upos == "NOUN" and w.lemma.lower() in lexicon().attacked]
            whom = [Party("recipient", self._span(w), None, None, ground, "place") for w in things[:1]]
        if kind in _LEFT_OR_REACHED and not any(p.country for p in whom):
            own = {p.country for p in who} - {None}
            more = [p for w in list(recipients)[:_MOST] for p in self._ground(w) if own and p.country not in own]
            whom = [*whom, *more]
        if any(p.country is None for p in (*who, *whom)):
            here = self._sentence([*who, *whom])
            at = self._places[place] if place is not None else None
            where = self._where(place, trigger)
            if where is None and here == {around := self._around(trigger)}:
                where = around
            if at is not None and at.name in _VENUES and kind in _TALKS:
                where = None
            mine = [self._gathered(kind, p, whom, where, here) for p in who]
            whom = [self._gathered(kind, p, mine, where, here) for p in whom]
            who = mine
        return once(who) + once(whom)

    def _told(self, word: Word, role: PartyRole, *, hosts: bool) -> tuple[Party, ...]:
        """What the words of a phrase themselves tell; a party for each country that they name."""
        if (word.index, hosts) not in self._whole:
            self._whole[word.index, hosts] = self._read(word, hosts=hosts)
        return tuple(replace(p, role=role) for p in self._whole[word.index, hosts])

    def _read(self, word: Word, *, hosts: bool) -> tuple[Party, ...]:
        bearer = self._names.bearer(word) or word
        entity = self._entities.get(self._names.own(bearer) or "")
        if entity is not None and entity.kind == "place" and bearer is not word:
            entity = None  # "Velmar police": where they are, not who
        sectors = () if entity is not None and worldwide(entity) else sectors_of(self._analysis, bearer)
        countries = tuple(
            dict.fromkeys(c for i in self._names.named(word, hosts=hosts) if (c := self._names.isos.get(i)))
        )
        countries = countries or self._within(word, bearer) or self._in_name(entity) or self._people(entity)
        countries = countries or self._of_people(bearer) or self._half(word)
        known = self._known(entity)
        speaks = self._speaks_for(word) if known is None else None
        if speaks is not None:  # "a spokesman for the Velmar Front"
            whose: Known | None = speaks
            sectors = speaks.sectors_on(self._on) or sectors
        elif known is None:  # "Tamil Tiger fighters": whose they are
            others = (self._known(self._entities.get(i)) for i in (*self._names.named(word), *self._names.owners(word)))
            whose = next((k for k in others if k is not None), None)
        else:
            whose = known
            sectors = tuple(dict.fromkeys((*known.sectors_on(self._on), *sectors)))
        if self._is_of_world(bearer, whose):  # "African Union troops", "UN officials in Velmar"
            countries = ()
            sectors = tuple(dict.fromkeys(("IGO", *(x for x in sectors if x != "GOV"))))
        span, name, one = self._span(word), entity.name if entity else None, entity.id if entity else None
        if countries:
            return tuple(Party("actor", span, name, one, c, "named", sectors) for c in countries)
        if not sectors and (entity is None or entity.kind in {"place", "meeting", "other"}):
            return ()
        country = whose.country if whose is not None else None
        return (Party("actor", span, name, one, country, "table" if country else None, sectors),)

    def _is_of_world(self, word: Word, whose: Known | None) -> bool:
        """Whether those who are named are of a body of no country."""
        known = [whose] if whose is not None else []
        for child in self._analysis.children(word.index)[:_MOST]:
            owner = child.relation in {"compound", "amod"} or child.deprel == "nmod:poss"
            name = self._names.at(child.index) if owner and child.index < word.index else None
            one = self._known(self._entities.get(name)) if name is not None else None
            known += [one] if one is not None else []
        return any(k.sector == "IGO" and not k.country for k in known)

    def _speaks_for(self, word: Word) -> Known | None:
        """The body of the tables that a spokesman or commander is of."""
        if word.lemma.lower() not in _RANKS:
            return None
        below = [c for c in self._analysis.children(word.index)[:_MOST] if c.relation == "nmod"]
        of = (c for c in below if case_of(self._analysis, c) in {"for", "of"})
        found = (self._known(self._entities.get(self._names.own(c) or "")) for c in of)
        return next((known for known in found if known is not None and known.kind != "person"), None)

    def _within(self, word: Word, bearer: Word) -> tuple[str, ...]:
        """The country or capital right behind a phrase, however the parser hung it: "officials | in Paris"."""
        words, last = self._analysis.words, self._analysis.sentences[word.sentence].last
        if not sectors_of(self._analysis, bearer) or bearer.index + 1 > last:
            return ()
        if words[bearer.index + 1].lemma.lower() not in _INSIDE:
            return ()
        for one in words[bearer.index + 2 : min(bearer.index + 2 + _NEAR, last + 1)]:
            name = self._names.at(one.index)
            if name is not None:
                country = self._names.isos.get(name)
                return (country,) if country is not None and self._names.governs(name) else ()
            if one.upos not in {"DET", "ADJ", "NOUN", "PROPN"}:
                break
        return ()

    def _in_name(self, entity: Entity | None) -> tuple[str, ...]:
        """The country that a body's own name tells of: "Australian Federal Police", "Bank of Norway"."""
        if entity is None or entity.kind not in {"organisation", "group"} or " " not in entity.name:
            return ()
        parts, names = entity.name.replace("'s", "").split(), self._tables.names
        spans = (" ".join(parts[i : i + n]) for n in (3, 2, 1) for i in range(len(parts[:_WIDTH]) - n + 1))
        isos = dict.fromkeys(k.iso for s in spans if (k := names.get(s)) is not None and k.kind == "country")
        return tuple(c for c in isos if c is not None) if len(isos) == 1 else ()

    def _half(self, word: Word) -> tuple[str, ...]:
        """The other half of a country that is in two: "the South", where North Korea has been told of."""
        other = _HALVES.get(word.text)
        sentence = self._analysis.sentences[word.sentence]
        for one in self._analysis.words[sentence.first : word.index] if other is not None else ():
            entity = self._entities.get(self._names.at(one.index) or "")
            if entity is not None and entity.kind == "country" and entity.name.startswith(f"{other} "):
                known = self._tables.names.get(f"{word.text} {entity.name.partition(' ')[2]}")
                if known is not None and known.iso is not None:
                    return (known.iso,)
        return ()

    def _of_people(self, word: Word) -> tuple[str, ...]:
        """The country that a phrase's people live in: "Tibetan monks"."""
        below = [c for c in self._analysis.children(word.index)[:_MOST] if c.relation in {"amod", "compound"}]
        # "Indian-owned factories"
        below += [c for b in below if b.lemma.lower() in _OWNED for c in self._analysis.children(b.index)[:_MOST]]
        found = (self._names.peoples.get(w.index) for w in (word, *below))
        return tuple(c for c in found if c is not None)[:1]

    def _people(self, entity: Entity | None) -> tuple[str, ...]:
        """The country of a people that lives in one: "Chechens"."""
        if entity is None or entity.kind != "group":
            return ()
        found = demonyms().get(entity.name) or demonyms().get(entity.name.removesuffix("s"))
        return (found.country,) if found is not None and found.country else ()

    def _known(self, entity: Entity | None) -> Known | None:
        """What the tables have of an entity; a person of more than one name is looked up by the whole of it."""
        if entity is None or entity.kind in {"place", "country"}:
            return None
        persons, bodies = self._tables.persons, self._tables.names
        tables = (persons,) if entity.kind == "person" else (bodies, persons)
        found = next((known for table in tables if (known := table.get(entity.name)) is not None), None)
        return found if found is not None and found.kind != "country" and found.meant_on(self._on) else None

    def _span(self, word: Word) -> Span:
        """The words of a phrase from its determiner to its head and what is flat behind that."""
        analysis = self._analysis
        below = [c for c in analysis.children(word.index) if c.deprel in _LEFT or c.relation in _LEFT]
        first = min((c.index for c in below if word.index - _WIDTH <= c.index < word.index), default=word.index)
        while first < word.index and analysis.words[first].upos in {"ADP", "DET", "PUNCT"}:
            first += 1
        whole = self._names.at(first)
        while first and whole is not None and self._names.at(first - 1) == whole and word.index - first < _WIDTH:
            first -= 1  # "South | Africa's president"
        last, end = word.index, analysis.sentences[word.sentence].last
        parts = {
            c.index for c in analysis.children(word.index) if c.relation in {"flat", "appos"} and c.upos == "PROPN"
        }
        while last < end and last - word.index < _WIDTH:
            name = self._names.at(last + 1)
            if last + 1 not in parts and (name is None or name != self._names.at(last)):
                break
            last += 1
        return analysis.span(analysis.words[first].start, analysis.words[last].end)

    def _grounded(self, trigger: Word) -> str | None:
        """The country of where something is told to be: "in the Vellish capital"."""
        for child in self._analysis.children(trigger.index)[:_WIDTH]:
            if child.relation != "obl" or child.lemma.lower() not in lexicon().territory | _GROUNDS:
                continue
            if case_of(self._analysis, child) in _LOCATIVE:
                country = next(
                    (c for i in self._names.named(child, hosts=True) if (c := self._names.isos.get(i))), None
                )
                if country is not None:
                    return country
        return None

    def _ground(self, word: Word) -> tuple[Party, ...]:
        """Whose ground is attacked or seized: "shelled a suburb of Velmar"."""
        below = [c for c in self._analysis.children(word.index)[:_WIDTH] if c.relation in {"nmod", "compound"}]
        deeper = [c for b in below[:_MOST] for c in self._analysis.children(b.index)[:_MOST] if c.relation in _LEFT]
        for one in (word, *below, *deeper):  # "the heights above the Vellish town"
            country = self._names.isos.get(self._names.at(one.index) or "")
            if country is not None:
                return (Party("recipient", self._span(word), None, None, country, "place"),)
        return ()

    def _where(self, place: str | None, trigger: Word) -> str | None:
        """The country where something is told to happen."""
        at = self._places[place] if place is not None else None
        return (at.country or self._around(trigger)) if at is not None else self._grounded(trigger)

    def _around(self, trigger: Word) -> str | None:
        """The one country of where a sentence's events are, where the nearest place is of none: "on Mount Ararat"."""
        sentence = self._analysis.sentences[trigger.sentence]
        first, last = self._analysis.words[sentence.first].start, self._analysis.words[sentence.last].end
        found = {p.country for p in self._happening if p.country is not None and first <= p.span.start < last}
        return next(iter(found)) if len(found) == 1 else None

    def _held(self, party: Party) -> str | None:
        """Where those are who fight: "rebels *who control the north of Norwick*"."""
        words = self._analysis.words_in(party.span.start, party.span.end)
        clauses = [c for c in self._analysis.children(words[-1].index)[:_MOST] if c.relation == "acl"] if words else []
        line = clauses[:1]
        found: set[str] = set()
        for word in line:
            below = [c for c in self._analysis.children(word.index)[:_MOST] if c.relation in {"obj", "obl", "nmod"}]
            line += [c for c in below if c not in line][: max(0, _WIDTH - len(line))]
            inside = case_of(self._analysis, word) in _INSIDE if word is not line[0] else False
            name = self._names.at(word.index)
            country = self._names.isos.get(name) if name is not None and inside else None
            found |= {country} if country is not None else set()
        return next(iter(found)) if len(found) == 1 else None

    def _sentence(self, parties: list[Party]) -> frozenset[str]:
        """The countries that a sentence tells of, in any way."""
        told = frozenset(p.country for p in parties if p.country is not None)
        sentence = self._analysis.sentence_at(parties[0].span.start)
        if sentence is None:
            return told
        if sentence.index not in self._here:
            ids = (self._names.at(i) for i in range(sentence.first, sentence.last + 1))
            found = (self._names.isos.get(i) for i in ids if i is not None)
            self._here[sentence.index] = frozenset(c for c in found if c is not None)
        return told | self._here[sentence.index]

    def _gathered(self, kind: str, party: Party, others: list[Party], where: str | None, here: frozenset[str]) -> Party:
        """The party with the country that its words do not tell, where what it is leaves no doubt."""
        mine = frozenset(party.sectors)
        tried = party.role == "recipient" and any({"JUD", "COP"} & {*p.sectors} for p in others)
        inside = INTERNAL | STATE | ({"BUS", "ELI"} if tried else set())
        if party.country is not None or not mine or not WORLDWIDE.isdisjoint(mine) or mine.isdisjoint(inside):
            return party
        if not _FOREIGN.isdisjoint(party.span.text.lower().split()):
            return party
        whose = self._owner(party)
        if whose is not None:
            return replace(party, country=whose, country_basis="domestic")
        facing = [p for p in others if p.country is not None and p.span != party.span]
        # ministers meet anywhere, and so do those who talk with them
        if where is not None and not (kind in _TALKS and ("GOV" in mine or facing)):
            return replace(party, country=where, country_basis="place")
        held = self._held(party) if not mine.isdisjoint(_HOLDING) else None
        if held is not None:
            return replace(party, country=held, country_basis="place")
        countries = {p.country for p in facing}
        if len(countries) == 1 and all(at_home(party, p, kind, alone=len(here) == 1) for p in facing):
            return replace(party, country=facing[0].country, country_basis="domestic")
        if not countries and len(here) == 1:
            return replace(party, country=next(iter(here)), country_basis="place")
        if not here and self._dateline is not None:
            return replace(party, country=self._dateline, country_basis="place")
        return party

    def _owner(self, party: Party) -> str | None:
        """The country spoken of last before "its president", "their army"."""
        words = self._analysis.words_in(party.span.start, party.span.end)
        if not words or words[0].text.lower() not in _ITS or words[-1].lemma.lower() in _OTHER:
            return None
        first = self._analysis.sentences[words[0].sentence].first
        for word in reversed(self._analysis.words[first : words[0].index]):
            name = self._names.at(word.index)
            if name is not None and self._names.governs(name):
                return self._names.isos.get(name)
        return None
