"""Reports for the tests of dates: their words and sentences without syntax."""

from __future__ import annotations

import re

from sayso.language.analysis import Analysis, Sentence, Word
from sayso.language.words import word_spans
from sayso.record.types import Block, Report

_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_ABBREVIATION = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|Mr|Mrs|Dr|a\.m|p\.m)\.$")


def analysed(
    text: str, published: str | None = "2023-09-12", blocks: tuple[Block, ...] = (), dateline: str | None = None
) -> Analysis:
    """The analysis of a report, as far as dates need one; one paragraph, if ``blocks`` doesn't say otherwise."""
    blocks = blocks or (Block(0, len(text), "paragraph"),)
    words: list[Word] = []
    sentences: list[Sentence] = []
    for number, block in enumerate(blocks):
        for start, end in _sentences(text, block):
            first = len(words)
            for a, b in word_spans(text, start, end):
                words.append(
                    Word(len(words), a, b, text[a:b], text[a:b].lower(), "X", "", len(words), "dep", len(sentences))
                )
            if len(words) > first:
                sentences.append(
                    Sentence(len(sentences), words[first].start, words[-1].end, first, len(words) - 1, number)
                )
    report = Report("r", None, text, blocks, published=published, dateline=dateline)
    return Analysis(report, tuple(words), tuple(sentences), ())


def _sentences(text: str, block: Block) -> list[tuple[int, int]]:
    found, start = [], block.start
    for match in _SENTENCE_ENDS.finditer(text, block.start, block.end):
        if not _ABBREVIATION.search(text, max(0, match.start() - 8), match.start()):
            found.append((start, match.start()))
            start = match.end()
    return [*found, (start, block.end)]
