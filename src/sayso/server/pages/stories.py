"""The stories in the ledger, newest first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from sayso.ledger import browsing
from sayso.server.desk import Shared
from sayso.server.filters import Asked
from sayso.server.rendering import page

router = APIRouter()

After = Annotated[str, Query(pattern=browsing.CURSOR, description="where the page starts, as the page before it says")]


@router.get("/")
def stories(request: Request, desk: Shared, filters: Asked, after: After = "0") -> HTMLResponse:
    """The list."""
    told = desk.settings
    with desk.asking() as (asked, _):
        chosen = desk.choose(asked, filters)
        shelf = browsing.browse(
            asked, chosen, filters, size=told.per_page, look=told.stories_looked_at, after=after, points=False
        )
        reports = len(chosen) if after == "0" else None
    context = {"shelf": shelf, "after": after, "reports": reports, **left_out(shelf)}
    return page(request, "stories.html.jinja", context, filters=filters)


def left_out(shelf: browsing.Shelf) -> dict[str, object]:
    """What a page says of the stories that it leaves out until they are worked out."""
    return {"later": [one.story for one in shelf.later]}
