"""Citron's JSON (https://github.com/bbc/citron, docs/data_format.md): one document a report, with its quotes.

Its characters are counted as Sayso counts them. A quote there has a cue, so a statement without one is left out; and
an attitude, which nobody has said, is no quote.
"""

from __future__ import annotations

from sayso.exchange.case import Case, Filed, Json, json_text, safe_name
from sayso.record.spans import Span
from sayso.record.types import Statement


def write(case: Case) -> dict[str, str]:
    """A document a report."""
    return {f"{safe_name(filed.id)}.json": json_text(document(filed)) for filed in case.filed}


def document(filed: Filed) -> Json:
    """One report."""
    record = filed.record
    return {
        "text": record.report.text,
        "quotes": [_quote(filed, s) for s in record.statements if s.cue is not None and s.kind != "attitude"],
        "coreference_groups": [
            [_span(mention) for mention in entity.mentions] for entity in record.entities if len(entity.mentions) > 1
        ],
    }


def _quote(filed: Filed, statement: Statement) -> Json:
    return {
        "id": statement.id,
        "cue": _span(statement.cue) if statement.cue else None,
        "sources": [_span(statement.source)] if statement.source else [],
        "contents": [_span(span) for span in statement.content],
        "coreferences": [_span(span) for span in _named(filed, statement)],
        "confidence": statement.score,
    }


def _named(filed: Filed, statement: Statement) -> list[Span]:
    """Where the report names whom a source that does not ('she', 'the minister') stands for."""
    origin = filed.entities.get((statement.chain[-1].entity or "") if statement.chain else "")
    if origin is None or not origin.mentions:
        return []
    named = next((mention for mention in origin.mentions if mention.text == origin.name), origin.mentions[0])
    return [] if statement.source is not None and statement.source.overlaps(named) else [named]


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": span.text}
