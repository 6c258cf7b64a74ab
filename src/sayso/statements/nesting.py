"""Words within words: what somebody in a statement is said to have said, and who stands over whom."""

from __future__ import annotations

from dataclasses import replace

from sayso.language import Analysis, Word
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.record.types import Holder, Statement
from sayso.statements.coreference import noun_phrase
from sayso.statements.found import RULE_SCORE, Found
from sayso.statements.holders import Holders
from sayso.statements.lexicon import words
from sayso.statements.propernames import with_name
from sayso.statements.quotations import Quotations, with_marks
from sayso.statements.unsaid import clause, who_and_what

_DEMANDED = frozenset({"obj", "xcomp", "ccomp", "obl", "advcl"})
_FOR = frozenset({"for", "on", "upon", "of"})
_SPEAKER = frozenset({"i", "we", "my", "our", "me", "us"})


def within(analysis: Analysis, holders: Holders, quotations: Quotations, found: list[Found]) -> list[Found]:
    """Statements in others' contents ('X reported that Y had said …') that the model, which sees one layer, left."""
    extra: list[Found] = []
    cues = {w.index for f in found for w in analysis.words_in(f.cue.start, f.cue.end)}
    for outer in found:
        if outer.kind not in {"indirect", "mixed"}:
            continue
        denied = any(w.lemma in words("cues", "denying") for w in analysis.words_in(outer.cue.start, outer.cue.end))
        for content in outer.content:
            for cue in analysis.words_in(content.start, content.end):
                if cue.index in cues or quotations.range_at(cue.start):
                    continue
                parts = _owned(analysis, cue) if cue.upos == "NOUN" else None
                if cue.upos == "VERB" and not denied:
                    parts = _said(analysis, cue, content)
                told = _inside(outer.content, parts[1]) if parts is not None else None
                if parts is None or told is None or not _around(outer.content, parts[0]):
                    continue
                speaker, end = parts[0], _end(analysis, told, content)
                content_of = analysis.span(*with_marks(analysis.text, told[0], end))
                chain = holders.chain(speaker)
                if cue.upos == "NOUN" or _somebody(analysis, chain[-1], speaker):
                    at, kind = analysis.span(cue.start, cue.end), quotations.kind((content_of,))
                    extra.append(Found(kind, speaker, at, (content_of,), chain, RULE_SCORE))
                    cues.add(cue.index)
    return extra


def _said(analysis: Analysis, verb: Word, content: Span) -> tuple[Span, Span] | None:
    """Who says what by a verb in somebody's content."""
    if verb.upos != "VERB" or _hypothetical(analysis, verb):
        return None
    parts = telling(analysis, verb) if verb.lemma in words("cues", "telling") else None
    if parts is None and verb.index == _top(analysis, content):
        if verb.lemma in words("cues", "judging"):
            parts = _judged(analysis, verb)
        elif verb.lemma in words("cues", "demanding"):
            parts = _demanded(analysis, verb)
    return parts


def _owned(analysis: Analysis, noun: Word) -> tuple[Span, Span] | None:
    """Whose claim it is and what is claimed: 'rejected the union's claim that …', 'reports by witnesses that …'."""
    if noun.lemma.lower() not in words("cues", "claims"):
        return None
    children = analysis.children(noun.index)
    owner = next((c for c in children if c.deprel == "nmod:poss" and c.upos in {"NOUN", "PROPN"}), None)
    owner = owner or analysis.led_by(noun.index, "by", "from") or _paper(analysis, noun)
    if owner is None:
        return None
    phrase = with_name(analysis, owner) if owner.index > noun.index else noun_phrase(analysis, owner)
    after = analysis.words_in(max(noun.end, phrase.end), analysis.sentences[noun.sentence].end)[:2]
    that = next((w for w in after if w.text.lower() == "that" and w.relation == "mark"), None)
    if that is None:
        return None
    said = analysis.words[that.head]
    last = analysis.words_in(phrase.start, phrase.end)[-1]
    if last.text.lower() in {"'s", "’s", "'", "’"}:
        phrase = analysis.span(phrase.start, analysis.words[last.index - 1].end)
    return phrase, clause(analysis, said)


def _inside(contents: tuple[Span, ...], told: Span) -> tuple[int, int] | None:
    """The part of what was told that lies in one of ``contents``, where a tree took in more."""
    one = next((c for c in contents if c.start <= told.start < c.end), None)
    return (told.start, min(told.end, one.end)) if one else None


def _around(contents: tuple[Span, ...], speaker: Span) -> bool:
    """Whether a speaker stands in what is told, or where the model left words out of it."""
    return min(c.start for c in contents) <= speaker.start < max(c.end for c in contents)


def telling(analysis: Analysis, verb: Word) -> tuple[Span, Span] | None:
    """The speaker and the words of a verb of telling; a parse may have divided either ('governor' and 'Lin Wei')."""
    children = analysis.children(verb.index)
    subjects = [c for c in children if c.relation == "nsubj" and c.index < verb.index]
    said = [clause(analysis, c) for c in children if c.relation == "ccomp" and c.index > verb.index]
    if subjects and subjects[0].deprel == "nsubj:pass":  # 'had been told by an official that …'
        said = said or [clause(analysis, c) for c in children if c.relation == "advcl" and _that(analysis, c)]
        subjects = [c for c in children if c.relation == "obl" and analysis.case(c.index) == "by"]
        if not subjects or subjects[0].index < verb.index:
            return None
    if not subjects or not said:
        return None
    first, last = noun_phrase(analysis, subjects[0]), noun_phrase(analysis, subjects[-1])
    objects = [c for c in children if c.relation in {"obj", "iobj"} and verb.index < c.index]
    # 'Assured him “no decision …”': whoever is told comes first, and a second object belongs to the words.
    that = analysis.words[verb.index + 1] if verb.index + 1 < len(analysis.words) else verb
    if that.text.lower() == "that" and that.relation == "mark" and that.end < said[0].end:
        said = [analysis.span(analysis.words[that.index + 1].start, s.end) for s in said]
    begins = [*(s.start for s in said), *(noun_phrase(analysis, o).start for o in objects[1:])]
    return analysis.span(first.start, last.end), analysis.span(min(begins), max(s.end for s in said))


def _top(analysis: Analysis, content: Span) -> int | None:
    head = analysis.head_of(content.start, content.end)
    return head.index if head is not None else None


def _judged(analysis: Analysis, verb: Word) -> tuple[Span, Span] | None:
    """Who judges and what: 'the spokesman condemned the attack as a crime'."""
    parts = who_and_what(analysis, verb)
    if parts is None:
        return None
    subject, thing = parts
    told = noun_phrase(analysis, thing)
    return noun_phrase(analysis, subject), analysis.span(told.start, clause(analysis, verb).end)


def _paper(analysis: Analysis, noun: Word) -> Word | None:
    """Where it stands: 'a report in the Herald that …'."""
    where = analysis.led_by(noun.index, "in")
    return where if where is not None and where.upos == "PROPN" else None


def _demanded(analysis: Analysis, verb: Word) -> tuple[Span, Span] | None:
    """Who demands and what: 'the president urged the army to stay out', 'called for an inquiry'."""
    subject = analysis.child(verb.index, "nsubj")
    after = [c for c in analysis.children(verb.index) if c.index > verb.index and c.relation in _DEMANDED]
    asked = [c for c in after if c.relation in {"xcomp", "ccomp"} or analysis.case(c.index) in _FOR]
    asked += [c for c in after if c.relation == "obj" and verb.lemma in words("cues", "claiming")]
    if subject is None or subject.deprel == "nsubj:pass" or subject.index > verb.index or not asked:
        return None
    first = analysis.words[verb.index + 1] if verb.lemma == "call" else analysis.subtree(after[0].index)[0]
    if verb.lemma == "call" and first.text.lower() not in {"for", "on", "upon"}:
        return None
    # 'Called for talks, as did his rivals': what is set apart is no part of it.
    apart = [
        c for c in analysis.children(verb.index)
        if c.index > first.index and c.relation in {"advcl", "conj", "parataxis"}
        and analysis.words[analysis.subtree(c.index)[0].index - 1].text == ","
    ]  # fmt: skip
    told = clause(analysis, verb)
    end = min([told.end, *(analysis.words[analysis.subtree(c.index)[0].index - 2].end for c in apart)])
    return noun_phrase(analysis, subject), analysis.span(first.start, max(end, first.end))


def _that(analysis: Analysis, verb: Word) -> bool:
    mark = analysis.child(verb.index, "mark")
    return mark is not None and mark.lemma == "that"


def _end(analysis: Analysis, told: tuple[int, int], content: Span) -> int:
    """Where what was told ends: with the content, where no mark or joining word stands between, whatever the tree."""
    between = analysis.words_in(told[1], content.end) if content.start <= told[0] and told[1] < content.end else ()
    apart = any(w.upos in {"PUNCT", "CCONJ"} for w in between)
    return told[1] if apart or not between else content.end


def _somebody(analysis: Analysis, holder: Holder, speaker: Span) -> bool:
    """Whether somebody in particular speaks: 'a senior official', not 'nearly three in four', as a poll has found."""
    if holder.entity is not None or (holder.name is not None and not holder.anonymous):
        return True
    head = analysis.head_of(speaker.start, speaker.end)
    if head is None or head.upos != "NOUN":
        return False
    marks = analysis.children(head.index)
    if head.feature("Number") != "Plur" and any(c.relation == "det" or c.deprel == "nmod:poss" for c in marks):
        return True
    return any(c.relation == "nummod" for c in marks) and head.lemma.lower() in words("holders", "anonymous")


def _hypothetical(analysis: Analysis, verb: Word) -> bool:
    """Whether a verb is denied or put as possible, so that nothing has been said."""
    around = {c.text.lower() for c in analysis.children(verb.index) if c.relation in {"aux", "advmod", "mark"}}
    return bool(around & (words("cues", "yet") | {"would", "not", "n't", "n’t", "never", "if"}))


def _distinct(chain: tuple[Holder, ...]) -> tuple[Holder, ...]:
    """The chain without a holder that follows itself: 'In Diena, the paper said' is on one word."""
    return tuple(h for i, h in enumerate(chain) if not i or h.entity is None or h.entity != chain[i - 1].entity)


def nested(statements: list[Statement]) -> list[Statement]:
    """Statements whose cue lies in another's content stand within it, under its holders."""
    result = {s.id: s for s in statements}
    outers = Shelves((c, s) for s in statements if s.kind != "attitude" and s.cue is not None for c in s.content)
    for inner in statements:
        if inner.cue is None:
            continue
        around = [
            s for s in outers.over(inner.cue.start, inner.cue.end)
            if s.id != inner.id and any(c.covers(inner.cue) for c in s.content)
            and s.cue is not None and not any(c.covers(s.cue) for c in inner.content)
        ]  # fmt: skip
        if not around:
            continue
        outer = min(around, key=lambda s: sum(c.end - c.start for c in s.content))
        result[inner.id] = replace(result[inner.id], within=outer.id)
    final = []
    for statement in statements:
        at, seen = result[statement.id].within, {statement.id}
        # 'I fear that …' within somebody's words is on the speaker's word, who stands there already.
        own = statement.source is not None and statement.source.text.lower() in _SPEAKER
        chain = () if own and at is not None else result[statement.id].chain
        while at is not None and at not in seen:
            seen.add(at)
            chain = (*result[at].chain, *chain)
            at = result[at].within
        final.append(replace(result[statement.id], chain=_distinct(chain)))
    return final
