"""A ledger by the page: the newest stories first, no more of them looked into than a page needs.

What the questions in :mod:`sayso.ledger.views` answer as a whole is answered here piece by piece, so that a page of a
ledger with a hundred thousand reports costs what a page of a small one does.
"""

from __future__ import annotations

import json
import re
import time
import zlib
from dataclasses import dataclass

import sqlalchemy as sa

from sayso.ledger.answers import Json, ReportLine, Story
from sayso.ledger.names import normal
from sayso.ledger.origins import instant
from sayso.ledger.queries import Asked, Filters, Line, normal_story
from sayso.ledger.schema import keys, records, reports
from sayso.ledger.selection import passes

MOST_WORDS = 20
"""Words of a search that are looked for."""
CURSOR = r"^\d{1,7}(\.\d{1,5})?$"
"""Where a page starts: so many groups of linked reports on, and so many stories on in the next of them."""
PATIENCE = 1.0
"""Seconds after which a page ends with what it has: points that nobody has asked for yet take a moment."""
AT_ONCE = 50
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


def browse(
    asked: Asked, filters: Filters, *, size: int, look: int, after: str = "0", points: bool = True, sqlite: bool,
    patience: float = PATIENCE,
) -> Shelf:  # fmt: skip
    """A page of the stories that hold what is looked for, newest first.

    Args:
        size: stories on it.
        look: stories that are looked into at most.
        after: :attr:`Shelf.after` of the page before.
        points: whether the points are wanted; else they are only looked at where the reports' lines do not tell.
        sqlite: whether the ledger is a SQLite file.
        patience: seconds after which a page ends with what it has.
    """
    group, _, story_in_group = after.partition(".")
    at, skip = int(group), int(story_in_group or 0)
    needed = points or any(
        getattr(filters, name) is not None for name in Filters.__slots__ if name not in _TOLD_BY_REPORTS
    )
    found: list[Found] = []
    looked, began = 0, time.monotonic()
    while True:
        components = _components(asked.connection, filters, sqlite, at, AT_ONCE)
        for component in components:
            stories = sorted(
                asked.of_component(component), key=lambda one: (instant(one[0].last_seen), one[0].id), reverse=True
            )
            for i, (story, lines) in enumerate(stories):
                if i < skip or not _of(story, lines, filters):
                    continue
                enough = looked >= look or (needed and looked > 0 and time.monotonic() - began > patience)
                if len(found) >= size or enough:
                    return Shelf(tuple(found), f"{at}.{i}" if i else str(at), len(found) < size)
                looked += 1
                one = _holding(asked, story, lines, filters, needed)
                if one is not None:
                    found.append(one)
            skip = 0
            at += 1
        if len(components) < AT_ONCE:
            return Shelf(tuple(found), None)


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


def _components(connection: sa.Connection, filters: Filters, sqlite: bool, start: int, count: int) -> list[int]:
    """Groups of linked reports with one that may hold what is looked for, the newest first."""
    newest = sa.func.max(reports.c.day).desc()
    latest = sa.func.coalesce(sa.func.max(reports.c.published), "").desc()
    query = (
        sa.select(reports.c.component)
        .where(*matching(filters, sqlite))
        .group_by(reports.c.component)
        .order_by(newest, latest, reports.c.component.desc())
        .limit(count)
        .offset(start)
    )
    return [int(component) for (component,) in connection.execute(query)]


def matching(filters: Filters, sqlite: bool) -> list[sa.ColumnElement[bool]]:
    """What must hold of a report's row, so that it may hold what is looked for.

    Sources, persons and places go by many names, so a report is let through that is filed under the name, or has its
    last word; the points tell the rest.
    """
    made: list[sa.ColumnElement[bool]] = [reports.c.replaced_by.is_(None)]
    if filters.story is not None:
        one = sa.select(reports.c.component).where(reports.c.id == normal_story(filters.story)).scalar_subquery()
        made.append(reports.c.component == one)
    if filters.outlet is not None:
        made.append(reports.c.n.in_(filed_under("outlet", normal(filters.outlet))))
    if filters.type is not None:
        made.append(reports.c.n.in_(filed_under("type", filters.type.upper().split("/")[0])))
    for kind, name in (("source", filters.source), ("person", filters.person), ("place", filters.place)):
        if name is not None:
            made.append(_named(kind, name, sqlite))
    if filters.text is not None:
        made.append(_with_words(filters.text, sqlite))
    if filters.since is not None:
        made.append(reports.c.published >= filters.since)
    if filters.until is not None:
        made.append(reports.c.published < filters.until + ("~" if len(filters.until) <= 10 else " "))
    return made


def filed_under(kind: str, key: str) -> sa.Select[tuple[int]]:
    """The numbers of the reports that are filed under ``key``."""
    return sa.select(keys.c.report).where(keys.c.kind == kind, keys.c.key == key[:200])


def _named(kind: str, name: str, sqlite: bool) -> sa.ColumnElement[bool]:
    wanted = normal(name)
    filed: list[sa.ColumnElement[bool]] = [reports.c.n.in_(filed_under(kind, wanted))]
    if kind == "place":
        filed.append(reports.c.n.in_(filed_under("place", name)))
        if re.fullmatch(r"[A-Za-z]{2}", name):
            # Places are filed under their country's code, and then their name.
            country = sa.select(keys.c.report).where(
                keys.c.kind == "place", keys.c.key >= name.upper(), keys.c.key < name.upper() + "!"
            )
            filed.append(reports.c.n.in_(country))
    parts = re.findall(r"\w+", wanted)
    if parts and not (kind == "place" and re.match(r"[A-Z]{2}( |$)", name)):
        filed.append(_with_words(parts[-1], sqlite))
    return sa.or_(*filed)


def _with_words(text: str, sqlite: bool) -> sa.ColumnElement[bool]:
    """That a report has all of some words."""
    found = re.findall(r"\w+", text)[:MOST_WORDS]
    if not found:
        return sa.false()
    if sqlite:
        said: sa.BindParameter[str] = sa.bindparam(None, " ".join(f'"{word}"' for word in found), unique=True)
        column, source = sa.column("rowid", sa.Integer), sa.table("words", sa.column("words"))
        matched = sa.select(column).select_from(source).where(source.c.words.op("MATCH")(said))
    else:
        table = sa.table("words", sa.column("report", sa.Integer), sa.column("body"))
        said = sa.bindparam(None, " ".join(found), unique=True)
        matched = sa.select(table.c.report).where(
            table.c.body.op("@@")(sa.func.plainto_tsquery(sa.literal_column("'english'"), said))
        )
    return reports.c.n.in_(matched)


def count(connection: sa.Connection, filters: Filters, *, sqlite: bool) -> int:
    """How many reports may hold what is looked for."""
    query = sa.select(sa.func.count()).select_from(reports).where(*matching(filters, sqlite))
    return int(connection.execute(query).scalar() or 0)


def report_lines(connection: sa.Connection, filters: Filters, *, sqlite: bool, start: int, size: int) -> list[Line]:
    """Some of the reports that may hold what is looked for, newest first."""
    query = (
        sa.select(reports)
        .where(*matching(filters, sqlite))
        .order_by(reports.c.day.desc(), sa.func.coalesce(reports.c.published, "").desc(), reports.c.n.desc())
        .limit(size)
        .offset(start)
    )
    return [_line(row) for row in connection.execute(query)]


def report_line(connection: sa.Connection, name: str) -> Line | None:
    """The report called ``name``, or the one that took its place; ``None`` where there is none."""
    for _ in range(3):
        row = connection.execute(sa.select(reports).where(reports.c.id == name)).first()
        if row is None:
            return None
        if row.replaced_by is None:
            return _line(row)
        name = row.replaced_by
    return None


def record_json(connection: sa.Connection, line: Line) -> Json:
    """A report's record, as its JSON has it.

    Raises:
        ValueError: what is kept is no JSON.
    """
    query = sa.select(records.c.record).where(records.c.report == line.n, records.c.version == line.version)
    data = connection.execute(query).scalar_one()
    try:
        found: Json = json.loads(zlib.decompress(bytes(data)))
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


def _line(row: sa.Row[tuple[object, ...]]) -> Line:
    shown = ReportLine(row.id, row.file, row.outlet, row.published, row.title, row.url)
    return Line(row.n, row.component, row.version, row.day, shown)
