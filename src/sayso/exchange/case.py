"""What is exported: records, and, where they come from a ledger, the points that they add up to."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from dataclasses import fields as fields_of
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from sayso.ledger import Ledger, LedgerError
from sayso.ledger.answers import story_json
from sayso.ledger.corrected import corrected as laid_over
from sayso.ledger.origins import instant
from sayso.ledger.preparing import report_id
from sayso.ledger.queries import Asked, Filters, Line
from sayso.ledger.rulings import NO_RULINGS
from sayso.ledger.schema import records, reports
from sayso.ledger.selection import passes
from sayso.ledger.views import asking
from sayso.record.contract import ContractError, from_json
from sayso.record.spans import Span
from sayso.record.types import Claim, Date, Entity, Event, Holder, Place, Record, Statement

Json = dict[str, Any]
ABOUT_REPORTS = frozenset({"story"})
"""Filters that choose reports as they are; all others look for points."""


class MissingPackageError(Exception):
    """A format needs a package that is not installed; the message says which, and how to get it."""


@dataclass(frozen=True)
class Filed:
    """One report's record under its name in the case, with its parts by their ids."""

    id: str
    """The id that a ledger gives the report."""
    record: Record

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Its statements."""
        return {one.id: one for one in self.record.statements}

    @cached_property
    def dates(self) -> dict[str, Date]:
        """Its dates."""
        return {one.id: one for one in self.record.dates}

    @cached_property
    def places(self) -> dict[str, Place]:
        """Its places."""
        return {one.id: one for one in self.record.places}

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Its entities."""
        return {one.id: one for one in self.record.entities}

    @cached_property
    def events(self) -> dict[str, Event]:
        """Its events."""
        return {one.id: one for one in self.record.events}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Its claims."""
        return {one.id: one for one in self.record.claims}

    @cached_property
    def events_of(self) -> dict[str, list[Event]]:
        """Its events by their claims."""
        found: dict[str, list[Event]] = {}
        for event in self.record.events:
            found.setdefault(event.claim, []).append(event)
        return found

    @cached_property
    def claims_at(self) -> dict[str, list[Claim]]:
        """Its claims by the places in them."""
        found: dict[str, list[Claim]] = {}
        for claim in self.record.claims:
            for place in dict.fromkeys(claim.places):
                found.setdefault(place, []).append(claim)
        return found

    @property
    def urn(self) -> str:
        """A name for it that is one everywhere."""
        return f"urn:sayso:{safe_name(self.id)}"

    @property
    def label(self) -> str:
        """What people call it."""
        report = self.record.report
        return report.title or report.file or report.url or "Untitled report"

    @property
    def link(self) -> str | None:
        """Its address, if it is a plain web address."""
        return web_address(self.record.report.url)

    def ref(self, part: str) -> str:
        """A part's name in the case, as in the ledger: ``report/part``."""
        return f"{self.id}/{part}"

    def part_urn(self, part: str) -> str:
        """A part's name, one everywhere."""
        return f"{self.urn}:{safe_name(part)}"

    def said_by(self, claim: Claim) -> Statement | None:
        """The statement that a claim is the content of; ``None`` in the outlet's own voice."""
        return self.statements.get(claim.statement or "")

    def way(self, claim: Claim) -> str:
        """On whose word a claim is, outermost holder first: ``The Ledger → Interfax → Dmitry Peskov``."""
        statement = self.said_by(claim)
        outlet = self.record.report.outlet or "the report"
        if statement is None:
            return f"{outlet}, in its own words"
        if statement.kind == "attitude":
            return f"{outlet}, of what is in the mind of {' → '.join(map(holder_name, statement.chain)) or 'somebody'}"
        return " → ".join([outlet, *map(holder_name, statement.chain or (Holder(None, None),))])


@dataclass(frozen=True)
class Case:
    """What is exported, in the order of reports."""

    filed: tuple[Filed, ...]
    points: tuple[Json, ...] = ()
    """The ledger's points, as its contract writes them; none where the records come from files."""
    stories: tuple[Json, ...] = ()
    grades: dict[str, Json] = field(default_factory=dict)
    """Normal name of a source → the grade that an analyst gave it."""

    @cached_property
    def placed(self) -> dict[str, tuple[Json, Json]]:
        """Claim's ref → the first point it stands in, and how it stands there."""
        found: dict[str, tuple[Json, Json]] = {}
        for point in self.points:
            for claim in point["claims"]:
                found.setdefault(claim["claim"], (point, claim))
        return found

    @cached_property
    def points_of(self) -> dict[str, list[Json]]:
        """The points by their stories."""
        found: dict[str, list[Json]] = {}
        for point in self.points:
            found.setdefault(point["story"], []).append(point)
        return found

    @cached_property
    def by_id(self) -> dict[str, Filed]:
        """The reports by their ids."""
        return {one.id: one for one in self.filed}

    @property
    def title(self) -> str:
        """What it is about."""
        if len(self.stories) == 1:
            return str(self.stories[0]["title"])
        return self.filed[0].label if len(self.filed) == 1 else f"{len(self.filed)} reports"


def of_records(found: Iterable[Record]) -> Case:
    """The case of some records; one that is there twice counts once."""
    filed: dict[str, Filed] = {}
    for record in found:
        name = report_id(record.report.id, record.report.outlet)
        filed.setdefault(name, Filed(name, record))
    return Case(tuple(filed.values()))


def of_ledger(ledger: Ledger, filters: Filters, *, corrected: bool = True) -> Case:
    """The case of what ``filters`` let through: the points, and the whole reports that have a claim in them.

    Args:
        corrected: whether records are as people corrected them, with a note for each decision; else as they were read.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    filed: list[Filed] = []
    points: list[Json] = []
    stories: list[Json] = []
    narrow = any(getattr(filters, f.name) is not None for f in fields_of(filters) if f.name not in ABOUT_REPORTS)
    with asking(ledger) as (asked, graded):
        for story, some in asked.stories(filters):
            outlets = {line.shown.id: line.shown.outlet for line in some}
            published = {line.shown.id: line.shown.published for line in some}
            chosen = [p for p in asked.points(story, some) if passes(p, filters, outlets, published)]
            if narrow:
                wanted = {claim["report"] for point in chosen for claim in point["claims"]}
                kept = tuple(line for line in some if line.shown.id in wanted)
            else:
                kept = some
            if kept:
                stories.append(story_json(story))
                points += chosen
                filed += _kept(ledger, asked, kept, corrected=corrected)
    filed.sort(key=lambda one: (instant(one.record.report.published), one.id))
    points.sort(key=lambda p: (-p["independent_origins"], -len(p["claims"]), instant(p["first_seen"]), p["id"]))
    stories.sort(key=lambda s: (instant(s["first_seen"]), s["id"]))
    return Case(tuple(filed), tuple(points), tuple(stories), dict(graded))


def _kept(ledger: Ledger, asked: Asked, some: Sequence[Line], *, corrected: bool) -> list[Filed]:
    made: dict[int, Record] = {}
    for start in range(0, len(some), 500):
        query = (
            sa.select(records.c.report, records.c.record)
            .join(reports, (reports.c.n == records.c.report) & (reports.c.version == records.c.version))
            .where(reports.c.n.in_([line.n for line in some[start : start + 500]]))
        )
        for n, data in asked.connection.execute(query):
            try:
                made[int(n)] = from_json(json.loads(zlib.decompress(bytes(data))))
            except (ContractError, ValueError, zlib.error) as error:
                raise LedgerError(f"{ledger.name}: a record in it cannot be read: {error}") from error
    rulings = asked.rulings(some) if corrected else NO_RULINGS
    return [Filed(line.shown.id, laid_over(made[line.n], line.shown.id, rulings).handed_on) for line in some]


def words(spans: Iterable[Span]) -> str:
    """The exact words of spans; where some are left out between them, ``…``."""
    return " … ".join(span.text for span in spans)


def holder_name(holder: Holder) -> str:
    """What a holder is called; who is not named is never given a name."""
    name = holder.name or (holder.span.text if holder.span else "")
    if not name:
        return "somebody unnamed"
    return f"{name} (unnamed)" if holder.anonymous and "unnamed" not in name.lower() else name


def web_address(url: str | None) -> str | None:
    """``url`` if it is a plain web address; anything else could be a script."""
    if url is None or re.search(r"[\x00-\x20\x7f\\<>\"]", url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def safe_name(name: str) -> str:
    """``name`` with nothing that could mean something in a path or an identifier."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)[:120].lstrip(".") or "report"


def json_text(value: object) -> str:
    """JSON as people read it, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def present(value: Json) -> Json:
    """``value`` without the keys of which nothing is known."""
    return {key: item for key, item in value.items() if item not in (None, "", [], {}, ())}
