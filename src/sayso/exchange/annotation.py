"""W3C Web Annotation (https://www.w3.org/TR/annotation-model/): every part of a record on its exact words.

The target is the text that Sayso read, as a name (``urn:sayso:…``): positions count in it, in code points, as the model
asks. Where the report was published is its ``scope``; there the quote with its surroundings finds the words again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.exchange.case import Case, Filed, Json, holder_name, json_text, present
from sayso.record.spans import Span

AROUND = 32
"""Characters before and after a quote that tell it from its like."""


def write(case: Case) -> str:
    """One collection, on one page."""
    items = [one for filed in case.filed for one in of_report(filed)]
    page = {"id": "urn:sayso:annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": items}
    return json_text(
        {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": "urn:sayso:annotations",
            "type": "AnnotationCollection",
            "label": case.title,
            "total": len(items),
            "first": page,
        }
    )


def of_report(filed: Filed) -> Iterator[Json]:
    """The annotations of one report, kind by kind."""
    record = filed.record
    for s in record.statements:
        holders = " → ".join(map(holder_name, s.chain)) or "somebody unnamed"
        for part, spans in (("source", _some(s.source)), ("cue", _some(s.cue)), ("content", s.content)):
            yield from _one(filed, f"{s.id}-{part}", spans, f"statement/{part}", f"{s.kind}: {holders}")
    for c in record.claims:
        standing = c.standing
        told = [standing.certainty, standing.polarity, standing.time, standing.stance]
        said = f"certainty {told[0]}, polarity {told[1]}, time {told[2]}, stance {told[3]}"
        yield from _one(filed, c.id, c.spans, "claim", f"{said}; {filed.way(c)}")
    for q in record.silences:
        who = ", ".join(h.name or (h.span.text if h.span else "somebody unnamed") for h in q.holders)
        yield from _one(filed, q.id, (q.span,), "silence", f"not said by {who or 'anybody'}")
    for e in record.events:
        yield from _one(filed, e.id, (e.trigger,), "event", f"{e.type}/{e.mode}" if e.mode else e.type)
    for x in record.entities:
        yield from _one(filed, x.id, x.mentions, x.kind, x.name)
    for p in record.places:
        where = f"{p.name}, {p.country}" if p.name and p.country else p.name or "not resolved"
        yield from _one(filed, p.id, (p.span,), f"place/{p.role}", where)
    for d in record.dates:
        yield from _one(filed, d.id, (d.span,), f"date/{d.type}", d.value)
    for i, n in enumerate(record.notes, 1):
        yield from _one(filed, f"note-{i}", _some(n.span), f"note/{n.code}", n.message)


def _some(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (span,)


def _one(filed: Filed, part: str, spans: Iterable[Span], tag: str, said: str) -> Iterator[Json]:
    targets = [_target(filed, span) for span in spans]
    if not targets:
        return
    yield {
        "id": filed.part_urn(part),
        "type": "Annotation",
        "motivation": "commenting" if tag.startswith("note/") else "classifying",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": f"sayso:{tag}"},
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": said},
        ],
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _target(filed: Filed, span: Span) -> Json:
    text = filed.record.report.text
    return present({
        "type": "SpecificResource",
        "source": filed.urn,
        "scope": filed.link,
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": span.text,
                "prefix": text[max(0, span.start - AROUND) : span.start],
                "suffix": text[span.end : span.end + AROUND],
            },
        ],
    })  # fmt: skip
