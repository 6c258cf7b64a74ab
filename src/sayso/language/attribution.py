"""Attributions from the encoder's scores: cues first, then for each cue its source and its content.

Cues are found by tagging; each cue then asks every word of its window whether it belongs to its
source or its content, as in semantic role labelling (the cue in the predicate's place). A content
goes to one cue, as in PolNeAR; statements within statements are made out later, in ``statements``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sayso.language.tags import Floats, best_paths, bio_tags, log_softmax, spans_of, transitions

FLAT_TAGS = bio_tags(("source", "cue", "content"))
ROLE_TAGS = bio_tags(("source", "content"))
_FLAT_MOVES = transitions(FLAT_TAGS)
_ROLE_MOVES = transitions(ROLE_TAGS)
CUE_BIAS = 0.5
"""Added to the log scores of cue tags: a doubtful cue costs little, its roles decide. Set by hand, not tuned."""
CONTEST = 0.8
"""A cue with one content keeps it when its claim is at least this share of a rival's that has others."""
DISTANCES = 12


@dataclass(frozen=True, slots=True)
class WordAttribution:
    """An attribution in word indices of one window (first and last, inclusive)."""

    cue: tuple[int, int]
    source: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    score: float


def distance_bucket(distance: Floats) -> np.ndarray:
    """Which of ``2 * DISTANCES + 1`` log-scaled buckets a distance in words from the cue falls in."""
    size = np.minimum(np.floor(np.log2(np.abs(distance) + 1) * 2), DISTANCES)
    return np.asarray(DISTANCES + np.sign(distance) * size, dtype=np.int64)


def cue_spans(flat: Floats, starts: list[int]) -> list[tuple[int, int]]:
    """Cue spans, as first and last word, from the flat tag scores of one window."""
    biased = flat.copy()
    biased[:, 3:5] += CUE_BIAS
    path = best_paths(biased[None], _FLAT_MOVES, starts)[0]
    return [(first, last) for kind, first, last in spans_of(path, FLAT_TAGS) if kind == "cue"]


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


def decode(
    flat: Floats, query: Floats, key: Floats, base: Floats, bias: Floats, starts: list[int]
) -> list[WordAttribution]:
    """The attributions of one window.

    Args:
        flat: (words, 7) scores of ``FLAT_TAGS``.
        query, key: (words, 5 × d) and (words, d), a word as a cue and as an argument.
        base: (words, 5), how much a word looks like a source or content of any cue.
        bias: (5, buckets), by distance from the cue.
        starts: first words of paragraphs.
    """
    cues = cue_spans(flat, starts)
    if not cues:
        return []
    size = key.shape[1]
    asked = np.stack([query[a : b + 1].mean(axis=0) for a, b in cues]).reshape(len(cues), len(ROLE_TAGS), size)
    places = np.arange(len(key), dtype=np.float32)
    away = np.stack([np.where(places < a, places - a, np.where(places > b, places - b, 0)) for a, b in cues])
    scores = np.einsum("ctd,nd->cnt", asked, key) / np.float32(np.sqrt(size)) + base[None]
    scores = log_softmax(scores + bias.T[distance_bucket(away)])
    for row, (a, b) in zip(scores, cues, strict=True):
        row[a : b + 1, 1:] = -1e4  # a cue is no part of its own source or content
    paths = best_paths(scores, _ROLE_MOVES, starts)
    found: list[WordAttribution] = []
    weights: list[list[float]] = []
    cue_probability = np.exp(log_softmax(flat))[:, 3:5].sum(axis=1)
    for path, row, (a, b) in zip(paths, scores, cues, strict=True):
        spans = spans_of(path, ROLE_TAGS)
        content = tuple((i, j) for kind, i, j in spans if kind == "content")
        if not content:
            continue
        chosen = np.exp(row[np.arange(len(path)), path])
        inside = path > 0
        sources = [(i, j) for kind, i, j in spans if kind == "source"]
        source = max(sources, key=lambda s: float(chosen[s[0] : s[1] + 1].mean()), default=None)
        score = float(cue_probability[a : b + 1].mean() * chosen[inside].mean())
        found.append(WordAttribution((a, b), source, content, score))
        weights.append([float(chosen[i : j + 1].mean()) for i, j in content])
    return _shared_out(found, weights)
