"""A story: what is on record of it, strongest first, beside what is said not to be known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import RedirectResponse, Response

from sayso.ledger import browsing
from sayso.ledger.answers import Json, Story
from sayso.ledger.lasting import found_again
from sayso.ledger.origins import instant
from sayso.ledger.queries import Asked as View
from sayso.ledger.queries import Filters, Line, NotYetError
from sayso.ledger.selection import passes
from sayso.record.spans import Span
from sayso.server.desk import Shared
from sayso.server.filters import NAMES, Asked, Page, query
from sayso.server.points import Changed, PointView, strongest_first, view
from sayso.server.rendering import page

router = APIRouter()

Id = Annotated[str, Path(max_length=200, pattern=r"^[A-Za-z0-9._-]+$")]
"""What stories, points and reports are called."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that a report says is not known or was not said."""

    report: str
    id: str
    span: Span
    about: Span | None
    holders: tuple[str, ...]
    outlet: str | None
    published: str | None


@router.get("/stories/{name}")
def story(request: Request, desk: Shared, name: Id, filters: Asked, n: Page = 1) -> Response:
    """The story, a page of its points."""
    told = desk.settings
    with desk.asking() as (asked, _):
        found = _found(asked, name)
        one, lines = found
        if one.id != name:
            # Reports that came later can give a story another id; the address of old still leads there.
            return RedirectResponse(f"/stories/{one.id}{query(filters, n=n if n > 1 else None)}", 307)
        outlets = {line.shown.id: line.shown.outlet for line in lines}
        published = {line.shown.id: line.shown.published for line in lines}
        narrow = Filters(**{key: getattr(filters, key) for key in NAMES if key != "story"})
        try:
            all_points, waiting = asked.points(one, lines), False
        except NotYetError:
            # The reports and what they say is not known are there already.
            all_points, waiting = [], True
        chosen = strongest_first(p for p in all_points if passes(p, narrow, outlets, published))
        unknown, unread = unknowns(asked, lines, told.silence_reports)
    start = (n - 1) * told.per_page
    if n > 1 and start >= len(chosen) and not waiting:
        raise HTTPException(404, "The story has no such page.")
    context = {
        "story": one, "lines": _newest(lines)[: told.reports_listed],
        "more_lines": max(0, len(lines) - told.reports_listed),
        "count": len(lines), "outlets": len({line.shown.outlet for line in lines if line.shown.outlet}),
        "again": waiting,
        "points": [view(p, lines) for p in chosen[start : start + told.per_page]],
        "all": len(all_points), "chosen": len(chosen), "n": n,
        "pages": -(-len(chosen) // told.per_page), "unknown": unknown, "unread": unread,
        "disputed": sum(bool(p["contradictions"]) for p in chosen), "narrow": narrow.any,
        "changes": latest_changes(chosen, lines, told.changes_listed),
    }  # fmt: skip
    return page(request, "story.html.jinja", {**context, "out": replace(narrow, story=one.id)}, filters=narrow)


@router.get("/stories/{name}/ready")
def ready(desk: Shared, name: Id) -> Response:
    """Nothing; and, once the points of the story are worked out, the word to htmx that it may load its page again."""
    with desk.asking() as (asked, _):
        there = asked.at_hand(*_found(asked, name))
    return Response(status_code=204, headers={"HX-Refresh": "true"} if there else {})


@router.get("/stories/{name}/points/{point}")
def one_point(request: Request, desk: Shared, name: Id, point: Id) -> Response:
    """One point on a page of its own, for links that are to last."""
    with desk.asking() as (asked, _):
        one, lines = _found(asked, name)
        found = next((p for p in asked.points(one, lines) if p["id"] == point), None)
        now = found_again(asked, lines, point) if found is None else None
    if now is not None and now.point is not None:
        return RedirectResponse(f"/stories/{now.story.id}/points/{now.point['id']}", 307)
    if found is None:
        return page(request, "point_gone.html.jinja", {"story": one, "point": point, "now": now}, status=404)
    if one.id != name:
        return RedirectResponse(f"/stories/{one.id}/points/{point}", 307)
    return page(request, "point.html.jinja", {"story": one, "it": view(found, lines)})


def _found(asked: View, name: str) -> tuple[Story, tuple[Line, ...]]:
    found = browsing.story_with(asked, name)
    if found is None:
        raise HTTPException(404, "The ledger has no such story.")
    return found


def _newest(lines: tuple[Line, ...]) -> list[Line]:
    return sorted(lines, key=lambda line: (instant(line.shown.published), line.shown.id), reverse=True)


def latest_changes(points: list[Json], lines: tuple[Line, ...], most: int) -> list[tuple[PointView, Changed]]:
    """What was last brought up to date in a story, newest first, each with its point."""
    made = [
        (shown, change) for shown in (view(p, lines) for p in points if p["changes"]) for change in shown.changes
    ]  # fmt: skip
    made.sort(
        key=lambda one: (bool(one[1].seen), instant(one[1].seen), one[0].id, one[1].after.saying.ref), reverse=True
    )
    return made[:most]


def unknowns(asked: View, lines: tuple[Line, ...], most: int) -> tuple[list[Unknown], int]:
    """What the newest of some reports say is not known, newest first; and how many reports were not looked into."""
    newest = _newest(lines)
    made = [
        Unknown(
            line.shown.id,
            one.id,
            one.span,
            one.about,
            tuple(filter(None, one.holders)),
            line.shown.outlet,
            line.shown.published,
        )
        for line, digest in zip(newest[:most], asked.digests(newest[:most]), strict=True)
        for one in digest.silences
    ]
    return made, max(0, len(newest) - most)
