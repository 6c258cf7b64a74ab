"""How far a proper name goes on around a word, whatever the tree says of it."""

from __future__ import annotations

from sayso.language import Analysis, Word
from sayso.record.spans import Span
from sayso.statements.coreference import noun_phrase

_LONGEST = 8
"""Words of a name."""


def first_of_name(analysis: Analysis, word: Word) -> int:
    """The first word of the proper name that ends in ``word``."""
    first = word.index
    opens = max(analysis.sentences[word.sentence].first, word.index - _LONGEST)
    while first > opens and analysis.words[first - 1].upos == "PROPN":
        first -= 1
    return first


def last_of_name(analysis: Analysis, word: Word, *, numbers: bool = False) -> int:
    """The last word of the proper name that goes on behind ``word``; ``numbers`` may be part of it ('Canal 24')."""
    around, last = analysis.words, word.index
    kinds = {"PROPN", "NUM"} if numbers else {"PROPN"}
    ends = min(analysis.sentences[word.sentence].last, word.index + _LONGEST - 1)
    while last < ends:
        if around[last + 1].upos in kinds:
            last += 1
        elif last + 2 <= ends and _tied(around[last], around[last + 1], around[last + 2]):
            last += 2
        else:
            break
    return last


def _tied(one: Word, hyphen: Word, other: Word) -> bool:
    """Whether a hyphen ties the next word to a name: 'Okapi' + '-' + 'Sud'."""
    return hyphen.text == "-" and one.end == hyphen.start and hyphen.end == other.start


def with_name(analysis: Analysis, noun: Word) -> Span:
    """The phrase of ``noun`` with the name beside it: 'its head, Fritz Hausjell', 'local newspaper Nong Dan'."""
    phrase, name = noun_phrase(analysis, noun), analysis.child(noun.index, "appos")
    if name is not None and name.upos == "PROPN" and name.index > noun.index:
        return analysis.span(phrase.start, max(phrase.end, noun_phrase(analysis, name).end))
    return analysis.span(phrase.start, max(phrase.end, analysis.words[last_of_name(analysis, noun)].end))
