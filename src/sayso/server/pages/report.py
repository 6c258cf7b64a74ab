"""A report as it was published, with what is said in it, on whose word, and where each claim stands."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from sayso.ledger import browsing
from sayso.ledger.answers import Json
from sayso.ledger.names import normal
from sayso.ledger.queries import Line
from sayso.record.contract import ContractError, from_json
from sayso.record.types import Record
from sayso.server.answer import Answer
from sayso.server.desk import Shared
from sayso.server.pages.story import Id
from sayso.server.points import PointView, view
from sayso.server.rendering import page
from sayso.web.outline import StatementLine
from sayso.web.page import Card, Row, sheet
from sayso.web.phrases import ROLES

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of the report's text."""

    text: str
    classes: str
    owners: str
    """The statements, claims and silences it belongs to, by their anchors, outermost first."""
    starts: tuple[str, ...]
    ends: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim of the report stands in the story."""

    point: PointView
    how: str
    against: bool


@router.get("/reports/{name}")
def report(request: Request, desk: Shared, name: Id) -> Response:
    """The report."""
    with desk.asking() as (asked, graded):
        line = browsing.report_line(asked.connection, name)
        if line is None:
            raise HTTPException(404, "The ledger has no such report.")
        if line.shown.id != name:
            return RedirectResponse(f"/reports/{line.shown.id}", 307)
        record = read_back(browsing.record_json(asked.connection, line))
        found = browsing.story_with(asked, name)
        points = asked.points(*found) if found else []
    story, lines = found or (None, ())
    made = sheet(record, "k")
    ids = {card.key: anchor(card) for row in made.rows for card in row.cards}
    context = {
        "line": line, "sheet": made, "shown": made.shown, "story": story, "count": len(lines),
        "rows": [(row, pieces(row, ids)) for row in made.rows], "ids": ids, "roles": ROLES,
        "claim_ids": frozenset(claim.id for claim in record.claims),
        "places": places(points, line, lines),
        "grades": {s.id: graded.get(normal((s.chain and s.chain[-1].name) or "")) for s in record.statements},
        "depth": depths((*made.shown.statements, *made.shown.attitudes)),
    }  # fmt: skip
    return page(request, "report.html.jinja", context)


@router.get("/reports/{name}/record.json")
def record_json(desk: Shared, name: Id) -> Response:
    """The report's record, as the contract writes it."""
    with desk.ledger.reading() as connection:
        line = browsing.report_line(connection, name)
        if line is None:
            raise HTTPException(404, "The ledger has no such report.")
        return Answer(browsing.record_json(connection, line))


def read_back(value: Json) -> Record:
    """A record as it was kept.

    Raises:
        HTTPException: it cannot be read.
    """
    try:
        return from_json(value)
    except ContractError as error:
        raise HTTPException(500, f"The report's record cannot be read: {error}") from error


def anchor(card: Card) -> str:
    """The name of a card in the page: its id in the record, so that links last; its number where that is no name."""
    return card.id if re.fullmatch(r"[a-z]{1,3}\d{1,7}", card.id) else card.key


def pieces(row: Row, ids: dict[str, str]) -> list[Shown]:
    """The pieces of a block, with the anchors of what they belong to.

    Args:
        ids: keys of the cards → their anchors.
    """
    shown = []
    for piece in row.pieces:
        parts = piece.classes.split()
        owners = [ids[part[1:]] for part in parts if part.startswith("wk-")]
        classes = [part for part in parts if not part.startswith("wk-")]
        starts = tuple(ids[key] for key in piece.anchors)
        shown.append(Shown(piece.text, " ".join(classes), " ".join(owners), starts, piece.refs))
    return shown


def places(points: list[Json], line: Line, lines: tuple[Line, ...]) -> dict[str, list[Place]]:
    """Claim's id in the report → the points it is in."""
    found: dict[str, list[Place]] = defaultdict(list)
    for point in points:
        mine = [claim for claim in point["claims"] if claim["report"] == line.shown.id]
        if not mine:
            continue
        shown = view(point, lines)
        for claim in mine:
            place = Place(shown, claim["independence"], claim["relation"] == "contradicts")
            found[claim["claim"].rpartition("/")[2]].append(place)
    return dict(found)


def depths(statements: tuple[StatementLine, ...]) -> dict[str, int]:
    """How deep each statement lies in others; those that were let nest further than is shown count as deepest."""
    within = {one.id: one.within for one in statements}
    found: dict[str, int] = {}
    for one, outermost in within.items():
        depth, outer, seen = 0, outermost, {one}
        while outer is not None and outer in within and outer not in seen and depth < 4:
            seen.add(outer)
            depth, outer = depth + 1, within[outer]
        found[one] = depth
    return found
