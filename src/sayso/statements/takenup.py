"""'Two sources told the outlet about this': a whole sentence that the next one lays at somebody's door."""

from __future__ import annotations

from dataclasses import replace

from sayso.language import Analysis, Sentence, Word
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.record.types import PROSE
from sayso.statements.coreference import noun_phrase
from sayso.statements.drafts import Drafts
from sayso.statements.found import RULE_SCORE, Found
from sayso.statements.holders import Holders
from sayso.statements.lexicon import words
from sayso.statements.quotations import Quotations

_BACK = 10
"""Words from 'told' to 'about this'."""
_LEAST = 4
"""Words of a sentence that 'this' can take up."""


def taken_up(analysis: Analysis, holders: Holders, quotations: Quotations, found: list[Found]) -> list[Found]:
    """``found`` with the sentence before as the content of 'reported this', 'told X about this', 'this was told by'.

    Only where nobody else has said that sentence, and by verbs that report: 'denied this' is about somebody's words.
    """
    drafts = Drafts(found)
    told = Shelves((c, None) for f in found for c in f.content)
    for this in analysis.words:
        if this.text.lower() != "this" or this.upos != "PRON":
            continue
        verb = _verb(analysis, this)
        before = _sentence_before(analysis, verb)
        if verb.lemma not in words("cues", "conveying") or before is None or quotations.range_at(this.start):
            continue
        content = _words_of(analysis, before)
        if content is None or told.over(content.start, content.end):
            continue
        key, own = next(iter(drafts.at(verb.start, verb.end).items()), (None, None))
        if own is not None and key is not None:
            if [c.text.lower() for c in own.content] == ["this"]:
                drafts.replace(key, replace(own, content=(content,), kind=quotations.kind((content,))))
            continue
        speaker = _speaker(analysis, verb, this)
        if speaker is not None:
            cue, kind = analysis.span(verb.start, verb.end), quotations.kind((content,))
            drafts.add(Found(kind, speaker, cue, (content,), holders.chain(speaker), RULE_SCORE))
    return list(drafts)


def _verb(analysis: Analysis, this: Word) -> Word:
    """The verb that 'this' goes with; before 'about this' it is the last one, whatever the tree says."""
    if this.index and analysis.words[this.index - 1].text.lower() == "about":
        for word in reversed(analysis.words[max(0, this.index - _BACK) : this.index]):
            if word.upos == "VERB" and word.sentence == this.sentence:
                return word
    return analysis.words[this.head]


def _sentence_before(analysis: Analysis, verb: Word) -> Sentence | None:
    """The sentence before that of ``verb``, in its paragraph or the one before."""
    if not verb.sentence:
        return None
    own, before = analysis.sentences[verb.sentence], analysis.sentences[verb.sentence - 1]
    near = own.block - before.block <= 1 and analysis.report.blocks[before.block].role in PROSE
    return before if near else None


def _words_of(analysis: Analysis, sentence: Sentence) -> Span | None:
    """The sentence without its last mark."""
    inside = list(analysis.sentence_words(sentence))
    while inside and inside[-1].text in ".;:!":
        inside.pop()
    return analysis.span(inside[0].start, inside[-1].end) if len(inside) >= _LEAST else None


def _speaker(analysis: Analysis, verb: Word, this: Word) -> Span | None:
    """Who reports: the subject, or the 'by' of a passive."""
    if this.deprel == "nsubj:pass":
        by = analysis.led_by(verb.index, "by")
        return analysis.behind(by) if by is not None else None
    about = analysis.words[this.index - 1].text.lower() == "about"
    subject = analysis.child(verb.index, "nsubj")
    if subject is None or subject.index > verb.index or not (about or this.relation == "obj"):
        return None
    return noun_phrase(analysis, subject)
