"""Documents → windows and batches of numbers: pieces, features and labels."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np
import torch
from corpora import Document, requoted

from sayso.language.encoder import WINDOW
from sayso.language.features import COUNT, word_features
from sayso.language.pieces import Vocabulary

FLAT = {"source": 1, "cue": 3, "content": 5}
ROLE = {"source": 1, "content": 3}
IGNORED = -100
SYNTAX = ("morph", "lemma", "deprel", "heads", "opens")


@dataclass
class Lesson:
    """What a teacher says of one window's attributions: tag probabilities, and each cue's role probabilities."""

    flat: np.ndarray
    cues: list[tuple[int, int, np.ndarray]] = field(default_factory=list)


class Encoded:
    """A document ready for windows: pieces of words, features, and the layers of labels."""

    def __init__(self, doc: Document, vocabulary: Vocabulary, tables: dict[str, dict[str, int]]) -> None:
        self.doc = doc
        ends = [*doc.paragraphs[1:], len(doc.words)]
        self.paragraphs = list(zip(doc.paragraphs, ends, strict=True))
        self.written = [self._written(doc.text, vocabulary)]
        other = requoted(doc.text)
        if other != doc.text:
            self.written.append(self._written(other, vocabulary))
        n = len(doc.words)
        self.cost = [max(map(len, some)) for some in zip(*(w[0] for w in self.written), strict=True)]
        self.flat: np.ndarray | None = None
        self.names: np.ndarray | None = None
        self.syntax: dict[str, np.ndarray] = {}
        self.facts = np.full((n, 2), np.nan, np.float32)
        self.lessons: dict[tuple[int, int], Lesson] = {}
        if doc.attributions is not None:
            self.flat = np.zeros(n, np.int64)
            for att in doc.attributions:
                for role, tag in FLAT.items():
                    for a, b in att[role]:
                        self.flat[a : b + 1] = tag + 1
                        self.flat[a] = tag
        if doc.names is not None:
            self.names = np.array(doc.names, np.int64)
        if doc.syntax is not None:
            self.syntax = {k: np.full(n, IGNORED, np.int64) for k in SYNTAX}
            for i, s in enumerate(doc.syntax):
                if s is None:
                    continue
                morph, lemma, head, relation, opens = s
                row = (tables["morph"].get(morph, IGNORED), tables["lemma"].get(lemma, IGNORED))
                row += (tables["deprel"].get(relation, IGNORED), head, int(opens))
                for k, value in zip(SYNTAX, row, strict=True):
                    self.syntax[k][i] = value
        for word, scale, value in doc.facts or []:
            self.facts[word, scale] = value

    def _written(self, text: str, vocabulary: Vocabulary) -> tuple[list[tuple[int, ...]], np.ndarray]:
        words = self.doc.words
        features = [word_features(text, words[a:b]) for a, b in self.paragraphs]
        pieces = vocabulary.pieces(text[s:e] for s, e in words)
        return pieces, np.concatenate(features) if features else np.zeros((0, COUNT), np.float32)

    def windows(self, rng: random.Random | None) -> list[tuple[int, int]]:
        """Word ranges of at most WINDOW - 2 pieces, whole paragraphs where they fit."""
        if self.lessons:
            return list(self.lessons)
        limit = WINDOW - 2
        if rng and rng.random() < 0.3:
            limit = rng.randint(96, limit)
        out: list[tuple[int, int]] = []
        start, size, end = 0, 0, 0
        for a, b in self.paragraphs:
            cost = sum(self.cost[a:b])
            if size and size + cost > limit:
                out.append((start, end))
                start, size = a, 0
            while cost > limit:  # a long paragraph is cut
                stop, used = start if size == 0 else a, 0
                while stop < b and used + self.cost[stop] <= limit:
                    used += self.cost[stop]
                    stop += 1
                out.append((start, stop))
                start = a = stop
                cost -= used
                size = 0
            size += cost
            end = b
        if end > start:
            out.append((start, end))
        return [w for w in out if w[1] > w[0]]


Item = tuple[Encoded, int, int]


def shuffled(documents: list[Encoded], rng: random.Random) -> list[Item]:
    """All windows of the documents, in a random order."""
    items = [(e, a, b) for e in documents for a, b in e.windows(rng)]
    rng.shuffle(items)
    return items


def batch_of(items: list[Item], vocabulary: Vocabulary, rng: random.Random | None = None) -> dict[str, torch.Tensor]:
    """Padded arrays of the items' pieces, features and labels; ``IGNORED`` (or NaN) where a layer has none.

    With ``rng``, quotation marks are written the other way now and then, and case is sometimes withheld.
    """
    chosen = [e.written[-1] if rng and rng.random() < 0.25 else e.written[0] for e, _, _ in items]
    longest = max(sum(map(len, w[0][a:b])) for w, (_, a, b) in zip(chosen, items, strict=True)) + 2
    most = max(b - a for _, a, b in items)
    shape = (len(items), most)
    ids = np.full((len(items), longest), vocabulary.padding, np.int64)
    feats = np.zeros((len(items), longest, COUNT), np.float32)
    first = np.zeros(shape, np.int64)
    valid = np.zeros(shape, bool)
    labels = {k: np.full(shape, IGNORED, np.int64) for k in ("names", *SYNTAX)}
    flat = np.zeros((*shape, 7), np.float32)
    facts = np.full((*shape, 2), np.nan, np.float32)
    for r, ((e, a, b), (pieces, features)) in enumerate(zip(items, chosen, strict=True)):
        n = b - a
        lengths = np.fromiter(map(len, pieces[a:b]), np.int64, n)
        total = int(lengths.sum())
        ids[r, 0], ids[r, total + 1] = vocabulary.start, vocabulary.end
        ids[r, 1 : total + 1] = [p for word in pieces[a:b] for p in word]
        feats[r, 1 : total + 1] = np.repeat(features[a:b], lengths, axis=0)
        if rng and rng.random() < 0.05:
            feats[r, :, [0, 1, 2, 3, 10]] = 0
        first[r, :n] = 1 + np.concatenate(([0], lengths.cumsum()[:-1]))
        valid[r, :n] = True
        facts[r, :n] = e.facts[a:b]
        if e.names is not None:
            labels["names"][r, :n] = e.names[a:b]
        for k, layer in e.syntax.items():
            labels[k][r, :n] = layer[a:b]
        if e.syntax:
            heads = e.syntax["heads"][a:b] - a
            labels["heads"][r, :n] = np.where((heads < 0) | (heads >= n), IGNORED, heads)
        if (a, b) in e.lessons:
            flat[r, :n] = e.lessons[a, b].flat
        elif e.flat is not None:
            flat[r, np.arange(n), e.flat[a:b]] = 1
    arrays = {"ids": ids, "features": feats, "first": first, "valid": valid, "flat": flat, "facts": facts, **labels}
    return {k: torch.from_numpy(v) for k, v in arrays.items()}


def cues_in(items: list[Item], most: int, rng: random.Random) -> list[tuple[int, int, int, np.ndarray]]:
    """(row, first, last, role probabilities) of the cues; of gold windows also of a few words that are none."""
    out = []
    for r, (e, a, b) in enumerate(items):
        if (a, b) in e.lessons:
            for c, d, roles in e.lessons[a, b].cues:
                table = np.zeros((most, 5), np.float32)
                table[: b - a] = roles
                out.append((r, c, d, table))
            continue
        if e.flat is None:
            continue
        for att in e.doc.attributions or []:
            for c, d in att["cue"][:1]:
                if a <= c and d < b:
                    tags = np.zeros(b - a, np.int64)
                    for role, tag in ROLE.items():
                        for s, t in att[role]:
                            if s < b and t >= a:
                                s, t = max(s, a), min(t, b - 1)
                                tags[s - a : t + 1 - a] = tag + 1
                                tags[s - a] = tag
                    out.append((r, c - a, d - a, _one_hot(tags, most)))
        for _ in range(2):
            i = rng.randrange(a, b)
            if e.flat[i] not in (3, 4):
                out.append((r, i - a, i - a, _one_hot(np.zeros(b - a, np.int64), most)))
    return out


def _one_hot(tags: np.ndarray, most: int) -> np.ndarray:
    table = np.zeros((most, 5), np.float32)
    table[np.arange(len(tags)), tags] = 1
    return table
