"""Text shown to people without the characters that would steer what shows it."""

from __future__ import annotations

import re

# Control characters (line feed and tab aside), bidirectional embeddings, overrides and isolates, interlinear
# annotations, language tags, and lone surrogates. Joiners and direction marks stay: scripts need them, and they
# override nothing.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)


def harmless(text: str) -> str:
    """``text`` without anything that a terminal would obey or that would reorder what stands beside it.

    Control characters appear as their pictures (``␛``), others as ``<U+202E>``. Line feeds and tabs stay.
    """
    return _HARMFUL.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    point = ord(match[0])
    if point < 0x20:
        return chr(0x2400 + point)
    return {0x7F: "\u2421", 0x2028: " ", 0x2029: " "}.get(point, f"<U+{point:04X}>")
