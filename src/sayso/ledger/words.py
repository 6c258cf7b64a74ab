"""Words as the ledger compares them: lemmas, and how much each tells."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from simplemma import lemmatize

from sayso.ledger.lexicon import verb_forms, words

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’][sS]?$")
UNSEEN = 2.0
"""Documents that a word counts for that the table does not have."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: where it stands, as written, and its lemma."""

    start: int
    end: int
    form: str
    lemma: str


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The words and numbers of ``text[start:end]``."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        form = _POSSESSIVE.sub("", match[0])
        yield Token(match.start(), match.start() + len(form), form, lemma(form))


@lru_cache(maxsize=200_000)
def lemma(form: str) -> str:
    """The lemma of ``form``, in lower case."""
    if form in verb_forms():
        return verb_forms()[form]
    lower = unmarked(form.lower())
    if not lower or lower[0].isdigit():
        return lower
    found = str(lemmatize(lower, lang="en")).lower()
    # 'Cancelled', 'labelling': the lemmatizer does not know that British English doubles the l.
    doubled = lower.endswith(("lled", "lling")) and found.endswith("ll") and len(found) > len("cross")
    return found[:-1] if doubled and is_known(found[:-1]) else found


def unmarked(text: str) -> str:
    """``text`` without the marks on its letters: 'Atletico' for 'Atlético'."""
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def is_content(token: Token) -> bool:
    """Whether the word can tell one proposition from another."""
    common = words("words", "common")
    return len(token.lemma) > 1 and token.lemma not in common and token.form.lower() not in common


@lru_cache(maxsize=1)
def _documents() -> tuple[int, dict[str, int]]:
    with (files("sayso.ledger") / "background.csv").open(encoding="utf-8") as lines:
        rows = csv.reader(lines)
        total = int(next(rows)[1])
        return total, {row[0]: int(row[1]) for row in rows}


def is_known(word: str) -> bool:
    """Whether ``word`` (a lemma) is one of news at large."""
    return word in _documents()[1]


@lru_cache(maxsize=200_000)
def telling(word: str) -> float:
    """How much ``word`` (a lemma) tells: its inverse document frequency in a background of news.

    A fixed background, not the ledger's own counts: what two reports have in common then depends on these two alone,
    and neither on what else the ledger holds nor on the order it came in.
    """
    total, documents = _documents()
    return math.log((total + 1) / (documents.get(word, UNSEEN) + 0.5))
