"""Tag sequences: the best BIO path by Viterbi's algorithm, and the spans it stands for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
FORBIDDEN = np.float32(-1e4)


def bio_tags(kinds: Sequence[str]) -> tuple[str, ...]:
    """``O``, then ``B-`` and ``I-`` for each kind."""
    return ("O", *(f"{edge}-{kind}" for kind in kinds for edge in "BI"))


def transitions(tags: Sequence[str]) -> Floats:
    """Log scores of going from tag to tag: ``I-x`` only follows ``B-x`` or ``I-x``."""
    table = np.zeros((len(tags), len(tags)), dtype=np.float32)
    for j, tag in enumerate(tags):
        if tag.startswith("I-"):
            for i, before in enumerate(tags):
                if before[2:] != tag[2:] or before == "O":
                    table[i, j] = FORBIDDEN
    return table


def best_paths(scores: Floats, moves: Floats, starts: Sequence[int] = (0,)) -> npt.NDArray[np.int64]:
    """The best tag of each word, for many sequences at once.

    Args:
        scores: log scores, shape (sequences, words, tags).
        moves: from :func:`transitions`.
        starts: words at which a span cannot go on (starts of paragraphs).

    Returns:
        Tags, shape (sequences, words).
    """
    count, length, _ = scores.shape
    if not length or not count:
        return np.zeros((count, length), dtype=np.int64)
    before = np.zeros((count, length), dtype=np.int64)
    greedy: npt.NDArray[np.int64] = scores.argmax(axis=2)
    before[:, 1:] = greedy[:, :-1]
    before[:, list(starts)] = 0  # a paragraph starts as if an O stood before it
    # Moves are free or forbidden, so the best tags one by one are the best path wherever no move is forbidden.
    broken = (moves[before, greedy] < 0).any(axis=1)
    if broken.any():
        greedy[broken] = _viterbi(scores[broken], moves, starts)
    return greedy


def _viterbi(scores: Floats, moves: Floats, starts: Sequence[int]) -> npt.NDArray[np.int64]:
    count, length, tags = scores.shape
    paths = np.zeros((count, length), dtype=np.int64)
    fresh = set(starts) | {0}
    first = moves[0]
    back = np.zeros((length, count, tags), dtype=np.int64)
    total = scores[:, 0] + first
    for t in range(1, length):
        reach = total[:, :, None] + (first[None, None, :] if t in fresh else moves[None])
        back[t] = reach.argmax(axis=1)
        total = reach.max(axis=1) + scores[:, t]
    best = total.argmax(axis=1)
    rows = np.arange(count)
    for t in range(length - 1, -1, -1):
        paths[:, t] = best
        best = back[t, rows, best]
    return paths


def spans_of(path: Sequence[int], tags: Sequence[str]) -> list[tuple[str, int, int]]:
    """``(kind, first word, last word)`` of each span in a path."""
    spans: list[tuple[str, int, int]] = []
    for i, number in enumerate(path):
        tag = tags[number]
        if tag == "O":
            continue
        if tag[0] == "I" and spans and spans[-1][0] == tag[2:] and spans[-1][2] == i - 1:
            spans[-1] = (tag[2:], spans[-1][1], i)
        else:
            spans.append((tag[2:], i, i))
    return spans


def log_softmax(scores: Floats) -> Floats:
    """Log probabilities along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), dtype=np.float32)
