"""Whether a clause of a claim says that something is so, or that it is not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.ledger.digest import Count
from sayso.record.spans import Span
from sayso.record.types import Claim

_NOT_BEFORE = re.compile(r"\b(?:before|until|till)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till)\b", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:will|would|wo|shall|can|cannot|to)\b|\b(?:won|can)['’]t\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"\b(?:not|never|no|nobody|nothing|neither|none|without)\b|n['’]t\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing)|refut(?:e|es|ed|ing)"
    r"|(?:no|any|little)\s+(?:[a-z]+\s+)?(?:sign|evidence|proof|indication|suggestion)s?)\s+$",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"(?:(?:that|and|but)\s+)*(?:(?:no|nobody|none|neither)\b(?! (?:doubt|fewer|less|more|later|sooner)\b)"
    r"|(?:\w[\w'’-]*\s+){0,6}(?:has|have|had|is|are|was|were|did|does|do|will|would|can|could|should)"
    r"(?:n['’]t\b|\s+(?:not|never)\b(?! (?:only|just|merely)\b)))",
    re.IGNORECASE,
)
_MARKS = " \"“”„«»‘’'"
_NOT_LESS = re.compile(r"(?:not|never|no) (?:less|fewer|more)\b", re.IGNORECASE)


def says_not(words_of: str) -> bool:
    """Whether some words have one for no."""
    return _NEGATIVE.search(words_of) is not None


def polarity_of(
    text: str, claim: Claim, clause: tuple[int, int], count: Count | None, dates: Sequence[tuple[str, str, Span]]
) -> str:
    """The polarity of ``clause`` (start and end in ``text``), which is the claim's or part of it.

    Args:
        count: what it counts.
        dates: the days that it gives.
    """
    start, end = clause
    polarity: str = claim.standing.polarity
    denies = claim.standing.stance == "denies"
    # What a clause says with 'not' it says with 'not', however the whole claim was read.
    if polarity != "negative" and not denies and _NOT_SO.match(text, start, end):
        polarity = "negative"
    if polarity == "negative" and count is not None and count.high == 0 and not denies:
        polarity = "positive"  # that nobody was hurt says how many were
    if polarity == "negative" and count is not None and _NOT_LESS.match(count.span.text):
        polarity = "positive"  # 'never less than 450 metres' is at least 450
    # 'Will not reopen before Friday' says Friday, at the earliest; 'was not closed until Friday' says Friday.
    if (
        polarity == "negative"
        and dates
        and (_TO_COME.search(text, start, end) or _UNTIL.search(text, start, end))
        and any(_NOT_BEFORE.search(text, max(start, span.start - 12), span.start) for _, _, span in dates)
    ):
        polarity = "positive"
    return (
        polarity if (claim.spans[0].start, claim.spans[-1].end) == clause else _of_part(text, polarity, claim, clause)
    )


def _of_part(text: str, polarity: str, claim: Claim, clause: tuple[int, int]) -> str:
    """A clause's own polarity, where the claim has several: the claim's is that of its main clause."""
    start, end = clause
    if claim.standing.stance == "denies" or polarity == "unspecified":
        return polarity
    if text[start : start + 5].lower() == "that " and _DENIED.search(text, max(0, start - 40), start):
        return "negative"
    negative = _NEGATIVE.search(text, start, end) is not None
    main = not text[claim.spans[0].start : start].strip(_MARKS)
    if polarity == "positive":
        return "negative" if negative and not main else polarity
    elsewhere = any(_NEGATIVE.search(text, span.start, span.end) for span in claim.spans)
    return "positive" if not negative and elsewhere else polarity
