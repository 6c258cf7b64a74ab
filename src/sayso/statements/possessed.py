"""Sources that are somebody's: 'her office', 'whose chief', by whoever they belong to."""

from __future__ import annotations

from sayso.language import Analysis, Word
from sayso.record.spans import Span
from sayso.record.types import Entity
from sayso.statements.coreference import Antecedents, noun_phrase


def possessed(
    analysis: Analysis, antecedents: Antecedents, told_of: Entity | Span | None, source: Span, head: Word
) -> str | None:
    """'Her office' by the name of the person, where it is told who she is; 'whose chief' by what is before it.

    Args:
        told_of: of whom the words are that the source says, where it is a man or a woman.
    """
    first = analysis.words_in(source.start, source.end)[0]
    rest = source.text[first.end - source.start :].strip(" ,;:")
    if first.text.lower() == "whose":
        noun = antecedents.relative(first)
        return f"{noun_phrase(analysis, noun).text}’s {rest}" if noun is not None else None
    if first.text.lower() not in {"his", "her"} or first.head != head.index:
        return None
    owner = told_of or antecedents.person(first)
    if owner is None:
        return None
    return f"{owner.name if isinstance(owner, Entity) else owner.text}’s {rest}"


def told_of(analysis: Analysis, head: Word) -> Word | None:
    """The subject of what a source says before it is named: 'the president will travel on Friday, his office said'."""
    verb = analysis.words[head.head]
    told = analysis.child(verb.index, "ccomp")
    if told is None and verb.relation == "parataxis":
        told = analysis.words[verb.head]
    if told is None or told.index > verb.index or head.relation != "nsubj":
        return None
    subject = analysis.child(told.index, "nsubj")
    return None if subject is None or subject.feature("Number") == "Plur" else subject
