"""What went wrong, said as a page to people and as RFC 9457 problem details to programs."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from sayso.ledger import LedgerError
from sayso.ledger.queries import NotYetError
from sayso.server.answer import Answer
from sayso.server.filters import DAY, LABELS
from sayso.server.rendering import page, place

_log = logging.getLogger("sayso.server")
_TITLES = {
    400: "That request is not understood",
    403: "That is not allowed",
    404: "There is no such page",
    405: "That cannot be done here",
    413: "That is too much at once",
    422: "Something in the address is not right",
    500: "Something went wrong here",
    503: "The ledger cannot be read now",
}


def handle(app: FastAPI) -> None:
    """Have ``app`` answer errors in this way."""

    @app.exception_handler(HTTPException)
    async def known(request: Request, error: HTTPException) -> Response:
        detail = error.detail if error.detail not in {"Not Found", "Method Not Allowed"} else ""
        return answer(request, error.status_code, detail, error.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return answer(request, 422, "; ".join(map(_said, error.errors()))[:1000])

    @app.exception_handler(LedgerError)
    async def unread(request: Request, error: LedgerError) -> Response:
        _log.error("%s", error)
        return answer(request, 503, "The database said no; the server's log has its words.")

    @app.exception_handler(NotYetError)
    async def not_yet(request: Request, error: NotYetError) -> Response:
        # The page asks again by itself; a program is made to wait (:meth:`sayso.server.desk.Desk.asking`).
        made = page(request, "not_yet.html.jinja", {"story": error.story, "again": True})
        made.headers["Retry-After"] = "1"
        return made

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> Response:
        return answer(request, 500, "A fault in Sayso, please report it; the server's log says where it was.")


def _said(error: Mapping[str, Any]) -> str:
    """What is wrong with a parameter, in words."""
    name, limits = str(error["loc"][-1]), error.get("ctx") or {}
    called = LABELS.get(name, name)
    match error["type"]:
        case "string_pattern_mismatch" if limits.get("pattern") == DAY:
            return f"{called}: a year, a month or a day is needed, as 2024, 2024-10 or 2024-10-07"
        case "string_pattern_mismatch":
            return f"{called}: this is no such value"
        case "string_too_long":
            return f"{called}: at most {limits.get('max_length')} characters are taken"
        case "literal_error":
            return f"{called}: it can be {limits.get('expected')}"
        case "int_parsing" | "greater_than_equal" | "less_than_equal":
            return f"{called}: a number is needed{_between(limits)}"
        case _:
            return f"{called}: {error['msg']}"


def _between(limits: Mapping[str, Any]) -> str:
    if "le" in limits:
        return f", {limits['le']:,} at most"
    return f", {limits['ge']:,} at least" if "ge" in limits else ""


def answer(request: Request, status: int, detail: str, headers: object = None) -> Response:
    """An error as whoever asked can read it."""
    title = _TITLES.get(status, "That did not work")
    more: dict[str, str] = dict(headers) if headers else {}  # type: ignore[call-overload]
    if place(request).startswith("/api/"):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return Answer(problem, status, more, media_type="application/problem+json")
    made = page(request, "error.html.jinja", {"status": status, "heading": title, "detail": detail}, status=status)
    made.headers.update(more)
    return made
