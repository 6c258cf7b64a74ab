"""Holders: from the words of a source to the chain of those on whose word a statement is."""

from __future__ import annotations

from bisect import bisect_left

from sayso.language import Analysis, Word
from sayso.record.spans import Span
from sayso.record.types import Entity, Holder
from sayso.statements.lexicon import words
from sayso.statements.quotations import Quotations

_BACK = 6
"""Sentences back in which a pronoun's person is looked for."""
_HE = frozenset({"he", "she", "him", "her", "his", "hers"})
_IT = frozenset({"it", "its"})
_MANY = frozenset({"they", "them", "their", "i", "we", "you", "who", "which"})


class Holders:
    """Finds the holders named by spans of one report."""

    def __init__(self, analysis: Analysis, entities: tuple[Entity, ...], quotations: Quotations) -> None:
        self._analysis = analysis
        self._quotations = quotations
        self._mentions = sorted(((span, entity) for entity in entities for span in entity.mentions), key=lambda m: m[0])
        self._starts = [span.start for span, _ in self._mentions]
        self._titles = self._roles()

    def mention_in(self, start: int, end: int) -> list[tuple[Span, Entity]]:
        """The entity mentions that lie in ``start`` to ``end``, in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [(s, e) for s, e in self._mentions[first:last] if s.end <= end]

    def chain(self, source: Span) -> tuple[Holder, ...]:
        """The holders that a source's words name, outermost first; never empty."""
        head = self._head(source)
        if head is None:
            return (Holder(None, source),)
        lower = head.text.lower()
        if head.upos == "PRON" or lower in _HE | _IT | _MANY:
            return (self._pronoun(source, lower),)
        inside = self.mention_in(source.start, source.end)
        named = self._named(source, head, inside)
        if named is not None:
            return (Holder(named.name, source, named.id),)
        bodies = [(s, e) for s, e in inside if e.kind == "organisation"]
        if head.lemma in words("holders", "sources") and bodies:
            owner = self._owner(head, bodies)
            if owner is not None:
                span, body = owner
                return (Holder(body.name, span, body.id), Holder("unnamed sources", source, anonymous=True))
        described = self._titles.get(head.lemma)
        if described and self._definite(head) and len(described) == 1:
            entity = described[0]
            return (Holder(entity.name, source, entity.id),)
        described_as = source.text.strip(" ,;:")
        return (Holder(described_as, source, anonymous=not self._institution(head, inside)),)

    def _institution(self, head: Word, inside: list[tuple[Span, Entity]]) -> bool:
        """Whether a description can mean one body or office only: 'Turkey's defence ministry', 'the company'."""
        if head.feature("Number") == "Plur":
            return False
        lemma = head.lemma.lower()
        if lemma in words("holders", "bodies"):
            return bool(inside) or self._definite(head)
        return lemma in words("holders", "offices") and bool(inside)

    def _head(self, source: Span) -> Word | None:
        """The head of a source's words; a closing word for people who are not named ('X's sources') is always it."""
        inside = self._analysis.words_in(source.start, source.end)
        if inside and inside[-1].upos == "NOUN" and inside[-1].lemma in words("holders", "anonymous"):
            return inside[-1]
        return self._analysis.head_of(source.start, source.end)

    def _closing(self, source: Span, inside: list[tuple[Span, Entity]]) -> Entity | None:
        """The name that ends a source right after a title or description ('spokesman Dmitry Peskov')."""
        ending = [(s, e) for s, e in inside if s.end == source.end]
        if not ending:
            return None
        span, entity = ending[0]
        before = [w for w in self._analysis.words_in(source.start, source.end) if w.end <= span.start]
        if all(w.upos == "DET" for w in before):
            return entity  # 'the U.N.'
        if before[-1].text == "," and entity.kind == "person":
            before.pop()  # 'the guard, Tomas Reyes'
        if not before or before[-1].upos not in {"NOUN", "PROPN", "ADJ"} or any(w.upos == "ADP" for w in before[-2:]):
            return None
        return entity

    def _named(self, source: Span, head: Word, inside: list[tuple[Span, Entity]]) -> Entity | None:
        """The entity that the source's head names, by itself or as the name beside a title."""
        closing = self._closing(source, inside)
        if closing is not None:
            return closing
        for span, entity in inside:
            if span.start <= head.start < span.end:
                # 'the Russian' is somebody; 'Russian officials' has another head and is not the country.
                return entity
        people = [(s, e) for s, e in inside if e.kind == "person"]
        for span, entity in people:
            word = self._analysis.head_of(span.start, span.end)
            if word is not None and word.head == head.index and word.relation in {"appos", "flat", "compound", "nmod"}:
                if word.relation == "nmod" and self._analysis.child(word.index, "case"):
                    continue  # 'a spokesman for Ann Lee' is not Ann Lee
                return entity
        if len(people) == 1 and head.lemma in words("holders", "anonymous"):
            span, entity = people[0]
            before = self._analysis.text[source.start : span.start].split()
            # 'Kremlin spokesman Dmitry Peskov', however it was parsed: a title right before the name.
            if before and span.end == source.end and before[-1].lower() not in {"for", "to", "of", "by", "with", "’s"}:
                return entity
        return None

    def _owner(self, head: Word, bodies: list[tuple[Span, Entity]]) -> tuple[Span, Entity] | None:
        for span, body in bodies:
            word = self._analysis.head_of(span.start, span.end)
            if word is None:
                continue
            possessive = self._analysis.text[span.end : span.end + 1] in {"’", "'"}
            if span.end <= head.start and (possessive or word.relation in {"nmod", "compound"}):
                return span, body
        return None

    def _definite(self, head: Word) -> bool:
        return any(
            c.lemma == "the" or c.text.lower() in {"his", "her", "their"} for c in self._analysis.children(head.index)
        )

    def _roles(self) -> dict[str, list[Entity]]:
        """Titles and offices → the people who are introduced by them ('Kremlin spokesman Dmitry Peskov')."""
        found: dict[str, list[Entity]] = {}
        for span, entity in self._mentions:
            if entity.kind not in {"person", "organisation"}:
                continue
            word = self._analysis.head_of(span.start, span.end)
            if word is None:
                continue
            near = [
                c for c in self._analysis.children(word.index) if c.relation in {"compound", "appos", "nmod", "flat"}
            ]
            if word.relation in {"appos", "flat"} and not word.is_root:
                near.append(self._analysis.words[word.head])
            first = self._analysis.words_in(span.start, span.end)[0].index
            if first and self._analysis.words[first - 1].upos == "NOUN":
                near.append(self._analysis.words[first - 1])
            for one in near:
                if one.upos in {"NOUN", "PROPN"} and not span.start <= one.start < span.end:
                    people = found.setdefault(one.lemma.lower(), [])
                    if entity not in people:
                        people.append(entity)
        return found

    def _pronoun(self, source: Span, pronoun: str) -> Holder:
        if pronoun in _HE:
            kinds = {"person"}
        elif pronoun in _IT:
            kinds = {"organisation", "country"}
        else:
            return Holder(source.text, source, anonymous=True)
        here = self._analysis.sentence_at(source.start)
        number = here.index if here else 0
        best: tuple[float, int, Entity] | None = None
        first = self._analysis.sentences[max(0, number - _BACK)].start if here else 0
        for span, entity in self._mentions[bisect_left(self._starts, first) : bisect_left(self._starts, source.start)]:
            sentence = self._analysis.sentence_at(span.start)
            if sentence is None or entity.kind not in kinds:
                continue
            if self._quotations.range_at(span.start):
                continue  # who is spoken of inside a quotation is seldom its speaker
            word = self._analysis.head_of(span.start, span.end)
            score = -float(number - sentence.index)
            if word is not None and self._is_subject(word):
                score += 1.5
            if best is None or (score, span.start) >= best[:2]:
                best = (score, span.start, entity)
        if best is None:
            return Holder(source.text, source, anonymous=True)
        return Holder(best[2].name, source, best[2].id)

    def _is_subject(self, word: Word) -> bool:
        while word.relation in {"appos", "flat", "compound"} and not word.is_root:
            word = self._analysis.words[word.head]
        return word.relation == "nsubj"
