"""The files that pages load: style sheets and scripts, all of them in this package."""

from __future__ import annotations

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


class Static(StaticFiles):
    """The files; their addresses change with them, so browsers keep them for good."""

    def __init__(self) -> None:
        super().__init__(packages=[("sayso.server", "static")])

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file."""
        response = await super().get_response(path, scope)
        if response.status_code == 200 and b"v=" in scope["query_string"]:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
