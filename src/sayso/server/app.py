"""The application: the ledger's pages and its API, under one guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI

from sayso import __version__
from sayso.ledger import open_ledger
from sayso.server import api, errors
from sayso.server.attending import Attending
from sayso.server.desk import Desk
from sayso.server.intake import Intake
from sayso.server.pages import (
    add,
    check,
    chronology,
    export,
    history,
    notes,
    report,
    review,
    search,
    sources,
    stories,
    story,
)
from sayso.server.pages import map as map_page
from sayso.server.security import Guard
from sayso.server.settings import Settings
from sayso.server.static_files import Static
from sayso.server.warming import Warming

PAGES = (
    stories.router,
    story.router,
    report.router,
    chronology.router,
    search.router,
    check.router,
    notes.router,
    export.router,
    map_page.router,
    sources.router,
    review.router,
    add.router,
    history.router,
)  # fmt: skip
"""The pages. A new one is listed here, and in ``templates/navigation.html.jinja``."""


def create_app(ledger: str, settings: Settings | None = None) -> FastAPI:
    """The application for the ledger called ``ledger``: a path, or ``postgresql://…``.

    Raises:
        LedgerError: it cannot be opened.
    """
    told = settings or Settings()
    desk = Desk(open_ledger(ledger), told)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = told.threads
        # A large ledger's order and counts are then there when the first page asks for them.
        await anyio.to_thread.run_sync(desk.prepare)
        warming = Warming(desk)
        if told.stories_warmed:
            warming.start()
        yield
        app.state.intake.close()
        if told.stories_warmed:
            warming.close()
        desk.ledger.close()

    app = FastAPI(
        title="Sayso", version=__version__, lifespan=lifespan,
        description="Who says what, on whose word, how firmly. Everything is read only and paged.",
        # Their pages load scripts from elsewhere.
        docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
    )  # fmt: skip
    app.state.desk = desk
    app.state.intake = Intake(desk)
    for router in PAGES:
        app.include_router(router, include_in_schema=False)
    app.include_router(api.docs)
    app.include_router(api.router)
    app.mount("/static", Static())
    errors.handle(app)
    app.add_middleware(Attending, busy=desk.busy)
    app.add_middleware(Guard, settings=told)
    return app
