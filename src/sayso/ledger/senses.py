"""What each clause of a report means, as a vector: what is said in other words lies near.

The sentence encoder all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Apache-2.0), taught claims in other words
(``sense/README.md``), with weights of eight bits. A paragraph is read once, and a clause's vector is the mean of its
pieces' states there, so that 'it had fallen' lies near what fell. A vector is 384 whole numbers of eight bits.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from sayso.language.pieces import Vocabulary
from sayso.record.spans import Span

PIECES = 254
"""Pieces that are read at a time, the two marks at the ends aside."""
_SIZE = 384
WORD = re.compile(r"\w+|[^\w\s]")
PARAGRAPH = re.compile(r"[^\n]+")

Floats = npt.NDArray[np.float32]


class _Encoder:
    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            (files("sayso.ledger") / "sense" / "model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        # Both encoders were made from one, and have its vocabulary.
        self.vocabulary = Vocabulary.load(Path(str(files("sayso.language") / "model" / "tokenizer.json")))

    def states(self, pieces: Sequence[int]) -> Floats:
        ids = [self.vocabulary.start, *pieces, self.vocabulary.end]
        found: Floats = self._session.run(None, {"ids": np.array([ids], dtype=np.int64)})[0]
        return found[1:-1]


@lru_cache(maxsize=1)
def _encoder() -> _Encoder:
    return _Encoder()


def senses(text: str, clauses: Sequence[Span]) -> list[str]:
    """For each of ``clauses``, in the order of ``text``, its vector as :func:`vectors` reads it. A pure function."""
    made = [""] * len(clauses)
    order = sorted(range(len(clauses)), key=lambda i: (clauses[i].start, clauses[i].end))
    starts = [clauses[i].start for i in order]
    for paragraph in PARAGRAPH.finditer(text):
        inside = order[bisect_left(starts, paragraph.start()) : bisect_left(starts, paragraph.end())]
        if inside:
            found = list(WORD.finditer(text, paragraph.start(), paragraph.end()))
            _paragraph(found, [(i, clauses[i]) for i in inside], made)
    return made


def _paragraph(found: Sequence[re.Match[str]], inside: Sequence[tuple[int, Span]], made: list[str]) -> None:
    """The vectors of the clauses in a paragraph, whose words are ``found``."""
    pieces = _encoder().vocabulary.pieces([word[0].lower() for word in found])
    ends = [0, *accumulate(map(len, pieces))]
    begins = [word.start() for word in found]
    states: Floats | None = None
    read = (0, 0)  # the words that were read last
    for i, clause in inside:
        first, last = bisect_left(begins, clause.start), bisect_left(begins, clause.end)
        # A clause of more pieces than are read at a time is told by its first ones.
        last = min(last, bisect_right(ends, ends[first] + PIECES) - 1)
        if last <= first:
            continue
        if states is None or last > read[1]:
            start = 0 if ends[last] <= PIECES else first
            read = (start, bisect_right(ends, ends[start] + PIECES) - 1)
            states = _encoder().states([piece for word in pieces[read[0] : read[1]] for piece in word])
        mean = states[ends[first] - ends[read[0]] : ends[last] - ends[read[0]]].mean(axis=0)
        made[i] = _packed(mean)


def _packed(vector: Floats) -> str:
    scaled = vector * (127 / max(float(np.abs(vector).max()), 1e-9))
    return b64encode(np.rint(scaled).astype(np.int8).tobytes()).decode()


def vectors(some: Sequence[str]) -> Floats:
    """The vectors that :func:`senses` made, of length one; zeros where there is none."""
    table = np.zeros((len(some), _SIZE), dtype=np.float32)
    for i, packed in enumerate(some):
        if packed:
            table[i] = np.frombuffer(b64decode(packed), dtype=np.int8)
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    made: Floats = table / np.maximum(lengths, 1e-9)
    return made
