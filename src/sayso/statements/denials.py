"""Denials: 'were denied by the company', 'a charge it rejects'; and what it is that is denied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.language import Analysis, Word
from sayso.record.spans import Span
from sayso.record.types import Holder, Statement
from sayso.statements.drafts import Drafts
from sayso.statements.found import RULE_SCORE, Found
from sayso.statements.holders import Holders
from sayso.statements.lexicon import words
from sayso.statements.propernames import with_name
from sayso.statements.quotations import Quotations, with_marks
from sayso.statements.unsaid import who_and_what

_BACK = 2
"""Sentences back in which the words are looked for that 'the allegation' stands for."""
_REACH = 60
"""Words from 'accused' to 'a charge'."""
_RECENT = 20
"""Statements of a sentence that are looked at, so that cost stays linear."""
_THE = frozenset({"the", "those", "these", "this", "that", "such", "both", "all"})
_SUCH = _THE | {"a", "an", "any"}
_IT = frozenset({"it", "this", "that"})
_BEHIND = frozenset({"which", "something"})
"""They stand for what has been said right before them."""
_MARKS = " \n“”\"„«»'’,–—-"


def of_denials(analysis: Analysis, holders: Holders, quotations: Quotations, found: list[Found]) -> list[Found]:
    """``found`` with the denials that no model has seen: 'was denied by', 'a charge that X rejects'.

    Of 'a charge that X called baseless' the charge is part of what is said.
    """
    drafts = Drafts(found)
    for verb in analysis.words:
        told = verb.lemma in words("cues", "denying") or verb.lemma in words("cues", "verdicts")
        if verb.upos != "VERB" or not told or quotations.range_at(verb.start) or _not(analysis, verb):
            continue
        parts = _of_noun(analysis, verb) or _passive(analysis, verb) or _active(analysis, verb)
        if parts is None:
            continue
        thing, speaker = parts
        content, source = _phrase(analysis, thing, verb), with_name(analysis, speaker)
        key, own = next(iter(drafts.at(verb.start, verb.end).items()), (None, None))
        verdict = _verdict(analysis, verb)
        if verdict is not None and speaker.index < verb.index < thing.index:
            content, verdict = analysis.span(content.start, max(content.end, verdict.end)), None
        if own is not None and key is not None:
            if not any(c.overlaps(content) for c in own.content):
                drafts.replace(key, replace(own, content=(content, *own.content)))
        elif verb.lemma in words("cues", "denying") or verdict is not None:
            helps = [c.start for c in analysis.children(verb.index) if c.relation == "aux" and thing.end <= c.start]
            cue = analysis.span(min([verb.start, *helps]), verb.end)
            said = (content, verdict) if verdict is not None else (content,)
            drafts.add(Found(quotations.kind(said), source, cue, said, holders.chain(source), RULE_SCORE))
            _set_apart(analysis, drafts, content)
    return list(drafts)


def _verdict(analysis: Analysis, verb: Word) -> Span | None:
    """'A shameless invention' of 'a claim he called a shameless invention'."""
    said = next((c for c in analysis.children(verb.index) if analysis.case(c.index) == "as"), None)
    if said is None and verb.lemma in words("cues", "verdicts"):
        said = analysis.child(verb.index, "obj", "xcomp")
    inside = analysis.subtree(said.index) if said is not None and said.index > verb.index else ()
    return analysis.span(*with_marks(analysis.text, inside[0].start, inside[-1].end)) if inside else None


def _set_apart(analysis: Analysis, drafts: Drafts, denied: Span) -> None:
    """Takes '…, a charge he denies' out of the content in which somebody has made the charge."""
    sentence = analysis.sentence_at(denied.start)
    if sentence is None:
        return
    for key, one in drafts.beginning_in(sentence.start, denied.start).items():
        around = [c for c in one.content if c.start < denied.start < c.end and one.cue.end <= c.start]
        before = analysis.text[around[0].start : denied.start].rstrip() if around else ""
        if before.endswith(","):
            less = analysis.span(around[0].start, around[0].start + len(before.rstrip(" ,")))
            drafts.replace(key, replace(one, content=tuple(less if c == around[0] else c for c in one.content)))


def _not(analysis: Analysis, verb: Word) -> bool:
    return any(c.relation == "advmod" and c.lemma in {"not", "never"} for c in analysis.children(verb.index))


def _passive(analysis: Analysis, verb: Word) -> tuple[Word, Word] | None:
    """What was denied by whom: 'reports that … were denied by the army'."""
    thing, by = analysis.child(verb.index, "nsubj"), analysis.led_by(verb.index, "by")
    if thing is None or by is None or thing.deprel != "nsubj:pass" or not thing.index < verb.index < by.index:
        return None
    return (thing, by) if thing.lemma.lower() in words("cues", "claims") else None


def _active(analysis: Analysis, verb: Word) -> tuple[Word, Word] | None:
    """'The clerk disputes this', 'dismissed the account as theatre'."""
    parts = who_and_what(analysis, verb)
    if parts is None:
        return None
    subject, thing = parts
    if any(c.relation == "aux" and c.text.lower() in words("cues", "yet") for c in analysis.children(verb.index)):
        return None
    judged = any(c.index > thing.index and analysis.case(c.index) == "as" for c in analysis.children(verb.index))
    return (thing, subject) if thing.text.lower() in _IT or judged else None


def _of_noun(analysis: Analysis, verb: Word) -> tuple[Word, Word] | None:
    """What is denied and by whom in a clause of its own: 'a charge he denies', 'claims dismissed by the minister'."""
    noun = analysis.words[verb.head]
    which = next((c for c in analysis.children(verb.index) if c.text.lower() == "which" and c.relation == "obj"), None)
    if which is not None and verb.relation in {"acl", "advcl", "ccomp", "parataxis"}:
        subject = analysis.child(verb.index, "nsubj")
        return (which, subject) if subject is not None and which.index < subject.index < verb.index else None
    known = words("cues", "claims") | _BEHIND
    if verb.relation != "acl" or noun.lemma.lower() not in known or noun.index > verb.index:
        return None
    subject, by = analysis.child(verb.index, "nsubj"), analysis.led_by(verb.index, "by")
    if subject is None and by is not None and verb.feature("VerbForm") == "Part":
        return noun, by
    taken = analysis.child(verb.index, "obj", "ccomp") if verb.lemma not in words("cues", "verdicts") else None
    if subject is None or not noun.index < subject.index < verb.index or subject.feature("PronType") == "Rel":
        return None
    return (noun, subject) if taken is None else None


def _phrase(analysis: Analysis, noun: Word, verb: Word) -> Span:
    """The noun and what belongs to it, less the clause of ``verb``."""
    own = {w.index for w in analysis.subtree(verb.index)} if verb.head == noun.index else frozenset[int]()
    inside = [w for w in analysis.subtree(noun.index) if w.index not in own and w.upos != "PUNCT"]
    first = last = noun.index
    kept = {w.index for w in inside}
    while first - 1 in kept and analysis.words[first - 1].upos != "ADP":
        first -= 1
    while last + 1 in kept:
        last += 1
    return analysis.span(analysis.words[first].start, analysis.words[last].end)


class Denials:
    """What is denied, and confirmed, in one report."""

    def __init__(self, analysis: Analysis, statements: Sequence[Statement]) -> None:
        """``statements`` are in text order."""
        self._analysis = analysis
        self._told: dict[int, list[Statement]] = {}
        for one in statements:
            # 'The charge' of whoever denies it is nothing that has been said.
            if one.kind != "attitude" and one.cue is not None and _stands_for(analysis, one.content) is None:
                self._told.setdefault(_sentence(analysis, one.content[-1]), []).append(one)

    def meant(self, statement: Statement, denied: tuple[Span, ...]) -> tuple[Span, ...] | None:
        """The words that 'the allegation', 'a charge' or 'it' stands for: what another has just said.

        ``None`` where ``denied``, which is of its content, has no such words, or it is not told which are meant.
        """
        noun, cue = _stands_for(self._analysis, denied), statement.cue
        if noun is None or cue is None:
            return None
        if (named := _of_claim(self._analysis, noun) or _accused(self._analysis, noun)) is not None:
            return (named,)
        own = _sentence(self._analysis, cue)
        for back in range((_BACK if noun.upos == "NOUN" else 1) + 1):
            told = self._told.get(own - back, [])[-_RECENT:]
            told = [s for s in told if s.cue is not None and s.cue.start < cue.start and s.id != statement.id]
            told = [s for s in told if s.content[-1].end <= denied[0].start]
            if not back and (beside := [s for s in told if _beside(self._analysis, s, denied[0])]):
                return beside[-1].content
            if not _definite(self._analysis, noun):
                return None  # 'a charge' is what stands right before it
            told = [s for s in told if not _same(s.chain[-1], statement.chain[-1])]
            if any(_speaks_of(self._analysis, s, noun) for s in told):
                return None  # 'It could not confirm the report, it said. … confirmed the report': it is an earlier one
            if told:
                outer = {s.within for s in told}
                return _one_word([s for s in told if s.id not in outer], several=noun.feature("Number") == "Plur")
        return None


def _speaks_of(analysis: Analysis, told: Statement, noun: Word) -> bool:
    inside = (w for c in told.content for w in analysis.words_in(c.start, c.end))
    return noun.upos == "NOUN" and any(w.lemma == noun.lemma for w in inside)


def _one_word(told: Sequence[Statement], *, several: bool) -> tuple[Span, ...] | None:
    """What one holder has said; of two it is not told which is meant, nor of two sayings unless of ``several``."""
    if any(not _same(s.chain[-1], told[0].chain[-1]) for s in told) or (len(told) > 1 and not several):
        return None
    return tuple(sorted({span for s in told for span in s.content}))


def _stands_for(analysis: Analysis, denied: tuple[Span, ...]) -> Word | None:
    """The noun or pronoun that is all of what is denied: 'the allegations', 'a charge', 'it'."""
    inside = [w for span in denied for w in analysis.words_in(span.start, span.end) if w.upos != "PUNCT"]
    if len(inside) == 1 and inside[0].text.lower() in _IT | _BEHIND:
        return inside[0]
    if not inside or inside[-1].lemma.lower() not in words("cues", "claims") or inside[-1].upos != "NOUN":
        return None
    return inside[-1] if all(w.text.lower() in _SUCH for w in inside[:-1]) else None


def _definite(analysis: Analysis, noun: Word) -> bool:
    if noun.upos == "NOUN" and noun.text.lower() not in _BEHIND:
        return any(c.text.lower() in _THE for c in analysis.children(noun.index))
    return noun.text.lower() in _IT


def _of_claim(analysis: Analysis, which: Word) -> Span | None:
    """'That he sold arms' of 'claims that he sold arms, which he denies'."""
    verb = analysis.words[which.head]
    noun = analysis.words[verb.head]
    if which.text.lower() != "which" or verb.relation != "acl" or noun.lemma.lower() not in words("cues", "claims"):
        return None
    told = next((c for c in analysis.children(noun.index) if c.relation == "acl" and c.index < which.index), None)
    if told is None or not any(c.text.lower() == "that" for c in analysis.children(told.index)):
        return None
    inside = [w for w in analysis.subtree(told.index) if noun.index < w.index < which.index and w.upos != "PUNCT"]
    return analysis.span(inside[0].start, inside[-1].end)


def _accused(analysis: Analysis, noun: Word) -> Span | None:
    """'Stealing 2 million' of 'he is accused of stealing 2 million, a charge he denies'."""
    sentence = analysis.sentences[noun.sentence]
    first = max(sentence.first, noun.index - _REACH)
    before = [w for w in analysis.words[first : noun.index] if w.upos not in {"DET", "PUNCT"}]
    if not before or _definite(analysis, noun) or noun.upos != "NOUN":
        return None
    for word in reversed(before):
        if word.upos == "VERB" and word.lemma in words("cues", "accusing"):
            after = analysis.words[word.index + 1]
            passive = any(c.deprel == "aux:pass" for c in analysis.children(word.index)) or word.relation == "acl"
            told = passive and after.text.lower() in {"of", "with"} and after.index + 1 < before[-1].index
            return analysis.span(analysis.words[after.index + 1].start, before[-1].end) if told else None
    return None


def _beside(analysis: Analysis, told: Statement, noun: Span) -> bool:
    """Whether only marks, and who said it, stand between what was told and the noun: '…, a charge he denies'."""
    end = told.content[-1].end
    between = analysis.text[end : noun.start]
    for part in (told.source, told.cue):
        if part is not None and end <= part.start and part.end <= noun.start:
            between = between.replace(part.text, "", 1)
    return not between.strip(_MARKS)


def _sentence(analysis: Analysis, span: Span) -> int:
    sentence = analysis.sentence_at(span.start)
    return sentence.index if sentence is not None else -1


def _same(one: Holder, other: Holder) -> bool:
    if one.entity is not None or other.entity is not None:
        return one.entity == other.entity
    return one.name is not None and one.name == other.name
