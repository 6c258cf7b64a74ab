"""What descriptions stand for: 'the minister', 'the paper', 'the company' by whoever was introduced so before."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from sayso.language import Analysis, Word
from sayso.names.tables import known_names
from sayso.record.spans import Span
from sayso.record.types import Entity
from sayso.statements.coreference import is_subject, noun_phrase
from sayso.statements.lexicon import kin, peers, titles, words

_OWNERS = frozenset({"his", "her", "their"})
_MEDIA_SECTOR = "MED"
_NEAR = 2
"""Sentences back in which the one body that speaks is taken up by a mere noun."""
_FAR = 8
"""Sentences back in which it is, where no other stands nearer."""
_RECENT = 40
"""Mentions looked at for one at most, so that cost stays linear."""
_AGE = re.compile(r", (?:aged )?[1-9]\d\b(?=,)")
_OPEN = frozenset({"det", "punct", "case"})
"""What may hang on a noun that takes up another: no qualifier, which would tell it from that one."""


@dataclass(frozen=True, slots=True)
class _Title:
    """Where an entity is introduced by a title, and the words around it."""

    start: int
    entity: Entity
    words: frozenset[str]


class Descriptions:
    """The descriptions of one report."""

    def __init__(self, analysis: Analysis, mentions: list[tuple[Span, Entity]]) -> None:
        """``mentions`` are in text order."""
        self._analysis = analysis
        self._titles = _introduced(analysis, mentions)
        self._bodies = [(s, e) for s, e in mentions if e.kind == "organisation" or _acts_as_body(analysis, s, e)]
        self._starts = [span.start for span, _ in self._bodies]
        self._called: dict[str, list[tuple[int, Entity]]] = {}
        for span, entity in self._bodies:
            for part in set(entity.name.lower().split()):
                self._called.setdefault(part, []).append((span.start, entity))
        self._brought_in: dict[str, int] = {}
        self._qualified: dict[str, list[Word]] = {}
        for word in analysis.words:
            lemma = word.lemma.lower()
            if lemma in {"a", "an"} and (noun_of := analysis.words[word.head]).upos == "NOUN":
                self._brought_in.setdefault(noun_of.lemma.lower(), noun_of.index)
            noun = word.upos in {"NOUN", "PROPN"} and word.text[0].islower()
            if noun and lemma in words("holders", "bodies") and not self._bare(word):
                self._qualified.setdefault(lemma, []).append(word)

    def definite(self, head: Word) -> bool:
        """Whether a noun has 'the' or an owner."""
        children = self._analysis.children(head.index)
        return any(c.lemma == "the" or c.text.lower() in _OWNERS or c.deprel == "nmod:poss" for c in children)

    def on_file(self, head: Word) -> bool:
        """Whether a description means a document that can be looked up: 'the charge sheet', no leaked one."""
        known = head.lemma.lower() in words("holders", "filed") and self.definite(head)
        return known and not any(
            c.text.lower() in words("holders", "unseen") for c in self._analysis.children(head.index)
        )

    def institution(self, head: Word, inside: list[tuple[Span, Entity]]) -> bool:
        """Whether a description can mean one body or office only: 'Turkey's defence ministry', 'the company'."""
        lemma = head.lemma.lower()
        if lemma in words("holders", "forces"):
            return True  # 'police said'
        before = self._analysis.words[head.index - 1].text.lower() if head.index else ""
        if f"{before} {head.text.lower()}" in words("holders", "pairs"):
            return bool(inside) or self.definite(head)
        if lemma in words("holders", "media") or lemma in {"medium", "media"}:
            children = self._analysis.children(head.index)
            if any(c.text.lower() in words("holders", "owned") for c in children):
                return True  # 'state television said'
        if self.on_file(head):
            return True
        if head.feature("Number") == "Plur":
            return False
        if lemma in words("holders", "bodies"):
            return bool(inside) or self.definite(head)
        if lemma in words("evidence", "nouns") | words("holders", "documents"):
            return any(e.kind == "organisation" for _, e in inside)  # 'a Reuters poll' has somebody's name on it
        indefinite = any(c.lemma == "a" for c in self._analysis.children(head.index))
        return lemma in words("holders", "offices") and bool(inside) and not indefinite

    def meant(self, source: Span, head: Word) -> Entity | None:
        """Whom a definite description means ('the minister'): the one introduced by it before, the last if several.

        What it is qualified by counts: 'the Vermont senator' is the one introduced as a senator of Vermont.
        """
        if not self.definite(head) or head.feature("Number") == "Plur":
            return None
        lemma = head.lemma.lower()
        candidates = [t for t in self._titles.get(lemma, []) if t.start < source.start]
        if not candidates:
            return self._alike(source, lemma) or self._taken_up(source, head, lemma)
        said = {w.text.lower() for w in self._analysis.words_in(source.start, source.end) if w.upos in {"PROPN", "ADJ"}}
        best = max(candidates, key=lambda t: (len(said & t.words), t.start))
        others = {t.entity.id for t in candidates}
        if said and len(others) > 1 and not said & best.words:
            return None
        return best.entity

    def tells_more(self, head: Word) -> bool:
        """Whether a description may tell what somebody named before is: 'the retired nurse', 'the driver, 34,'.

        An office is somebody's of its own, and so may be 'the nurse' of whom no more is told.
        """
        lemma = head.lemma.lower()
        before = [c for c in self._analysis.children(head.index) if c.index < head.index]
        definite = any(c.lemma == "the" for c in before)
        if not definite or head.feature("Number") == "Plur" or self._brought_in.get(lemma, head.index) < head.index:
            return False
        qualified = any(c.relation in {"amod", "compound", "nmod", "nummod"} for c in before)
        aged = _AGE.match(self._analysis.text, head.end) is not None
        return aged or (qualified and lemma in words("holders", "trades"))

    def _alike(self, source: Span, lemma: str) -> Entity | None:
        """The one person introduced by another word for the same office: 'the premier' for a prime minister."""
        others = {
            t.entity.id: t.entity
            for one in peers(lemma)
            for t in self._titles.get(one, [])
            if t.start < source.start and t.entity.kind == "person" and (lemma != "premier" or "prime" in t.words)
        }
        return next(iter(others.values())) if len(others) == 1 else None

    def _taken_up(self, source: Span, head: Word, lemma: str) -> Entity | None:
        """The body that a bare noun takes up ('the ministry', 'the league'): by its name, else the last to speak."""
        if lemma not in words("holders", "bodies") and lemma not in words("holders", "media"):
            return None
        if not self._bare(head):
            return self._named_with(source, head, lemma)
        called, nearer = self._last_called(source, lemma), self._last_qualified(source, lemma)
        if called is not None and (nearer is None or nearer.start < called[0]):
            return called[1]
        if nearer is not None:
            return None
        last = bisect_left(self._starts, source.start)
        near: dict[str, Entity] = {}
        far: dict[str, Entity] = {}
        for span, entity in self._bodies[max(0, last - _RECENT) : last]:
            word = self._analysis.head_of(span.start, span.end)
            if word is None or head.sentence - word.sentence > _FAR or not self._can_be(entity, word, lemma):
                continue
            far[entity.id] = entity
            if head.sentence - word.sentence <= _NEAR:
                near[entity.id] = entity
        found = list((near or far).values())
        return found[0] if len(found) == 1 else None  # of two it is not told which

    def _named_with(self, source: Span, head: Word, lemma: str) -> Entity | None:
        """The body whose name has all the words of a description: 'the news service' for Lakes News Service."""
        before = [c for c in self._analysis.children(head.index) if c.index < head.index and c.relation not in _OPEN]
        called = self._last_called(source, lemma)
        if called is None or not before:
            return None
        parts = called[1].name.lower().split()
        return called[1] if all(c.text.lower() in parts for c in before) else None

    def earlier(self, source: Span, head: Word) -> Span | None:
        """The fuller description that a bare noun takes up: 'the energy ministry … the ministry'."""
        if not self.definite(head) or head.feature("Number") == "Plur" or not self._bare(head):
            return None
        noun = self._last_qualified(source, head.lemma.lower())
        return noun_phrase(self._analysis, noun) if noun is not None else None

    def _bare(self, noun: Word) -> bool:
        """Whether nothing tells a noun from others of its kind."""
        before = (c for c in self._analysis.children(noun.index) if c.index < noun.index)
        return all(c.relation in _OPEN or c.text.lower() == "same" for c in before)

    def _last_called(self, source: Span, lemma: str) -> tuple[int, Entity] | None:
        """The last body before ``source`` whose name has the word, and where it stands."""
        called = self._called.get(lemma, [])
        before = bisect_left(called, source.start, key=lambda c: c[0])
        return called[before - 1] if before else None

    def _last_qualified(self, source: Span, lemma: str) -> Word | None:
        nouns = self._qualified.get(lemma, [])
        before = bisect_left(nouns, source.start, key=lambda w: w.start)
        return nouns[before - 1] if before else None

    def _can_be(self, entity: Entity, mention: Word, lemma: str) -> bool:
        """Whether a body's name, or how it is spoken of, fits a noun, and nothing speaks against it."""
        like = kin(lemma)
        if any(t.entity.id == entity.id for one in like for t in self._titles.get(one, [])):
            return True
        parts = set(entity.name.lower().split())
        if parts & like:
            return True
        known = known_names().get(entity.name)
        medium = (known is not None and known.sector == _MEDIA_SECTOR) or self._as_media(mention)
        if lemma in words("holders", "media"):
            return medium
        other = not all(parts.isdisjoint(words("holders", kind)) for kind in ("bodies", "media"))
        stands = is_subject(self._analysis, mention) or _held(self._analysis, mention)
        return stands and bool(like) and not medium and not other

    def _as_media(self, mention: Word) -> bool:
        """Whether a name stands where media stand: 'told X', 'X reported', 'a report in X'."""
        above = self._analysis.words[mention.head]
        if mention.relation in {"obj", "iobj"}:
            return above.lemma == "tell"
        if mention.relation == "nsubj":
            return above.lemma in words("cues", "reporting")
        return mention.relation == "nmod" and (above.lemma == "interview" or above.lemma in words("cues", "claims"))


def _acts_as_body(analysis: Analysis, name: Span, entity: Entity) -> bool:
    """Whether what was taken for somebody or a place is a body: 'Perigee launched its rocket', 'shares in Perigee'."""
    if entity.kind not in {"person", "place", "other"} or " " in name.text:
        return False
    word = analysis.head_of(name.start, name.end)
    if word is None:
        return False
    above = analysis.words[word.head]
    called = [c for c in analysis.children(word.index) if c.relation == "appos" and c.upos == "NOUN"]
    if _held(analysis, word) or any(c.lemma.lower() in words("holders", "bodies") for c in called):
        return True
    if word.relation != "nsubj" or above.index < word.index:
        return False
    after = [w for w in analysis.subtree(above.index) if w.index > above.index]
    own = next((i for i, w in enumerate(after) if w.text.lower() in {"its", "itself"}), None)
    # Nothing else comes between that it could stand for.
    return own is not None and all(w.upos not in {"NOUN", "PROPN"} for w in after[:own])


def _held(analysis: Analysis, name: Word) -> bool:
    """'Shares in X', 'a stake in X'."""
    above = analysis.words[name.head]
    return name.relation == "nmod" and above.lemma in words("holders", "holdings") and bool(analysis.case(name.index))


def _introduced(analysis: Analysis, mentions: list[tuple[Span, Entity]]) -> dict[str, list[_Title]]:
    """Titles and offices → the people and bodies introduced by them ('Kremlin spokesman Dmitry Peskov')."""
    found: dict[str, list[_Title]] = {}
    short = titles()
    for span, entity in mentions:
        if entity.kind not in {"person", "organisation"}:
            continue
        word = analysis.head_of(span.start, span.end)
        if word is None:
            continue
        near = [c for c in analysis.children(word.index) if c.relation in {"compound", "appos", "nmod", "flat"}]
        if word.relation in {"appos", "flat"} and not word.is_root:
            near.append(analysis.words[word.head])
        first = analysis.words_in(span.start, span.end)[0].index
        before = [analysis.words[first - 1]] if first else []
        if before and (before[0].upos in {"NOUN", "PROPN"} or before[0].text.lower() in short):
            near += before
        for one in near:
            if one.upos not in {"NOUN", "PROPN"} or span.start <= one.start < span.end:
                continue
            around = {c.text.lower() for c in analysis.children(one.index) if c.upos in {"PROPN", "ADJ"}}
            around |= {w.text.lower() for w in analysis.words[max(0, first - 4) : first]}
            lemma = short.get(one.text.lower(), one.lemma.lower())
            found.setdefault(lemma, []).append(_Title(span.start, entity, frozenset(around)))
    return found
