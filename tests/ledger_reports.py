"""Records of short reports, by hand: what the ledger's tests speak of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.ledger.answers import Point
from sayso.ledger.digest import Digest
from sayso.ledger.points import points_of
from sayso.ledger.preparing import report_id
from sayso.ledger.propositions import digest_of
from sayso.reading import read_bytes
from sayso.record.spans import Span
from sayso.record.types import (
    Block,
    Claim,
    Date,
    Entity,
    EntityKind,
    Event,
    Holder,
    Note,
    Record,
    Report,
    Silence,
    SilentHolder,
    Standing,
    Statement,
    ToldTo,
)
from sayso.reports import Told


@dataclass(frozen=True)
class Says:
    """Somebody's words in a report: ``source`` and ``content`` stand in its text."""

    source: str
    content: str
    polarity: str = "positive"
    time: str = "past"
    stance: str = "states"
    by_way_of: tuple[str, ...] = ()
    told_to: str | None = None
    anonymous: bool = False
    name: str | None = None


def report(
    text: str, outlet: str | None, published: str | None, *says: Says,
    dates: dict[str, str] | None = None, events: dict[str, str] | None = None, dateline: str | None = None,
    silences: Sequence[tuple[str, str]] = (), notes: Sequence[str] = (), title: str | None = None,
) -> Record:  # fmt: skip
    """A record of ``text``; sentences that nobody's words are in are the outlet's own voice.

    Args:
        dates: words → the day they mean.
        events: trigger words → PLOVER type.
        silences: who has not spoken, and the words that say so.
    """

    def at(words: str, after: int = 0) -> Span:
        start = text.index(words, after)
        return Span.of(text, start, start + len(words))

    names = sorted({n for s in says for n in ((s.name or s.source), *s.by_way_of) if re.match("[A-Z]", n)})
    entities = {
        name: Entity(
            f"n{i}",
            name,
            _kind(name),
            tuple(Span.of(text, m.start(), m.end()) for m in re.finditer(re.escape(name), text)),
        )
        for i, name in enumerate(names, 1)
        if name in text
    }
    found_dates = tuple(
        Date(f"d{i}", at(words), "DATE", day, day, day, day, "published")
        for i, (words, day) in enumerate((dates or {}).items(), 1)
    )
    statements: list[Statement] = []
    drafts: list[tuple[Span, str | None, Standing]] = []
    for i, one in enumerate(says, 1):
        name = one.name or one.source
        chain = [Holder(way, None) for way in one.by_way_of]
        entity = entities[name].id if name in entities and not one.anonymous else None
        chain.append(Holder(name, at(one.source), entity, one.anonymous))
        told = ToldTo(one.told_to, at(one.told_to)) if one.told_to else None
        statements.append(Statement(f"s{i}", "indirect", at(one.source), None, (at(one.content),), tuple(chain), told))
        standing = Standing("certain", one.polarity, one.time, one.stance)  # type: ignore[arg-type]
        drafts.append((at(one.content), f"s{i}", standing))
    quiet = [at(words) for _, words in silences]
    for match in re.finditer(r"[^\s.][^.\n]*", text):
        own = Span.of(text, match.start(), match.end())
        taken = [*(span for span, _, _ in drafts), *quiet, *(s.source for s in statements if s.source)]
        if not any(own.overlaps(span) for span in taken) and (dateline is None or own.text not in dateline):
            drafts.append((own, None, Standing("certain", "positive", "past")))
    drafts.sort(key=lambda draft: draft[0])
    claims: list[Claim] = []
    made: list[Event] = []
    for i, (span, statement, standing) in enumerate(drafts, 1):
        mine = [
            Event(f"e{len(made) + k}", kind, None, (), at(trigger, span.start), (), (), None, None, f"c{i}")
            for k, (trigger, kind) in enumerate((events or {}).items(), 1)
            if trigger in span.text
        ]
        made += mine
        inside = tuple(d.id for d in found_dates if span.covers(d.span))
        claims.append(Claim(f"c{i}", (span,), statement, standing, tuple(e.id for e in mine), inside))
    number = f"r-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    return Record(
        Report(number, f"{number}.txt", text, (Block(0, len(text), "paragraph"),), None, outlet, title, None, published, "en", None, dateline),
        tuple(statements), tuple(claims),
        tuple(Silence(f"q{i}", at(words), (SilentHolder(who, None),)) for i, (who, words) in enumerate(silences, 1)),
        tuple(made), tuple(entities.values()), (), found_dates,
        tuple(Note(code, f"a note: {code}") for code in notes),
    )  # fmt: skip


def _kind(name: str) -> EntityKind:
    return "organisation" if name.rsplit(maxsplit=1)[-1] in {"Front", "Lines", "Baltwire"} else "person"


def ferry_reports() -> list[Record]:
    """A small story: a ferry sinks off Brenholm; echo, wire copy, a witness, a denial, a changing toll, a slipping day."""
    wire = (
        "The ferry Alma sank off Brenholm on Monday, the coastguard said. "
        "Nine people drowned, coastguard commander Ida Roth said. "
        "Ida Roth said the ferry Alma had carried no life rafts. "
        "Divers will raise the ferry on Friday, Ida Roth said."
    )
    days = {"Monday": "2025-02-03", "Friday": "2025-02-07"}
    events = {"sank": "ACCIDENT", "drowned": "ASSAULT"}
    first = (
        Says("the coastguard", "The ferry Alma sank off Brenholm on Monday"),
        Says("coastguard commander Ida Roth", "Nine people drowned", name="Ida Roth"),
        Says("Ida Roth", "the ferry Alma had carried no life rafts", polarity="negative"),
        Says("Ida Roth", "Divers will raise the ferry on Friday", time="future"),
    )
    return [
        report(wire, "Baltwire", "2025-02-03T08:00:00Z", *first, dates=days, events=events, dateline="BRENHOLM (Baltwire)"),
        report(
            wire.replace(" Divers will raise the ferry on Friday, Ida Roth said.", "") + "\n(Baltwire)",
            "The Strand", "2025-02-03T10:00:00Z", *first[:3], dates={"Monday": "2025-02-03"}, events=events,
        ),
        report(
            "At least nine people drowned when the ferry Alma sank off Brenholm, Ida Roth told Baltwire.",
            "Radio Sund", "2025-02-03T11:00:00Z",
            Says("Ida Roth", "At least nine people drowned when the ferry Alma sank off Brenholm", told_to="Baltwire"),
            events=events,
        ),
        report(
            "Passenger Tom Vik told The Harbour Mail that eleven people had drowned. "
            "Tom Vik said the ferry Alma had sunk off Brenholm within four minutes.",
            "The Harbour Mail", "2025-02-04T09:00:00Z",
            Says("Tom Vik", "that eleven people had drowned", told_to="The Harbour Mail"),
            Says("Tom Vik", "the ferry Alma had sunk off Brenholm within four minutes"),
            events={"sunk": "ACCIDENT", "drowned": "ASSAULT"},
        ),
        report(
            "The owner, Alma Lines, said the ferry Alma had carried life rafts. "
            "A port worker said the ferry Alma had carried no life rafts.",
            "The Strand", "2025-02-04T12:00:00Z",
            Says("Alma Lines", "the ferry Alma had carried life rafts"),
            Says("A port worker", "the ferry Alma had carried no life rafts", polarity="negative", anonymous=True),
        ),
        report(
            "Eleven people drowned when the ferry Alma sank off Brenholm, Ida Roth said on Wednesday. "
            "Divers will raise the ferry on Sunday, Ida Roth said. Police have not said why it sank.",
            "Baltwire", "2025-02-05T08:00:00Z",
            Says("Ida Roth", "Eleven people drowned when the ferry Alma sank off Brenholm"),
            Says("Ida Roth", "Divers will raise the ferry on Sunday", time="future"),
            dates={"Sunday": "2025-02-09"}, events=events, silences=[("Police", "Police have not said why it sank")],
            dateline="BRENHOLM (Baltwire)", notes=["unclear-place"],
        ),
    ]  # fmt: skip


def digests(found: list[Record]) -> list[Digest]:
    """The digests of some reports, by the ids that the ledger gives them."""
    return [replace(digest_of(one), id=report_id(one.report.id, one.report.outlet)) for one in found]


def points(*found: Record) -> tuple[Point, ...]:
    """The points of a story of these reports."""
    return points_of("st-test", digests(list(found)))


def read(outlet: str, published: str, text: str) -> Record:
    """A report, read from end to end."""
    return read_bytes(text.encode(), told=Told(outlet=outlet, published=published), media="text/plain")


def sides(*found: Record) -> dict[str, str]:
    """Of the point with most claims: who is on which side."""
    (point, *_) = points(*found)
    return {str(claim.origin.name): claim.relation for claim in point.claims}
