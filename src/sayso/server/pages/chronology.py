"""The chronology: what happened by the day it is said to have, or what was reported by the day it was."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from sayso.ledger import browsing
from sayso.ledger.queries import Asked as View
from sayso.server.band import picture
from sayso.server.chronology import Told, chronology, dates_in, first, reported, undated
from sayso.server.desk import Desk, Shared
from sayso.server.filters import Asked
from sayso.server.pages.stories import After, left_out
from sayso.server.rendering import page

router = APIRouter()

By = Annotated[Literal["happened", "reported"], Query(description="by the day it happened, or was first reported")]


@router.get("/chronology")
def chronology_page(
    request: Request, desk: Shared, filters: Asked, by: By = "happened", after: After = "0"
) -> HTMLResponse:
    """The chronology of the newest stories that the filter lets through."""
    with desk.asking() as (asked, _):
        shelf = browsing.browse(
            asked, desk.choose(asked, filters), filters, size=desk.settings.chronology_stories,
            look=desk.settings.stories_looked_at, after=after,
        )  # fmt: skip
        told, left = told_of(desk, asked, shelf.found, with_records=by == "happened")
    both = chronology(told) if by == "happened" else {}
    whole = {str(part): moments for part, moments in both.items()} or {"reported": reported(told)}
    parts, more = {}, {}
    for part, moments in whole.items():
        parts[part], more[part] = first(moments, desk.settings.chronology_entries)
    context = {
        "unlisted": more,
        **left_out(shelf), "by": by, "parts": parts, "shelf": shelf, "after": after, "left": left, "stories": len(told),
        "undated": undated(told) if by == "happened" else 0,
        "band": picture(whole, desk.settings.band_marks) if by == "happened" else None,
    }  # fmt: skip
    return page(request, "chronology.html.jinja", context, filters=filters)


def told_of(
    desk: Desk, asked: View, found: tuple[browsing.Found, ...], *, with_records: bool
) -> tuple[list[Told], int]:
    """Stories with the records of their reports; and how many reports there were no room for."""
    room, left, made = desk.settings.chronology_reports, 0, []
    for one in found:
        wanted = {claim["report"] for point in one.points for claim in point["claims"]}
        lines = [line for line in one.lines if line.shown.id in wanted] if with_records else []
        left += max(0, len(lines) - room)
        some = lines[:room]
        room -= len(some)
        dates = {name: dates_in(data) for name, data in browsing.record_bytes(asked.connection, some).items()}
        made.append(Told(one.story, one.lines, one.points, dates))
    return made, left
