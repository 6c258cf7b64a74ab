"""What says a silence: 'has not commented', 'declined to say', 'gave no details', 'it is not clear whether'."""

from __future__ import annotations

from sayso.language import Analysis, Word
from sayso.record.spans import Span
from sayso.statements.lexicon import words

ASKING = frozenset({"how", "what", "when", "where", "whether", "which", "who", "why", "if"})
_ABOUT = frozenset({"about", "regarding"})
_PLACES = frozenset({"by", "from", "with", "in", "without", "until", "because"})
_MODALS = frozenset({"can", "ca", "should", "may", "might", "must"})
_REFUSING = frozenset({"could", "would", "will", "wo"})
"""'Would not say whether …' is a silence; 'would not say that …' need not be."""


def silent_verb(analysis: Analysis, word: Word) -> Word | None:
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
        if verb.lemma == "have" and word.lemma in words("silence", "had") and word.relation == "obj":
            return verb  # 'had no immediate comment'
        return None
    if _unknown(analysis, word) or _unreached(analysis, word):
        return word
    if word.upos not in {"VERB", "AUX"} or (
        word.lemma not in words("silence", "verbs") and not _speaking_out(analysis, word)
    ):
        return None
    head = analysis.words[word.head]
    if head.lemma == "condition" or _not_named(analysis, word):
        return None  # 'on condition that she not be named'
    if without(analysis, word):
        return word if word.lemma not in words("silence", "light") or _told(analysis, word) else None
    if word.lemma in words("silence", "light") and not (
        _told(analysis, word) or _neither(analysis, word) or _claimed(analysis, word)
    ):
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


def _not_named(analysis: Analysis, verb: Word) -> bool:
    """'An official it did not name', 'declined to give his name': how a source is told of, not what is kept back."""
    thing = analysis.child(verb.index, "obj")
    if verb.lemma == "give" and thing is not None and thing.lemma in {"name", "surname"}:
        return any(c.deprel == "nmod:poss" and c.upos == "PRON" for c in analysis.children(thing.index))
    if verb.lemma not in {"name", "identify"}:
        return False
    subject = analysis.child(verb.index, "nsubj")
    before = analysis.words[subject.index - 1] if subject is not None and subject.index else None
    reduced = before is not None and before.sentence == verb.sentence and before.upos in {"NOUN", "PROPN"}
    whole = all(c.deprel not in {"nsubj:pass", "aux:pass", "obj"} for c in analysis.children(verb.index))
    return whole and (reduced or verb.relation == "acl")


def without(analysis: Analysis, verb: Word) -> bool:
    """'Blamed armed men without specifying whose'."""
    before = analysis.words[verb.index - 1] if verb.index else None
    if before is None or before.text.lower() != "without" or not verb.text.lower().endswith("ing"):
        return False
    return verb.lemma != "say" or question(analysis, verb) is not None  # not 'without saying goodbye'


def _claimed(analysis: Analysis, verb: Word) -> bool:
    """'Has not claimed the attack'."""
    thing = analysis.child(verb.index, "obj")
    return verb.lemma == "claim" and thing is not None and thing.lemma in words("silence", "acts")


def _speaking_out(analysis: Analysis, word: Word) -> bool:
    """Whether not to speak is to keep silent: 'refused to speak', 'would not be drawn on it'."""
    if word.lemma == "draw":
        passive = any(c.deprel == "aux:pass" for c in analysis.children(word.index))
        return passive and analysis.led_by(word.index, "on") is not None
    if word.lemma != "speak" or analysis.child(word.index, "obj") is not None:
        return False
    children = [c for c in analysis.children(word.index) if c.index > word.index]
    obliques = [c for c in children if c.relation == "obl"]
    publicly = any(c.lemma in {"publicly", "out"} for c in children)
    about = any(analysis.case(c.index) in _ABOUT or c.lemma in words("holders", "press") for c in obliques)
    return publicly or about or (word.relation == "xcomp" and not obliques)


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
    if first.text.lower() in ASKING and first.index < word.index:
        return analysis.child(word.index, "nsubj") is None  # 'Whether he will appear is not known'
    return expletive(analysis, word) is not None and question(analysis, word) is not None


def expletive(analysis: Analysis, word: Word) -> Word | None:
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


def open_question(analysis: Analysis, word: Word) -> Span:
    """'It was not clear how many …': the clause, or where the parse has lost what is asked, all up to a mark."""
    span, asked, subject = clause(analysis, word), question(analysis, word), expletive(analysis, word)
    if asked is None or subject is None or asked.start < span.end:
        return span
    last = asked.index
    sentence_end = analysis.sentences[word.sentence].last
    while last < sentence_end and analysis.words[last + 1].text not in {",", ":", ";", ".", "?", "!"}:
        last += 1
    return analysis.span(subject.start, analysis.words[last].end)


def question(analysis: Analysis, word: Word) -> Word | None:
    """The question word after ``word`` in its sentence that opens what is not known."""
    last = analysis.sentences[word.sentence].last
    return next((w for w in analysis.words[word.index + 1 : min(last, word.index + 3) + 1]
                 if w.text.lower() in ASKING), None)  # fmt: skip


def _unreached(analysis: Analysis, word: Word) -> bool:
    """'Could not be reached for comment', 'nobody was available for comment'."""
    if word.lemma in {"available", "unavailable"}:
        comment = any(c.lemma == "comment" and analysis.case(c.index) == "for" for c in analysis.children(word.index))
        return comment and (word.lemma == "unavailable" or _negated(analysis, word) or _nobody(analysis, word))
    if word.lemma != "reach" or not _negated(analysis, word):
        return False
    obliques = [c for c in analysis.children(word.index) if c.relation == "obl"]
    passive = any(c.deprel == "aux:pass" for c in analysis.children(word.index))
    where = [c for c in obliques if analysis.case(c.index) in _PLACES]  # 'the village could not be reached by road'
    return any(c.lemma == "comment" for c in obliques) or (passive and not where)


def _nobody(analysis: Analysis, word: Word) -> bool:
    subject = analysis.child(word.index, "nsubj")
    return subject is not None and subject.text.lower() in {"nobody", "none", "no-one"}


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
    subject = subject_of(analysis, verb)
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
        return not clauses or question(analysis, verb) is not None
    return not any(c.text.lower() in _MODALS for c in children)


def subject_of(analysis: Analysis, verb: Word) -> Word | None:
    """The subject of ``verb``, or of what it goes with, wherever the parse hung it."""
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


def who_and_what(analysis: Analysis, verb: Word) -> tuple[Word, Word] | None:
    """Who does what ``verb`` says, and to what, where they stand around it: subject and object."""
    subject, thing = analysis.child(verb.index, "nsubj"), analysis.child(verb.index, "obj")
    if subject is None or thing is None or subject.deprel == "nsubj:pass":
        return None
    return (subject, thing) if subject.index < verb.index < thing.index else None
