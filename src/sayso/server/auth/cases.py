"""Several ledgers behind one sign-in: each a case of its own, under ``/cases/NAME/``, and the desk's own pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.types import ASGIApp

from sayso.server import errors
from sayso.server.app import create_app
from sayso.server.auth import pages
from sayso.server.auth.attempts import Attempts
from sayso.server.auth.gate import Gate
from sayso.server.auth.people import People
from sayso.server.security import Guard
from sayso.server.settings import Settings
from sayso.server.static_files import Static


def case_name(ledger: str) -> str:
    """What a ledger's case is called: the file's name without its ending, or the database's name."""
    named = urlsplit(ledger).path.rpartition("/")[2] if "://" in ledger else Path(ledger).name.partition(".")[0]
    return re.sub(r"[^a-z0-9_-]+", "-", named.lower()).strip("-") or "case"


def cases_of(ledgers: Iterable[str]) -> dict[str, str]:
    """Cases by name.

    Raises:
        ValueError: two would have one name.
    """
    found: dict[str, str] = {}
    for ledger in ledgers:
        name = case_name(ledger)
        if name in found:
            raise ValueError(f"{ledger} and {found[name]} would both be the case {name!r}: rename one")
        found[name] = ledger
    return found


def create_desk(
    cases: Mapping[str, str], people: People, settings: Settings | None = None, *, behind_https: bool = False
) -> ASGIApp:
    """The application for several ledgers, each behind sign-in.

    Args:
        cases: names → ledgers.
        behind_https: whether something before this server speaks https to browsers.

    Raises:
        LedgerError: one cannot be opened.
    """
    told = settings or Settings()
    apps = {name: create_app(ledger, told) for name, ledger in cases.items()}

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for app in apps.values():
                await stack.enter_async_context(app.router.lifespan_context(app))
            stack.callback(people.close)
            yield

    desk = FastAPI(title="Sayso", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    window = told.sign_in_minutes * 60.0
    desk.state.doors = pages.Doors(
        people, tuple(cases), Attempts(told.sign_in_failures, window), Attempts(told.sign_in_address_failures, window)
    )
    desk.include_router(pages.router)
    desk.mount("/static", Static())
    errors.handle(desk)
    return Guard(Gate(desk, apps, people, behind_https=behind_https), told)
