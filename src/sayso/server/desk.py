"""What the pages share while the server runs: the ledger, the settings, and one reader."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Annotated

import sqlalchemy as sa
from fastapi import Depends, Request

from sayso.ledger import Ledger, browsing
from sayso.ledger.answers import Json
from sayso.ledger.catalogue import SMALL, Catalogue, Chosen
from sayso.ledger.facets import Kept
from sayso.ledger.queries import Asked, Filters
from sayso.ledger.standings import Standings
from sayso.ledger.views import asking
from sayso.server.facets import Written
from sayso.server.settings import Settings


class Busy:
    """What is asked for at the moment, for the work in the background: it waits for those who wait for it."""

    def __init__(self) -> None:
        self.answering = 0
        """Requests that are being answered."""
        self.helped = False
        """Whether anything works in the background."""
        self.wake = Event()
        self._wanted: deque[int] = deque()

    def want(self, group: int) -> None:
        """Have the points of a group of linked reports worked out next."""
        if group not in self._wanted:
            self._wanted.append(group)
        self.wake.set()

    def next_wanted(self) -> int | None:
        """A group that somebody waits for."""
        return self._wanted.popleft() if self._wanted else None


@dataclass(frozen=True, slots=True)
class Desk:
    """The server's ledger."""

    ledger: Ledger
    settings: Settings
    reading: Lock = field(default_factory=Lock)
    """Held while a report or a claim is read: reading takes all processors already."""

    written: Written = field(default_factory=Written)
    index: Kept = field(init=False)
    """What the ledger's reports are filed under, for the facets."""
    catalogue: Catalogue = field(init=False)
    """The order of the ledger's reports."""
    standings: Standings = field(init=False)
    """What the ledger's reports say stands how, for the facet and the filter of standings."""
    busy: Busy = field(default_factory=Busy)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", Kept(self.ledger))
        object.__setattr__(self, "catalogue", Catalogue(self.ledger))
        object.__setattr__(self, "standings", Standings(self.ledger))

    def prepare(self) -> None:
        """Have the order of the reports and the facets' index at hand, or begun where the ledger is large."""
        self.index.now()
        with self.ledger.reading() as connection:
            self.catalogue.choose(connection, Filters())

    def choose(self, asked: Asked, filters: Filters) -> Chosen:
        """The reports that may hold what is looked for."""
        return self.chosen(asked.connection, filters)

    def chosen(self, connection: sa.Connection, filters: Filters) -> Chosen:
        """The same, as ``connection`` sees the ledger."""
        found = self.catalogue.choose(connection, filters)
        if filters.standing is None:
            return found
        if found.newest <= SMALL:
            self.standings.look(connection)
        return self.standings.narrow(found, filters.standing)

    def titled(self, story: str) -> str | None:
        """What a story of the filter is called; ``None`` where the ledger has none of that name."""
        with self.asking() as (asked, _):
            found = browsing.story_with(asked, story)
        return found[0].title if found else None

    def warm(self) -> None:
        """Have the reading's model loaded before somebody waits for it."""
        from sayso.reading import read_bytes

        with self.reading:
            read_bytes(b"A claim is read in a moment.")

    @contextmanager
    def asking(self, *, wait: bool = False) -> Iterator[tuple[Asked, dict[str, Json]]]:
        """One view of the ledger, and the grades in it, as :func:`sayso.ledger.views.asking`.

        Args:
            wait: whether points are worked out however long that takes. Else those of a large story are worked out in
                the background, and who asks is told so (:class:`sayso.ledger.queries.NotYetError`).
        """
        most = None if wait or not self.busy.helped else self.settings.story_clauses_at_once
        with asking(self.ledger, most) as (asked, graded):
            try:
                yield asked, graded
            finally:
                for group in asked.late:
                    self.busy.want(group)


def of(request: Request) -> Desk:
    """The desk of the server that a request came to."""
    desk: Desk = request.app.state.desk
    return desk


Shared = Annotated[Desk, Depends(of)]
"""The desk, for the parameters of a page."""
