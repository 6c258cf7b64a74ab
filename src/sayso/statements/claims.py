"""The outlet's own voice: what a report says that no statement covers, clause by clause."""

from __future__ import annotations

from sayso.language import Analysis, Sentence, Word
from sayso.record.spans import Span
from sayso.record.types import PROSE, Silence, Statement
from sayso.statements.coreference import noun_phrase

_TURNS = frozenset({"though", "although", "while", "whereas", "but", "and", "however"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_RELATIVE = frozenset({"who", "which", "that", "where", "whose", "whom"})
"""Openings of what is left of a sentence that no statement covers: a relative clause is no claim of its own."""
_LEADING = _TURNS | {"as"}
_NO_CLAIM = _RELATIVE | {"whether"}
_JOINING = _RELATIVE | {"when"}
_LEAST = 3
"""Words; less than this is no claim."""


def own_voice(analysis: Analysis, statements: tuple[Statement, ...], silences: tuple[Silence, ...]) -> tuple[Span, ...]:
    """Spans of the claims in the outlet's own voice, in text order.

    A sentence is divided at its turns ('…, though …'); a part is a claim when enough of it, with a finite
    verb and its subject, belongs to no statement and no silence. An attitude is the report's own reading,
    so it covers nothing.
    """
    covered: list[Span] = [s.span for s in silences]
    for statement in statements:
        if statement.kind == "attitude":
            continue
        covered += [*statement.content, *filter(None, (statement.source, statement.cue))]
        covered += [holder.span for holder in statement.chain if holder.span is not None]
        if statement.told_to:
            covered.append(statement.told_to.span)
    taken = {w.index for span in covered for w in analysis.words_in(span.start, span.end)}
    found = []
    roles = [block.role in PROSE for block in analysis.report.blocks]
    for sentence in analysis.sentences:
        if not roles[sentence.block]:
            continue
        for part in _parts(analysis, sentence):
            free = [w for w in part if w.index not in taken]
            if len(free) < len(part):
                free = _longest(free)
            span = _claim(analysis, free)
            if span is not None:
                found.append(span)
    return tuple(found)


def _parts(analysis: Analysis, sentence: Sentence) -> list[list[Word]]:
    """The sentence's words, divided before each later clause with a subject of its own that a turn opens."""
    all_words = list(analysis.sentence_words(sentence))
    cuts = []
    for verb in all_words:
        if verb.relation not in {"advcl", "conj", "parataxis"} or analysis.child(verb.index, "nsubj") is None:
            continue
        opening = analysis.child(verb.index, "mark", "cc")
        if opening is None or opening.text.lower() not in _TURNS or opening.index > verb.index:
            continue
        head = analysis.words[verb.head]
        if head.is_root and opening.index > head.index:
            cuts.append(opening.index)
    parts, at = [], sentence.first
    for cut in sorted(cuts):
        parts.append([w for w in all_words if at <= w.index < cut])
        at = cut + 1
    parts.append([w for w in all_words if w.index >= at])
    return parts


def _longest(free: list[Word]) -> list[Word]:
    runs: list[list[Word]] = []
    for word in free:
        if runs and runs[-1][-1].index == word.index - 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    return max(runs, key=len, default=[])


def _claim(analysis: Analysis, part: list[Word]) -> Span | None:
    while part and (part[0].upos in {"PUNCT", "CCONJ"} or part[0].text in _LEADING):
        if part[0].text in "“\"'‘(":
            break
        part = part[1:]
    while part and _leads_on(analysis, part[-1]):
        part = part[:-1]
    if len(part) < _LEAST or part[0].text in _NO_CLAIM:
        return None
    inside = {w.index for w in part}
    whole = analysis.head_of(part[0].start, part[-1].end)
    if whole is None or whole.relation == "acl" or _described(analysis, whole, inside):
        return None  # a relative clause, or a thing with one, whose verb belongs to a statement
    for word in part:
        if not _finite(analysis, word):
            continue
        # A copula or auxiliary hangs on the predicate; the predicate has the subject.
        top = word if word.upos == "VERB" or word.is_root else analysis.words[word.head]
        subjects = [c for c in analysis.children(top.index) if c.relation in {"nsubj", "csubj", "expl"}]
        if not any(w.upos in _NOMINAL for w in part):
            return None  # 'was quoted by', of which the rest is told
        after = analysis.words[part[-1].index + 1 : part[-1].index + 2]
        if after and after[0].text.lower() == "that" and any(c.text.lower() == "it" for c in subjects):
            return None  # 'It is understood', of which the rest is told
        if top.index in inside and (any(c.index in inside for c in subjects) or top.relation in {"root", "conj"}):
            return analysis.span(_with_subject(analysis, subjects, part[0]), part[-1].end)
    return None


def _finite(analysis: Analysis, word: Word) -> bool:
    """Whether a word bears a tense; a root with a subject does, though a tagger takes its past for a participle."""
    if word.feature("VerbForm") == "Fin" or word.upos == "AUX":
        return True
    if word.upos != "VERB" or not word.is_root:
        return False
    # 'North Korea test-fired two missiles': the parser may have hung the subject on a part of the verb.
    before = analysis.words[analysis.sentences[word.sentence].first : word.index]
    acts = analysis.child(word.index, "obj") is not None and any(w.relation == "nsubj" for w in before)
    return acts or analysis.child(word.index, "nsubj") is not None


def _described(analysis: Analysis, thing: Word, inside: set[int]) -> bool:
    """'The files, which this paper has not seen' of 'The files …, show that': a thing with a relative clause."""
    if thing.upos not in {"NOUN", "PROPN"} or thing.relation not in {"nsubj", "obj", "obl"}:
        return False
    return not any(c.relation in {"nsubj", "cop", "aux"} and c.index in inside for c in analysis.children(thing.index))


def _leads_on(analysis: Analysis, word: Word) -> bool:
    """Whether a word cannot end a claim: a mark, or what joins it to words that belong to a statement."""
    if word.upos == "PUNCT":
        return word.text not in "”\"'’)%"
    after = analysis.words[word.index + 1 : word.index + 2]
    joins = word.upos in {"CCONJ", "SCONJ"} or word.text in _JOINING or word.relation == "case"
    return joins and bool(after) and after[0].upos != "PUNCT"


def _with_subject(analysis: Analysis, subjects: list[Word], first: Word) -> int:
    """Where the claim begins: at its subject where that stands right before, though a statement has it for source."""
    for subject in subjects:
        phrase = noun_phrase(analysis, subject)
        if phrase.end <= first.start and not analysis.text[phrase.end : first.start].strip(" ,"):
            return phrase.start
    return first.start
