"""Notes: what the readers of the records should know of them; doubts, problems, things that were not told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.ledger import browsing
from sayso.ledger.queries import Line
from sayso.server.desk import Shared
from sayso.server.filters import Asked, Page
from sayso.server.rendering import page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Noted:
    """A report, and its notes: code, message, and how often."""

    line: Line
    notes: tuple[tuple[str, str, int], ...]


@router.get("/notes")
def notes(request: Request, desk: Shared, filters: Asked, n: Page = 1) -> HTMLResponse:
    """The notes on the newest reports that the filter lets through."""
    size = desk.settings.per_page
    with desk.asking() as (asked, _):
        lines = browsing.report_lines(
            asked.connection, desk.choose(asked, filters), start=(n - 1) * size, size=size + 1
        )
        shown = lines[:size]
        noted = [
            Noted(line, tuple((code, message, times) for (code, message), times in Counter(digest.notes).items()))
            for line, digest in zip(shown, asked.digests(shown), strict=True)
        ]
    return page(
        request, "notes.html.jinja", {"noted": noted, "n": n, "more": len(lines) > size}, filters=filters
    )  # fmt: skip
