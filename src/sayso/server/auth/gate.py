"""The gate before everything: who asks, whether they may, and which case's pages they are led to.

Deny by default: what is not named here takes an analyst to read, and so does every request that could change something.
The gate itself hands a request on to the case that it was judged for, so that the two can never differ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.server.auth.people import People, PeopleError, Person
from sayso.server.rendering import page

CASES = "/cases/"
DESK = "/desk"
SIGN_IN = "/desk/sign-in"
_READ = re.compile(
    r"/(?:(?:stories|reports|chronology|map|sources|search|check|notes|history|export|static|api)(?:/.*)?)?", re.DOTALL
)
"""What a reader may look at in a case."""
_SAFE = frozenset({"GET", "HEAD"})


def cookie_name(scheme: str) -> str:
    """The session cookie's name; browsers take the prefix over https only, for this host alone (RFC 6265bis)."""
    return "__Host-sayso-session" if scheme == "https" else "sayso-session"


def needed(method: str, path: str) -> str:
    """The role that a request takes in its case."""
    return "reader" if method in _SAFE and _READ.fullmatch(path) else "analyst"


class Gate:
    """Lets through who may, to the case that they ask for, or to the desk's own pages."""

    def __init__(self, desk: ASGIApp, cases: Mapping[str, ASGIApp], people: People, *, behind_https: bool) -> None:
        self._desk = desk
        self._cases = cases
        self._people = people
        self._behind_https = behind_https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead a request on, or turn it away."""
        if scope["type"] == "lifespan":
            await self._desk(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        if self._behind_https:
            scope = {**scope, "scheme": "https"}
        path: str = scope["path"]
        if path == SIGN_IN or (path.startswith("/static/") and scope["method"] in _SAFE):
            await self._desk(scope, receive, send)
            return
        try:
            person = await self._who(scope)
        except PeopleError as error:
            await PlainTextResponse(f"{error}\n", 503)(scope, receive, send)
            return
        if person is None:
            await unknown(scope)(scope, receive, send)
            return
        if path.startswith(CASES):
            await self._case(scope, receive, send, person)
            return
        await self._desk(known(scope, person), receive, send)

    async def _who(self, scope: Scope) -> Person | None:
        token = Request(scope).cookies.get(cookie_name(scope["scheme"]))
        return None if not token else await anyio.to_thread.run_sync(self._people.whose, token)

    async def _case(self, scope: Scope, receive: Receive, send: Send, person: Person) -> None:
        name, slash, rest = scope["path"].removeprefix(CASES).partition("/")
        app = self._cases.get(name)
        # Who has no role in a case is not told whether there is one.
        if app is None or not person.may(needed(scope["method"], slash + rest), name):
            await refused(known(scope, person), person.role_in(name) if app is not None else None)(scope, receive, send)
            return
        root = CASES + name
        if not slash:
            await RedirectResponse(root + "/", 307)(scope, receive, send)
            return

        async def led(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                where = headers.get("location", "")
                if where.startswith("/") and not where.startswith(("//", root + "/")):
                    headers["location"] = root + where
            await send(message)

        await app({**known(scope, person, person.role_in(name)), "root_path": root}, receive, led)


def known(scope: Scope, person: Person, role: str | None = None) -> Scope:
    """The request of somebody who is known, and their role in the case that it is for."""
    return {**scope, "state": {**scope.get("state", {}), "user": person, "role": role}}


def unknown(scope: Scope) -> Response:
    """What is answered to somebody who is not: the way to sign in where a person looks at a page, else 401."""
    if _looks(scope):
        asked = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
        return RedirectResponse(f"{SIGN_IN}?next={quote(asked, safe='/')}" if asked != "/" else SIGN_IN, 303)
    return _problem(scope, 401, "Sign in first.", {"WWW-Authenticate": 'Session realm="sayso"'})


def refused(scope: Scope, role: str | None) -> Response:
    """What is answered to somebody who may not."""
    has = f"Your role in this case is {role}." if role else "You have no role in such a case."
    detail = f"{has} Whoever administers it can give you another."
    if _looks(scope):
        return page(Request(scope), "sign_in_refused.html.jinja", {"detail": detail}, status=403)
    return _problem(scope, 403, detail, {})


def _looks(scope: Scope) -> bool:
    """Whether a person looks at a page, rather than a script or a program at data."""
    headers = Headers(scope=scope)
    html = scope["method"] == "GET" and "text/html" in headers.get("accept", "")
    return html and "hx-request" not in headers and "/api/v1/" not in scope["path"]


def _problem(scope: Scope, status: int, detail: str, headers: dict[str, str]) -> Response:
    if "/api/v1/" in scope["path"]:
        problem = {"type": "about:blank", "status": status, "detail": detail}
        return JSONResponse(problem, status, headers, media_type="application/problem+json")
    return PlainTextResponse(f"{detail}\n", status, headers)
