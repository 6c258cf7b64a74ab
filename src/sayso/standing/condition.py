"""What a claim is said to depend on: 'if …', 'should talks fail', 'as long as …', 'in the event of …'."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from sayso.language.analysis import Analysis, Word
from sayso.record.spans import Span
from sayso.standing.clause import MainClause
from sayso.standing.lexicon import Lexicon

_LONGEST = 4
"""Words of the longest phrase that sets a condition."""
_STEPS = 3
_FAR = 30
"""Words up to the comma after an inverted condition, and up to the modal verb after that."""
_SUBJECT = frozenset({"ADJ", "DET", "NOUN", "NUM", "PRON", "PROPN"})
_RESULT = frozenset(
    {"would", "'d", "’d", "will", "'ll", "’ll", "could", "can", "may", "might", "must", "should", "shall"}
)
_WITHIN = frozenset({"advmod", "case", "fixed", "mark", "nmod", "obl"})
"""How the words of a condition hang together, up to its top word."""
_SINGULAR = frozenset({"i", "he", "she", "it"})


@dataclass(frozen=True, slots=True)
class Condition:
    """The words of the condition, the one that sets it, and whether it is told as contrary to fact."""

    span: Span
    mark: Word
    unreal: bool


def condition_of(analysis: Analysis, clause: MainClause, known: Lexicon) -> Condition | None:
    """The first condition that a predicate of ``clause`` depends on."""
    heads = frozenset(p.head.index for p in clause.predicates)
    inside = frozenset(w.index for w in clause.claim)
    for word in clause.claim:
        top = _top(analysis, word, heads, known)
        if top is None:
            continue
        part = [w for w in analysis.subtree(top.index) if w.index in inside and w.index >= word.index]
        while part and part[-1].upos == "PUNCT":
            part.pop()
        if part:
            return Condition(analysis.span(word.start, part[-1].end), word, _unreal(part))
    return None


def inverted(words: tuple[Word, ...], known: Lexicon) -> int:
    """How many of a claim's first words are a condition told by its order: 'should talks fail,', 'had they known,'.

    By the words alone: parsers make many things of it. It ends with a comma, and a modal verb stands after that.
    """
    opening = next((i for i, w in enumerate(words) if w.upos != "PUNCT"), None)
    if opening is None or not known.has("condition", "inverted", words[opening].text.lower()):
        return 0
    comma = next((i for i, w in enumerate(words[: opening + _FAR]) if w.text == "," and i > opening + 2), None)
    if comma is None or words[opening + 1].upos not in _SUBJECT or words[-1].text == "?":
        return 0
    after = words[comma + 1 : comma + 1 + _FAR]
    modal = any(w.upos == "AUX" and w.text.lower() in _RESULT for w in after)
    return comma if modal else 0


def apart(analysis: Analysis, part: tuple[Word, ...]) -> Condition:
    """The condition that the words ``part`` are."""
    first = next(w for w in part if w.upos != "PUNCT")
    return Condition(analysis.span(first.start, part[-1].end), first, _unreal([w for w in part if w.upos != "PUNCT"]))


def _top(analysis: Analysis, word: Word, heads: frozenset[int], known: Lexicon) -> Word | None:
    """The top word of the condition that ``word`` opens, hung on one of ``heads``."""
    text = word.text.lower()
    if text not in known.openings["condition"]:
        return None
    owner = analysis.words[word.head]
    before = analysis.words[word.index - 1].text.lower() if word.index else ""
    if known.has("condition", "words", text) and word.upos in {"SCONJ", "VERB"}:
        plain = before not in known.tables["condition"]["idle"] and owner.relation == "advcl" and owner.head in heads
        return owner if plain else None
    for length in range(2, _LONGEST + 1):
        run = analysis.words[word.index : word.index + length]
        if known.has("condition", "phrases", " ".join(w.text.lower() for w in run)):
            return _hung(analysis, run[-1], heads)
    return None


def _hung(analysis: Analysis, word: Word, heads: frozenset[int]) -> Word | None:
    for _ in range(_STEPS):
        if word.is_root or (word.head not in heads and word.relation not in _WITHIN):
            return None
        if word.head in heads:
            return word
        word = analysis.words[word.head]
    return None


def _unreal(part: list[Word]) -> bool:
    """Whether the words of a condition have it that it does not hold: 'had the alarm sounded', 'if I were mayor'."""
    texts = [w.text.lower() for w in part]
    if texts[0] == "were":
        return "to" not in texts  # 'were the dam to fail' may yet come
    if texts[0] == "had":
        return True
    if "had" in texts:
        return any(w.feature("VerbForm") == "Part" for w in part[texts.index("had") + 1 :])
    return any(a in _SINGULAR and b == "were" for a, b in pairwise(texts))
