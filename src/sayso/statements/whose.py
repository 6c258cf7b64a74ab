"""'According to the agency, whose head said …, 12 died': a clause of a source's own, and what goes on behind it."""

from __future__ import annotations

from dataclasses import replace

from sayso.language import Analysis, Word
from sayso.record.spans import Span
from sayso.statements.drafts import Drafts
from sayso.statements.found import RULE_SCORE, Found
from sayso.statements.frames import according_to
from sayso.statements.holders import Holders
from sayso.statements.lexicon import words
from sayso.statements.quotations import Quotations, with_marks

_RELATIVE = frozenset({"who", "whose", "which"})
_LEAST = 3
"""Words of what is left to tell after the clause."""


def behind_clauses(analysis: Analysis, holders: Holders, quotations: Quotations, found: list[Found]) -> list[Found]:
    """``found`` with what goes on behind a clause of a source's own as that source's word, not as its speaker's."""
    drafts = Drafts(found)
    for sentence in analysis.sentences:
        for source, cue in according_to(analysis, sentence.first, sentence.last):
            relative = _relative(analysis, source)
            if relative is None or quotations.range_at(relative.start):
                continue
            said = next(
                (
                    (k, f)
                    for k, f in drafts.beginning_in(relative.start, sentence.end).items()
                    if f.content[-1].start >= f.cue.end and any(w.upos == "VERB" for w in _inside(analysis, f.cue))
                ),
                None,
            )
            if said is None or (begins := _main_clause(analysis, said[1], sentence.last)) is None:
                continue
            key, one = said
            speaker = analysis.span(relative.start, one.source.end) if one.source is not None else source
            told = tuple(
                analysis.span(c.start, min(c.end, analysis.words[begins.index - 2].end))
                for c in one.content
                if c.start < begins.start
            )
            if not told or one.cue.start >= begins.start or speaker.end > one.cue.start:
                continue
            drafts.replace(key, replace(one, source=speaker, content=told, chain=holders.chain(speaker)))
            rest = list(analysis.words[begins.index : sentence.last + 1])
            while rest and rest[-1].upos == "PUNCT":
                rest.pop()
            content = analysis.span(*with_marks(analysis.text, rest[0].start, rest[-1].end))
            taken = any(
                c.overlaps(content) for f in drafts.at(sentence.start, sentence.end).values() for c in f.content
            )
            if len(rest) >= _LEAST and not taken:
                kind = quotations.kind((content,))
                drafts.add(Found(kind, source, cue, (content,), holders.chain(source), RULE_SCORE))
    return list(drafts)


def _inside(analysis: Analysis, span: Span) -> tuple[Word, ...]:
    return analysis.words_in(span.start, span.end)


def _relative(analysis: Analysis, source: Span) -> Word | None:
    """The 'who', 'whose' or 'which' right behind a source and a comma."""
    after = analysis.words_in(source.end, source.end + 12)
    rest = [w for w in after if w.start >= source.end and w.text != ","]
    return rest[0] if rest and rest[0].text.lower() in _RELATIVE else None


def _main_clause(analysis: Analysis, said: Found, last: int) -> Word | None:
    """The first word of the clause that goes on behind a comma in or after what the clause's speaker has said."""
    commas = [
        w for w in analysis.words[_inside(analysis, said.cue)[-1].index : last] if w.text == "," and w.index + 1 <= last
    ]
    for comma in reversed(commas):
        begins = analysis.words[comma.index + 1]
        for subject in analysis.words[begins.index : min(begins.index + 8, last)]:
            verb = analysis.words[subject.head]
            if subject.relation != "nsubj" or verb.index <= subject.index:
                continue
            opens = analysis.subtree(subject.index)[0].index == begins.index
            if opens and verb.lemma not in words("cues", "speech") and not _subordinate(analysis, verb):
                return begins
            break
    return None


def _subordinate(analysis: Analysis, verb: Word) -> bool:
    opening = analysis.child(verb.index, "mark", "cc")
    return opening is not None and opening.index < verb.index
