"""A ledger by the page: the newest stories first, no more of them looked into than a page needs.

What the questions in :mod:`sayso.ledger.views` answer as a whole is answered here piece by piece, so that a page of a
ledger with a hundred thousand reports costs what a page of a small one does.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from sayso.ledger.answers import Json, Story
from sayso.ledger.catalogue import Chosen
from sayso.ledger.names import normal
from sayso.ledger.origins import instant
from sayso.ledger.queries import Asked, Filters, Line, NotYetError, column_of, line_of, lines, normal_story
from sayso.ledger.schema import records, reports
from sayso.ledger.selection import passes

CURSOR = r"^\d{1,7}(\.\d{1,5})?$"
"""Where a page starts: so many groups of linked reports on, and so many stories on in the next of them."""
PATIENCE = 0.15
"""Seconds of computing after which a page ends with what it has: points that nobody has asked for yet take a moment."""
AT_ONCE = 20
"""Groups of linked reports that are fetched together."""
_TOLD_BY_REPORTS = frozenset({"story", "outlet", "since", "until"})
"""Filters that a report's own line answers."""


@dataclass(frozen=True, slots=True)
class Found:
    """A story, and which of its points were looked for."""

    story: Story
    lines: tuple[Line, ...]
    points: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of stories."""

    found: tuple[Found, ...]
    after: str | None
    """Where the next page starts; ``None`` on the last."""
    cut: bool = False
    """Whether the page ends because enough stories were looked into, not because it is full."""
    later: tuple[NotYetError, ...] = ()
    """Stories that are left out since their points are not worked out yet."""


def browse(
    asked: Asked, chosen: Chosen, filters: Filters, *, size: int, look: int, after: str = "0", points: bool = True,
    patience: float = PATIENCE,
) -> Shelf:  # fmt: skip
    """A page of the stories that hold what is looked for, newest first.

    Args:
        chosen: the reports that ``filters`` may let through.
        size: stories on it.
        look: stories that are looked into at most.
        after: :attr:`Shelf.after` of the page before.
        points: whether the points are wanted; else they are only looked at where the reports' lines do not tell.
        patience: seconds of computing after which a page ends with what it has.

    Raises:
        NotYetError: the only story that is looked for is not worked out yet.
    """
    group, _, story_in_group = after.partition(".")
    at, skip = int(group), int(story_in_group or 0)
    needed = points or any(
        getattr(filters, name) is not None for name in Filters.__slots__ if name not in _TOLD_BY_REPORTS
    )
    found: list[Found] = []
    seen: set[str] = set()
    later: list[NotYetError] = []
    looked, began = 0, time.thread_time()
    while at < len(chosen.groups):
        fetched = asked.of_components([int(one) for one in chosen.groups[at : at + min(AT_ONCE, size)]], points=needed)
        for some in fetched:
            stories = sorted(some, key=lambda one: (instant(one[0].last_seen), one[0].id), reverse=True)
            for i, (story, its) in enumerate(stories):
                if i < skip or story.id in seen or not _of(story, its, filters):
                    continue
                enough = looked >= look or (needed and looked > 0 and time.thread_time() - began > patience)
                if len(found) >= size or enough:
                    return Shelf(tuple(found), f"{at}.{i}" if i else str(at), len(found) < size, tuple(later))
                looked += 1
                seen.add(story.id)
                try:
                    one = _holding(asked, story, its, filters, needed)
                except NotYetError as error:
                    if filters.story is not None:
                        raise
                    later.append(error)
                    continue
                if one is not None:
                    found.append(one)
            skip = 0
            at += 1
    return Shelf(tuple(found), None, later=tuple(later))


def _of(story: Story, lines: tuple[Line, ...], filters: Filters) -> bool:
    if filters.story is not None and normal_story(filters.story) not in story.reports:
        return False
    if filters.outlet is not None:
        wanted = normal(filters.outlet)
        return any(normal(line.shown.outlet or "") == wanted for line in lines)
    return True


def _holding(asked: Asked, story: Story, lines: tuple[Line, ...], filters: Filters, needed: bool) -> Found | None:
    if not needed:
        return Found(story, lines)
    outlets = {line.shown.id: line.shown.outlet for line in lines}
    published = {line.shown.id: line.shown.published for line in lines}
    made = asked.points(story, lines)
    chosen = tuple(point for point in made if passes(point, filters, outlets, published))
    if chosen or not _beyond_story(filters):
        return Found(story, lines, chosen)
    return None


def _beyond_story(filters: Filters) -> bool:
    return any(getattr(filters, name) is not None for name in Filters.__slots__ if name != "story")


def report_lines(connection: sa.Connection, chosen: Chosen, *, start: int, size: int) -> list[Line]:
    """Some of the reports that may hold what is looked for, newest first."""
    wanted = [int(n) for n in chosen.numbers[start : start + size]]
    found = {line.n: line for line in lines(connection, reports.c.n.in_(wanted))} if wanted else {}
    return [found[n] for n in wanted if n in found]


def report_line(connection: sa.Connection, name: str) -> Line | None:
    """The report called ``name``, or the one that took its place; ``None`` where there is none."""
    for _ in range(3):
        row = connection.execute(sa.select(reports).where(reports.c.id == name)).first()
        if row is None:
            return None
        if row.replaced_by is None:
            return line_of(row)
        name = row.replaced_by
    return None


def record_json(connection: sa.Connection, line: Line) -> Json:
    """A report's record, as its JSON has it.

    Raises:
        ValueError: what is kept is no JSON.
    """
    query = sa.select(records.c.record).where(records.c.report == line.n, records.c.version == line.version)
    return thawed(bytes(connection.execute(query).scalar_one()))


def records_json(connection: sa.Connection, some: Sequence[Line]) -> dict[str, Json]:
    """The records of some reports by the reports' ids, fetched together.

    Raises:
        ValueError: what is kept is no JSON.
    """
    return {name: thawed(data) for name, data in record_bytes(connection, some).items()}


def record_bytes(connection: sa.Connection, some: Sequence[Line]) -> dict[str, bytes]:
    """The same as they are kept."""
    found = column_of(connection, some, records.c.record)
    return {line.shown.id: found[line.n] for line in some}


def thawed(data: bytes) -> Json:
    """A record as it is kept, as its JSON.

    Raises:
        ValueError: it is no JSON.
    """
    try:
        found: Json = json.loads(zlib.decompress(data))
    except zlib.error as error:
        raise ValueError(str(error)) from error
    return found


def story_with(asked: Asked, name: str) -> tuple[Story, tuple[Line, ...]] | None:
    """The story with the report that ``name`` means: its own id, or a story's."""
    line = report_line(asked.connection, normal_story(name))
    if line is None:
        return None
    stories = asked.of_component(line.component)
    return next(((story, lines) for story, lines in stories if line.shown.id in story.reports), None)
