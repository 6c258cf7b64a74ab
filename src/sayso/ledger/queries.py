"""Asking the ledger: stories and points, narrowed by what people look for."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NoReturn

import sqlalchemy as sa

from sayso import __version__
from sayso.ledger.answers import Json, ReportLine, Story, point_json
from sayso.ledger.digest import Digest, unpack
from sayso.ledger.names import normal
from sayso.ledger.origins import instant
from sayso.ledger.points import points_of
from sayso.ledger.reviews import rulings_on
from sayso.ledger.rulings import NO_RULINGS, Rulings
from sayso.ledger.schema import computed, decided_reports, keys, links, records, reports
from sayso.ledger.storage import Ledger, LedgerError
from sayso.ledger.stories import cut_weakest, stories_in
from sayso.ledger.vectors import Vector
from sayso.ledger.vectors import unpack as unpack_vector

LARGEST = 1000
"""Reports of a component that are split in one go."""
LEAST_BYTES = 300
"""Bytes of a digest for each clause of a report, or more; of a text that says the same again and again it is fewer."""
AT_ONCE = 500
"""Reports asked for in one query: databases limit how many values it may have."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look for; what is ``None`` does not narrow."""

    story: str | None = None
    source: str | None = None
    outlet: str | None = None
    person: str | None = None
    place: str | None = None
    type: str | None = None
    standing: str | None = None
    since: str | None = None
    until: str | None = None
    text: str | None = None

    @property
    def any(self) -> bool:
        """Whether they narrow anything."""
        return any(getattr(self, name) is not None for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Line:
    """A report as the ledger's table has it."""

    n: int
    component: int
    version: str
    day: int
    shown: ReportLine


def lines(connection: sa.Connection, where: sa.ColumnElement[bool] | None = None) -> list[Line]:
    """The reports, in the order of their ids."""
    query = sa.select(reports).where(reports.c.replaced_by.is_(None)).order_by(reports.c.id)
    if where is not None:
        query = query.where(where)
    return [line_of(row) for row in connection.execute(query)]


def column_of(connection: sa.Connection, some: Sequence[Line], what: sa.ColumnElement[bytes]) -> dict[int, bytes]:
    """A column of ``records`` for each report, by its number, as the version that the ledger goes by has it."""
    found: dict[int, bytes] = {}
    for start in range(0, len(some), AT_ONCE):
        query = (
            sa.select(records.c.report, what)
            .join(reports, (reports.c.n == records.c.report) & (reports.c.version == records.c.version))
            .where(reports.c.n.in_([line.n for line in some[start : start + AT_ONCE]]))
        )
        found |= {int(n): bytes(data) for n, data in connection.execute(query)}
    return found


def line_of(row: sa.Row[Any]) -> Line:
    """A report as a row of its table has it."""
    shown = ReportLine(row.id, row.file, row.outlet, row.published, row.title, row.url)
    return Line(row.n, row.component, row.version, row.day, shown)


class NotYetError(Exception):
    """The points of a story are not worked out yet, and take longer than whoever asks would wait."""

    def __init__(self, story: Story) -> None:
        super().__init__(story.id)
        self.story = story


class Asked:
    """One question's view of the ledger; what it works out is kept for the next."""

    def __init__(self, ledger: Ledger, connection: sa.Connection, most: int | None = None) -> None:
        self._ledger = ledger
        self._most = most
        """Clauses of a story whose points are worked out while somebody waits; no limit for ``None``."""
        self.late: list[int] = []
        """Groups of stories that were asked for and are not worked out."""
        self.connection = connection
        self._fresh: list[tuple[str, str, bytes]] = []
        self._there: dict[str, tuple[str, bytes] | None] = {}
        """What was fetched of what is kept, before it is asked for."""
        self._decided: set[str] | None = None
        """The reports that anybody has decided on."""

    def keep(self) -> None:
        """Keep what was worked out, if the ledger can be written now. Call it when the view is closed."""
        fresh, self._fresh = self._fresh, []
        if not fresh:
            return

        def change(connection: sa.Connection) -> None:
            for what, state, answer in fresh:
                connection.execute(computed.delete().where(computed.c.what == what))
                connection.execute(computed.insert().values(what=what, state=state, answer=answer))

        with suppress(LedgerError):
            self._ledger.write(change)

    def stories(self, filters: Filters = Filters()) -> Iterator[tuple[Story, tuple[Line, ...]]]:
        """The stories with a report that ``filters`` let through, by the reports' components."""
        chosen = self._components(filters)
        wanted = normal_story(filters.story) if filters.story else None
        for component in chosen:
            for story, some in self.of_component(component):
                if wanted is None or any(line.shown.id == wanted for line in some):
                    yield story, some

    def points(self, story: Story, some: Sequence[Line]) -> list[Json]:
        """The points of a story, as the contract writes them.

        Raises:
            NotYetError: they are not known yet, and there is too much in the reports to work them out now.
        """
        rulings = self.rulings(some)
        state = _state([f"{line.shown.id}@{line.version}" for line in some], rulings.state)
        kept = self._kept(f"points {story.id}", state)
        if kept is not None:
            return list(kept)
        if self._most is not None and self._size(some) > self._most * LEAST_BYTES:
            self._not_yet(story, some)
        digests = self.digests(some)
        if self._most is not None and sum(len(digest.propositions) for digest in digests) > self._most:
            self._not_yet(story, some)
        made = [point_json(point) for point in points_of(story.id, digests, rulings)]
        self._fresh.append((f"points {story.id}", state, _freeze(made)))
        return made

    def at_hand(self, story: Story, some: Sequence[Line]) -> bool:
        """Whether the points of a story are worked out; if not, they are asked for with :attr:`late`."""
        state = _state([f"{line.shown.id}@{line.version}" for line in some], self.rulings(some).state)
        query = sa.select(computed.c.state).where(computed.c.what == f"points {story.id}")
        there = self.connection.execute(query).scalar() == state
        if not there:
            self.late.append(some[0].component)
        return there

    def _not_yet(self, story: Story, some: Sequence[Line]) -> NoReturn:
        self.late.append(some[0].component)
        raise NotYetError(story)

    def _size(self, some: Sequence[Line]) -> int:
        """How much there is to work points out from: what the ledger keeps of each report, in bytes."""
        size = 0
        for start in range(0, len(some), AT_ONCE):
            query = (
                sa.select(sa.func.sum(sa.func.length(records.c.digest)))
                .join(reports, (reports.c.n == records.c.report) & (reports.c.version == records.c.version))
                .where(reports.c.n.in_([line.n for line in some[start : start + AT_ONCE]]))
            )
            size += int(self.connection.execute(query).scalar() or 0)
        return size

    def remember(self, what: str, state: str, answer: bytes) -> None:
        """Have something kept that was worked out elsewhere, with the state of what it was worked out from."""
        self._fresh.append((what, state, answer))

    def rulings(self, some: Sequence[Line]) -> Rulings:
        """What people decided of some reports."""
        if self._decided is None:
            self._decided = set(self.connection.execute(sa.select(decided_reports.c.report).distinct()).scalars())
        ids = [line.shown.id for line in some if line.shown.id in self._decided]
        return rulings_on(self.connection, ids) if ids else NO_RULINGS

    def digests(self, some: Sequence[Line]) -> list[Digest]:
        """What the ledger keeps of each report."""
        found = column_of(self.connection, some, records.c.digest)
        return [_unpacked(found[line.n]) for line in some]

    def corrected(self, some: Sequence[Line]) -> list[Digest]:
        """What the ledger keeps of each report, as people corrected it."""
        rulings = self.rulings(some)
        return [rulings.corrected(digest) for digest in self.digests(some)]

    def _kept(self, what: str, state: str) -> Any:
        if what not in self._there:
            self._fetch([what])
        row = self._there.pop(what)
        return _thaw(row[1]) if row is not None and row[0] == state else None

    def _fetch(self, some: Sequence[str]) -> None:
        """Have what is kept under some names at hand, in one query."""
        found: dict[str, tuple[str, bytes] | None] = dict.fromkeys(some)
        for start in range(0, len(some), 500):
            query = sa.select(computed).where(computed.c.what.in_(some[start : start + 500]))
            found |= {row.what: (row.state, bytes(row.answer)) for row in self.connection.execute(query)}
        self._there |= found

    def of_component(self, component: int) -> list[tuple[Story, tuple[Line, ...]]]:
        """The stories of linked reports."""
        return self.of_components([component])[0]

    def of_components(
        self, components: Sequence[int], *, points: bool = False
    ) -> list[list[tuple[Story, tuple[Line, ...]]]]:
        """The stories of several groups of linked reports, group by group.

        A group that has become part of another since its number was noted is found there; where that is also asked
        for, it is empty.

        Args:
            points: whether their points will be asked for.
        """
        wanted = list(components)
        grouped = self._grouped(wanted)
        gone = [one for one in wanted if one not in grouped]
        if gone:
            # A group goes by its first report, which knows the group that it is in by now.
            query = sa.select(reports.c.n, reports.c.component).where(reports.c.n.in_(gone))
            now = {int(n): int(component) for n, component in self.connection.execute(query)}
            wanted = [one if one in grouped else now.get(one, one) for one in wanted]
            grouped |= self._grouped([one for one in wanted if one not in grouped])
        self._fetch([f"stories {one}" for one, some in grouped.items() if len(some) > 3])
        made = {one: self._stories(one, some) for one, some in grouped.items()}
        if points:
            self._fetch([f"points {story.id}" for some in made.values() for story, _ in some])
        return [made.pop(one, []) for one in wanted]

    def _grouped(self, components: Sequence[int]) -> dict[int, list[Line]]:
        found: dict[int, list[Line]] = {}
        for line in lines(self.connection, reports.c.component.in_(components)) if components else ():
            found.setdefault(line.component, []).append(line)
        return found

    def _stories(self, component: int, some: list[Line]) -> list[tuple[Story, tuple[Line, ...]]]:
        state = _state([f"{line.shown.id}@{line.version}" for line in some], "")
        groups = self._kept(f"stories {component}", state) if len(some) > 3 else [list(range(len(some)))]
        if groups is None:
            groups = self._split(some)
            self._fresh.append((f"stories {component}", state, _freeze(groups)))
        return [(_story([some[i] for i in group]), tuple(some[i] for i in group)) for group in groups]

    def _split(self, some: Sequence[Line]) -> list[list[int]]:
        if len(some) <= LARGEST:
            return stories_in(self._vectors(some), [line.day for line in some])
        # Too many to compare all with all: first cut where the links are weakest.
        at = {line.n: i for i, line in enumerate(some)}
        query = sa.select(links.c.one, links.c.other, links.c.weight).join(reports, reports.c.n == links.c.one)
        rows = self.connection.execute(
            query.where(reports.c.component == some[0].component, links.c.one < links.c.other)
        )
        pairs = [(at[a], at[b], weight) for a, b, weight in rows if a in at and b in at]
        groups = cut_weakest(len(some), pairs, LARGEST)
        vectors = self._vectors(some)
        made: list[list[int]] = []
        for group in groups:
            parts = stories_in([vectors[i] for i in group], [some[i].day for i in group])
            made += [[group[i] for i in part] for part in parts]
        return sorted(made)

    def _vectors(self, some: Sequence[Line]) -> list[Vector]:
        found: dict[int, bytes] = {}
        for start in range(0, len(some), 500):
            query = (
                sa.select(records.c.report, records.c.vector)
                .join(reports, (reports.c.n == records.c.report) & (reports.c.version == records.c.version))
                .where(reports.c.n.in_([line.n for line in some[start : start + 500]]))
            )
            found |= {int(n): bytes(vector) for n, vector in self.connection.execute(query)}
        return [unpack_vector(found[line.n]) for line in some]

    def _components(self, filters: Filters) -> list[int]:
        query = sa.select(reports.c.component).where(reports.c.replaced_by.is_(None)).distinct()
        if filters.story:
            query = query.where(reports.c.id == normal_story(filters.story))
        for kind, value in (("outlet", filters.outlet), ("type", filters.type)):
            if value is not None:
                key = value.upper().split("/")[0] if kind == "type" else normal(value)
                query = query.where(
                    reports.c.n.in_(sa.select(keys.c.report).where(keys.c.kind == kind, keys.c.key == key))
                )
        if filters.text is not None:
            query = query.where(reports.c.n.in_(self._with_words(filters.text)))
        if filters.since is not None:
            query = query.where(reports.c.published >= filters.since)
        if filters.until is not None:
            query = query.where(reports.c.published < _after(filters.until))
        return sorted(component for (component,) in self.connection.execute(query))

    def _with_words(self, text: str) -> list[int]:
        found = [word for word in re.findall(r"\w+", text) if word][:20]
        if not found:
            return []
        if self._ledger.sqlite:
            query = sa.text("SELECT rowid FROM words WHERE words MATCH :q")
            given = {"q": " ".join(f'"{word}"' for word in found)}
        else:
            query = sa.text("SELECT report FROM words WHERE body @@ plainto_tsquery('english', :q)")
            given = {"q": " ".join(found)}
        return [int(n) for (n,) in self.connection.execute(query, given)]


@lru_cache(maxsize=400)
def _unpacked(data: bytes) -> Digest:
    """A digest; kept by its bytes, since the same reports are looked at again and again."""
    return unpack(data)


def normal_story(story: str) -> str:
    """The report that a story's id names: any report of it will do."""
    return f"r-{story.removeprefix('st-').removeprefix('r-')}"


def _after(day: str) -> str:
    """The first moment after ``day``, as text that sorts behind all of it."""
    return day + "~" if len(day) <= 10 else day + " "


def _state(parts: Iterable[str], more: str) -> str:
    whole = json.dumps([*sorted(parts), more, __version__])
    return blake2b(whole.encode(), digest_size=12).hexdigest()


def _freeze(value: object) -> bytes:
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 1)


def _thaw(data: bytes) -> Any:
    return json.loads(zlib.decompress(data))


def _story(some: Sequence[Line]) -> Story:
    seen = sorted((instant(line.shown.published), line.shown.id, line) for line in some)
    dated = [line.shown.published for _, _, line in seen if line.shown.published]
    titled = [line.shown.title for _, _, line in seen if line.shown.title]
    first = seen[0][2].shown
    return Story(
        "st-" + min(line.shown.id for line in some).removeprefix("r-"),
        titled[0] if titled else first.file or first.id,
        tuple(line.shown.id for _, _, line in seen),
        dated[0] if dated else None,
        dated[-1] if dated else None,
    )
