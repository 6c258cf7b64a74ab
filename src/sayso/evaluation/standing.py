"""How firmly claims stand: UW (Lee et al. 2015), UDS-It-Happened (Rudinger et al. 2018) and MEANTIME.

UW and UDS say of an event's word, from −3 to +3, how far its text has it that it happened: mean absolute error and
Pearson's r over the words that the analysis gives a number. They are measured where the analysis has such numbers.

MEANTIME has certainty, polarity and time for each event, as the standing of the event's word has them. A certainty or
polarity that is left unspecified counts as missed; a time that nothing tells is not the future.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from sayso.evaluation import meantime
from sayso.evaluation.corpora import files_of
from sayso.evaluation.writing import Writer
from sayso.evaluation.yardstick import Document, Figure, Tally, Yardstick, analysis_of, f_score
from sayso.standing import EventStanding, factuality_at, standing_at

SCALES = {"UW": "factuality/uw/dev.jsonl", "UDS": "factuality/uds-ih2/dev.jsonl"}
CORPUS = (*SCALES.values(), *meantime.CORPUS)
TOGETHER = 8
"""Sentences that are read as one report, a line each."""
_STEADY = 200
"""Events of the rarest class from which on a mean over classes has a floor."""
_SUMS = ("x", "y", "xx", "yy", "xy")
_CERTAINTY = {"CERTAIN": "certain", "PROBABLE": "probable", "POSSIBLE": "possible"}
_POLARITY = {"POS": "positive", "NEG": "negative"}
_TIME = {"FUTURE": "future", "NON_FUTURE": "not future"}
_OF_TIME = {
    "past": "not future", "ongoing": "not future", "timeless": "not future", "unspecified": "not future",
    "future": "future", "scheduled": "future", "conditional": "future",
}  # fmt: skip
LAYERS = {"certainty": _CERTAINTY, "polarity": _POLARITY, "time": _TIME}


@dataclass(frozen=True, slots=True)
class Targets:
    """Words, by where they start, and how far what they name is said to have happened; a scale's name."""

    scale: str
    values: tuple[tuple[int, float], ...]


Gold = Targets | meantime.Gold


def documents(corpora: Path) -> list[Document[Gold]]:
    """UW's and UDS's development sentences, then MEANTIME."""
    found: list[Document[Gold]] = []
    for scale, name in SCALES.items():
        for path in files_of(corpora, (name,)):
            rows = path.read_text(encoding="utf-8").splitlines()
            found += [Document(d.id, d.text, d.gold) for d in sentences(scale, rows)]
    return found + [Document(d.id, d.text, d.gold, d.published) for d in meantime.documents(corpora)]


def sentences(scale: str, rows: list[str]) -> Iterator[Document[Targets]]:
    """Lines of UW's or UDS's form, some together as a document."""
    for at in range(0, len(rows), TOGETHER):
        writer = Writer()
        values: list[tuple[int, float]] = []
        for line in rows[at : at + TOGETHER]:
            row = json.loads(line)
            starts = [writer.write(token)[0] for token in row["text"].split(" ") if token]
            writer.break_line()
            values += [
                (starts[t["span1"][0]], float(t["label"])) for t in row["targets"] if t["span1"][0] < len(starts)
            ]
        yield Document(f"{scale} {at}", writer.text, Targets(scale, tuple(values)))


def measure(document: Document[Gold]) -> Tally:
    """Reads a document and counts."""
    analysis, gold = analysis_of(document), document.gold
    if isinstance(gold, meantime.Gold):
        heads = [analysis.head_of(*event.span) for event in gold.events]
        return on_meantime(gold, [standing_at(analysis, head.index) if head else None for head in heads])
    if not analysis.factuality:
        return on_scale(gold, None)
    at = {word.start: word.index for word in analysis.words}
    which = list(SCALES).index(gold.scale)
    told = {start: factuality_at(analysis, at[start]) for start, _ in gold.values if start in at}
    return on_scale(gold, {start: pair[which] for start, pair in told.items() if pair is not None})


def on_scale(gold: Targets, found: dict[int, float] | None) -> Tally:
    """Sums for error and correlation; a word without a number counts as 0, neither happened nor not."""
    tally = Tally()
    if found is None:
        tally.add(f"{gold.scale}.not analysed")
        return tally
    for start, wanted in gold.values:
        given = found.get(start, 0.0)
        tally.add(f"{gold.scale}.n")
        tally.add(f"{gold.scale}.error", abs(wanted - given))
        for key, amount in zip(_SUMS, (wanted, given, wanted**2, given**2, wanted * given), strict=True):
            tally.add(f"{gold.scale}.{key}", amount)
    return tally


def on_meantime(gold: meantime.Gold, found: Sequence[EventStanding | None]) -> Tally:
    """Counts certainty, polarity and time of each event, by class; ``found`` is what is told of each, in order."""
    tally = Tally()
    for event, standing in zip(gold.events, found, strict=True):
        given = {
            "certainty": standing.certainty if standing else "",
            "polarity": standing.polarity if standing else "",
            "time": _OF_TIME[standing.time] if standing else "",
        }
        for layer, classes in LAYERS.items():
            wanted = classes.get(getattr(event, layer))
            if wanted is None:
                continue
            tally.add(f"{layer}: {wanted}.gold")
            if given[layer] in classes.values():
                tally.add(f"{layer}: {given[layer]}.found")
            if given[layer] == wanted:
                tally.add(f"{layer}: {wanted}.right")
    return tally


def figures(tally: Tally) -> list[Figure]:
    """Errors and correlations, then F1 of each class and the mean of a layer's classes."""
    found: list[Figure] = []
    for scale in SCALES:
        n = tally[f"{scale}.n"]
        if n:
            error = tally[f"{scale}.error"] / n
            found.append(Figure(f"{scale}: mean absolute error", error, round(n), lower_is_better=True, digits=3))
            found.append(Figure(f"{scale}: r", _pearson(tally, scale), round(n), digits=3))
    for layer, classes in LAYERS.items():
        each = [f_score(tally, f"{layer}: {c}", f"MEANTIME {layer}: {c}") for c in classes.values()]
        if any(f.of for f in each):
            mean = sum(f.value for f in each) / len(each)
            # A class of forty events moves by five points when two of them change, and the mean with it.
            steady = min(f.of for f in each) >= _STEADY
            found += [Figure(f"MEANTIME {layer}: macro-F1", mean, sum(f.of for f in each), floored=steady), *each]
    return found


def missing(tally: Tally) -> list[str]:
    """What could not be measured, and why."""
    return [
        f"{scale} is not measured: this version's analysis does not tell how far an event is said to have happened"
        for scale in SCALES
        if tally[f"{scale}.not analysed"]
    ]


def _pearson(tally: Tally, scale: str) -> float:
    n, x, y, xx, yy, xy = (tally[f"{scale}.{key}"] for key in ("n", *_SUMS))
    spread = (n * xx - x * x) * (n * yy - y * y)
    return (n * xy - x * y) / sqrt(spread) if spread > 0 else 0.0


YARDSTICK = Yardstick(
    name="standing",
    about="How far an event is said to have happened: UW and UDS-It-Happened, development parts, −3 to +3, mean "
    "absolute error and Pearson's r; MEANTIME's certainty, polarity and time of events, F1 by class.",
    corpus=CORPUS,
    documents=documents,
    measure=measure,
    figures=figures,
    beside=("UW: mean absolute error", "UW: r", "UDS: mean absolute error", "UDS: r"),
    missing=missing,
)
