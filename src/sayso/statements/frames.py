"""Frames in the same sentence as a cue: 'according to X', 'citing X', and when it was said."""

from __future__ import annotations

from sayso.language import Analysis, Word
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.record.types import Date
from sayso.statements.lexicon import words
from sayso.statements.propernames import last_of_name

_ENDS = frozenset({",", ";", ":", ".", "who", "”", '"', "’", "»"})
_OPENING = frozenset("“\"‘'„«")


def according_to(analysis: Analysis, first: int, last: int) -> list[tuple[Span, Span]]:
    """(source, cue) of each 'according to X' in words ``first`` to ``last``."""
    found = []
    for word in analysis.words[first : last + 1]:
        after = word.index + 1
        if word.text.lower() != "according" or after > last or analysis.words[after].text.lower() != "to":
            continue
        source = _phrase_after(analysis, after + 1, last)
        if source is not None and not _measured(analysis, word, source):
            found.append((source, analysis.span(word.start, analysis.words[after].end)))
    return found


def _measured(analysis: Analysis, according: Word, source: Span) -> bool:
    """'Varies according to local conditions', 'will be punished according to the law': nobody's word."""
    head = analysis.head_of(source.start, source.end)
    if head is None or head.upos != "NOUN":
        return False
    opens = according.text[0].isupper()
    lemma = head.lemma.lower()
    return lemma in words("cues", "measures") or (not opens and lemma in words("cues", "rules"))


def citations(analysis: Analysis, first: int, last: int) -> list[tuple[Span, Span]]:
    """(cited, cue) of each 'citing X', 'quoting X', 'with reference to X' in words ``first`` to ``last``."""
    found = []
    for word in analysis.words[first : last + 1]:
        with_reference = [w.text.lower() for w in analysis.words[word.index : word.index + 3]]
        if with_reference == ["with", "reference", "to"]:
            cited = _phrase_after(analysis, word.index + 3, last)
            if cited is not None:
                found.append((cited, analysis.span(word.start, analysis.words[word.index + 2].end)))
        if word.lemma in words("cues", "citing") and word.text.lower().endswith("ing"):
            cited = _phrase_after(analysis, word.index + 1, last)
            if cited is not None and _citable(analysis, cited):
                found.append((cited, analysis.span(word.start, word.end)))
    return found


def _citable(analysis: Analysis, cited: Span) -> bool:
    """Whether somebody or something that speaks is cited: 'citing officials', not 'citing a shortage of parts'."""
    head = analysis.head_of(cited.start, cited.end)
    return head is None or head.upos != "NOUN" or head.lemma.lower() not in words("cues", "reasons")


def _phrase_after(analysis: Analysis, start: int, last: int) -> Span | None:
    """The noun phrase that begins at word ``start``: its head's subtree as far as it goes on without a gap."""
    while start <= last and analysis.words[start].text in _OPENING:
        start += 1  # 'quoting “a person with direct knowledge”'
    if start > last:
        return None
    word = analysis.words[start]
    head = word
    while (
        not head.is_root
        and head.head > head.index
        and head.relation in {"det", "amod", "compound", "nmod", "nummod", "flat"}
    ):
        if any(w.text in {",", ";", ":"} for w in analysis.words[head.index + 1 : head.head]):
            break  # 'According to Reuters, Velde …': a comma ends the name, whatever the parse says
        head = analysis.words[head.head]
    end = max(head.index, start)
    inside = {w.index for w in analysis.subtree(head.index)}
    while (
        end + 1 <= last
        and end + 1 in inside
        and analysis.words[end + 1].text not in {",", ";", ":", ".", "who", "”", '"', "’", "»"}
    ):
        end += 1
    if analysis.words[end].upos == "PROPN":
        end = min(last, last_of_name(analysis, analysis.words[end]))
    return analysis.span(word.start, analysis.words[end].end)


def said_on(
    analysis: Analysis, cue: Span, dates: Shelves[Date], contents: Shelves[Span], source: Span | None
) -> str | None:
    """The id of the date on which the cue's saying happened: in its sentence, outside content and source."""
    sentence = analysis.sentence_at(cue.start)
    if sentence is None:
        return None
    best: tuple[int, str] | None = None
    for date in dates.over(sentence.start, sentence.end):
        span = date.span
        if date.type not in {"DATE", "TIME"} or not (sentence.start <= span.start and span.end <= sentence.end):
            continue
        if date.value in {"PAST_REF", "FUTURE_REF", "PRESENT_REF"}:
            continue
        if contents.over(span.start, span.end) or (source is not None and source.overlaps(span)):
            continue
        distance = max(span.start - cue.end, cue.start - span.end, 0)
        if best is None or distance < best[0]:
            best = (distance, date.id)
    return best[1] if best else None
