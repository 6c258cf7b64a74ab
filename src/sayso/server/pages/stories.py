"""The stories in the ledger, newest first."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.server.desk import Shared
from sayso.server.filters import Asked, Page
from sayso.server.rendering import page

router = APIRouter()


@router.get("/")
def stories(request: Request, desk: Shared, filters: Asked, n: Page = 1) -> HTMLResponse:
    """The list."""
    return page(request, "stories.html.jinja", {"stories": [], "n": n}, filters=filters)
