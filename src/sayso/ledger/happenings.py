"""Which mentions of events in a story's reports are of one event: by the words for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.ledger.words import lemma
from sayso.record.types import Record


@dataclass(frozen=True, slots=True)
class Mention:
    """Words for an event in a report of a story."""

    report: str
    n: int
    start: int
    end: int
    words: tuple[str, ...]


def happenings(mentions: Sequence[Mention], records: Mapping[str, Record]) -> list[list[Mention]]:
    """The mentions of a story's reports in groups, each of one event."""
    made: dict[tuple[str, ...], list[Mention]] = {}
    for one in mentions:
        made.setdefault(tuple(map(lemma, one.words)), []).append(one)
    return list(made.values())
