"""What belongs to a content: its words and marks, and not what the sentence or the report goes on with."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.language import Analysis, Word
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.statements.lexicon import words
from sayso.statements.quotations import Quotations, with_marks
from sayso.statements.unsaid import ASKING, silent_verb, without

_LEADS_ON = " ,;:–—"
_BARE = frozenset({"DET", "ADP", "PART", "CCONJ", "SCONJ", "AUX", "PUNCT"})
_MARKS = ' \n“”"„«»,'
_JOINS = frozenset({"and", "but"})


def trimmed(analysis: Analysis, start: int, end: int) -> Span:
    """The content with its quotation marks, and without the mark that leads on to what is no part of it."""
    span = analysis.span(*with_marks(analysis.text, start, end))
    text = span.text.rstrip(_LEADS_ON)
    return analysis.span(span.start, span.start + len(text)) if text else span


def of_one(analysis: Analysis, quotations: Quotations, cue: Span, content: Sequence[Span]) -> tuple[Span, ...]:
    """The contents of one statement: joined where only marks part them, and each without what is no part of it.

    Of words like 'the' alone there is none.
    """
    joined: list[Span] = []
    for span in sorted(content):
        if joined and _in_one(analysis, joined[-1], span):
            joined[-1] = analysis.span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    whole = tuple(_less_further(analysis, quotations, cue, span) for span in joined)
    return tuple(s for s in whole if any(w.upos not in _BARE for w in analysis.words_in(s.start, s.end)))


def _in_one(analysis: Analysis, one: Span, other: Span) -> bool:
    """Whether two contents of one sentence are one, divided by a mark at most; whom it was told is no part of it."""
    if analysis.text[one.end : other.start].strip(_MARKS):
        return False
    before, after = analysis.words_in(one.start, one.end), analysis.words_in(other.start, other.end)
    together = bool(before and after) and before[-1].sentence == after[0].sentence
    return together and after[0].text.lower() not in ASKING and after[0].upos != "SCONJ"


def _less_further(analysis: Analysis, quotations: Quotations, cue: Span, content: Span) -> Span:
    """A content without what its speaker does or leaves unsaid beside it.

    'Said the map was wrong and tore it up', 'said it had closed, without giving a reason', '…; his agent declined to
    comment' tell of the speaker in the report's own voice.
    """
    said = analysis.head_of(cue.start, cue.end)
    if said is None or content.start < cue.end:
        said = None
    for word in analysis.words_in(content.start, content.end):
        if word.start <= content.start or quotations.range_at(word.start):
            continue
        begins = _further(analysis, said, word)
        before = [w for w in analysis.words_in(content.start, begins.start) if w.end <= begins.start] if begins else []
        while before and (before[-1].text in {",", ";", "–", "—", "-"} or before[-1].lemma in _JOINS):
            before.pop()
        if begins is not None and any(w.upos not in _BARE for w in before):
            return analysis.span(content.start, before[-1].end)
    return content


def _further(analysis: Analysis, said: Word | None, word: Word) -> Word | None:
    """The first word of what goes on beside a content, when ``word`` is the verb it turns on."""
    before = analysis.words[word.index - 1]
    if without(analysis, word) and analysis.words[before.index - 1].text == "," and silent_verb(analysis, word):
        return before
    if word.upos != "VERB" or word.relation not in {"conj", "parataxis"}:
        return None
    if said is not None and word.head == said.index and word.relation == "conj":
        joining = analysis.child(word.index, "cc")
        alone = analysis.child(word.index, "nsubj") is None and analysis.child(word.index, "mark") is None
        acts = word.feature("VerbForm") == "Fin" and word.lemma not in words("cues", "speech")
        hedges = words("cues", "hearsay")  # 'writes that the train left, and allegedly came back': nobody does so
        acts = acts and all(c.text.lower() not in hedges for c in analysis.children(word.index))
        if joining is not None and joining.lemma in _JOINS and alone and (acts or silent_verb(analysis, word)):
            return joining
    opening = analysis.subtree(word.index)[0]
    while opening.upos == "PUNCT":
        opening = analysis.words[opening.index + 1]
    apart = analysis.words[opening.index - 1].text == ";" and opening.index < word.index
    denies = word.lemma in words("cues", "denying") and analysis.child(word.index, "nsubj") is not None
    return opening if apart and (denies or silent_verb(analysis, word) is not None) else None


def strayed(
    analysis: Analysis, quotations: Quotations, cue: Span, content: Sequence[Span], cues: Shelves[Span]
) -> list[Span]:
    """Contents in another paragraph than the cue, between which and it another cue stands in no quotation."""
    home = analysis.sentence_at(cue.start)
    found = []
    for span in content:
        sentence = analysis.sentence_at(span.start)
        if home is None or sentence is None or sentence.block == home.block:
            continue
        opens = analysis.report.blocks[sentence.block].start
        if quotations.range_at(span.start) and not analysis.text[opens : span.start].strip(_MARKS):
            continue  # a paragraph that opens in quotation may carry one on
        a, b = (cue.end, span.start) if cue.end <= span.start else (span.end, cue.start)
        if any(a <= c.start and c.end <= b and not quotations.range_at(c.start) for c in cues.over(a, b)):
            found.append(span)
    return found
