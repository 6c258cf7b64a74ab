"""Named mentions against GUM and MEANTIME, and how they are joined to entities against MEANTIME.

GUM marks whole noun phrases, Sayso and spaCy names alone, so a GUM mention counts as found where a mention of the
system shares a character with its head (GUM's minimal span), matched one to one. Named are those with a proper noun in
their head. In MEANTIME they are marked as such
(NAM, PRE.NAM); other mentions (pronouns, descriptions) are not joined by Sayso and not scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sayso.evaluation import gum, meantime, spacy_peer
from sayso.evaluation.coreference import b_cubed, lea
from sayso.evaluation.gum import GumGold
from sayso.evaluation.yardstick import (
    Document,
    Figure,
    Tally,
    Yardstick,
    f_score,
    one_to_one,
    overlaps,
    record_of,
    share,
)

CORPUS = (*gum.CORPUS, *meantime.CORPUS)
Gold = GumGold | meantime.Gold
Named = tuple[tuple[int, int], str]
"""Characters of a mention and its kind."""
_GUM_KINDS = {"person": "person", "organization": "organisation", "place": "place"}
_KINDS = {"person": "person", "organisation": "organisation", "place": "place", "country": "place"}
_SPACY_KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}
_LINKED = ("B³", "LEA")


def documents(corpora: Path) -> list[Document[Gold]]:
    """GUM's development part, then MEANTIME."""
    first: list[Document[Gold]] = [Document(d.id, d.text, d.gold, d.published) for d in gum.documents(corpora)]
    return first + [Document(d.id, d.text, d.gold, d.published) for d in meantime.documents(corpora)]


def measure(document: Document[Gold]) -> Tally:
    """Reads a document and counts."""
    entities = record_of(document).entities
    if isinstance(document.gold, GumGold):
        return _on_gum(document.gold, ((m.start, m.end, e.kind) for e in entities for m in e.mentions))
    return on_meantime(document.gold, [[(m.start, m.end) for m in e.mentions] for e in entities])


def of_spacy(document: Document[Gold]) -> Tally:
    """GUM's named mentions by spaCy."""
    if not isinstance(document.gold, GumGold):
        return Tally()
    found = (
        (offset + e.start_char, offset + e.end_char, _SPACY_KINDS.get(e.label_, ""))
        for offset, doc in spacy_peer.lines(document.text)
        for e in doc.ents
    )
    return _on_gum(document.gold, found)


def _on_gum(gold: GumGold, mentions: Iterable[tuple[int, int, str]]) -> Tally:
    found = [((start, end), _KINDS[kind]) for start, end, kind in mentions if kind in _KINDS]
    wanted: list[Named] = []
    for mention in gold.mentions:
        head = [gold.words[i] for i in mention.head]
        if mention.type in _GUM_KINDS and any(w.upos == "PROPN" for w in head):
            wanted.append(((head[0].span[0], head[-1].span[1]), _GUM_KINDS[mention.type]))
    return on_names(wanted, found, "GUM")


def on_names(wanted: list[Named], found: list[Named], corpus: str) -> Tally:
    """Counts the named mentions whose head was found, and of those the right kinds."""
    tally = Tally()
    for key in ("named mentions", "named mentions with kind"):
        tally.add(f"{corpus}: {key}.gold", len(wanted))
        tally.add(f"{corpus}: {key}.found", len(found))
    pairs = [
        (-_likeness(a[0], b[0]), float(a[1] != b[1]), i, j)
        for i, a in enumerate(wanted)
        for j, b in enumerate(found)
        if overlaps(a[0], b[0])
    ]
    for i, j in one_to_one(pairs):
        tally.add(f"{corpus}: named mentions.right")
        tally.add(f"{corpus}: named mentions with kind.right", wanted[i][1] == found[j][1])
    return tally


def _likeness(a: tuple[int, int], b: tuple[int, int]) -> float:
    """The Jaccard index of two ranges that share a character."""
    return (min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0]))


def on_meantime(gold: meantime.Gold, clusters: Sequence[Sequence[tuple[int, int]]]) -> Tally:
    """Counts the named mentions that were found, and how they were joined.

    There is no precision of mentions: a name inside a longer name is marked in some articles and not in others.
    """
    tally = Tally()
    found = [(span, number) for number, spans in enumerate(clusters) for span in spans]
    found = [(span, number) for span, number in found if span[0] < gold.annotated]
    pairs = [
        (-float(a.span == b[0]), -float(min(a.span[1], b[0][1]) - max(a.span[0], b[0][0])), i, j)
        for i, a in enumerate(gold.mentions)
        for j, b in enumerate(found)
        if overlaps(a.span, b[0])
    ]
    aligned = {j: i for i, j in one_to_one(pairs)}
    for key, right in (
        ("mentions found", len(aligned)),
        ("mentions found exactly", sum(gold.mentions[i].span == found[j][0] for j, i in aligned.items())),
    ):
        tally.add(f"MEANTIME: {key}.gold", len(gold.mentions))
        tally.add(f"MEANTIME: {key}.right", right)
    # A gold mention is its number; what was found but is no gold mention by name is left out, for the same reason.
    key_clusters: dict[str, set[int]] = {}
    for i, mention in enumerate(gold.mentions):
        key_clusters.setdefault(mention.entity, set()).add(i)
    response: dict[int, set[int]] = {}
    for j, i in aligned.items():
        response.setdefault(found[j][1], set()).add(i)
    sides = [[frozenset[object](c) for c in side.values()] for side in (key_clusters, response)]
    for name, metric in zip(_LINKED, (b_cubed, lea), strict=True):
        for part, (one, other) in (("recall", (0, 1)), ("precision", (1, 0))):
            joined, whole = metric(sides[one], sides[other])
            tally.add(f"MEANTIME: {name}.{part} right", joined)
            tally.add(f"MEANTIME: {name}.{part} all", whole)
    return tally


def figures(tally: Tally) -> list[Figure]:
    """Named mentions found, and how they were joined."""
    found = [f_score(tally, f"GUM: {key}") for key in ("named mentions", "named mentions with kind")]
    keys = ("mentions found", "mentions found exactly")
    if tally[f"MEANTIME: {keys[0]}.gold"]:
        found += [share(tally, f"MEANTIME: {key}") for key in keys]
        found += [_linked(tally, f"MEANTIME: {name}") for name in _LINKED]
    return found


def _linked(tally: Tally, key: str) -> Figure:
    precision, recall = (
        100 * tally[f"{key}.{part} right"] / tally[f"{key}.{part} all"] if tally[f"{key}.{part} all"] else 0.0
        for part in ("precision", "recall")
    )
    both = precision + recall
    return Figure(
        key, 2 * precision * recall / both if both else 0.0, round(tally[f"{key}.recall all"]), precision, recall
    )


YARDSTICK = Yardstick(
    name="names",
    about="Named mentions (people, organisations, places) of GUM's development part, F1 by their heads; named mentions "
    "of MEANTIME, the share found, and how they are joined to entities (B³ and LEA over the named mentions).",
    corpus=CORPUS,
    documents=documents,
    measure=measure,
    figures=figures,
    beside=("GUM: named mentions", "GUM: named mentions with kind"),
    rival=of_spacy,
)
