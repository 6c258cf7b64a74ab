"""Corpora → training documents: words with gold or silver labels. Texts never leave the corpora's folder."""

from __future__ import annotations

import glob
import gzip
import json
import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sayso.language.words import word_spans

T_LINE = re.compile(r"(T\d+)\t(\S+) ([\d ;]+)\t")
E_LINE = re.compile(r"E\d+\t(Attribution:.*)")


@dataclass
class Document:
    """A text's words, with whatever layers its corpus has; absent layers are ``None``."""

    text: str
    words: list[tuple[int, int]]
    paragraphs: list[int]
    """First word of each paragraph."""
    attributions: list[dict[str, list[tuple[int, int]]]] | None = None
    """Word ranges (inclusive) of source, cue and content."""
    names: list[int] | None = None
    syntax: list[tuple[str, str, int, str, bool] | None] | None = None
    """(morph, lemma script, head word or own index, deprel, sentence start), ``None`` where words differ."""
    facts: list[tuple[int, int, float]] | None = None
    """(word, scale, value): how far an event is said to have happened, −3 … +3; scale 0 is UW's, 1 UDS's."""
    kind: str = ""
    extra: dict[str, object] = field(default_factory=dict)


def paragraphs_of(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    words: list[tuple[int, int]] = []
    firsts: list[int] = []
    for match in re.finditer(r"[^\n]+", text):
        found = word_spans(text, *match.span())
        if found:
            firsts.append(len(words))
            words.extend(found)
    return words, firsts


def to_words(words: list[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    first = max(0, bisect_right(words, (start, -1)) - 1)
    inside = [i for i in range(first, min(len(words), first + 2000)) if words[i][0] < end and words[i][1] > start]
    return (inside[0], inside[-1]) if inside else None


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leaves out quotation marks and blanks at the edges: the scorer does not see them, and gold varies."""
    while start < end and not text[start].isalnum() and text[start] not in "$€£#@(":
        start += 1
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in "%)":
        end -= 1
    return start, end


def polnear(
    folder: Path, silver: dict[str, list[list[object]]], names: dict[str, int], split: str
) -> Iterator[Document]:
    for path in sorted((folder / "text").glob("*.txt")):
        anns = sorted(glob.glob(str(folder / "attributions" / (glob.escape(path.stem) + "_*.ann"))))
        if not anns:
            continue
        text = path.open(encoding="utf-8", newline="").read()
        words, firsts = paragraphs_of(text)
        spans: dict[str, list[tuple[int, int]]] = {}
        events = []
        for line in Path(anns[0]).open(encoding="utf-8"):
            t, e = T_LINE.match(line), E_LINE.match(line)
            if t:
                spans[t.group(1)] = [tuple(map(int, part.split())) for part in t.group(3).split(";")]  # type: ignore[misc]
            elif e:
                events.append(e.group(1).split()[1:])
        atts = []
        for args in events:
            att: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
            for arg in args:
                name, tid = arg.rsplit(":", 1)
                role = name.rstrip("0123456789").lower()
                if role in att and tid in spans:
                    for s, e in spans[tid]:
                        s, e = trim(text, s, e)
                        w = to_words(words, s, e) if e > s else None
                        if w:
                            att[role].append(w)
            atts.append({k: sorted(v) for k, v in att.items()})
        doc = Document(text, words, firsts, attributions=atts, kind="polnear", extra={"id": path.stem})
        key = f"polnear/{split}/{path.stem}"
        if key in silver:
            doc.names = name_tags(words, silver[key], names)
        yield doc


def name_tags(words: list[tuple[int, int]], entities: list[list[object]], names: dict[str, int]) -> list[int]:
    tags = [0] * len(words)
    starts = {s: i for i, (s, _) in enumerate(words)}
    for start, end, label in entities:
        i = starts.get(start)  # type: ignore[arg-type]
        if i is None or f"B-{label}" not in names:
            continue
        first = True
        while i < len(words) and words[i][0] < end:  # type: ignore[operator]
            tags[i] = names[f"{'B' if first else 'I'}-{label}"]
            first = False
            i += 1
    return tags


def lemma_script(form: str, lemma: str) -> str:
    """How to make the lemma from the form: how many letters to cut, what to add."""
    a, b = form.lower(), lemma.lower()
    p = 0
    while p < min(len(a), len(b)) and a[p] == b[p]:
        p += 1
    return f"{len(a) - p}|{b[p:]}"


def gum(paths: list[Path]) -> Iterator[Document]:
    for path in paths:
        pieces: list[str] = []
        length = 0
        gold: list[tuple[int, int, list[str], bool]] = []
        base = 0
        joined_until, joined_space = 0, True
        start_sentence = True

        def add(s: str) -> None:
            nonlocal length
            pieces.append(s)
            length += len(s)

        for line in path.open(encoding="utf-8"):
            line = line.rstrip("\n")
            if line.startswith("# newpar") and "newpar_block" not in line and length:
                add("\n")
            if not line:
                base, start_sentence = len(gold), True
                continue
            p = line.split("\t")
            if len(p) < 10 or "." in p[0]:
                continue
            if "-" in p[0]:
                joined_until, joined_space = int(p[0].split("-")[1]), "SpaceAfter=No" not in p[9]
                continue
            n = int(p[0])
            s = length
            add(p[1])
            p[6] = str(base + int(p[6]) - 1 if p[6] != "0" else -1)
            gold.append((s, length, p, start_sentence))
            start_sentence = False
            space = "SpaceAfter=No" not in p[9]
            if n < joined_until:
                space = False
            elif n == joined_until:
                space, joined_until = joined_space, 0
            if space:
                add(" ")
        text = "".join(pieces)
        words, firsts = paragraphs_of(text)
        owner: list[int] = []
        g = 0
        for s, _ in words:
            while g < len(gold) - 1 and gold[g][1] <= s:
                g += 1
            owner.append(g)
        word_of: dict[int, int] = {}
        for i, g in enumerate(owner):
            word_of[g] = i  # the last word of a divided token speaks for it
        g_to_word, latest = [], 0
        for g in range(len(gold)):
            latest = word_of.get(g, latest)
            g_to_word.append(latest)
        syntax: list[tuple[str, str, int, str, bool] | None] = []
        for i, (s, e) in enumerate(words):
            gs, ge, p, opens = gold[owner[i]]
            if (gs, ge) != (s, e):
                syntax.append(None)
                continue
            head = i if int(p[6]) < 0 else g_to_word[int(p[6])]
            feats = "" if p[5] == "_" else p[5]
            syntax.append((f"{p[3]}|{feats}", lemma_script(p[1], p[2]), head, p[7], opens))
        yield Document(text, words, firsts, syntax=syntax, kind="gum", extra={"id": path.stem})


def load_silver(path: Path) -> dict[str, list[list[object]]]:
    if not path.exists():
        sys.stderr.write(f"{path} is missing: names are not trained\n")
        return {}
    return {d["id"]: d["ents"] for d in map(json.loads, path.open(encoding="utf-8"))}


def frequent(items: list[str], least: int) -> list[str]:
    return [k for k, n in Counter(items).most_common() if n >= least]


def wire_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Names and texts of agency reports, titles first."""
    with gzip.open(folder / "wire.jsonl.gz", "rt", encoding="utf-8") as lines:
        for report in map(json.loads, lines):
            yield report["id"], f"{report['title']}\n\n{report['text']}"


def wire(folder: Path, silver: dict[str, list[list[object]]], names: dict[str, int]) -> Iterator[Document]:
    for name, text in wire_texts(folder):
        words, firsts = paragraphs_of(text)
        if not words:
            continue
        doc = Document(text, words, firsts, kind="wire", extra={"id": name})
        if f"wire/{name}" in silver:
            doc.names = name_tags(words, silver[f"wire/{name}"], names)
        yield doc


_NO_BLANK_BEFORE = re.compile(r"(?:[.,;:!?%)\]]|'s|n't|'re|'ll|'ve|'d|'m|'|\.\.\.)$", re.IGNORECASE)
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "``": "“", "''": "”"}


def facts(path: Path, scale: int) -> Iterator[Document]:
    """Sentences with factuality, put back into running text; a document is up to eight of them, a paragraph each."""
    pieces: list[str] = []
    length = 0
    targets: list[tuple[int, float]] = []

    def made() -> Document:
        text = "".join(pieces)
        words, firsts = paragraphs_of(text)
        starts = {s: i for i, (s, _) in enumerate(words)}
        found = [(starts[at], scale, value) for at, value in targets if at in starts]
        return Document(text, words, firsts, facts=found, kind="facts")

    for number, row in enumerate(map(json.loads, path.open(encoding="utf-8")), 1):
        offsets = []
        tokens = [_BRACKETS.get(t, t) for t in row["text"].split(" ") if t]
        opened = True
        for token in tokens:
            if not opened and not _NO_BLANK_BEFORE.match(token) and token != "”":
                pieces.append(" ")
                length += 1
            offsets.append(length)
            pieces.append(token)
            length += len(token)
            opened = token in "([“$"
        for target in row["targets"]:
            if target["span1"][0] < len(offsets):
                targets.append((offsets[target["span1"][0]], float(target["label"])))
        pieces.append("\n")
        length += 1
        if number % 8 == 0:
            yield made()
            pieces, length, targets = [], 0, []
    if pieces:
        yield made()


_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def requoted(text: str) -> str:
    """The text with straight quotation marks for curly ones, or the reverse; as long as before."""
    if "“" in text:
        return text.translate(_QUOTES)
    out = []
    for line in text.split("\n"):
        opens = True
        letters = []
        for c in line:
            if c == '"':
                letters.append("“" if opens else "”")
                opens = not opens
            else:
                letters.append("’" if c == "'" else c)
        out.append("".join(letters))
    return "\n".join(out)
