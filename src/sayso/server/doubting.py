"""Doubts as people see them: the claim beside its point, the statement in its sentence, and who has decided what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from sayso.ledger import browsing
from sayso.ledger.answers import Json
from sayso.ledger.deciding import decision, meanwhile
from sayso.ledger.doubtful import doubts_of
from sayso.ledger.doubts import Doubt
from sayso.ledger.queries import Asked, Line
from sayso.ledger.reviews import Entry
from sayso.server.phrases import DECIDED, decided
from sayso.server.points import PointView, Saying, view
from sayso.server.settings import Settings
from sayso.web.harmless import harmless
from sayso.web.segments import Mark, segments

SHOWN_BESIDE = 3
"""Other claims of the point that are shown beside the doubtful one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a report that all play the same part."""

    start: int
    text: str
    part: str
    """``source``, ``cue``, ``content``, or nothing."""
    plain: bool
    """Whether they are shown as they are, one for one."""


@dataclass(frozen=True, slots=True)
class MatchItem:
    """A claim that its point holds by little."""

    doubt: Doubt
    point: PointView
    saying: Saying
    pieces: tuple[Piece, ...]
    """Its sentence or so; what is said is its ``content``."""
    beside: tuple[Saying, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementItem:
    """A statement that was read with doubt."""

    doubt: Doubt
    line: Line
    pieces: tuple[Piece, ...]
    kind: str
    source: str | None


Item = MatchItem | StatementItem


def items_of(asked: Asked, found: Iterable[browsing.Found], told: Settings) -> list[Item]:
    """What is to be reviewed in some stories, story by story, the most doubtful first."""
    items: list[Item] = []
    for one in found:
        lines = one.lines
        doubts, records = doubts_of(
            asked, one.story, lines, one.points, match=told.doubtful_match, score=told.doubtful_score
        )
        shown = {line.shown.id: line for line in lines}
        texts = {name: record["report"]["text"] for name, record in records.items()}
        statements = {(name, s["id"]): s for name, record in records.items() for s in record["statements"]}
        here: list[Item] = []
        for doubt in doubts:
            if doubt.kind == "match":
                item = _match_item(doubt, one.points, lines, texts, told)
                here += [item] if item is not None else []
            else:
                statement = statements[doubt.report, doubt.statement or ""]
                here.append(_statement_item(doubt, shown[doubt.report], texts[doubt.report], statement, told))
        items += sorted(here, key=lambda item: (item.doubt.score, item.doubt.anchors))
    return items


def _match_item(
    doubt: Doubt, points: Sequence[Json], lines: Sequence[Line], texts: Mapping[str, str], told: Settings
) -> MatchItem | None:
    point = next(one for one in points if one["id"] == doubt.point)
    shown = view(point, lines)
    mine = next((one for one in shown.sayings if one.ref == doubt.claim), None)
    if mine is None:
        return None
    because = next(tuple(c["matched"]) for c in point["claims"] if c["claim"] == doubt.claim)
    beside = [one for one in shown.sayings if one.ref != doubt.claim]
    text = texts[doubt.report]
    first = min(start for _, start, _ in doubt.anchors)
    last = max(end for _, _, end in doubt.anchors)
    spans = [{"start": start, "end": end} for _, start, end in doubt.anchors]
    words = {"id": doubt.claim, "content": spans, "source": None, "cue": None}
    cut = pieces(text, *around(text, first, last, told.context_characters // 2), words)
    return MatchItem(doubt, shown, mine, tuple(cut), tuple(beside[:SHOWN_BESIDE]), because)


def _statement_item(doubt: Doubt, line: Line, text: str, statement: Json, told: Settings) -> StatementItem:
    first = min(start for _, start, _ in doubt.anchors)
    last = max(end for _, _, end in doubt.anchors)
    for part in ("source", "cue"):
        span = statement[part]
        # A source far away is named beside the words.
        if span and first - told.context_characters <= span["start"] <= last + told.context_characters:
            first, last = min(first, span["start"]), max(last, span["end"])
    start, end = around(text, first, last, told.context_characters)
    source = (statement["source"] or {}).get("text") or next(
        (holder["name"] for holder in reversed(statement["chain"]) if holder["name"]), None
    )
    return StatementItem(doubt, line, tuple(pieces(text, start, end, statement)), statement["kind"], source)


def around(text: str, first: int, last: int, most: int) -> tuple[int, int]:
    """The characters around some words: to the ends of the paragraph, or to a space before ``most`` are shown."""
    start = max(text.rfind("\n", max(0, first - most), first) + 1, first - most, 0)
    if start == first - most:
        start = text.find(" ", start, first) + 1 or start
    end = text.find("\n", last, last + most)
    if end < 0:
        end = min(len(text), last + most)
        if end < len(text):
            cut = text.rfind(" ", last, end)
            end = cut if cut > 0 else end
    return start, end


def pieces(text: str, start: int, end: int, statement: Json) -> list[Piece]:
    """The text from ``start`` to ``end``, cut at the ends of the statement's parts, and at what cannot be shown."""
    marks = [
        Mark(span["start"], span["end"], part, statement["id"])
        for part, spans in (
            ("content", statement["content"]), ("source", [statement["source"]]), ("cue", [statement["cue"]]),
        )
        for span in spans if span
    ]  # fmt: skip
    odd = [start + i for i, one in enumerate(text[start:end]) if harmless(one) != one]
    cuts = [cut for at in odd for cut in (at, at + 1)]
    made: list[Piece] = []
    for one in segments(start, end, marks, cuts):
        words = text[one.start : one.end]
        part = next((mark.part for mark in reversed(one.marks)), "")
        made.append(Piece(one.start, words, part, harmless(words) == words))
    return made


def kept_as(connection: sa.Connection, number: int | None, seen: int | None = None) -> dict[str, object] | None:
    """A decision just made, for the page to say so, and what others decided of the same words in the meantime.

    Args:
        seen: the latest decision when its maker looked.
    """
    entry = decision(connection, number) if number else None
    if entry is None:
        return None
    others = [] if seen is None or entry.kind == "undo" else meanwhile(connection, entry, seen)
    what = decided(entry.kind)
    return {"entry": entry, "what": what, "words": words_of(entry), "others": others, "kinds": DECIDED}


def words_of(entry: Entry) -> str:
    """What a decision spoke of, in the words of the report."""
    target = entry.target
    words = target.get("words") or [target.get("text") or target.get("source") or ""]
    return " … ".join(words)
