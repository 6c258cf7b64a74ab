"""Dependency trees from arc scores: one root a sentence, no cycle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sayso.language.tags import Floats


def tree(arcs: Floats, marks: Sequence[bool] = ()) -> list[int]:
    """The head of each word of a sentence; a root's head is itself.

    Every word takes its best head; the best root is kept; each cycle is opened at the word that
    loses least by a head outside of it. (Greedy where Chu-Liu/Edmonds would be exact: on trained
    scores they differ in few sentences.)

    Args:
        arcs: (words, words), score of column as the head of row; the diagonal scores roots.
        marks: which words are punctuation, that is no root while there is anything else.
    """
    n = len(arcs)
    if n == 0:
        return []
    roots = np.diagonal(arcs) - _best_other(arcs)
    if marks and not all(marks):
        roots[np.array(marks)] = -np.inf
    root = int(np.argmax(roots))
    scores = arcs.copy()
    np.fill_diagonal(scores, -np.inf)
    heads = [int(h) for h in scores.argmax(axis=1)] if n > 1 else [0]
    heads[root] = root
    state = [0] * n  # 0 new, 1 on the way, 2 reaches the root
    state[root] = 2
    for word in range(n):
        path = []
        at = word
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = heads[at]
        if state[at] == 1:
            cycle = path[path.index(at) :]
            loose, head = _opening(scores, cycle, state)
            heads[loose] = root if head < 0 else head
        for one in path:
            state[one] = 2
    return heads


def _best_other(arcs: Floats) -> Floats:
    if len(arcs) == 1:
        return np.zeros(1, dtype=np.float32)
    scores = arcs.copy()
    np.fill_diagonal(scores, -np.inf)
    return np.asarray(scores.max(axis=1), dtype=np.float32)


def _opening(scores: Floats, cycle: list[int], state: list[int]) -> tuple[int, int]:
    safe = [i for i, s in enumerate(state) if s == 2]
    best, choice = -np.inf, (cycle[0], -1)
    current = {word: float(scores[word].max()) for word in cycle}
    for word in cycle:
        head = safe[int(np.argmax(scores[word, safe]))]
        loss = float(scores[word, head]) - current[word]
        if loss > best:
            best, choice = loss, (word, head)
    return choice


def one_subject(heads: list[int], relations: list[str], classes: list[str]) -> None:
    """Leaves each verb one subject of those before it, in place.

    'President Ann Lee said': the title describes the name (``nmod:desc``). 'The official, Ann Lee of Mali, said': the
    name stands beside the title (``appos``). 'Lee's successor said': an owner is none.
    """
    last: dict[int, int] = {}
    for word, relation in enumerate(relations):
        if not relation.startswith("nsubj") or word >= heads[word]:
            continue
        first = last.get(heads[word])
        last[heads[word]] = word
        if first is None:
            continue
        between = range(first + 1, word)
        if any(relations[i] == "case" and heads[i] == first and classes[i] == "PART" for i in between):
            heads[first], relations[first] = word, "nmod:poss"
        elif classes[first] not in {"NOUN", "PROPN"} or classes[word] != "PROPN":
            continue
        elif all(heads[i] in {first, word} and classes[i] != "PUNCT" for i in between):
            heads[first], relations[first] = word, "nmod:desc"
        elif classes[word - 1] == "PUNCT" and classes[first] == "NOUN" and _all_under(heads, classes, first, word):
            heads[word], relations[word] = first, "appos"
            last[heads[first]] = first


def _all_under(heads: list[int], classes: list[str], first: int, word: int) -> bool:
    """Whether all words between, marks aside, hang below ``first``."""
    under = {first}
    for i in range(first + 1, word):
        if classes[i] == "PUNCT":
            continue
        at, seen = i, 0
        while first < at < word and seen < word - first:
            at, seen = heads[at], seen + 1
        if at not in under:
            return False
    return True
