"""Silences: where a report says that somebody has not said or published something."""

from __future__ import annotations

from sayso.language import Analysis, Word
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.record.types import Silence, SilentHolder
from sayso.statements.holders import Holders
from sayso.statements.lexicon import words

_MODALS = frozenset({"can", "ca", "should", "may", "might", "must"})
_REFUSING = frozenset({"could", "would", "will", "wo"})
"""'Would not say whether …' is a silence; 'would not say that …' need not be."""
_ASKING = frozenset({"how", "what", "when", "where", "whether", "which", "who", "why", "if"})
_ABOUT = frozenset({"about", "on", "of", "regarding", "over"})
_TURNS = frozenset({"but", "and", "while", "whereas", "though", "although"})
_NOBODY = frozenset({"nobody", "none", "no-one", "one"})
_OPENERS = frozenset({"neither", "either", "both", "no", "nor", "and", "or"})


def find_silences(analysis: Analysis, holders: Holders) -> tuple[Silence, ...]:
    """The silences of a report, ids ``q1``, ``q2``… in text order."""
    found: list[tuple[Span, tuple[SilentHolder, ...], Span | None]] = []
    taken: Shelves[None] = Shelves()
    for word in analysis.words:
        verb = _silent_verb(analysis, word)
        if verb is None:
            continue
        span = _to_the_turn(analysis, verb, _open_question(analysis, verb))
        if taken.over(span.start, span.end):
            continue
        taken.put(span, None)
        found.append((span, _holders(analysis, verb, holders), _about(analysis, word, verb)))
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


def _silent_verb(analysis: Analysis, word: Word) -> Word | None:
    """The head of the clause that says a silence, when ``word`` is the word it turns on."""
    children = analysis.children(word.index)
    if word.lemma in words("silence", "nouns") and word.upos == "NOUN":
        no = any(c.text.lower() == "no" for c in children)
        if not no:
            return None
        verb = analysis.words[word.head]
        there = any(c.text.lower() == "there" for c in analysis.children(verb.index) + children)
        if word.lemma not in words("silence", "claim_nouns") and not there:
            return None
        if there:
            return verb if verb.upos in {"VERB", "AUX"} and verb.lemma in {"be", "come"} else word
        if verb.lemma in words("silence", "verbs") and word.relation in {"obj", "nsubj"}:
            return verb
        return None
    if _unknown(analysis, word) or _unreached(analysis, word):
        return word
    if word.upos not in {"VERB", "AUX"} or word.lemma not in words("silence", "verbs"):
        return None
    head = analysis.words[word.head]
    if word.lemma in words("silence", "light") and not _told(analysis, word) and not _neither(analysis, word):
        return None  # 'have yet to offer him a contract', 'refused to give up'
    if word.relation == "xcomp" and head.lemma in {"have", "be"} and _yet(analysis, head, word):
        return head
    if word.relation == "xcomp" and head.lemma == "yet":
        return head
    if any(c.lemma == "yet" for c in children) and any(c.text.lower() == "to" for c in children):
        return word  # 'has yet to comment', with the second verb on top
    if word.relation == "xcomp" and head.lemma in words("silence", "refuse") and not _negated(analysis, head):
        # 'Fail to report their income' is about a duty.
        return head if head.lemma != "fail" or word.lemma != "report" else None
    if _negated(analysis, word) and word.relation != "xcomp":
        return word if word.lemma in words("silence", "light") or _person_like(analysis, word) else None
    return None


def _told(analysis: Analysis, verb: Word) -> bool:
    """Whether a verb has one of the nouns for what is said beside it: 'made no comment', 'gave no details'."""
    known = words("silence", "nouns")
    if verb.lemma != "return":
        known -= words("silence", "letters")
    return any(c.relation in {"obj", "nsubj"} and c.lemma in known for c in analysis.children(verb.index))


def _neither(analysis: Analysis, verb: Word) -> bool:
    """'Neither claimed nor denied an attack'."""
    children = analysis.children(verb.index)
    return any(c.text.lower() == "neither" for c in children) and any(
        c.relation == "conj" and c.lemma in {"deny", "confirm", "claim", "admit"} for c in children
    )


def _unknown(analysis: Analysis, word: Word) -> bool:
    """'It was not clear how many …': said to be known to nobody."""
    known = word.text.lower()
    if known not in words("silence", "unknown") and (
        known not in words("silence", "known") or not _negated(analysis, word)
    ):
        return False
    first = analysis.words[analysis.sentences[word.sentence].first]
    if first.text.lower() in _ASKING and first.index < word.index:
        return analysis.child(word.index, "nsubj") is None  # 'Whether he will appear is not known'
    return _it(analysis, word) is not None and _asked(analysis, word) is not None


def _it(analysis: Analysis, word: Word) -> Word | None:
    """The 'it' of 'it is not clear', 'it remains unclear', wherever the parse hung it."""
    it = analysis.child(word.index, "expl", "nsubj")
    if it is not None:
        return it if it.text.lower() == "it" else None
    before = word.index - 1
    while before > 0 and (analysis.words[before].upos in {"ADV", "PART", "AUX"} or _remains(analysis.words[before])):
        before -= 1
    it = analysis.words[before]
    return it if it.text.lower() == "it" and it.sentence == word.sentence and before < word.index - 1 else None


def _remains(word: Word) -> bool:
    return word.upos == "VERB" and word.text.lower() in {"remain", "remains", "remained", "is", "was", "became"}


def _open_question(analysis: Analysis, word: Word) -> Span:
    """'It was not clear how many …': the clause, or where the parse has lost what is asked, all up to a mark."""
    span, asked, it = clause(analysis, word), _asked(analysis, word), _it(analysis, word)
    if asked is None or it is None or asked.start < span.end:
        return span
    last = asked.index
    sentence_end = analysis.sentences[word.sentence].last
    while last < sentence_end and analysis.words[last + 1].text not in {",", ":", ";", ".", "?", "!"}:
        last += 1
    return analysis.span(it.start, analysis.words[last].end)


def _asked(analysis: Analysis, word: Word) -> Word | None:
    """The question word after ``word`` in its sentence that opens what is not known."""
    last = analysis.sentences[word.sentence].last
    return next((w for w in analysis.words[word.index + 1 : min(last, word.index + 3) + 1]
                 if w.text.lower() in _ASKING), None)  # fmt: skip


def _unreached(analysis: Analysis, word: Word) -> bool:
    """'Could not be reached for comment'."""
    if word.lemma != "reach" or not _negated(analysis, word):
        return False
    obliques = [c for c in analysis.children(word.index) if c.relation == "obl"]
    passive = any(c.deprel == "aux:pass" for c in analysis.children(word.index))
    return any(c.lemma == "comment" for c in obliques) or (passive and not obliques)


def _yet(analysis: Analysis, head: Word, word: Word) -> bool:
    """'Has yet to explain'."""
    return any(w.text.lower() == "yet" for w in analysis.words[head.index + 1 : word.index])


def _negated(analysis: Analysis, verb: Word) -> bool:
    for child in analysis.children(verb.index):
        ahead = child.index < verb.index or verb.upos == "AUX"
        if ahead and child.text.lower() in {"never", "neither", "nor"}:
            return True
        if ahead and child.text.lower() in {"not", "n't", "n’t"} and _helped(analysis, verb):
            return True
        if child.relation in {"obj", "ccomp"} and analysis.subtree(child.index)[0].text.lower() == "neither":
            return True  # 'has confirmed neither the date nor the name'
        if child.relation == "nsubj":
            first = analysis.subtree(child.index)[0]
            if first.text.lower() in {"neither", "no", "none", "nobody", "nor"}:
                return True
            before = analysis.words[first.index - 1] if child.index < verb.index and first.index else None
            if before and before.sentence == verb.sentence and before.text.lower() in {"neither", "no"}:
                return True  # the parser hung the negation elsewhere
    return False


def _helped(analysis: Analysis, verb: Word) -> bool:
    """Whether 'not' can go with a verb at all: 'did not say', 'not known'; in 'Not by me, says Orr' it cannot."""
    if verb.upos != "VERB" or verb.feature("VerbForm") != "Fin" or verb.lemma in {"be", "have"}:
        return True
    return any(c.relation in {"aux", "cop"} for c in analysis.children(verb.index))


def _person_like(analysis: Analysis, verb: Word) -> bool:
    """Whether the verb has a subject who could have spoken; 'It did not say' and 'you cannot say' aside."""
    subject = _subject(analysis, verb)
    if subject is None:
        return False
    if subject.text.lower() in {"i", "we", "you", "this", "that", "what"}:
        return False
    if subject.lemma.lower() in words("silence", "found"):
        return False  # 'the autopsy did not reveal a cause' tells what was found
    if subject.text.lower() == "which" and verb.relation != "acl":
        return False
    children = analysis.children(verb.index)
    if any(c.text.lower() in _REFUSING for c in children):
        clauses = [c for c in children if c.relation in {"ccomp", "advcl"} and c.index > verb.index]
        return not clauses or _asked(analysis, verb) is not None
    return not any(c.text.lower() in _MODALS for c in children)


def _subject(analysis: Analysis, verb: Word) -> Word | None:
    children = analysis.children(verb.index)
    # A parse may hang the subject on the auxiliary, or that of 'has yet to comment' on the second verb.
    helps = [c for c in children if c.relation == "aux" or c.text.lower() in {"did", "does", "do"}]
    tops = (verb, *helps, *(c for c in children if verb.lemma == "yet" and c.relation == "xcomp"))
    own = [c for top in tops for c in analysis.children(top.index) if c.relation == "nsubj"]
    subject = next((c for c in own if c.text.lower() not in {"neither", "nor", "no"}), own[0] if own else None)
    seen = 0
    while subject is None and not verb.is_root and verb.relation in {"conj", "xcomp", "advcl"} and seen < 5:
        verb = analysis.words[verb.head]
        subject = analysis.child(verb.index, "nsubj")
        seen += 1
    return subject


def clause(analysis: Analysis, verb: Word) -> Span:
    """The clause of ``verb``: its subtree less the joining words before it and the marks around it."""
    inside = list(analysis.subtree(verb.index))
    joining = {
        c.index for c in analysis.children(verb.index) if c.relation in {"mark", "cc", "punct"} and c.index < verb.index
    }
    while inside and (inside[0].index in joining or inside[0].upos == "PUNCT"):
        inside.pop(0)
    while inside and inside[-1].upos == "PUNCT" and inside[-1].text not in "”\"'’)":
        inside.pop()
    if not inside:
        return analysis.span(verb.start, verb.end)
    return analysis.span(inside[0].start, inside[-1].end)


def _holders(analysis: Analysis, verb: Word, holders: Holders) -> tuple[SilentHolder, ...]:
    subject = _subject(analysis, verb)
    known = words("silence", "known") | words("silence", "unknown")
    open_to_all = verb.text.lower() in known and _it(analysis, verb) is not None
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
            modifier = part[-1].upos == "ADJ" or (
                origin.entity is not None and not span.text.endswith(origin.name or "")
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
    asked = _asked(analysis, verb) if verb.text.lower() in known else None
    if asked is not None:
        inside = _open_question(analysis, verb)
        return analysis.span(asked.start, inside.end) if asked.start < inside.end else None
    first = analysis.words[analysis.sentences[verb.sentence].first]
    if verb.text.lower() in known and first.text.lower() in _ASKING:
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
            if child.relation in {"nmod", "obl"} and case is not None and (case.lemma in _ABOUT or of_noun):
                inner = [w for w in analysis.subtree(child.index) if w.index > case.index]
                if inner:
                    return analysis.span(inner[0].start, inner[-1].end)
            if child.relation in {"ccomp", "acl", "advcl"}:
                inner = list(analysis.subtree(child.index))
                asked = _asked(analysis, verb)
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
