"""Figures that somebody gives, and words that somebody puts so: 'put the death toll at seven', 'as she put it'."""

from __future__ import annotations

from sayso.language import Analysis, Word
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.statements.coreference import noun_phrase
from sayso.statements.found import RULE_SCORE, Found
from sayso.statements.holders import Holders
from sayso.statements.lexicon import words
from sayso.statements.quotations import Quotations

_BACK = 8
"""Words from 'as' to 'put it'."""


def of_figures(analysis: Analysis, holders: Holders, quotations: Quotations, found: list[Found]) -> list[Found]:
    """Statements that no model has found: a count 'put', 'placed' or 'estimated' at a number, and 'as X put it'."""
    cues = {w.index for f in found for w in analysis.words_in(f.cue.start, f.cue.end)}
    contents = Shelves((c, f) for f in found for c in f.content)
    extra = []
    for verb in analysis.words:
        if verb.upos != "VERB" or verb.lemma not in words("figures", "verbs") or verb.index in cues:
            continue
        said, who = put_so(analysis, quotations, verb), analysis.child(verb.index, "nsubj")
        if said is not None and who is not None and not contents.over(said.start, said.end):
            source, cue = noun_phrase(analysis, who), analysis.span(verb.start, verb.end)
            extra.append(Found(quotations.kind((said,)), source, cue, (said,), holders.chain(source), RULE_SCORE))
            continue
        subject, count = analysis.child(verb.index, "nsubj"), analysis.child(verb.index, "obj")
        if subject is None or count is None or not verb.index < count.index or subject.deprel == "nsubj:pass":
            continue
        number = _number(analysis, verb, count)
        if count.lemma.lower() not in words("figures", "counts") or number is None:
            continue
        source = noun_phrase(analysis, subject)
        first = noun_phrase(analysis, count)
        content = (analysis.span(min(first.start, count.start), number.end),)
        if contents.over(content[0].start, content[0].end):
            continue
        cue = analysis.span(verb.start, verb.end)
        extra.append(Found(quotations.kind(content), source, cue, content, holders.chain(source), RULE_SCORE))
    return extra


def put_so(analysis: Analysis, quotations: Quotations, verb: Word | None) -> Span | None:
    """The quotation before 'as one of them put it'."""
    after = analysis.words[verb.index + 1 : verb.index + 2] if verb is not None and verb.lemma == "put" else ()
    if verb is None or not after or after[0].text.lower() != "it":
        return None
    before = analysis.words[max(analysis.sentences[verb.sentence].first, verb.index - _BACK) : verb.index]
    opening = next((w for w in before if w.text.lower() == "as" and w.index), None)
    if opening is None:
        return None
    mark = analysis.words[opening.index - 1]
    whole = quotations.range_at((analysis.words[mark.index - 1] if mark.text == "," and mark.index else mark).start)
    return analysis.span(*whole) if whole is not None and whole[1] <= opening.start else None


def _number(analysis: Analysis, verb: Word, count: Word) -> Word | None:
    """The last word of the number after 'at', in the words right behind the count."""
    inside = analysis.subtree(verb.index)
    at = next((w for w in inside if w.index > count.index and w.lemma == "at"), None)
    if at is None:
        return None
    last = None
    for word in analysis.words[at.index + 1 : analysis.sentences[verb.sentence].last + 1]:
        if word.upos == "PUNCT" and word.text != "$":
            break
        last = word if word.upos in {"NUM", "NOUN"} or word.text in {"$", "%"} else last
    return last if any(w.upos == "NUM" for w in analysis.words_in(at.start, last.end if last else at.end)) else None
