"""A report as it was published, with what is said in it, on whose word, and where each claim stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from sayso.ledger import browsing
from sayso.ledger.answers import Json
from sayso.ledger.corrected import RULED, corrected
from sayso.ledger.names import normal
from sayso.ledger.queries import Line, NotYetError
from sayso.ledger.reviews import rulings_on
from sayso.ledger.rulings import NO_RULINGS
from sayso.record.contract import ContractError, from_json, to_json
from sayso.record.types import Record
from sayso.server.answer import Answer
from sayso.server.desk import Desk, Shared
from sayso.server.pages.story import Id
from sayso.server.parting import cut_of
from sayso.server.points import Brief, brief
from sayso.server.rendering import page
from sayso.web.outline import StatementLine
from sayso.web.page import Card, sheet
from sayso.web.phrases import ROLES

router = APIRouter()

As = Annotated[
    Literal["corrected", "read"],
    Query(alias="as", description="as people corrected it, with notes of who did and when; or as it was first read"),
]


PartNumber = Annotated[int, Query(ge=0, le=100_000, description="which part of a long report; 0 for all of it")]
PartAt = Annotated[str | None, Query(max_length=20, pattern=r"^[A-Za-z0-9]*$", description="what is to be in the part")]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim of the report stands in the story."""

    point: Brief
    how: str
    against: bool


@router.get("/reports/{name}")
def report(request: Request, desk: Shared, name: Id, n: PartNumber = 1, at: PartAt = None) -> Response:
    """The report; of a long one, a part."""
    with desk.asking() as (asked, graded):
        line = browsing.report_line(asked.connection, name)
        if line is None:
            raise HTTPException(404, "The ledger has no such report.")
        if line.shown.id != name:
            return RedirectResponse(f"/reports/{line.shown.id}" + (f"?at={at}" if at else ""), 307)
        data = browsing.record_bytes(asked.connection, [line])[line.shown.id]
        shown = cut_of(data, desk.settings.report_characters, n, at)
        if shown is None:
            raise HTTPException(404, "The report has no such part.")
        whole = len(shown.record["report"]["text"]) <= desk.settings.report_whole_characters
        if shown.part.number == 0 and not whole:
            raise HTTPException(413, "The report is too long for one page: look at its parts, or export it.")
        read = read_back(shown.record)
        decided = corrected(read, line.shown.id, rulings_on(asked.connection, [line.shown.id]))
        found = browsing.story_with(asked, name)
        try:
            points, waiting = asked.points(*found) if found else [], False
        except NotYetError:
            points, waiting = [], True
    story, lines = found or (None, ())
    record = decided.record
    part = (shown.part.start, shown.part.end)
    made = sheet(record, "k", before=decided.before, refused=decided.refused, part=part)
    ids = {card.key: anchor(card) for row in made.rows for card in row.cards}
    context = {
        "waiting": waiting, "part": shown.part, "whole": whole, "part_names": shown.names,
        "line": line, "sheet": made, "shown": made.shown, "story": story, "count": len(lines),
        "ids": ids, "roles": ROLES, "ruled": decided.ruled, "refused": decided.refused, "kinds": RULED,
        "claim_ids": frozenset(claim.id for claim in record.claims),
        "places": places(points, line, frozenset(claim.id for claim in record.claims)),
        "grades": {s.id: graded.get(normal((s.chain and s.chain[-1].name) or "")) for s in record.statements},
        "depth": depths((*made.shown.statements, *made.shown.attitudes)),
    }  # fmt: skip
    return page(request, "report.html.jinja", context)


@router.get("/reports/{name}/record.json")
def record_json(desk: Shared, name: Id, how: As = "corrected") -> Response:
    """The report's record, as the contract writes it."""
    return Answer(record_json_of(desk, name, how))


def record_json_of(desk: Desk, name: str, how: str) -> Json:
    """A report's record, as people corrected it or, where ``how`` is ``read``, as it was read.

    Raises:
        HTTPException: there is none, or it cannot be read.
    """
    with desk.ledger.reading() as connection:
        line = browsing.report_line(connection, name)
        if line is None:
            raise HTTPException(404, "The ledger has no such report.")
        read = browsing.record_json(connection, line)
        rulings = NO_RULINGS if how == "read" else rulings_on(connection, [line.shown.id])
    if not rulings.decisions:
        return read
    made = corrected(read_back(read), line.shown.id, rulings).handed_on
    return {**to_json(made), "sayso": read["sayso"]}


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


def places(points: list[Json], line: Line, claims: Set[str]) -> dict[str, list[Place]]:
    """Claim's id in the report, of some, → the points it is in."""
    found: dict[str, list[Place]] = defaultdict(list)
    refs = {f"{line.shown.id}/{one}" for one in claims}
    for point in points:
        mine = [claim for claim in point["claims"] if claim["claim"] in refs]
        if not mine:
            continue
        shown = brief(point)
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
