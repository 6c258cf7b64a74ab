"""A page without what carries no words: pictures within attributes, styles, programs.

A page of some megabytes is a report of some kilobytes. What is counted and read is the report; and no name, title or
date is so long that a pattern of the extractor's could lose itself in it.
"""

from __future__ import annotations

import re

LONGEST_VALUE = 2_000
"""Characters of an attribute's value that are kept."""
_QUOTED = re.compile(
    rf"""(=\s{{0,3}}"[^"<>]{{{LONGEST_VALUE}}})[^"<>]*(?=")|(=\s{{0,3}}'[^'<>]{{{LONGEST_VALUE}}})[^'<>]*(?=')"""
)
_BARE = re.compile(rf"""(\bcontent=[^\s"'<>]{{{LONGEST_VALUE}}})[^\s"'<>]*""", re.I)
_NAMED = re.compile(r'("name"\s{0,9}:\s{0,9}"[^"]{300})[^"]*')
"""A name in JSON-LD."""
_SILENT = re.compile(r"<(script|style)\b([^<>]{0,2000})>", re.I)
_ENDS = {name: re.compile(f"</{name}", re.I) for name in ("script", "style")}


def lean(html: str, most: int) -> str:
    """``html`` with long values shortened; and, where it is longer than ``most`` then, without styles and programs."""
    for pattern in (_QUOTED, _BARE, _NAMED):
        html = pattern.sub(lambda match: next(filter(None, match.groups())), html)
    return html if len(html) <= most else _without_programs(html)


def _without_programs(html: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := _SILENT.search(html, at)) is not None:
        end = _ENDS[start.group(1).lower()].search(html, start.end())
        if end is None:
            break
        # What a page says of itself for search engines is a script, too.
        told = "ld+json" in start.group(2).lower()
        kept += [html[at : end.start()] if told else html[at : start.end()]]
        at = end.start()
    return "".join([*kept, html[at:]])
