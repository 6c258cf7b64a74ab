"""What a person names, as characters of reports: a decision must outlive the ids of points and claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sayso.ledger.answers import Json
from sayso.ledger.queries import Filters
from sayso.ledger.rulings import Anchor
from sayso.ledger.storage import Ledger, LedgerError
from sayso.ledger.views import asking


@dataclass(frozen=True, slots=True)
class Named:
    """What was named, and how it shows in the history."""

    anchors: tuple[Anchor, ...]
    shown: dict[str, Any]


def named_point(ledger: Ledger, one: str) -> Named:
    """The point of this id.

    Raises:
        LedgerError: there is none.
    """
    point = _find(ledger, one, None)
    return Named(
        tuple(sorted({anchor for claim in point["claims"] for anchor in _anchors(claim)})),
        {"point": one, "text": point["text"]},
    )


def named_claims(ledger: Ledger, some: Sequence[str], within: Named | None = None) -> Named:
    """The claims of these ids; within a point, only their characters there.

    Raises:
        LedgerError: one is not there.
    """
    found: list[Anchor] = []
    for one in some:
        report = one.rsplit("/", 1)[0]
        anchors = [anchor for claim in _claims(ledger, report, one) for anchor in _anchors(claim)]
        if within is not None:
            anchors = [anchor for anchor in anchors if anchor in within.anchors]
        if not anchors:
            where = "in this point" if within is not None else "in this ledger"
            raise LedgerError(f"there is no claim {one!r} {where}")
        found += anchors
    return Named(tuple(sorted(set(found))), {"claims": list(some)})


def _anchors(claim: Json) -> list[Anchor]:
    return [(claim["report"], span["start"], span["end"]) for span in claim["spans"]]


def _claims(ledger: Ledger, report: str, one: str) -> list[Json]:
    with asking(ledger) as (asked, _):
        return [
            claim
            for story, some in asked.stories(Filters(story=report))
            for point in asked.points(story, some)
            for claim in point["claims"]
            if claim["claim"] == one
        ]


def _find(ledger: Ledger, one: str, story: str | None) -> Json:
    with asking(ledger) as (asked, _):
        for found, some in asked.stories(Filters(story=story)):
            for point in asked.points(found, some):
                if point["id"] == one:
                    return point
    raise LedgerError(f"there is no point {one!r} in this ledger")
