"""The phrases of an event; what a verb's noun is: whom it happens to, a thing that is given or used, somebody's own."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.events.lexicon import Kind, lexicon, words
from sayso.events.nouns import noun_kind
from sayso.events.sectors import sector_of
from sayso.events.syntax import case_of
from sayso.language import Analysis, Word

_WORDS = words("parties")
_TEACHING = _WORDS["teaching"]
"""Verbs whose object is helped, whatever it is."""
_FREED = _WORDS["freed"]
_OWNERS = _WORDS["owners"]
_MOST = 24
"""Dependents looked at: more than this is no sentence that anybody wrote."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """Who takes part in an event: ids of the entities that are named, and the heads of all phrases, named or not."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    who: tuple[Word, ...]
    whom: tuple[Word, ...]


def takes_part(analysis: Analysis, noun: Word, kind: Kind) -> bool:
    """Whether a verb's noun is whom or whose it happens to, no event or thing: "released two Vellish hostages"."""
    if noun.lemma.lower() in lexicon().things:
        return _is_taught(analysis, noun) or (kind[1] in _FREED and bool(sector_of(analysis, noun)))
    return noun_kind(analysis, noun) is None


def _is_taught(analysis: Analysis, noun: Word) -> bool:
    """Whether arms and men are whom it happens to after all: "trains Vellish *commandos*"."""
    verb = analysis.words[noun.head]
    return verb.lemma.lower() in _TEACHING and noun.relation == "obj"


def is_owned(analysis: Analysis, word: Word) -> bool:
    """Whether a phrase is of whoever acts: "recalled *its ambassador*"."""
    below = analysis.children(word.index)[:_MOST]
    return word.lemma.lower() not in lexicon().frontiers and any(
        c.deprel == "nmod:poss" and c.text.lower() in _OWNERS for c in below
    )


def beside(analysis: Analysis, noun: Word) -> list[Word]:
    """Parties of an event noun that hang on its verb: "Fighting broke out between …"."""
    if noun.is_root or noun.relation not in {"nsubj", "obj"}:
        return []
    around = analysis.children(noun.head)[:_MOST]
    return [c for c in around if c.relation == "obl" and case_of(analysis, c) in {"between", "among"}]


def against(analysis: Analysis, word: Word) -> Word | None:
    """Whom something below a word is against."""
    below = analysis.children(word.index)[:_MOST]
    return next((c for c in below if c.relation == "nmod" and case_of(analysis, c) == "against"), None)
