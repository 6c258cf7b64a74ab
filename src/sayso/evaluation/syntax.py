"""Words, tags, trees and sentences against GUM, as CoNLL 2018 counts them (Zeman et al. 2018).

F1 over words that have the same characters in both; relations without their subtypes. Lines that are taken for
furniture (bylines, credits) are not analysed, and count as missed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.evaluation import gum, spacy_peer
from sayso.evaluation.gum import GumGold
from sayso.evaluation.yardstick import Document, Figure, Tally, Yardstick, analysis_of, f_score

KEYS = ("words", "UPOS", "UAS", "LAS", "sentences")


@dataclass(frozen=True, slots=True)
class Found:
    """A word as a system has it; ``head`` and ``relation`` where its scheme is Universal Dependencies'."""

    span: tuple[int, int]
    upos: str
    head: tuple[int, int] | None = None
    """The head's characters, the word's own for a root."""
    relation: str = ""


def measure(document: Document[GumGold]) -> Tally:
    """Analyses a document and counts."""
    analysis = analysis_of(document)
    words = analysis.words
    return compare(
        document.gold,
        [Found((w.start, w.end), w.upos, (words[w.head].start, words[w.head].end), w.relation) for w in analysis.words],
        [(s.start, s.end) for s in analysis.sentences],
        trees=True,
    )


def of_spacy(document: Document[GumGold]) -> Tally:
    """The same by spaCy, but for its trees: its relations are not Universal Dependencies."""
    found: list[Found] = []
    sentences: list[tuple[int, int]] = []
    for offset, doc in spacy_peer.lines(document.text):
        found += [Found((offset + t.idx, offset + t.idx + len(t)), t.pos_) for t in doc if not t.is_space]
        for sentence in doc.sents:
            kept = [t for t in sentence if not t.is_space]
            if kept:
                sentences.append((offset + kept[0].idx, offset + kept[-1].idx + len(kept[-1])))
    return compare(document.gold, found, sentences, trees=False)


def compare(gold: GumGold, found: list[Found], sentences: Iterable[tuple[int, int]], *, trees: bool) -> Tally:
    """Counts words, tags, trees and sentences."""
    tally = Tally()
    by_span = {word.span: word for word in found}
    keys = KEYS[:-1] if trees else KEYS[:2]
    for key in keys:
        tally.add(f"{key}.gold", len(gold.words))
        tally.add(f"{key}.found", len(found))
    for word in gold.words:
        same = by_span.get(word.span)
        if same is None:
            continue
        attached = same.head == gold.words[word.head].span
        tally.add("words.right")
        tally.add("UPOS.right", same.upos == word.upos)
        if trees:
            tally.add("UAS.right", attached)
            tally.add("LAS.right", attached and same.relation == word.relation)
    spans = set(sentences)
    wanted = {(gold.words[s[0]].span[0], gold.words[s[-1]].span[1]) for s in gold.sentences}
    tally.add("sentences.gold", len(wanted))
    tally.add("sentences.found", len(spans))
    tally.add("sentences.right", len(wanted & spans))
    return tally


def figures(tally: Tally) -> list[Figure]:
    """F1 of what was counted."""
    return [f_score(tally, key) for key in KEYS if tally[f"{key}.gold"]]


YARDSTICK = Yardstick(
    name="syntax",
    about="GUM's development part (Universal Dependencies), F1 as CoNLL 2018 counts: words, universal part-of-speech "
    "tags, heads (UAS), heads with relations (LAS), whole sentences.",
    corpus=gum.CORPUS,
    documents=gum.documents,
    measure=measure,
    figures=figures,
    beside=("words", "UPOS", "UAS", "LAS", "sentences"),
    rival=of_spacy,
)
