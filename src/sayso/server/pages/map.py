"""The map: where reports put what they tell, and who is said to have gone where."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from sayso.exchange.case import Filed
from sayso.ledger import LedgerError, browsing
from sayso.ledger.corrected import corrected
from sayso.ledger.queries import Asked as View
from sayso.ledger.queries import Filters, Line
from sayso.record.contract import ContractError, from_json
from sayso.record.types import Record
from sayso.server.desk import Desk, Shared
from sayso.server.filters import NAMES, Asked
from sayso.server.pages.stories import left_out
from sayso.server.rendering import page
from sayso.web.phrases import ROLES
from sayso.web.worldmap import draw
from sayso.web.worldmap_spots import Gathered, gather

router = APIRouter()

Whole = Annotated[bool, Query(description="whether all places are to be seen, also those only mentioned")]


@dataclass(frozen=True, slots=True)
class Read:
    """The reports that a page looked into."""

    filed: tuple[Filed, ...]
    stories: dict[str, str]
    """Report → story."""
    only: frozenset[str] | None
    """The claims that the filter lets through; ``None`` for all."""
    left: int
    """Reports that were not looked into."""
    shelf: browsing.Shelf


@router.get("/map")
def world(request: Request, desk: Shared, filters: Asked, whole: Whole = False) -> HTMLResponse:
    """The map, and the list of what is on it."""
    told = desk.settings
    read = look_into(desk, filters, told.map_reports)
    found = gather(read.filed, read.stories, read.only)
    shown = _most_told(found, told.map_places)
    drawn = draw(shown.spots, shown.journeys, whole=whole)
    context = {
        **left_out(read.shelf), "map": drawn, "means": ROLES,
        "entries": shown.entries, "ways": shown.ways, "whole": whole,
        "places": len(found.entries), "more_places": len(found.entries) - len(shown.entries),
        "reports": len(read.filed), "left": read.left, "most_tellings": told.map_tellings, "most_steps": told.map_steps,
    }  # fmt: skip
    return page(request, "map.html.jinja", context, filters=filters)


def look_into(desk: Desk, filters: Filters, most: int) -> Read:
    """The newest reports that hold what is looked for, with their records.

    Args:
        most: reports that are read.
    """
    narrow = any(getattr(filters, name) is not None for name in NAMES if name != "story")
    with desk.asking() as (asked, _):
        chosen = desk.choose(asked, filters)
        shelf = browsing.browse(asked, chosen, filters, size=most, look=desk.settings.stories_looked_at, points=narrow)
        only = frozenset(c["claim"] for one in shelf.found for p in one.points for c in p["claims"]) if narrow else None
        wanted = None if only is None else {ref.rpartition("/")[0] for ref in only}
        lines = [
            (line, one.story.id)
            for one in shelf.found
            for line in one.lines
            if wanted is None or line.shown.id in wanted
        ]
        total = len(lines) if narrow or shelf.after is None else len(chosen)
        filed = _filed(desk, asked, [line for line, _ in lines[:most]])
    return Read(
        filed, {line.shown.id: story for line, story in lines}, only, max(0, total - len(filed)), shelf
    )  # fmt: skip


def _filed(desk: Desk, asked: View, lines: Sequence[Line]) -> tuple[Filed, ...]:
    """The reports' records, fetched together."""
    found = browsing.record_bytes(asked.connection, lines)
    rulings = asked.rulings(lines)
    try:
        return tuple(
            Filed(line.shown.id, corrected(_record(found[line.shown.id]), line.shown.id, rulings).kept)
            for line in lines
        )
    except (ContractError, ValueError, zlib.error) as error:
        raise LedgerError(f"{desk.ledger.name}: a record in it cannot be read: {error}") from error


@lru_cache(maxsize=256)
def _record(data: bytes) -> Record:
    """A record; kept by its bytes, since the same reports are looked at again and again."""
    return from_json(json.loads(zlib.decompress(data)))


def _most_told(found: Gathered, most: int) -> Gathered:
    """No more places than a map bears, those that tell most first."""
    kept = found.entries[:most]
    ids = {entry.id for entry in kept} | {stop.spot.id for journey in found.journeys for stop in journey.stops}
    spots = tuple(spot for spot in found.spots if spot.id.partition("~")[0] in ids)
    return Gathered(kept, spots, found.ways, found.journeys)
