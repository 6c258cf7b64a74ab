"""Sources: who says how much, to whom, and through whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse

from sayso.ledger import browsing
from sayso.ledger.answers import Json
from sayso.ledger.chains import Chains, Link, Source, chains, keys_of
from sayso.ledger.names import normal
from sayso.ledger.origins import instant
from sayso.ledger.queries import Filters, Line
from sayso.server.desk import Desk, Shared
from sayso.server.filters import NAMES, Asked, Page, query
from sayso.server.pages.stories import left_out
from sayso.server.rendering import page
from sayso.web.chaingraph import Edge, Graph, Node, lay_out
from sayso.web.phrases import firmness

router = APIRouter()

By = Annotated[
    Literal["statements", "passed", "reports", "independent", "echo", "contradicted", "grade", "name"],
    Query(description="what the table is sorted by"),
]
LONGEST = 200
"""Letters of a name that has a page."""
Name = Annotated[str, Path(max_length=LONGEST)]
ROLES = {
    "outlet": "outlet", "medium": "agency or paper on the way", "named": "named origin",
    "anonymous": "origin not named",
}  # fmt: skip
"""What a source is, in words."""


@dataclass(frozen=True, slots=True)
class Row:
    """A source in the table."""

    source: Source
    anchor: str
    path: str | None
    """Its own page; a report whose outlet is not known has none."""
    role: str
    stances: tuple[tuple[str, int], ...]
    counts: dict[str, int]
    """Of the claims on its word, by how far they stand alone."""
    grade: Json | None


@dataclass(frozen=True, slots=True)
class Looked:
    """What a page looked into."""

    chains: Chains
    grades: dict[str, Json]
    lines: dict[str, Line]
    shelf: browsing.Shelf

    @property
    def more(self) -> bool:
        """Whether there are stories that it did not look into."""
        return self.shelf.after is not None


@router.get("/sources")
def sources(request: Request, desk: Shared, filters: Asked, by: By = "statements", n: Page = 1) -> HTMLResponse:
    """The graph of chains, and a table of the sources."""
    told = desk.settings
    looked = look_into(desk, filters)
    rows = _sorted([_row(one, looked.grades) for one in looked.chains.sources], by)
    size = told.sources_per_page
    if n > 1 and (n - 1) * size >= len(rows):
        raise HTTPException(404, "There is no such page of sources.")
    drawn = graph(looked.chains, replace(filters, source=None), told.graph_nodes)
    context = {
        **left_out(looked.shelf), "graph": drawn, "rows": rows[(n - 1) * size : n * size], "all": len(rows), "n": n,
        "pages": -(-len(rows) // size), "by": by, "more": looked.more, "reports": len(looked.lines),
        "echoing": [row for row in rows if row.source.only_echo], "looked_into": len(looked.shelf.found),
    }  # fmt: skip
    return page(request, "sources.html.jinja", context, filters=filters)


@router.get("/sources/{name:path}")
def one(request: Request, desk: Shared, name: Name, filters: Asked, n: Page = 1) -> HTMLResponse:
    """A source: what it said, to whom, and who passed it on."""
    told = desk.settings
    # An outlet that nobody quotes is filed as an outlet only; and a page that was linked to is there under any filter.
    bare = Filters(story=filters.story)
    asked = [replace(given, source=name, outlet=None) for given in (filters, bare)]
    asked += [replace(given, source=None, outlet=name) for given in (filters, bare)]
    # Last, where the table found it, whatever it is filed under.
    for narrowed in dict.fromkeys((asked[0], asked[2], asked[1], asked[3], replace(filters, source=None))):
        looked = look_into(desk, narrowed, of=name)
        found = next((s for s in looked.chains.sources if s.key in keys_of(name)), None)
        if found is not None:
            break
    else:
        raise HTTPException(404, "Nobody of that name is on record under this filter.")
    size = told.per_page
    spoken = sorted(
        looked.chains.spoken,
        key=lambda s: (s.own, instant(looked.lines[s.report].shown.published), s.report, s.claim), reverse=True,
    )  # fmt: skip
    if n > 1 and (n - 1) * size >= len(spoken):
        raise HTTPException(404, "There is no such page of claims.")
    links = tuple(link for link in looked.chains.links if found.key in (link.outer, link.inner))
    near = {key for link in links for key in (link.outer, link.inner)}
    around = Chains(tuple(s for s in looked.chains.sources if s.key in near), links)
    out = replace(filters, source=None)
    context = {
        **left_out(looked.shelf), "row": _row(found, looked.grades),
        "graph": graph(around, out, told.graph_nodes), "out": out,
        "spoken": [
            (s, firmness(s.standing, s.spans), looked.lines[s.report].shown)
            for s in spoken[(n - 1) * size : n * size]
        ],
        "all": len(spoken), "n": n, "pages": -(-len(spoken) // size), "more": looked.more,
        "lifted": narrowed in (asked[1], asked[3]) and narrowed not in (asked[0], asked[2]),
    }  # fmt: skip
    return page(request, "sources_one.html.jinja", context, filters=filters)


def look_into(desk: Desk, filters: Filters, *, of: str | None = None) -> Looked:
    """The chains of the newest stories that hold what is looked for.

    Args:
        of: a source whose claims are wanted; then every claim of those stories counts, not only those of the points
            that the filter lets through, so that nobody is said to only echo because the rest was left out.
    """
    narrow = of is None and any(getattr(filters, name) is not None for name in NAMES if name != "story")
    with desk.asking() as (asked, graded):
        shelf = browsing.browse(
            asked, desk.choose(asked, filters), filters, size=desk.settings.source_stories,
            look=desk.settings.stories_looked_at,
        )  # fmt: skip
        lines = [line for one in shelf.found for line in one.lines]
        points = [p for one in shelf.found for p in (asked.points(one.story, one.lines) if of else one.points)]
        made = chains(asked.corrected(lines), points, narrow=narrow, of=of)
    counted = {c["report"] for p in points for c in p["claims"]} if narrow else {line.shown.id for line in lines}
    kept = {line.shown.id: line for line in lines if line.shown.id in counted}
    return Looked(made, graded, kept, shelf)


def graph(found: Chains, filters: Filters, most: int) -> Graph:
    """The graph of chains; each box leads to its source's page."""
    nodes = [
        Node(s.key, s.name, s.role, s.statements + s.passed_on, s.only_echo, (_path(s) or "#table") + query(filters))
        for s in found.sources
    ]
    return lay_out(nodes, _edges(found.links), most)


def _edges(links: Iterable[Link]) -> list[Edge]:
    made: dict[tuple[str, str], Edge] = {}
    for link in links:
        pair = link.outer, link.inner
        before = made.get(pair, Edge(*pair, 0, 0, 0))
        told = link.claims if link.how == "told" else 0
        made[pair] = Edge(*pair, before.claims + link.claims, before.told + told, before.fresh + link.independent)
    return list(made.values())


def anchor(key: str) -> str:
    """A source's place in the table."""
    return "source-" + "-".join("".join(c if c.isalnum() else " " for c in key).split())


def _row(source: Source, graded: dict[str, Json]) -> Row:
    grade = graded.get(source.key) or graded.get(normal(source.name))
    stances = tuple((_STANCES.get(stance, stance), count) for stance, count in source.stances)
    return Row(source, anchor(source.key), _path(source), ROLES[source.role], stances, dict(source.verdicts), grade)


_STANCES = {"unspecified": "own words"}


def _path(source: Source) -> str | None:
    """Its own page; a report whose outlet is not known has none, nor has a name that is no name."""
    named = not source.unknown and source.name.isprintable() and len(source.name) <= LONGEST
    return f"/sources/{quote(source.name, safe='')}" if named else None


def _sorted(rows: list[Row], by: str) -> list[Row]:
    def value(row: Row) -> tuple[object, ...]:
        source = row.source
        match by:
            case "name":
                return (source.name.lower(),)
            case "grade":
                return (row.grade["grade"] if row.grade else "Z",)
            case "passed":
                return (-source.passed_on,)
            case "reports":
                return (-source.reports,)
            case "contradicted":
                return (-source.contradicted,)
            case "independent" | "echo":
                return (-row.counts.get(by, 0),)
            case _:
                return ()

    return sorted(rows, key=value)
