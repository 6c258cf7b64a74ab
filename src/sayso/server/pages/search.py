"""Search: points, reports and what is not known, over everything at once, with facets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.ledger import browsing
from sayso.ledger.queries import Asked as View
from sayso.ledger.queries import Line
from sayso.server.desk import Shared
from sayso.server.facets import facets
from sayso.server.filters import Asked, Page
from sayso.server.pages.stories import After, left_out
from sayso.server.pages.story import Unknown, unknowns
from sayso.server.points import PointView, strongest_first, view
from sayso.server.rendering import page

router = APIRouter()

EXCERPT = 110
"""Characters of a report on either side of a word that was found."""
_SHOWN = 4
"""Points of a story that are shown among others."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A story that holds what is looked for."""

    story: browsing.Found
    points: tuple[PointView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A report, and the words around the first of those that were looked for."""

    line: Line
    before: str
    word: str
    after: str


@router.get("/search")
def search(request: Request, desk: Shared, filters: Asked, after: After = "0", n: Page = 1) -> HTMLResponse:
    """What is found."""
    told = desk.settings
    index = desk.index.now()
    with desk.asking() as (asked, _):
        chosen = desk.choose(asked, filters)
        shelf = browsing.browse(
            asked, chosen, filters, size=told.search_stories, look=told.stories_looked_at, after=after
        )
        start = (n - 1) * told.search_reports
        lines = browsing.report_lines(asked.connection, chosen, start=start, size=told.search_reports + 1)
        texts = browsing.records_json(asked.connection, lines[: told.search_reports])
        found = [
            _excerpt(line, str(texts[line.shown.id]["report"]["text"]), filters.text)
            for line in lines[: told.search_reports]
        ]
        sides, uncounted = facets(desk, asked, index, filters, chosen, most=told.facet_values)
        unknown = _unknown(asked, shelf, filters.text, told.search_silences)
    hits = [
        Hit(
            one, tuple(view(p, one.lines) for p in strongest_first(one.points)[:_SHOWN]),
            max(0, len(one.points) - _SHOWN),
        )
        for one in shelf.found
    ]  # fmt: skip
    context = {
        "hits": hits, "shelf": shelf, "after": after, "n": n, "reports": found, "total": len(chosen),
        "more_reports": len(lines) > told.search_reports, "facets": sides, "counting": index is None,
        "uncounted": uncounted, **left_out(shelf),
        "unknown": unknown, "stale": index is not None and filters.any and index.newest < _newest(lines),
    }  # fmt: skip
    return page(request, "search.html.jinja", context, filters=filters)


def _newest(lines: list[Line]) -> int:
    return max((line.n for line in lines), default=0)


def _unknown(asked: View, shelf: browsing.Shelf, text: str | None, most: int) -> list[Unknown]:
    """What the reports of the stories found say is not known, where it has one of the words."""
    words = {word.lower() for word in re.findall(r"\w+", text or "")}
    made: list[Unknown] = []
    for one in shelf.found:
        if most <= 0:
            break
        some, _ = unknowns(asked, one.lines, most)
        most -= min(most, len(one.lines))
        made += [u for u in some if not words or words & {w.lower() for w in re.findall(r"\w+", u.span.text)}]
    return made


def _excerpt(line: Line, body: str, text: str | None) -> Excerpt:
    words = re.findall(r"\w+", text or "")
    # A word may be found by its stem: then its first letters are looked for.
    for stem in (*words, *(word[: max(4, len(word) - 3)] for word in words)):
        match = re.search(rf"\b{re.escape(stem)}\w*", body, re.IGNORECASE)
        if match:
            first, last = match.span()
            before, after = body[max(0, first - EXCERPT) : first], body[last : last + EXCERPT]
            # Whole words only.
            if first > EXCERPT:
                before = "… " + before.partition(" ")[2]
            return Excerpt(line, _flat(before), match[0], _flat(after.rpartition(" ")[0] or after))
    return Excerpt(line, _flat(body[: 2 * EXCERPT].rpartition(" ")[0]), "", "")


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
