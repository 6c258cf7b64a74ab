"""Text → blocks: paragraphs, and the lines that are furniture: credits, bylines, datelines, captions, boilerplate."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from sayso.record.types import Block, BlockRole

_SHORT = 140
"""Characters; a longer line is prose whatever it begins with."""
_TITLE = 160
_HEAD = 5
"""Lines at the top in which a byline or a dateline of its own may stand."""
_WRAP = 90
"""Characters; where a text's lines all stay under this and break in mid-sentence, they are hard-wrapped."""
_LINE = re.compile(r"[^\r\n\x85\u2028\u2029]+")
_NAME = r"[^\W\d_][\w.'’-]{0,30}"
# A blank between the names is a must: without it a long word can be divided in countless ways.
_BYLINE = re.compile(rf"(?:By|BY) {_NAME}(?:,? {_NAME}){{1,9}}$")
_LINKS = frozenset(
    {"and", "in", "of", "for", "de", "da", "van", "von", "der", "den", "bin", "al", "la", "le", "du", "di"}
)
_DATELINE = re.compile(
    # 'MOSCOW, Sept. 12 (Reuters) - ', 'OSLO, Norway (AP) — ': a place in capitals, then the agency in brackets
    r"[A-Z]{2}[A-Z.'’-]{0,30}(?: [A-Z][\w.'’-]{1,20}){0,3}(?:, [A-Z][\w .]{1,30}?){0,2}(?:,? \w{3,9}\.? \d{1,2})?(?: ?, \d{4})?"
    r" ?\([A-Z][\w .&/-]{1,30}\) ?[-–—]{1,2} "
    # 'LONDON — ', 'LIMA, Peru -- ', without an agency: a long dash only
    r"|[A-Z][A-Z .'’-]{2,40}(?:, [A-Z][\w .]{1,30})?(?:,? \w{3,9}\.? \d{1,2})? ?(?:[–—]|--) "
)
_PICTURES = frozenset({"Images", "Photo", "Photos", "Pictures", "Photography"})
_LETTERS = re.compile(r"[^\W\d_]")
_PARTS = re.compile(r"\s*[/|,;•]\s*|\s+via\s+")


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a text, and what its furniture says."""

    blocks: tuple[Block, ...]
    title: str | None
    byline: str | None
    translator: str | None
    dateline: str | None


@lru_cache(maxsize=1)
def _furniture() -> dict[str, dict[str, tuple[str, ...]]]:
    raw = tomllib.loads((files("sayso.reports") / "furniture.toml").read_text(encoding="utf-8"))
    return {name: {key: tuple(words) for key, words in table.items()} for name, table in raw.items()}


def lay_out(text: str, *, title: str | None = None, captions: frozenset[str] = frozenset()) -> Layout:
    """The blocks of ``text``, in order.

    Args:
        title: the title, where it is known; a first line that says the same is its block.
        captions: lines known to be captions (from a page's figures).
    """
    lines = _lines(text)
    roles: list[BlockRole] = []
    byline = translator = None
    for i, (start, end) in enumerate(lines):
        line = text[start:end]
        role = _role(line, captions)
        if role == "paragraph" and i < _HEAD and _DATELINE.fullmatch(f"{line} "):
            role = "dateline"
        if role == "paragraph" and i == 0 and _is_title(text, lines, title):
            role = "title"
        if role == "byline" and i >= _HEAD:
            role = "paragraph"
        if role == "byline" and byline is None:
            byline = line.strip()[3:].strip()
        if role == "translation credit" and translator is None:
            translator = _after_by(line)
        roles.append(role)
    blocks: list[Block] = []
    dateline = None
    for (start, end), role in zip(lines, roles, strict=True):
        begin = start
        if role == "dateline" and dateline is None:
            dateline = text[start:end].rstrip(" -–—").strip()
        if role == "paragraph" and dateline is None and not any(b.role == "paragraph" for b in blocks):
            match = _DATELINE.match(text, start, min(end, start + 160))
            if match and match.end() < end:
                dateline = match.group().rstrip(" -–—").strip()
                blocks.append(Block(start, start + len(match.group().rstrip()), "dateline"))
                begin = match.end()
        blocks.append(Block(begin, end, role))
    found = next((text[b.start : b.end] for b in blocks if b.role == "title"), None)
    return Layout(tuple(blocks), title or found, byline, translator, dateline)


def _lines(text: str) -> list[tuple[int, int]]:
    """Lines without the blanks around them; hard-wrapped lines are joined over single breaks."""
    lines = []
    for match in _LINE.finditer(text):
        inner = match.group()
        left = len(inner) - len(inner.lstrip())
        stripped = inner.strip()
        if stripped:
            lines.append((match.start() + left, match.start() + left + len(stripped)))
    if not _wrapped(text, lines):
        return lines
    joined: list[tuple[int, int]] = []
    for start, end in lines:
        gap = text[joined[-1][1] : start] if joined else ""
        if joined and gap.replace("\r\n", "\n").count("\n") <= 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    if len(lines) < 4 or max(e - s for s, e in lines) > _WRAP or not re.search(r"\n\s*\n", text):
        return False
    broken = sum(text[e - 1] not in ".!?\"”’':" for _, e in lines)
    return broken > 0.4 * len(lines)


def _role(line: str, captions: frozenset[str]) -> BlockRole:
    low = line.lower()
    table = _furniture()
    if line in captions:
        return "caption"
    if len(line) > _SHORT:
        return "paragraph"
    if low.startswith(table["translation"]["openings"]) and not _sentence(line):
        return "translation credit"
    if (low.startswith(table["credits"]["openings"]) and not _sentence(line)) or _agencies(line):
        return "photo credit"
    if low.startswith(table["caption"]["openings"]):
        return "caption"
    if low.startswith(table["boilerplate"]["openings"]) and (not _sentence(line) or len(line.split()) <= 12):
        return "boilerplate"
    if _byline(line):
        return "byline"
    if line[0] in "•*–-" and len(line) > 2 and line[1] == " ":
        return "list item"
    if not _LETTERS.search(line):
        return "boilerplate"
    return "paragraph"


def _byline(line: str) -> bool:
    """Whether a line is 'By' and names alone: 'By Friday he had gone' is a sentence."""
    return (
        len(line) <= _SHORT
        and bool(_BYLINE.match(line))
        and all(w[0].isupper() or w in _LINKS for w in line.split()[1:])
    )


def _sentence(line: str) -> bool:
    return line[-1] in ".!?" and len(line.split()) > 6


def _agencies(line: str) -> bool:
    """Whether a short line is names alone, one of them an agency: 'KCNA / AP', '(AP Photo/Jo Roe)'."""
    bare = line.strip("()[] ")
    if len(bare.split()) > 14 or bare.endswith((".", "!", "?")):
        return False
    parts = [p for p in _PARTS.split(bare) if p]
    agencies = set(_furniture()["credits"]["agencies"])
    divided = " / " in bare and len(parts) > 1
    if not divided and not any(p in agencies or p.split()[-1] in _PICTURES for p in parts):
        return False
    return all(
        p in agencies or all(w[0].isupper() or w in {"of", "for", "via", "de", "van"} for w in p.split()) for p in parts
    )


def _after_by(line: str) -> str | None:
    match = re.search(r"\bby (.+)$", line, re.IGNORECASE)
    return match.group(1).strip(" .") if match else None


def _is_title(text: str, lines: list[tuple[int, int]], told: str | None) -> bool:
    start, end = lines[0]
    line = text[start:end]
    if told and line.casefold() == told.casefold().strip():
        return True
    if len(line) > _TITLE or line[-1] in '.!?:;,"”' or len(lines) < 2 or len(line.split()) < 3:
        return False
    gap = text[end : lines[1][0]].replace("\r\n", "\n")
    following = text[lines[1][0] : lines[1][1]]
    return gap.count("\n") >= 2 or bool(_byline(following) or _DATELINE.match(following[:160]))
