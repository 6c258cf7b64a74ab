"""Time expressions against TimeML gold, as TempEval-3's task A counts them (UzZaman et al. 2013).

strict: the same span, blanks and punctuation at the edges aside; relaxed: the spans overlap, matched one to one; type
and value: a relaxed match with the same TIMEX3 type, the same value. The document's own creation time is told as the
publication date and not scored. TimeBank and AQUAINT have no official development and test parts: TempEval-3 trained
on all of both, and tested on a corpus that is not used here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from sayso.evaluation.corpora import files_of
from sayso.evaluation.xml import parse
from sayso.evaluation.yardstick import Document, Figure, Tally, Yardstick, f_score, one_to_one, overlaps, record_of

CORPUS = ("timebank/TimeBank/*.tml", "timebank/AQUAINT/*.tml")
MATCHES = ("strict", "relaxed", "type", "value")
_EDGE = " \t\r\n.,;:!?\"'`()[]"


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression: its characters without its edges, its TIMEX3 type and value."""

    span: tuple[int, int]
    type: str | None
    value: str | None


def documents(corpora: Path) -> list[Document[tuple[Timex, ...]]]:
    """The documents of TimeBank and AQUAINT."""
    return [document(path) for path in files_of(corpora, CORPUS)]


def document(path: Path) -> Document[tuple[Timex, ...]]:
    """A TimeML document: its TEXT, and the time expressions in it."""
    root = parse(path)
    published = next(
        (t.get("value") for t in root.iter("TIMEX3") if t.get("functionInDocument") == "CREATION_TIME"), None
    )
    pieces: list[str] = []
    found: list[tuple[int, int, str | None, str | None]] = []
    for part in root.findall("TEXT"):
        _walk(part, pieces, found)
    text = "".join(pieces)
    gold = tuple(Timex(trimmed(text, s, e), kind, value) for s, e, kind, value in found if text[s:e].strip())
    return Document(path.stem, text, gold, published)


def _walk(root: etree._Element, pieces: list[str], found: list[tuple[int, int, str | None, str | None]]) -> None:
    length = sum(map(len, pieces))
    open_at: list[int] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            open_at.append(length)
            said = node.text
        else:
            start = open_at.pop()
            if node.tag == "TIMEX3":
                found.append((start, length, node.get("type"), node.get("value")))
            said = node.tail if node is not root else None
        if said:
            pieces.append(said)
            length += len(said)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without blanks and punctuation at its edges."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def measure(document: Document[tuple[Timex, ...]]) -> Tally:
    """Reads a document and counts."""
    tally = Tally()
    found = [
        Timex(trimmed(document.text, d.span.start, d.span.end), d.type, d.value) for d in record_of(document).dates
    ]
    for match in MATCHES:
        tally.add(f"{match}.gold", len(document.gold))
        tally.add(f"{match}.found", len(found))
    pairs = [
        (-float(a.span == b.span), -float(min(a.span[1], b.span[1]) - max(a.span[0], b.span[0])), i, j)
        for i, a in enumerate(document.gold)
        for j, b in enumerate(found)
        if overlaps(a.span, b.span)
    ]
    for i, j in one_to_one(pairs):
        a, b = document.gold[i], found[j]
        tally.add("strict.right", a.span == b.span)
        tally.add("relaxed.right")
        tally.add("type.right", a.type == b.type)
        tally.add("value.right", a.value == b.value)
    return tally


def figures(tally: Tally) -> list[Figure]:
    """F1 of each kind of match."""
    return [f_score(tally, match) for match in MATCHES]


YARDSTICK = Yardstick(
    name="dates",
    about="Time expressions of TimeBank and AQUAINT (TempEval-3's cleaned edition), F1: the same span, an overlapping "
    "span, and of those the same TIMEX3 type and value. The publication date is told.",
    corpus=CORPUS,
    documents=documents,
    measure=measure,
    figures=figures,
    beside=MATCHES,
    sample=96,
)
