"""The time of a claim: past, ongoing, future, scheduled, conditional, from tense and auxiliaries."""

from __future__ import annotations

from sayso.dates.tense import between_be_and_to
from sayso.language.analysis import Analysis, Word
from sayso.record.types import TimeStatus
from sayso.standing.clause import MainClause, Predicate, subject_denied
from sayso.standing.lexicon import Lexicon
from sayso.standing.tally import Tally

_TO_BE = frozenset({"is", "are", "was", "were", "'s", "’s", "'re", "’re"})
_PAST_FORMS = frozenset({"was", "were", "had", "did"})


def predicate_time(
    analysis: Analysis, predicate: Predicate, lexicon: Lexicon, past_cue: bool
) -> tuple[TimeStatus, tuple[Word, ...]]:
    """The time that the form of ``predicate`` tells, and the words that tell it.

    ``past_cue``: the claim hangs on a cue in a past tense, so that 'would' is a future seen from then.
    """
    aux = predicate.auxiliaries
    texts = [w.text.lower() for w in aux]
    modal = next((w for w in aux if _modal(w, lexicon)), None)
    have = next((w for w in aux if w.lemma.lower() == "have" and w is not modal), None)
    if have is not None and predicate.head.upos in {"NOUN", "PROPN"} and len(aux) == 1:
        # 'The army has no plans', whose verb the parser took for an auxiliary.
        return ("past" if have.text.lower() == "had" else "ongoing"), (have,)
    be = next((w for w in aux if w.lemma.lower() == "be"), None)
    form = _form(predicate.head)
    if modal is not None:
        text = modal.text.lower()
        if lexicon.has("modal", "would", text) and not (text in {"'d", "’d"} and form == "past" and not be):
            if have is not None:
                return "conditional", (modal, have)
            return ("future" if past_cue else "conditional"), (modal,)
        if text in {"'d", "’d"}:
            return "past", (modal,)
        if have is not None:
            return "past", (modal, have)
        denied = any(lexicon.has("negation", "words", w.text.lower()) for w in predicate.adverbs)
        if text == "could" and (denied or subject_denied(analysis, predicate, lexicon)):
            return ("ongoing" if past_cue else "past"), (modal,)  # what somebody was not able to do
        if lexicon.has("modal", "future", text):
            return "future", (modal,)
        if lexicon.has("modal", "other", text) or (be is not None and form != "past") or text == "need":
            return "ongoing", (modal,)
        return "future", (modal,)
    if have is not None:
        return "past", (have,)
    to = _to_be(analysis, predicate, lexicon)
    if to is not None:
        return "scheduled", (to,)
    for word, text in zip(aux, texts, strict=True):
        if text in _PAST_FORMS or word.feature("Tense") == "Past":
            return "past", (word,)
    if predicate.infinitive:
        # 'The aim is to win'; of 'expected to be shut' it is told by what is over it.
        return ("ongoing", (be,)) if be is not None and be.text.lower() in _TO_BE else ("unspecified", ())
    if be is not None:
        return "ongoing", (be,)
    if aux:
        return "ongoing", (aux[0],)
    if predicate.head.upos in {"VERB", "AUX"}:
        if form == "past":
            return "past", ()
        if form in {"present", "ing"}:
            return "ongoing", ()
    return "unspecified", ()


def unrealised(analysis: Analysis, predicate: Predicate) -> bool:
    """Whether the form says that it had been arranged and did not come about: 'was to have opened'."""
    words = {w.index: w.text.lower() for w in predicate.auxiliaries}
    return predicate.infinitive and any(
        text in {"was", "were"} and words.get(i + 2) == "have" and analysis.words[i + 1].text.lower() == "to"
        for i, text in words.items()
    )


def no_longer_due(predicate: Predicate, below: Predicate) -> bool:
    """Whether what was arranged seems not to have come about: 'had been due to begin'."""
    operator = predicate.operator
    texts = {w.text.lower() for w in predicate.auxiliaries}
    arranged = operator is not None and operator.time in {"scheduled", "future"}
    return arranged and below.infinitive and {"had", "been"} <= texts


def bare_gerund(predicate: Predicate) -> bool:
    """Whether ``predicate`` is an '-ing' without a verb of its own: 'banning' of 'is considering banning the app'."""
    return not predicate.auxiliaries and predicate.head.upos == "VERB" and _form(predicate.head) == "ing"


def feared(predicate: Predicate) -> bool:
    """Whether ``predicate`` is a participle or an adjective by itself: 'dead' of 'are feared dead'."""
    participle = predicate.head.feature("VerbForm") == "Part" and _form(predicate.head) == "past"
    return (
        not predicate.auxiliaries and not predicate.infinitive and (predicate.head.upos in {"ADJ", "ADV"} or participle)
    )


def located(analysis: Analysis, noun: Word) -> bool:
    """Whether a noun after 'was' tells where somebody or something is: 'in Russia'."""
    return any(c.relation == "case" for c in analysis.children(noun.index))


def backshifted(analysis: Analysis, predicate: Predicate, clause: MainClause, lexicon: Lexicon) -> bool:
    """Whether a past tense after 'said' is a present of then: 'said it was safe', 'said he knew'.

    States and what was under way, unless a time that was over by then stands with them ('said it was safe in 1998').
    """
    for word in clause.words:
        if lexicon.has("time", "over", word.text.lower()) or (word.text.isdigit() and len(word.text) == len("1998")):
            return False
    texts = [w.text.lower() for w in predicate.auxiliaries]
    head = predicate.head
    if any(t in {"was", "were"} for t in texts):
        under_way = head.upos == "VERB" and _form(head) == "ing" and texts[-1] in {"was", "were"}
        state = head.upos == "ADJ" or (head.upos in {"NOUN", "PROPN"} and located(analysis, head))
        return under_way or state
    return not texts and head.upos in {"VERB", "AUX"} and lexicon.has("time", "state", head.lemma.lower())


def _to_be(analysis: Analysis, predicate: Predicate, lexicon: Lexicon) -> Word | None:
    """The 'is' of 'is to visit', 'are to be held'; that of 'the aim is to win' is a copula."""
    if not predicate.infinitive:
        return None
    bare = not predicate.passive and analysis.child(predicate.head.index, "obj") is None
    if bare and lexicon.has("chain", "active", predicate.head.lemma.lower()):
        return None  # 'is to blame for the delay'
    subject = analysis.child(predicate.head.index, "nsubj")
    plain = subject is not None and not lexicon.has("chain", "spelt_out", subject.lemma.lower())
    for word in predicate.auxiliaries:
        after = analysis.words[word.index + 1 : word.index + 3]
        if after and after[0].text.lower() in between_be_and_to():
            after = after[1:]
        if (
            (word.relation == "aux" or plain)
            and word.text.lower() in _TO_BE
            and after
            and after[0].text.lower() == "to"
        ):
            return word
    return None


def _modal(word: Word, lexicon: Lexicon) -> bool:
    text = word.text.lower()
    return any(text in lexicon.tables["modal"][key] for key in sorted(lexicon.tables["modal"]))


def _form(word: Word) -> str:
    """``past``, ``present``, ``ing`` or ``base``; by the ending where the tagger gave no features."""
    kind, tense = word.feature("VerbForm"), word.feature("Tense")
    if kind == "Inf" and word.text.lower() != word.lemma.lower():
        kind = None  # 'arrived' is no infinitive, whatever the tagger says
    if kind == "Ger" or (kind == "Part" and tense == "Pres"):
        return "ing"
    if tense == "Past" or (kind == "Part" and tense is None):
        return "past"
    if tense == "Pres":
        return "present"
    if kind is None and word.upos in {"VERB", "AUX"}:
        text = word.text.lower()
        if text.endswith("ing") and text != word.lemma.lower():
            return "ing"
        if text.endswith("ed") or text in _PAST_FORMS:
            return "past"
        if text.endswith("s") and text != word.lemma.lower():
            return "present"
    return "base"


def arranged(analysis: Analysis, clause: MainClause, predicate: Predicate, lexicon: Lexicon) -> TimeStatus | None:
    """Whether a present tense is about a time to come: 'opens on Monday', 'is coming to attend'."""
    lemma = predicate.head.lemma.lower()
    if predicate.head.upos != "VERB" or not lexicon.has("time", "arranged", lemma):
        return None
    ahead = any(
        lexicon.has("time", "ahead", w.lemma.lower()) and w.index > predicate.auxiliaries[0].index
        if predicate.auxiliaries
        else lexicon.has("time", "ahead", w.lemma.lower())
        for w in clause.words
    )
    progressive = _form(predicate.head) == "ing"
    if progressive:
        purpose = lexicon.has("time", "motion", lemma) and any(
            c.relation in {"advcl", "xcomp"}
            and any(m.text.lower() == "to" and m.relation == "mark" for m in analysis.children(c.index))
            for c in analysis.children(predicate.head.index)
        )
        return "future" if ahead or purpose else None
    if ahead and not (predicate.auxiliaries and not predicate.passive):
        return "scheduled"
    return None


def awaited(predicate: Predicate, lexicon: Lexicon, tally: Tally) -> TimeStatus | None:
    """What is said to come without an infinitive: 'a verdict is expected', 'talks are planned in May'."""
    lemma = predicate.head.lemma.lower()
    if not predicate.passive:
        return None
    if lexicon.has("time", "appointed", lemma):
        tally.because.add(predicate.head.index)
        return "scheduled"
    if not lexicon.has("time", "awaited", lemma):
        return None
    tally.lower("probable")
    tally.because.add(predicate.head.index)
    return "future"
