"""What the ledger keeps of a record to compare it with others: its propositions, and how its words came to it.

A digest is worked out once, when a report is added; points are then worked out from digests alone.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, fields
from typing import Any

from sayso.record.spans import Span
from sayso.record.types import Standing

Period = tuple[str, str]
"""First and last day, ISO."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of what: ``low`` to ``high``, ``None`` for no bound."""

    measure: str
    """A measure of the lexicon (``killed``), or the lemma of what is counted (``vessel``)."""
    noun: str
    """Who or what exactly; empty where it is anyone."""
    low: float | None
    high: float | None
    span: Span
    only: bool = False
    """Whether the report counts nobody else by this measure: then its 'four workers' may be all of the dead."""


@dataclass(frozen=True, slots=True)
class Proposition:
    """A clause of a claim, as it is compared with others."""

    claim: str
    n: int
    """Which one of its report; in the order of the text."""
    spans: tuple[Span, ...]
    predicate: str
    """Lemma of what is said to happen or be; empty where it could not be told."""
    events: tuple[tuple[str, str], ...]
    """Types (with modes) and the lemmas of their triggers."""
    words: tuple[str, ...]
    names: tuple[str, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    places: tuple[str, ...]
    """Where it happened: ``AL durrës`` for a town, ``AL`` for a country, ``AL /kukës`` for what is larger than a town;
    what could not be resolved as it is written."""
    dates: tuple[tuple[str, str, Span], ...]
    """First and last day of each date in the clause."""
    count: Count | None
    polarity: str
    """``positive``, ``negative`` or ``unspecified``: the claim's, but 'not before Friday' is a positive Friday."""
    former: bool = False
    """What had been said or planned before: 'it had been due to reopen on Friday'."""
    speaker: tuple[str, ...] = ()
    """The words of the speaker's name, where a pronoun in it stands for the speaker: 'it had not attacked'."""
    back: str | None = None
    """The claim of the same report that a mere pronoun stands for: 'Fertimar denies it'."""
    contrary: bool = False
    """Whether its words say the contrary, so that its polarity is turned: 'the pilot survived' is 'he did not die'."""
    sense: str = ""
    """Its vector (:mod:`sayso.ledger.senses`); empty in a digest of an earlier version."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words a claim is, as the report says."""

    kind: str | None
    """The statement's kind; ``None`` for the outlet's own voice."""
    chain: tuple[dict[str, Any], ...]
    """The record's holders, outermost first."""
    name: str | None
    """The origin's name, or what the report calls it; ``None`` in the outlet's own voice."""
    entity: str | None
    anonymous: bool
    named: bool
    """Whether the name is one, rather than a description."""
    bodies: tuple[str, ...]
    """The bodies it belongs to, as far as the report says."""
    speaks_for: str | None
    """The body whose mouth it is (a spokeswoman)."""
    between: tuple[str, ...]
    """The holders before the origin, and the medium it spoke to: the way the words travelled."""
    told_to: str | None
    witness: bool
    """The outlet's own people say that they saw it."""


@dataclass(frozen=True, slots=True)
class Said:
    """One claim of a report."""

    id: str
    spans: tuple[Span, ...]
    standing: Standing
    voice: Voice
    shingles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A silence of a report."""

    id: str
    span: Span
    holders: tuple[str, ...]
    about: Span | None


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody, or a body, whom a report names."""

    name: str
    """Normal."""
    kind: str
    called: tuple[str, ...]
    """What the report calls it beside its name, as written."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One report, as the ledger compares it."""

    id: str
    file: str | None
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    credits: tuple[str, ...]
    """Agencies that the report says it is from or drew on."""
    shingles: tuple[int, ...]
    persons: tuple[str, ...]
    places: tuple[str, ...]
    types: tuple[str, ...]
    claims: tuple[Said, ...]
    propositions: tuple[Proposition, ...]
    silences: tuple[Heard, ...]
    notes: tuple[tuple[str, str], ...]
    cast: tuple[Figure, ...] = ()
    """Whom it names, with what it calls them."""
    taken_up: tuple[tuple[str, str], ...] = ()
    """Sources told by what takes up an earlier description, with that; empty for somebody without a name."""


def pack(digest: Digest) -> bytes:
    """The digest as bytes."""
    return zlib.compress(json.dumps(_plain(digest), ensure_ascii=True, separators=(",", ":")).encode(), 3)


def _plain(value: object) -> Any:
    """Dataclasses as objects; a digest is but a few levels deep."""
    if isinstance(value, str | int | float | None):
        return value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return value
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}  # type: ignore[arg-type]


def unpack(data: bytes) -> Digest:
    """The digest that :func:`pack` made."""
    value: dict[str, Any] = json.loads(zlib.decompress(data))
    value["claims"] = tuple(_said(one) for one in value["claims"])
    value["propositions"] = tuple(_proposition(one) for one in value["propositions"])
    value["silences"] = tuple(
        Heard(one["id"], _span(one["span"]), tuple(one["holders"]), _maybe(one["about"])) for one in value["silences"]
    )
    value["notes"] = tuple((code, message) for code, message in value["notes"])
    # A digest of an earlier version has no cast.
    value["cast"] = tuple(Figure(f["name"], f["kind"], tuple(f["called"])) for f in value.get("cast", ()))
    value["taken_up"] = tuple((name, phrase) for name, phrase in value.get("taken_up", ()))
    for key in ("credits", "shingles", "persons", "places", "types"):
        value[key] = tuple(value[key])
    return Digest(**value)


def _said(value: dict[str, Any]) -> Said:
    standing, voice = value["standing"], value["voice"]
    likelihood = standing["likelihood"]
    return Said(
        value["id"],
        _spans(value["spans"]),
        Standing(
            standing["certainty"], standing["polarity"], standing["time"], standing["stance"],
            (likelihood[0], likelihood[1]) if likelihood else None,
            _spans(standing["because"]), _maybe(standing["condition"]),
        ),
        Voice(
            voice["kind"], tuple(voice["chain"]), voice["name"], voice["entity"], voice["anonymous"], voice["named"],
            tuple(voice["bodies"]), voice["speaks_for"], tuple(voice["between"]), voice["told_to"], voice["witness"],
        ),
        tuple(value["shingles"]),
    )  # fmt: skip


def _proposition(value: dict[str, Any]) -> Proposition:
    count = value["count"]
    return Proposition(
        value["claim"], value["n"], _spans(value["spans"]), value["predicate"],
        tuple((kind, trigger) for kind, trigger in value["events"]),
        tuple(value["words"]), tuple(value["names"]), tuple(value["actors"]), tuple(value["recipients"]),
        tuple(value["places"]),
        tuple((first, last, _span(span)) for first, last, span in value["dates"]),
        _count(count) if count else None,
        value["polarity"], value["former"], tuple(value["speaker"]), value["back"], value.get("contrary", False),
        value.get("sense", ""),
    )  # fmt: skip


def _count(value: dict[str, Any]) -> Count:
    only = value.get("only", False)
    return Count(value["measure"], value["noun"], value["low"], value["high"], _span(value["span"]), only)


def _span(value: dict[str, Any]) -> Span:
    return Span(value["start"], value["end"], value["text"])


def _maybe(value: dict[str, Any] | None) -> Span | None:
    return None if value is None else _span(value)


def _spans(values: list[dict[str, Any]]) -> tuple[Span, ...]:
    return tuple(_span(value) for value in values)
