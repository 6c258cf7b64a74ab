"""Attributions from the encoder's scores: cues first, then for each cue its source and its content.

Cues are found by tagging; each cue then asks every word of its window whether it belongs to its
source or its content, as in semantic role labelling (the cue in the predicate's place). A content
goes to one cue, as in PolNeAR; statements within statements are made out later, in ``statements``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, log

import numpy as np

from sayso.language.tags import Floats, best_paths, bio_tags, log_softmax, spans_of, transitions

FLAT_TAGS = bio_tags(("source", "cue", "content"))
ROLE_TAGS = bio_tags(("source", "content"))
_FLAT_MOVES = transitions(FLAT_TAGS)
_ROLE_MOVES = transitions(ROLE_TAGS)
CONTEST = 0.8
"""A cue with one content keeps it when its claim is at least this share of a rival's that has others."""
DISTANCES = 12
_SURE = 1e-4
"""Probabilities are taken to be no nearer to 0 or 1 than this."""
_NO_SOURCE = _NO_CUE = 0.5
"""Stands for the certainty of a source, or of a cue, where none was found."""
_FEW = 4
"""Words that a content has at least, if no cue claims it."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """How scores become attributions; chosen on documents kept out of training, and shipped with the weights."""

    cue: float = 0.5
    """Added to the log scores of cue tags: a doubtful cue costs little, its roles decide."""
    source: float = 0.0
    content: float = 0.0
    """Added to the log scores of a cue's source and content tags."""
    flat: float = 0.0
    """Weight of what the words look like by themselves, beside what they are to the cue."""
    least: float = 0.0
    """An attribution less probable than this is not told."""
    eager: float = 1.5
    """Added to ``cue`` where a content has found no cue."""
    unclaimed: float = 0.7
    """A content that no cue claims is told by itself if its words are, in the mean, this probable."""
    logistic: tuple[float, float, float, float] = (1.0, 1.0, 0.0, 0.0)
    """Weights of the log odds of cue, content and source, and a constant: a statement's score."""


@dataclass(frozen=True, slots=True)
class WordAttribution:
    """An attribution in word indices of one window (first and last, inclusive)."""

    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    score: float


def distance_bucket(distance: Floats) -> np.ndarray:
    """Which of ``2 * DISTANCES + 1`` log-scaled buckets a distance in words from the cue falls in."""
    size = np.minimum(np.floor(np.log2(np.abs(distance) + 1) * 2), DISTANCES)
    return np.asarray(DISTANCES + np.sign(distance) * size, dtype=np.int64)


def cue_spans(flat: Floats, starts: list[int], bias: float) -> list[tuple[int, int]]:
    """Cue spans, as first and last word, from the flat tag scores of one window."""
    biased = flat.copy()
    biased[:, 3:5] += bias
    path = best_paths(biased[None], _FLAT_MOVES, starts)[0]
    return [(first, last) for kind, first, last in spans_of(path, FLAT_TAGS) if kind == "cue"]


def _by_themselves(flat: Floats) -> Floats:
    """(words, 5): log probabilities of the role tags as far as the words show them without a cue."""
    chances = np.exp(flat)
    none = np.log(chances[:, 0] + chances[:, 3] + chances[:, 4] + 1e-9)
    return np.column_stack([none, flat[:, 1:3], flat[:, 5:7]]).astype(np.float32)


def _shared_out(found: list[WordAttribution], weights: list[list[float]]) -> list[WordAttribution]:
    """Each content to one cue: cues near each other both reach for what lies between them.

    A content that is the only one of its cue stays there; else it goes to the cue that claims it most.
    """
    spans = [
        (i, content, weight)
        for i, one in enumerate(found)
        for content, weight in zip(one.content, weights[i], strict=True)
    ]
    spans.sort(key=lambda s: -s[2])
    kept: list[list[tuple[int, int]]] = [[] for _ in found]
    left = [len(one.content) for one in found]
    taken: list[tuple[int, tuple[int, int]]] = []
    for i, content, weight in spans:
        rivals = [
            j for j, other, rival in spans
            if j != i and _overlap(other, content) and rival >= weight * CONTEST and left[j] == 1 < left[i]
        ]  # fmt: skip
        if rivals or any(_overlap(content, other) for _, other in taken):
            left[i] -= 1
            continue
        taken.append((i, content))
        kept[i].append(content)
    return [replace(one, content=tuple(sorted(kept[i]))) for i, one in enumerate(found) if kept[i]]


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def role_scores(cues: list[tuple[int, int]], query: Floats, key: Floats, base: Floats, bias: Floats) -> Floats:
    """(cues, words, 5): how much each word belongs to each cue's source or content, in ``ROLE_TAGS``."""
    size = key.shape[1]
    asked = np.stack([query[a : b + 1].mean(axis=0) for a, b in cues]).reshape(len(cues), len(ROLE_TAGS), size)
    places = np.arange(len(key), dtype=np.float32)
    away = np.stack([np.where(places < a, places - a, np.where(places > b, places - b, 0)) for a, b in cues])
    scores = np.einsum("ctd,nd->cnt", asked, key) / np.float32(np.sqrt(size)) + base[None]
    return np.asarray(scores + bias.T[distance_bucket(away)], dtype=np.float32)


def decode(
    flat: Floats, query: Floats, key: Floats, base: Floats, bias: Floats, starts: list[int], how: Decoding
) -> list[WordAttribution]:
    """The attributions of one window.

    Args:
        flat: (words, 7) scores of ``FLAT_TAGS``.
        query, key: (words, 5 × d) and (words, d), a word as a cue and as an argument.
        base: (words, 5), how much a word looks like a source or content of any cue.
        bias: (5, buckets), by distance from the cue.
        starts: first words of paragraphs.
        how: biases and weights.
    """
    flat = log_softmax(flat)
    words = (query, key, base, bias)
    found = [one for one in _of_cues(flat, words, starts, how) if one.score >= how.least]
    left = _unclaimed(flat, starts, found, how)
    if left:
        eager = _of_cues(flat, words, starts, replace(how, cue=how.cue + how.eager))
        taken = [content for one in found for content in one.content]
        for one in eager:
            claims = any(_overlap(content, free) for content in one.content for free in left)
            if claims and not any(_overlap(content, other) for content in one.content for other in taken):
                found.append(one)
        left = _unclaimed(flat, starts, found, how)
    likely = np.exp(flat[:, 5:7]).sum(axis=1)
    found += [
        WordAttribution(None, None, (span,), _logistic(how.logistic, (_NO_CUE, _mean(likely, span), _NO_SOURCE)))
        for span in left
    ]
    return found


def _of_cues(
    flat: Floats, words: tuple[Floats, Floats, Floats, Floats], starts: list[int], how: Decoding
) -> list[WordAttribution]:
    """The attributions of the cues that the tags show; ``words`` are query, key, base and bias."""
    cues = cue_spans(flat, starts, how.cue)
    if not cues:
        return []
    scores = log_softmax(role_scores(cues, *words))
    scores = scores + how.flat * _by_themselves(flat)[None]
    scores = log_softmax(scores + np.array([0, how.source, how.source, how.content, how.content], dtype=np.float32))
    for row, (a, b) in zip(scores, cues, strict=True):
        row[a : b + 1, 1:] = -1e4  # a cue is no part of its own source or content
    paths = best_paths(scores, _ROLE_MOVES, starts)
    found: list[WordAttribution] = []
    weights: list[list[float]] = []
    cue_probability = np.exp(flat[:, 3:5]).sum(axis=1)
    for path, row, cue in zip(paths, scores, cues, strict=True):
        spans = spans_of(path, ROLE_TAGS)
        chosen = np.exp(row[np.arange(len(path)), path])
        content = tuple((i, j) for kind, i, j in spans if kind == "content")
        if not content:
            continue
        sources = [(i, j) for kind, i, j in spans if kind == "source"]
        source = max(sources, key=lambda s: _mean(chosen, s), default=None)
        each = [_mean(chosen, span) for span in content]
        signs = (_mean(cue_probability, cue), sum(each) / len(each), _mean(chosen, source) if source else _NO_SOURCE)
        found.append(WordAttribution(cue, source, content, _logistic(how.logistic, signs)))
        weights.append(each)
    return _shared_out(found, weights)


def _unclaimed(flat: Floats, starts: list[int], found: list[WordAttribution], how: Decoding) -> list[tuple[int, int]]:
    """What looks like content by itself, of a few words at least, and is no part of what was found."""
    taken = np.zeros(len(flat), dtype=bool)
    for one in found:
        for first, last in one.content:
            taken[first : last + 1] = True
    path = best_paths(flat[None], _FLAT_MOVES, starts)[0]
    likely = np.exp(flat[:, 5:7]).sum(axis=1)
    return [
        (first, last) for kind, first, last in spans_of(path, FLAT_TAGS)
        if kind == "content" and last - first + 1 >= _FEW and not taken[first : last + 1].any()
        and _mean(likely, (first, last)) >= how.unclaimed
    ]  # fmt: skip


def _mean(values: Floats, span: tuple[int, int]) -> float:
    return float(values[span[0] : span[1] + 1].mean())


def _logistic(weights: tuple[float, float, float, float], signs: tuple[float, float, float]) -> float:
    clipped = (min(max(sign, _SURE), 1 - _SURE) for sign in signs)
    total = weights[3] + sum(w * log(sign / (1 - sign)) for w, sign in zip(weights, clipped, strict=False))
    return 1 / (1 + exp(-total))
