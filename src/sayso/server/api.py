"""The interface for programs, version 1: the ledger's own JSON, paged, with the filters that the pages take.

The version grows only if a key or an address is ever taken away; keys are only added.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response

from sayso.ledger import browsing
from sayso.ledger.answers import SCHEMA, Json, report_json, span_json, story_json
from sayso.ledger.queries import Line
from sayso.server.answer import Answer
from sayso.server.chronology import chronology
from sayso.server.desk import Shared
from sayso.server.facets import facets
from sayso.server.filters import Asked, Day, Page
from sayso.server.pages.check import Claim, answered
from sayso.server.pages.chronology import told_of
from sayso.server.pages.report import As, record_json_of
from sayso.server.pages.stories import After
from sayso.server.pages.story import Id
from sayso.server.points import strongest_first
from sayso.server.rendering import page
from sayso.server.settings import Settings

_PROBLEM = {
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["title", "status"],
                "properties": {
                    "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
                    "detail": {"type": "string"},
                },
            }
        }
    }
}  # fmt: skip


router = APIRouter(
    prefix="/api/v1", tags=["ledger"], default_response_class=Answer,
    responses={
        404: {"description": "there is no such thing", **_PROBLEM},
        422: {"description": "a parameter is not as described here", **_PROBLEM},
        503: {"description": "the ledger cannot be read now", **_PROBLEM},
    },
)  # fmt: skip
docs = APIRouter()

Limit = Annotated[int, Query(ge=1, le=Settings().most_per_page, description="how many at most")]
DEFAULT, FEW, VALUES = Settings().per_page, Settings().chronology_stories, Settings().facet_values


@docs.get("/api", include_in_schema=False)
def described(request: Request) -> HTMLResponse:
    """The interface, described on a page of its own."""
    return page(request, "api.html.jinja", {"described": request.app.openapi()})


def _unique(lines: Iterable[Line]) -> list[Json]:
    return [report_json(line.shown) for line in {line.n: line for line in lines}.values()]


@router.get("/stories", summary="Stories, newest first")
def stories(desk: Shared, filters: Asked, after: After = "0", limit: Limit = DEFAULT) -> Response:
    """Stories that hold what is looked for; ``next`` is the ``after`` of the next page."""
    with desk.asking(wait=True) as (asked, _):
        shelf = browsing.browse(
            asked, desk.choose(asked, filters), filters, size=limit, look=desk.settings.stories_looked_at, after=after,
            points=False,
        )  # fmt: skip
    return Answer({
        "schema": SCHEMA, "next": shelf.after, "stories": [story_json(one.story) for one in shelf.found],
        "reports": _unique(line for one in shelf.found for line in one.lines),
    })  # fmt: skip


@router.get("/points", summary="Points, story by story")
def points(desk: Shared, filters: Asked, after: After = "0", limit: Limit = DEFAULT) -> Response:
    """The points that are looked for, of at most ``limit`` stories, the strongest of each first."""
    with desk.asking(wait=True) as (asked, _):
        shelf = browsing.browse(
            asked, desk.choose(asked, filters), filters, size=limit, look=desk.settings.stories_looked_at, after=after
        )
    return Answer({
        "schema": SCHEMA, "next": shelf.after,
        "points": [point for one in shelf.found for point in strongest_first(one.points)],
        "reports": _unique(line for one in shelf.found for line in one.lines),
    })  # fmt: skip


@router.get("/stories/{name}", summary="One story with its points")
def story(desk: Shared, name: Id, limit: Limit = DEFAULT, n: Page = 1) -> Response:
    """The story, and a page of its points, strongest first."""
    with desk.asking(wait=True) as (asked, _):
        found = browsing.story_with(asked, name)
        if found is None:
            raise HTTPException(404, "The ledger has no such story.")
        one, lines = found
        all_points = strongest_first(asked.points(one, lines))
    return Answer({
        "schema": SCHEMA, "story": story_json(one), "total": len(all_points),
        "points": all_points[(n - 1) * limit : n * limit], "reports": _unique(lines),
    })  # fmt: skip


@router.get("/reports", summary="Reports, newest first")
def reports(desk: Shared, filters: Asked, limit: Limit = DEFAULT, n: Page = 1) -> Response:
    """Reports that may hold what is looked for: names are found by their last words here, and told apart in points."""
    with desk.ledger.reading() as connection:
        chosen = desk.chosen(connection, filters)
        lines = browsing.report_lines(connection, chosen, start=(n - 1) * limit, size=limit)
    return Answer({"schema": SCHEMA, "total": len(chosen), "reports": [report_json(line.shown) for line in lines]})


@router.get("/reports/{name}", summary="The record of a report")
def report(desk: Shared, name: Id, how: As = "corrected") -> Response:
    """The record, as ``sayso schema`` describes it: as people corrected it, each decision a note; or as it was read."""
    return Answer(record_json_of(desk, name, how))


@router.get("/silences", summary="What is said not to be known")
def silences(desk: Shared, filters: Asked, limit: Limit = DEFAULT, n: Page = 1) -> Response:
    """Silences, and what is noted, of a page of reports."""
    return _of_reports(desk, filters, limit, n, "silences")


@router.get("/notes", summary="Doubts, and what was not told")
def notes(desk: Shared, filters: Asked, limit: Limit = DEFAULT, n: Page = 1) -> Response:
    """Notes on a page of reports."""
    return _of_reports(desk, filters, limit, n, "notes")


def _of_reports(desk: Shared, filters: Asked, limit: int, n: int, what: str) -> Response:
    rows: list[Json] = []
    with desk.asking(wait=True) as (asked, _):
        lines = browsing.report_lines(asked.connection, desk.choose(asked, filters), start=(n - 1) * limit, size=limit)
        for line, digest in zip(lines, asked.digests(lines), strict=True):
            if what == "notes":
                rows += [{"report": line.shown.id, "code": code, "message": said} for code, said in digest.notes]
            else:
                rows += [
                    {
                        "id": f"{line.shown.id}/{one.id}", "report": line.shown.id, "span": span_json(one.span),
                        "holders": [name for name in one.holders if name],
                        "about": span_json(one.about) if one.about else None, "published": line.shown.published,
                    }
                    for one in digest.silences
                ]  # fmt: skip
    return Answer({"schema": SCHEMA, what: rows, "reports": _unique(lines)})


@router.get("/chronology", summary="What happened when, and what is ahead")
def dates(desk: Shared, filters: Asked, after: After = "0", limit: Limit = FEW) -> Response:
    """The chronology of at most ``limit`` stories; ``left`` counts reports whose dates there was no room for."""
    with desk.asking(wait=True) as (asked, _):
        shelf = browsing.browse(
            asked, desk.choose(asked, filters), filters, size=limit, look=desk.settings.stories_looked_at, after=after
        )
        told, left = told_of(desk, asked, shelf.found, with_records=True)
    parts = chronology(told)
    made = {part: [asdict(moment) for moment in moments] for part, moments in parts.items()}
    return Answer({"schema": SCHEMA, "next": shelf.after, "left": left, **made})


@router.get("/facets", summary="How many reports are filed under what")
def counts(desk: Shared, filters: Asked, limit: Limit = VALUES) -> Response:
    """Stories, outlets, sources, persons, places, types and standings; empty while a large ledger's are first counted.

    ``uncounted`` is of how many reports the standings are not known yet: those are not among the counts.
    """
    index = desk.index.now()
    with desk.asking(wait=True) as (asked, _):
        made, uncounted = facets(desk, asked, index, filters, desk.choose(asked, filters), most=limit)
    return Answer({
        "schema": SCHEMA, "uncounted": uncounted,
        "facets": {
            one.name: [{"name": v.shown, "value": v.value, "reports": v.count} for v in one.values] for one in made
        },
    })  # fmt: skip


@router.get("/check", summary="A claim held against the ledger")
def check(desk: Shared, claim: Claim = None, published: Day = None) -> Response:
    """Who supports a claim, who contradicts it, and who says that nothing is known."""
    words = (claim or "").replace("\x00", " ").strip()
    if not words:
        raise HTTPException(422, "claim: a sentence is needed")
    answer, problem = answered(desk, words, published or None)
    if answer is None:
        raise HTTPException(422, f"claim: {problem}")
    return Answer(answer)
