"""``sayso bench``: words per second beside plain spaCy's, in the same run."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from sayso.cli.output import output_to
from sayso.cli.progress import Progress
from sayso.cli.read import OK, UsageError
from sayso.cli.terminal import encodable

if TYPE_CHECKING:
    from sayso.evaluation.speed import Comparison, Measurement


def bench(arguments: Namespace) -> int:
    """Measure and print; the exit code.

    Raises:
        UsageError: there is nothing to read, or nothing to measure beside.
        OutputError: the output cannot be written.
    """
    from sayso.evaluation.speed import BenchError, compare, enough

    try:
        texts, what = _texts(arguments)
        texts, times = enough(texts)
        total = 2 * arguments.rounds * len(arguments.threads)
        with Progress(sys.stderr, total, shown=True) as progress:
            found = list(compare(texts, arguments.threads, arguments.rounds, progress.step))
    except BenchError as error:
        raise UsageError(str(error)) from None
    with output_to(arguments.output, arguments.files) as output:
        about = {
            "reports": what, "times": times, "words": sum(len(t.split()) for t in texts), "rounds": arguments.rounds,
        }  # fmt: skip
        if arguments.format == "json":
            rows = [one.as_json() for one in found]
            output.write((json.dumps({"schema": 1, **about, "threads": rows}, indent=2) + "\n").encode())
        else:
            output.write(encodable(_text(found, about), output.encoding))
    return OK


def _texts(arguments: Namespace) -> tuple[list[str], str]:
    from sayso.evaluation.corpora import VARIABLE, MissingCorpusError, corpora_folder
    from sayso.evaluation.speed import reports

    if not arguments.files:
        try:
            told = arguments.corpora or os.environ.get(VARIABLE)
            return reports(corpora_folder(arguments.corpora) if told else None)
        except MissingCorpusError as error:
            raise UsageError(str(error)) from None
    texts = []
    for name in arguments.files:
        try:
            texts.append(Path(name).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "is not UTF-8 text"
            raise UsageError(f"{name}: {reason}") from None
    return texts, f"{len(texts)} file{'s' if len(texts) > 1 else ''}"


def _text(found: list[Comparison], about: dict[str, object]) -> str:
    lines = [
        f"{about['words']:,} words a round: {about['reports']}, {about['times']} time(s); {about['rounds']} rounds",
        "",
        f"{'':9}{'words/s':>18}{'ratio':>9}{'peak MB':>18}{'load s':>16}",
        f"{'threads':9}{'sayso':>9}{'spaCy':>9}{'':9}{'sayso':>9}{'spaCy':>9}{'sayso':>8}{'spaCy':>8}",
    ]
    for one in found:
        speeds = (median(m.words_per_second for m in side) for side in (one.sayso, one.spacy))
        loads = (median(m.load_seconds for m in side) for side in (one.sayso, one.spacy))
        lines.append(
            f"{one.threads:<9}{''.join(f'{s:>9,.0f}' for s in speeds)}{one.ratio:>9.2f}"
            f"{_megabytes(one.sayso)}{_megabytes(one.spacy)}{''.join(f'{s:>8.1f}' for s in loads)}"
        )
    lines += ["", "The ratio is the median of the rounds' ratios; loading is not in it."]
    return "\n".join(lines) + "\n"


def _megabytes(rounds: tuple[Measurement, ...]) -> str:
    from sayso.evaluation.speed import peak

    most = peak(rounds)
    return f"{'–' if most is None else f'{most:.0f}':>9}"
