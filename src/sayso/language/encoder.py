"""The encoder's run time: word scores for windows of a report, by ONNX Runtime on the CPU."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from sayso.language.attribution import Decoding
from sayso.language.features import COUNT
from sayso.language.pieces import Vocabulary
from sayso.language.tags import Floats

WINDOW = 256
"""Pieces, with the two marks at the ends; as in training."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What the numbers of each head stand for."""

    morph: tuple[str, ...]
    lemma: tuple[str, ...]
    deprel: tuple[str, ...]
    names: tuple[str, ...]
    role_bias: Floats
    decoding: Decoding


def _decoding(raw: dict[str, Any]) -> Decoding:
    biases = {name: float(raw[name]) for name in ("cue", "source", "content", "flat", "least")}
    cue, content, source, constant = map(float, raw["logistic"])
    return Decoding(**biases, logistic=(cue, content, source, constant))


class Encoder:
    """The network and its labels; one a process is enough."""

    def __init__(self, folder: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._outputs = [output.name for output in self._session.get_outputs()]
        self.vocabulary = Vocabulary.load(folder / "tokenizer.json")
        raw: dict[str, Any] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.labels = Labels(
            tuple(raw["morph"]), tuple(raw["lemma"]), tuple(raw["deprel"]), tuple(raw["names"]),
            role_bias=np.array(raw["role_bias"], dtype=np.float32),
            decoding=_decoding(raw["decoding"]),
        )  # fmt: skip

    def run(
        self, windows: Iterable[tuple[list[tuple[int, ...]], Floats]]
    ) -> Iterator[dict[str, npt.NDArray[np.float32]]]:
        """Scores of each window's words, window by window: one at a time is quicker than several padded to one length.

        Args:
            windows: for each window the pieces of its words and their features, (words, COUNT).

        Yields:
            For each window the network's outputs by name, first axis words.
        """
        for pieces, table in windows:
            lengths = np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces))
            ids = [self.vocabulary.start, *(p for word in pieces for p in word), self.vocabulary.end]
            features = np.zeros((1, len(ids), COUNT), dtype=np.float32)
            features[0, 1:-1] = np.repeat(table, lengths, axis=0)
            first = 1 + np.concatenate(([0], lengths.cumsum()[:-1]))
            given = {"ids": np.array([ids], dtype=np.int64), "features": features, "first": first[None]}
            outputs = self._session.run(None, given)
            yield {name: value[0] for name, value in zip(self._outputs, outputs, strict=True)}


@lru_cache(maxsize=1)
def shipped_encoder() -> Encoder:
    """The encoder in the package. ``SAYSO_THREADS`` sets its threads (1 unless told)."""
    folder = Path(str(files("sayso.language") / "model"))
    return Encoder(folder, int(os.environ.get("SAYSO_THREADS", "1")))
