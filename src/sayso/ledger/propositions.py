"""A record → its digest: claims cut into propositions, and how each came to the report."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sayso.ledger.amounts import PERCENT, SIGNS, counts
from sayso.ledger.cast import cast_of, taken_up
from sayso.ledger.clauses import clauses
from sayso.ledger.digest import Count, Digest, Heard, Proposition, Said
from sayso.ledger.durations import duration
from sayso.ledger.echoes import credits_of, shingles
from sayso.ledger.lexicon import common_name, contraries, measure_words, predicate_classes, words
from sayso.ledger.names import first_part, is_name, normal
from sayso.ledger.polarity import polarity_of
from sayso.ledger.predicates import meaning
from sayso.ledger.senses import senses
from sayso.ledger.setting import ordinal
from sayso.ledger.voices import Voices
from sayso.ledger.words import Token, is_content, tokens
from sayso.record.spans import Span
from sayso.record.types import Claim, Date, Event, Record, Statement

_FORMER = re.compile(
    r"\b(?:had|has) been (?:due|scheduled|expected|set|planned|supposed)\b|\bwas (?:due|supposed|to have)\b"
    r"|^\W*had (?!been\b)",
    re.IGNORECASE,
)
_NOT_THEN = re.compile(
    r"\b(?:since(?: early| late| the)?|(?:not|rather than|instead of|originally)(?: on| in)?)\s+$", re.IGNORECASE
)
_TURNED = {"positive": "negative", "negative": "positive"}
_TOWNS = frozenset({"town"})
_PUT_OFF_TO = re.compile(r"\b(?:to|until|till)\s+$", re.IGNORECASE)
_TOWARDS = re.compile(r"\b(?:to|for)\s+(?:[a-z-]+\s+)?$")
_CLAIMED = re.compile(
    r"(?:that\s+)?(?:the|any|all|such|an?)?\s*((?:claim|allegation|report|suggestion|accusation|rumou?r|charge|idea)s?)\s+that\b",
    re.IGNORECASE,
)
"""'(Rejected) the claim that …' says no more than what follows."""
_SELF = re.compile(r"[\"“‘']?(?:that |and |but )?(it|its|they|their|he|his|she|her|we|our|i|my)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:who|whose|which)\b", re.IGNORECASE)
_UNNAMED = re.compile(
    r"\b(?:anonymity|not to be (?:named|identified|quoted)|(?:declin|refus)ed to be (?:named|identified)"
    r"|(?:not|n['’]t) (?:\w+ ){0,2}(?:authori[sz]ed|allowed|permitted) to (?:speak|talk|discuss|comment|brief))\b",
    re.IGNORECASE,
)
"""What a report says of a source that it does not name, and of nothing else."""
_LONG = 400
_AGE = 3660
"""Days from which on a time is an age, and no date: 'the 17th century'."""
_MOST_COUNTS = 6


def digest_of(record: Record) -> Digest:
    """What the ledger keeps of ``record``. A pure function of it."""
    report = record.report
    text = report.text
    voices = Voices(record)
    statements = {statement.id: statement for statement in record.statements}
    claims = [claim for claim in record.claims if claim.spans and not _attitude(claim, statements)]
    view = _View(record)
    propositions: list[Proposition] = []
    before: str | None = None
    for claim in claims:
        made = list(view.propositions(claim, before, len(propositions)))
        propositions += made
        if made and made[0].back is None:
            before = claim.id
    meant = senses(text, [one.spans[0] for one in propositions])
    propositions = _only([replace(one, sense=sense) for one, sense in zip(propositions, meant, strict=True)])
    places = {view.place(place.id) for place in record.places} - {None}
    return Digest(
        report.id, report.file, report.outlet, report.published, report.title, report.url,
        credits_of(report),
        shingles(text),
        tuple(sorted({normal(e.name) for e in record.entities if e.kind == "person"} - {""})),
        tuple(sorted(name for name in places if name)),
        tuple(sorted({event.type for event in record.events})),
        tuple(
            Said(
                claim.id, claim.spans, claim.standing, voices.of(claim),
                shingles(" ".join(span.text for span in claim.spans), every=1),
            )
            for claim in claims
        ),
        tuple(propositions),
        tuple(
            Heard(s.id, s.span, tuple(h.name or "" for h in s.holders), s.about) for s in record.silences
        ),
        tuple((note.code, note.message) for note in record.notes),
        cast_of(record), taken_up(record),
    )  # fmt: skip


def _only(propositions: list[Proposition]) -> list[Proposition]:
    """The propositions, with which of their counts are of all whom the report counts by their measure."""
    nouns: dict[str, set[str]] = {}
    for one in propositions:
        if one.count is not None:
            nouns.setdefault(one.count.measure, set()).add(one.count.noun)
    return [
        replace(one, count=replace(one.count, only=True)) if one.count and len(nouns[one.count.measure]) == 1 else one
        for one in propositions
    ]


def _attitude(claim: Claim, statements: dict[str, Statement]) -> bool:
    """A state of mind that the report ascribes is nobody's word."""
    return claim.statement is not None and statements[claim.statement].kind == "attitude"


class _View:
    """One record, for cutting its claims."""

    def __init__(self, record: Record) -> None:
        self._text = record.report.text
        self._dates = {date.id: date for date in record.dates}
        self._all_dates = sorted(record.dates, key=lambda d: (d.span.start, d.id))
        self._date_starts = [date.span.start for date in self._all_dates]
        self._places = {place.id: place for place in record.places}
        self._all_places = sorted(record.places, key=lambda p: (p.span.start, p.id))
        self._place_starts = [place.span.start for place in self._all_places]
        self._events: dict[str, list[Event]] = {}
        for event in record.events:
            self._events.setdefault(event.claim, []).append(event)
        self._entities = {entity.id: entity for entity in record.entities}
        self._mentions = sorted(
            (span.start, span.end, normal(entity.name)) for entity in record.entities for span in entity.mentions
        )
        self._starts = [start for start, _, _ in self._mentions]
        self._last: Proposition | None = None
        self._about: Token | None = None
        self._holders = {s.id: s.chain[-1] for s in record.statements if s.chain}
        self._cues = {statement.id: statement.cue.text for statement in record.statements if statement.cue}
        self._sources = sorted(statement.source.end for statement in record.statements if statement.source)
        self._inner: dict[str, list[Span]] = {}
        for statement in record.statements:
            if statement.within is not None and statement.kind != "attitude":
                self._inner.setdefault(statement.within, []).extend(statement.content)

    def place(self, one: str) -> str | None:
        """A place as it is compared: country and name where resolved, else the words."""
        place = self._places[one]
        if place.name and place.country:
            if place.kind == "country":
                return place.country
            return f"{place.country} {'' if place.kind in _TOWNS else '/'}{place.name.lower()}"
        return (place.name or place.span.text).lower() or None

    def propositions(self, claim: Claim, before: str | None, first: int) -> Iterable[Proposition]:
        """The claim's propositions; ``before`` is the claim that a pronoun can stand for."""
        inner = self._inner.get(claim.statement or "", [])
        made = 0
        last = self._last
        pieces = [piece for span in claim.spans for piece in self._pieces(span, inner)]
        if claim.statement is None and self._of_its_source(claim.spans[0]):
            return
        if not any(is_content(token) for _, found in pieces for token in found):
            said = [token.lemma for _, found in pieces for token in found]
            if before is not None and said and set(said) <= words("words", "pronouns") | {"be"}:
                yield self._one(claim, first, claim.spans[0].start, claim.spans[0].end, [], None, back=before)
            return
        for start, found in pieces:
            for a, b in clauses(self._text, start, found[-1].end, found):
                clause = found[a:b]
                if not any(map(is_content, clause)):
                    continue
                # 'A ceasefire that will begin': the clause is about the noun before it.
                self._about = found[a - 1] if a and clause[0].form.lower() in words("words", "relative") else None
                begin, end = self._with_signs(claim, clause[0].start, clause[-1].end)
                taken = [(d.span.start, d.span.end) for d in self._dates_in(begin, end)]
                counted = list(counts(self._text, clause, taken))[:_MOST_COUNTS]
                if not counted:
                    counted = [d for d in map(self._duration, self._dates_in(begin, end)) if d is not None][:1]
                known = [count for count in counted if is_known_measure(count) and count.noun != "of"]
                of_units = [count for count in counted if count.measure in words("counting", "units")]
                chosen: list[Count | None] = [*(known or of_units[:1] or counted[:1])] or [None]
                # Several counts of what is always counted are several propositions; another number is part of one.
                for count in chosen:
                    one = self._one(claim, first + made, begin, end, clause, count)
                    if (
                        count is not None
                        and last is not None
                        and last.count is not None
                        and _another_number(one, last.count)
                    ):
                        counted_again = replace(count, measure=last.count.measure, noun=last.count.noun)
                        one = replace(
                            one, words=last.words, names=last.names, predicate=last.predicate, events=last.events,
                            places=last.places, count=counted_again,
                        )  # fmt: skip
                    yield one
                    made += 1
                    last = self._last = one

    def _of_its_source(self, span: Span) -> bool:
        """Whether the report only says who its source is: '(a driver) who asked not to be named'."""
        if _UNNAMED.search(self._text, span.start, min(span.end, span.start + _LONG)):
            return True
        if _RELATIVE.match(self._text, span.start) is None:
            return False
        at = bisect_left(self._sources, span.start + 1) - 1
        return at >= 0 and span.start - self._sources[at] <= len(", ")

    def _pieces(self, span: Span, inner: Sequence[Span]) -> list[tuple[int, list[Token]]]:
        """The span's words, without what another statement in it says."""
        start = span.start
        made: list[tuple[int, list[Token]]] = []
        for one in sorted(one for one in inner if span.covers(one) and one != span):
            if one.start > start:
                made.append((start, list(tokens(self._text, start, one.start))))
            start = max(start, one.end)
        if start < span.end:
            made.append((start, list(tokens(self._text, start, span.end))))
        return [(at, found) for at, found in made if found]

    def _duration(self, date: Date) -> Count | None:
        return duration(self._text, date)

    def _with_signs(self, claim: Claim, begin: int, end: int) -> tuple[int, int]:
        """A clause with the signs at its ends that are no words: '$12 million', 'a rise of 6%'."""
        inside = [span for span in claim.spans if span.start <= begin and end <= span.end]
        if inside and begin > inside[0].start and self._text[begin - 1] in SIGNS:
            begin -= 1
        if inside and end < inside[0].end and self._text[end] == "%":
            end += 1
        return begin, end

    def _dates_in(self, start: int, end: int) -> list[Date]:
        first, last = bisect_left(self._date_starts, start), bisect_left(self._date_starts, end)
        return self._all_dates[first:last]

    def _one(
        self, claim: Claim, n: int, start: int, end: int, clause: Sequence[Token], count: Count | None,
        back: str | None = None,
    ) -> Proposition:  # fmt: skip
        events = [e for e in self._events.get(claim.id, ()) if start <= e.trigger.start < end]
        dates = [
            (d.earliest, d.latest, d.span)
            for d in self._dates_in(start, end)
            if d.type in ("DATE", "TIME")
            and d.earliest
            and d.latest
            and ordinal(d.latest) - ordinal(d.earliest) < _AGE
            and not _NOT_THEN.search(self._text, max(start, d.span.start - 16), d.span.start)
        ]
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        names = {name for _, stop, name in self._mentions[first:last] if stop <= end and name}
        in_dates = [(d.span.start, d.span.end) for d in self._dates_in(start, end)]
        content = {
            token.lemma
            for token in clause
            if is_content(token)
            and not token.form[0].isdigit()
            and token.lemma not in words("words", "numbers")
            and not any(a <= token.start < b for a, b in in_dates)
            and (count is None or not count.span.start <= token.start < count.span.end)
        }
        if told := _CLAIMED.match(self._text, start, end):
            content -= {token.lemma for token in tokens(told[1])}
        if self._about is not None and is_content(self._about) and not back:
            content.add(self._about.lemma)
        meant = meaning(self._text, clause)
        speaker = self._speaker(claim, start, end)
        inside = self._all_places[bisect_left(self._place_starts, start) : bisect_left(self._place_starts, end)]
        where = {self.place(p.id) for p in inside if p.role == "event"} | {
            self.place(e.place) for e in events if e.place
        }
        if "head" in predicate_classes().get(meant.predicate, ()):
            bound_for = [p for p in inside if self._towards(start, p.span)]
            where |= {self.place(p.id) for p in bound_for}
            content -= {token.lemma for p in bound_for for token in tokens(p.span.text)} | {"way"}
        polarity = polarity_of(self._text, claim, (start, end), count, dates)
        contrary = False
        happens = meant.predicate
        content = (content - meant.dropped) | meant.added
        dates = self._as_put_off(happens, dates)
        if count is not None and count.measure == PERCENT:
            content = (content - {"cent", "per"}) | {PERCENT}
        if (count is not None and count.measure in words("counting", "money")) or content & words("counting", "money"):
            content.add("money")
        content = {word if word == happens else common_name(word) for word in content}
        if meant.undone:
            polarity = "positive" if claim.standing.stance == "denies" else "negative"
        contest = happens != "lose" or bool(content & words("words", "contests"))
        turned = happens in contraries() and polarity in _TURNED and contest
        if turned and (count is None or not is_known_measure(count)):
            # That the pilot survived is that he did not die.
            content = (content - {happens}) | {contraries()[happens]}
            happens, polarity, contrary = contraries()[happens], _TURNED[polarity], True
        return Proposition(
            claim.id, n, (Span.of(self._text, start, end),),
            happens,
            tuple(sorted({(f"{e.type}/{e.mode}" if e.mode else e.type, _lemma(e, happens)) for e in events})),
            tuple(sorted(content | set(speaker))),
            tuple(sorted(names)),
            self._called(a for e in events for a in e.actors),
            self._called(a for e in events for a in e.recipients),
            tuple(sorted(place for place in where if place)),
            tuple(dates),
            count, polarity,
            bool(_FORMER.search(self._text[start:end]) or _FORMER.search(self._cues.get(claim.statement or "", ""))),
            speaker, back, contrary,
        )  # fmt: skip

    def _towards(self, start: int, place: Span) -> bool:
        return _TOWARDS.search(self._text, max(start, place.start - 24), place.start) is not None

    def _as_put_off(self, happens: str, dates: list[tuple[str, str, Span]]) -> list[tuple[str, str, Span]]:
        """The dates of a clause that puts something off, without the day on which it was: 'adjourned to March 3'."""
        if len(dates) < 2 or "schedule" not in predicate_classes().get(happens, ()):
            return dates
        to = [date for date in dates if _PUT_OFF_TO.search(self._text, max(0, date[2].start - 10), date[2].start)]
        return to or dates

    def _speaker(self, claim: Claim, start: int, end: int) -> tuple[str, ...]:
        """The lemmas of the speaker's name, where the clause's subject is a pronoun for the speaker."""
        holder = self._holders.get(claim.statement or "")
        match = _SELF.match(self._text, start, end)
        if holder is None or match is None or not holder.name or not is_name(first_part(holder.name)):
            return ()
        person = holder.entity is not None and self._entities[holder.entity].kind == "person"
        pronoun = match[1].lower()
        if (pronoun in {"he", "she", "his", "her"} and not person) or (
            pronoun in {"it", "its", "they", "their"} and person
        ):
            return ()
        called = {t.lemma for t in tokens(first_part(holder.name)) if is_content(t)}
        # 'The Turkish foreign ministry' is Turkey's.
        if holder.span is not None and not person:
            first, last = bisect_left(self._starts, holder.span.start), bisect_left(self._starts, holder.span.end)
            called |= {t.lemma for _, _, name in self._mentions[first:last] for t in tokens(name) if is_content(t)}
        return tuple(sorted(called))

    def _called(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(
            sorted({normal(self._entities[one].name) for one in ids if is_name(self._entities[one].name)} - {""})
        )


def is_known_measure(count: Count) -> bool:
    """Whether it counts the killed, the hurt, the arrested, …"""
    return count.measure in measure_words().values()


def _another_number(one: Proposition, last: Count) -> bool:
    """Whether a clause only gives another number for what was counted before it: 'police put it at 1,500'."""
    again = words("numbers", "again")
    if one.predicate in words("numbers", "putting") and one.count is not None and one.count.measure == last.measure:
        return True
    return one.predicate in again and bool(set(one.words) & again) and len(set(one.words) - again) <= 1


def _lemma(event: Event, happens: str) -> str:
    found = list(tokens(event.trigger.text))
    lemma = found[0].lemma if found else event.trigger.text.lower()
    return lemma if lemma == happens else common_name(lemma)
