"""The review: what was matched or read with doubt, one after the other, and what a person decides on it."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from sayso.ledger import LedgerError, browsing
from sayso.ledger.deciding import (
    NotThereError,
    WrongError,
    correct_claim,
    decide_on_point,
    decide_on_statement,
    newest,
    place_of,
    spoken_in,
    undo,
)
from sayso.ledger.queries import Filters, NotYetError
from sayso.ledger.reviews import FIELDS, rulings_on
from sayso.record.spans import Span
from sayso.server.desk import Desk, Shared
from sayso.server.doubting import items_of, kept_as, pieces
from sayso.server.filters import Asked, query
from sayso.server.pages.stories import After, left_out
from sayso.server.pages.story import Id
from sayso.server.phrases import DECIDED
from sayso.server.points import view
from sayso.server.rendering import page
from sayso.server.signing import Signature, a_form, back_to, name_of, plain

router = APIRouter()

Kept = Annotated[int | None, Query(ge=1, le=2_000_000_000, description="the decision just made")]
Seen = Annotated[int | None, Query(ge=0, le=2_000_000_000, description="the latest decision before it was made")]
Short = Annotated[str, Form(max_length=400)]
Number = Annotated[str, Form(pattern=r"^\d{0,9}$")]
Before = Annotated[str, Form(pattern=r"^\d{0,10}$")]
a_write = [Depends(a_form)]
"""What every form must pass, beside the guard."""


@router.get("/review")
def review(
    request: Request, desk: Shared, filters: Asked, after: After = "0", kept: Kept = None, seen: Seen = None
) -> Response:
    """The queue, newest stories first."""
    told = desk.settings
    with desk.asking() as (asked, _):
        shelf = browsing.browse(
            asked, desk.choose(asked, filters), filters, size=told.review_stories, look=told.stories_looked_at,
            after=after,
        )  # fmt: skip
        items = items_of(asked, shelf.found, told)
        signing = _signing(request, asked.connection, kept, seen)
    context = {
        **left_out(shelf), "passing": told.passing, "shelf": shelf,
        "items": items[: told.review_items], "more": max(0, len(items) - told.review_items),
        "after": after, "titles": {one.story.id: one.story.title for one in shelf.found},
        "back": "/review" + query(filters, after=after if after != "0" else None), **signing,
    }  # fmt: skip
    return page(request, "review.html.jinja", context, filters=filters)


@router.get("/review/points/{story}/{point}")
def of_point(request: Request, desk: Shared, story: Id, point: Id, kept: Kept = None, seen: Seen = None) -> Response:
    """One point, with everything that can be decided of it."""
    with desk.asking() as (asked, _):
        signing = _signing(request, asked.connection, kept, seen)
        try:
            place = place_of(asked, story, point)
        except NotThereError as error:
            found = browsing.story_with(asked, story)
            shown = {"reason": str(error), "story": found[0] if found else None, **signing}
            return page(request, "review_gone.html.jinja", {**shown, "back": "/review"}, status=404)
    it = view(place.point, place.lines)
    others = sorted((one["text"], one["id"]) for one in place.points if one["id"] != point)
    context = {
        "it": it, "story": place.story, "others": others, "fields": FIELDS, "back": request.url.path,
        **signing,
    }  # fmt: skip
    context["back"] = f"/review/points/{place.story.id}/{point}"
    return page(request, "review_point.html.jinja", context)


@router.get("/review/reports/{report}/{statement}")
def of_statement(
    request: Request, desk: Shared, report: Id, statement: Id, kept: Kept = None, seen: Seen = None
) -> Response:
    """One statement in the text of its report, to choose its words anew."""
    with desk.asking() as (asked, _):
        signing = _signing(request, asked.connection, kept, seen)
        try:
            spoken = spoken_in(asked.connection, report, statement)
        except NotThereError as error:
            raise HTTPException(404, str(error)) from error
        decided = [
            one for one in rulings_on(asked.connection, [spoken.line.shown.id]).decisions
            if {*one.anchors} & {*spoken.anchors}
        ]  # fmt: skip
    text, most = spoken.text, desk.settings.text_characters
    first = min((start for _, start, _ in spoken.anchors), default=0)
    start = 0 if len(text) <= most else max(0, min(first - most // 2, len(text) - most))
    end = min(len(text), start + most)
    context = {
        "line": spoken.line, "statement": spoken.statement, "pieces": pieces(text, start, end, spoken.statement),
        "start": start, "end": end, "length": len(text), "decided": [one.json() for one in decided],
        "back": f"/review/reports/{spoken.line.shown.id}/{statement}", **signing,
    }  # fmt: skip
    return page(request, "review_words.html.jinja", context)


@router.post("/review", dependencies=a_write)
def decide(
    request: Request, desk: Shared, signed: Signature, do: Annotated[str, Form(max_length=1200)],
    back: Short = "/review", seen: Before = "",
) -> RedirectResponse:  # fmt: skip
    """A decision of the queue: ``accept`` or ``reject``, of a claim's match or a statement."""
    kind, _, what = do.partition("|")
    parts = what.split("|")
    if kind not in {"accept", "reject"} or len(parts) not in {2, 3}:
        raise HTTPException(422, "There is no such decision.")
    with _told():
        if len(parts) == 3:
            number = decide_on_point(desk.ledger, kind, parts[0], parts[1], signed, claims=[parts[2]])
        else:
            number = decide_on_statement(desk.ledger, kind, parts[0], parts[1], signed)
    return back_to(request, back, signed, kept=number, seen=seen)


@router.post("/review/points/{story}/{point}", dependencies=a_write)
def decide_of_point(
    request: Request, desk: Shared, story: Id, point: Id, signed: Signature, do: Short,
    claims: Annotated[list[str], Form(max_length=500)] = [], other: Short = "",  # noqa: B006 (FastAPI copies it)
    field: Short = "", value: Short = "", seen: Before = "",
) -> RedirectResponse:  # fmt: skip
    """A decision on a point: accept, reject, split, merge, correct."""
    kind, _, claim = do.partition("|")
    chosen = [claim] if claim else claims
    with _told():
        if kind == "correct":
            number = correct_claim(desk.ledger, story, point, claims[0] if claims else "", field, plain(value), signed)
        else:
            number = decide_on_point(desk.ledger, kind, story, point, signed, claims=chosen, other=other)
        where = f"/review/points/{story}/{point}"
        # The decision may have changed which points there are; one of the same words is shown again.
        with desk.asking() as (asked, _), suppress(NotYetError):
            where = _still(asked, story, point)
    return back_to(request, where, signed, kept=number, seen=seen)


@router.post("/review/reports/{report}/{statement}", dependencies=a_write)
def decide_of_statement(
    request: Request, desk: Shared, report: Id, statement: Id, signed: Signature, do: Short,
    part: Short = "", start: Number = "", end: Number = "", words: Annotated[str, Form(max_length=20_000)] = "",
    seen: Before = "",
) -> RedirectResponse:  # fmt: skip
    """A decision on a statement: rightly read, nobody's statement, or other words."""
    with _told():
        span = None
        if do == "correct":
            span = _span(desk, report, statement, start, end, words)
        number = decide_on_statement(desk.ledger, do, report, statement, signed, part=part, words=span)
    return back_to(request, f"/review/reports/{report}/{statement}", signed, kept=number, seen=seen)


@router.post("/review/undo", dependencies=a_write)
def take_back(
    request: Request, desk: Shared, signed: Signature, n: Annotated[int, Form(ge=1, le=2_000_000_000)],
    back: Short = "/history",
) -> RedirectResponse:  # fmt: skip
    """Take a decision back."""
    try:
        number = undo(desk.ledger, n, signed)
    except LedgerError as error:
        raise HTTPException(409, str(error)) from error
    return back_to(request, back, signed, kept=number)


class _told:  # noqa: N801 - reads as a word of the with statement
    """What cannot be decided, as an answer to whoever asked."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, NotThereError):
            raise HTTPException(409, f"{error} Nothing was changed; go back and look again.") from error
        if isinstance(error, WrongError):
            raise HTTPException(422, str(error)) from error


def _still(asked: object, story: str, point: str) -> str:
    from sayso.ledger.queries import Asked as View

    assert isinstance(asked, View)
    found = browsing.story_with(asked, story)
    if found is not None and any(one["id"] == point for one in asked.points(*found)):
        return f"/review/points/{found[0].id}/{point}"
    return "/review" + query(Filters(story=found[0].id)) if found else "/review"


def _span(desk: Desk, report: str, statement: str, start: str, end: str, words: str) -> Span:
    """The words that a form names: by their characters, else by themselves where the report has them once.

    Raises:
        NotThereError: there is no such statement.
        WrongError: they are not there, or there more than once.
    """
    with desk.ledger.reading() as connection:
        text = spoken_in(connection, report, statement).text
    words = words if words in text else words.replace("\r\n", "\n").strip()
    if start and end:
        first, last = int(start), int(end)
        if not first < last <= len(text):
            raise WrongError(f"The report has {len(text):,} characters; the first comes before the last.")
        found = text[first:last]
        if words and words != found:
            raise WrongError("The words do not stand at these characters.")
        return Span(first, last, found)
    if not words:
        raise WrongError("No words were chosen.")
    times = text.count(words)
    if times != 1:
        said = "does not have these words" if not times else f"has these words {times} times: give their characters"
        raise WrongError(f"The report {said}.")
    first = text.index(words)
    return Span(first, first + len(words), words)


def _signing(request: Request, connection: sa.Connection, kept: int | None, seen: int | None) -> dict[str, object]:
    """What the forms of a page need, and the decision that was just made."""
    return {
        "kept": kept_as(connection, kept, seen), "by": name_of(request), "kinds": DECIDED, "newest": newest(connection),
    }  # fmt: skip
