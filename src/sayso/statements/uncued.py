"""Contents that no cue claims: 'Zielonka: Nobody wants this', a quotation carried on, and words of nobody in sight."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from sayso.language import Analysis
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.record.types import PROSE, Block, Holder, Silence, Statement
from sayso.statements.found import RULE_SCORE, Found
from sayso.statements.holders import Holders
from sayso.statements.kinds import clausal
from sayso.statements.quotations import CLOSING, OPENING, STRAIGHT, Quotations, with_marks

_LONGEST_LABEL = 80
"""Characters before a colon that may name a speaker."""
_QUOTES = frozenset(OPENING + STRAIGHT)
_MARKS = OPENING + STRAIGHT + "‘'"


def of_no_cue(
    analysis: Analysis, holders: Holders, quotations: Quotations, found: list[Found], silences: tuple[Silence, ...]
) -> tuple[list[Found], list[Statement]]:
    """``found`` with what belongs to it, and the statements (not yet numbered) of which the report shows no cue.

    A paragraph that opens in quotation after one whose quotation was never closed carries that one's statement on, as
    printers do it. Words before a colon that stand at the start of a paragraph name the speaker. Of anything else it is
    not told whose word it is: its source stays ``None``.
    """
    blocks = analysis.report.blocks
    starts = [b.start for b in blocks]
    # What is told already, by whose statement; a silence is nobody's.
    taken: Shelves[tuple[int, int | None]] = Shelves((c, (c.end, i)) for i, f in enumerate(found) for c in f.content)
    for silence in silences:
        taken.put(silence.span, (silence.span.end, None))
    alone: list[Statement] = []
    for attribution in analysis.attributions:
        if attribution.cue is not None:
            continue
        content = analysis.span(*with_marks(analysis.text, *attribution.content[0]))
        if taken.over(content.start, content.end):
            continue
        at = bisect_right(starts, content.start) - 1
        block = blocks[at]
        number = _carried_on(analysis, quotations, taken, content, block, blocks[at - 1] if at else None)
        if number is not None:
            found[number] = replace(found[number], content=(*found[number].content, content))
            taken.put(content, (content.end, number))
            continue
        taken.put(content, (content.end, None))
        colon = _colon(analysis, holders, content, block)
        kind = quotations.kind((content,))
        if colon is not None:
            source = analysis.span(block.start, block.start + len(analysis.text[block.start : colon.start].rstrip()))
            found.append(Found(kind, source, colon, (content,), holders.chain(source), attribution.score))
            continue
        if kind == "indirect" and not clausal(analysis, (content,)):
            kind = "attitude"
        alone.append(
            Statement("", kind, None, None, (content,), (Holder(None, None),), None, None, None, attribution.score)
        )
    for block in blocks:
        text = analysis.text[block.start : block.end].strip()
        whole = quotations.range_at(block.start) if block.role in PROSE and text[:1] in _QUOTES else None
        if whole is None or whole[1] < block.start + len(text) or taken.over(block.start, block.end):
            continue
        # A paragraph that is a quotation from its first mark to its last, and of which nothing has been seen.
        content = analysis.span(block.start, whole[1])
        alone.append(
            Statement("", "direct", None, None, (content,), (Holder(None, None),), None, None, None, RULE_SCORE)
        )
        taken.put(content, (content.end, None))
    return found, alone


def _carried_on(
    analysis: Analysis,
    quotations: Quotations,
    taken: Shelves[tuple[int, int | None]],
    content: Span,
    block: Block,
    before: Block | None,
) -> int | None:
    """Which of ``found`` the content carries on."""
    text = analysis.text
    if before is None or quotations.range_at(content.start) is None or text[block.start : content.start].strip(_MARKS):
        return None
    last = quotations.range_at(before.end - 1)
    if last is None or last[1] != before.end or text[before.end - 1] in CLOSING + STRAIGHT:
        return None
    told = [(end, number) for end, number in taken.over(*last) if number is not None]
    return max(told)[1] if told else None


def _colon(analysis: Analysis, holders: Holders, content: Span, block: Block) -> Span | None:
    """The colon between a speaker's name, which opens the paragraph, and the content."""
    lead = analysis.text[block.start : content.start].rstrip(_MARKS + " \t\u00a0")
    label = lead[:-1].strip()
    if not lead.endswith(":") or not label or len(lead) > _LONGEST_LABEL or any(mark in label for mark in ".!?:"):
        return None
    head = analysis.head_of(block.start, block.start + len(lead) - 1)
    if head is None or head.upos not in {"NOUN", "PROPN"}:
        return None
    if label.isupper() and not holders.mention_in(block.start, content.start):
        return None  # 'BREAKING: …' is nobody
    at = block.start + len(lead) - 1
    return analysis.span(at, at + 1)
