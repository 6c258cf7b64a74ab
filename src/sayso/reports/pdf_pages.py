"""The text of PDF pages in the order that people read it: column by column, and without what stands on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

_ROWS = 5
"""So many rows of two pieces make two columns."""
_MOST = 0.6
"""This much of a page's rows must be so, and its pieces stand one behind the other in the file."""
_APART = 40.0
"""Points between the beginnings of two pieces, at least."""
_GAP = re.compile(r"(?<=\S) {3,400}(?=\S)")
_WORDS = 3
"""A piece of a column has so many words, in the middle; a table's cell has fewer."""
_EDGE = 3
"""Lines at a page's head, and at its foot, that may stand on other pages, too."""
_LONGEST = 120
_SHORT = 8
"""Words of a line with a page's number, at most."""
_DIGITS = re.compile(r"(?<!\d)\d{1,5}(?!\d)")


def text_of(page: Any) -> str:
    """A page's text as the file has it; where the file goes from column to column in each row, a column at a time."""
    places: list[tuple[float, float]] = []

    def seen(text: str, matrix: Sequence[float], place: Sequence[float], _font: object, _size: object) -> None:
        if text.strip():
            places.append((place[4] * matrix[0] + matrix[4], place[5] * matrix[3] + matrix[5]))

    said = str(page.extract_text(visitor_text=seen) or "")
    if _in_rows(places) < _ROWS - 1:
        return said
    with suppress(Exception):
        # It is hostile, and the order that the file has is still there.
        return by_columns(said, str(page.extract_text(extraction_mode="layout") or ""))
    return said


def _in_rows(places: Sequence[tuple[float, float]]) -> int:
    """How often a piece stands to the right of the one before, and the next begins a row below."""
    return sum(
        abs(a[1] - b[1]) < 1 and b[0] - a[0] > _APART and b[1] - c[1] > 1 and abs(c[0] - a[0]) < 1
        for a, b, c in zip(places, places[1:], places[2:], strict=False)
    )


def by_columns(said: str, shown: str) -> str:
    """``said``, with two columns behind each other where it goes from one to the other in each row.

    Args:
        shown: the same with spaces in between, as the page shows it.
    """
    flat = f" {' '.join(said.split())} "
    lines = shown.split("\n")
    rows = [_GAP.search(line) for line in lines]
    apart = [i for i, gap in enumerate(rows) if gap is not None]
    starts = Counter(gap.end() for gap in rows if gap is not None)
    if len(apart) < _ROWS:
        return said
    gutter, _ = max(starts.items(), key=lambda one: (one[1], -one[0]))
    mine = [i for i in apart if (gap := rows[i]) is not None and abs(gap.end() - gutter) <= 1]
    if len(mine) < max(_ROWS, _MOST * len(apart)):
        return said
    cut = gutter - 1
    pieces = [(lines[i][:cut].strip(), lines[i][cut:].strip()) for i in mine]
    together = sum(f" {' '.join(f'{left} {right}'.split())} " in flat for left, right in pieces)
    if together < _MOST * len(mine) or min(_usual([one[side] for one in pieces]) for side in (0, 1)) < _WORDS:
        return said
    made, right = lines[: mine[0]], list[str]()
    for line in lines[mine[0] : mine[-1] + 1]:
        if line[cut - 1 : cut + 1].strip():
            # It goes over both columns.
            made, right = [*made, "", *right, "", line], []
        else:
            made.append(line[:cut].strip())
            right.append(line[cut:].strip())
    return "\n".join([*made, "", *right, *lines[mine[-1] + 1 :]])


def _usual(pieces: Sequence[str]) -> int:
    """Words of the piece in the middle."""
    counts = sorted(len(one.split()) for one in pieces if one)
    return counts[len(counts) // 2] if counts else 0


def without_running_lines(pages: Sequence[str]) -> tuple[list[str], bool]:
    """The pages without running heads, feet and page numbers, and whether there were any."""
    split = [[line for line in page.split("\n") if line.strip()] for page in pages]
    edges = [{*lines[:_EDGE], *lines[-_EDGE:]} for lines in split]
    counts = Counter(key for i, lines in enumerate(edges) for key in {key for line in lines for key in _keys(line, i)})
    # What repeats within a page as well is the report's own.
    often = Counter((" ".join(line.split()).lower(), -1) for lines in split for line in lines)
    # Left and right pages may have a head each, but all are numbered.
    same, numbered = max(2, 2 * len(pages) // 5), max(2, 4 * len(pages) // 5)
    running = {
        key for key, count in counts.items() if count >= (same if key[1] < 0 else numbered) and often[key] <= count
    }
    found: list[str] = []
    for i, page in enumerate(pages):
        lines = page.split("\n")
        for step in (1, -1):
            for _ in range(_EDGE):
                at = next((j for j in range(len(lines))[::step] if lines[j].strip()), None)
                if at is None or running.isdisjoint(_keys(lines[at], i)):
                    break
                del lines[at]
        found.append("\n".join(lines))
    return found, any(a != b for a, b in zip(pages, found, strict=True))


def _keys(line: str, page: int) -> Iterator[tuple[str, int]]:
    """What of a line can be the same on every page: all of it, or all but a number that grows with the pages."""
    said = " ".join(line.split()).lower()
    if len(said) > _LONGEST:
        return
    yield said, -1
    for number in _DIGITS.finditer(said) if len(said.split()) <= _SHORT else ():
        if int(number.group()) >= page:
            yield f"{said[: number.start()]}#{said[number.end() :]}", int(number.group()) - page
