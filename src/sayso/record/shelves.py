"""Things by where they stand in a report: looking for what is near costs the same in a long report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from sayso.record.spans import Span

T = TypeVar("T")
_WIDTH = 512
"""Characters of a shelf."""


class Shelves(Generic[T]):
    """Items by their spans."""

    def __init__(self, items: Iterable[tuple[Span, T]] = ()) -> None:
        self._shelves: dict[int, list[tuple[int, Span, T]]] = {}
        self._count = 0
        for span, item in items:
            self.put(span, item)

    def put(self, span: Span, item: T) -> None:
        """Adds ``item`` at ``span``."""
        entry = (self._count, span, item)
        self._count += 1
        for shelf in range(span.start // _WIDTH, max(span.start, span.end - 1) // _WIDTH + 1):
            self._shelves.setdefault(shelf, []).append(entry)

    def over(self, start: int, end: int) -> list[T]:
        """The items whose spans share a character with ``start`` to ``end``, in the order they were put."""
        found = {}
        for shelf in range(start // _WIDTH, max(start, end - 1) // _WIDTH + 1):
            for number, span, item in self._shelves.get(shelf, ()):
                if span.start < end and start < span.end:
                    found[number] = item
        return [found[number] for number in sorted(found)]
