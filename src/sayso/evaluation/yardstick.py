"""The one shape all yardsticks have: documents with gold → counts that add up → figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from sayso.language import Analysis, analyse
from sayso.reading import read_bytes
from sayso.record.types import Record
from sayso.reports import Told, read_report
from sayso.reports.told import is_iso

Gold = TypeVar("Gold")
_PLAIN = "text/plain"


@dataclass(frozen=True, slots=True)
class Document(Generic[Gold]):
    """One report of a corpus, and what its annotators say of it."""

    id: str
    text: str
    gold: Gold
    published: str | None = None


@dataclass(slots=True)
class Tally:
    """Named counts. Those of single documents add up to those of a corpus, so documents can be read in any process."""

    counts: dict[str, float] = field(default_factory=dict)

    def add(self, key: str, amount: float = 1) -> None:
        """Count ``amount`` more of ``key``."""
        self.counts[key] = self.counts.get(key, 0) + amount

    def include(self, other: Tally) -> None:
        """Add all of another tally's counts."""
        for key, amount in other.counts.items():
            self.add(key, amount)

    def __getitem__(self, key: str) -> float:
        """What has been counted of ``key``; 0 where nothing has."""
        return self.counts.get(key, 0)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: a percentage unless its key says otherwise."""

    key: str
    value: float
    of: int
    """How many there are in the gold."""
    precision: float | None = None
    recall: float | None = None
    lower_is_better: bool = False
    digits: int = 1
    floored: bool = True
    """Whether it must not get worse."""


@dataclass(frozen=True, slots=True)
class Yardstick(Generic[Gold]):
    """A corpus, and what is counted on it.

    ``documents`` and ``measure`` are functions of a module, so that worker processes can be sent a document each.
    """

    name: str
    about: str
    """What is measured, on what, in a sentence or two."""
    corpus: tuple[str, ...]
    """The part of the corpora that is used, as patterns under their folder: it is what the checksum is over."""
    documents: Callable[[Path], list[Document[Gold]]]
    measure: Callable[[Document[Gold]], Tally]
    figures: Callable[[Tally], list[Figure]]
    beside: tuple[str, ...] = ()
    """Figures that other systems have, too; the columns of the table."""
    sample: int | None = None
    """How many documents the floors are measured on, evenly spaced; ``None`` for all."""
    rival: Callable[[Document[Gold]], Tally] | None = None
    """Counts the same for spaCy, where it is installed."""
    missing: Callable[[Tally], list[str]] | None = None
    """What could not be measured, in sentences."""


def record_of(document: Document[Gold]) -> Record:
    """The whole record of a document, read as ``sayso read`` reads a file.

    Raises:
        ValueError: the report's text is not the document's, so that offsets would not mean the same.
    """
    record = read_bytes(document.text.encode(), media=_PLAIN, told=Told(published=_date(document.published)))
    _same(document, record.report.text)
    return record


def analysis_of(document: Document[Gold]) -> Analysis:
    """The analysis of a document, on which its record rests.

    Raises:
        ValueError: the report's text is not the document's.
    """
    report, _ = read_report(document.text.encode(), media=_PLAIN, told=Told(published=_date(document.published)))
    _same(document, report.text)
    return analyse(report)


def _same(document: Document[Gold], text: str) -> None:
    if text != document.text:
        raise ValueError(f"{document.id}: the report's text differs from the corpus' text")


def _date(published: str | None) -> str | None:
    """A date that may be told: TimeML also writes times of day that ISO 8601 does not have."""
    for one in (published, (published or "")[:10]):
        if one and is_iso(one):
            return one
    return None


def percent(part: float, whole: float) -> float:
    """``part`` of ``whole`` in per cent; 0 of nothing."""
    return 100 * part / whole if whole else 0.0


def f_score(tally: Tally, key: str, name: str | None = None) -> Figure:
    """F1 from the counts ``key.right``, ``key.found`` and ``key.gold``."""
    right, found, gold = (tally[f"{key}.{part}"] for part in ("right", "found", "gold"))
    return Figure(
        name or key, percent(2 * right, found + gold), round(gold), percent(right, found), percent(right, gold)
    )


def share(tally: Tally, key: str, name: str | None = None) -> Figure:
    """The share of ``key.gold`` that is ``key.right``."""
    return Figure(name or key, percent(tally[f"{key}.right"], tally[f"{key}.gold"]), round(tally[f"{key}.gold"]))


def evenly(documents: list[Document[Gold]], limit: int | None) -> list[Document[Gold]]:
    """``limit`` of the documents, evenly spaced over their order; always the same ones."""
    if limit is None or limit >= len(documents):
        return documents
    return [documents[i * len(documents) // limit] for i in range(limit)]


def overlaps(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two ranges share a character."""
    return a[0] < b[1] and b[0] < a[1]


def one_to_one(pairs: list[tuple[float, float, int, int]]) -> Iterator[tuple[int, int]]:
    """Matches pairs greedily, lowest cost first (two costs, then gold's order, then the found's); each side once."""
    left: set[int] = set()
    right: set[int] = set()
    for _, _, i, j in sorted(pairs):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            yield i, j
