"""Words per second of reading, beside plain spaCy's, in one run.

Machines differ and are busy with other things, so what counts is the ratio. Each measurement is a process of its own;
the two systems take turns, and the ratio is the median of the rounds' ratios. Loading the models is not counted; words
are what blanks divide, for both. spaCy's pipeline runs whole, as it comes, through ``nlp.pipe``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sayso.evaluation import spacy_peer
from sayso.evaluation.corpora import MissingCorpusError, files_of, read_text
from sayso.evaluation.yardstick import Document, evenly

SYSTEMS = ("sayso", "spacy")
_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "SAYSO_THREADS")
_CORPUS = ("polnear/dev/text/*.txt",)
_REPORTS = 30
_EXAMPLES = Path(__file__).parents[3] / "examples"
_LEAST_WORDS = 20_000
"""Words that few or short reports are repeated to: less is over too soon to be measured."""


class BenchError(Exception):
    """Nothing can be measured; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One system over all reports, once."""

    words: int
    seconds: float
    load_seconds: float
    peak_mb: float | None
    """Peak memory of the process; ``None`` where the system does not tell."""

    @property
    def words_per_second(self) -> float:
        """The speed."""
        return self.words / self.seconds


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both systems at one number of threads; the rounds in their order."""

    threads: int
    sayso: tuple[Measurement, ...]
    spacy: tuple[Measurement, ...]

    @property
    def ratio(self) -> float:
        """Sayso's speed over spaCy's: the median of the rounds."""
        pairs = zip(self.sayso, self.spacy, strict=True)
        return median(a.words_per_second / b.words_per_second for a, b in pairs)

    def as_json(self) -> dict[str, object]:
        """What was measured, for other programs."""
        return {"threads": self.threads, "ratio": self.ratio} | {
            name: {
                "words_per_second": median(m.words_per_second for m in rounds),
                "load_seconds": median(m.load_seconds for m in rounds),
                "peak_mb": peak(rounds),
                "rounds": [m.words_per_second for m in rounds],
            }
            for name, rounds in (("sayso", self.sayso), ("spacy", self.spacy))
        }


def peak(rounds: Sequence[Measurement]) -> float | None:
    """The most memory that any round took."""
    return max((m.peak_mb for m in rounds if m.peak_mb is not None), default=None)


def reports(corpora: Path | None) -> tuple[list[str], str]:
    """The texts to read, and what they are: reports of PolNeAR, or the examples where there are no corpora.

    Raises:
        BenchError: there are neither.
    """
    try:
        if corpora is not None:
            paths = [Document(p.name, "", p) for p in files_of(corpora, _CORPUS)]
            return [
                read_text(d.gold) for d in evenly(paths, _REPORTS)
            ], f"{_REPORTS} reports of PolNeAR's development part"
    except MissingCorpusError as error:
        raise BenchError(str(error)) from None
    examples = [read_text(p) for p in sorted(_EXAMPLES.glob("[1-9]*.txt"))]
    if not examples:
        raise BenchError("nothing to read: give FILE…, or --corpora DIR")
    return examples, "the example reports"


def enough(texts: list[str]) -> tuple[list[str], int]:
    """The texts, repeated until they have enough words to be measured, and how often."""
    words = sum(len(text.split()) for text in texts)
    if not words:
        raise BenchError("the reports hold no words")
    times = max(1, -(-_LEAST_WORDS // words))
    return texts * times, times


def compare(
    texts: list[str], threads: Sequence[int], rounds: int, step: Callable[[str], None] = lambda _: None
) -> Iterator[Comparison]:
    """Measures both systems over ``texts``, taking turns, at each number of threads.

    Raises:
        BenchError: spaCy's pipeline is not installed, or a measurement failed.
    """
    if spacy_peer.installed() is None:
        raise BenchError(spacy_peer.INSTALL)
    for number in threads:
        found: dict[str, list[Measurement]] = {system: [] for system in SYSTEMS}
        for i in range(rounds):
            for system in SYSTEMS if i % 2 == 0 else SYSTEMS[::-1]:
                step(f"{system}, {number} thread{'s' if number > 1 else ''}, round {i + 1}")
                found[system].append(measured(system, texts, number))
        yield Comparison(number, tuple(found["sayso"]), tuple(found["spacy"]))


def measured(system: str, texts: list[str], threads: int) -> Measurement:
    """One system over ``texts`` in a process of its own.

    Raises:
        BenchError: the process failed; the message has its last words.
    """
    done = subprocess.run(  # noqa: S603 - this very interpreter and a module of ours
        [sys.executable, "-m", "sayso.evaluation.stopwatch", system],
        input=json.dumps(texts).encode(), env=environment(threads), capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        last = (done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"])[-1]
        raise BenchError(f"{system} could not be measured: {last}")
    return Measurement(**json.loads(done.stdout))


def environment(threads: int, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a measurement: every library that has threads is told how many."""
    return {**(os.environ if base is None else base), **dict.fromkeys(_VARIABLES, str(threads))}
