"""Silences: where a report says that somebody has not said or published something."""

from __future__ import annotations

from sayso.language import Analysis, Word
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.record.types import Silence, SilentHolder
from sayso.statements.holders import Holders
from sayso.statements.lexicon import words
from sayso.statements.unsaid import ASKING, expletive, open_question, question, silent_verb, subject_of, without

_ABOUT = frozenset({"about", "on", "of", "regarding", "over"})
_TURNS = frozenset({"but", "and", "while", "whereas", "though", "although"})
_NOBODY = frozenset({"nobody", "none", "no-one", "one"})
_OPENERS = frozenset({"neither", "either", "both", "no", "nor", "and", "or"})


def find_silences(analysis: Analysis, holders: Holders) -> tuple[Silence, ...]:
    """The silences of a report, ids ``q1``, ``q2``… in text order."""
    found: list[tuple[Span, tuple[SilentHolder, ...], Span | None]] = []
    taken: Shelves[None] = Shelves()
    for word in analysis.words:
        verb = silent_verb(analysis, word)
        if verb is None:
            continue
        span = _to_the_turn(analysis, verb, open_question(analysis, verb))
        if without(analysis, verb):
            span = analysis.span(analysis.words[verb.index - 1].start, span.end)
        if taken.over(span.start, span.end):
            continue
        taken.put(span, None)
        about = _about(analysis, word, verb)
        if about is not None and about.start <= word.start < about.end and word.upos == "NOUN":
            about = None  # 'said it had no comment' is not about having none
        found.append((span, _holders(analysis, verb, holders), about))
    return tuple(Silence(f"q{i}", *rest) for i, rest in enumerate(found, 1))


def _to_the_turn(analysis: Analysis, verb: Word, span: Span) -> Span:
    """The clause up to a 'but' or another subject: 'did not mention his rivals but noted …' says something after it."""
    for child in analysis.children(verb.index):
        turn = analysis.child(child.index, "cc", "mark") if child.relation in {"conj", "advcl"} else None
        if turn is None or turn.lemma not in _TURNS:
            continue
        own = turn.lemma == "but" or analysis.child(child.index, "nsubj") is not None
        if own and verb.index < turn.index and turn.start < span.end:
            before = analysis.words[turn.index - 1]
            if before.upos == "PUNCT" and before.index > verb.index:
                before = analysis.words[before.index - 1]
            return analysis.span(span.start, before.end)
    return span


def _holders(analysis: Analysis, verb: Word, holders: Holders) -> tuple[SilentHolder, ...]:
    subject = subject_of(analysis, verb)
    known = words("silence", "known") | words("silence", "unknown")
    open_to_all = verb.text.lower() in known and expletive(analysis, verb) is not None
    if (
        not open_to_all
        and subject is not None
        and subject.text.lower() == "it"
        and subject.relation == "nsubj"
        and verb.upos == "VERB"
    ):
        origin = holders.chain(analysis.span(subject.start, subject.end))[-1]
        told = None if origin.anonymous else origin.name
        return (SilentHolder(told, analysis.span(subject.start, subject.end), origin.entity),)
    if (
        subject is None
        or open_to_all
        or subject.text.lower() in {"there", "it"}
        or subject.lemma in words("silence", "nouns")
    ):
        giver = _giver(analysis, verb)
        if giver is None:
            return (SilentHolder(None, None),)
        origin = holders.chain(giver)[-1]
        return (SilentHolder(origin.name, giver, origin.entity),)
    if subject.text.lower() in _NOBODY or any(c.text.lower() == "no" for c in analysis.children(subject.index)):
        return (SilentHolder(None, None),)  # 'no group has claimed …': nobody in particular
    inside = _subject_words(analysis, verb, subject)
    parts: list[list[Word]] = [[]]
    for word in inside:
        if word.text.lower() in {"nor", "and", "or"} and parts[-1]:
            parts.append([])
        elif parts[-1] or word.text.lower() not in _OPENERS:
            parts[-1].append(word)
    if len(parts) == 1:
        parts = [inside]  # 'neither side'
    found = []
    for part in parts:
        while part and part[-1].upos == "PUNCT":
            part.pop()
        if part:
            span = analysis.span(part[0].start, part[-1].end)
            shared = parts[-1][-1] if part is not parts[-1] and parts[-1] else None
            origin = holders.chain(span)[-1]
            of_a_people = origin.anonymous and part[-1].text[:1].isupper()
            modifier = (
                part[-1].upos == "ADJ"
                or of_a_people
                or (origin.entity is not None and not span.text.endswith(origin.name or ""))
            )
            if modifier and shared is not None and shared.upos == "NOUN":
                # 'neither the Russian nor the North Korean authorities': the noun belongs to both
                found.append(SilentHolder(f"{span.text} {shared.text}", span))
                continue
            found.append(SilentHolder(origin.name, span, origin.entity))
    return tuple(found) or (SilentHolder(None, None),)


def _giver(analysis: Analysis, verb: Word) -> Span | None:
    """Who gave nothing, where it is said after the noun: 'no comment from the Kremlin'."""
    for top in (verb, *analysis.children(verb.index)):
        giver = analysis.led_by(top.index, "from", "by")
        if giver is not None:
            return analysis.behind(giver)
    return None


def _subject_words(analysis: Analysis, verb: Word, subject: Word) -> list[Word]:
    """The words of the subject; where it is joined by 'nor', all from its first word to the verb's auxiliaries."""
    own = [w for w in analysis.subtree(subject.index) if w.index < verb.index]
    if not own:
        return [subject]
    before = next(
        (c.index for c in analysis.children(verb.index) if c.relation == "aux" and c.index > own[0].index), verb.index
    )
    if any(w.text.lower() == "nor" for w in analysis.words[own[0].index : before]):
        return list(analysis.words[own[0].index : before])
    return own


def _about(analysis: Analysis, word: Word, verb: Word) -> Span | None:
    """What the silence is about: the 'about …' phrase, the object, or the clause after 'whether', 'when', …"""
    known = words("silence", "known") | words("silence", "unknown")
    asked = question(analysis, verb) if verb.text.lower() in known else None
    if asked is not None:
        inside = open_question(analysis, verb)
        return analysis.span(asked.start, inside.end) if asked.start < inside.end else None
    first = analysis.words[analysis.sentences[verb.sentence].first]
    if verb.text.lower() in known and first.text.lower() in ASKING:
        helps = (c for c in analysis.children(verb.index) if c.relation in {"aux", "cop"} and c.index > first.index)
        before = min(c.index for c in (verb, *helps)) - 1
        return analysis.span(first.start, analysis.words[before].end) if before >= first.index else None
    untold = [
        c for c in analysis.children(verb.index) if c.relation == "nsubj" and c.lemma in words("silence", "nouns")
    ]
    for top in (word, verb, *untold):
        for child in analysis.children(top.index):
            if child.index <= top.index:
                continue
            case = analysis.child(child.index, "case", "mark")
            of_noun = child.relation == "nmod" and case is not None and case.lemma == "for"  # 'no date for the vote'
            when = child.lemma.lower() in words("silence", "times")  # 'did not call back on Tuesday'
            if (
                child.relation in {"nmod", "obl"}
                and case is not None
                and (case.lemma in _ABOUT or of_noun)
                and not when
            ):
                inner = [w for w in analysis.subtree(child.index) if w.index > case.index]
                if inner:
                    return analysis.span(inner[0].start, inner[-1].end)
            if child.relation in {"ccomp", "acl", "advcl"}:
                inner = list(analysis.subtree(child.index))
                if inner[0].upos == "PUNCT":
                    continue  # 'no word from the office of Lee, who …'
                asked = question(analysis, verb)
                if asked is not None and asked.index < inner[0].index:
                    return analysis.span(asked.start, inner[-1].end)
                while len(inner) > 1 and inner[0].text.lower() in _ABOUT:
                    inner.pop(0)
                return analysis.span(inner[0].start, inner[-1].end)
    obj = analysis.child(verb.index, "obj") or analysis.child(word.index, "obj")
    bare = obj is not None and obj.lemma in words("silence", "nouns") and len(analysis.subtree(obj.index)) <= 2
    if obj is not None and not bare:  # 'made no statement' is about nothing that is told
        inner = list(analysis.subtree(obj.index))
        return analysis.span(inner[0].start, inner[-1].end)
    return None
