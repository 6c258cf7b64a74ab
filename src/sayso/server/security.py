"""What every request must pass, and what every answer says: hosts, origins, sizes, and the content security policy.

Sources: OWASP's cheat sheet on cross-site request forgery (fetch metadata, origins), and its Secure Headers project.
Plain ASGI, so that answers stream through untouched.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.server.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Turns away what must not reach the pages, and puts the headers on what comes from them."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)

        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    sent.setdefault(name, value)
                # The pages hold text that is not published; no copy is to stay behind in a browser's store.
                sent.setdefault("Cache-Control", "no-store")
            await send(message)

        if refused is not None:
            await refused(scope, receive, answered)
            return
        await self._app(scope, self._measured(receive), answered)

    def _refused(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        if not known_host(headers.get("host", ""), self._settings.hosts):
            return PlainTextResponse("This server does not go by that name; see --allow-host.\n", 421)
        if scope["method"] not in _SAFE and not own_request(scope, headers):
            return PlainTextResponse("The request came from another site.\n", 403)
        if "\x00" in scope["path"]:
            return PlainTextResponse("No address has a NUL in it.\n", 400)
        told = headers.get("content-length", "0")
        if not told.isdigit() or int(told[:20]) > self._settings.upload_bytes:
            return PlainTextResponse(f"At most {self._settings.upload_bytes:,} bytes are taken at once.\n", 413)
        return None

    def _measured(self, receive: Receive) -> Receive:
        """``receive``, until more has come than is taken; then as if the sender had gone away."""
        seen = 0

        async def measured() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            return message if seen <= self._settings.upload_bytes else {"type": "http.disconnect"}

        return measured


def known_host(told: str, hosts: frozenset[str]) -> bool:
    """Whether a Host header names this server: ``localhost``, any address in numbers, or a name it was given.

    An address in numbers cannot have been rebound: the browser went where it says.
    """
    name = told.strip().lower()
    name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
    if name == "localhost" or name in hosts:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def own_request(scope: Scope, headers: Headers) -> bool:
    """Whether a request that changes something was sent by this server's own pages, or by a program.

    Browsers say where a request comes from (``Sec-Fetch-Site``, else ``Origin``). A request that says neither passes
    only as JSON, which no form of another site can send.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    if origin is not None:
        return origin.lower() == f"{scope['scheme']}://{headers.get('host', '')}".lower()
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"
