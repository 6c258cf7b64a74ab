"""Transcripts: paragraphs that begin with who speaks ('SOTO: Will you resign?'), each a statement of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.language import Analysis
from sayso.record.spans import Span
from sayso.record.types import PROSE, Holder
from sayso.statements.found import Found
from sayso.statements.holders import Holders
from sayso.statements.lexicon import words

_LABEL = re.compile(r"[^\W\d_][^:.!?“”\"]{0,59}?:(?=\s+\S)")
_LEAST = 2
"""Turns of one speaker, and speakers, from which a report is a transcript."""


@dataclass(frozen=True, slots=True)
class _Turn:
    label: str
    source: Span
    colon: Span
    content: Span


def of_turns(analysis: Analysis, holders: Holders) -> list[Found]:
    """The turns of a transcript; none where labels are something else ('Price: …', 'BREAKING: …').

    A transcript has at least two speakers, one of them more than once; and one of them must be somebody whom the report
    names in its own words, too, or go by what speakers in transcripts are called ('HOST', 'Q').
    """
    turns = [t for b in analysis.report.blocks if b.role in PROSE and (t := _turn(analysis, b.start, b.end))]
    times: dict[str, int] = {}
    for turn in turns:
        times[turn.label] = times.get(turn.label, 0) + 1
    known = {label: _speaker(holders, label) for label in times}
    speaking = {label for label, holder in known.items() if holder is not None}
    if len(times) < _LEAST or not any(times[label] >= _LEAST for label in speaking):
        return []
    found = []
    for turn in turns:
        holder = known[turn.label]
        if holder is None and (times[turn.label] < _LEAST or not turn.label.isupper()):
            continue
        chain = (Holder(turn.source.text, turn.source),)
        if holder is not None:
            chain = (Holder(holder.name, turn.source, holder.entity, holder.anonymous),)
        found.append(Found("direct", turn.source, turn.colon, (turn.content,), chain, 1.0))
    return found


def _turn(analysis: Analysis, start: int, end: int) -> _Turn | None:
    match = _LABEL.match(analysis.text, start, min(end, start + 70))
    if match is None:
        return None
    source = analysis.span(start, match.end() - 1)
    label = re.split(r"[,(\[]", source.text)[0].strip()
    first = match.end() + len(analysis.text[match.end() : end]) - len(analysis.text[match.end() : end].lstrip())
    last = start + len(analysis.text[start:end].rstrip())
    if not label or not label[:1].isupper() or not any(c.isalnum() for c in analysis.text[first:last]):
        return None
    return _Turn(label, source, analysis.span(match.end() - 1, match.end()), analysis.span(first, last))


def _speaker(holders: Holders, label: str) -> Holder | None:
    """Whom a label names: somebody of that name in the report, or somebody by what speakers are called."""
    parts = label.lower().split()
    if parts[-1] in words("holders", "turns") or label.lower() in words("holders", "turns"):
        return Holder(label, None, None, anonymous=True)
    person = holders.person_called(label)
    return Holder(person.name, None, person.id) if person is not None else None
