"""GUM's documents (Zeldes 2017; Universal Dependencies): running text, words, trees, and named mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sayso.evaluation.corpora import files_of
from sayso.evaluation.writing import Writer
from sayso.evaluation.yardstick import Document

CORPUS = ("gum/dep/*.conllu", "gum/splits.md")
_BRACKET = re.compile(r"\(([^()]+)(\)?)|([^()]+)\)")


@dataclass(frozen=True, slots=True)
class GumWord:
    """A gold word; ``head`` is an index over the document, the word's own for a root."""

    span: tuple[int, int]
    upos: str
    head: int
    relation: str
    """Without its subtype."""


@dataclass(frozen=True, slots=True)
class GumMention:
    """A mention of an entity: its words, those of its head (GUM's minimal span), its type."""

    words: range
    head: tuple[int, ...]
    type: str


@dataclass(frozen=True, slots=True)
class GumGold:
    """What GUM says of a document."""

    words: tuple[GumWord, ...]
    sentences: tuple[range, ...]
    mentions: tuple[GumMention, ...]


def documents(corpora: Path) -> list[Document[GumGold]]:
    """The documents of GUM's development part that are there (its freely licensed genres)."""
    *paths, splits = files_of(corpora, CORPUS)
    part = splits.read_text(encoding="utf-8").partition("## dev")[2].partition("## ")[0]
    wanted = set(re.findall(r"GUM_\w+", part))
    return [document(path) for path in paths if path.stem in wanted]


def document(path: Path) -> Document[GumGold]:
    """One document from CoNLL-U. Its text is put together from its words; a paragraph is a line."""
    writer = Writer()
    words: list[GumWord] = []
    sentences: list[range] = []
    mentions: list[GumMention] = []
    pending: list[tuple[str, int, str, str]] = []
    base, until, space_after, glued = 0, 0, True, True

    def close_sentence() -> None:
        if len(words) > base:
            sentences.append(range(base, len(words)))

    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("#"):
            if line.startswith("# newpar") and not line.startswith("# newpar_block"):
                writer.break_line()
                glued = True
            continue
        row = line.split("\t")
        if len(row) < 10:
            close_sentence()
            base, until = len(words), 0
        elif "-" in row[0]:
            until, space_after = int(row[0].split("-")[1]), "SpaceAfter=No" not in row[9]
        elif "." not in row[0]:
            number, head = int(row[0]), int(row[6])
            index = len(words)
            span = writer.write(row[1], glued=glued)
            words.append(GumWord(span, row[3], base + head - 1 if head else index, row[7].partition(":")[0]))
            _brackets(row[9], index, pending, mentions)
            spaced = space_after if number == until else number > until and "SpaceAfter=No" not in row[9]
            glued = not spaced
    return Document(path.stem, writer.text, GumGold(tuple(words), tuple(sentences), tuple(mentions)))


def _brackets(misc: str, index: int, pending: list[tuple[str, int, str, str]], mentions: list[GumMention]) -> None:
    """Opens and closes mentions: ``(3-place-new-sssss-cf3-1-coref-Mecca)``, ``(2-event-…`` and later ``2)``."""
    value = next((v[7:] for v in misc.split("|") if v.startswith("Entity=")), "")
    for opened, at_once, closed in _BRACKET.findall(value):
        if opened:
            fields = opened.split("-")
            pending.append((fields[0], index, fields[1], fields[5]))
        name = fields[0] if opened and at_once else closed
        if name:
            at = next((i for i in range(len(pending) - 1, -1, -1) if pending[i][0] == name), None)
            if at is not None:
                _, first, kind, least = pending.pop(at)
                head = tuple(first + int(n) - 1 for n in least.split(",") if n.isdigit())
                mentions.append(GumMention(range(first, index + 1), head, kind))
