"""``python -m sayso.evaluation.stopwatch sayso|spacy``: reads the texts on standard input (a JSON array), times it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

_WARM_UP = "The ferry will sail on Monday, harbour master Ilse Brandt told reporters in Port Vell."


def main() -> None:
    """Time one system and print what was measured."""
    system = sys.argv[1]
    texts: list[str] = json.load(sys.stdin)
    begun = time.perf_counter()
    read = {"sayso": _sayso, "spacy": _spacy}[system]()
    read([_WARM_UP])
    ready = time.perf_counter()
    read(texts)
    seconds = time.perf_counter() - ready
    words = sum(len(text.split()) for text in texts)
    found = {"words": words, "seconds": seconds, "load_seconds": ready - begun, "peak_mb": peak_mb()}
    sys.stdout.write(json.dumps(found))


def _sayso() -> Callable[[list[str]], None]:
    from sayso.reading import read_bytes

    def read(texts: list[str]) -> None:
        for text in texts:
            read_bytes(text.encode())

    return read


def _spacy() -> Callable[[list[str]], None]:
    from sayso.evaluation.spacy_peer import pipeline

    nlp = pipeline()

    def read(texts: list[str]) -> None:
        for _ in nlp.pipe(texts):
            pass

    return read


def peak_mb() -> float | None:
    """The most memory this process has had, in MB; ``None`` where the system does not tell."""
    status = Path("/proc/self/status")
    if status.exists():
        # Not getrusage: on Linux a new process inherits the peak of the one that started it.
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
