"""What the filter lets through, in the formats of ``sayso export``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import Response

from sayso.exchange import of_ledger
from sayso.exchange.case import MissingPackageError
from sayso.server.desk import Shared
from sayso.server.exports import formats, written
from sayso.server.filters import Asked

router = APIRouter()


@router.get("/export/{name}")
def export(desk: Shared, name: Annotated[str, Path(max_length=40)], filters: Asked) -> Response:
    """A file, or the files of a folder in one archive."""
    if name not in formats():
        raise HTTPException(404, "There is no such format.")
    most = desk.settings.export_reports
    with desk.ledger.reading() as connection:
        there = len(desk.catalogue.choose(connection, filters))
    if there > most:
        raise HTTPException(
            413, f"{there:,} reports are too many for the browser, which is given {most:,} at most: narrow the filter, "
            f"or use sayso export {name} on the command line.",
        )  # fmt: skip
    try:
        data, media, suffix = written(name, of_ledger(desk.ledger, filters))
    except MissingPackageError as error:
        raise HTTPException(501, str(error)) from error
    kept = {"Content-Disposition": f'attachment; filename="sayso-{name}.{suffix}"'}
    return Response(data, media_type=media, headers=kept)
