"""Running text from a corpus' tokens."""

from __future__ import annotations

import re

_NO_BLANK_BEFORE = re.compile(r"(?:[.,;:!?%)\]”]|['’](?:s|re|ll|ve|d|m)?|n['’]t|\.\.\.)$", re.IGNORECASE)
_NO_BLANK_AFTER = frozenset("([“$£€")
_WRITTEN = {"-LRB-": "(", "-RRB-": ")", "``": "“", "''": "”"}


class Writer:
    """Puts tokens back into running text, and knows where each stands."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0
        self._opened = True
        self._quoted = False

    @property
    def text(self) -> str:
        """What has been written."""
        return "".join(self._pieces)

    def write(self, word: str, *, glued: bool | None = None) -> tuple[int, int]:
        """Writes a word; gives its characters. Unless it is told whether it is ``glued``, blanks are English's."""
        word = _WRITTEN.get(word, word)
        if word == '"':
            # A straight mark opens or closes by turns.
            close = self._quoted
            self._quoted = not self._quoted
        else:
            close = bool(_NO_BLANK_BEFORE.match(word))
        if glued is None:
            glued = close or self._opened
        if not glued:
            self._put(" ")
        start = self.length
        self._put(word)
        self._opened = word in _NO_BLANK_AFTER or (word == '"' and self._quoted)
        return start, self.length

    def break_line(self) -> None:
        """Ends a paragraph."""
        if self.length:
            self._put("\n")
        self._opened, self._quoted = True, False

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self.length += len(text)
