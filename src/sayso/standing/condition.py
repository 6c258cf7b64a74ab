"""What a claim is said to depend on: 'if …', 'should talks fail', 'as long as …', 'in the event of …'."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.language.analysis import Analysis, Word
from sayso.record.spans import Span
from sayso.standing.clause import MainClause
from sayso.standing.lexicon import Lexicon

_LONGEST = 4
"""Words of the longest phrase that sets a condition."""
_STEPS = 3
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
            return Condition(analysis.span(part[0].start, part[-1].end), word, _unreal(part))
    return None


def _top(analysis: Analysis, word: Word, heads: frozenset[int], known: Lexicon) -> Word | None:
    """The top word of the condition that ``word`` opens, hung on one of ``heads``."""
    text = word.text.lower()
    owner = analysis.words[word.head]
    before = analysis.words[word.index - 1].text.lower() if word.index else ""
    if known.has("condition", "words", text) and word.upos in {"SCONJ", "VERB"}:
        plain = before not in known.tables["condition"]["idle"] and owner.relation == "advcl" and owner.head in heads
        return owner if plain else None
    if known.has("condition", "inverted", text):
        after = [c for c in analysis.children(owner.index) if c.relation == "nsubj" and c.index > word.index]
        first = all(c.index >= word.index or c.upos == "PUNCT" for c in analysis.children(owner.index))
        opens = before in {"", ",", "and", "but", "“", '"'} or analysis.sentences[word.sentence].first == word.index
        hung = owner.relation == "advcl" and owner.head in heads and owner.index > word.index
        return owner if after and first and opens and hung else None
    for length in range(2, _LONGEST + 1):
        run = analysis.words[word.index : word.index + length]
        if known.has("condition", "phrases", " ".join(w.text.lower() for w in run)):
            return _hung(analysis, run[-1], heads)
    return None


def _hung(analysis: Analysis, word: Word, heads: frozenset[int]) -> Word | None:
    for _ in range(_STEPS):
        if word.head in heads and not word.is_root:
            return word
        word = analysis.words[word.head]
    return None


def _unreal(part: list[Word]) -> bool:
    """Whether the words of a condition have it that it does not hold: 'had the alarm sounded', 'if I were mayor'."""
    texts = [w.text.lower() for w in part]
    if texts[0] == "were":
        return True
    if "had" in texts:
        at = texts.index("had")
        return any(w.feature("VerbForm") == "Part" for w in part[at + 1 :])
    return any(a in _SINGULAR and b == "were" for a, b in zip(texts, texts[1:], strict=False))
