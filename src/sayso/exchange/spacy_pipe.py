"""A spaCy component: ``nlp.add_pipe("sayso")`` puts what Sayso says of a text onto its ``Doc``.

It needs nothing of the pipeline but its tokens, and leaves alone what other components have found. The record is kept
in ``doc.user_data`` as the contract's JSON, so that documents can be stored and sent between processes as any others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from spacy.language import Language
from spacy.tokens import Doc

from sayso.reading import read
from sayso.record.contract import dumps, from_json
from sayso.record.spans import Span
from sayso.record.types import Record, Statement
from sayso.reports import Told, UnreadableReport
from sayso.reports.html import Page
from sayso.reports.items import number_of
from sayso.reports.read import report_of

Alignment = Literal["expand", "strict", "contract"]
GROUPS = ("sayso_source", "sayso_cue", "sayso_content")
"""The span groups of a document."""
TOLD = "sayso_told"
"""The custom attribute that tells of one document what its text does not: ``published``, ``outlet``, …"""
_KEPT = "sayso"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, with its parts as spaCy's spans; a part that does not align with tokens is not there."""

    statement: Statement
    """The record's own, with exact characters."""
    source: Any
    cue: Any
    content: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """Reads documents; what it was told holds for all of them, unless one says otherwise."""

    told: Told
    alignment: Alignment

    def __call__(self, doc: Doc) -> Doc:
        """Read the text of ``doc``; where there is none, its record is ``None`` and its groups are empty."""
        given = getattr(doc._, TOLD)
        told = Told(**{**_told(self.told), **(given or {})})
        data = doc.text.encode("utf-8", "replace")
        record: Record | None = None
        try:
            # As plain text, whatever it looks like: the report's characters are the document's.
            record = read(*report_of(Page(doc.text), number_of(data), told=told))
            doc.user_data[_KEPT] = dumps(record)
        except UnreadableReport:
            doc.user_data[_KEPT] = None
        statements = record.statements if record is not None else ()
        doc.user_data[f"{_KEPT}_alignment"] = self.alignment
        for group, parts in zip(GROUPS, _parts(statements), strict=True):
            spans = [_span(doc, span, statement, self.alignment) for statement, span in parts]
            doc.spans[group] = [span for span in spans if span is not None]
        return doc


def make(
    nlp: Language, name: str, *, published: str | None, outlet: str | None, language: str | None, alignment: Alignment
) -> Component:  # fmt: skip
    """The component, as ``nlp.add_pipe`` asks for it.

    Raises:
        ValueError: ``published`` is no date, or there is no such alignment.
    """
    if alignment not in ("expand", "strict", "contract"):
        raise ValueError(f"alignment: {alignment!r} is none of expand, strict and contract")
    return Component(Told(published=published, outlet=outlet, language=language), alignment)


def record_of(doc: Doc) -> Record | None:
    """The record of a document; ``None`` if it was not read, or has no text."""
    kept = doc.user_data.get(_KEPT)
    return None if kept is None else _record(kept)


def statements_of(doc: Doc) -> tuple[Said, ...]:
    """The statements of a document, with spaCy's spans."""
    record = record_of(doc)
    how = doc.user_data.get(f"{_KEPT}_alignment", "expand")

    def at(span: Span | None, statement: Statement) -> Any:
        return None if span is None else _span(doc, span, statement, how)

    return tuple(
        Said(
            one, at(one.source, one), at(one.cue, one),
            tuple(span for part in one.content if (span := at(part, one)) is not None),
        )
        for one in (record.statements if record is not None else ())
    )  # fmt: skip


@lru_cache(maxsize=16)
def _record(kept: str) -> Record:
    return from_json(json.loads(kept))


def _told(told: Told) -> dict[str, str | None]:
    return {name: getattr(told, name) for name in Told.__slots__}


def _parts(statements: Iterable[Statement]) -> tuple[list[tuple[Statement, Span]], ...]:
    some = list(statements)
    return (
        [(one, one.source) for one in some if one.source is not None],
        [(one, one.cue) for one in some if one.cue is not None],
        [(one, part) for one in some for part in one.content],
    )


def _span(doc: Doc, span: Span, statement: Statement, how: str) -> Any:
    """The tokens of ``span``, labelled with the statement's kind and its id; ``None`` where none align."""
    return doc.char_span(span.start, span.end, label=statement.kind, span_id=statement.id, alignment_mode=how)


Doc.set_extension(TOLD, default=None, force=True)
Doc.set_extension("sayso", getter=record_of, force=True)
Doc.set_extension("statements", getter=statements_of, force=True)
Language.factory(
    "sayso",
    default_config={"published": None, "outlet": None, "language": None, "alignment": "expand"},
    assigns=["doc._.sayso", "doc._.statements", "doc.spans"],
    func=make,
)
