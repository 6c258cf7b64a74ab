"""Check: a claim in somebody's words, and who supports it, contradicts it, or says that nothing is known."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Query, Request
from fastapi.responses import HTMLResponse

from sayso.ledger.answers import Json
from sayso.ledger.checking import check as checked
from sayso.server.desk import Desk, Shared
from sayso.server.filters import Asked, Day
from sayso.server.rendering import page
from sayso.server.settings import Settings

router = APIRouter()

Claim = Annotated[str | None, Query(max_length=Settings().claim_characters, description="a claim in words")]

VERDICTS = {
    "supported": "Reports support it, and none contradicts it.",
    "contradicted": "Reports contradict it, and none supports it.",
    "disputed": "Some reports support it, others contradict it.",
    "brought up to date since": "Reports said so, and have brought it up to date since.",
    "said not to be known": "Reports say that this is not known.",
    "nothing on record": "Nothing is on record about it.",
}


@router.get("/check")
def check(
    request: Request, desk: Shared, filters: Asked, later: BackgroundTasks, claim: Claim = None, published: Day = None
) -> HTMLResponse:
    """The form, and the answer."""
    words = (claim or "").replace("\x00", " ").strip()
    if not words:
        later.add_task(desk.warm)
    answer, problem = answered(desk, words, published or None) if words else (None, None)
    context = {
        "claim": words, "published": published, "answer": answer, "problem": problem, "verdicts": VERDICTS,
        "lines": {one["id"]: one for one in answer["reports"]} if answer else {},
    }  # fmt: skip
    return page(request, "check.html.jinja", context, filters=filters)


def answered(desk: Desk, words: str, published: str | None) -> tuple[Json | None, str | None]:
    """What the ledger holds on a claim; or why it cannot be read."""
    # Only now: the other pages do not wait for the model.
    from sayso.reading import read_bytes
    from sayso.reports import Told, UnreadableReport

    day = published if published and len(published) == 10 else None
    try:
        with desk.reading:
            record = read_bytes(words.encode("utf-8", "replace"), told=Told(published=day))
    except (UnreadableReport, ValueError) as error:
        return None, str(error)
    return checked(desk.ledger, record), None
