"""Pages of an answer: so many items, no longer than an answer may be, and where to go on."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sayso.assistants.caps import Caps
from sayso.assistants.quoting import Json


class QuestionError(Exception):
    """What is asked cannot be answered; the message says why, and what to ask instead."""


def start_of(cursor: str | None) -> int:
    """The first item of the page that ``cursor`` names.

    Raises:
        QuestionError: it is none of ours.
    """
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise QuestionError("cursor: give the value of `next` of the page before, or none")
    return int(cursor)


def size(value: object) -> int:
    """How long ``value`` is as JSON."""
    return len(json.dumps(value, ensure_ascii=False))


def page(items: Sequence[Any], cursor: str | None, make: Callable[[Any], Json], caps: Caps) -> tuple[list[Json], Json]:
    """Some of ``items`` as ``make`` writes them, and the words on the page: how many there are, where the next starts.

    Raises:
        QuestionError: ``cursor`` is none of ours.
    """
    start = start_of(cursor)
    made: list[Json] = []
    left = caps.max_answer
    for item in items[start : start + caps.max_items]:
        one = make(item)
        left -= size(one)
        if left < 0 and made:
            break
        made.append(one)
    end = start + len(made)
    return made, {"total": len(items), "next": str(end) if end < len(items) else None}
