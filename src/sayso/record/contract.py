"""The record's JSON, schema 1: written, read back, and described.

The contract changes only by adding keys. So a reader must pass over keys that it does not know, and :func:`from_json`
does; :func:`schema` describes it that way, and ``schema(closed=True)`` describes exactly what this version writes.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import resources
from typing import Any, NoReturn, TypeVar, cast, get_args, get_type_hints

from sayso import __version__
from sayso.record.spans import Span
from sayso.record.types import (
    Block,
    Claim,
    Date,
    Entity,
    Event,
    Holder,
    Note,
    Party,
    Place,
    Record,
    Report,
    Silence,
    SilentHolder,
    Standing,
    Statement,
    ToldTo,
)

SCHEMA = 1
"""Number of the contract's major version; it grows only if a key is ever taken away or changes its meaning."""

T = TypeVar("T")
Json = dict[str, Any]

_SURROGATE = re.compile("[\ud800-\udfff]")
_REPORT_KEYS = (
    "id", "file", "url", "outlet", "title", "byline", "published", "language", "translator", "dateline",
    "credit", "published_from", "retrieved", "sha256", "container", "member", "text", "blocks",
)  # fmt: skip


class ContractError(ValueError):
    """The JSON is not a record of schema 1; the message says where and why."""


def to_json(record: Record) -> Json:
    """The record as JSON values, with the contract's keys in the contract's order."""
    report = record.report
    return {
        "schema": SCHEMA,
        "sayso": __version__,
        "report": {key: _plain(getattr(report, key)) for key in _REPORT_KEYS},
        "statements": _plain(record.statements),
        "claims": _plain(record.claims),
        "silences": _plain(record.silences),
        "events": _plain(record.events),
        "entities": _plain(record.entities),
        "places": _plain(record.places),
        "dates": _plain(record.dates),
        "notes": _plain(record.notes),
    }


def _plain(value: object) -> Any:
    """Dataclasses as objects with their fields in order, tuples as lists; a record is but a few levels deep."""
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def dumps(record: Record, *, indent: int | None = None) -> str:
    """The record as JSON text: the same record gives the same characters. Without ``indent`` it is one line.

    A file name that is no valid Unicode reaches Python with lone surrogates; they are written as ``\\udcXX`` escapes,
    so that the text can always be encoded and nothing is lost.

    Raises:
        ValueError: a number is not finite.
    """
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(to_json(record), ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def schema(*, closed: bool = False) -> Json:
    """The contract as a JSON Schema (2020-12).

    Keys may be added to schema 1, so the published form lets unknown keys pass. ``closed`` forbids them: it holds for
    what this version writes, and is for testing a writer.
    """
    described: Json = json.loads(resources.files("sayso.record").joinpath("schema-1.json").read_text("utf-8"))
    if closed:
        for part in (described, *described["$defs"].values()):
            if "properties" in part:
                part["additionalProperties"] = False
    return described


def from_json(value: object) -> Record:
    """The record that :func:`to_json` wrote; keys it does not know are passed over.

    Raises:
        ContractError: ``value`` is not a record of schema 1: a key is missing, a value has the wrong type, or a span's
            text is not what stands in the report at its offsets.
    """
    root = _Node(value, "record")
    if root.get("schema") != SCHEMA or isinstance(root.get("schema"), bool):
        root.fail(f"this is schema {root.get('schema')!r}, not {SCHEMA}")
    told = root.node("report")
    text = told.text("text")
    report = Report(
        id=told.text("id"),
        file=told.maybe("file"),
        text=text,
        blocks=told.each("blocks", _block),
        url=told.maybe("url"),
        outlet=told.maybe("outlet"),
        title=told.maybe("title"),
        byline=told.maybe("byline"),
        published=told.maybe("published"),
        language=told.maybe("language"),
        translator=told.maybe("translator"),
        dateline=told.maybe("dateline"),
        credit=told.added("credit"),
        published_from=told.added("published_from"),
        retrieved=told.added("retrieved"),
        sha256=told.added("sha256"),
        container=told.added("container"),
        member=told.added("member"),
    )
    root.report_text = text
    return Record(
        report=report,
        statements=root.each("statements", _statement),
        claims=root.each("claims", _claim),
        silences=root.each("silences", _silence),
        events=root.each("events", _event),
        entities=root.each("entities", _entity),
        places=root.each("places", _place),
        dates=root.each("dates", _date),
        notes=root.each("notes", lambda n: Note(n.text("code"), n.text("message"), n.maybe_span("span"))),
    )


class _Node:
    """A JSON object on the way in, that knows where it stands."""

    def __init__(self, value: object, where: str, report_text: str = "") -> None:
        self.where = where
        self.report_text = report_text
        if not isinstance(value, dict):
            self.fail("an object was expected")
        self.value: Json = value

    def fail(self, message: str) -> NoReturn:
        raise ContractError(f"{self.where}: {message}")

    def get(self, key: str) -> Any:
        if key not in self.value:
            self.fail(f"{key!r} is missing")
        return self.value[key]

    def _typed(self, key: str, kind: type[T], name: str) -> T:
        value = self.get(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fail(f"{key!r} should be {name}")
        return value

    def text(self, key: str) -> str:
        return self._typed(key, str, "a string")

    def maybe(self, key: str) -> str | None:
        return None if self.get(key) is None else self.text(key)

    def added(self, key: str) -> str | None:
        """A field that records of older versions lack."""
        return self.maybe(key) if key in self.value else None

    def flag(self, key: str) -> bool:
        return self._typed(key, bool, "true or false")

    def offset(self, key: str) -> int:
        return self._typed(key, int, "a whole number")

    def number(self, key: str) -> float:
        return self._finite(self.get(key), key)

    def maybe_number(self, key: str) -> float | None:
        return None if self.get(key) is None else self.number(key)

    def _finite(self, value: object, key: str) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            self.fail(f"{key!r} should be a finite number")
        return value

    def one_of(self, key: str, owner: type) -> Any:
        """A word of the vocabulary that field ``key`` of ``owner`` has."""
        words = _words(owner, key)
        if self.get(key) not in words:
            self.fail(f"{key!r} should be one of {', '.join(words)}")
        return self.get(key)

    def items(self, key: str) -> list[object]:
        return cast("list[object]", self._typed(key, list, "a list"))

    def strings(self, key: str) -> tuple[str, ...]:
        if not all(isinstance(item, str) for item in self.items(key)):
            self.fail(f"{key!r} should be a list of strings")
        return tuple(cast("list[str]", self.get(key)))

    def node(self, key: str) -> _Node:
        return _Node(self.get(key), f"{self.where}.{key}", self.report_text)

    def each(self, key: str, read: Callable[[_Node], T]) -> tuple[T, ...]:
        items = enumerate(self.items(key))
        return tuple(read(_Node(item, f"{self.where}.{key}[{i}]", self.report_text)) for i, item in items)

    def span(self, key: str) -> Span:
        return _span(self.node(key))

    def maybe_span(self, key: str) -> Span | None:
        return None if self.get(key) is None else self.span(key)

    def spans(self, key: str) -> tuple[Span, ...]:
        return self.each(key, _span)

    def range(self, key: str) -> tuple[float, float] | None:
        if self.get(key) is None:
            return None
        values = self.items(key)
        if len(values) != 2:
            self.fail(f"{key!r} should be two numbers")
        return self._finite(values[0], key), self._finite(values[1], key)


@cache
def _words(owner: type, key: str) -> tuple[str, ...]:
    hint = get_type_hints(owner)[key]
    optional = next((part for part in get_args(hint) if get_args(part)), None)  # the words of "Literal[...] | None"
    return get_args(optional if optional is not None else hint)


def _span(node: _Node) -> Span:
    start, end, text = node.offset("start"), node.offset("end"), node.text("text")
    if not 0 <= start <= end <= len(node.report_text) or node.report_text[start:end] != text:
        node.fail(f"the report does not say this at {start}:{end}")
    return Span(start, end, text)


def _block(node: _Node) -> Block:
    return Block(node.offset("start"), node.offset("end"), node.one_of("role", Block))


def _statement(node: _Node) -> Statement:
    return Statement(
        id=node.text("id"),
        kind=node.one_of("kind", Statement),
        source=node.maybe_span("source"),
        cue=node.maybe_span("cue"),
        content=node.spans("content"),
        chain=node.each(
            "chain", lambda n: Holder(n.maybe("name"), n.maybe_span("span"), n.maybe("entity"), n.flag("anonymous"))
        ),
        told_to=None if node.get("told_to") is None else _told_to(node.node("told_to")),
        said_on=node.maybe("said_on"),
        within=node.maybe("within"),
        score=node.number("score"),
    )


def _told_to(node: _Node) -> ToldTo:
    return ToldTo(node.text("name"), node.span("span"))


def _claim(node: _Node) -> Claim:
    return Claim(
        id=node.text("id"),
        spans=node.spans("spans"),
        statement=node.maybe("statement"),
        standing=_standing(node.node("standing")),
        events=node.strings("events"),
        dates=node.strings("dates"),
        places=node.strings("places"),
    )


def _standing(node: _Node) -> Standing:
    return Standing(
        certainty=node.one_of("certainty", Standing),
        polarity=node.one_of("polarity", Standing),
        time=node.one_of("time", Standing),
        stance=node.one_of("stance", Standing),
        likelihood=node.range("likelihood"),
        because=node.spans("because"),
        condition=node.maybe_span("condition"),
    )


def _silence(node: _Node) -> Silence:
    holders = node.each("holders", lambda n: SilentHolder(n.maybe("name"), n.maybe_span("span"), n.maybe("entity")))
    return Silence(node.text("id"), node.span("span"), holders, node.maybe_span("about"))


def _event(node: _Node) -> Event:
    return Event(
        id=node.text("id"),
        type=node.text("type"),
        mode=node.maybe("mode"),
        contexts=node.strings("contexts"),
        trigger=node.span("trigger"),
        actors=node.strings("actors"),
        recipients=node.strings("recipients"),
        place=node.maybe("place"),
        date=node.maybe("date"),
        claim=node.text("claim"),
        parties=node.each("parties", _party) if "parties" in node.value else (),
    )


def _party(node: _Node) -> Party:
    return Party(
        role=node.one_of("role", Party),
        span=node.span("span"),
        name=node.maybe("name"),
        entity=node.maybe("entity"),
        country=node.maybe("country"),
        country_basis=None if node.get("country_basis") is None else node.one_of("country_basis", Party),
        sectors=node.strings("sectors"),
    )


def _entity(node: _Node) -> Entity:
    ids = node.node("ids")
    return Entity(
        id=node.text("id"),
        name=node.text("name"),
        kind=node.one_of("kind", Entity),
        mentions=node.spans("mentions"),
        ids={key: ids.text(key) for key in ids.value},
    )


def _place(node: _Node) -> Place:
    return Place(
        id=node.text("id"),
        span=node.span("span"),
        entity=node.maybe("entity"),
        name=node.maybe("name"),
        kind=node.maybe("kind"),
        country=node.maybe("country"),
        admin1=node.maybe("admin1"),
        lat=node.maybe_number("lat"),
        lon=node.maybe_number("lon"),
        role=node.one_of("role", Place),
        candidates=node.each("candidates", lambda n: n.value),
    )


def _date(node: _Node) -> Date:
    return Date(
        id=node.text("id"),
        span=node.span("span"),
        type=node.one_of("type", Date),
        value=node.text("value"),
        edtf=node.maybe("edtf"),
        earliest=node.maybe("earliest"),
        latest=node.maybe("latest"),
        anchor=node.maybe("anchor"),
        mod=node.added("mod"),
    )
