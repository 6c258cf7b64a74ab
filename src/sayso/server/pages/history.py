"""What people decided, newest first: signed, dated, and each with the way to take it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from sayso.ledger.deciding import lately
from sayso.server.desk import Shared
from sayso.server.doubting import kept_as, words_of
from sayso.server.pages.review import Kept
from sayso.server.phrases import decided
from sayso.server.rendering import page
from sayso.server.signing import name_of

router = APIRouter()


@router.get("/history")
def history(
    request: Request,
    desk: Shared,
    kept: Kept = None,
    before: Annotated[int | None, Query(ge=1, le=2_000_000_000)] = None,
) -> Response:
    """The decisions, a page of them."""
    size = desk.settings.per_page
    with desk.ledger.reading() as connection:
        found = lately(connection, size + 1, before=before)
        noted = kept_as(connection, kept)
    shown = [(one, decided(one.kind), words_of(one)) for one in found[:size]]
    context = {
        "entries": shown, "older": found[size - 1].n if len(found) > size else None, "before": before,
        "back": "/history" + (f"?before={before}" if before else ""), "by": name_of(request),
        "kept": noted,
    }  # fmt: skip
    return page(request, "history.html.jinja", context)
