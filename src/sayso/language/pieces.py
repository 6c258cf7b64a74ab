"""Word pieces: the encoder's vocabulary, word by word, so that offsets never pass through it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer

MAX_PIECES = 8
"""A word's pieces past this many are dropped: they tell nothing about a word that long."""
_CACHE = 100_000


class Vocabulary:
    """Turns words into ids of pieces. Each word has at least one piece (``[UNK]``)."""

    def __init__(self, tokenizer: Tokenizer, marks: tuple[str, str, str] = ("[CLS]", "[SEP]", "[PAD]")) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._known: dict[str, tuple[int, ...]] = {}
        self.unknown = self._id("[UNK]")
        self.start, self.end, self.padding = map(self._id, marks)

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """The vocabulary in a ``tokenizer.json`` file."""
        return cls(Tokenizer.from_file(str(path)))

    def _id(self, piece: str) -> int:
        number = self._tokenizer.token_to_id(piece)
        if number is None:
            raise ValueError(f"the vocabulary has no {piece}")
        return int(number)

    def pieces(self, words: Iterable[str]) -> list[tuple[int, ...]]:
        """The ids of each word's pieces."""
        words = list(words)
        new = list(dict.fromkeys(w for w in words if w not in self._known))
        if len(self._known) + len(new) > _CACHE:
            self._known.clear()
            new = list(dict.fromkeys(words))
        if new:
            encodings = self._tokenizer.encode_batch(new, add_special_tokens=False)
            for word, encoding in zip(new, encodings, strict=True):
                self._known[word] = tuple(encoding.ids[:MAX_PIECES]) or (self.unknown,)
        return [self._known[w] for w in words]
