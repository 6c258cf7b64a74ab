"""``Analysis`` → statements and silences: the model's attributions, and the house's knowledge on top of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.language import Analysis
from sayso.record.spans import Span
from sayso.record.types import Date, Entity, Holder, Silence, Statement, StatementKind
from sayso.statements.coreference import noun_phrase
from sayso.statements.frames import according_to, citations, said_on, told_to
from sayso.statements.holders import Holders
from sayso.statements.lexicon import words
from sayso.statements.publications import find_publications
from sayso.statements.quotations import Quotations, with_marks
from sayso.statements.silences import clause, find_silences

_SPEAKER = frozenset({"i", "we", "my", "our", "me", "us"})
_RULE_SCORE = 0.5
"""Score of a statement that rules found and no model scored."""


@dataclass(frozen=True, slots=True)
class _Found:
    kind: StatementKind
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    chain: tuple[Holder, ...]
    score: float


def find_statements(
    analysis: Analysis, entities: tuple[Entity, ...], dates: tuple[Date, ...]
) -> tuple[tuple[Statement, ...], tuple[Silence, ...]]:
    """The statements (ids ``s1``…) and silences of a report, both in text order."""
    quotations = Quotations(analysis.report)
    holders = Holders(analysis, entities, quotations)
    silences = find_silences(analysis, holders)
    found = [f for f in _from_model(analysis, holders, quotations) if not _silent(f, silences)]
    found += _publications(analysis, holders, found)
    found = _citing(analysis, holders, found)
    found = _inner(analysis, holders, quotations, found)
    found = [part for f in found for part in _hearsay(analysis, f)]
    found.sort(key=lambda f: (min(c.start for c in f.content), f.cue.start))
    contents = tuple(c for f in found for c in f.content)
    statements = [
        Statement(
            f"s{i}", f.kind, f.source, f.cue, f.content, f.chain,
            told_to(analysis, f.cue, holders, [*f.content, *([f.source] if f.source else [])]),
            said_on(analysis, f.cue, dates, contents, f.source), None, round(f.score, 4),
        )
        for i, f in enumerate(found, 1)
    ]  # fmt: skip
    return tuple(_nested(statements)), silences


def _from_model(analysis: Analysis, holders: Holders, quotations: Quotations) -> list[_Found]:
    found = []
    for attribution in analysis.attributions:
        if attribution.cue is None:
            continue
        cue = analysis.span(*attribution.cue)
        content = tuple(analysis.span(*with_marks(analysis.text, a, b)) for a, b in attribution.content)
        source = analysis.span(*attribution.source) if attribution.source else None
        if source is None:
            source = _subject(analysis, quotations, cue, content) or _joined(analysis, cue)
        chain = holders.chain(source) if source else (Holder(None, None),)
        kind = quotations.kind(content)
        one = _Found(kind, source, cue, content, chain, attribution.score)
        if kind == "indirect" and (_attitude(analysis, cue) or _unsaid(analysis, cue) or not _telling(analysis, one)):
            one = replace(one, kind="attitude")
        found.append(one)
    return found


def _attitude(analysis: Analysis, cue: Span) -> bool:
    """Whether a cue is of a state of mind, not of speech."""
    lemmas = {w.lemma.lower() for w in analysis.words_in(cue.start, cue.end)}
    lemmas |= {w.text.lower() for w in analysis.words_in(cue.start, cue.end)}
    if lemmas & words("cues", "speech") or "according" in lemmas:
        return False
    return bool(lemmas & words("cues", "attitude"))


def _unsaid(analysis: Analysis, cue: Span) -> bool:
    """Whether a cue is of words yet to come ('will discuss', 'may ask'): nobody has said them."""
    verb = analysis.head_of(cue.start, cue.end)
    if verb is None:
        return False
    return any(c.relation == "aux" and c.text.lower() in words("cues", "yet") for c in analysis.children(verb.index))


def _telling(analysis: Analysis, found: _Found) -> bool:
    """Whether an unquoted attribution tells a proposition: its cue is known for it, or its content has a finite verb.

    PolNeAR's annotators took 'praised the plan' and 'is pursuing a deal' for attributions, too: they say where
    somebody stands, but nobody's word is reported there, so they are kept as attitudes.
    """
    inside = analysis.words_in(found.cue.start, found.cue.end)
    known = words("cues", "speech") | words("cues", "attitude") | words("cues", "hearsay")
    if any(w.lemma.lower() in known or w.text.lower() == "according" for w in inside):
        return True
    return _finite(analysis, found)


def _finite(analysis: Analysis, found: _Found) -> bool:
    """Whether a clause heads its content: a proposition, not a mere thing."""
    for content in found.content:
        head = analysis.head_of(content.start, content.end)
        if head is None:
            continue
        children = analysis.children(head.index)
        if head.feature("VerbForm") == "Fin" or any(c.relation in {"nsubj", "csubj", "cop", "expl"} for c in children):
            return True
    return False


def _subject(analysis: Analysis, quotations: Quotations, cue: Span, content: tuple[Span, ...]) -> Span | None:
    """Whom the tree has speak where the model named nobody: the subject of the cue, or of what it depends on."""
    verb = analysis.head_of(cue.start, cue.end)
    for _ in range(4):
        if verb is None or verb.upos not in {"VERB", "AUX"}:
            return None
        subject = analysis.child(verb.index, "nsubj")
        if subject is not None:
            named = noun_phrase(analysis, subject)
            if quotations.range_at(named.start) or any(c.overlaps(named) for c in content):
                return None
            return named
        if verb.relation not in {"conj", "advcl", "xcomp", "parataxis"} or verb.is_root:
            return None
        verb = analysis.words[verb.head]
    return None


def _joined(analysis: Analysis, cue: Span) -> Span | None:
    """Who speaks before in the sentence: '“…,” Kobayashi said, adding that …'."""
    sentence = analysis.sentence_at(cue.start)
    verb = analysis.head_of(cue.start, cue.end)
    if sentence is None or verb is None or verb.feature("VerbForm") not in {"Ger", "Part"}:
        return None
    before = [
        a.source for a in analysis.attributions
        if a.source is not None and a.cue is not None and sentence.start <= a.cue[0] < cue.start
    ]  # fmt: skip
    return analysis.span(*before[-1]) if before else None


def _silent(found: _Found, silences: tuple[Silence, ...]) -> bool:
    return any(s.span.covers(found.cue) for s in silences) and found.kind in {"indirect", "attitude"}


def _publications(analysis: Analysis, holders: Holders, found: list[_Found]) -> list[_Found]:
    """Publications that the model has not; where it has one, it learns its kind and holders."""
    extra = []
    for publication in find_publications(analysis, holders):
        source, chain = publication.source, publication.chain
        same = next((i for i, f in enumerate(found) if f.cue.overlaps(publication.cue)), None)
        fuller = next(
            (f for f in found if f.source is not None and f.source.start == source.start and f.source.end > source.end),
            None,
        )
        if fuller is not None and fuller.source is not None:
            # The subject of a joined verb ('posted … and noted …'): the model has seen more of it than the parse.
            source, chain = fuller.source, fuller.chain
        score = _RULE_SCORE if same is None else found[same].score
        new = _Found("publication", source, publication.cue, (publication.content,), chain, score)
        if same is None:
            extra.append(new)
        else:
            found[same] = new
    return extra


def _citing(analysis: Analysis, holders: Holders, found: list[_Found]) -> list[_Found]:
    """'X reported, citing Y': Y is the origin behind X, and nobody's content."""
    result = list(found)
    for sentence in analysis.sentences:
        for cited, cue in citations(analysis, sentence.first, sentence.last):
            own = next((f for f in result if f.cue.overlaps(cue)), None)
            if own is not None:
                if _finite(analysis, own):
                    continue
                result.remove(own)
            for i, other in enumerate(result):
                inside = sentence.start <= other.cue.start < sentence.end
                if inside and not any(c.covers(cue) for c in other.content):
                    result[i] = replace(other, chain=(*other.chain, *holders.chain(cited)))
    return result


def _inner(analysis: Analysis, holders: Holders, quotations: Quotations, found: list[_Found]) -> list[_Found]:
    """Adds the statement inside an 'according to X' whose content is itself somebody's saying, and the reverse."""
    result = list(found)
    for sentence in analysis.sentences:
        for source, cue in according_to(analysis, sentence.first, sentence.last):
            outer = holders.chain(source)
            own = next((f for f in result if f.cue.overlaps(cue)), None)
            others = [
                f for f in result if f is not own and sentence.start <= f.cue.start < sentence.end
                and f.kind not in {"attitude", "publication"} and not any(c.covers(cue) for c in f.content)
            ]  # fmt: skip
            if own is not None and not _passes_on(outer):
                continue
            if others:
                if own is not None:
                    result.remove(own)
                for other in others:
                    result[result.index(other)] = replace(other, chain=(*outer, *other.chain))
                continue
            inner = _saying(analysis, holders, quotations, sentence.first, sentence.last, source)
            if inner is not None:
                if own is not None:
                    result.remove(own)
                result.append(inner)
            elif own is None:
                rest = _without(analysis, sentence.first, sentence.last, source, cue)
                if rest is not None:
                    kind = quotations.kind((rest,))
                    result.append(_Found(kind, source, cue, (rest,), outer, _RULE_SCORE))
    return result


def _passes_on(chain: tuple[Holder, ...]) -> bool:
    """Whether somebody passes on another's words ('according to Reuters, Velde said'); a poll counts."""
    return chain[-1].entity is not None


def _saying(
    analysis: Analysis, holders: Holders, quotations: Quotations, first: int, last: int, source: Span
) -> _Found | None:
    """The speech verb with a speaker and a content clause in words ``first`` to ``last``, under an outer source."""
    for verb in analysis.words[first : last + 1]:
        if (
            verb.upos != "VERB"
            or verb.lemma not in words("cues", "speech")
            or verb.relation not in {"root", "conj", "parataxis"}
        ):
            continue
        subject, said = analysis.child(verb.index, "nsubj"), analysis.child(verb.index, "ccomp")
        if subject is None or said is None or source.start <= subject.start < source.end:
            continue
        inner = analysis.subtree(subject.index)
        speaker = analysis.span(inner[0].start, inner[-1].end)
        content = (clause(analysis, said),)
        kind = quotations.kind(content)
        chain = (*holders.chain(source), *holders.chain(speaker))
        return _Found(kind, speaker, analysis.span(verb.start, verb.end), content, chain, _RULE_SCORE)
    return None


def _without(analysis: Analysis, first: int, last: int, source: Span, cue: Span) -> Span | None:
    """What an 'according to X' at either end of a sentence leaves of it."""
    rest = [w for w in analysis.words[first : last + 1] if w.end <= cue.start or w.start >= source.end]
    before = [w for w in rest if w.end <= cue.start]
    chosen = before if len(before) >= len(rest) - len(before) else [w for w in rest if w.start >= source.end]
    while chosen and chosen[0].upos == "PUNCT" and chosen[0].text not in '“"':
        chosen.pop(0)
    while chosen and chosen[-1].upos == "PUNCT" and chosen[-1].text not in '”"':
        chosen.pop()
    return analysis.span(chosen[0].start, chosen[-1].end) if len(chosen) >= 3 else None


def _hearsay(analysis: Analysis, found: _Found) -> list[_Found]:
    """Divides 'X, and allegedly Y' in one content: the hedged half is a statement of its own with the hedge as cue."""
    if found.kind == "attitude":
        return [found]
    for content in found.content:
        inside = analysis.words_in(content.start, content.end)
        top = analysis.head_of(content.start, content.end)
        for word in inside:
            if word.text.lower() not in words("cues", "hearsay") or word.head == word.index:
                continue
            verb = analysis.words[word.head]
            if (
                top is None
                or verb.index == top.index
                or verb.relation != "conj"
                or not content.start < verb.start < content.end
            ):
                continue
            half = [w for w in inside if w.index > word.index]
            firsts = [w for w in inside if w.index < word.index]
            while firsts and firsts[-1].upos in {"PUNCT", "CCONJ"}:
                firsts.pop()
            if len(half) < 2 or len(firsts) < 2:
                continue
            rest = tuple(c for c in found.content if c != content)
            left = analysis.span(content.start, firsts[-1].end)
            right = analysis.span(half[0].start, content.end)
            hedge = analysis.span(word.start, word.end)
            return [replace(found, content=(*rest, left)), replace(found, kind="indirect", cue=hedge, content=(right,))]
    return [found]


def _distinct(chain: tuple[Holder, ...]) -> tuple[Holder, ...]:
    """The chain without a holder that follows itself: 'In Diena, the paper said' is on one word."""
    return tuple(h for i, h in enumerate(chain) if not i or h.entity is None or h.entity != chain[i - 1].entity)


def _nested(statements: list[Statement]) -> list[Statement]:
    """Statements whose cue lies in another's content stand within it, under its holders."""
    result = {s.id: s for s in statements}
    for inner in statements:
        if inner.cue is None:
            continue
        around = [
            s for s in statements
            if s.id != inner.id and s.kind != "attitude" and s.cue is not None and any(c.covers(inner.cue) for c in s.content)  # noqa: E501
            and not any(c.covers(s.cue) for c in inner.content)
        ]  # fmt: skip
        if not around:
            continue
        outer = min(around, key=lambda s: sum(c.end - c.start for c in s.content))
        result[inner.id] = replace(result[inner.id], within=outer.id)
    final = []
    for statement in statements:
        at, seen = result[statement.id].within, {statement.id}
        # 'I fear that …' within somebody's words is on the speaker's word, who stands there already.
        own = statement.source is not None and statement.source.text.lower() in _SPEAKER
        chain = () if own and at is not None else result[statement.id].chain
        while at is not None and at not in seen:
            seen.add(at)
            chain = (*result[at].chain, *chain)
            at = result[at].within
        final.append(replace(result[statement.id], chain=_distinct(chain)))
    return final
