"""Pieces of HTML (a feed's items, newsletters, wire copy) → text with one paragraph a line.

An article extractor looks for the article on a page; here the piece is the article, and all of it counts.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml.html import fragments_fromstring

from sayso.reports.limits import LIMITS, Limits
from sayso.reports.told import UnreadableReport

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
     "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
     "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
     "body.content", "hl1", "hl2", "hedline", "block", "media.caption", "dateline", "byline"}
)  # fmt: skip
"""HTML's, and NITF's own."""
_UNSEEN = frozenset(
    {"script", "style", "template", "noscript", "head", "title", "iframe", "object", "svg", "math", "select",
     "option", "button"}
)  # fmt: skip
_CAPTIONS = frozenset({"figcaption", "media.caption"})
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,30});")
_OPEN = re.compile(r"<(/?)[a-zA-Z][^<>]{0,5000}>")
_HIDDEN = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.I)


def has_markup(text: str) -> bool:
    """Whether there are tags or entities in ``text``."""
    return _MARKUP.search(text) is not None


def text_of_html(html: str, limits: Limits = LIMITS) -> tuple[str, frozenset[str]]:
    """The text of a piece of HTML, and those of its lines that are captions.

    Raises:
        UnreadableReport: it nests too deeply, or the parser fails on it.
    """
    depth = deepest = 0
    for match in _OPEN.finditer(html):
        depth = max(0, depth + (-1 if match.group(1) else (not match.group().endswith("/>"))))
        deepest = max(deepest, depth)
    if deepest > limits.max_depth:
        raise UnreadableReport(f"its elements nest deeper than {limits.max_depth:,}; no report's do")
    try:
        # A NUL would end the text for the parser, and everything behind it would be lost.
        pieces = fragments_fromstring(html.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8"))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableReport(f"its HTML cannot be read ({type(error).__name__}: {str(error)[:100]})") from error
    lines = _Lines()
    for piece in pieces:
        if isinstance(piece, str):
            lines.add(piece)
        else:
            _walk(piece, lines)
            lines.add(piece.tail)
    return lines.done()


def text_of_element(element: Any) -> tuple[str, frozenset[str]]:
    """The same of an element of an XML document, which is meant whatever its name: Atom has titles in XHTML."""
    lines = _Lines()
    _walk(element, lines, meant=True)
    return lines.done()


def line_of(value: str | None) -> str | None:
    """A title or a name on one line, with its markup taken out."""
    if not value:
        return None
    if has_markup(value):
        try:
            value = text_of_html(value)[0]
        except UnreadableReport:
            return None
    return " ".join(value.split()) or None


def by_line(value: str | None) -> str | None:
    """A byline without its 'By'."""
    said = line_of(value)
    return said[3:].strip() or None if said and said[:3].lower() == "by " else said


class _Lines:
    """Lines as they come together."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._parts: list[str] = []
        self._captions: set[str] = set()

    def add(self, text: str | None) -> None:
        if text:
            self._parts.append(text)

    def end(self, *, caption: bool = False) -> None:
        line = " ".join("".join(self._parts).split())
        self._parts.clear()
        if line:
            self._lines.append(line)
            if caption:
                self._captions.add(line)

    def done(self) -> tuple[str, frozenset[str]]:
        self.end()
        return "\n\n".join(self._lines), frozenset(self._captions)


def _walk(top: Any, lines: _Lines, *, meant: bool = False) -> None:
    """Every text under ``top`` into ``lines``, without recursion; ``meant``, whatever ``top`` itself is."""
    stack: list[tuple[Any, bool]] = [(top, True)]
    while stack:
        element, opening = stack.pop()
        if not isinstance(element.tag, str):
            # A comment or an instruction; only what follows it is text.
            if element is not top:
                lines.add(element.tail)
            continue
        tag = element.tag.rpartition("}")[2].lower()
        if opening:
            seen = meant and element is top
            if not seen and (tag in _UNSEEN or _HIDDEN.search(element.get("style") or "")):
                if element is not top:
                    lines.add(element.tail)
                continue
            if tag in _BLOCKS:
                lines.end()
            lines.add(element.text)
            stack.append((element, False))
            stack += [(child, True) for child in reversed(element)]
        else:
            if tag in _BLOCKS:
                lines.end(caption=tag in _CAPTIONS)
            if element is not top:
                lines.add(element.tail)
