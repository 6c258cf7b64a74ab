"""Frames in the same sentence as a cue: 'according to X', whom it was told to, and when it was said."""

from __future__ import annotations

from sayso.language import Analysis, Word
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.record.types import Date, ToldTo
from sayso.statements.coreference import noun_phrase
from sayso.statements.holders import Holders
from sayso.statements.lexicon import words

_TO = frozenset({"to", "with"})


def according_to(analysis: Analysis, first: int, last: int) -> list[tuple[Span, Span]]:
    """(source, cue) of each 'according to X' in words ``first`` to ``last``."""
    found = []
    for word in analysis.words[first : last + 1]:
        after = word.index + 1
        if word.text.lower() != "according" or after > last or analysis.words[after].text.lower() != "to":
            continue
        source = _phrase_after(analysis, after + 1, last)
        if source is not None:
            found.append((source, analysis.span(word.start, analysis.words[after].end)))
    return found


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
    while end + 1 <= last and end + 1 in inside and analysis.words[end + 1].text not in {",", ";", ":", "."}:
        end += 1
    while end + 1 <= last and analysis.words[end].upos == analysis.words[end + 1].upos == "PROPN":
        end += 1  # a name goes on, whatever the tree says
    return analysis.span(word.start, analysis.words[end].end)


def told_to(analysis: Analysis, cue: Span, holders: Holders, taken: list[Span]) -> ToldTo | None:
    """The medium or the press that the cue's subject spoke to; only names of bodies and words for the press."""
    inside = analysis.words_in(cue.start, cue.end)
    verb = next((w for w in inside if w.upos == "VERB"), None) or analysis.head_of(cue.start, cue.end)
    if verb is None:
        return None
    candidates = [c for c in analysis.children(verb.index) if c.relation in {"obj", "iobj", "obl"}]
    candidates += [c for c in inside if c.upos in {"PROPN", "NOUN"}]
    # 'in an interview with X', 'in a statement to X'
    for child in list(candidates):
        candidates += [g for g in analysis.children(child.index) if g.relation == "nmod"]
    after = [w for w in analysis.words[verb.index + 1 : verb.index + 4] if w.sentence == verb.sentence]
    if verb.lemma == "tell" or (after and after[0].lemma in _TO):
        candidates += [w for w in after if w.upos in {"PROPN", "NOUN"}][:1]
    for word in candidates:
        if word.index == verb.index or any(s.start <= word.start < s.end for s in taken):
            continue
        case = analysis.case(word.index)
        addressed = verb.lemma == "tell" and case is None
        if word.relation in {"obl", "nmod"} and not addressed and case not in _TO:
            continue
        sentence = analysis.sentences[word.sentence]
        phrase = noun_phrase(analysis, word)
        for span, entity in holders.mention_in(sentence.start, sentence.end):
            # 'the Ledger newspaper': the name beside the noun is the medium's.
            beside = phrase.covers(span) and word.lemma.lower() in words("holders", "media")
            if span.start <= word.start < span.end or beside:
                names = {part.lower() for part in span.text.split()}
                if entity.kind == "organisation" or beside or names & words("holders", "media"):
                    return ToldTo(entity.name, span)
        if word.upos == "PROPN" and word.relation == "nmod" and case is not None and phrase.text.istitle():
            return ToldTo(phrase.text, phrase)  # 'in a statement to Interpressnews', which no mention covers
        if addressed and word.lemma.lower() in words("holders", "media") and " " in phrase.text:
            return ToldTo(phrase.text, phrase)  # 'told this newspaper', 'told state television'
        if addressed and word.upos == "PROPN" and _unnamed(analysis, holders, word, phrase):
            return ToldTo(phrase.text, phrase)  # 'told La Voz de la Costa'
        if word.lemma in words("holders", "press") and verb.lemma == "tell":
            return ToldTo(word.text, analysis.span(word.start, word.end))
    return _asked_by(analysis, cue, holders)


def _unnamed(analysis: Analysis, holders: Holders, word: Word, phrase: Span) -> bool:
    """Whether a name of several words is known as nobody's: no person or body, and no place as a whole."""
    inside = holders.mention_in(phrase.start, phrase.end)
    longer = " " in phrase.text and word.lemma.lower() not in words("holders", "bodies")
    return longer and all(e.kind not in {"person", "organisation"} and span != phrase for span, e in inside)


def _asked_by(analysis: Analysis, cue: Span, holders: Holders) -> ToldTo | None:
    """'Asked by X whether …, she said …'."""
    sentence = analysis.sentence_at(cue.start)
    if sentence is None or analysis.words[sentence.first].text.lower() != "asked" or sentence.start >= cue.start:
        return None
    by = analysis.led_by(sentence.first, "by")
    asking = analysis.behind(by) if by is not None else None
    named = holders.mention_in(asking.start, asking.end) if asking is not None else []
    return ToldTo(named[0][1].name, named[0][0]) if named and named[0][1].kind == "organisation" else None


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
