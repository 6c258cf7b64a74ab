"""The analysis of a report: words, sentences, syntax, named mentions and raw attributions.

Syntax is Universal Dependencies (UD v2): ``upos``, ``feats`` and ``deprel`` have UD's values.
Word indices count over the whole report, in text order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from sayso.record.spans import Span
from sayso.record.types import Report

_MODIFIERS = frozenset(
    {"amod", "advmod", "case", "cc", "compound", "det", "flat", "mark", "nmod:desc", "nummod", "punct"}
)


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word."""

    index: int
    start: int
    end: int
    text: str
    lemma: str
    upos: str
    feats: str
    """UD features as in CoNLL-U, ``Mood=Ind|Tense=Past|VerbForm=Fin``; empty for none."""
    head: int
    """Index of the head word; the word's own index for the root of a sentence."""
    deprel: str
    sentence: int
    relation: str = field(init=False, repr=False, compare=False)
    """The dependency relation without its subtype: ``nsubj`` for ``nsubj:pass``."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "relation", self.deprel.partition(":")[0])

    @property
    def is_root(self) -> bool:
        """Whether this is the root of its sentence."""
        return self.head == self.index

    def feature(self, name: str) -> str | None:
        """The value of UD feature ``name``, or ``None``."""
        for pair in self.feats.split("|"):
            key, _, value = pair.partition("=")
            if key == name:
                return value
        return None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: words ``first`` to ``last`` (inclusive), in block ``block`` of the report."""

    index: int
    start: int
    end: int
    first: int
    last: int
    block: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A named mention; ``label`` is an OntoNotes 5 type (PERSON, ORG, GPE, NORP, FAC, LOC, …)."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """What the attribution model found: character spans of source, cue and content."""

    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True)
class Analysis:
    """Everything later rooms know about the language of one report."""

    report: Report
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...] = ()
    factuality: tuple[tuple[float, float], ...] = ()
    """For each word: how far the event it stands for is said to have happened, −3 (certainly not) … 3 (certainly), as
    readers of news and as readers of the web judge it (the scales of UW and of UDS-It-Happened). Empty: not told."""
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(w.start for w in self.words))

    @property
    def text(self) -> str:
        """The report's text, which all offsets count in."""
        return self.report.text

    @cached_property
    def _children(self) -> tuple[tuple[Word, ...], ...]:
        children: list[list[Word]] = [[] for _ in self.words]
        for word in self.words:
            if not word.is_root:
                children[word.head].append(word)
        return tuple(map(tuple, children))

    def span(self, start: int, end: int) -> Span:
        """The span of the report's text from ``start`` to ``end``."""
        return Span.of(self.text, start, end)

    def children(self, index: int) -> tuple[Word, ...]:
        """The dependents of word ``index``, in text order."""
        return self._children[index]

    def child(self, index: int, *relations: str) -> Word | None:
        """The first dependent of word ``index`` with one of ``relations`` (subtypes aside)."""
        return next((w for w in self.children(index) if w.relation in relations), None)

    def case(self, index: int) -> str | None:
        """The preposition (or possessive) that word ``index`` is marked with, by its lemma."""
        mark = self.child(index, "case")
        return mark.lemma if mark is not None else None

    def led_by(self, index: int, *prepositions: str) -> Word | None:
        """The first noun under word ``index`` with one of ``prepositions`` before it: 'by', 'from', …"""
        nouns = (w for w in self.children(index) if w.relation in {"obl", "nmod"})
        return next((w for w in nouns if self.case(w.index) in prepositions), None)

    def behind(self, noun: Word) -> Span | None:
        """The words below ``noun`` and itself, behind its preposition."""
        mark = self.child(noun.index, "case")
        inside = [w for w in self.subtree(noun.index) if mark is None or w.index > mark.index]
        return self.span(inside[0].start, inside[-1].end) if inside else None

    def subtree(self, index: int) -> tuple[Word, ...]:
        """Word ``index`` and all words below it, in text order."""
        found, stack = [], [index]
        while stack:
            i = stack.pop()
            found.append(i)
            stack.extend(w.index for w in self._children[i])
        return tuple(self.words[i] for i in sorted(found))

    def ancestors(self, index: int) -> Iterator[Word]:
        """The heads above word ``index``, nearest first, up to the root of its sentence."""
        word = self.words[index]
        while not word.is_root:
            word = self.words[word.head]
            yield word

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that share a character with ``start`` to ``end``."""
        first = bisect_left(self._starts, start)
        if first and self.words[first - 1].end > start:
            first -= 1
        return self.words[first : bisect_left(self._starts, end)]

    def head_of(self, start: int, end: int) -> Word | None:
        """The syntactic head of the words in ``start`` to ``end``: the one whose head lies outside.

        Where a parse lets several hang outside, the first that is no mere modifier.
        """
        words = self.words_in(start, end)
        inside = {w.index for w in words}
        tops = [w for w in words if w.is_root or w.head not in inside]
        return next((w for w in tops if w.deprel not in _MODIFIERS), tops[0] if tops else None)

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that character ``offset`` lies in, or ``None`` between sentences."""
        i = bisect_right(self._sentence_starts, offset) - 1
        if i >= 0 and offset < self.sentences[i].end:
            return self.sentences[i]
        return None

    def sentence_words(self, sentence: Sentence) -> tuple[Word, ...]:
        """The words of ``sentence``."""
        return self.words[sentence.first : sentence.last + 1]

    @cached_property
    def _sentence_starts(self) -> tuple[int, ...]:
        return tuple(s.start for s in self.sentences)
