"""Stories and events across reports, on ECB+ (Cybulska and Vossen 2014).

The reports of half of the topics go into a ledger of their own, without dates, and it is asked for its stories: these
are compared with ECB+'s sub-topics by B³. Event mentions are the gold's own, as is usual where systems are compared on
ECB+; what the ledger tells is which of them are one event (:mod:`sayso.ledger.happenings`), within a story. Beside it
stands the usual baseline: mentions of one lemma in one story are one event.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sayso.evaluation import ecb
from sayso.evaluation.coreference import b_cubed, ceaf_e, muc
from sayso.evaluation.ecb import EcbReport
from sayso.evaluation.yardstick import Document, Figure, Tally, Yardstick, percent, record_of
from sayso.ledger import open_ledger, views
from sayso.ledger.adding import add
from sayso.ledger.happenings import Mention, happenings
from sayso.ledger.queries import Filters
from sayso.ledger.words import lemma
from sayso.record.types import Record

HALVES = ((1, 20), (21, 35))
"""Topics that were looked at, and topics held out. So that a half is one ledger, it is one document here."""
Gold = tuple[EcbReport, ...]
Place = tuple[str, int]
"""A mention: its report, and which one of it."""
_METRICS = ("MUC", "B³", "CEAF-e")
_BASELINE = "one lemma, one event"


def documents(corpora: Path) -> list[Document[Gold]]:
    """Two: the reports of topics 1 to 20, and those of 21 to 35."""
    found = ecb.reports(corpora)
    return [
        Document(f"topics {first} to {last}", "", tuple(r for r in found if first <= r.topic <= last))
        for first, last in HALVES
    ]


def measure(document: Document[Gold]) -> Tally:
    """Reads the reports into a ledger and counts."""
    records = {one.name: record_of(Document(one.name, one.text, None)) for one in document.gold}
    return compare(document.gold, records)


def compare(gold: Gold, records: Mapping[str, Record]) -> Tally:
    """Counts how a ledger of ``records`` groups them, and the events in them, against the gold."""
    story_of = stories_of(records)
    tally = Tally()
    _count(
        tally, "stories",
        [(one.name, one.subtopic) for one in gold],
        [(one.name, story_of[one.name]) for one in gold],
    )  # fmt: skip
    key: list[tuple[Place, Hashable]] = []
    lemmas: list[tuple[Place, Hashable]] = []
    marked: dict[str, list[Mention]] = {}
    for one in gold:
        for n, mention in enumerate(one.mentions):
            words = tuple(one.text[start:end] for start, end in mention.words)
            key.append(((one.name, n), mention.event))
            lemmas.append(((one.name, n), (story_of[one.name], *map(lemma, words))))
            marked.setdefault(story_of[one.name], []).append(Mention(one.name, n, words))
    found = [
        ((mention.report, mention.n), (story, i))
        for story, some in sorted(marked.items())
        for i, group in enumerate(happenings(some))
        for mention in group
    ]
    _count(tally, "events", key, found)
    _count(tally, _BASELINE, key, lemmas)
    return tally


def stories_of(records: Mapping[str, Record]) -> dict[str, str]:
    """The story that a ledger puts each report in, by the reports' names."""
    with TemporaryDirectory() as folder:
        ledger = open_ledger(str(Path(folder) / "ledger.db"), create=True)
        try:
            # Two files may hold the same words; they are one report then.
            ids = {name: add(ledger, record).report for name, record in records.items()}
            found = {one: s["id"] for s in views.stories(ledger, Filters())["stories"] for one in s["reports"]}
        finally:
            ledger.close()
    return {name: found[one] for name, one in ids.items()}


def _count(
    tally: Tally, name: str, key: Sequence[tuple[Hashable, Hashable]], response: Sequence[tuple[Hashable, Hashable]]
) -> None:
    gold, found = _clusters(key), _clusters(response)
    tally.add(f"{name}.gold", len(key))
    for metric, function in (("MUC", muc), ("B³", b_cubed)):
        for side, some, others in (("recall", gold, found), ("precision", found, gold)):
            right, whole = function(some, others)
            tally.add(f"{name}: {metric} {side}.right", right)
            tally.add(f"{name}: {metric} {side}.of", whole)
    right = ceaf_e(gold, found)
    for side, some in (("recall", gold), ("precision", found)):
        tally.add(f"{name}: CEAF-e {side}.right", right)
        tally.add(f"{name}: CEAF-e {side}.of", len(some))


def _clusters(pairs: Iterable[tuple[Hashable, Hashable]]) -> list[frozenset[Hashable]]:
    made: dict[Hashable, set[Hashable]] = {}
    for one, cluster in pairs:
        made.setdefault(cluster, set()).add(one)
    return [frozenset(some) for some in made.values()]


def figures(tally: Tally) -> list[Figure]:
    """B³ of the reports; of the events MUC, B³, CEAF-e and their mean, and the baseline's mean."""
    found = [_f1(tally, "stories", "B³", "reports: B³")]
    found += [_f1(tally, "events", metric, f"events: {metric}") for metric in _METRICS]
    of = round(tally["events.gold"])
    for name, key, floored in (("events", "events: CoNLL", True), (_BASELINE, f"{_BASELINE}: CoNLL", False)):
        mean = sum(_f1(tally, name, metric, metric).value for metric in _METRICS) / len(_METRICS)
        found.append(Figure(key, mean, of, floored=floored))
    return found


def _f1(tally: Tally, name: str, metric: str, key: str) -> Figure:
    precision, recall = (
        percent(tally[f"{name}: {metric} {side}.right"], tally[f"{name}: {metric} {side}.of"])
        for side in ("precision", "recall")
    )
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return Figure(key, f1, round(tally[f"{name}.gold"]), precision, recall)


YARDSTICK = Yardstick(
    name="stories",
    about="ECB+: the reports of topics 1 to 20, and of 21 to 35, each in a ledger of their own, against its "
    "sub-topics; and which of the gold's event mentions are one event, across reports.",
    corpus=ecb.CORPUS,
    documents=documents,
    measure=measure,
    figures=figures,
    beside=("events: MUC", "events: B³", "events: CEAF-e", "events: CoNLL"),
)
