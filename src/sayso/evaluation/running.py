"""Runs yardsticks: documents in worker processes, their counts added up, the figures beside other systems'."""

from __future__ import annotations

import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.evaluation import dates, events, names, places, spacy_peer, standing, statements, stories, syntax
from sayso.evaluation.corpora import MissingCorpusError, checksum
from sayso.evaluation.peers import Peer, peers_of
from sayso.evaluation.yardstick import Document, Figure, Tally, Yardstick, evenly

YARDSTICKS: dict[str, Yardstick[Any]] = {
    room.YARDSTICK.name: room.YARDSTICK
    for room in (statements, syntax, dates, places, standing, events, names, stories)
}
HALVES = ("all", "development", "held-out")

Step = Callable[[str], None]
"""Told the name of what is done next."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A yardstick's figures."""

    yardstick: Yardstick[Any]
    checksum: str
    documents: int
    of: int
    """Documents that the corpus has."""
    figures: tuple[Figure, ...]
    peers: tuple[Peer, ...]
    missing: tuple[str, ...] = ()
    half: str = "all"

    def figure(self, key: str) -> Figure | None:
        """The figure of that key."""
        return next((f for f in self.figures if f.key == key), None)


@dataclass(frozen=True, slots=True)
class NotMeasured:
    """A yardstick whose corpus is not there, or one of whose documents could not be read."""

    yardstick: Yardstick[Any]
    reason: str
    fault: bool = False
    """Whether Sayso is to blame."""


class FaultError(Exception):
    """A document could not be read; the message says which and why."""


def half_of(documents: list[Document[Any]], half: str) -> list[Document[Any]]:
    """Half of a corpus, in its order: the first, third, fifth … document is for development, the others are held out.

    What is tuned or looked at for its errors should be the development half, and what is reported the other.
    """
    return {"all": documents, "development": documents[::2], "held-out": documents[1::2]}[half]


def evaluate(
    wanted: Sequence[str], corpora: Path, *, jobs: int = 1, limit: int | None = None, sample: bool = False,
    half: str = "all", rival: bool = True, begin: Callable[[int], Step] = lambda _: lambda _: None,
) -> Iterator[Measured | NotMeasured]:  # fmt: skip
    """Measures the yardsticks named, one after the other.

    Args:
        jobs: processes that read.
        limit: documents of each yardstick, evenly spaced; ``None`` for all.
        sample: as many as the floors are measured on.
        half: one of ``HALVES``.
        rival: measure spaCy, too, where it is installed and can be compared.
        begin: told how many documents a yardstick has; gives what is told each one's name.
    """
    with _pool(jobs) as run:
        for name in wanted:
            yardstick = YARDSTICKS[name]
            try:
                whole = yardstick.documents(corpora)
                digest = checksum(corpora, yardstick.corpus)
            except MissingCorpusError as error:
                yield NotMeasured(yardstick, str(error))
                continue
            chosen = evenly(half_of(whole, half), yardstick.sample if sample else limit)
            step = begin(len(chosen))
            own, theirs = Tally(), Tally()
            compared = rival and yardstick.rival is not None and spacy_peer.installed() is not None
            try:
                for document, (counts, others) in zip(chosen, run(name, chosen, compared), strict=True):
                    step(document.id)
                    own.include(counts)
                    theirs.include(others)
            except FaultError as error:
                yield NotMeasured(yardstick, str(error), fault=True)
                continue
            peers = list(peers_of(name))
            if compared:
                here = {f.key: f.value for f in yardstick.figures(theirs)}
                peers.insert(0, Peer(spacy_peer.NAME, "the same documents, in this run", here))
            yield Measured(
                yardstick, digest, len(chosen), len(whole), tuple(yardstick.figures(own)), tuple(peers),
                tuple(yardstick.missing(own)) if yardstick.missing else (), half,
            )  # fmt: skip


Run = Callable[[str, list[Document[Any]], bool], Iterator[tuple[Tally, Tally]]]


@contextmanager
def _pool(jobs: int) -> Iterator[Run]:
    """What counts documents, in order, in this process or in ``jobs`` of their own."""
    if jobs == 1:
        yield lambda name, documents, rival: (count(name, d, rival) for d in documents)
        return
    # 'spawn' everywhere: a process that already runs threads cannot safely be forked.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_start) as pool:
        try:
            yield lambda name, documents, rival: pool.map(
                count, [name] * len(documents), documents, [rival] * len(documents)
            )
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _start() -> None:
    os.environ["SAYSO_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"


def count(name: str, document: Document[Any], rival: bool) -> tuple[Tally, Tally]:
    """The counts of one document, and spaCy's of the same.

    Raises:
        FaultError: something went wrong; the message names the document.
    """
    yardstick = YARDSTICKS[name]
    try:
        own = yardstick.measure(document)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        raise FaultError(f"a fault in sayso at {document.id}: {type(error).__name__}: {error} ({where})") from error
    return own, yardstick.rival(document) if rival and yardstick.rival else Tally()
