"""The words of the record: what Sayso says about one report.

Frozen values only. Their JSON form is written by :mod:`sayso.record.contract` and described by
``schema-1.json``; a field here has the same name there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sayso.record.spans import Span

BlockRole = Literal[
    "title",
    "paragraph",
    "heading",
    "list item",
    "caption",
    "photo credit",
    "translation credit",
    "byline",
    "dateline",
    "boilerplate",
]
"""What a block of a report is. Only ``PROSE`` roles can carry statements and claims."""

PROSE: frozenset[str] = frozenset({"paragraph", "list item"})

StatementKind = Literal["direct", "indirect", "mixed", "publication", "attitude"]
Certainty = Literal["certain", "probable", "possible", "unspecified"]
Polarity = Literal["positive", "negative", "unspecified"]
TimeStatus = Literal["past", "ongoing", "future", "scheduled", "conditional", "timeless", "unspecified"]
Stance = Literal[
    "states",
    "confirms",
    "denies",
    "alleges",
    "expects",
    "doubts",
    "promises",
    "threatens",
    "asks",
    "unspecified",
]
EntityKind = Literal["person", "organisation", "country", "place", "group", "vehicle", "meeting", "other"]
PlaceRole = Literal["event", "said-at", "dateline", "mention"]
PartyRole = Literal["actor", "recipient"]
CountryBasis = Literal["named", "table", "place", "domestic"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the report's text with one role; blocks do not overlap."""

    start: int
    end: int
    role: BlockRole


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of a record should know: a problem, a doubt, a thing not told."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One published item, and the canonical text that all offsets count in."""

    id: str
    file: str | None
    text: str
    blocks: tuple[Block, ...]
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    """ISO 8601 date or date and time, as told; ``None`` when not known."""
    language: str | None = None
    """BCP 47 tag."""
    translator: str | None = None
    dateline: str | None = None
    credit: str | None = None
    """Whom the item's metadata credits: a feed's ``<source>``, a wire item's credit line."""
    published_from: str | None = None
    """What the publication date rests on."""
    retrieved: str | None = None
    """ISO 8601 date and time, when it was fetched, as told."""
    sha256: str | None = None
    """Of the bytes it was read from: its own file, or the feed, message or line that holds it."""
    container: str | None = None
    """The formats it came in, outermost first, with ' > ' between; ``None`` for plain text and pages."""
    member: str | None = None
    """Which part of its file it is; ``None`` where it is the file."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One holder of a statement: who it is on the word of."""

    name: str | None
    span: Span | None
    entity: str | None = None
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class ToldTo:
    """The medium that an origin spoke to."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution relation (Pareti 2012): a source, a cue and the attributed content."""

    id: str
    kind: StatementKind
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    chain: tuple[Holder, ...]
    """Outermost holder first, the origin last; the report's own outlet is not listed."""
    told_to: ToldTo | None = None
    said_on: str | None = None
    """Id of the date on which it was said."""
    within: str | None = None
    """Id of the statement whose content this one lies in."""
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How firmly a claim stands: FactBank's certainty and polarity, its time, the cue's stance."""

    certainty: Certainty = "unspecified"
    polarity: Polarity = "unspecified"
    time: TimeStatus = "unspecified"
    stance: Stance = "unspecified"
    likelihood: tuple[float, float] | None = None
    """ICD 203 band as probabilities, where an estimative word stands."""
    because: tuple[Span, ...] = ()
    """The words that led to this standing."""
    condition: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One proposition: a statement's content, or a sentence in the outlet's own voice."""

    id: str
    spans: tuple[Span, ...]
    """Of 'denies the charge' they are the words of whoever makes the charge; of a verdict, what it is on."""
    statement: str | None
    standing: Standing
    events: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SilentHolder:
    """Somebody who is said not to have said something."""

    name: str | None
    span: Span | None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """The report says that somebody has *not* said or published something."""

    id: str
    span: Span
    holders: tuple[SilentHolder, ...]
    about: Span | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A party of an event: the words that stand for it, with its country and sectors as PLOVER has them."""

    role: PartyRole
    span: Span
    name: str | None
    """The name of its entity."""
    entity: str | None
    country: str | None
    """ISO 3166-1 alpha-2; of a phrase that names two countries ("Greek and Turkish officials") each is a party."""
    country_basis: CountryBasis | None
    """What the country rests on: ``named`` by the report, known from a ``table``; or gathered: the ``place`` of the
    event, or that of the other party (``domestic``)."""
    sectors: tuple[str, ...] = ()
    """PLOVER's codes: GOV, MIL, REB, ..."""


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, in PLOVER's terms."""

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    trigger: Span
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place: str | None
    date: str | None
    claim: str
    parties: tuple[Party, ...] = ()
    """Actors and recipients in the words of the report, whether or not they have a name."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, country, … with all its mentions in one report."""

    id: str
    name: str
    kind: EntityKind
    mentions: tuple[Span, ...]
    ids: dict[str, str] = field(default_factory=dict, hash=False)
    """Keys ``iso``, ``wikidata``, ``geonames``; only those known."""


@dataclass(frozen=True, slots=True)
class Place:
    """A mention of a place, resolved to a gazetteer entry where that is clear."""

    id: str
    span: Span
    entity: str | None
    name: str | None
    kind: str | None
    country: str | None
    """ISO 3166-1 alpha-2."""
    admin1: str | None
    lat: float | None
    lon: float | None
    role: PlaceRole
    candidates: tuple[dict[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Date:
    """A time expression: TIMEX3 type and value, EDTF, and its earliest and latest day."""

    id: str
    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    edtf: str | None
    earliest: str | None
    latest: str | None
    anchor: str | None
    """What the value was reckoned from: ``published``, the id of another date, or ``None``."""
    mod: str | None = None
    """TIMEX3's mod: ``START``, ``APPROX``, ``MORE_THAN`` and so on, or ``None``."""


@dataclass(frozen=True, slots=True)
class Record:
    """All that Sayso says about one report."""

    report: Report
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    silences: tuple[Silence, ...] = ()
    events: tuple[Event, ...] = ()
    entities: tuple[Entity, ...] = ()
    places: tuple[Place, ...] = ()
    dates: tuple[Date, ...] = ()
    notes: tuple[Note, ...] = ()
