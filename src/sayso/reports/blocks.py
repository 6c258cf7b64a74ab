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
_CREDITS = 400
"""Characters of the longest line of newsroom credits."""
_TITLE = 160
_HEADING = 9
"""Words of the longest heading between paragraphs."""
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
_ON = r"(?:[^\W\d_]{3,9}\.? \d{1,2}|\d{1,2} [^\W\d_]{3,9}\.?)"
_DATELINE = re.compile(
    # 'MOSCOW, Sept. 12 (Reuters) - ', 'OSLO, Norway (AP) — ': the agency in brackets
    r"(?P<place>[^\W\d_][\w.'’/-]{1,30}(?: [^\W\d_][\w.'’/-]{1,20}){0,3})(?:, [^\W\d_][\w .]{1,30}?){0,2}"
    rf"(?:,? {_ON})?(?: ?,? \d{{4}})? ?\([A-Z][\w .&/-]{{1,30}}\)(?P<dash> ?[-–—]{{1,2}})? "
    # 'LONDON — ', 'LIMA, Peru -- ', without an agency: a long dash only
    rf"|[A-Z][A-Z .'’/-]{{2,40}}(?:, [A-Z][\w .]{{1,30}})?(?:,? {_ON}(?:,? \d{{4}})?)? ?(?:[–—]|--) "
    # 'KISUMU, Kenya - ', 'VILNIUS, Nov 3 - ', with a plain hyphen, and 'NEW DELHI: '
    rf"|[A-Z][A-Z .'’/-]{{2,40}}(?:, (?:[A-Z][\w .]{{1,30}}|{_ON})(?:,? \d{{4}})?)? - (?=[A-Z“\"])"
    r"|[A-Z][A-Z .'’-]{2,40}: (?=[A-Z“\"])"
    # 'MINSK, February 11. /BelTA/. ', 'KYIV. February 5. UNIAN. '
    rf"|[A-Z][A-Z .'’/-]{{2,40}}, {_ON}(?:,? \d{{4}})?\.? ?/[A-Z][\w .-]{{1,20}}/\.? "
    rf"|[^\W\d_][\w'’-]{{1,30}}\. {_ON}\. (?:[A-Z][A-Za-z]*[A-Z]|[A-Z]+)\. "
)
_LABEL = re.compile(r"^[A-Z][A-Z .'’-]{2,40}: ", re.MULTILINE)
_DAY = re.compile(rf"\b{_ON}\b")
_SAID = re.compile(r", [^,]{1,60}\.$")
"""A speaker after the words: 'Sign up or leave, he told them.'"""
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
        if role == "paragraph" and i < _HEAD and _dateline(f"{line} ") == len(line) + 1:
            role = "dateline"
        if role == "paragraph" and i == 0 and _is_title(text, lines, title):
            role = "title"
        if role == "paragraph" and 0 < i < len(lines) - 1 and _is_heading(line, text[slice(*lines[i + 1])]):
            role = "heading"
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
            prefix = text[start : min(end, start + 160)]
            length = _dateline(prefix)
            if prefix[:length].endswith(": ") and len(_LABEL.findall(text)) > 1:
                length = 0  # who speaks, in a transcript
            if 0 < length < end - start:
                dateline = prefix[:length].rstrip(" -–—:").strip()
                blocks.append(Block(start, start + len(prefix[:length].rstrip()), "dateline"))
                begin = start + length
        blocks.append(Block(begin, end, role))
    found = next((text[b.start : b.end] for b in blocks if b.role == "title"), None)
    return Layout(tuple(blocks), title or found, byline, translator, dateline)


def _dateline(line: str) -> int:
    """How many characters at the start of a line are its dateline; 0 for none."""
    match = _DATELINE.match(line)
    if match is None:
        return 0
    place = match.group("place")
    if place is None:
        label = match.group().split()[0].strip(":,").lower() in _furniture()["labels"]["words"]
        return 0 if label else match.end()  # 'BREAKING: …' is nowhere
    # Two of three signs beside the agency: 'Sen. Ann Roe (D-Va.) — ' is no dateline.
    signs = (place.isupper(), _DAY.search(match.group()) is not None, match.group("dash") is not None)
    return match.end() if sum(signs) >= 2 else 0


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
    if _boilerplate(line):
        return "boilerplate"
    if len(line) > _SHORT:
        return "paragraph"
    if low.startswith(table["translation"]["openings"]) and not _SAID.search(line) and not _sentence(line):
        return "translation credit"
    if (low.startswith(table["credits"]["openings"]) and not _SAID.search(line)) or _agencies(line):
        return "photo credit"
    if low.startswith(table["caption"]["openings"]):
        return "caption"
    if _byline(line):
        return "byline"
    if line[0] in "•*–-" and len(line) > 2 and line[1] == " ":
        return "list item"
    if not _LETTERS.search(line):
        return "boilerplate"
    return "paragraph"


def _boilerplate(line: str) -> bool:
    """Whether a line is the page's and not the report's; 'Reporting by the paper was false, she said.' is prose."""
    if len(line) > _CREDITS:
        return False
    bare = line.strip("()[] ")
    low = bare.casefold()
    table = _furniture()["boilerplate"]
    if low.strip(".:! ") in table["whole"]:
        return True
    opening = next((o for o in table["credits"] if low.startswith(o)), None)
    if opening is not None:
        return bare[len(opening) : len(opening) + 1].isupper()
    return len(line) <= _SHORT and low.startswith(table["openings"]) and not _SAID.search(bare)


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


def _is_heading(line: str, following: str) -> bool:
    """Whether a line stands over what follows: a few words without an end, before a full paragraph."""
    few = len(line.split()) <= _HEADING and len(line) <= _WRAP
    return few and line[-1].isalnum() and line[0].isupper() and len(following) > _WRAP


def _is_title(text: str, lines: list[tuple[int, int]], told: str | None) -> bool:
    start, end = lines[0]
    line = text[start:end]
    if told and line.casefold() == told.casefold().strip():
        return True
    if len(line) > _TITLE or line[-1] in '.!?:;,"”' or len(lines) < 2 or len(line.split()) < 3:
        return False
    gap = text[end : lines[1][0]].replace("\r\n", "\n")
    following = text[lines[1][0] : lines[1][1]]
    return gap.count("\n") >= 2 or bool(_byline(following) or _dateline(following[:160]))
