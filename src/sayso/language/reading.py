"""From a report to its analysis: windows through the encoder, then sentences, trees, names, attributions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sayso.language.analysis import Analysis, Attribution, Mention, Sentence, Word
from sayso.language.attribution import WordAttribution, decode
from sayso.language.encoder import WINDOW, Encoder, shipped_encoder
from sayso.language.features import word_features
from sayso.language.morphology import lemma, settled
from sayso.language.tags import Floats, best_paths, log_softmax, spans_of, transitions
from sayso.language.trees import one_subject, tree
from sayso.language.words import word_spans
from sayso.record.types import Report

READ = frozenset({"title", "heading", "paragraph", "list item", "caption"})
"""Roles of the blocks that are analysed."""
_ENDS = frozenset(".!?…:;。！？")
_CLOSES = frozenset("”’\"')]»")
_OPENS = frozenset("“‘\"'«")
MAX_SENTENCE = 200
"""Words; a longer one is cut, so that trees stay small."""


@dataclass(slots=True)
class _Paragraph:
    block: int
    words: list[tuple[int, int]]
    pieces: list[tuple[int, ...]]
    features: Floats


@dataclass(slots=True)
class _Window:
    parts: list[_Paragraph]

    @property
    def pieces(self) -> list[tuple[int, ...]]:
        return [p for part in self.parts for p in part.pieces]


def analyse(report: Report, encoder: Encoder | None = None) -> Analysis:
    """The analysis of a report. Cost is linear in its length."""
    encoder = encoder or shipped_encoder()
    windows = _windows(_paragraphs(report, encoder))
    outputs = encoder.run((w.pieces, np.concatenate([part.features for part in w.parts])) for w in windows)
    builder = _Builder(report, encoder)
    for window, output in zip(windows, outputs, strict=True):
        builder.add(window, output)
    return builder.finish()


def _paragraphs(report: Report, encoder: Encoder) -> list[_Paragraph]:
    found = []
    for number, block in enumerate(report.blocks):
        if block.role not in READ:
            continue
        words = word_spans(report.text, block.start, block.end)
        if words:
            pieces = encoder.vocabulary.pieces(report.text[s:e] for s, e in words)
            found.append(_Paragraph(number, words, pieces, word_features(report.text, words)))
    return found


def _windows(paragraphs: list[_Paragraph]) -> list[_Window]:
    limit = WINDOW - 2
    windows: list[_Window] = []
    size = limit + 1
    for paragraph in paragraphs:
        for part in _cut(paragraph, limit):
            cost = sum(map(len, part.pieces))
            if size + cost > limit:
                windows.append(_Window([]))
                size = 0
            windows[-1].parts.append(part)
            size += cost
    return windows


def _cut(paragraph: _Paragraph, limit: int) -> list[_Paragraph]:
    """The paragraph whole, or in parts that fit a window, cut after a full stop where there is one."""
    parts = []
    start = 0
    while start < len(paragraph.words):
        cost, end, stop = 0, start, 0
        while end < len(paragraph.words) and cost + len(paragraph.pieces[end]) <= limit:
            cost += len(paragraph.pieces[end])
            end += 1
            if paragraph.words[end - 1][1] - paragraph.words[end - 1][0] == 1 and _before_sentence(paragraph, end - 1):
                stop = end
        if end < len(paragraph.words) and stop > start:
            end = stop
        parts.append(
            _Paragraph(
                paragraph.block, paragraph.words[start:end], paragraph.pieces[start:end], paragraph.features[start:end]
            )
        )
        start = end
    return parts


def _before_sentence(paragraph: _Paragraph, i: int) -> bool:
    """Whether word ``i`` is a mark that ends a sentence: punctuation before a word with a capital."""
    after = paragraph.features[i + 1] if i + 1 < len(paragraph.words) else None
    return bool(paragraph.features[i][5]) and after is not None and bool(after[1] or after[8]) and not after[11]


class _Builder:
    def __init__(self, report: Report, encoder: Encoder) -> None:
        self.report = report
        self.encoder = encoder
        self.words: list[Word] = []
        self.sentences: list[Sentence] = []
        self.mentions: list[Mention] = []
        self.attributions: list[Attribution] = []
        self.factuality: list[tuple[float, float]] = []
        self.name_moves = transitions(encoder.labels.names)
        self.root = encoder.labels.deprel.index("root")
        self.morph = [label.partition("|") for label in encoder.labels.morph]

    def add(self, window: _Window, output: dict[str, Floats]) -> None:
        spans = [span for part in window.parts for span in part.words]
        starts, at = [], 0
        for part in window.parts:
            starts.append(at)
            at += len(part.words)
        self._add_words(window, spans, starts, output)
        path = best_paths(log_softmax(output["names"])[None], self.name_moves, starts)[0]
        for kind, a, b in spans_of(path, self.encoder.labels.names):
            self.mentions.append(Mention(spans[a][0], spans[b][1], kind))
        labels = self.encoder.labels
        flat, query, key, base = (output[name] for name in ("flat", "query", "key", "base"))
        for found in decode(flat, query, key, base, labels.role_bias, starts, labels.decoding):
            self.attributions.append(_characters(found, spans))

    def _add_words(
        self, window: _Window, spans: list[tuple[int, int]], starts: list[int], output: dict[str, Floats]
    ) -> None:
        labels, text = self.encoder.labels, self.report.text
        morph, scripts = output["morph"].argmax(axis=1), output["lemma"].argmax(axis=1)
        for part, begin in zip(window.parts, starts, strict=True):
            ends = sentence_ends(text, part.words)
            surely = sentence_starts(text, part.words)
            for first, last in _sentences(output["sentence"], begin, ends, surely):
                arcs = output["arcs"][first : last + 1, first : last + 1]
                classes = [self.morph[best][0] for best in morph[first : last + 1]]
                heads = tree(arcs, [c == "PUNCT" for c in classes])
                likely = output["labels_dep"][first : last + 1] + output["labels_head"][[first + h for h in heads]]
                likely[:, self.root] = -np.inf
                relations = [
                    "root" if head == i else labels.deprel[best]
                    for i, (head, best) in enumerate(zip(heads, likely.argmax(axis=1), strict=True))
                ]
                one_subject(heads, relations, classes)
                offset = len(self.words)
                number = len(self.sentences)
                for i, (head, relation) in enumerate(zip(heads, relations, strict=True)):
                    start, end = spans[first + i]
                    upos, _, feats = self.morph[morph[first + i]]
                    form = text[start:end]
                    upos, feats = settled(form, upos, feats, relation, opens=i == 0)
                    self.words.append(
                        Word(
                            index=offset + i, start=start, end=end, text=form,
                            lemma=lemma(form, upos, feats, labels.lemma[scripts[first + i]]), upos=upos, feats=feats,
                            head=offset + head, deprel=relation, sentence=number,
                        )
                    )  # fmt: skip
                if "facts" in output:
                    told = output["facts"][first : last + 1].clip(-3, 3)
                    self.factuality += [(float(news), float(web)) for news, web in told]
                self.sentences.append(
                    Sentence(number, spans[first][0], spans[last][1], offset, len(self.words) - 1, part.block)
                )

    def finish(self) -> Analysis:
        return Analysis(
            self.report, tuple(self.words), tuple(self.sentences), tuple(self.mentions), tuple(self.attributions),
            tuple(self.factuality),
        )  # fmt: skip


def sentence_ends(text: str, words: list[tuple[int, int]]) -> list[bool]:
    """Whether a sentence may end with each word: only a mark that ends one does, and what closes after it."""
    found = []
    ended = False
    for _, end in words:
        last = text[end - 1]
        ended = last in _ENDS or (ended and last in _CLOSES)
        found.append(ended)
    return found


def sentence_starts(text: str, words: list[tuple[int, int]]) -> list[bool]:
    """Whether each word opens a sentence beyond doubt: a capital after a full stop that no abbreviation has.

    What stands before the stop must be a plain word or a year ('in the end. The', 'in 2010. “We'); after a closing
    mark a question or a shout may go on ('“Why?” Orr asked').
    """
    found = [False] * len(words)
    for i in range(2, len(words)):
        start, end = words[i]
        quotes = text[start] in _OPENS and i + 1 < len(words) and words[i + 1][0] == end
        if quotes:
            start = end
        if not text[start].isupper() or words[i - 1][1] == words[i][0]:
            continue
        stop = i - 1
        while stop > 1 and text[words[stop][0] : words[stop][1]] in _CLOSES:
            stop -= 1
        mark, before = text[words[stop][0] : words[stop][1]], text[words[stop - 1][0] : words[stop - 1][1]]
        plain = before.isalpha() and (quotes or before.islower()) and len(before) > 2
        plain = plain or (before.isdigit() and len(before) == 4)
        found[i] = plain and (mark == "." or (mark in {"!", "?"} and stop == i - 1))
    return found


def _sentences(scores: Floats, begin: int, may_end: list[bool], surely: list[bool]) -> list[tuple[int, int]]:
    """First and last words of a paragraph's sentences; its words begin at ``begin`` of the window."""
    end = begin + len(may_end)
    opens = [begin, end]
    opens[1:1] = [begin + i for i in range(1, len(may_end)) if surely[i] or (scores[begin + i] > 0 and may_end[i - 1])]
    return [(c, min(b, c + MAX_SENTENCE) - 1) for a, b in pairwise(opens) for c in range(a, b, MAX_SENTENCE)]


def _characters(found: WordAttribution, spans: list[tuple[int, int]]) -> Attribution:
    def chars(words: tuple[int, int]) -> tuple[int, int]:
        return spans[words[0]][0], spans[words[1]][1]

    return Attribution(
        chars(found.source) if found.source else None,
        chars(found.cue) if found.cue else None,
        tuple(map(chars, found.content)),
        found.score,
    )
