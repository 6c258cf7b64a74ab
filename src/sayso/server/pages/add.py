"""Adding reports: pasted, dropped, or from an address; how far it has got, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, File, Form, HTTPException, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from sayso.reports import Told
from sayso.server import intake
from sayso.server.desk import Desk, Shared
from sayso.server.intake import PASTED, WEB, Full, Given, Intake
from sayso.server.pages.story import Id
from sayso.server.rendering import page
from sayso.server.signing import a_form, name_of, plain

router = APIRouter()
a_write = [Depends(a_form)]

Line = Annotated[str, Form(max_length=500)]
Address = Annotated[str, Form(max_length=4_000)]
FULL = "Too much waits to be read already. Nothing is lost: send it again in a moment."


def intake_of(request: Request) -> Intake:
    """The server's intake."""
    found: Intake = request.app.state.intake
    return found


Taken = Annotated[Intake, Depends(intake_of)]


@router.get("/add")
def add(request: Request, desk: Shared, orders: Taken) -> Response:
    """What can be given, and what was."""
    return _form(request, desk, orders, {})


@router.post("/add/text", dependencies=a_write)
def add_text(
    request: Request, desk: Shared, orders: Taken, text: Annotated[str, Form()] = "", published: Line = "",
    outlet: Line = "", title: Line = "", address: Address = "",
) -> Response:  # fmt: skip
    """A report that was pasted."""
    values = {"text": text, "published": published, "outlet": outlet, "title": title, "address": address}
    # A form's line ends are CRLF whatever was pasted.
    words = text.replace("\r\n", "\n").replace("\x00", "\ufffd")
    told, wrong = _told({"published": published, "outlet": outlet, "title": title, "url": address})
    if not words.strip():
        wrong = {**wrong, "text": "Paste the report's text here."}
    if told is None or wrong:
        return _form(request, desk, orders, values, wrong, status=422)
    data = words.encode("utf-8", "replace")
    return _take(request, desk, orders, [Given(plain(title) or PASTED, data, told, whole=True)], values)


@router.post("/add/files", dependencies=a_write)
def add_files(
    request: Request, desk: Shared, orders: Taken, files: Annotated[list[UploadFile], File()], published: Line = "",
    outlet: Line = "",
) -> Response:  # fmt: skip
    """Files: reports, or archives, feeds and mail that hold some."""
    values = {"files_published": published, "files_outlet": outlet}
    told, wrong = _told({"published": published, "outlet": outlet})
    wrong = {f"files_{key}": said for key, said in wrong.items()}
    named = [one for one in files if one.filename]
    if not named:
        wrong["files"] = "Choose at least one file."
    if len(named) > desk.settings.files_at_once:
        wrong["files"] = f"At most {desk.settings.files_at_once} files at once; an archive may hold more."
    if told is None or wrong:
        return _form(request, desk, orders, values, wrong, status=422)
    given = [Given(_base(one.filename or ""), one.file.read(), told) for one in named]
    return _take(request, desk, orders, given, values)


@router.post("/add/address", dependencies=a_write)
def add_address(
    request: Request, desk: Shared, orders: Taken, fetch: Address = "", published: Line = "", outlet: Line = ""
) -> Response:
    """A page on the web, fetched because somebody asks for it."""
    values = {"fetch": fetch, "fetch_published": published, "fetch_outlet": outlet}
    told, wrong = _told({"published": published, "outlet": outlet})
    wrong = {f"fetch_{key}": said for key, said in wrong.items()}
    address = fetch.strip()
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    if not address.lower().startswith(WEB) or not host or any(ord(c) <= 32 for c in address):
        wrong["fetch"] = "An address that begins with https:// or http:// was expected."
    if told is None or wrong:
        return _form(request, desk, orders, values, wrong, status=422)
    return _take(request, desk, orders, [Given(address, None, told)], values)


@router.get("/add/{order}")
def progress(request: Request, orders: Taken, order: Id) -> Response:
    """How far an order has got."""
    return page(request, "add_order.html.jinja", {"order": _order(orders, order)})


@router.get("/add/{order}/progress")
def progress_part(
    request: Request, orders: Taken, order: Id, seen: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """The part of that page that changes; nothing where it has not, so that it is not read aloud again."""
    found = _order(orders, order)
    if seen == found.mark:
        return Response(status_code=204)
    return page(request, "add_progress.html.jinja", {"order": found})


def _order(orders: Intake, name: str) -> intake.Order:
    found = orders.order(name)
    if found is None:
        raise HTTPException(
            404, "Nothing is remembered of this upload: the server was started anew, or it was long ago. What had been "
            "read is in the ledger; giving the same again does no harm.",
        )  # fmt: skip
    return found


def _take(request: Request, desk: Desk, orders: Intake, given: list[Given], values: Mapping[str, str]) -> Response:
    try:
        order = orders.take(given, name_of(request))
    except Full:
        return _form(request, desk, orders, values, {"": FULL}, status=503)
    return RedirectResponse(f"/add/{order.id}", 303)


def _form(
    request: Request, desk: Desk, orders: Intake, values: Mapping[str, str], wrong: Mapping[str, str] | None = None, *,
    status: int = 200,
) -> Response:  # fmt: skip
    """The page, with what was given still in it."""
    context = {
        "values": values, "wrong": wrong or {}, "orders": orders.orders()[:20], "most": desk.settings.upload_bytes,
        "passing": desk.settings.passing,
    }  # fmt: skip
    return page(request, "add.html.jinja", context, status=status)


def _told(given: Mapping[str, str]) -> tuple[Told | None, dict[str, str]]:
    """What was told of a report, and what is wrong with it, by field."""
    known = {key: plain(value) or None for key, value in given.items()}
    try:
        return Told(**known), {}
    except ValueError:
        return None, {"published": "Write it as 2024-10-07, or 2024-10-07T08:30:00+02:00."}


def _base(name: str) -> str:
    """A file's name without the folders that a browser may send."""
    return plain(name.replace("\\", "/").rpartition("/")[2])[:200] or "file"
