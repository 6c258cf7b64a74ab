"""Counts the requests that are being answered, so that work in the background can give way to them."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from sayso.server.desk import Busy


class Attending:
    """Passes requests on, and counts them while they are answered."""

    def __init__(self, app: ASGIApp, busy: Busy) -> None:
        self._app = app
        self._busy = busy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._busy.answering += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._busy.answering -= 1
