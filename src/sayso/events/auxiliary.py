"""PLOVER's four auxiliary modes: historical, future, hypothetical, negation. They stand among an event's contexts.

The standing of the claim tells them of its main predicate; an event below that has the standing of its own clause, read
by the same room; an event that is asked for, promised, refused or threatened has what that says of it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from sayso.events.syntax import case_of, helpers, is_negated
from sayso.events.triggers import Trigger
from sayso.language import Analysis, Word
from sayso.record.spans import Span
from sayso.record.types import Claim, Date, Standing
from sayso.standing import standing_at, standing_of

_ORDER = ("historical", "future", "hypothetical", "negation")
_SPOKEN = {"AGREE": "future", "REQUEST": "hypothetical", "THREATEN": "hypothetical", "REJECT": "negation"}
"""What an event is that somebody agrees to, asks for, threatens or refuses."""
_UNDOING = frozenset({"SANCTION", "REJECT", "RETREAT", "COERCE", "CONCEDE"})
_RULED = frozenset({"xcomp", "ccomp", "obj", "acl", "conj", "nsubj:pass"})
_TIED = frozenset({"for", "to", "on", "with"})
"""Prepositions by which a verbal act rules a noun: "called for the release"."""
_CONDITIONS = frozenset({"if", "unless", "whether"})
_HELPING = {"future": frozenset({"will", "shall", "'ll", "wo"}), "hypothetical": frozenset({"may", "might", "could"})}
_STEPS = 6
_CLAUSE = 40
"""Words of a clause that are read for its standing."""
_OLD = timedelta(days=365)


class Auxiliary:
    """Tells the auxiliary modes of a report's events."""

    def __init__(self, analysis: Analysis, claims: tuple[Claim, ...], spoken: dict[int, str]) -> None:
        """``spoken`` has the type of each trigger by its word."""
        self._analysis = analysis
        self._claims = {c.id: c for c in claims}
        self._tops = {c.id: {t.index for s in c.spans if (t := analysis.head_of(s.start, s.end))} for c in claims}
        self._spoken = spoken
        self._below = Counter(w.head for w in analysis.words if not w.is_root)

    def of(self, trigger: Trigger, claim: str, *, covered: bool, on: Date | None) -> tuple[str, ...]:
        """The modes of one event.

        Args:
            trigger: its words.
            claim: the id of its claim.
            covered: whether the claim's words hold the trigger; a cue lies outside.
            on: the event's date.
        """
        above = self._above(trigger.word)
        found = {above} if above else set()
        if above is None and trigger.kind[0] in _SPOKEN:
            found |= self._own(trigger.word)
        elif above is None:
            standing = self._standing(trigger, self._claims[claim], covered=covered)
            found |= _modes(standing) if standing is not None else set()
        if any(c.relation == "mark" and c.lemma.lower() in _CONDITIONS for c in self._clause(trigger.word)):
            found.add("hypothetical")
        own = trigger.kind[0] in _UNDOING  # 'cancelled the talks' is the act itself
        noun = trigger.noun
        carried = noun is not None and (is_negated(self._analysis, noun) if own else self._denied(noun))
        if carried or (trigger.word.upos == "NOUN" and self._denied(trigger.word)):
            found.add("negation")
        if trigger.kind[0] == "REJECT" and (carried or is_negated(self._analysis, trigger.word)):
            found -= {"negation", "future"}  # the refusal is what "will not" says
        if self._old(on) and not found:
            found.add("historical")
        return tuple(mode for mode in _ORDER if mode in found)

    def _denied(self, noun: Word) -> bool:
        """'No talks', 'called off the march', 'the rally was called off'."""
        return is_negated(self._analysis, noun) or standing_at(self._analysis, noun.index).polarity == "negative"

    def _own(self, word: Word) -> set[str]:
        """A verbal act's own modes: what a standing tells of "threatened to strike" is the strike's."""
        found = {"negation"} if is_negated(self._analysis, word) else set()
        if word.upos in {"VERB", "ADJ"}:
            helping = helpers(self._analysis, word)
            found |= {mode for mode, words in _HELPING.items() if words & helping}
        return found

    def _clause(self, word: Word) -> tuple[Word, ...]:
        return self._analysis.children(word.index)[:_CLAUSE]

    def _above(self, word: Word) -> str | None:
        """What the nearest verbal act above an event makes of it."""
        for _ in range(_STEPS):
            tied = word.relation in {"obl", "nmod"} and case_of(self._analysis, word) in _TIED
            if word.is_root or not (tied or word.relation in _RULED or word.deprel in _RULED):
                return None
            coordinated = word.relation == "conj"
            word = self._analysis.words[word.head]
            if word.index in self._spoken and not coordinated:
                kind = self._spoken[word.index]
                return None if tied and kind == "REJECT" else _SPOKEN.get(kind)
        return None

    def _standing(self, trigger: Trigger, claim: Claim, *, covered: bool) -> Standing | None:
        """The claim's standing for its main predicate; for another verb that of its own clause; of nouns none."""
        analysis, word, tops = self._analysis, trigger.word, self._tops[claim.id]
        if word.upos not in {"VERB", "ADJ"}:
            return None
        shares = (
            word.relation == "conj" and word.head in tops and not any(c.relation == "aux" for c in self._clause(word))
        )
        if covered and (word.index in tops or shares):
            return claim.standing
        sentence = analysis.sentences[word.sentence]
        first, last = max(sentence.first, word.index - _CLAUSE), min(sentence.last, word.index + _CLAUSE)
        inside = {word.index} | {c.index for c in self._clause(word) if c.index < word.index or c.relation == "xcomp"}
        start = analysis.words[max(first, min(inside))].start
        end = analysis.words[min(last, max(inside))].end
        governor = analysis.words[word.head]
        ruled = (
            self._below[word.head] <= _CLAUSE
            and not word.is_root
            and word.relation in {"xcomp", "ccomp", "acl"}
            and governor.upos == "VERB"
        )
        cue = Span.of(analysis.text, governor.start, governor.end) if ruled else None
        return standing_of(analysis, (Span.of(analysis.text, start, end),), cue)

    def _old(self, on: Date | None) -> bool:
        """Whether an event's date lies more than a year before the report: then it is no news."""
        published, latest = self._analysis.report.published, on.latest if on is not None else None
        if published is None or latest is None:
            return False
        try:
            return date.fromisoformat(latest[:10]) < date.fromisoformat(published[:10]) - _OLD
        except ValueError:
            return False


def _modes(standing: Standing) -> set[str]:
    found = set()
    if standing.polarity == "negative":
        found.add("negation")
    if standing.time in {"future", "scheduled"}:
        found.add("future")
    open_ = (
        standing.certainty == "possible" and standing.time not in {"past", "ongoing"} and standing.stance != "alleges"
    )
    if standing.time == "conditional" or open_ or standing.stance in {"asks", "threatens"}:
        found.add("hypothetical")
    return found
