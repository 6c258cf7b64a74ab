"""Query strings and filters: one place that turns either into the other, for every page and for the API."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from sayso.ledger.queries import Filters
from sayso.server.settings import Settings

NAMES = tuple(field.name for field in fields(Filters))
LABELS = {
    "story": "story", "source": "source", "outlet": "outlet", "person": "person", "place": "place", "type": "type",
    "standing": "standing", "since": "from", "until": "until", "text": "words",
}  # fmt: skip
"""What people call each filter."""

_LONGEST = Settings().value_characters
DAY = r"^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$"

Text = Annotated[str | None, Query(max_length=_LONGEST)]
Day = Annotated[str | None, Query(pattern=DAY, description="a year, month or day: 2024, 2024-10, 2024-10-07")]
Page = Annotated[int, Query(ge=1, le=Settings().deepest_page, description="which page, from 1")]


def read(
    story: Annotated[
        str | None, Query(max_length=_LONGEST, description="a story's id, or that of one of its reports")
    ] = None,
    source: Annotated[str | None, Query(max_length=_LONGEST, description="on whose word, or by way of whom")] = None,
    outlet: Annotated[str | None, Query(max_length=_LONGEST, description="who published it")] = None,
    person: Annotated[str | None, Query(max_length=_LONGEST, description="whom it names")] = None,
    place: Annotated[
        str | None, Query(max_length=_LONGEST, description="where it happened: a name, or a country's ISO code")
    ] = None,
    type: Annotated[str | None, Query(max_length=_LONGEST, description="PLOVER type: ASSAULT, COERCE/arrest")] = None,  # noqa: A002
    standing: Annotated[
        str | None, Query(max_length=_LONGEST, description="certain, negative, denies, scheduled, echo, contradicts")
    ] = None,
    since: Day = None,
    until: Day = None,
    text: Annotated[str | None, Query(max_length=_LONGEST, description="words that must stand in it")] = None,
) -> Filters:
    """The filters of a request; what is empty does not narrow."""
    given = (story, source, outlet, person, place, type, standing, since, until, text)
    return Filters(*(_value(one) for one in given))


Asked = Annotated[Filters, Depends(read)]
"""The filters of a request, for the parameters of a page."""


def _value(given: str | None) -> str | None:
    """``given`` as both databases take it: without NUL, and nothing where it is blank."""
    return (given or "").replace("\x00", " ").strip() or None


def pairs(filters: Filters) -> list[tuple[str, str]]:
    """The filters that are set, in their order."""
    return [(name, value) for name in NAMES if (value := getattr(filters, name)) is not None]


def query(filters: Filters, **more: object) -> str:
    """Filters, and what else a page needs, as a query string with its question mark; nothing where none is set."""
    changes = {name: more.pop(name) for name in NAMES if name in more}
    changed = replace(filters, **changes)  # type: ignore[arg-type]
    # What a template leaves out with an 'if' and no 'else' is neither None nor empty, but has no letters.
    told = [(name, "" if value is None else str(value)) for name, value in more.items()]
    found = [*pairs(changed), *((name, value) for name, value in told if value)]
    return "?" + urlencode(found) if found else ""
