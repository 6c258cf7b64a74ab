"""What the pages share while the server runs: the ledger, the settings, and one reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from sayso.ledger import Ledger, browsing
from sayso.ledger.answers import Json
from sayso.ledger.catalogue import Catalogue, Chosen
from sayso.ledger.facets import Kept
from sayso.ledger.queries import Asked, Filters
from sayso.ledger.views import asking
from sayso.server.facets import Written
from sayso.server.settings import Settings


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

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", Kept(self.ledger))
        object.__setattr__(self, "catalogue", Catalogue(self.ledger))

    def prepare(self) -> None:
        """Have the order of the reports and the facets' index at hand, or begun where the ledger is large."""
        self.index.now()
        with self.ledger.reading() as connection:
            self.catalogue.choose(connection, Filters())

    def choose(self, asked: Asked, filters: Filters) -> Chosen:
        """The reports that may hold what is looked for."""
        return self.catalogue.choose(asked.connection, filters)

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
    def asking(self) -> Iterator[tuple[Asked, dict[str, Json]]]:
        """One view of the ledger, and the grades in it, as :func:`sayso.ledger.views.asking`."""
        with asking(self.ledger) as found:
            yield found


def of(request: Request) -> Desk:
    """The desk of the server that a request came to."""
    desk: Desk = request.app.state.desk
    return desk


Shared = Annotated[Desk, Depends(of)]
"""The desk, for the parameters of a page."""
