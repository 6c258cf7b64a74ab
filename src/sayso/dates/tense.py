"""Whether the words round a time expression look back or ahead.

From syntax (the governing verb's tense, its auxiliaries) where the analysis has it, else from the verb forms near by.
"""

from __future__ import annotations

from functools import cache

from sayso.dates.lexicon import data_file
from sayso.language.analysis import Analysis, Word

_REACH = 40
"""Words to either side that are looked at."""

_NEAR = 4
"""A verb form within so many words before its time is a strong sign."""


@cache
def _words(name: str) -> frozenset[str]:
    listed = data_file("tense.toml")[name]
    assert isinstance(listed, list)
    return frozenset(listed)


def direction(analysis: Analysis, first: int, last: int) -> int:
    """Negative where the words ``first`` to ``last`` (inclusive) lie in the past, positive in the future.

    0 when that can't be told, ±2 on a strong sign, ±1 on a weak one.
    """
    return 2 * _from_syntax(analysis, first, last) or _from_forms(analysis, first, last)


def _from_syntax(analysis: Analysis, first: int, last: int) -> int:
    words = analysis.words
    if words[first].upos == "X":
        return 0
    head = next(
        (words[i] for i in range(first, last + 1) if not first <= words[i].head <= last or words[i].is_root), None
    )
    if head is None:
        return 0
    for steps, word in enumerate(analysis.ancestors(head.index)):
        if steps > 6:
            return 0
        if word.upos in {"VERB", "AUX"} or word.is_root:
            found = _tense_of(analysis, word)
            if found:
                return found
    return 0


def _tense_of(analysis: Analysis, verb: Word) -> int:
    past = False
    for child in analysis.children(verb.index):
        if child.relation in {"aux", "cop"}:
            form = child.text.lower()
            if form in {"will", "shall", "'ll", "’ll", "wo"}:
                return 1
            past = past or "Tense=Past" in child.feats
    if past or ("Tense=Past" in verb.feats and "VerbForm=Fin" in verb.feats):
        return -1
    if verb.text.lower() in _words("future"):
        return 1
    if "Tense=Past" in verb.feats and verb.upos == "VERB" and verb.relation in {"acl", "advcl"}:
        return -1
    return 0


def _from_forms(analysis: Analysis, first: int, last: int) -> int:
    words, sentence = analysis.words, words_bounds(analysis, first)
    low, high = max(sentence[0], first - _REACH), min(sentence[1], last + _REACH)
    best, distance = 0, 10 * _REACH
    if last < sentence[1] and words[last + 1].text in {"'s", "’s"}:
        return 0  # 'Wednesday's ruling': what the sentence's verb says, is said of the ruling
    for i in range(low, high + 1):
        if first <= i <= last:
            continue
        before = words[i - 1].text.lower() if i > sentence[0] else ""
        after = words[i + 1].text.lower() if i < sentence[1] else ""
        found, weak = _form(words[i].text.lower(), before, after)
        if weak and i == first - 1 and i > sentence[0]:
            weak = False  # 'extended the deadline until Tuesday'
        # A verb that stands before its time is likelier to be the one that it belongs to than one after it.
        away = (first - i if i < first else 2 * (i - last)) + (_REACH // 3 if weak else 0)
        if found and away < distance:
            best, distance = found, away
    return 2 * best if distance <= _NEAR else best


def _form(form: str, before: str, after: str) -> tuple[int, bool]:
    if form in _words("weak"):
        return 1, True
    if form in _words("future"):
        return 1, False
    if form in _words("planned") and before in {"is", "are", "'s", "’s", "be", "'re", "’re", "not"}:
        return 1, False
    if form in _words("planned_to") and after == "to" and before not in {"was", "were", "been", "had"}:
        return 1, False
    if form in _words("past") or (len(form) > 3 and form.endswith("ed") and form not in _words("not_past")):
        return -1, False
    return 0, False


def words_bounds(analysis: Analysis, index: int) -> tuple[int, int]:
    """The first and last word of the sentence that word ``index`` lies in."""
    sentence = analysis.sentences[analysis.words[index].sentence]
    return sentence.first, sentence.last
