"""The standing of one claim, put together from its cue and its main clause."""

from __future__ import annotations

from itertools import pairwise

from sayso.language.analysis import Analysis, Word
from sayso.record.spans import Span
from sayso.record.types import Certainty, Polarity, Standing, TimeStatus
from sayso.standing.clause import (
    QUOTES,
    MainClause,
    Predicate,
    claim_words,
    lemmas_from,
    main_clause,
    operator_key,
    predicate_of,
)
from sayso.standing.condition import apart, condition_of, inverted
from sayso.standing.factuality import factuality_at, fitted
from sayso.standing.lexicon import Lexicon, Operator, lexicon
from sayso.standing.refusal import Refusal
from sayso.standing.tally import Tally, hedge, hedges_of, negated, weigh
from sayso.standing.tense import (
    arranged,
    awaited,
    backshifted,
    bare_gerund,
    feared,
    no_longer_due,
    predicate_time,
    unrealised,
)


def standing_of(
    analysis: Analysis, spans: tuple[Span, ...], cue: Span | None, refusal: Refusal | None = None
) -> Standing:
    """How firmly the claim in ``spans`` stands; ``cue`` is the word it hangs on, ``None`` in the outlet's own voice.

    Certainty and polarity are FactBank's (Saurí and Pustejovsky 2009); ``likelihood`` is the ICD 203 band of the
    estimative word as it stands ('unlikely' is 0.20–0.45 of the thing happening). What the words do not tell is
    ``unspecified``. ``refusal`` is the verdict by which the claim is denied, which stands outside ``spans``.
    """
    known = lexicon()
    words = claim_words(analysis, spans)
    before = inverted(words, known)
    clause = main_clause(analysis, words[before:], known)
    tally = Tally()
    operator, past_cue = _cue(analysis, cue, known, tally, clause.predicates[:1])
    stance = operator.stance if operator else "unspecified"
    if refusal is not None:
        tally.because.add(refusal.by.index)
        if operator is None or not operator.negative:
            tally.negative = not tally.negative
            stance = "denies" if cue is not None else stance
    time: TimeStatus = "unspecified"
    condition: Span | None = None
    if clause.predicates:
        _predicates(analysis, clause, known, tally, past_cue)
        hedges_of(analysis, clause, known, tally)
        phrase_time = _phrases(clause, known, tally)
        time = _time(analysis, clause, operator, known, tally, past_cue)
        time = phrase_time or time
        if time not in {"future", "scheduled", "conditional"}:
            _learnt(analysis, clause.predicates[-1], tally)
        found = apart(analysis, words[:before]) if before else condition_of(analysis, clause, known)
        if found is not None:
            condition = found.span
            tally.because.add(found.mark.index)
            if time == "conditional" and found.unreal:
                tally.lower("probable")
                tally.negative = not tally.negative
            time = time if time == "past" else "conditional"
        _question(analysis, clause, tally)
    elif operator is None:
        return Standing()
    certainty: Certainty = "unspecified" if tally.open else tally.certainty
    polarity: Polarity = "unspecified" if tally.open else "negative" if tally.negative else "positive"
    if not clause.predicates:
        certainty, polarity = "unspecified", "unspecified"
    because = {(w.start, w.end) for w in (analysis.words[i] for i in tally.because)}
    if cue is not None and operator is not None:
        because = {(a, b) for a, b in because if not (cue.start < b and a < cue.end)} | {(cue.start, cue.end)}
    return Standing(
        certainty,
        polarity,
        time,
        stance,
        tally.likelihood,
        tuple(analysis.span(a, b) for a, b in sorted(because)),
        condition,
    )


def _predicates(analysis: Analysis, clause: MainClause, known: Lexicon, tally: Tally, past_cue: bool) -> None:
    """What the operators of a clause, and the forms and negations of its predicates, leave of it."""
    for predicate, below in pairwise(clause.predicates):
        assert predicate.operator is not None
        if no_longer_due(predicate, below):
            tally.lower("probable")
            tally.negative = not tally.negative
            tally.open |= past_cue  # 'said it had been due to open' may be no more than 'it was due to open'
        tally.apply(predicate.operator, negated(analysis, predicate, known, tally), "flip")
        tally.because.add(predicate.head.index)
    last = clause.predicates[-1]
    denied = negated(analysis, last, known, tally)
    if denied and _left_open(analysis, last, known):
        tally.lower("possible")  # 'an attack has not been ruled out'
    else:
        tally.negative ^= denied
    if unrealised(analysis, last):
        tally.lower("probable")
        tally.negative = not tally.negative
    if _called_off(analysis, last, known):
        tally.because.add(last.head.index)
        tally.negative = not tally.negative


def _called_off(analysis: Analysis, predicate: Predicate, known: Lexicon) -> bool:
    """Whether ``predicate`` says of something that it will not be, or was not: 'called off the march'."""
    head = predicate.head
    lemmas = lemmas_from(analysis, head)
    return head.upos == "VERB" and operator_key(lemmas, known.tables["chain"]["called_off"]) is not None


def _left_open(analysis: Analysis, predicate: Predicate, known: Lexicon) -> bool:
    """Whether the negation of ``predicate`` leaves open what it is said of: 'did not rule out an attack'."""
    key = operator_key(lemmas_from(analysis, predicate.head), known.inside)
    return key is not None and predicate.head.upos == "VERB" and known.inside[key].negated == "possible"


def _headline(analysis: Analysis, predicate: Predicate) -> bool:
    """Whether ``predicate`` is of a headline without a verb, of which the model has learnt nothing."""
    blocks = analysis.report.blocks
    role = blocks[analysis.sentences[predicate.head.sentence].block].role if blocks else "paragraph"
    return role in {"title", "heading"} and not predicate.verbal


def _learnt(analysis: Analysis, predicate: Predicate, tally: Tally) -> None:
    """What the model has learnt of factuality, where no word of the lexicon tells anything of the claim."""
    told = tally.because or tally.negative or tally.open or tally.certainty != "certain"
    values = None if told or _headline(analysis, predicate) else factuality_at(analysis, predicate.head.index)
    if values is not None and values[0] < fitted().certain_from:
        tally.lower("probable")
        tally.because.add(predicate.head.index)


def _cue(
    analysis: Analysis, cue: Span | None, known: Lexicon, tally: Tally, first: tuple[Predicate, ...]
) -> tuple[Operator | None, bool]:
    """What the cue makes of the claim whose ``first`` predicate is given, and whether it stands in the past."""
    if cue is None:
        return None, False
    gerund, told = any(map(bare_gerund, first)), any(map(_as_told, first))
    words = analysis.words_in(cue.start, cue.end)
    best: tuple[tuple[int, bool], Word, Operator] | None = None
    for word in words[:40]:
        if word.upos == "AUX" and len(words) > 1:
            continue  # 'has warned': the cue is what it helps
        lemmas = lemmas_from(analysis, word)
        forms = (lemmas, (word.text.lower(), *lemmas[1:]), (lemmas[0], "-ing") if gerund else ())
        for form in forms:
            for table in (known.cues, known.inside):
                key = operator_key(form, table)
                if key is not None and told and known.has("chain", "or_told", key):
                    key = key.partition(" ")[0]
                # Of 'allegedly planned' the verb is the cue; the adverb hedges it all the same.
                rank = (key.count(" ") + 1 if key else 0, word.upos != "ADV")
                if key and (best is None or rank > best[0]):
                    best = (rank, word, table[key])
    if best is None:
        return None, False
    _, head, operator = best
    own = main_clause(analysis, (*words,), known).predicates
    # What stands after the cue is the claim's, wherever the parser hung it.
    before = (w for w in analysis.children(head.index) if w.index < head.index)
    around = frozenset(w.index for w in (*words, *before))
    predicate = Predicate(
        head,
        tuple(w for w in (analysis.words[i] for i in sorted(around)) if w.upos == "AUX" and w.index != head.index),
        tuple(w for w in (analysis.words[i] for i in sorted(around)) if w.upos in {"ADV", "PART"}),
        passive=bool(own) and own[0].passive,
    )
    tally.apply(operator, negated(analysis, predicate, known, tally), "open")
    for word in (*predicate.auxiliaries, *predicate.adverbs):
        hedge(word, known, tally)
    if head.text.lower().endswith("ing") and not predicate.auxiliaries and not head.is_root:
        predicate = predicate_of(analysis, analysis.words[head.head])  # 'said …, adding that …'
    time, _ = predicate_time(analysis, predicate, known, False)
    return operator, time == "past"


def _as_told(predicate: Predicate) -> bool:
    """Whether a predicate is told and not asked for: 'insisted that he was at home', not 'insisted that he come'."""
    bare = predicate.head.feature("VerbForm") == "Inf" or predicate.head.feature("Mood") == "Sub"
    asked = any(w.text.lower() in {"be", "must", "should"} for w in predicate.auxiliaries[:1])
    return predicate.verbal and not asked and (bool(predicate.auxiliaries) or not bare)


def _phrases(clause: MainClause, known: Lexicon, tally: Tally) -> TimeStatus | None:
    """Word sequences of the main clause; gives the time that one of them tells."""
    time: TimeStatus | None = None
    words = clause.words
    bands = sorted(known.tables["estimative"]["phrase"].items())
    kinds = sorted(known.tables["phrase"].items())
    opening = known.openings["phrase"]
    for i, first in enumerate(words):
        if first.text.lower() not in opening and first.lemma.lower() not in opening:
            continue
        for length in (4, 3, 2):
            run = words[i : i + length]
            if len(run) < length or run[-1].index - run[0].index != length - 1:
                continue
            # As lemmas and as written: a participle ('first known') may be tagged as a verb or not.
            keys = {" ".join(w.lemma.lower() for w in run), " ".join(w.text.lower() for w in run)}
            band = next((b for phrase, b in bands if phrase in keys), None)
            if band is not None and tally.likelihood is None:
                # The 'no' of 'almost no chance' is part of the band.
                tally.negative ^= any(w.text.lower() == "no" and w.index in tally.because for w in run)
                weigh(known.tables["estimative"]["band"][band], False, tally)
                tally.because |= {w.index for w in run}
                break
            kind = next((k for k, some in kinds if not keys.isdisjoint(some)), None)
            new = frozenset(w.index for w in run)
            if kind is None:
                continue
            if kind == "negative":
                tally.negative ^= new.isdisjoint(tally.because)
            elif kind == "looming":
                tally.lower("possible")
                time = time or "future"
            elif kind in {"probable", "possible"}:
                tally.lower(kind)  # type: ignore[arg-type]
            elif not any(w.text.lower() in {"was", "were"} for w in run) and not _pluperfect(run, words, i):
                time = time or kind  # type: ignore[assignment]
            tally.because |= new
            break
    return time


def _quoted(analysis: Analysis, clause: MainClause) -> bool:
    """Whether a claim is in the speaker's own words, whose tenses are the speaker's."""
    first = clause.claim[0].start
    return first > 0 and (analysis.text[first - 1] in QUOTES or analysis.text[first] in QUOTES)


def _pluperfect(run: tuple[Word, ...], words: tuple[Word, ...], at: int) -> bool:
    """Whether a run of words goes on from 'had': 'had been due to'."""
    return run[0].text.lower() == "been" and at > 0 and words[at - 1].text.lower() in {"had", "'d", "’d"}


def _own_gerund(analysis: Analysis, clause: MainClause, predicate: Predicate) -> bool:
    """Whether ``predicate`` is a gerund of what is done by the same: not 'counts on them selling'."""
    if not bare_gerund(predicate):
        return False
    above = next((p for p, below in pairwise(clause.predicates) if below is predicate), None)
    between = analysis.words[above.head.index + 1 : predicate.head.index] if above is not None else ()
    return all(w.upos not in {"NOUN", "PRON", "PROPN"} for w in between)


def _time(
    analysis: Analysis, clause: MainClause, cue: Operator | None, known: Lexicon, tally: Tally, past_cue: bool
) -> TimeStatus:
    time: TimeStatus = "unspecified"
    outer = cue
    for predicate in clause.predicates:
        own, why = predicate_time(analysis, predicate, known, past_cue)
        if outer is None or outer.time != "own":
            if predicate.infinitive and own == "unspecified" and outer is not None:
                own = outer.time if outer.time in {"future", "scheduled"} else "ongoing"
                if time == "past" and outer.certainty == "unspecified":
                    own = "past"  # 'was supposed to'
            elif (
                _own_gerund(analysis, clause, predicate)
                and outer is not None
                and outer.time in {"future", "scheduled", "past"}
            ):
                own = outer.time
            elif bare_gerund(predicate) and outer is not None and outer.noun is not None:
                own = outer.noun  # 'denied stealing'
            elif feared(predicate) and predicate is not clause.predicates[0]:
                own = "unspecified"  # 'are feared dead': the time is that of 'are feared'
            elif not predicate.verbal and outer is not None:
                own = outer.noun or ("future" if outer.time == "future" else own)
            else:
                tally.because.update(w.index for w in why)
                own = arranged(analysis, clause, predicate, known) or own if own == "ongoing" else own
            # Where the complement tells nothing, the operator's own time stays.
            time = own if own != "unspecified" else time
        outer = predicate.operator
    if any(no_longer_due(a, b) for a, b in pairwise(clause.predicates)):
        return "past"
    last = clause.predicates[-1]
    if time == "unspecified" and past_cue and cue is not None and cue.time == "own":
        time = "past"  # 'refused to testify'
    if time == "unspecified" and outer is None and last.infinitive and last.head.is_root:
        return "scheduled"  # a headline's 'firm to close'
    if time == "past" and past_cue and not _quoted(analysis, clause) and backshifted(analysis, last, clause, known):
        time = "ongoing"
    if time == "ongoing" or (time == "past" and past_cue):
        time = awaited(last, known, tally) or time
    if time == "ongoing":
        for word in last.adverbs:
            if known.has("time", "timeless", word.text.lower()):
                tally.because.add(word.index)
                return "timeless"
        still = not last.auxiliaries or last.passive  # not 'is receiving every month'
        again = [w for w in clause.words if still and known.has("time", "again", w.text.lower())]
        for word in again:
            if any(known.has("time", "unit", w.lemma.lower()) for w in analysis.words[word.index + 1 : word.index + 3]):
                tally.because.add(word.index)
                return "timeless"
    return time


def _question(analysis: Analysis, clause: MainClause, tally: Tally) -> None:
    """'Whether' and 'if' over the claim leave it open; a direct question tells nothing."""
    head = clause.predicates[0].head
    for child in analysis.children(head.index):
        if child.relation == "mark" and child.text.lower() in {"if", "whether"} and head.relation != "advcl":
            tally.lower("possible")
            tally.because.add(child.index)
        elif child.upos == "PUNCT" and child.text == "?":
            tally.open = True
    last = clause.claim[-1].index
    marks = (w.text for w in analysis.words[last : last + 2] if w.sentence == head.sentence)
    tally.open |= "?" in marks and (head.is_root or analysis.words[head.head].is_root)
    if head.feature("Mood") == "Imp":
        tally.open = True
