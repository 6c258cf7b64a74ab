"""'Citing an official who said …': what those say, in a relative clause, whom somebody cites."""

from __future__ import annotations

from sayso.language import Analysis, Word
from sayso.record.spans import Span
from sayso.record.types import Holder
from sayso.statements.coreference import noun_phrase
from sayso.statements.drafts import Drafts
from sayso.statements.found import RULE_SCORE, Found
from sayso.statements.holders import Holders
from sayso.statements.lexicon import words
from sayso.statements.quotations import Quotations, with_marks

_BACK = 14
"""Words from 'citing' to 'who'."""
_LEADING = frozenset({"AUX", "ADV"})


def cited_who(analysis: Analysis, holders: Holders, quotations: Quotations, found: list[Found]) -> list[Found]:
    """``found`` with what the cited say in a clause of their own, through whoever cites them."""
    drafts = Drafts(found)
    for who in analysis.words:
        if who.text.lower() != "who":
            continue
        citing, verb = _citing(analysis, who), _speaking(analysis, who)
        if citing is None or verb is None or quotations.range_at(who.start):
            continue
        cited = analysis.span(analysis.words[citing.index + 1].start, analysis.words[who.index - 1].end)
        content = _content(analysis, drafts, verb)
        if content is None:
            continue
        chain = (*_outer(analysis, holders, drafts, citing), *holders.chain(cited))
        for key in {**drafts.at(citing.start, citing.end), **drafts.at(verb.start, verb.end)}:
            drafts.remove(key)
        cue, kind = analysis.span(verb.start, verb.end), quotations.kind((content,))
        drafts.add(Found(kind, cited, cue, (content,), chain, RULE_SCORE))
    return list(drafts)


def _citing(analysis: Analysis, who: Word) -> Word | None:
    """The verb of citing whose object ends right before 'who'."""
    for word in reversed(analysis.words[max(0, who.index - _BACK) : who.index]):
        if word.sentence != who.sentence or word.text in {";", ":", "."}:
            return None
        if word.upos == "VERB":
            return word if word.lemma in words("cues", "citing") else None
    return None


def _speaking(analysis: Analysis, who: Word) -> Word | None:
    """The verb of speech that 'who' is the subject of."""
    for word in analysis.words[who.index + 1 : who.index + 4]:
        if word.upos == "VERB":
            spoken = word.lemma in words("cues", "speech") and word.lemma not in words("cues", "unspoken")
            return word if spoken and word.sentence == who.sentence else None
        if word.upos not in _LEADING:
            return None
    return None


def _content(analysis: Analysis, drafts: Drafts, verb: Word) -> Span | None:
    """What is said: as the model has it, or all that follows in the sentence."""
    own = next(iter(drafts.at(verb.start, verb.end).values()), None)
    if own is not None and len(own.content) == 1 and own.content[0].start >= verb.end:
        return own.content[0]
    sentence = analysis.sentences[verb.sentence]
    rest = list(analysis.words[verb.index + 1 : sentence.last + 1])
    while rest and rest[-1].text in {".", ",", ";", "!", "?"}:
        rest.pop()
    return analysis.span(*with_marks(analysis.text, rest[0].start, rest[-1].end)) if rest else None


def _outer(analysis: Analysis, holders: Holders, drafts: Drafts, citing: Word) -> tuple[Holder, ...]:
    """Who cites: the subject of the verb, or of the one that it goes with."""
    verb = citing
    for _ in range(2):
        subject = analysis.child(verb.index, "nsubj")
        if subject is not None and subject.index < verb.index:
            return holders.chain(noun_phrase(analysis, subject))
        if verb.is_root:
            break
        verb = analysis.words[verb.head]
    before = drafts.beginning_in(analysis.sentences[citing.sentence].start, citing.start)
    return next((f.chain for f in reversed(before.values()) if f.source is not None), ())
