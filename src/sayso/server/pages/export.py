"""What the filter lets through, in the formats of ``sayso export``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query
from fastapi.responses import Response

from sayso.exchange import Case, of_ledger, of_records
from sayso.exchange.case import MissingPackageError
from sayso.server.desk import Shared
from sayso.server.exports import formats, written
from sayso.server.filters import Asked
from sayso.server.pages.report import As, read_back, record_json_of

router = APIRouter()

One = Annotated[str | None, Query(max_length=200, pattern=r"^[A-Za-z0-9._-]+$", description="one report only")]


@router.get("/export/{name}")
def export(
    desk: Shared, name: Annotated[str, Path(max_length=40)], filters: Asked, report: One = None, how: As = "corrected"
) -> Response:
    """A file, or the files of a folder in one archive: of one report, or of what the filter lets through."""
    if name not in formats():
        raise HTTPException(404, "There is no such format.")
    if report is not None:
        return _kept(name, of_records([read_back(record_json_of(desk, report, how))]))
    most = desk.settings.export_reports
    with desk.ledger.reading() as connection:
        there = len(desk.chosen(connection, filters))
    if there > most:
        raise HTTPException(
            413, f"{there:,} reports are too many for the browser, which is given {most:,} at most: narrow the filter, "
            f"or use sayso export {name} on the command line.",
        )  # fmt: skip
    return _kept(name, of_ledger(desk.ledger, filters, corrected=how == "corrected"))


def _kept(name: str, case: Case) -> Response:
    try:
        data, media, suffix = written(name, case)
    except MissingPackageError as error:
        raise HTTPException(501, str(error)) from error
    kept = {"Content-Disposition": f'attachment; filename="sayso-{name}.{suffix}"'}
    return Response(data, media_type=media, headers=kept)
