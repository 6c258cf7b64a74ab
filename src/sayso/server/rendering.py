"""Templates to answers: everything is escaped, and made harmless, unless this package wrote it itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sayso import __version__
from sayso.exchange.case import web_address
from sayso.ledger.queries import Filters
from sayso.ledger.standings import WORDS
from sayso.server import filters as filtering
from sayso.server.exports import formats
from sayso.server.phrases import PHRASES
from sayso.web.harmless import harmless

STANDINGS = tuple(word for word in WORDS if word != "unspecified")
"""What can be asked for as a standing."""


def _shown(value: object) -> object:
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def environment() -> Environment:
    """The template engine."""
    made = Environment(
        loader=PackageLoader("sayso.server"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    made.globals |= {
        "version": __version__, "static": static, "query": filtering.query, "pairs": filtering.pairs,
        "labels": filtering.LABELS, "standings": STANDINGS,
        "link_to": web_address,
        "formats": [(name, one.what) for name, one in formats().items()],
    }  # fmt: skip
    made.filters |= PHRASES
    return made


@cache
def static(name: str) -> str:
    """The address of a file in ``static``; it changes with the file, so that browsers may keep it."""
    data = resources.files("sayso.server").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(data).hexdigest()[:12]}"


def page(
    request: Request, template: str, context: Mapping[str, Any] | None = None, *, filters: Filters | None = None,
    status: int = 200,
) -> HTMLResponse:  # fmt: skip
    """A page.

    Args:
        template: a file of ``templates``; it extends ``base.html.jinja``.
        context: what the template needs.
        filters: those of the request, which the navigation and the exports carry on.
    """
    known = {
        "path": place(request), "here": place(request) + (f"?{request.url.query}" if request.url.query else ""),
        "filters": filters or Filters(), "user": getattr(request.state, "user", None),
        "role": getattr(request.state, "role", None), "case": root(request).rpartition("/")[2],
        "filtered_story": request.app.state.desk.titled(filters.story) if filters and filters.story else None,
    }  # fmt: skip
    text = parted(environment().get_template(template).render({**known, **(context or {})}))
    text = rooted(text, root(request))
    # A lone surrogate has no bytes; everything of a report is harmless by now, so this is a last resort.
    return HTMLResponse(text.encode("utf-8", "replace"), status)


_FAR = re.compile(r'href="(/reports/[^"#?]+)#([a-z]{1,3}(?:1[5-9]\d|[2-9]\d\d|\d{4,7}))"')
"""A link to words that may be in a later part of a long report."""


def parted(text: str) -> str:
    """A page whose links to words far down in a report tell the server, too, where they lead (scripts apart)."""
    return _FAR.sub(r'href="\1?at=\2#\2"', text)


_ADDRESS = re.compile(r'\b(href|src|action|formaction|hx-get|hx-post)="/(?!/|desk[/"?])')


def root(request: Request) -> str:
    """The path that the ledger's pages are under: nothing, or a case's where there are several."""
    return str(request.scope.get("root_path", ""))


def place(request: Request) -> str:
    """The path of a request within the ledger's pages."""
    return request.url.path.removeprefix(root(request))


def rooted(text: str, under: str) -> str:
    """A page with its addresses under ``under``; words of reports have no bare quotation mark, so they never fit."""
    return _ADDRESS.sub(rf'\1="{under}/', text) if under else text
