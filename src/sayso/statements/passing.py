"""Who passes on whom: 'according to X, Y said', 'X quoted Y as saying', 'X reported, citing Y', as chains."""

from __future__ import annotations

from dataclasses import replace

from sayso.language import Analysis, Word
from sayso.record.spans import Span
from sayso.record.types import Holder
from sayso.statements.coreference import noun_phrase
from sayso.statements.drafts import Drafts
from sayso.statements.found import RULE_SCORE, Found
from sayso.statements.frames import according_to, citations
from sayso.statements.holders import Holders
from sayso.statements.kinds import clausal
from sayso.statements.lexicon import words
from sayso.statements.nesting import telling
from sayso.statements.propernames import with_name
from sayso.statements.quotations import Quotations

_REACH = 30
"""Words from 'quoted' to 'as saying'."""
_CLAUSE = 30
"""Characters from a source to the verb of a clause behind it."""
_OF_NAMES = frozenset({"NOUN", "PROPN", "ADJ", "DET", "PRON", "ADP", "NUM"})


def cited(analysis: Analysis, holders: Holders, found: list[Found]) -> list[Found]:
    """'X reported, citing Y': Y is the origin behind X, and nobody's content."""
    drafts = Drafts(found)
    for sentence in analysis.sentences:
        for cited, cue in citations(analysis, sentence.first, sentence.last):
            after = drafts.beginning_in(cited.end, sentence.end).values()
            if any(f.source is not None and f.source.start == cited.start for f in after):
                continue  # 'citing an official who said …' is told already
            own = next((o for o in drafts.at(cue.start, cue.end).items() if o[1].cue.start >= cue.start), None)
            if own is not None:
                behind = _behind(analysis, own[1], cited)
                if behind is not None:
                    drafts.replace(own[0], behind)
                elif clausal(analysis, own[1].content):
                    continue
                else:
                    drafts.remove(own[0])
            for key, other in _citing(analysis, drafts, cited, cue).items():
                less = tuple(_up_to(analysis, c, cue) for c in other.content)
                drafts.replace(key, replace(other, content=less, chain=(*other.chain, *holders.chain(cited))))
    return list(drafts)


def _citing(analysis: Analysis, drafts: Drafts, cited: Span, cue: Span) -> dict[int, Found]:
    """Which drafts of its sentence a 'citing' belongs to: the one that it hangs on or that ends in it, else all."""
    verb = analysis.head_of(cue.start, cue.end)
    sentence = analysis.sentence_at(cue.start)
    if verb is None or sentence is None:
        return {}
    around = {
        k: f for k, f in drafts.beginning_in(sentence.start, sentence.end).items()
        if ";" not in analysis.text[min(f.cue.start, cue.start) : max(f.cue.start, cue.start)]
    }  # fmt: skip
    above = analysis.words[verb.head]
    own = {
        k: f for k, f in around.items()
        if f.cue.start <= above.start < f.cue.end or any(c.start < cue.start < c.end <= cited.end for c in f.content)
    }  # fmt: skip
    return own or {k: f for k, f in around.items() if not any(c.covers(cue) for c in f.content)}


def _up_to(analysis: Analysis, content: Span, cue: Span) -> Span:
    """A content that took in the 'citing' and what is cited, without them."""
    text = analysis.text[content.start : cue.start].rstrip(" ,")
    if not content.covers(cue) or not text:
        return content
    return analysis.span(content.start, content.start + len(text))


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
        helps = [c.start for c in analysis.children(verb.index) if c.relation == "aux" and c.index < verb.index]
        own = next(iter(drafts.at(min([verb.start, *helps]), verb.end).items()), None)
        if told is None and own is not None:
            rest = _after(analysis, own[1], inner)
            if rest is None:
                # '“…,” the minister was cited by X as saying': the minister is no part of it.
                told_before = tuple(c for c in own[1].content if c.end <= verb.start or inner.end <= c.start)
                rest = replace(own[1], content=told_before) if told_before else None
            if rest is not None:
                told = own = (own[0], rest)
        if told is None:
            continue
        if own is not None and own[0] != told[0]:
            drafts.remove(own[0])
        origin = with_name(analysis, whom)
        content = tuple(c for c in told[1].content if not c.overlaps(origin)) or told[1].content
        outer = holders.chain(with_name(analysis, by)) if by is not None else ()
        chain = (*outer, *holders.chain(origin))
        drafts.replace(told[0], replace(told[1], source=origin, content=content, chain=chain))
    return list(drafts)


def _through(analysis: Analysis, holders: Holders, drafts: Drafts, verb: Word) -> None:
    """'Lee, quoted by the Herald, said …', 'Lee said, as quoted by the Herald, …': the Herald passes it on."""
    by, cited = analysis.led_by(verb.index, "by"), analysis.child(verb.index, "obj")
    sentence = analysis.sentences[verb.sentence]
    if by is None and cited is not None and verb.relation == "acl" and analysis.child(verb.index, "nsubj") is not None:
        # 'According to Radio Vell, which cited a police source, …'
        above = analysis.words[verb.head]
        for key, own in drafts.beginning_in(sentence.start, sentence.end).items():
            if own.source is not None and own.source.start <= above.start < own.source.end:
                drafts.replace(key, replace(own, chain=(*own.chain, *holders.chain(noun_phrase(analysis, cited)))))
                for told in drafts.at(verb.start, verb.end):
                    drafts.remove(told)  # 'which cited an official' tells nothing by itself
    if by is None:
        return
    passes = holders.chain(noun_phrase(analysis, by))
    as_cited = analysis.words[verb.index - 1].text.lower() == "as"
    for key, own in drafts.beginning_in(sentence.start, sentence.end).items():
        source = own.source
        if source is None:
            continue
        if as_cited and own.cue.start <= analysis.words[verb.head].start < own.cue.end:
            drafts.replace(key, replace(own, chain=(*passes, *holders.chain(source))))
        elif not as_cited and source.start < verb.start and not analysis.text[source.end : verb.start].strip(" ,"):
            lee = analysis.span(source.start, source.start + len(analysis.text[source.start : verb.start].rstrip(" ,")))
            drafts.replace(key, replace(own, chain=(*passes, *holders.chain(lee))))


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
        by, medium = analysis.led_by(verb.index, "by"), analysis.led_by(verb.index, "in", "on")
        # 'Quoted in Kurier'
        return by or (medium if medium is not None and medium.upos == "PROPN" else None), subject
    return subject, analysis.child(verb.index, "obj")


def _as_saying(analysis: Analysis, word: Word) -> bool:
    return (
        word.upos == "VERB"
        and word.text.lower().endswith("ing")
        and analysis.words[word.index - 1].text.lower() == "as"
    )


def passed_on(analysis: Analysis, holders: Holders, quotations: Quotations, found: list[Found]) -> list[Found]:
    """Adds the statement inside an 'according to X' whose content is itself somebody's saying, and the reverse."""
    drafts = Drafts(found)
    for sentence in analysis.sentences:
        for source, cue in according_to(analysis, sentence.first, sentence.last):
            outer = holders.chain(source)
            key, own = next(iter(drafts.at(cue.start, cue.end).items()), (None, None))
            whole = source
            if own is None and (clause := _which_cited(analysis, source)) is not None:
                # 'According to Radio Vell, which cited a police source, …'
                whole, citing, cited = clause
                outer = (*outer, *holders.chain(cited))
                for k in drafts.at(citing.start, citing.end):
                    drafts.remove(k)
            if own is not None:
                own = _less_names(analysis, own)
                for k, other in drafts.beginning_in(sentence.start, cue.start).items():
                    if _names_speaker(analysis, other, own):
                        drafts.remove(k)  # '“…,” Ozel said, according to X': Ozel is no content
            # 'According' with a capital begins a sentence, whatever the tree says.
            opens = analysis.text[cue.start].isupper()
            start = cue.start if opens else sentence.start
            others = {
                k: f for k, f in drafts.beginning_in(start, sentence.end).items()
                if k != key and f.kind not in {"attitude", "publication"} and not any(c.covers(cue) for c in f.content)
                and not (own is not None and _of_source(f, source))
            }  # fmt: skip
            spoken = None
            if own is not None:
                spoken = _said_before(analysis, holders, own) or _said_inside(analysis, holders, quotations, own)
                if not _passes_on(outer) and (spoken is None or not _passes_on(spoken.chain)):
                    continue
            if others:
                if key is not None:
                    drafts.remove(key)
                for k, other in others.items():
                    drafts.replace(k, replace(other, chain=(*outer, *other.chain)))
                continue
            first = analysis.words_in(start, start + 1)[0].index if opens else sentence.first
            inner = _saying(analysis, holders, quotations, first, sentence.last, source)
            inner = inner or spoken
            if inner is not None:
                if key is not None:
                    drafts.remove(key)
                drafts.add(inner)
            elif own is None:
                rest = _without(analysis, sentence.first, sentence.last, whole, cue)
                if rest is not None:
                    kind = quotations.kind((rest,))
                    drafts.add(Found(kind, source, cue, (rest,), outer, RULE_SCORE))
    return list(drafts)


def _of_source(found: Found, source: Span) -> bool:
    """Whether a draft is of a clause about the source: 'according to the paper, which says the fee is high'."""
    speaker = found.source
    return speaker is not None and speaker.start >= source.end and speaker.text.lower() in {"who", "which"}


def _which_cited(analysis: Analysis, source: Span) -> tuple[Span, Word, Span] | None:
    """A source with the clause 'which cited X' right behind it, the verb of that clause, and X."""
    after = analysis.words_in(source.end, source.end + _CLAUSE)[:4]
    words_after = [w for w in after if w.text != ","]
    if not words_after or words_after[0].text.lower() not in {"which", "who"}:
        return None
    verb = next((w for w in words_after if w.upos == "VERB"), None)
    cited = analysis.child(verb.index, "obj") if verb is not None else None
    if verb is None or verb.lemma not in words("cues", "citing") or cited is None or cited.index < verb.index:
        return None
    last = analysis.subtree(verb.index)[-1]
    return analysis.span(source.start, last.end), verb, noun_phrase(analysis, cited)


def _less_names(analysis: Analysis, own: Found) -> Found:
    """An 'according to' without the contents that are mere things behind a clause: 'told a committee'."""
    kept = tuple(c for c in own.content if clausal(analysis, (c,)))
    return replace(own, content=kept) if kept and own.content[0] in kept else own


def _names_speaker(analysis: Analysis, other: Found, own: Found) -> bool:
    """Whether what a draft takes for content is a name between what is told and the 'according to'."""
    after = max(c.end for c in own.content)
    return not clausal(analysis, other.content) and all(
        after <= c.start and c.end <= own.cue.start for c in other.content
    )


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
        parts = telling(analysis, verb)
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
        elif marks and not any(w.upos in {"VERB", "AUX"} for w in rest):  # '“…,” Y told a committee on Thursday'
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
