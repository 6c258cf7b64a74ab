"""PLOVER events: what happened, by its trigger; who did it, to whom, from the syntax around it."""

from __future__ import annotations

from sayso.events.lexicon import context, event_type
from sayso.language import Analysis, Word
from sayso.record.types import Claim, Date, Entity, Event, Place

_TO = frozenset({"against", "to", "on", "with", "from", "of", "at"})
_BOTH = frozenset({"between", "by"})


def find_events(
    analysis: Analysis, claims: tuple[Claim, ...], entities: tuple[Entity, ...],
    places: tuple[Place, ...], dates: tuple[Date, ...],
) -> tuple[Event, ...]:  # fmt: skip
    """The events of a report's claims, ids ``v1``, ``v2``… in text order; one a trigger."""
    mentions = sorted((s.start, s.end, e.id) for e in entities if e.kind not in {"place", "other"} for s in e.mentions)
    spans = sorted(((s.start, s.end, c.id) for c in claims for s in c.spans), key=lambda s: s[1] - s[0])
    found: list[Event] = []
    taken: set[int] = set()
    for word in analysis.words:
        if word.index in taken or word.upos not in {"VERB", "NOUN"}:
            continue
        objects = [c for c in analysis.children(word.index) if c.relation == "obj"]
        kind = event_type(word.lemma, tuple(o.lemma for o in objects)) if _trigger(word) else None
        claim = next((c for s, e, c in spans if s <= word.start and word.end <= e), None)
        if kind is None or claim is None:
            continue
        taken |= {o.index for o in objects if event_type(o.lemma, ()) is not None}
        actors, recipients = _parties(analysis, word)
        sentence = analysis.sentences[word.sentence]
        around = [w.lemma for w in analysis.sentence_words(sentence)]
        contexts = tuple(dict.fromkeys(c for lemma in around if (c := context(lemma)) is not None))
        found.append(
            Event(
                f"v{len(found) + 1}", kind[0], kind[1], contexts, analysis.span(word.start, word.end),
                _entities(analysis, actors, mentions), _entities(analysis, recipients, mentions),
                next((p.id for p in places if p.role == "event" and sentence.start <= p.span.start < sentence.end), None),  # noqa: E501
                _date(analysis, word, dates), claim,
            )
        )  # fmt: skip
    return tuple(found)


def _trigger(word: Word) -> bool:
    """Whether a word can be an event: verbs, and nouns that are no modifier of another."""
    return word.upos == "VERB" or word.relation != "compound"


def _parties(analysis: Analysis, word: Word) -> tuple[list[Word], list[Word]]:
    actors, recipients = [], []
    verb = word
    if analysis.child(word.index, "nsubj") is None and word.relation in {"conj", "xcomp", "advcl"}:
        verb = analysis.words[word.head]
        actors += [c for c in analysis.children(verb.index) if c.relation == "nsubj"]
    for child in analysis.children(word.index):
        case = analysis.child(child.index, "case")
        mark = case.lemma if case is not None else ""
        if child.deprel == "nsubj:pass":
            recipients.append(child)
        elif child.relation == "nsubj" or child.deprel == "obl:agent":
            actors.append(child)
        elif child.relation in {"obj", "iobj"}:
            recipients.append(child)
        elif child.relation in {"obl", "nmod"} and (
            mark in _BOTH or (word.upos == "NOUN" and mark in {"", "'s", "’s"})
        ):
            actors.append(child)
        elif child.relation in {"obl", "nmod"} and mark in _TO:
            recipients.append(child)
        elif word.upos == "NOUN" and child.relation in {"amod", "compound"}:
            actors.append(child)
    return actors, recipients


def _entities(analysis: Analysis, heads: list[Word], mentions: list[tuple[int, int, str]]) -> tuple[str, ...]:
    """The entities that arguments name, by their own words and their names' and demonyms' words."""
    found: dict[str, None] = {}
    for head in heads:
        own = [
            head,
            *(c for c in analysis.children(head.index) if c.relation in {"amod", "compound", "appos", "flat", "conj"}),
        ]
        for word in own:
            for start, end, entity in mentions:
                if start <= word.start < end:
                    found[entity] = None
    return tuple(found)


def _date(analysis: Analysis, word: Word, dates: tuple[Date, ...]) -> str | None:
    sentence = analysis.sentences[word.sentence]
    near = [d for d in dates if d.type in {"DATE", "TIME"} and sentence.start <= d.span.start < sentence.end]
    best = min(near, key=lambda d: abs(d.span.start - word.start), default=None)
    return best.id if best is not None else None
