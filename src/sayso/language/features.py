"""Surface features of words that the uncased encoder cannot see: case, glue, paragraph starts, quotation.

Twelve numbers a word, added to the embeddings of its pieces. Training and reading share this code.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

COUNT = 12
OPENING = frozenset("“„«‟")
CLOSING = frozenset("”»")
STRAIGHT = frozenset('"＂')


def word_features(text: str, spans: Sequence[tuple[int, int]]) -> npt.NDArray[np.float32]:
    """Features of the words ``spans`` of one paragraph, shape ``(len(spans), COUNT)``."""
    table = np.zeros((len(spans), COUNT), dtype=np.float32)
    inside = False
    previous_end = -1
    for row, (start, end) in zip(table, spans, strict=True):
        word = text[start:end]
        first = word[0]
        if word.islower():
            row[0] = 1
        elif word.isupper():
            row[2 if len(word) > 1 else 10] = 1
        elif first.isupper():
            row[1] = 1
        elif any(c.isupper() for c in word):
            row[3] = 1
        row[4] = any(c.isdigit() for c in word)
        row[5] = not any(c.isalnum() for c in word)
        row[6] = previous_end < 0
        row[11] = start == previous_end
        if first in OPENING or word == "``":
            inside = True
            row[8] = 1
        elif first in CLOSING or word == "''":
            inside = False
            row[9] = 1
        elif first in STRAIGHT:
            inside = not inside
            row[8 if inside else 9] = 1
        row[7] = inside
        previous_end = end
    return table
