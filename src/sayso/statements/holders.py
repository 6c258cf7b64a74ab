"""Holders: from the words of a source to the chain of those on whose word a statement is."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import takewhile

from sayso.language import Analysis, Word
from sayso.names.tables import known_names
from sayso.record.spans import Span
from sayso.record.types import Entity, Holder
from sayso.statements.coreference import Antecedents, noun_phrase
from sayso.statements.descriptions import Descriptions
from sayso.statements.lexicon import words
from sayso.statements.possessed import possessed, told_of
from sayso.statements.propernames import first_of_name, last_of_name
from sayso.statements.quotations import Quotations

_ARTICLES = frozenset({"the", "a", "an"})
_OF_ALL = ("s", "ch", "sh", "se")
"""Endings of what a people is called as a whole."""
_CLAUSE = re.compile(r"\s*,\s+(?:who|whom|whose|which)\b", re.IGNORECASE)
_LONGEST_ACRONYM = 6
"""Letters."""
_SMALL = frozenset({"DET", "ADP", "CCONJ"})
_AFTER = 3
"""Characters after a source in which the next word begins."""
_LOOKED_AT = 10
"""Mentions of one name that are looked at, so that cost stays linear."""
_ONE = frozenset({"he", "she", "him", "her", "his", "hers"})
_IT = frozenset({"it", "its"})
_MANY = frozenset({"they", "them", "their", "i", "we", "you", "who", "which"})


class Holders:
    """Finds the holders named by spans of one report."""

    def __init__(self, analysis: Analysis, entities: tuple[Entity, ...], quotations: Quotations) -> None:
        self._analysis = analysis
        self._quotations = quotations
        self._mentions = sorted(((span, entity) for entity in entities for span in entity.mentions), key=lambda m: m[0])
        self._starts = [span.start for span, _ in self._mentions]
        self._called: dict[str, Entity] = {}
        for _, entity in self._mentions:
            for name in (entity.name, *entity.name.split()[-1:] * (entity.kind == "person")):
                self._called.setdefault(name, entity)
        self._descriptions = Descriptions(analysis, self._mentions)
        self._antecedents = Antecedents(analysis, self._mentions, quotations, self._descriptions.meant)

    def mention_in(self, start: int, end: int) -> list[tuple[Span, Entity]]:
        """The entity mentions that lie in ``start`` to ``end``, in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [(s, e) for s, e in self._mentions[first:last] if s.end <= end]

    def reports(self, entity: Entity) -> bool:
        """Whether somebody of that name reports, as media do, anywhere in the report."""
        heads = [self._analysis.head_of(m.start, m.end) for m in entity.mentions[:_LOOKED_AT]]
        verbs = [self._analysis.words[h.head] for h in heads if h is not None and h.relation == "nsubj"]
        return any(v.lemma in words("cues", "reporting") for v in verbs)

    def person_called(self, label: str) -> Entity | None:
        """The one person whose last names a label in any letters bears ('MR. DE SOTO'); none where two may be meant."""
        parts = [part for part in label.casefold().split() if not part.endswith(".")]
        people = {
            entity.id: entity
            for _, entity in self._mentions
            if entity.kind == "person" and parts and _ends_with(entity.name.casefold().split(), parts)
        }
        return next(iter(people.values())) if len(people) == 1 else None

    def chain(self, source: Span) -> tuple[Holder, ...]:
        """The holders that a source's words name, outermost first; never empty."""
        head = self._head(source)
        if head is None:
            return (Holder(None, source),)
        clause = _CLAUSE.search(source.text)
        if clause is not None and head.end <= source.start + clause.start():
            # 'The organisers, Families of the Solveig, which …' are named before what is said of them.
            return self._at(self.chain(self._analysis.span(source.start, source.start + clause.start())), source)
        if source.text.lower() in _ARTICLES and head.head > head.index:
            # The model saw no more than the article of who speaks; the tree knows the noun.
            return self._at(self.chain(noun_phrase(self._analysis, self._analysis.words[head.head])), source)
        if (one := self._one_of(source, head)) is not None:
            return self._at(self.chain(one), source)
        lower = head.text.lower()
        if head.upos == "PRON" or lower in _ONE | _IT | _MANY:
            return (self._pronoun(source, head),)
        inside = self.mention_in(source.start, source.end)
        if head.lemma.lower() in words("holders", "media"):
            # 'The Telegram channel 112' is not Telegram.
            inside = [(s, e) for s, e in inside if e.name.lower() not in words("holders", "platforms")]
        named = self._named(source, head, inside)
        if named is not None and self._countryman(head, named):
            person = self._antecedents.last_person(head)
            return (Holder(person.name, source, person.id) if person else Holder(source.text, source, anonymous=True),)
        if named is not None and not self._crowd(source, named):
            return (Holder(named.name, source, named.id),)
        bodies = [(s, e) for s, e in inside if e.kind == "organisation"]
        if head.lemma in words("holders", "sources") and bodies:
            owner = self._owner(head, bodies)
            if owner is not None:
                span, body = owner
                return (Holder(body.name, span, body.id), Holder("unnamed sources", source, anonymous=True))
        entity = self._descriptions.meant(source, head) if named is None else None
        if entity is not None:
            return (Holder(entity.name, source, entity.id),)
        proper = self._proper(head) if named is None else None
        if proper is not None:
            return (Holder(proper[0], source, proper[1]),)
        proper = self._leading(source) if named is None and not self._covered(source, inside) else None
        if proper is not None:
            return (Holder(proper[0], source, proper[1]),)
        if self._capitalised(source):
            return (Holder(source.text.removeprefix("the ").removeprefix("The "), source),)
        if self._descriptions.tells_more(head) and (person := self._antecedents.one_told_of(head)) is not None:
            return (Holder(person.name, source, person.id),)
        earlier = self._descriptions.earlier(source, head)
        taken_up = earlier.text if earlier is not None else self._less_apposition(source, head)
        whose = possessed(self._analysis, self._antecedents, self._told_of(head), source, head)
        described_as = whose or taken_up.strip(" ,;:")
        return (Holder(described_as, source, anonymous=not self._descriptions.institution(head, inside)),)

    def on_file(self, head: Word) -> bool:
        """:meth:`Descriptions.on_file`."""
        return self._descriptions.on_file(head)

    def _one_of(self, source: Span, head: Word) -> Span | None:
        """Who is named behind a part of many: 'one of them, Ann Lee'."""
        if head.upos not in {"NUM", "PRON", "DET"} and head.text.lower() not in {"another", "one"}:
            return None
        named = self._analysis.child(head.index, "appos")
        people = [span for span, e in self.mention_in(source.start, source.end) if e.kind == "person"]
        if named is None and len(people) == 1 and self._analysis.text[head.end : head.end + 1] == ",":
            return people[0]  # 'Another, Hassan Omer, 43', however it was parsed
        if named is None or named.upos not in {"PROPN", "NOUN"} or named.start >= source.end:
            return None
        return noun_phrase(self._analysis, named)

    @staticmethod
    def _at(chain: tuple[Holder, ...], source: Span) -> tuple[Holder, ...]:
        """The chain with its origin at ``source``'s words."""
        return (*chain[:-1], replace(chain[-1], span=source))

    def _proper(self, head: Word) -> tuple[str, str | None] | None:
        """The proper name that a source's head is, though no mention covers it; with the entity that bears it."""
        if head.upos != "PROPN" or head.feature("Number") == "Plur" or not head.text[:1].isupper():
            return None
        first, last = first_of_name(self._analysis, head), last_of_name(self._analysis, head)
        name = self._analysis.text[self._analysis.words[first].start : self._analysis.words[last].end]
        if name.isupper() and len(name) > _LONGEST_ACRONYM:
            return None  # a headline in capitals says nothing of what is a name
        parts = name.split()
        # 'Dr Amina Idris' is Amina Idris.
        called = (self._called.get(" ".join(parts[i:])) for i in range(len(parts)))
        entity = next((e for i, e in enumerate(called) if e is not None and (i == 0 or e.kind == "person")), None)
        return (entity.name, entity.id) if entity else (name, None)

    def _capitalised(self, source: Span) -> bool:
        """Whether a source is written as a name though nothing knows it: 'Doctors Without Walls'; no headline is."""
        inside = [w for w in self._analysis.words_in(source.start, source.end) if w.upos not in _SMALL]
        after = self._analysis.words_in(source.end, source.end + _AFTER)
        if len(inside) < 2 or not after or any(w.upos == "PUNCT" for w in inside):
            return False
        opens = self._analysis.sentences[inside[0].sentence].start == source.start
        if opens and any(
            w.upos == "ADP" and w.text.islower() for w in self._analysis.words_in(source.start, source.end)
        ):
            return False  # 'Analysts at Nordbank'
        return all(w.text[:1].isupper() for w in inside) and not after[0].text[:1].isupper()

    def _leading(self, source: Span) -> tuple[str, str | None] | None:
        """The name that opens a source before a comma, though no mention covers it: 'Wang Li, an official of …'."""
        inside = self._analysis.words_in(source.start, source.end)
        count = next((i for i, w in enumerate(inside) if w.upos != "PROPN"), len(inside))
        if count < 2 or count == len(inside) or inside[count].text != ",":
            return None
        return self._proper(inside[0])

    @staticmethod
    def _covered(source: Span, inside: list[tuple[Span, Entity]]) -> bool:
        return any(span.start == source.start for span, _ in inside)

    def _less_apposition(self, source: Span, head: Word) -> str:
        """'The front' of 'the front, a rebel group,'."""
        behind = [c for c in self._analysis.children(head.index) if c.relation == "appos" and c.index > head.index]
        comma = source.text.find(",", head.end - source.start)
        more = source.text[comma + 1 :].strip()
        named = more[:1].isupper()  # 'the organisers, Families of the Solveig'
        beside = takewhile(lambda w: w.upos != "ADP", (w for b in behind for w in self._analysis.subtree(b.index)))
        if comma >= 0 and not named and any(w.upos == "PROPN" for w in beside):
            return more.partition(",")[0]  # 'the bidder, the Lehtonen family'
        apart = behind and 0 <= comma < behind[0].start - source.start and not named
        return source.text[:comma] if apart else source.text

    def _told_of(self, head: Word) -> Entity | Span | None:
        """Whose office it is in 'the president will travel on Friday, his office said'."""
        subject = told_of(self._analysis, head)
        if subject is None or subject.upos == "PRON":
            return self._antecedents.person(subject) if subject is not None else None
        phrase = noun_phrase(self._analysis, subject)
        people = [e for _, e in self.mention_in(phrase.start, phrase.end) if e.kind == "person"]
        if people:
            return people[0]
        office = subject.lemma.lower() in words("holders", "offices") and self._descriptions.definite(subject)
        return (self._descriptions.meant(phrase, subject) or phrase) if office else None

    def _head(self, source: Span) -> Word | None:
        """The head of a source's words; a closing word for people who are not named ('X's sources') is always it."""
        inside = self._analysis.words_in(source.start, source.end)
        if inside and inside[-1].upos == "NOUN":
            lemma = inside[-1].lemma
            owned = len(inside) > 2 and inside[-2].text.lower() in {"'s", "’s", "'", "’"}
            if any(w.upos == "ADP" for w in inside[:-1]):
                return self._analysis.head_of(source.start, source.end)  # 'an official in the minister's office'
            kinds = words("holders", "bodies") | words("holders", "offices")
            if (owned and lemma in kinds) or (lemma in words("holders", "anonymous") and "," not in source.text):
                return inside[-1]
        return self._analysis.head_of(source.start, source.end)

    def _closing(self, source: Span, inside: list[tuple[Span, Entity]]) -> Entity | None:
        """The name that ends a source right after a title or description ('spokesman Dmitry Peskov')."""
        ending = [(s, e) for s, e in inside if s.end == source.end]
        if not ending:
            return None
        span, entity = ending[0]
        first = inside[0][0]
        if first.start == source.start and first.end < span.start and self._analysis.text[first.end] == ",":
            return None  # 'Ann Lee, the daughter of the mayor, Jon Lee' is Ann Lee
        before = [w for w in self._analysis.words_in(source.start, source.end) if w.end <= span.start]
        behind = before[max((i + 1 for i, w in enumerate(before) if w.text == ","), default=0) :]
        if entity.kind != "person" and first.end < span.start and any(w.upos == "ADP" for w in behind):
            return None  # 'the adviser, Carl Ekman of the bank Svea Partners' is no bank
        if all(w.upos == "DET" for w in before):
            return entity  # 'the U.N.'
        if self._in_longer(span, entity) and self._wholly_proper(before):
            return None  # 'Health New Zealand', 'Transparency International Georgia'
        beside = before[-1].text == "," and entity.kind in {"person", "organisation"}
        if beside:
            before.pop()  # 'the guard, Tomas Reyes'
        if not before or before[-1].upos not in {"NOUN", "PROPN", "ADJ"} or any(w.upos == "ADP" for w in before[-2:]):
            return None
        if not beside and self._for_another(before[0], span):
            return None
        return entity

    def _named(self, source: Span, head: Word, inside: list[tuple[Span, Entity]]) -> Entity | None:
        """The entity that the source's head names, by itself or as the name beside a title."""
        for span, entity in inside:
            # 'Ann Lee, a spokeswoman for …', however it was parsed: the name that opens it.
            if (
                span.start == source.start
                and entity.kind == "person"
                and self._analysis.text[span.end : span.end + 1] == ","
            ):
                return entity
        closing = self._closing(source, inside)
        if closing is not None:
            return closing
        for span, entity in inside:
            possessive = self._analysis.text[span.end : span.end + 1] in {"’", "'"} and span.end + 2 < source.end
            if span.start <= head.start < span.end and not possessive and not self._in_longer(span, entity):
                # 'the Russian' is somebody; 'Russian officials' has another head and is not the country.
                return entity
        if head.lemma.lower() in words("holders", "media") and source.text[:1].islower():
            bodies = [(s, e) for s, e in inside if e.kind == "organisation" and self._beside(s, head)]
            if len(bodies) == 1:
                return bodies[0][1]  # 'the state-run MENA agency'
        people = [(s, e) for s, e in inside if e.kind == "person"]
        beside = [
            (s, e)
            for s, e in inside
            if e.kind == "organisation" and self._analysis.text[max(0, s.start - 2) : s.start] == ", "
        ]
        for span, entity in (*people, *beside):
            word = self._analysis.head_of(span.start, span.end)
            if word is not None and word.head == head.index and word.relation in {"appos", "flat", "compound", "nmod"}:
                if self._for_another(head, span):
                    continue
                if word.relation == "nmod" and self._analysis.case(word.index):
                    continue  # 'a spokesman for Ann Lee' is not Ann Lee
                return entity
        if len(people) == 1 and head.lemma in words("holders", "anonymous"):
            span, entity = people[0]
            if self._set_apart(source, head, span):
                return entity
            before = self._analysis.text[source.start : span.start].split()
            # 'Kremlin spokesman Dmitry Peskov', however it was parsed: a title right before the name.
            apart = before[-1].lower() in {"of", "by", "with", "’s"} if before else True
            if not apart and span.end == source.end and not self._for_another(head, span):
                return entity
        return None

    @staticmethod
    def _wholly_proper(before: list[Word]) -> bool:
        """Whether the words before a name in a source are capitalised as parts of it are, none of them an office."""
        offices = words("holders", "offices") | words("holders", "anonymous")
        named = [w for w in before if w.upos not in _SMALL]
        return all(w.text[:1].isupper() and w.lemma.lower() not in offices for w in named)

    def _in_longer(self, name: Span, entity: Entity) -> bool:
        """Whether a country's or place's name ends a longer one that no mention covers: 'Athletics Kenya'."""
        before = self._analysis.words_in(name.start, name.start + 1)[0].index - 1
        if entity.kind not in {"country", "place"} or before < 0:
            return False
        word = self._analysis.words[before]
        opens = self._analysis.sentences[word.sentence].first == before
        proper = word.upos == "PROPN" or (word.upos in {"ADJ", "NOUN"} and not opens)
        beside = self._analysis.text[word.end : name.start] == " " and proper and word.text[:1].isupper()
        return beside and not any(e.kind in {"person", "country", "place"} for _, e in self._over(word))

    def _over(self, word: Word) -> list[tuple[Span, Entity]]:
        """The mentions that cover a word, of those that begin near it."""
        before = bisect_left(self._starts, word.end)
        return [(s, e) for s, e in self._mentions[max(0, before - _LOOKED_AT) : before] if s.end >= word.end]

    def _set_apart(self, source: Span, head: Word, name: Span) -> bool:
        """'The official named in the e-mails, Lamine Keita of Mali': a name after a comma that is nobody else's."""
        inside = self._analysis.words_in(source.start, name.start)
        definite = self._descriptions.definite(head)
        if len(inside) < 3 or inside[-1].text != "," or inside[-2].index == head.index or not definite:
            return False
        people = words("holders", "anonymous") | words("holders", "offices")
        return inside[-2].upos == "NOUN" and inside[-2].lemma not in people

    def _beside(self, name: Span, head: Word) -> bool:
        word = self._analysis.head_of(name.start, name.end)
        after = self._analysis.text[name.end : name.end + 1]
        return (
            word is not None
            and word.head == head.index
            and word.relation in {"compound", "appos", "flat"}
            and (after not in {"’", "'"})
        )

    def _for_another(self, first: Word, name: Span) -> bool:
        """Whether 'for' stands between: 'a spokesman for trade commissioner Ola Brandt' is not Ola Brandt."""
        between = self._analysis.words_in(first.start, name.start)
        return between[-1:] != () and between[-1].text != "," and any(w.text.lower() in {"for", "to"} for w in between)

    def _owner(self, head: Word, bodies: list[tuple[Span, Entity]]) -> tuple[Span, Entity] | None:
        for span, body in bodies:
            word = self._analysis.head_of(span.start, span.end)
            if word is None:
                continue
            possessive = self._analysis.text[span.end : span.end + 1] in {"’", "'"}
            if span.end <= head.start and (possessive or word.relation in {"nmod", "compound"}):
                return span, body
        return None

    def _crowd(self, source: Span, entity: Entity) -> bool:
        """Whether a country is named by its people ('Americans', 'the Turks'), of whom nobody in particular speaks."""
        last = self._analysis.words_in(source.start, source.end)[-1].text
        known = known_names().get(last)
        return entity.kind == "country" and known is not None and known.demonym and last.endswith("s")

    def _countryman(self, head: Word, entity: Entity) -> bool:
        """Whether one of a people speaks ('the Swede'); 'the French' and 'the Chinese' are the country."""
        known = known_names().get(head.text)
        one = known is not None and known.demonym and not head.text.endswith(_OF_ALL)
        children = self._analysis.children(head.index)
        return bool(one) and entity.kind == "country" and any(c.lemma in _ARTICLES for c in children)

    def _pronoun(self, source: Span, head: Word) -> Holder:
        """The holder that a pronoun stands for; the pronoun's own words where nobody fits."""
        pronoun = head.text.lower()
        if pronoun in {"who", "which", "that"}:
            noun = self._antecedents.relative(head)
            if noun is not None and noun.upos in {"NOUN", "PROPN"}:
                return self._again(noun_phrase(self._analysis, noun), source)
        elif pronoun in _MANY:
            described = self._antecedents.group(head) if pronoun in {"they", "their", "them"} else None
            if described is not None:
                return self._again(described, source)
        elif pronoun in _IT:
            body = self._antecedents.body(head)
            if isinstance(body, Entity):
                return Holder(body.name, source, body.id)
            if body is not None:
                return self._again(body, source)
        else:
            person, described = self._antecedents.person(head), self._antecedents.described(head)
            # 'Lena Brandt's spokeswoman said … She added': not Lena Brandt.
            owned = described is not None and person is not None and any(described.covers(m) for m in person.mentions)
            if person is not None and not owned:
                return Holder(person.name, source, person.id)
            if described is not None:
                return self._again(described, source)
        return Holder(source.text, source, anonymous=True)

    def _again(self, described: Span, source: Span) -> Holder:
        """The holder of ``described``, at the words that take it up."""
        return replace(self.chain(described)[-1], span=source)


def _ends_with(name: list[str], parts: list[str]) -> bool:
    """Whether a name ends as a label does, whatever title the label begins with."""
    return any(name[-len(parts[i:]) :] == parts[i:] for i in range(min(2, len(parts))))
