"""The main clause of a claim: its predicates, from operators ('is expected to') down to the content verb.

Built to bear parse errors: auxiliaries and negations count by relation *and* by standing right before the predicate.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from sayso.language.analysis import Analysis, Word
from sayso.record.spans import Span
from sayso.standing.lexicon import Lexicon, Operator

QUOTES = frozenset('“”„«»"')
MAX_STEPS = 8
"""Operators above one content verb; bounds the work on hostile trees."""

_AUXILIARY = frozenset({"aux", "cop"})
_LEFT = frozenset({"AUX", "PART", "ADV"})
_CLAUSAL = frozenset({"acl", "advcl", "ccomp", "csubj", "parataxis"})
_PREDICATES = frozenset({"VERB", "ADJ", "NOUN", "AUX", "ADV", "PROPN", "NUM", "PRON"})


@dataclass(frozen=True, slots=True)
class Predicate:
    """One predicate: its head word, auxiliaries (copula too) and adverbs, and what it does as an operator."""

    head: Word
    auxiliaries: tuple[Word, ...]
    adverbs: tuple[Word, ...]
    operator: Operator | None = None
    infinitive: bool = False
    passive: bool = False

    @property
    def verbal(self) -> bool:
        """Whether something here bears tense: a verb, an auxiliary, a copula."""
        return self.head.upos in {"VERB", "AUX"} or bool(self.auxiliaries)


@dataclass(frozen=True, slots=True)
class MainClause:
    """The predicates, outermost first; the words of the clause without its subordinate clauses; the claim's words."""

    predicates: tuple[Predicate, ...]
    words: tuple[Word, ...]
    claim: tuple[Word, ...]


def claim_words(analysis: Analysis, spans: tuple[Span, ...]) -> tuple[Word, ...]:
    """The words of ``spans``, each once, in text order."""
    found = {w.index: w for s in spans for w in analysis.words_in(s.start, s.end)}
    return tuple(found[i] for i in sorted(found))


def main_clause(analysis: Analysis, words: tuple[Word, ...], lexicon: Lexicon) -> MainClause:
    """The main clause of the claim made of ``words``; without predicates where there are no words to speak of."""
    inside = frozenset(w.index for w in words)
    head = _head(analysis, words, inside)
    if head is None:
        return MainClause((), (), words)
    chain: list[Predicate] = []
    current = head = _failed(analysis, head, lexicon)
    for _ in range(MAX_STEPS):
        predicate = predicate_of(analysis, current, inside)
        operator, below = _descend(analysis, predicate, inside, lexicon)
        if operator is None or below is None:
            chain.append(predicate)
            break
        chain.append(
            Predicate(
                current, predicate.auxiliaries, predicate.adverbs, operator, predicate.infinitive, predicate.passive
            )
        )
        current = below
    heads = frozenset(p.head.index for p in chain)
    return MainClause(tuple(chain), _clause_words(analysis, head, heads, inside), words)


def _head(analysis: Analysis, words: tuple[Word, ...], inside: frozenset[int]) -> Word | None:
    """The first word whose head lies outside and that can be a predicate, one with a tense before one without."""
    tops = [w for w in words if (w.is_root or w.head not in inside) and _can_be(analysis, w)]
    first: Word | None = None
    for top in tops:
        if top.relation in {"aux", "cop", "mark", "case", "det", "punct", "cc", "advmod"} and not top.is_root:
            continue
        first = first or top
        if predicate_of(analysis, top, inside).verbal and top.relation not in {"acl", "advcl"}:
            return top
    return first


def _can_be(analysis: Analysis, word: Word) -> bool:
    """Whether ``word`` can be a predicate: by its class, or as 'down' of 'was down 2 percent' by its copula."""
    return word.upos in _PREDICATES or any(c.relation == "cop" for c in analysis.children(word.index))


def _failed(analysis: Analysis, head: Word, lexicon: Lexicon) -> Word:
    """'Failed' of 'tried but failed to save him'; else ``head``."""
    if not lexicon.has("chain", "tried", head.lemma.lower()):
        return head
    failed = (c for c in analysis.children(head.index) if c.relation == "conj" and c.lemma.lower() == "fail")
    return next(failed, head)


def predicate_of(analysis: Analysis, head: Word, inside: Container[int] | None = None) -> Predicate:
    """The predicate that ``head`` is the content word of; of its words those ``inside``, or those of its sentence."""
    if inside is None:
        sentence = analysis.sentences[head.sentence]
        inside = range(sentence.first, sentence.last + 1)
    auxiliaries: dict[int, Word] = {}
    adverbs: dict[int, Word] = {}
    infinitive = passive = False
    for child in analysis.children(head.index):
        if child.index not in inside:
            continue
        if child.relation in _AUXILIARY and child.text.lower() != "to":
            auxiliaries[child.index] = child
            passive = passive or child.deprel == "aux:pass"
        elif child.relation == "advmod" or (child.relation == "cc" and child.lemma.lower() == "neither"):
            adverbs[child.index] = child
        elif child.relation in {"mark", "aux"} and child.text.lower() == "to":
            infinitive = True
    # What stands right before it belongs to it, wherever the parser hung it.
    i = head.index - 1
    while i >= 0 and i in inside:
        word = analysis.words[i]
        if word.text in QUOTES:
            i -= 1  # 'would “have a talk”': the mark divides nothing
            continue
        if word.upos not in _LEFT or word.sentence != head.sentence:
            break
        if word.head != head.index and word.head < i and _clausal_head(analysis, word, head):
            break
        if word.text.lower() == "to":
            infinitive = True
            break
        (auxiliaries if word.upos == "AUX" else adverbs).setdefault(i, word)
        i -= 1
    # The parts of coordinated verbs share the first one's auxiliaries.
    if not auxiliaries and head.relation == "conj" and head.head in inside and not analysis.child(head.index, "nsubj"):
        auxiliaries = {
            c.index: c for c in analysis.children(head.head) if c.relation in _AUXILIARY and c.index in inside
        }
    passive = passive or (
        head.feature("Voice") == "Pass"
        or (
            head.upos == "VERB"
            and head.feature("VerbForm") == "Part"
            and head.feature("Tense") == "Past"
            and any(a.lemma.lower() == "be" for a in auxiliaries.values())
        )
    )
    return Predicate(
        head,
        tuple(auxiliaries[i] for i in sorted(auxiliaries)),
        tuple(adverbs[i] for i in sorted(adverbs)),
        None,
        infinitive,
        passive,
    )


def subject_denied(analysis: Analysis, predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether the subject denies: 'neither claim could be verified', 'nobody could be reached'."""
    for subject in analysis.children(predicate.head.index):
        if subject.relation not in {"nsubj", "advmod", "cc"} or subject.index > predicate.head.index:
            continue
        below = analysis.children(subject.index)
        owners = (
            d for c in below if c.deprel == "nmod:poss" for d in analysis.children(c.index)
        )  # 'neither side's claim'
        first = (subject, *(c for c in (*below, *owners) if c.relation in {"cc", "det"}))
        for word in first:
            text = word.text.lower()
            if lexicon.has("negation", "subjects", text) or lexicon.has("negation", "determiners", text):
                return True
    return False


def _clausal_head(analysis: Analysis, word: Word, head: Word) -> bool:
    """Whether ``word`` belongs to another predicate than ``head``: 'to be' before a noun stays with the noun."""
    owner = analysis.words[word.head]
    return owner.upos == "VERB" and owner.index not in (head.head, head.index)


def operator_key(words: tuple[str, ...], table: object) -> str | None:
    """The longest run of ``words`` from the first on that is a key of ``table``."""
    assert hasattr(table, "__contains__")
    for length in range(min(4, len(words)), 0, -1):
        key = " ".join(words[:length])
        if key in table:
            return key
    return None


def lemmas_from(analysis: Analysis, word: Word, length: int = 4) -> tuple[str, ...]:
    """The lemma of ``word`` and the small words after it, at most ``length`` in all."""
    following = analysis.words[word.index + 1 : word.index + length]
    return (word.lemma.lower(), *(w.text.lower() for w in following if w.sentence == word.sentence))


def _descend(
    analysis: Analysis, predicate: Predicate, inside: frozenset[int], lexicon: Lexicon
) -> tuple[Operator | None, Word | None]:
    """What ``predicate`` does as an operator, and the predicate below it."""
    head = predicate.head
    noun, clause = _held(analysis, head, inside, lexicon)
    if noun is not None and clause is not None:
        return lexicon.nouns[noun.lemma.lower()], clause
    if head.upos not in {"VERB", "ADJ", "AUX"}:
        return None, None
    below = next(
        (
            c
            for c in analysis.children(head.index)
            if c.relation == "xcomp" and c.index in inside and _governed(analysis, predicate, c)
        ),
        None,
    )
    clause = next(
        (c for c in analysis.children(head.index) if c.index in inside and _complement(analysis, head, c, lexicon)),
        None,
    )
    expletive = any(
        c.relation == "expl" or (c.relation == "nsubj" and c.lemma.lower() == "it")
        for c in analysis.children(head.index)
    )
    first_person = any(c.relation == "nsubj" and c.lemma.lower() in {"i", "we"} for c in analysis.children(head.index))
    if below is None and clause is not None:
        infinitive = _to(analysis, clause) or (predicate.passive and _marked(analysis, clause, "of"))
        if _indirect_question(analysis, clause):
            # 'Unclear whether', 'not know whether'; what 'will decide whether' is sure of is the deciding.
            asks = lexicon.inside.get(" ".join(lemmas_from(analysis, head, 2)))
            return (asks, clause) if asks is not None else (None, None)
        if clause.relation == "advcl":
            # Parsers often take the complement of 'scheduled to' for a clause of purpose.
            lemmas = lemmas_from(analysis, head)
            particle = " " in (operator_key(lemmas, lexicon.inside) or "")
            infinitive = infinitive or (particle and _marked(analysis, clause, "of"))
            adjective = head.upos == "ADJ"
            told = adjective and expletive and _marked(analysis, clause, "that")
            if told or (infinitive and (predicate.passive or adjective or particle)):
                below = clause
        elif infinitive or expletive or (first_person and head.lemma.lower() in lexicon.inside):
            below = clause
    if below is None and predicate.passive:
        # 'Are feared dead', 'is presumed lost'.
        held = analysis.child(head.index, "xcomp")
        if held is None:
            after = analysis.words[head.index + 1 : head.index + 2]
            held = next((w for w in after if lexicon.has("chain", "fate", w.text.lower())), None)
        if held is not None and held.index in inside and lexicon.has("chain", "presumed", head.lemma.lower()):
            return lexicon.passive.get(head.lemma.lower()) or lexicon.inside[head.lemma.lower()], held
    if below is None or operator_key(lemmas_from(analysis, head), lexicon.tables["chain"]["phrasal"]) is not None:
        return None, None
    lemmas = lemmas_from(analysis, head)
    if predicate.passive or head.upos == "ADJ":
        key = operator_key(lemmas, lexicon.passive)
        if key is not None:
            return lexicon.passive[key], below
    gerund = (lemmas[0], "-ing") if below.text.lower().endswith("ing") and not _marked(analysis, below, "to") else ()
    for form in (gerund, (head.text.lower(), *lemmas[1:]), lemmas):
        key = operator_key(form, lexicon.inside)
        if key is not None:
            return lexicon.inside[key], below
    return None, None


def _held(analysis: Analysis, head: Word, inside: frozenset[int], lexicon: Lexicon) -> tuple[Word | None, Word | None]:
    """The noun that is one operator with a light verb, and its complement: 'has no plans to', 'there is no doubt'."""
    if head.upos in {"NOUN", "PROPN"}:
        # Parsers take the 'has' of 'has no plans' for an auxiliary; 'found no evidence that' and 'is in danger of' have
        # the noun by itself.
        around = analysis.children(head.index)
        has = any(c.relation == "aux" and c.lemma.lower() == "have" for c in around)
        stands = {"case", "cop"} <= {c.relation for c in around}
        noun = head if has or stands or any(_marked(analysis, c, "that") for c in around) else None
    elif lexicon.has("chain", "light", head.lemma.lower()):
        expletive = analysis.child(head.index, "expl") is not None
        expletive = expletive and head.lemma.lower() != "have"
        noun = analysis.child(head.index, "nsubj" if expletive else "obj")
    else:
        noun = None
    if noun is None or not lexicon.has("chain", "held", noun.lemma.lower()):
        return None, None
    for child in (*analysis.children(noun.index), *analysis.children(head.index)):
        if child.index in inside and child.index > noun.index and child.relation in _CLAUSAL | {"xcomp"}:
            marks = {c.text.lower() for c in analysis.children(child.index) if c.relation in {"mark", "case"}}
            if "that" in marks or (marks & {"to", "of"} and child.deprel != "acl:relcl"):
                return noun, child
    return None, None


def _complement(analysis: Analysis, head: Word, clause: Word, lexicon: Lexicon) -> bool:
    """Whether ``clause`` may be what ``head`` says something of, by its relation and its mark."""
    if clause.index < head.index:
        return False
    if clause.relation == "advcl":
        return not _conditional(analysis, clause, lexicon)
    return clause.relation in {"ccomp", "csubj"} or (clause.relation == "xcomp" and _marked(analysis, clause, "that"))


def _conditional(analysis: Analysis, clause: Word, lexicon: Lexicon) -> bool:
    marks = (c.text.lower() for c in analysis.children(clause.index) if c.relation == "mark")
    return any(lexicon.has("condition", "words", m) for m in marks)


def _marked(analysis: Analysis, clause: Word, mark: str) -> bool:
    return any(c.relation == "mark" and c.text.lower() == mark for c in analysis.children(clause.index))


def _indirect_question(analysis: Analysis, clause: Word) -> bool:
    """Whether ``clause`` hangs on a 'whether', or as a complement on an 'if'."""
    asked = {"whether"} if clause.relation == "advcl" else {"whether", "if"}
    return any(c.relation == "mark" and c.text.lower() in asked for c in analysis.children(clause.index))


def _governed(analysis: Analysis, predicate: Predicate, word: Word) -> bool:
    """Whether ``word`` is the infinitive or the gerund of ``predicate``; that of 'was seen leaving' is neither."""
    return _to(analysis, word) or (not predicate.passive and word.upos == "VERB" and word.text.lower().endswith("ing"))


def _to(analysis: Analysis, word: Word) -> bool:
    """Whether ``word`` heads a 'to' infinitive or a gerund ('being sold', too)."""
    if word.feature("VerbForm") in {"Ger", "Inf"}:
        return True
    if any(c.relation == "aux" and c.text.lower() in {"being", "having"} for c in analysis.children(word.index)):
        return True
    return any(c.relation == "mark" and c.text.lower() == "to" for c in analysis.children(word.index)) or (
        word.index > 0 and analysis.words[word.index - 1].text.lower() == "to"
    )


def _clause_words(analysis: Analysis, head: Word, chain: frozenset[int], inside: frozenset[int]) -> tuple[Word, ...]:
    """The words below ``head`` without subordinate clauses other than the predicates of ``chain``."""
    found: list[Word] = []
    stack = [head]
    while stack:
        word = stack.pop()
        found.append(word)
        for child in analysis.children(word.index):
            if child.index not in inside:
                continue
            if child.index not in chain:
                if child.relation in _CLAUSAL:
                    continue
                if child.relation == "conj" and word.index in chain and analysis.child(child.index, "nsubj"):
                    continue
            stack.append(child)
    return tuple(sorted(found, key=lambda w: w.index))
