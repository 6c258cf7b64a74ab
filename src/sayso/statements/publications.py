"""Publication statements: a photo, film, document or data that somebody puts out, or that is said to show something."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.language import Analysis, Word
from sayso.record.spans import Span
from sayso.record.types import Entity, Holder
from sayso.statements.holders import Holders
from sayso.statements.lexicon import words

_FROM = frozenset({"from", "by"})
_ENDS = frozenset(".;:,")
_BACK = 3
"""Sentences back to the publisher of evidence that is taken up again."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication: its source words, its cue, what it shows, and the holders."""

    source: Span
    cue: Span
    content: Span
    chain: tuple[Holder, ...]


def find_publications(analysis: Analysis, holders: Holders) -> tuple[Publication, ...]:
    """The publications of a report, in text order."""
    found: list[Publication] = []
    last: tuple[int, tuple[Holder, ...]] | None = None
    for word in analysis.words:
        if word.upos != "VERB":
            continue
        subject = analysis.child(word.index, "nsubj")
        if subject is None and word.relation == "conj":
            subject = analysis.child(word.head, "nsubj")
        if (
            subject is None
            or subject.index > word.index
            or word.feature("VerbForm") == "Inf"  # 'should release the transcripts': not done
            or (analysis.child(word.index, "aux") and _negated(analysis, word))
        ):
            continue
        if word.lemma in words("evidence", "publish") and not _evidence(subject):
            thing = analysis.child(word.index, "obj")
            if thing is None or not _evidence(thing) or thing.index < word.index:
                continue
            source = _phrase(analysis, subject)
            chain = holders.chain(source)
            found.append(Publication(source, _span(analysis, [word]), _rest(analysis, word, thing), chain))
            last = (word.sentence, chain)
        elif word.lemma in words("evidence", "show") and _evidence(subject) and word.relation != "xcomp":
            after = [w for c in analysis.children(word.index) if c.index > word.index and c.relation in {"obj", "ccomp", "xcomp"}  # noqa: E501
                     for w in analysis.subtree(c.index)]  # fmt: skip
            if not after:
                continue
            source = _phrase(analysis, subject)
            end = max(w.index for w in after)
            tail = [w for c in analysis.children(word.index) if c.index > word.index and c.relation in {"obl", "advmod"}
                    for w in analysis.subtree(c.index)]  # fmt: skip
            end = max([end, *(w.index for w in tail)])
            while analysis.words[end].text in _ENDS and end > after[0].index:
                end -= 1
            content = analysis.span(min(w.start for w in after), analysis.words[end].end)
            owner = _owner(analysis, holders, source, subject)
            poster = _poster(analysis, subject)
            if poster is not None:
                chain = holders.chain(poster)
            elif owner is not None:
                chain = (Holder(owner.name, source, owner.id),)
            elif last is not None and word.sentence - last[0] <= _BACK and not _let_out(analysis, subject):
                chain = tuple(Holder(h.name, None, h.entity, h.anonymous) for h in last[1])
            else:
                chain = (Holder(source.text, source, anonymous=not holders.on_file(subject)),)
            found.append(Publication(source, _span(analysis, [word]), content, chain))
    return tuple(found)


def _owner(analysis: Analysis, holders: Holders, source: Span, subject: Word) -> Entity | None:
    """Whose evidence it is: named before it ('a KCNA film') or behind 'from'; not whom it is of or was given to."""
    for span, entity in holders.mention_in(source.start, source.end):
        if entity.kind not in {"organisation", "person"}:
            continue
        word = analysis.head_of(span.start, span.end)
        if span.end <= subject.start or (word and word.head == subject.index and analysis.case(word.index) in _FROM):
            return entity
    return None


def _let_out(analysis: Analysis, subject: Word) -> bool:
    """Whether it is said how the evidence came out ('figures released to X'): it is not what was spoken of before."""
    gave = words("evidence", "publish") | words("evidence", "obtain")
    return any(c.relation == "acl" and c.lemma in gave for c in analysis.children(subject.index))


def _poster(analysis: Analysis, subject: Word) -> Span | None:
    """Who put the evidence out: the 'by' phrase of 'photos posted by the rescue service'."""
    for child in analysis.children(subject.index):
        if child.relation != "acl" or child.lemma not in words("evidence", "publish") | {"take", "provide", "shoot"}:
            continue
        by = analysis.led_by(child.index, "by")
        if by is not None:
            return analysis.behind(by)
    return None


def _evidence(word: Word) -> bool:
    return word.upos in {"NOUN", "PROPN"} and word.lemma.lower() in words("evidence", "nouns")


def _negated(analysis: Analysis, verb: Word) -> bool:
    return any(c.lemma in {"not", "never", "n't"} for c in analysis.children(verb.index))


def _span(analysis: Analysis, some: list[Word]) -> Span:
    return analysis.span(some[0].start, some[-1].end)


def _phrase(analysis: Analysis, head: Word) -> Span:
    """The noun phrase of ``head`` less what follows a comma after it."""
    inside = list(analysis.subtree(head.index))
    end = next((i for i, w in enumerate(inside) if w.index > head.index and w.text == ","), None)
    # 'The Korean Central News Agency, North Korea's state news agency,' is one source with its apposition.
    if end is not None and not any(c.relation == "appos" for c in analysis.children(head.index)):
        inside = inside[:end]
    while inside and inside[-1].upos == "PUNCT":
        inside.pop()
    while inside and inside[0].upos in {"PUNCT", "CCONJ"}:
        inside.pop(0)
    return _span(analysis, inside or [head])


def _rest(analysis: Analysis, verb: Word, thing: Word) -> Span:
    inside = list(analysis.subtree(thing.index))
    for child in analysis.children(verb.index):
        if child.index > thing.index and child.relation == "obl":
            inside.extend(analysis.subtree(child.index))
    inside.sort(key=lambda w: w.index)
    first = next(w for w in inside if w.index > verb.index)
    return analysis.span(first.start, max(w.end for w in inside))
