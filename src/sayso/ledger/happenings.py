"""Which mentions of events in a story's reports are of one event: by the words for it.

A mention's most telling word stands for it; words of one class in ``lexicon.toml`` are one ('acquire', 'takeover'), and
so are words of one stem. Within a story hardly two events are called the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.ledger.lexicon import happening_classes
from sayso.ledger.words import lemma, telling

_LEAST_STEM = 4
_LEAST_WORD = 3
_ENDING = re.compile(
    r"(?:ations?|itions?|ments?|ings?|ions?|ers?|ors?|ed|als?|ures?|ances?|ences?|s|e|y)$"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """Words for an event in a report of a story."""

    report: str
    n: int
    words: tuple[str, ...]


def happenings(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions of a story's reports in groups, each of one event."""
    made: dict[str, list[Mention]] = {}
    for one in mentions:
        made.setdefault(happening(one.words), []).append(one)
    return list(made.values())


def happening(words: Sequence[str]) -> str:
    """What some words say happens: their class, or the stem of the most telling."""
    lemmas = [lemma(word) for word in words]
    head = max([one for one in lemmas if len(one) >= _LEAST_WORD] or lemmas, key=lambda one: (telling(one), one))
    kind = happening_classes().get(head)
    if kind is not None:
        return f"[{kind}]"
    stem = _ENDING.sub("", head)
    return stem if len(stem) >= _LEAST_STEM else head
