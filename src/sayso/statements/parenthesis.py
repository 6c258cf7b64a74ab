"""Who speaks between a subject and its verb: 'The money, say prosecutors, was never paid'."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.language import Analysis, Word
from sayso.record.spans import Span
from sayso.statements.lexicon import words
from sayso.statements.quotations import Quotations

_LONGEST = 9
"""Words of who speaks."""
_OPENS = frozenset({"DET", "NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_GOES_ON = frozenset({"AUX", "VERB", "ADV", "PART"})
_FINITE = frozenset({"AUX", "VERB"})


def parenthetical(analysis: Analysis, quotations: Quotations, cue: Span) -> tuple[Span, tuple[Span, ...]] | None:
    """The source and the two parts of the content, where a cue and who speaks stand between commas in a clause."""
    verb = analysis.head_of(cue.start, cue.end)
    if verb is None or verb.lemma not in words("cues", "telling") or (verb.start, verb.end) != (cue.start, cue.end):
        return None
    sentence = analysis.sentences[verb.sentence]
    inside = analysis.words_in(sentence.start, sentence.end)
    at = verb.index - inside[0].index
    if at < 2 or inside[at - 1].text != "," or quotations.range_at(verb.start):
        return None
    close = next((i for i in range(at + 2, min(at + 2 + _LONGEST, len(inside) - 1)) if inside[i].text == ","), None)
    if close is None or not _who(inside[at + 1 : close]):
        return None
    before, after = inside[: at - 1], inside[close + 1 :]
    while after and after[-1].upos == "PUNCT":
        after = after[:-1]
    if not after or after[0].upos not in _GOES_ON or not any(w.upos in _FINITE for w in after):
        return None
    if not any(w.upos in _OPENS for w in before) or any(w.upos in _FINITE for w in before):
        return None
    parts = tuple(analysis.span(some[0].start, some[-1].end) for some in (before, after))
    if any(quotations.range_at(part.start) for part in parts):
        return None
    return analysis.span(inside[at + 1].start, inside[close - 1].end), parts


def _who(some: Sequence[Word]) -> bool:
    return some[0].upos in _OPENS and not any(w.upos in _FINITE or w.text in {"“", '"'} for w in some)
