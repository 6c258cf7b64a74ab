"""Words within words: who passes on whom ('according to X, Y said', 'X quoted Y', 'X said Y had said'), as chains."""

from __future__ import annotations

from dataclasses import replace

from sayso.language import Analysis, Word
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.record.types import Holder, Statement
from sayso.statements.coreference import noun_phrase
from sayso.statements.drafts import Drafts
from sayso.statements.found import RULE_SCORE, Found
from sayso.statements.frames import according_to, citations
from sayso.statements.holders import Holders
from sayso.statements.kinds import clausal
from sayso.statements.lexicon import words
from sayso.statements.quotations import Quotations
from sayso.statements.silences import clause

_REACH = 30
"""Words from 'quoted' to 'as saying'."""
_OF_NAMES = frozenset({"NOUN", "PROPN", "ADJ", "DET", "PRON", "ADP", "NUM"})
_SPEAKER = frozenset({"i", "we", "my", "our", "me", "us"})


def cited(analysis: Analysis, holders: Holders, found: list[Found]) -> list[Found]:
    """'X reported, citing Y': Y is the origin behind X, and nobody's content."""
    drafts = Drafts(found)
    for sentence in analysis.sentences:
        for cited, cue in citations(analysis, sentence.first, sentence.last):
            own = next((o for o in drafts.at(cue.start, cue.end).items() if o[1].cue.start >= cue.start), None)
            if own is not None:
                behind = _behind(analysis, own[1], cited)
                if behind is not None:
                    drafts.replace(own[0], behind)
                elif clausal(analysis, own[1].content):
                    continue
                else:
                    drafts.remove(own[0])
            for key, other in drafts.beginning_in(sentence.start, sentence.end).items():
                if not any(c.covers(cue) for c in other.content):
                    drafts.replace(key, replace(other, chain=(*other.chain, *holders.chain(cited))))
    return list(drafts)


def _behind(analysis: Analysis, own: Found, cited: Span) -> Found | None:
    """'X reported, citing Y, that …', where the model has taken 'citing' for the cue: what is reported hangs on it."""
    told = [c for c in own.content if c.start >= cited.end]
    verb = analysis.head_of(own.cue.start, own.cue.end)
    above = analysis.words[verb.head] if verb is not None and verb.relation == "advcl" else None
    if not told or len(told) == len(own.content) or above is None or above.lemma not in words("cues", "speech"):
        return None
    return replace(own, cue=analysis.span(above.start, above.end), content=tuple(told))


def quoted(analysis: Analysis, holders: Holders, found: list[Found]) -> list[Found]:
    """'X quoted Y as saying …', 'Y was quoted by X as saying …': what Y said, through X."""
    drafts = Drafts(found)
    for verb in analysis.words:
        if verb.upos != "VERB" or verb.lemma not in words("cues", "citing") or verb.text.lower().endswith("ing"):
            continue
        by, whom = _quoting(analysis, verb)
        inner = next((w for w in analysis.words[verb.index + 1 : verb.index + _REACH] if _as_saying(analysis, w)), None)
        if inner is None and verb.relation in {"acl", "advcl"}:
            _through(analysis, holders, drafts, verb)
            continue
        if whom is None or inner is None or inner.sentence != verb.sentence:
            continue
        told = next(iter(drafts.at(inner.start, inner.start + 1).items()), None)
        own = next(iter(drafts.at(verb.start, verb.start + 1).items()), None)
        if told is None and own is not None:
            rest = _after(analysis, own[1], inner)
            if rest is None and all(c.end <= verb.start or inner.end <= c.start for c in own[1].content):
                rest = own[1]  # '“…,” the minister was cited by X as saying'
            if rest is not None:
                told = own = (own[0], rest)
        if told is None:
            continue
        if own is not None and own[0] != told[0]:
            drafts.remove(own[0])
        origin = _with_name(analysis, whom)
        outer = holders.chain(noun_phrase(analysis, by)) if by is not None else ()
        drafts.replace(told[0], replace(told[1], source=origin, chain=(*outer, *holders.chain(origin))))
    return list(drafts)


def _through(analysis: Analysis, holders: Holders, drafts: Drafts, verb: Word) -> None:
    """'Lee, quoted by the Herald, said …', 'Lee said, as quoted by the Herald, …': the Herald passes it on."""
    by = next((c for c in analysis.children(verb.index) if c.relation == "obl" and _case(analysis, c) == "by"), None)
    above = analysis.words[verb.head]
    if by is None or (verb.relation == "advcl" and analysis.words[verb.index - 1].text.lower() != "as"):
        return
    sentence = analysis.sentences[verb.sentence]
    for key, own in drafts.beginning_in(sentence.start, sentence.end).items():
        whom = own.cue if verb.relation == "advcl" else own.source
        if own.source is None or whom is None or not whom.start <= above.start < whom.end:
            continue
        source = own.source
        if whom is source:
            source = analysis.span(source.start, max(above.end, noun_phrase(analysis, above).end))
        drafts.replace(key, replace(own, chain=(*holders.chain(noun_phrase(analysis, by)), *holders.chain(source))))


def _with_name(analysis: Analysis, noun: Word) -> Span:
    """The phrase of ``noun`` with the name beside it: 'its head, Fritz Hausjell'."""
    phrase, name = noun_phrase(analysis, noun), analysis.child(noun.index, "appos")
    if name is None or name.upos != "PROPN" or name.index < noun.index:
        return phrase
    return analysis.span(phrase.start, max(phrase.end, noun_phrase(analysis, name).end))


def _after(analysis: Analysis, own: Found, inner: Word) -> Found | None:
    """What a content that took in 'Y as saying' says after it."""
    for content in own.content:
        if content.start <= inner.start < content.end:
            rest = [w for w in analysis.words_in(inner.end, content.end) if w.start >= inner.end]
            while rest and (rest[0].upos == "PUNCT" or rest[0].text.lower() == "that"):
                rest.pop(0)
            if rest:
                return replace(own, content=(analysis.span(rest[0].start, content.end),))
    return None


def _quoting(analysis: Analysis, verb: Word) -> tuple[Word | None, Word | None]:
    """Who quotes, and who is quoted, in the active or the passive."""
    subject = analysis.child(verb.index, "nsubj")
    if subject is not None and subject.deprel == "nsubj:pass":
        obliques = [c for c in analysis.children(verb.index) if c.relation == "obl"]
        by = [c for c in obliques if _case(analysis, c) == "by"]
        by = by or [
            c for c in obliques if _case(analysis, c) in {"in", "on"} and c.upos == "PROPN"
        ]  # 'quoted in Kurier'
        return (by[0] if by else None), subject
    return subject, analysis.child(verb.index, "obj")


def _as_saying(analysis: Analysis, word: Word) -> bool:
    return (
        word.upos == "VERB"
        and word.text.lower().endswith("ing")
        and analysis.words[word.index - 1].text.lower() == "as"
    )


def within(analysis: Analysis, holders: Holders, quotations: Quotations, found: list[Found]) -> list[Found]:
    """Statements in others' contents ('X reported that Y had said …') that the model, which sees one layer, left."""
    extra: list[Found] = []
    cues = {w.index for f in found for w in analysis.words_in(f.cue.start, f.cue.end)}
    for outer in found:
        if outer.kind not in {"indirect", "mixed"}:
            continue
        for content in outer.content:
            for verb in analysis.words_in(content.start, content.end):
                if verb.upos != "VERB" or verb.index in cues or quotations.range_at(verb.start):
                    continue
                parts = None
                if verb.lemma in words("cues", "telling"):
                    parts = _parts(analysis, verb)
                if parts is None and verb.lemma in words("cues", "judging") and verb.index == _top(analysis, content):
                    parts = _judged(analysis, verb)
                if parts is None or _hypothetical(analysis, verb):
                    continue
                speaker, told = parts[0], _to_the_end(analysis, parts[1], content)
                chain = holders.chain(speaker)
                if not (content.covers(told) and content.covers(speaker)) or not _somebody(
                    analysis, chain[-1], speaker
                ):
                    continue
                cue = analysis.span(verb.start, verb.end)
                extra.append(Found(quotations.kind((told,)), speaker, cue, (told,), chain, RULE_SCORE))
                cues.add(verb.index)
    return extra


def _parts(analysis: Analysis, verb: Word) -> tuple[Span, Span] | None:
    """The speaker and the words of a verb of telling; a parse may have divided either ('governor' and 'Lin Wei')."""
    children = analysis.children(verb.index)
    subjects = [c for c in children if c.relation == "nsubj" and c.index < verb.index]
    said = [clause(analysis, c) for c in children if c.relation == "ccomp" and c.index > verb.index]
    if subjects and subjects[0].deprel == "nsubj:pass":  # 'had been told by an official that …'
        said = said or [clause(analysis, c) for c in children if c.relation == "advcl" and _that(analysis, c)]
        subjects = [c for c in children if c.relation == "obl" and _case(analysis, c) == "by"]
        if not subjects or subjects[0].index < verb.index:
            return None
    if not subjects or not said:
        return None
    first, last = noun_phrase(analysis, subjects[0]), noun_phrase(analysis, subjects[-1])
    return analysis.span(first.start, last.end), analysis.span(said[0].start, max(s.end for s in said))


def _top(analysis: Analysis, content: Span) -> int | None:
    head = analysis.head_of(content.start, content.end)
    return head.index if head is not None else None


def _judged(analysis: Analysis, verb: Word) -> tuple[Span, Span] | None:
    """Who judges and what: 'the spokesman condemned the attack as a crime'."""
    subject, thing = analysis.child(verb.index, "nsubj"), analysis.child(verb.index, "obj")
    if (
        subject is None
        or thing is None
        or subject.deprel == "nsubj:pass"
        or not subject.index < verb.index < thing.index
    ):
        return None
    told = noun_phrase(analysis, thing)
    return noun_phrase(analysis, subject), analysis.span(told.start, clause(analysis, verb).end)


def _that(analysis: Analysis, verb: Word) -> bool:
    mark = analysis.child(verb.index, "mark")
    return mark is not None and mark.lemma == "that"


def _case(analysis: Analysis, noun: Word) -> str | None:
    case = analysis.child(noun.index, "case")
    return case.lemma if case is not None else None


def _to_the_end(analysis: Analysis, told: Span, content: Span) -> Span:
    """What was told, as far as the content goes on without a mark or a joining word, whatever the tree says."""
    if not content.covers(told) or any(w.upos in {"PUNCT", "CCONJ"} for w in analysis.words_in(told.end, content.end)):
        return told
    return analysis.span(told.start, content.end)


def _somebody(analysis: Analysis, holder: Holder, speaker: Span) -> bool:
    """Whether somebody in particular speaks: 'a senior official', not 'nearly three in four', as a poll has found."""
    if holder.entity is not None or (holder.name is not None and not holder.anonymous):
        return True
    head = analysis.head_of(speaker.start, speaker.end)
    if head is None or head.lemma.lower() not in words("holders", "anonymous"):
        return False
    marks = analysis.children(head.index)
    return any(c.relation == "nummod" for c in marks) or (
        head.feature("Number") != "Plur" and any(c.relation == "det" or c.deprel == "nmod:poss" for c in marks)
    )


def _hypothetical(analysis: Analysis, verb: Word) -> bool:
    """Whether a verb is denied or put as possible, so that nothing has been said."""
    around = {c.text.lower() for c in analysis.children(verb.index) if c.relation in {"aux", "advmod", "mark"}}
    return bool(around & (words("cues", "yet") | {"would", "not", "n't", "n’t", "never", "if"}))


def passed_on(analysis: Analysis, holders: Holders, quotations: Quotations, found: list[Found]) -> list[Found]:
    """Adds the statement inside an 'according to X' whose content is itself somebody's saying, and the reverse."""
    drafts = Drafts(found)
    for sentence in analysis.sentences:
        for source, cue in according_to(analysis, sentence.first, sentence.last):
            outer = holders.chain(source)
            key, own = next(iter(drafts.at(cue.start, cue.end).items()), (None, None))
            # 'According' with a capital begins a sentence, whatever the tree says.
            opens = analysis.text[cue.start].isupper()
            start = cue.start if opens else sentence.start
            others = {
                k: f for k, f in drafts.beginning_in(start, sentence.end).items()
                if k != key and f.kind not in {"attitude", "publication"} and not any(c.covers(cue) for c in f.content)
            }  # fmt: skip
            if own is not None and not _passes_on(outer):
                continue
            if others:
                if key is not None:
                    drafts.remove(key)
                for k, other in others.items():
                    drafts.replace(k, replace(other, chain=(*outer, *other.chain)))
                continue
            first = analysis.words_in(start, start + 1)[0].index if opens else sentence.first
            inner = _saying(analysis, holders, quotations, first, sentence.last, source)
            if inner is None and own is not None:
                inner = _said_before(analysis, holders, own) or _said_inside(analysis, holders, quotations, own)
            if inner is not None:
                if key is not None:
                    drafts.remove(key)
                drafts.add(inner)
            elif own is None:
                rest = _without(analysis, sentence.first, sentence.last, source, cue)
                if rest is not None:
                    kind = quotations.kind((rest,))
                    drafts.add(Found(kind, source, cue, (rest,), outer, RULE_SCORE))
    return list(drafts)


def _passes_on(chain: tuple[Holder, ...]) -> bool:
    """Whether somebody passes on another's words ('according to Reuters, Velde said'); a poll counts."""
    return chain[-1].entity is not None


def _saying(
    analysis: Analysis, holders: Holders, quotations: Quotations, first: int, last: int, source: Span
) -> Found | None:
    """The speech verb with a speaker and a content clause in words ``first`` to ``last``, under an outer source."""
    for verb in analysis.words[first : last + 1]:
        if (
            verb.upos != "VERB"
            or verb.lemma not in words("cues", "speech")
            or verb.relation not in {"root", "conj", "parataxis"}
        ):
            continue
        parts = _parts(analysis, verb)
        if parts is None or source.start <= parts[0].start < source.end:
            continue
        speaker, content = parts[0], (parts[1],)
        kind = quotations.kind(content)
        chain = (*holders.chain(source), *holders.chain(speaker))
        return Found(kind, speaker, analysis.span(verb.start, verb.end), content, chain, RULE_SCORE)
    return None


def _said_before(analysis: Analysis, holders: Holders, own: Found) -> Found | None:
    """'“…,” Ozel said, according to X': who speaks between the content and the 'according to'."""
    after = max(c.end for c in own.content)
    for verb in analysis.words_in(after, own.cue.start):
        if verb.start < after or verb.upos != "VERB" or verb.lemma not in words("cues", "speech"):
            continue
        before = [w for w in analysis.words_in(after, verb.start) if w.start >= after and w.upos != "PUNCT"]
        if not before or any(w.upos not in _OF_NAMES for w in before):
            return None
        speaker = analysis.span(before[0].start, before[-1].end)
        chain = (*own.chain, *holders.chain(speaker))
        return replace(own, source=speaker, cue=analysis.span(verb.start, verb.end), chain=chain)
    return None


def _said_inside(analysis: Analysis, holders: Holders, quotations: Quotations, own: Found) -> Found | None:
    """A content that is itself 'Y said that …' or '…, Y said', whatever the tree says."""
    if len(own.content) != 1:
        return None
    content = own.content[0]
    inside = [w for w in analysis.words_in(content.start, content.end) if w.start >= content.start]
    for at, verb in enumerate(inside):
        if verb.upos != "VERB" or verb.lemma not in words("cues", "speech"):
            continue
        marks = [i for i, w in enumerate(inside[:at]) if w.upos == "PUNCT"]
        lead = inside[marks[-1] + 1 if marks else 0 : at]
        while lead and lead[-1].upos in {"ADV", "AUX"}:
            lead.pop()
        rest = inside[at + 1 :]
        if not lead or any(w.upos not in _OF_NAMES for w in lead):
            continue
        if rest and not marks and rest[0].text.lower() == "that":
            told = analysis.span(rest[0].start, content.end)
        elif not rest and marks:
            told = analysis.span(content.start, inside[marks[-1]].end)
        else:
            continue
        speaker, cue = analysis.span(lead[0].start, lead[-1].end), analysis.span(verb.start, verb.end)
        chain = (*own.chain, *holders.chain(speaker))
        return Found(quotations.kind((told,)), speaker, cue, (told,), chain, own.score)
    return None


def _without(analysis: Analysis, first: int, last: int, source: Span, cue: Span) -> Span | None:
    """What an 'according to X' at either end of a sentence leaves of it."""
    rest = [w for w in analysis.words[first : last + 1] if w.end <= cue.start or w.start >= source.end]
    before = [w for w in rest if w.end <= cue.start]
    chosen = before if len(before) >= len(rest) - len(before) else [w for w in rest if w.start >= source.end]
    while chosen and chosen[0].upos == "PUNCT" and chosen[0].text not in '“"':
        chosen.pop(0)
    while chosen and chosen[-1].upos == "PUNCT" and chosen[-1].text not in '”"':
        chosen.pop()
    return analysis.span(chosen[0].start, chosen[-1].end) if len(chosen) >= 3 else None


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
