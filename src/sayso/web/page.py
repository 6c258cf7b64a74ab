"""Records as one page, complete in itself: no script, nothing loaded from anywhere.

The report's text stands in rows, one a block, with the statements and claims that start in it beside it. Every text is
hostile: it is escaped by the template engine, and a content security policy forbids everything but this page's own
style.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlsplit

from markupsafe import Markup

from sayso import __version__
from sayso.record.spans import Span
from sayso.record.types import PROSE, Block, Record
from sayso.web.outline import ClaimLine, Outline, SilenceLine, StatementLine, outline
from sayso.web.phrases import ROLES
from sayso.web.segments import Mark, Segment, segments
from sayso.web.templates import environment, resource, style_hash

LIT = 200
"""Cards whose words light up when they are pointed at; more would make the style sheet slow."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}")


@dataclass(frozen=True, slots=True)
class Card:
    """One statement, claim in the outlet's own words, or silence, beside the text; just one of the three is set."""

    key: str
    """Its name in the page; made by counting, never from the record."""
    id: str
    start: int
    end: int
    marks: tuple[tuple[int, int, str], ...]
    statement: StatementLine | None = None
    claim: ClaimLine | None = None
    silence: SilenceLine | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of the report that plays the same parts throughout."""

    text: str
    parts: tuple[str, ...]
    """``source``, ``cue``, ``content`` (and ``deep`` where one lies in another), ``own``, ``silence``, ``was``."""
    owners: tuple[str, ...]
    """Keys of the cards it belongs to, outermost first."""
    anchors: tuple[str, ...]
    """Keys of the cards whose words begin here."""
    refs: tuple[Card, ...]
    """The cards whose words end here."""


@dataclass(frozen=True, slots=True)
class Row:
    """One block of the report, and the cards beside it."""

    role: str
    prose: bool
    pieces: tuple[Piece, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One report on the page."""

    key: str
    shown: Outline
    link: str | None
    language: str | None
    rows: tuple[Row, ...]
    cards: dict[str, str]
    """Keys of the cards by the ids of statements, claims and silences; an attribute value is only ever a key."""


def page(records: Sequence[Record]) -> str:
    """One HTML page of all ``records``, in their order; the same records give the same page."""
    sheets = [sheet(record, f"r{i}") for i, record in enumerate(records)]
    style = Markup(resource("page.css") + _lit(sheets))  # noqa: S704 (our own file, and keys made by counting)
    return environment().get_template("page.html.jinja").render(
        sheets=sheets, style=style, style_hash=style_hash(style), roles=ROLES, version=__version__
    )  # fmt: skip


def link_to(url: str | None) -> str | None:
    """``url`` if it may be followed: only plain web addresses may."""
    if url is None or re.search(r"[\x00-\x20\x7f\\]", url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def sheet(
    record: Record, key: str, *, before: Mapping[str, Sequence[Span]] | None = None, refused: Collection[str] = (),
    part: tuple[int, int] | None = None,
) -> Sheet:  # fmt: skip
    """One report as it is shown.

    Args:
        key: begins the names of its cards.
        before: statements by their ids, and words that they were first read in, before somebody corrected them.
        refused: the statements that somebody says are none: their words stay marked, but as what they were.
        part: the characters that are shown; all of them for ``None``.
    """
    shown = outline(record)
    cards = [_once(card, before or {}, refused) for card in _cards(shown, key)]
    language = record.report.language
    names: dict[str, str] = {}
    for card in cards:
        names.setdefault(card.id, card.key)
        if card.statement:
            for claim in card.statement.claims:
                names.setdefault(claim.id, card.key)
    return Sheet(
        key=key,
        shown=shown,
        link=link_to(record.report.url),
        language=language if language and _LANGUAGE.fullmatch(language) else None,
        rows=tuple(_rows(record, cards, part or (0, len(record.report.text)))),
        cards=names,
    )


def _cards(shown: Outline, key: str) -> list[Card]:
    """All cards, in the order in which their words begin."""
    found: list[tuple[str, list[tuple[int, int, str]], dict[str, StatementLine | ClaimLine | SilenceLine]]] = []
    for s in (*shown.statements, *shown.attitudes):
        named = ((s.source, "source"), (s.cue, "cue"), *((span, "content") for span in s.content))
        found.append((s.id, [(span.start, span.end, part) for span, part in named if span], {"statement": s}))
    for c in shown.own:
        found.append((c.id, [(span.start, span.end, "own") for span in c.spans], {"claim": c}))
    for n in shown.silences:
        found.append((n.id, [(n.span.start, n.span.end, "silence")], {"silence": n}))
    cards = []
    for i, (one, marks, what) in enumerate(found):
        start, end = min((m[0] for m in marks), default=0), max((m[1] for m in marks), default=0)
        cards.append(Card(f"{key}-{i}", one, start, end, tuple(marks), **what))  # type: ignore[arg-type]
    return sorted(cards, key=lambda card: (card.start, card.end))


def _once(card: Card, before: Mapping[str, Sequence[Span]], refused: Collection[str]) -> Card:
    """A card with the words that it once had."""
    if card.id in refused:
        return replace(card, marks=tuple((start, end, "was") for start, end, _ in card.marks))
    once = tuple((span.start, span.end, "was") for span in before.get(card.id, ()))
    return replace(card, marks=(*card.marks, *once)) if once else card


def _rows(record: Record, cards: Sequence[Card], part: tuple[int, int]) -> Iterator[Row]:
    text = record.report.text
    blocks = list(_whole(record.report.blocks, text, *part))
    marks = [Mark(start, end, part, card.key) for card in cards for start, end, part in card.marks]
    edges = [edge for block in blocks for edge in (block.start, block.end)]
    waiting = segments(*part, marks, edges)
    pending = next(waiting, None)
    begins: dict[int, list[Card]] = {}
    ends: dict[int, list[Card]] = {}
    for card in cards:
        begins.setdefault(card.start, []).append(card)
        ends.setdefault(card.end, []).append(card)
    queue = list(reversed(cards))
    for i, block in enumerate(blocks):
        pieces = []
        while pending is not None and pending.start < block.end:
            if pending.start >= block.start:
                pieces.append(_piece(pending, text, begins, ends))
            pending = next(waiting, None)
        own: list[Card] = []
        # The last row takes what lies in no block.
        while queue and (queue[-1].start < block.end or i == len(blocks) - 1):
            own.append(queue.pop())
        yield Row(block.role, block.role in PROSE, tuple(pieces), tuple(own))


def _whole(blocks: Sequence[Block], text: str, start: int, end: int) -> Iterator[Block]:
    """The blocks from ``start`` to ``end``, and what stands between them, so that no text is hidden."""
    last = start
    some = (one for one in blocks if one.start < end and one.end > start)
    inside = (Block(max(one.start, start), min(one.end, end), one.role) for one in some)
    for block in (*inside, Block(end, end, "boilerplate")):
        if block.start > last and not text[last : block.start].isspace():
            yield Block(last, block.start, "boilerplate")
        if block.end > max(block.start, last):
            yield Block(max(block.start, last), block.end, block.role)
            last = block.end


def _piece(segment: Segment, text: str, begins: dict[int, list[Card]], ends: dict[int, list[Card]]) -> Piece:
    parts = list(dict.fromkeys(mark.part for mark in segment.marks))
    if sum(mark.part == "content" for mark in segment.marks) > 1:
        parts.append("deep")
    owners = tuple(dict.fromkeys(mark.owner for mark in segment.marks))
    anchors = tuple(card.key for card in begins.get(segment.start, ()))
    words = text[segment.start : segment.end]
    return Piece(words, tuple(parts), owners, anchors, tuple(ends.get(segment.end, ())))


def _lit(sheets: Sequence[Sheet]) -> str:
    """Style rules that light up a card's words when it is pointed at, reached with the keyboard, or jumped to."""
    keys = islice((card.key for sheet in sheets for row in sheet.rows for card in row.cards), LIT)
    rule = "main:has(#k{0}:is(:hover,:focus-within,:target)) .w{0}{{background:var(--lit);color:var(--lit-ink)}}\n"
    return "".join(rule.format(key) for key in keys)
