"""Whom it was told to: the medium or the press that somebody spoke to."""

from __future__ import annotations

from sayso.language import Analysis, Word
from sayso.record.spans import Span
from sayso.record.types import ToldTo
from sayso.statements.coreference import noun_phrase
from sayso.statements.holders import Holders
from sayso.statements.lexicon import words
from sayso.statements.propernames import last_of_name

_TO = frozenset({"to", "with"})
_SPEAKING = frozenset({"speaking", "talking", "spoke"})
_MET = frozenset({"interviewed", "reached", "contacted"})


def told_to(
    analysis: Analysis, cue: Span, holders: Holders, content: tuple[Span, ...], source: Span | None
) -> ToldTo | None:
    """The medium or the press that the source spoke to; only names of bodies and words for media and the press."""
    inside = analysis.words_in(cue.start, cue.end)
    verb = next((w for w in inside if w.upos == "VERB"), None) or analysis.head_of(cue.start, cue.end)
    if verb is None:
        return None
    taken = [*content, *([source] if source else [])]
    candidates = [c for c in analysis.children(verb.index) if c.relation in {"obj", "iobj", "obl"}]
    candidates += [c for c in inside if c.upos in {"PROPN", "NOUN"}]
    # 'in an interview with X', 'in a statement to X'
    for child in [c for c in candidates if c.lemma not in words("cues", "meetings")]:
        candidates += [g for g in analysis.children(child.index) if g.relation == "nmod"]
    after = [w for w in analysis.words[verb.index + 1 : verb.index + 4] if w.sentence == verb.sentence]
    if verb.lemma == "tell" or (after and after[0].lemma in _TO):
        candidates += [w for w in after if w.upos in {"PROPN", "NOUN"}][:1]
    for word in candidates:
        conference = word.relation == "compound" and word.upos == "NOUN"  # 'told a press conference'
        if word.index == verb.index or conference or any(s.start <= word.start < s.end for s in taken):
            continue
        case = analysis.case(word.index)
        addressed = verb.lemma == "tell" and case is None
        if word.relation in {"obl", "nmod"} and not addressed and case not in _TO:
            continue
        named = word.relation == "nmod" and bool(case)
        hearer = _hearer(analysis, holders, word, addressed=addressed, named=named, to=case in _TO)
        if hearer is not None:
            return hearer
    return _asked_by(analysis, cue, holders) or _met(analysis, holders, verb, content, source)


def _hearer(
    analysis: Analysis, holders: Holders, word: Word, *, addressed: bool, named: bool, to: bool = False
) -> ToldTo | None:
    """The medium or the press that ``word`` heads.

    ``addressed``: it is the object of telling; ``to``: 'to' stands before it; ``named``: a name that no mention covers
    may be a medium's, too.
    """
    sentence = analysis.sentences[word.sentence]
    phrase = noun_phrase(analysis, word)
    name = _name_from(analysis, word)
    if (
        addressed
        and word.upos == "PROPN"
        and name.text.split()[-1].lower() in words("holders", "media")
        and phrase.start == name.start
    ):
        return ToldTo(name.text, name)  # 'told Citizen FM', which the parser may take for two
    after = analysis.words[word.index + 1 : word.index + 2]
    medium = word.text.islower() and word.lemma.lower() in words("holders", "media")
    if addressed and medium and after and after[0].upos == "PROPN":
        return ToldTo((name := _name_from(analysis, after[0])).text, name)  # 'told broadcaster Nova24'
    for span, entity in holders.mention_in(sentence.start, sentence.end):
        # 'the Ledger newspaper': the name beside the noun is the medium's.
        beside = phrase.covers(span) and word.lemma.lower() in words("holders", "media")
        if span.start <= word.start < span.end or beside:
            names = {part.lower() for part in span.text.split()}
            reports = addressed and holders.reports(entity)  # 'Anadolu Haber', which somebody took for a person
            if beside and entity.kind in {"country", "place"}:
                return ToldTo(phrase.text, phrase)  # 'told Japanese television'
            if entity.kind == "organisation" or beside or reports or names & words("holders", "media"):
                return ToldTo(entity.name, span)
    if word.upos == "PROPN" and named and phrase.text.istitle():
        return ToldTo(phrase.text, phrase)  # 'in a statement to Interpressnews', which no mention covers
    service = word.lemma.lower() == "service" and analysis.words[word.index - 1].text.lower() in {"news", "wire"}
    if (addressed or to) and (service or word.lemma.lower() in words("holders", "media")):
        meant = holders.chain(phrase)[-1]
        if meant.entity is not None and meant.name is not None:
            return ToldTo(meant.name, phrase)  # 'told the paper', which has been named before
        if addressed and " " in phrase.text:
            return ToldTo(phrase.text, phrase)  # 'told this newspaper', 'told state television'
    if addressed and word.upos == "PROPN" and _unnamed(analysis, holders, word, phrase):
        return ToldTo(phrase.text, phrase)  # 'told La Voz de la Costa'
    if addressed and word.lemma in words("holders", "press"):
        return ToldTo(word.text, analysis.span(word.start, word.end))
    return None


def _name_from(analysis: Analysis, word: Word) -> Span:
    """The proper name that begins at ``word``; the word alone where it is none."""
    if word.upos != "PROPN":
        return analysis.span(word.start, word.end)
    return analysis.span(word.start, analysis.words[last_of_name(analysis, word, numbers=True)].end)


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


def _met(
    analysis: Analysis, holders: Holders, verb: Word, content: tuple[Span, ...], source: Span | None
) -> ToldTo | None:
    """'Speaking to X, she said …', 'an official, speaking with X, said …', 'locals interviewed by X said …'."""
    sentence = analysis.sentences[verb.sentence]
    for word in analysis.words[sentence.first : sentence.last - 1]:
        lower, after = word.text.lower(), analysis.words[word.index + 1]
        speaking = lower in _SPEAKING and after.lemma in _TO
        if not speaking and not (lower in _MET and after.text.lower() == "by"):
            continue
        if any(c.start <= word.start < c.end for c in content) or not _of_source(analysis, word, verb, source):
            continue
        noun = next((w for w in analysis.words[after.index + 1 : sentence.last + 1] if _ends_phrase(analysis, w)), None)
        if noun is not None:
            return _hearer(analysis, holders, noun, addressed=True, named=True)
    return None


def _of_source(analysis: Analysis, word: Word, verb: Word, source: Span | None) -> bool:
    """Whether a participle belongs to whoever speaks: it hangs on the cue, or on or right behind the source."""
    if source is None:
        return word.head == verb.index
    if source.start <= word.start < source.end:
        return True
    if word.text.lower() == "spoke":  # 'said the doctor, who works in Kosti and spoke to X'
        between = analysis.words_in(source.end, word.start)
        first = next((w.text.lower() for w in between if w.upos != "PUNCT"), "")
        return first == "who" or (first == "and" and " who " in source.text)
    return 0 <= word.start - source.end <= 2 or word.head == verb.index


def _ends_phrase(analysis: Analysis, word: Word) -> bool:
    """Whether a word is the last noun of its phrase."""
    after = analysis.words[word.index + 1 : word.index + 2]
    goes_on = after and after[0].upos in {"NOUN", "PROPN"} and after[0].sentence == word.sentence
    return word.upos in {"NOUN", "PROPN"} and not goes_on
