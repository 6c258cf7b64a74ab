"""Whether the words round a time expression look back or ahead, and how sure a sign of it there is.

From syntax (the governing verb's tense, its auxiliaries) where the analysis has it, else from the verb forms near by.
"""

from __future__ import annotations

from functools import cache

from sayso.dates.lexicon import data_file
from sayso.language.analysis import Analysis, Word

WEAK, STRONG, SURE = 1, 2, 3

_REACH = 40
"""Words to either side that are looked at."""

_NEAR = 4
"""A verb form within so many words before its time is a strong sign."""

_WEAKER = 13
"""So many words farther away counts a word that is but a weak sign."""

_MOVED = 8
"""Words before a new time in which the verb that moves something to it is looked for."""

_PHRASE = 4
"""Words before a time that are looked at for a phrase."""

_ABOVE = 6
"""Heads above a time expression that are looked at."""


@cache
def _words(name: str) -> frozenset[str]:
    listed = data_file("tense.toml")[name]
    assert isinstance(listed, list)
    return frozenset(listed)


def between_be_and_to() -> frozenset[str]:
    """What may stand between 'are' and 'to' in 'are now to resume'."""
    return _words("between")


def direction(analysis: Analysis, first: int, last: int) -> int:
    """Negative where the words ``first`` to ``last`` (inclusive) lie in the past, positive in the future.

    0 where that can't be told; else ``WEAK``, ``STRONG`` or ``SURE``, with that sign.
    """
    closes = analysis.sentences[analysis.words[last].sentence].last
    if last < closes and analysis.words[last + 1].text in {"'s", "’s"} and not _is_occasion(analysis, first):
        if _called_off(analysis, first, last):
            return WEAK
        if _stands_after(analysis, first, "ahead_of"):
            return STRONG  # 'ahead of Sunday's vote'
        return 0  # 'Wednesday's ruling': what the sentence's verb says, is said of the ruling
    if first > _first_of(analysis, first) and _looks_back(analysis.words[first - 1]):
        return -SURE
    if _as_soon_as(analysis, first) or _put_off_to(analysis, first) or _is_planned_for(analysis, first):
        return STRONG
    if _called_off(analysis, first, last):
        return WEAK
    by_syntax = _from_syntax(analysis, first, last)
    by_syntax = max(by_syntax, -SURE)
    return by_syntax if abs(by_syntax) >= STRONG else _from_forms(analysis, first, last) or by_syntax


def _stands_after(analysis: Analysis, first: int, listed: str) -> bool:
    """Whether one of the ``listed`` phrases stands right before word ``first``, an article aside."""
    opens = _first_of(analysis, first)
    before = [w.text.lower() for w in analysis.words[max(opens, first - _PHRASE) : first]]
    while before and before[-1] in {"the", "a"}:
        before.pop()
    return any(" ".join(before).endswith(phrase) for phrase in _words(listed)) if before else False


def _is_occasion(analysis: Analysis, first: int) -> bool:
    """Whether what happens, happens at the event that word ``first`` opens: 'will open during Monday's vote'."""
    return first > _first_of(analysis, first) and analysis.words[first - 1].text.lower() in _words("occasion")


def _looks_back(before: Word) -> bool:
    """Whether a time right after ``before`` is over: 'since June', 'the order issued Thursday'."""
    if before.text.lower() == "since":
        return True
    if before.relation != "acl" or "Tense=Past" not in before.feats or before.lemma in _words("arranging"):
        return False
    return before.text.lower() not in _words("planned") | _words("planned_to")


def _as_soon_as(analysis: Analysis, first: int) -> bool:
    """Whether 'as soon as' or 'as early as' stands right before word ``first``."""
    opens = _first_of(analysis, first)
    before = [w.text.lower() for w in analysis.words[max(opens, first - 3) : first]]
    return len(before) == 3 and before[0] == before[2] == "as" and before[1] in {"soon", "early"}


def _is_planned_for(analysis: Analysis, first: int) -> bool:
    """Whether word ``first`` opens the time that a noun is planned for: 'a trip planned for Saturday'."""
    opens = _first_of(analysis, first)
    if first - opens < 3:
        return False
    noun, planned, preposition = analysis.words[first - 3 : first]
    return (
        noun.upos == "NOUN"
        and planned.text.lower() in _words("planned")
        and (preposition.text.lower() == "for" or planned.text.lower() != "set")
        and preposition.text.lower() in _words("planned_for")
    )


def is_of_saying(analysis: Analysis, first: int, last: int) -> bool:
    """Whether the words ``first`` to ``last`` tell when somebody said something: '…, the coast guard said Monday'."""
    heads = (analysis.words[w.head] for w in analysis.words[first : last + 1] if not first <= w.head <= last)
    return any(head.upos == "VERB" and head.lemma in _words("speech") for head in heads)


def _put_off_to(analysis: Analysis, first: int) -> bool:
    """Whether word ``first`` opens the new time of what has been put off: 'was postponed to Monday'."""
    opens = _first_of(analysis, first)
    before = analysis.words[max(opens, first - _MOVED) : first]
    return (
        bool(before)
        and before[-1].text.lower() in _words("put_to")
        and any(w.lemma.lower() in _words("putting_off") for w in before)
    )


def _called_off(analysis: Analysis, first: int, last: int) -> bool:
    """Whether the words tell when what has been called off was to be: 'the march on Sunday was cancelled'.

    It may have been to come: only the verb is past. They stand before the verb, and after no other.
    """
    opens, closes = _first_of(analysis, first), analysis.sentences[analysis.words[last].sentence].last
    for i in range(last + 1, min(closes, last + _MOVED) + 1):
        word = analysis.words[i]
        if word.upos == "AUX" or word.upos not in {"VERB", "AUX"}:
            continue
        particle = analysis.words[i + 1].text.lower() if i < closes else ""
        if "Tense=Past" not in word.feats or _is_told_of(analysis, first, word):
            return False
        off = word.lemma.lower() in _words("cancelling") or (
            word.lemma.lower() in _words("calling_off") and particle in {"off", "back"}
        )
        return off and not any(w.upos == "VERB" and "VerbForm=Fin" in w.feats for w in analysis.words[opens:first])
    return False


def _is_told_of(analysis: Analysis, first: int, off: Word) -> bool:
    """Whether word ``first`` belongs to another verb than ``off``: 'the law passed in May was scrapped'."""
    above = analysis.words[analysis.words[first].head]
    return above.upos == "VERB" and above.index != off.index and above.lemma not in _words("arranging")


def _from_syntax(analysis: Analysis, first: int, last: int) -> int:
    words = analysis.words
    if words[first].upos == "X":
        return 0
    inside = range(first, last + 1)
    head = next((words[i] for i in inside if words[i].is_root or not first <= words[i].head <= last), None)
    if head is None:
        return 0
    for steps, word in enumerate(analysis.ancestors(head.index)):
        if word.upos in {"VERB", "AUX"} or _helpers(analysis, word):
            if word.lemma in _words("speech") and _is_content(analysis, first, word):
                return 0
            found = _tense_of(analysis, word)
            if not found and _is_bare(word):
                continue  # 'hopes to have it running by June': the verb above tells
            if _is_aim(analysis, word) and _looks_ahead(analysis, first):
                return STRONG  # 'refused to leave before Monday'
            # Below a noun ('the May 3 deadline') the verb tells little of when the time is.
            weak = steps and word.lemma not in _words("arranging")
            weak = weak or (found == -SURE and _may_lie_ahead(analysis, first, word))
            strength = WEAK if weak else abs(found)
            return max(-strength, min(found, strength))
        if steps > _ABOVE:
            break
    return 0


def _is_content(analysis: Analysis, first: int, speech: Word) -> bool:
    """Whether word ``first`` belongs to what is said, which stands first: 'It will open in May, she said.'"""
    opens = _first_of(analysis, first)
    return first < speech.index and any(w.upos in {"VERB", "AUX"} for w in analysis.words[opens:first])


def _helpers(analysis: Analysis, verb: Word) -> list[Word]:
    return [c for c in analysis.children(verb.index) if c.relation in {"aux", "cop"}]


def _tense_of(analysis: Analysis, verb: Word) -> int:
    auxiliaries = _helpers(analysis, verb)
    forms = {c.text.lower() for c in auxiliaries}
    finite = {_finite_tense(w) for w in (verb, *auxiliaries)}
    past = "Past" in finite
    if _is_to_be(analysis, verb):
        return STRONG  # 'were to be shown on Friday'
    if forms & _words("auxiliaries"):
        return 0 if "have" in forms else SURE if forms & _words("sure") else STRONG
    if forms & _words("able"):
        # 'Could not agree before Monday' looks back, 'could begin on Sunday' ahead.
        back = "could" in forms and _is_denied(analysis, verb)
        return 0 if "have" in forms else -STRONG if back else STRONG
    if verb.lemma in _words("arranging"):
        return STRONG  # 'planned a march on Saturday'
    if verb.text.lower() in _words("planned") | _words("planned_to"):
        return STRONG if auxiliaries and not past else 0
    if past:
        # By then it had happened, whatever preposition the time has.
        return -SURE - 1 if "had" in forms else -SURE
    if "VerbForm=Inf" in verb.feats and not verb.is_root:
        if not _is_aim(analysis, verb):
            return 0
        return STRONG if _finite_tense(analysis.words[verb.head]) == "Pres" else WEAK
    if "Tense=Past" in verb.feats and verb.relation == "acl":
        return -SURE  # 'shares issued July 1'
    no_calendar = verb.lemma in _words("speech") | _words("standing") or bool(forms & _words("perfect"))
    if "Pres" in finite and not no_calendar:
        return STRONG  # 'Parliament reconvenes Jan. 24', 'the case is heard in May'
    return 0


def _is_to_be(analysis: Analysis, verb: Word) -> bool:
    """Whether ``verb`` stands after a form of 'be' and 'to': 'is to resume', 'are now to resume'."""
    marks = [c.index for c in analysis.children(verb.index) if c.text.lower() == "to" and c.index < verb.index]
    opens = _first_of(analysis, verb.index)
    before = [i - 1 - (analysis.words[i - 1].text.lower() in between_be_and_to()) for i in marks]
    return any(i >= opens and analysis.words[i].text.lower() in _words("be") for i in before)


def _finite_tense(word: Word) -> str:
    """``Past`` or ``Pres`` for a finite form, else nothing. Where the form itself leaves no choice, it is believed."""
    form = word.text.lower()
    if form in _words("past_auxiliaries"):
        return "Past"
    if "VerbForm=Fin" not in word.feats:
        return ""
    third_person = form.endswith("s") and not form.endswith("ss")
    return "Past" if "Tense=Past" in word.feats and not third_person else "Pres" if "Tense=" in word.feats else ""


def _looks_ahead(analysis: Analysis, first: int) -> bool:
    """Whether a word like 'until' or 'for' stands before word ``first``: 'put off until March'."""
    return first > _first_of(analysis, first) and analysis.words[first - 1].text.lower() in _words("ahead")


def _may_lie_ahead(analysis: Analysis, first: int, verb: Word) -> bool:
    """Whether the time that word ``first`` opens may lie after what the past ``verb`` tells: 'was put off until March'.

    What did not happen until then, or went on until then, or was reached by then, is over.
    """
    if not _looks_ahead(analysis, first):
        return False
    before = analysis.words[first - 1].text.lower()
    if before == "by":
        return verb.lemma in _words("putting_off") | _words("arranging") | _words("planning") or verb.text.lower() in (
            _words("planned") | _words("planned_to")
        )
    if before not in _words("up_to"):
        return True
    return not _is_denied(analysis, verb) and verb.lemma not in _words("lasting")


def _is_denied(analysis: Analysis, verb: Word) -> bool:
    """Whether 'not' belongs to ``verb``, or 'no', 'neither', 'nobody' to its subject."""
    own = analysis.children(verb.index)
    subjects = [c.index for c in own if c.relation.startswith("nsubj")]
    below = [*own, *(w for subject in subjects for w in analysis.children(subject))]
    return any(w.lemma.lower() in _words("negations") for w in below)


def _is_aim(analysis: Analysis, verb: Word) -> bool:
    """Whether ``verb`` is the infinitive of a verb like 'plan', 'promise', 'refuse'."""
    return "VerbForm=Inf" in verb.feats and not verb.is_root and analysis.words[verb.head].lemma in _words("planning")


def _is_bare(verb: Word) -> bool:
    """Whether ``verb`` is a form in -ing, whose time is that of the verb above it."""
    return not verb.is_root and "VerbForm=Ger" in verb.feats


def _from_forms(analysis: Analysis, first: int, last: int) -> int:
    words = analysis.words
    opens, closes = _first_of(analysis, first), analysis.sentences[words[first].sentence].last
    best, distance, at = 0, 10 * _REACH, first
    for i in range(max(opens, first - _REACH), min(closes, last + _REACH) + 1):
        if first <= i <= last:
            continue
        before = words[i - 1].text.lower() if i > opens else ""
        after = words[i + 1].text.lower() if i < closes else ""
        found, weak = _form(words[i].text.lower(), before, after)
        if not found:
            continue
        # A verb that stands before its time is likelier to be the one that it belongs to than one after it.
        away = first - i if i < first else 2 * (i - last)
        if weak and not (i == first - 1 and i > opens):  # but 'extended the deadline until Tuesday'
            away += _WEAKER
        if away < distance:
            best, distance, at = found, away, i
    if not best or (first - at if at < first else at - last) > _NEAR:
        return best
    verb, after = words[at].text.lower(), words[at + 1].text.lower() if at < closes else ""
    if best > 0:
        return best * (SURE if at < first and verb in _words("auxiliaries") else STRONG)
    sure = after != "to" and verb not in _words("planned") and not _looks_ahead(analysis, first)
    return best * (SURE if sure else STRONG)


def _form(form: str, before: str, after: str) -> tuple[int, bool]:
    if form in _words("weak"):
        return 1, True
    if form in _words("future") or form in _words("auxiliaries"):
        return 1, False
    if form in _words("planned") and before in {"is", "are", "'s", "’s", "be", "'re", "’re", "not"}:
        return 1, False
    if form in _words("planned_to") and after == "to" and before not in {"was", "were", "been", "had"}:
        return 1, False
    if before in _words("no_past_after"):
        return 0, False
    if form in _words("past") or (len(form) > 3 and form.endswith("ed") and form not in _words("not_past")):
        return -1, False
    return 0, False


def _first_of(analysis: Analysis, index: int) -> int:
    """The first word of the sentence that word ``index`` lies in."""
    return analysis.sentences[analysis.words[index].sentence].first
