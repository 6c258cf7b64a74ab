"""What people corrected of a report's words: which of them are said, and which are nobody's statement at all.

The record stays as it was read; a correction is laid over its digest, and lifted again when it is taken back. A digest
knows words only where they were read, so words that a correction adds to a claim are shown, but matched with nothing.
"""

from __future__ import annotations

from dataclasses import replace

from sayso.ledger.digest import Digest, Proposition, Said
from sayso.record.spans import Span


def without(digest: Digest, refused: set[str]) -> Digest:
    """The digest without some claims, by their ids."""
    if not refused:
        return digest
    return replace(
        digest,
        claims=tuple(said for said in digest.claims if said.id not in refused),
        propositions=tuple(p for p in digest.propositions if p.claim not in refused),
    )


def respanned(digest: Digest, said: Said, words: Span) -> Digest:
    """The digest with ``said`` at the characters of ``words``: clauses outside them go, those across are cut."""
    changed = replace(said, spans=(words,))
    propositions: list[Proposition] = []
    for p in digest.propositions:
        if p.claim != said.id:
            propositions.append(p)
            continue
        spans = tuple(cut for span in p.spans if (cut := _cut(span, words)) is not None)
        if spans:
            propositions.append(replace(p, spans=spans))
    return replace(
        digest,
        claims=tuple(changed if one.id == said.id else one for one in digest.claims),
        propositions=tuple(propositions),
    )


def _cut(span: Span, to: Span) -> Span | None:
    start, end = max(span.start, to.start), min(span.end, to.end)
    if start >= end:
        return None
    return Span(start, end, span.text[start - span.start : end - span.start])
