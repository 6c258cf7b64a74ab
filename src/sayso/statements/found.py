"""A statement on its way: found, and not yet numbered."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.record.spans import Span
from sayso.record.types import Holder, StatementKind

RULE_SCORE = 0.5
"""Score of a statement that rules found and no model scored."""


@dataclass(frozen=True, slots=True)
class Found:
    """A statement's parts."""

    kind: StatementKind
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    chain: tuple[Holder, ...]
    score: float
