"""Statements on their way, found by their cues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.record.shelves import Shelves
from sayso.statements.found import Found


class Drafts:
    """Statements on their way, in order, each with a key; they may be replaced or taken out."""

    def __init__(self, found: Iterable[Found]) -> None:
        self._found: dict[int, Found] = {}
        self._cues: Shelves[int] = Shelves()
        self._next = 0
        for one in found:
            self.add(one)

    def __iter__(self) -> Iterator[Found]:
        return iter(self._found.values())

    def add(self, one: Found) -> None:
        """Puts ``one`` at the end."""
        self._found[self._next] = one
        self._cues.put(one.cue, self._next)
        self._next += 1

    def replace(self, key: int, one: Found) -> None:
        """Puts ``one`` where the draft ``key`` is."""
        self._found[key] = one
        self._cues.put(one.cue, key)

    def remove(self, key: int) -> None:
        """Takes the draft ``key`` out."""
        del self._found[key]

    def at(self, start: int, end: int) -> dict[int, Found]:
        """The drafts whose cues share a character with ``start`` to ``end``, by their keys, in order."""
        keys = sorted({key for key in self._cues.over(start, end) if key in self._found})
        return {k: one for k in keys if (one := self._found[k]).cue.start < end and start < one.cue.end}

    def beginning_in(self, start: int, end: int) -> dict[int, Found]:
        """The drafts whose cues begin in ``start`` to ``end``, by their keys, in order."""
        return {key: one for key, one in self.at(start, end).items() if start <= one.cue.start}
