"""``Analysis`` → statements and silences: the model's attributions, and the house's knowledge on top of them."""

from __future__ import annotations

from dataclasses import replace

from sayso.language import Analysis, Word
from sayso.record.shelves import Shelves
from sayso.record.spans import Span
from sayso.record.types import Date, Entity, Holder, Silence, Statement
from sayso.statements.contents import of_one, strayed, trimmed
from sayso.statements.coreference import noun_phrase
from sayso.statements.denials import of_denials
from sayso.statements.figures import of_figures, put_so
from sayso.statements.found import RULE_SCORE, Found
from sayso.statements.frames import according_to, said_on
from sayso.statements.hearers import told_to
from sayso.statements.holders import Holders
from sayso.statements.kinds import clausal, is_attitude
from sayso.statements.lexicon import words
from sayso.statements.nesting import nested, within
from sayso.statements.parenthesis import parenthetical
from sayso.statements.passing import cited, passed_on, quoted
from sayso.statements.propernames import with_name
from sayso.statements.publications import find_publications
from sayso.statements.quotations import Quotations
from sayso.statements.relatives import cited_who
from sayso.statements.several import of_several
from sayso.statements.silences import find_silences
from sayso.statements.takenup import taken_up
from sayso.statements.turns import of_turns
from sayso.statements.uncued import of_no_cue
from sayso.statements.whose import behind_clauses

_LEADS = 5
"""Words from a source's last 'of' or 'and' to the end of the noun phrase."""
_LEADING = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "ADV"})


def find_statements(
    analysis: Analysis, entities: tuple[Entity, ...], dates: tuple[Date, ...]
) -> tuple[tuple[Statement, ...], tuple[Silence, ...]]:
    """The statements (ids ``s1``…) and silences of a report, both in text order."""
    quotations = Quotations(analysis.report)
    holders = Holders(analysis, entities, quotations)
    silences = find_silences(analysis, holders)
    silent = Shelves((s.span, s.span) for s in silences)
    # 'Declined to say whether …' says nothing: it is a silence, and beside it the report's word on an attitude.
    found = [
        replace(f, kind="attitude") if _silent(f, silent) else f for f in _from_model(analysis, holders, quotations)
    ]
    found += _publications(analysis, holders, found)
    found += of_figures(analysis, holders, quotations, found)
    found = of_denials(analysis, holders, quotations, found)
    found = cited_who(analysis, holders, quotations, found)
    found = cited(analysis, holders, found)
    found = quoted(analysis, holders, found)
    found = passed_on(analysis, holders, quotations, found)
    found = behind_clauses(analysis, holders, quotations, found)
    found = taken_up(analysis, holders, quotations, found)
    found += within(analysis, holders, quotations, found)
    found = [part for f in found for part in _hearsay(analysis, f)]
    found += of_turns(analysis, holders)
    found, alone = of_no_cue(analysis, holders, quotations, found, silences)
    found = of_several(analysis, holders, found)
    contents = Shelves((c, c) for f in found for c in f.content)
    days = Shelves((d.span, d) for d in dates)
    statements = [
        Statement(
            "", f.kind, f.source, f.cue, f.content, f.chain,
            told_to(analysis, f.cue, holders, f.content, f.source),
            said_on(analysis, f.cue, days, contents, f.source), None, f.score,
        )
        for f in found
    ]  # fmt: skip
    statements = sorted(statements + alone, key=_in_order)
    numbered = [replace(s, id=f"s{i}", score=round(s.score, 4)) for i, s in enumerate(statements, 1)]
    return tuple(nested(numbered)), silences


def _in_order(statement: Statement) -> tuple[int, int]:
    return min(c.start for c in statement.content), statement.cue.start if statement.cue else -1


def _from_model(analysis: Analysis, holders: Holders, quotations: Quotations) -> list[Found]:
    found = []
    cued = [(a, analysis.span(*a.cue)) for a in analysis.attributions if a.cue is not None]
    spoken = Shelves((cue, a.source) for a, cue in cued if a.source is not None)
    cues = Shelves((cue, cue) for _, cue in cued)
    for attribution, cue in cued:
        content = tuple(trimmed(analysis, a, b) for a, b in attribution.content)
        away = strayed(analysis, quotations, cue, content, cues)
        content = of_one(analysis, quotations, cue, [c for c in content if c not in away])
        whole = put_so(analysis, quotations, analysis.head_of(cue.start, cue.end))
        if whole is not None and not any(c.covers(whole) for c in content):
            content = (whole,)
        if not content:
            continue
        source = analysis.span(*attribution.source) if attribution.source else None
        addressed = _addressed(analysis, cue)
        if cue.text.lower() == "according to":
            named = _named_after(analysis, cue)
            source = source if named is None or (source is not None and source.overlaps(named)) else named
        if addressed is not None:
            by = analysis.led_by(addressed.index, "by")
            source = with_name(analysis, by) if by is not None else None
            told = analysis.child(addressed.index, "nsubj")
            content = tuple(c for c in content if told is None or not c.start <= told.start < c.end) or content
        elif _of_nobody(analysis, cue, source) or _heard(analysis, cue, source):
            source = None
        elif source is not None and (nearer := _own_subject(analysis, quotations, cue, content, source)) is not None:
            source = nearer
        elif source is None and (named := _behind_cue(analysis, cue, content)) is not None:
            source, content = named, tuple(c for c in content if c != named)
        elif source is None:
            source = _subject(analysis, quotations, cue, content) or _joined(analysis, cue, spoken)
        if (aside := parenthetical(analysis, quotations, cue)) is not None:
            source, content = aside
        source = _whole(analysis, source, cue, content) if source else None
        chain = holders.chain(source) if source else (Holder(None, None),)
        kind = quotations.kind(content)
        one = Found(kind, source, cue, content, chain, attribution.score)
        found.append(replace(one, kind="attitude") if is_attitude(analysis, one) else one)
    return found


def _whole(analysis: Analysis, source: Span, cue: Span, content: tuple[Span, ...]) -> Span:
    """The source without a mark at its end, and with the noun that its last word leads up to."""
    inside = list(analysis.words_in(source.start, source.end))
    while len(inside) > 1 and inside[-1].text in {",", ";", "-", "–", "—"}:
        inside.pop()
    last = inside[-1].index
    if inside[-1].upos in {"ADP", "CCONJ", "DET"}:
        sentence_end = analysis.sentences[inside[-1].sentence].last
        for word in analysis.words[last + 1 : min(sentence_end, last + _LEADS) + 1]:
            if word.upos not in _LEADING or any(
                s.overlaps(analysis.span(word.start, word.end)) for s in (cue, *content)
            ):
                break
            if word.upos in {"NOUN", "PROPN"}:
                last = word.index
    return analysis.span(source.start, analysis.words[last].end)


def _of_nobody(analysis: Analysis, cue: Span, source: Span | None) -> bool:
    """'The files are said to show …': whoever stands elsewhere has not said it."""
    verb = analysis.head_of(cue.start, cue.end)
    if verb is None:
        return False
    said = verb if verb.relation != "xcomp" or verb.is_root else analysis.words[verb.head]
    children = analysis.children(said.index)
    if said.lemma not in words("cues", "rumour") or not any(c.deprel == "aux:pass" for c in children):
        return False
    sentence = analysis.sentences[said.sentence]
    return any(c.relation == "xcomp" for c in children) and (source is None or source.end <= sentence.start)


def _heard(analysis: Analysis, cue: Span, source: Span | None) -> bool:
    """'The court heard …', '…, inquiry told': whoever is named has been told it, by nobody in sight."""
    verb = analysis.head_of(cue.start, cue.end)
    if verb is None or source is None or verb.upos != "VERB":
        return False
    if verb.lemma == "hear":
        head = analysis.head_of(source.start, source.end)
        return head is not None and head.lemma.lower() in words("holders", "hearing")
    children = analysis.children(verb.index)
    after = analysis.words[verb.index + 1 : verb.index + 2]
    ends = not after or after[0].sentence != verb.sentence or after[0].upos == "PUNCT"
    addressed = any(c.relation in {"obj", "iobj"} or c.relation == "aux" for c in children)
    return verb.text.lower() == "told" and ends and not addressed and source.end <= verb.start


def _addressed(analysis: Analysis, cue: Span) -> Word | None:
    """The verb of 'he was told by the guard that …', whose subject, whatever a model takes it for, does not speak."""
    verb = analysis.head_of(cue.start, cue.end)
    if verb is None or verb.lemma not in words("cues", "addressing"):
        return None
    told = analysis.child(verb.index, "nsubj")
    return verb if told is not None and told.deprel == "nsubj:pass" and told.index < verb.index else None


def _named_after(analysis: Analysis, cue: Span) -> Span | None:
    """Whom 'according to' names: the words right behind it, wherever the model looked."""
    sentence = analysis.sentence_at(cue.start)
    if sentence is None:
        return None
    named = according_to(analysis, sentence.first, sentence.last)
    return next((source for source, at in named if at.start == cue.start), None)


def _subject(analysis: Analysis, quotations: Quotations, cue: Span, content: tuple[Span, ...]) -> Span | None:
    """Whom the tree has speak where the model named nobody: the subject of the cue, or of what it depends on."""
    verb = analysis.head_of(cue.start, cue.end)
    for _ in range(4):
        if verb is None or verb.upos not in {"VERB", "AUX"}:
            return None
        subjects = [c for c in analysis.children(verb.index) if c.relation == "nsubj"]
        if subjects:
            # 'One of the guards' may be two subjects to the parser.
            ends = [noun_phrase(analysis, s) for s in subjects if s.index < verb.index] or [
                noun_phrase(analysis, subjects[0])
            ]
            named = analysis.span(ends[0].start, ends[-1].end)
            if quotations.range_at(named.start) or any(c.overlaps(named) for c in content):
                return None
            return named
        if verb.relation not in {"conj", "advcl", "xcomp", "parataxis"} or verb.is_root:
            return None
        verb = analysis.words[verb.head]
    return None


def _behind_cue(analysis: Analysis, cue: Span, content: tuple[Span, ...]) -> Span | None:
    """A name right behind the cue that was taken for content: 'Two villages shelled, says Armavia'."""
    for one in content[1:]:
        head = analysis.head_of(one.start, one.end)
        close = cue.end <= one.start and not analysis.text[cue.end : one.start].strip()
        if close and head is not None and head.upos == "PROPN" and not clausal(analysis, (one,)):
            return one
    return None


def _own_subject(
    analysis: Analysis, quotations: Quotations, cue: Span, content: tuple[Span, ...], source: Span
) -> Span | None:
    """The cue's own subject, where the model looked elsewhere ('One of them testified', 'after its site said')."""
    verb = analysis.head_of(cue.start, cue.end)
    subject = analysis.child(verb.index, "nsubj") if verb is not None else None
    head = analysis.head_of(source.start, source.end)
    if verb is not None and subject is None and verb.relation == "conj" and head is not None:
        # 'The bank held its rate, as expected by economists, and signalled that …': not the economists.
        agent = analysis.case(head.index) == "by" and verb.index > head.index and verb.feature("VerbForm") == "Fin"
        subject = analysis.child(verb.head, "nsubj") if agent else None
    if subject is None or subject.feature("PronType") == "Rel" or subject.lemma in {"who", "which", "that"}:
        return None
    named = _subject(analysis, quotations, cue, content)
    return None if named is None or named.overlaps(source) else named


def _joined(analysis: Analysis, cue: Span, spoken: Shelves[tuple[int, int]]) -> Span | None:
    """Who speaks before in the sentence: '“…,” Kobayashi said, adding that …'."""
    sentence = analysis.sentence_at(cue.start)
    verb = analysis.head_of(cue.start, cue.end)
    if sentence is None or verb is None or verb.feature("VerbForm") not in {"Ger", "Part"}:
        return None
    before = spoken.over(sentence.start, cue.start)
    return analysis.span(*before[-1]) if before else None


def _silent(found: Found, silences: Shelves[Span]) -> bool:
    near = silences.over(found.cue.start, found.cue.end)
    return found.kind in {"indirect", "attitude"} and any(s.covers(found.cue) for s in near)


def _publications(analysis: Analysis, holders: Holders, found: list[Found]) -> list[Found]:
    """Publications that the model has not; where it has one, it learns its kind and holders."""
    extra = []
    cues = Shelves((f.cue, i) for i, f in enumerate(found))
    sources = Shelves((f.source, f) for f in found if f.source is not None)
    for publication in find_publications(analysis, holders):
        source, chain = publication.source, publication.chain
        same = next(iter(cues.over(publication.cue.start, publication.cue.end)), None)
        near = sources.over(source.start, source.start + 1)
        fuller = next(
            (f for f in near if f.source is not None and f.source.start == source.start and f.source.end > source.end),
            None,
        )
        if fuller is not None and fuller.source is not None:
            # The subject of a joined verb ('posted … and noted …'): the model has seen more of it than the parse.
            source, chain = fuller.source, fuller.chain
        score = RULE_SCORE if same is None else found[same].score
        new = Found("publication", source, publication.cue, (publication.content,), chain, score)
        if same is None:
            extra.append(new)
        else:
            found[same] = new
    return extra


def _hearsay(analysis: Analysis, found: Found) -> list[Found]:
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
                or (verb.relation != "conj" and analysis.child(verb.index, "cc") is None)
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
