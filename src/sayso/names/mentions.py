"""The names of a report as they stand in it: the model's, made whole, with those of the tables and of acronyms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from sayso.language import Analysis, Mention, Word
from sayso.names.acronyms import DEFINED, Defined, definitions, initials
from sayso.names.tables import Known, nouns
from sayso.record.shelves import Shelves
from sayso.record.spans import Span

_EDGE = " \t\r\n.,;:!?\"'“”‘’()[]"
_LONGEST_NAME = 80
"""Characters."""
_LONGEST_KNOWN = 5
"""Words of the longest name looked up in the tables."""
_MOST_ALIKE = 8
"""Names with one first word that are looked for again, so that cost stays linear."""
_SHORTEST = 3
"""Letters of a name that is looked for by itself have to be more."""
_SURE = frozenset({"US", "UK", "EU", "UN", "AP"})
"""Two-letter names that are looked up without a model's mention; others ('IS', 'AU') are too often words."""
_SELDOM_NAMES = frozenset({"ADP", "AUX", "VERB", "ADV", "SCONJ", "X", "INTJ"})
_ARTICLES = frozenset({"the", "a", "an"})
_JOINING = frozenset({"of", "for", "against", "on", "and"})
"""Between two parts of a body's name: 'Special Unit | against | Corruption'."""
_BINDING = frozenset({"Without", "Against", "Beyond", "Across", "Under", "Behind", "Among", "For", "With"})
"""Prepositions that within a sentence have a capital in names only: 'Nurses Without Borders'."""
_MOST_PROSE = 60
_LEAST_PROSE = 2
"""Words of a sentence, of four letters or more, that a headline in capitals would not have small."""


def named_spans(
    analysis: Analysis, known: Mapping[str, Known], kinds: Collection[str]
) -> tuple[list[tuple[Span, str]], dict[str, Defined]]:
    """The names that stand in a report, trimmed, each with its label; and the short forms that it gives for some.

    Args:
        analysis: of the report.
        known: names of the tables.
        kinds: the labels that count.
    """
    spans = [
        (span, m.label) for m in _mentions(analysis, known, kinds)
        if (span := _trimmed(analysis, m, known)).text and span.text.lower() not in _ARTICLES
    ]  # fmt: skip
    short = definitions(analysis.text, spans, known)
    return spans + _told_short(analysis, spans, initials(spans, known) | short), short


def _mentions(analysis: Analysis, known: Mapping[str, Known], kinds: Collection[str]) -> list[Mention]:
    """The model's mentions, made whole over hyphens and within names, less those that a table's name overrules."""
    # Where another name begins, whatever hyphen stands before it: 'NATO-Iran talks'.
    apart = {w.start for w in analysis.words if w.text in known}
    made = _longer(analysis, [_whole(analysis, m, apart) for m in analysis.mentions if m.label in kinds])
    whole = _alone(analysis, _again(analysis, _bound(analysis, _joined(analysis, made))))
    around = Shelves((analysis.span(w.start, w.end), w) for w in whole)
    tabled = [
        m for m in _tabled(analysis, known, apart | {m.start for m in analysis.mentions})
        if not any(
            w.start <= m.start and m.end <= w.end and w.end - w.start > m.end - m.start + 4
            for w in around.over(m.start, m.end)
        )
    ]  # fmt: skip
    over = Shelves((analysis.span(t.start, t.end), t) for t in tabled)
    kept = [w for w in whole if not over.over(w.start, w.end)]
    first: dict[int, Mention] = {}
    for mention in sorted(kept + tabled, key=lambda m: (m.start, -m.end)):
        first.setdefault(mention.start, mention)
    return list(first.values())


def _whole(analysis: Analysis, mention: Mention, apart: Collection[int]) -> Mention:
    """The mention with what a hyphen ties to its end: 'Kim Jong' + '-un', 'Rossiya' + '-1'."""
    text, end = analysis.text, mention.end
    if end < len(text) and text[end - 1] in "-‑" and text[end].isalnum():
        end -= 1  # 'Radio Okapi-' + 'Sud'
    while end + 1 < len(text) and text[end] in "-‑" and text[end + 1].isalnum() and end - mention.start < _LONGEST_NAME:
        if end + 1 in apart:
            break
        end += 1
        while end < len(text) and text[end].isalnum() and end - mention.start < _LONGEST_NAME:
            end += 1
    start = _before(analysis, mention.start) if mention.label == "PERSON" else mention.start
    return Mention(start, end, mention.label)


def _before(analysis: Analysis, start: int) -> int:
    """Where a person's name begins, if a word that is seldom one stands before: 'engineer Per Aasen'."""
    at = analysis.words_in(start, start + 1)
    if not at or at[0].start != start or at[0].index < 2:
        return start
    lead, first = analysis.words[at[0].index - 2 : at[0].index]
    joined = analysis.text[first.end : start] == " " and first.sentence == lead.sentence == at[0].sentence
    tied = first.relation == "flat" or (at[0].relation == "flat" and at[0].head == first.index)
    part = first.upos in _SELDOM_NAMES or (first.upos == "PROPN" and tied)
    part = part and first.text.isalpha() and first.text.istitle()
    return first.start if joined and part and lead.text.islower() and lead.text.isalpha() else start


def _joined(analysis: Analysis, mentions: list[Mention]) -> list[Mention]:
    """Two bodies that a small word joins are one where the report gives a short form for both at once."""
    text = analysis.text
    found: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, m.end)):
        last = found[-1] if found else None
        if (
            last is not None
            and last.label == mention.label == "ORG"
            and last.end < mention.start <= last.end + 12
            and text[last.end : mention.start].split()[:1]
            and all(w in _JOINING | _ARTICLES for w in text[last.end : mention.start].split())
            and text[last.end : mention.start].split()[0] in _JOINING
            and DEFINED.match(text, mention.end)
        ):
            found[-1] = Mention(last.start, mention.end, "ORG")
        else:
            found.append(mention)
    return found


def _bound(analysis: Analysis, mentions: list[Mention]) -> list[Mention]:
    """The mentions, and bodies' names that a preposition with a capital binds: 'Nurses | Without Borders'."""
    words, found = analysis.words, []
    for binding in words:
        here = analysis.sentences[binding.sentence]
        if binding.text not in _BINDING or not here.first < binding.index < here.last:
            continue
        first = last = binding.index
        while first > here.first and binding.index - first < _LONGEST_KNOWN and _capital(words[first - 1]):
            first -= 1
        while last < here.last and last - binding.index < _LONGEST_KNOWN and _capital(words[last + 1]):
            last += 1
        first += words[first].text.lower() in _ARTICLES
        if first < binding.index < last and _prose(words[here.first : here.last + 1]):
            found.append(Mention(words[first].start, words[last].end, "ORG"))
    over = Shelves((analysis.span(m.start, m.end), m) for m in found)
    return [m for m in mentions if not over.over(m.start, m.end)] + found


def _capital(word: Word) -> bool:
    return word.text.istitle() and word.text.isalpha() and word.upos in {"PROPN", "NOUN", "ADJ", "DET"}


def _prose(words: Sequence[Word]) -> bool:
    return sum(w.text.islower() and len(w.text) > _SHORTEST for w in words[:_MOST_PROSE]) >= _LEAST_PROSE


def _again(analysis: Analysis, mentions: list[Mention]) -> list[Mention]:
    """The mentions, and a name of several words wherever else its words stand of which the model saw a part."""
    words = analysis.words
    names: dict[str, dict[tuple[str, ...], str | None]] = {}
    for mention in mentions:
        parts = tuple(w.text for w in analysis.words_in(mention.start, mention.end))
        if 1 < len(parts) <= _LONGEST_KNOWN and parts[0][0].isupper():
            of_first = names.setdefault(parts[0], {})
            if parts in of_first or len(of_first) < _MOST_ALIKE:
                label = mention.label if mention.label in {"PERSON", "ORG"} else None
                of_first[parts] = label if of_first.get(parts, label) == label else None
    around = Shelves((analysis.span(m.start, m.end), m) for m in mentions)
    found: list[Mention] = []
    longest = {first: sorted(some.items(), key=lambda n: -len(n[0])) for first, some in names.items()}
    for word in words:
        for parts, label in longest.get(word.text, ()):
            last = words[min(word.index + len(parts), len(words)) - 1]
            same = tuple(w.text for w in words[word.index : last.index + 1]) == parts and last.sentence == word.sentence
            seen = around.over(word.start, last.end) if label and same else []
            hyphened = same and label == "ORG" and "-" in parts
            if label and (seen or hyphened) and all(m.start >= word.start and m.end <= last.end for m in seen):
                found.append(Mention(word.start, last.end, label))
                break
    over = Shelves((analysis.span(m.start, m.end), m) for m in found)
    return [m for m in mentions if not over.over(m.start, m.end)] + found


def _alone(analysis: Analysis, mentions: list[Mention]) -> list[Mention]:
    """The mentions, and people's family names and bodies' names of one word wherever else they stand unseen."""
    seen: Counter[tuple[str, str]] = Counter()
    for mention in mentions:
        parts = analysis.text[mention.start : mention.end].split()[:_LONGEST_KNOWN]
        person = mention.label == "PERSON" and len(parts) > 1
        name = parts[-1] if person else parts[0] if mention.label == "ORG" and len(parts) == 1 else ""
        if len(name) > _SHORTEST and name.isalpha() and name[0].isupper():
            seen[name, mention.label] += 2 if person else 1
    people = {name for name, label in seen if label == "PERSON"}
    labels = {
        name: label for (name, label), count in seen.items()
        if count > 1 and (label == "PERSON" or name not in people)
    }  # fmt: skip
    around = Shelves((analysis.span(m.start, m.end), m) for m in mentions)
    small = {w.text for w in analysis.words if w.text.islower()}
    found = []
    for word in analysis.words:
        label = labels.get(word.text)
        plural = label == "ORG" and word.feature("Number") == "Plur"
        if label is None or plural or around.over(word.start, word.end) or _in_a_name(analysis, word):
            continue
        if word.upos == "PROPN" or (word.text.lower() not in small and word.index > _first(analysis, word)):
            found.append(Mention(word.start, word.end, label))
    return mentions + found


def _first(analysis: Analysis, word: Word) -> int:
    return analysis.sentences[word.sentence].first


def _in_a_name(analysis: Analysis, word: Word) -> bool:
    """Whether a capitalised word stands right before or behind: then it is part of something else's name."""
    words, here = analysis.words, analysis.sentences[word.sentence]
    beside = [i for i in (word.index - 1, word.index + 1) if here.first < i <= here.last]
    return any(words[i].text[:1].isupper() and words[i].upos in {"PROPN", "NOUN", "ADJ"} for i in beside)


def _longer(analysis: Analysis, mentions: list[Mention]) -> list[Mention]:
    """Bodies' names that the model has cut before their last word: 'the General | Staff'."""
    around = Shelves((analysis.span(m.start, m.end), m) for m in mentions)
    found = []
    for mention in mentions:
        words = analysis.words_in(mention.start, mention.end)
        start = mention.start
        if mention.label == "ORG" and len(words) == 1 and words[0].text in nouns("ends"):
            at = words[0].index
            while at > _first(analysis, words[0]) and words[0].index - at < _LONGEST_KNOWN:
                before = analysis.words[at - 1]
                apart = analysis.text[before.end : start] != " " or around.over(before.start, before.end)
                if apart or not before.text.istitle() or before.upos not in {"PROPN", "ADJ", "NOUN"}:
                    break
                at, start = at - 1, before.start
        found.append(Mention(start, mention.end, mention.label))
    return found


def _introduced(analysis: Analysis, apart: Collection[int]) -> list[Mention]:
    """Capitalised names right after a noun for a body: 'broadcaster BFM', 'the newspaper Dienas Lapa'."""
    found = []
    words = analysis.words
    for noun, first in pairwise(words):
        if noun.lemma not in nouns("body") or not noun.text.islower() or noun.sentence != first.sentence:
            continue
        last = first.index
        while last < len(words) and last - first.index < _LONGEST_KNOWN and words[last].sentence == noun.sentence:
            if not words[last].text[0].isupper() or words[last].upos not in {"PROPN", "NOUN", "ADJ", "X"}:
                break
            last += 1
        if last > first.index:
            found.append(Mention(first.start, _tied(analysis, words[last - 1], apart), "ORG"))
    return found


def _tabled(analysis: Analysis, known: Mapping[str, Known], apart: Collection[int]) -> list[Mention]:
    """Names of the tables where they stand in the report, longest first at each word."""
    words = analysis.words
    found = _introduced(analysis, apart)
    i = 0
    while i < len(words):
        step = 1
        if words[i].text[0].isupper():
            for n in range(min(_LONGEST_KNOWN, len(words) - i), 0, -1):
                last = words[i + n - 1]
                if last.sentence != words[i].sentence or last.end - words[i].start > _LONGEST_NAME:
                    continue
                entry = known.get(analysis.text[words[i].start : last.end])
                if entry and (n > 1 or len(last.text) > 2 or last.text in _SURE):
                    label = "NORP" if entry.demonym else "GPE" if entry.kind == "country" else "ORG"
                    end = last.end if label != "ORG" else _tied(analysis, last, apart)
                    found.append(Mention(words[i].start, end, label))
                    step = n
                    break
        i += step
    return found


def _tied(analysis: Analysis, last: Word, apart: Collection[int]) -> int:
    """Where a body's name ends that a hyphen may tie to one more word: 'Radio Okapi' + '-Sud', not 'UN' + '-Iran'."""
    text, end = analysis.text, last.end
    if text[end : end + 1] not in {"-", "‑"} or not text[end + 1 : end + 2].isupper():
        return end
    further = end + 1
    while further < len(text) and text[further].isalnum() and further - end < _LONGEST_NAME:
        further += 1
    return end if end + 1 in apart else further


def _trimmed(analysis: Analysis, mention: Mention, known: Mapping[str, Known]) -> Span:
    """The mention without an article before it, a possessive after it, and marks around it."""
    text = analysis.text
    start, end = mention.start, mention.end
    for article in ("the ", "The ", "a ", "an "):
        if text.startswith(article, start, end) and text[start:end] not in known:
            start += len(article)
    for ending in ("’s", "'s", "’", "'"):
        if text.endswith(ending, start, end):
            end -= len(ending)
            break
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE and not (text[end - 1] == "." and "." in text[start : end - 1]):
        end -= 1
    return analysis.span(start, end)


def _told_short(
    analysis: Analysis, spans: list[tuple[Span, str]], short: Mapping[str, Defined]
) -> list[tuple[Span, str]]:
    """Where a short form that the report gives stands without the model's having seen it."""
    if not short:
        return []
    around = Shelves((s, s) for s, _ in spans)
    return [
        (analysis.span(w.start, w.end), short[w.text].label) for w in analysis.words
        if w.text in short and not around.over(w.start, w.end)
    ]  # fmt: skip
