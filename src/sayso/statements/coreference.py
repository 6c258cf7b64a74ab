"""Who 'he', 'she', 'it', 'they' and 'who' are, where they speak: the nearest salient antecedent that fits.

Pronouns for one person are resolved in the order of the text, each a new mention of whom it stands for, so that a
passage about one person keeps its thread (the idea of centering: Grosz, Joshi and Weinstein 1995). Whom a pronoun
cannot be is told by titles, nouns and given names.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import log

from sayso.language import Analysis, Word
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.record.types import PROSE, Entity
from sayso.statements.lexicon import words
from sayso.statements.quotations import Quotations

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_BACK = 8
"""Sentences back in which a person is looked for; bodies and groups must be nearer."""
_NEAR = 2
_RECENT = 40
"""Mentions kept in view at most, so that cost stays linear."""
_DISTANCE, _SUBJECT, _SPEAKER, _QUOTED, _OFTEN = -0.8, 1.2, 1.0, -1.0, 0.35


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, frozenset[str]]]:
    raw = tomllib.loads((files("sayso.statements") / "persons.toml").read_text(encoding="utf-8"))
    return {table: {key: frozenset(some) for key, some in lists.items()} for table, lists in raw.items()}


def _gender_of(noun: str) -> str | None:
    """What a noun for somebody tells: 'he', 'she' or nothing."""
    return next((k for k in ("he", "she") if noun in _tables()["nouns"][k]), None)


@dataclass(frozen=True, slots=True)
class _Seen:
    sentence: int
    entity: Entity
    weight: float
    speaks: bool


def is_subject(analysis: Analysis, word: Word) -> bool:
    """Whether a word is the subject of a clause, or a part of the name or title that is."""
    while word.relation in {"appos", "flat", "compound"} and not word.is_root:
        word = analysis.words[word.head]
    return word.relation == "nsubj"


def noun_phrase(analysis: Analysis, head: Word) -> Span:
    """The phrase of ``head`` up to the relative clause or apposition behind it; a name right behind a title is its."""
    inside = {w.index for w in analysis.subtree(head.index)}
    for child in analysis.children(head.index):
        if child.index > head.index and child.relation in {"acl", "appos", "parataxis", "conj", "punct"}:
            if child.relation == "appos" and child.index == head.index + 1 and child.upos == "PROPN":
                continue
            inside -= {w.index for w in analysis.subtree(child.index)}
        elif child.index < head.index and child.deprel == "nmod" and analysis.case(child.index):
            inside -= {w.index for w in analysis.subtree(child.index)}  # 'In a message on Telegram, a man …'
    first = last = head.index
    while first - 1 in inside and analysis.words[first - 1].upos not in {"ADP", "CCONJ", "SCONJ"}:
        first -= 1
    while last + 1 in inside:
        last += 1
    while first < last and analysis.words[first].upos == "PUNCT":
        first += 1
    while first < last and analysis.words[last].upos == "PUNCT":
        last -= 1
    return analysis.span(analysis.words[first].start, analysis.words[last].end)


class Antecedents:
    """What the pronouns of one report stand for."""

    def __init__(
        self, analysis: Analysis, mentions: list[tuple[Span, Entity]], quotations: Quotations,
        meant: Callable[[Span, Word], Entity | None],
    ) -> None:  # fmt: skip
        """``meant`` tells whom a description means who has been named before."""
        self._analysis = analysis
        self._meant = meant
        self._quotations = quotations
        self._gender = _genders(analysis, mentions)
        self._sources = Shelves((analysis.span(*a.source), None) for a in analysis.attributions if a.source is not None)
        self._people: dict[int, Entity] = {}
        self._unnamed: dict[str, Span] = {}
        self._offices: set[str] = set()
        self._spoken_of: list[tuple[int, _Seen]] = []
        self._bodies: dict[int, list[tuple[Span, Entity]]] = {}
        self._prose = roles = [block.role in PROSE for block in analysis.report.blocks]
        mentions = [  # whom a byline names is spoken of by nobody
            (span, entity) for span, entity in mentions
            if (sentence := analysis.sentence_at(span.start)) is None or roles[sentence.block]
        ]  # fmt: skip
        for span, entity in mentions:
            if entity.kind in {"organisation", "country", "group"}:
                sentence = analysis.sentence_at(span.start)
                if sentence is not None:
                    self._bodies.setdefault(sentence.index, []).append((span, entity))
        self._resolve([(s, e) for s, e in mentions if e.kind == "person"])

    def person(self, pronoun: Word) -> Entity | None:
        """Whom a pronoun for one person stands for, who is named."""
        found = self._people.get(pronoun.index)
        return found if found is not None and found.id not in self._unnamed else None

    def _resolve(self, people: list[tuple[Span, Entity]]) -> None:
        recent: deque[_Seen] = deque(maxlen=_RECENT)
        times: dict[str, int] = {}
        pending = deque(people)
        for word in self._analysis.words:
            while pending and pending[0][0].start <= word.start:
                span, entity = pending.popleft()
                head = self._analysis.head_of(span.start, span.end) or word
                self._see(recent, times, head, entity)
            lower = word.text.lower()
            if lower not in _HE and lower not in _SHE:
                if (described := self._description(word)) is not None:
                    self._see(recent, times, word, described)
                continue
            chosen = self._best(recent, times, word, "she" if lower in _SHE else "he")
            if chosen is not None:
                self._people[word.index] = chosen
                self._gender.setdefault(chosen.id, "she" if lower in _SHE else "he")
                self._see(recent, times, word, chosen)

    def _description(self, noun: Word) -> Entity | None:
        """One person who speaks or acts and is not named here: 'the president', 'his spokeswoman'."""
        lemma = noun.lemma.lower()
        gender = _gender_of(lemma)
        office = lemma in words("holders", "offices")
        definite = any(c.lemma == "the" for c in self._analysis.children(noun.index))
        one = gender is not None or office or (definite and lemma in _tables()["nouns"]["either"])
        if (
            not self._prose[self._analysis.sentences[noun.sentence].block]
            or noun.upos != "NOUN"
            or not one
            or noun.relation != "nsubj"
            or noun.feature("Number") == "Plur"
        ):
            return None
        beside = [c for c in self._analysis.children(noun.index) if c.relation in {"appos", "flat"}]
        if any(c.upos == "PROPN" for c in beside) or self._quotations.range_at(noun.start):
            return None
        phrase = noun_phrase(self._analysis, noun)
        if (named := self._meant(phrase, noun)) is not None:
            return named if named.kind == "person" else None
        described = Entity(f"described {noun.index}", phrase.text, "person", (phrase,))
        self._unnamed[described.id] = phrase
        if office:
            self._offices.add(described.id)
        if gender is not None:
            self._gender[described.id] = gender
        return described

    def _see(self, recent: deque[_Seen], times: dict[str, int], word: Word, entity: Entity) -> None:
        weight = _SUBJECT if is_subject(self._analysis, word) else 0.0
        if self._quotations.range_at(word.start):
            weight += _QUOTED
        recent.append(_Seen(word.sentence, entity, weight, bool(self._sources.over(word.start, word.end))))
        self._spoken_of.append((word.index, recent[-1]))
        times[entity.id] = times.get(entity.id, 0) + 1

    def _best(self, recent: deque[_Seen], times: dict[str, int], pronoun: Word, gender: str) -> Entity | None:
        best: tuple[float, Entity] | None = None
        says = self._analysis.words[pronoun.head].lemma in words("cues", "telling")
        speaks = says and bool(self._sources.over(pronoun.start, pronoun.end))
        for seen in reversed(recent):
            away = pronoun.sentence - seen.sentence
            if away > _BACK:
                break
            if self._gender.get(seen.entity.id, gender) != gender:
                continue
            by_trade = seen.entity.id in self._unnamed and seen.entity.id not in self._offices
            if away > 1 and by_trade and self._gender.get(seen.entity.id) is None:
                continue  # 'the clerk' is soon forgotten
            score = seen.weight + _DISTANCE * away + _OFTEN * log(times[seen.entity.id])
            if self._gender.get(seen.entity.id) is None:
                # One who is known to fit comes before one who may; an office is of either.
                score -= 0.3 if seen.entity.id in self._offices else 1.2
            if seen.speaks and speaks and away <= _NEAR:
                score += _SPEAKER
            if best is None or score > best[0]:
                best = (score, seen.entity)
        return best[1] if best else None

    def _before(self, noun: Word) -> list[tuple[int, _Seen]]:
        """Who has been spoken of lately before a noun."""
        last = bisect_left(self._spoken_of, noun.index, key=lambda s: s[0])
        return self._spoken_of[max(0, last - _RECENT) : last]

    def last_person(self, noun: Word) -> Entity | None:
        """Whom a description that tells nothing of who it is takes up: the person last spoken of, a subject first."""
        seen = [(i, s) for i, s in self._before(noun) if s.entity.id not in self._unnamed]
        near = [(one.weight, index, one) for index, one in seen if noun.sentence - one.sentence <= _NEAR]
        return max(near, key=lambda n: n[:2])[2].entity if near else None

    def one_told_of(self, noun: Word) -> Entity | None:
        """Of whom a description tells more: the only person in its paragraph before it, who does something there.

        'Ana Ruiz saw the wall fold. "I ran," the retired nurse said.'
        """
        block = self._analysis.sentences[noun.sentence].block
        found = [
            (self._analysis.words[index], one.entity)
            for index, one in self._before(noun)
            if self._analysis.sentences[one.sentence].block == block
            and not self._quotations.range_at(self._analysis.words[index].start)
        ]
        people = {entity.id: entity for _, entity in found}
        acts = any(is_subject(self._analysis, word) and not word.deprel.endswith(":pass") for word, _ in found)
        one = next(iter(people.values())) if len(people) == 1 and acts else None
        return one if one is not None and one.id not in self._unnamed and self._may_be(one, noun) else None

    def _may_be(self, person: Entity, noun: Word) -> bool:
        gender = _gender_of(noun.lemma.lower())
        return gender is None or self._gender.get(person.id, gender) == gender

    def described(self, pronoun: Word) -> Span | None:
        """Whom 'he' or 'she' stands for if nobody is named: a description that tells the gender ('his spokeswoman')."""
        found = self._people.get(pronoun.index)
        if found is not None and found.id in self._unnamed:
            return self._unnamed[found.id]
        gender = "she" if pronoun.text.lower() in _SHE else "he"
        nouns = _tables()["nouns"][gender]
        for back in range(_NEAR + 1):
            number = pronoun.sentence - back
            if number < 0:
                break
            for word in reversed(self._analysis.sentence_words(self._analysis.sentences[number])):
                fits = word.upos == "NOUN" and word.lemma.lower() in nouns and word.index < pronoun.index
                if fits and is_subject(self._analysis, word):
                    return noun_phrase(self._analysis, word)
        return None

    def body(self, pronoun: Word) -> Entity | Span | None:
        """What a singular 'it' that speaks stands for: the body last spoken of, a subject first."""
        says = self._analysis.words[pronoun.head].lemma in words("cues", "telling")
        for back in range(_NEAR + 1):
            number = pronoun.sentence - back
            if number < 0:
                break
            found: list[tuple[bool, int, Entity | Span]] = []
            for span, entity in self._bodies.get(number, []):
                head = self._analysis.head_of(span.start, span.end)
                if span.start < pronoun.start and head is not None and entity.kind != "group":
                    if _carrier(self._analysis, head):
                        continue  # 'in a statement carried by the agency, it said': not the agency
                    if head.relation in {"amod", "compound", "nmod"} and head.head != head.index:
                        continue  # 'the Reuters poll' speaks of the poll
                    found.append((is_subject(self._analysis, head), span.start, entity))
            for word in self._analysis.sentence_words(self._analysis.sentences[number]):
                kinds = words("holders", "bodies")
                if back or not says:  # 'the study will go on, it said': not the study
                    kinds |= words("holders", "documents")
                body = word.upos in {"NOUN", "PROPN"} and word.lemma.lower() in kinds
                own = any(c.lemma == "this" for c in self._analysis.children(word.index))  # 'this newspaper'
                if (
                    body
                    and not own
                    and not _carrier(self._analysis, word)
                    and word.start < pronoun.start
                    and word.feature("Number") != "Plur"
                ):
                    found.append((is_subject(self._analysis, word), word.start, noun_phrase(self._analysis, word)))
            if found:
                return max(found, key=lambda f: (f[0], f[1]))[2]
        return None

    def group(self, pronoun: Word) -> Span | None:
        """Whom 'they' stands for: the plural last spoken of, a subject first."""
        for back in range(_NEAR + 1):
            number = pronoun.sentence - back
            if number < 0:
                break
            found = [
                (is_subject(self._analysis, w), w.index, w)
                for w in self._analysis.sentence_words(self._analysis.sentences[number])
                if w.index < pronoun.index and w.upos in {"NOUN", "PROPN"} and w.feature("Number") == "Plur"
                and (w.lemma.lower() in words("holders", "anonymous") or is_subject(self._analysis, w))
            ]  # fmt: skip
            if found:
                return noun_phrase(self._analysis, max(found, key=lambda f: f[:2])[2])
        return None

    def relative(self, pronoun: Word) -> Word | None:
        """The noun that 'who' or 'which' takes up."""
        for above in self._analysis.ancestors(pronoun.index):
            if above.relation == "acl" and above.head < pronoun.index and above.head != above.index:
                return self._analysis.words[above.head]
            if above.relation in {"ccomp", "advcl", "csubj"}:
                break
        around = self._analysis.words
        before = around[pronoun.index - 2] if pronoun.index >= 2 and around[pronoun.index - 1].text == "," else None
        if before is None or before.upos not in {"NOUN", "PROPN"} or before.sentence != pronoun.sentence:
            return None
        return around[before.head] if before.relation == "flat" else before  # right before, whatever the parse says


def _carrier(analysis: Analysis, name: Word) -> bool:
    """Whether a body is named as what carries another's words: 'a statement carried by the agency X'."""
    while name.relation in {"appos", "flat", "compound"} and not name.is_root:
        name = analysis.words[name.head]
    above = analysis.words[name.head]
    carried = above.relation == "acl" and above.lemma in words("cues", "carrying")
    by = name.deprel == "obl:agent" or analysis.case(name.index) in {"by", "on", "in"}
    return carried and name.relation == "obl" and by


def _genders(analysis: Analysis, mentions: list[tuple[Span, Entity]]) -> dict[str, str]:
    """``he`` or ``she`` for the people of whom a title, noun or given name tells it."""
    tables = _tables()
    votes: dict[str, dict[str, int]] = {}
    for span, entity in mentions:
        if entity.kind != "person":
            continue
        inside = analysis.words_in(span.start, span.end)
        head = analysis.head_of(span.start, span.end)
        if not inside or head is None:
            continue
        around = [analysis.words[i] for i in range(max(0, inside[0].index - 2), inside[0].index)]
        around += [c for c in analysis.children(head.index) if c.relation in {"appos", "compound", "flat"}]
        if head.relation in {"appos", "flat"} and not head.is_root:
            around.append(analysis.words[head.head])
        for kind in ("he", "she"):
            count = 5 * sum(w.text.lower() in tables["titles"][kind] for w in around[:2])
            count += 3 * sum(w.lemma.lower() in tables["nouns"][kind] for w in around)
            count += 2 * (len(inside) > 1 and inside[0].text.lower() in tables["given"][kind])
            if count:
                own = votes.setdefault(entity.id, {"he": 0, "she": 0})
                own[kind] += count
    return {name: max(own, key=lambda k: own[k]) for name, own in votes.items() if own["he"] != own["she"]}
