"""What went wrong, said as a page to people and as RFC 9457 problem details to programs."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from sayso.ledger import LedgerError
from sayso.server.answer import Answer
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
        told = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors())
        return answer(request, 422, told[:1000])

    @app.exception_handler(LedgerError)
    async def unread(request: Request, error: LedgerError) -> Response:
        _log.error("%s", error)
        return answer(request, 503, "The database said no; the server's log has its words.")

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> Response:
        return answer(request, 500, "A fault in Sayso, please report it; the server's log says where it was.")


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
