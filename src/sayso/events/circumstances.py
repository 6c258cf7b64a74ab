"""Where and when an event was, and what it was about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from heapq import heappop, heappush

from sayso.events.lexicon import lexicon
from sayso.language import Analysis, Word
from sayso.record.spans import Span
from sayso.record.types import Claim

_STEPS = 64
"""How far a tree is climbed."""
_AROUND = 30
"""Words either side of a trigger that tell its contexts."""
_CLAUSES = frozenset({"ccomp", "acl", "advcl", "parataxis", "csubj"})


def claims_of_words(analysis: Analysis, claims: tuple[Claim, ...]) -> list[str | None]:
    """For each word the claim whose span covers it: the innermost, and of equal ones the first."""
    spans = sorted((s.start, s.end, i) for i, c in enumerate(claims) for s in c.spans)
    open_: list[tuple[int, int, int]] = []
    found: list[str | None] = []
    following = 0
    for word in analysis.words:
        while following < len(spans) and spans[following][0] <= word.start:
            start, end, i = spans[following]
            heappush(open_, (end - start, i, end))
            following += 1
        while open_ and open_[0][2] < word.end:
            heappop(open_)
        found.append(claims[open_[0][1]].id if open_ else None)
    return found


def nearest_claims(analysis: Analysis, claims: tuple[Claim, ...]) -> Callable[[Word], str | None]:
    """Tells, for a word that no claim covers, the claim of its sentence that begins nearest; behind it before ahead."""
    starts: dict[int, list[tuple[int, str]]] = {}
    for claim in claims:
        for span in claim.spans:
            sentence = analysis.sentence_at(span.start)
            if sentence is not None:
                starts.setdefault(sentence.index, []).append((span.start, claim.id))
    for some in starts.values():
        some.sort()

    def nearest(word: Word) -> str | None:
        some = starts.get(word.sentence, [])
        at = bisect_right(some, (word.start, "")) if some else 0
        return some[min(at, len(some) - 1)][1] if some else None

    return nearest


def attached(
    analysis: Analysis, triggers: dict[int, int], claims: list[str | None], things: Iterable[tuple[str, Span]]
) -> dict[int, str]:
    """Which of ``things`` (places, dates) belongs to which event.

    Each goes to the first trigger above it in the tree. One with no trigger above it goes to a trigger that lies in
    the same claim, below the same governor, with no clause between: "was in Velmar on Monday for talks".

    Args:
        triggers: word index to event number; a carried noun counts for its verb.
        claims: the claim of each word.
        things: id and span.
    """
    chosen: dict[int, tuple[int, str]] = {}
    loose: dict[int, list[tuple[int, str]]] = {}
    for name, span in things:
        head = analysis.head_of(span.start, span.end)
        if head is None:
            continue
        owner = _owner(analysis, head, triggers)
        if owner is not None:
            event, trigger = owner
            if claims[trigger] == claims[head.index]:
                _offer(chosen, event, abs(analysis.words[trigger].start - span.start), name)
        elif not head.is_root and claims[head.index] is not None:
            loose.setdefault(head.head, []).append((head.index, name))
    if loose:
        for index, event in triggers.items():
            governor = _governor(analysis, analysis.words[index], loose)
            if event in chosen or governor is None:
                continue
            near = [(abs(i - index), name) for i, name in loose[governor][:_STEPS] if claims[i] == claims[index]]
            if near:
                _offer(chosen, event, *min(near))
    return {event: name for event, (_, name) in chosen.items()}


def _offer(chosen: dict[int, tuple[int, str]], event: int, distance: int, name: str) -> None:
    if event not in chosen or distance < chosen[event][0]:
        chosen[event] = (distance, name)


def _owner(analysis: Analysis, head: Word, triggers: dict[int, int]) -> tuple[int, int] | None:
    word = head
    for _ in range(_STEPS):
        if word.index in triggers:
            return triggers[word.index], word.index
        if word.is_root or (word.upos == "VERB" and word is not head):
            return None
        word = analysis.words[word.head]
    return None


def _governor(analysis: Analysis, word: Word, loose: dict[int, list[tuple[int, str]]]) -> int | None:
    for _ in range(_STEPS):
        if word.is_root or word.relation in _CLAUSES:
            return None
        word = analysis.words[word.head]
        if word.index in loose:
            return word.index
    return None


def contexts_of(analysis: Analysis, trigger: Word, claims: list[str | None]) -> tuple[str, ...]:
    """PLOVER contexts that the words around a trigger speak of, in the same sentence and claim, in text order.

    A trigger that no claim covers is a cue: what it says is in the claims around it.
    """
    table = lexicon().contexts
    found: dict[str, None] = {}
    sentence = analysis.sentences[trigger.sentence]
    first, last = max(sentence.first, trigger.index - _AROUND), min(sentence.last, trigger.index + _AROUND)
    before = ""
    for word in analysis.words[first : last + 1]:
        if claims[trigger.index] is not None and claims[word.index] != claims[trigger.index]:
            before = ""
            continue
        lemma = word.lemma.lower()
        name = table.get(f"{before} {lemma}")
        if name is None and word.upos in {"NOUN", "PROPN", "ADJ", "VERB"}:
            name = table.get(lemma)
        if name is not None:
            found[name] = None
        before = lemma
    return tuple(found)
