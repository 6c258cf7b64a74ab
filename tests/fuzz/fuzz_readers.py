"""A fuzzer of the readers, by atheris (libFuzzer), run by hand; it is no part of the suite.

    pip install atheris
    PYTHONPATH=tests/fuzz python tests/fuzz/fuzz_readers.py /tmp/fuzz -dict=tests/fuzz/dictionary.txt -max_total_time=600 -timeout=20 -rss_limit_mb=2048

The folder is filled with seeds, and keeps what reached something new. What is found is written as ``crash-…`` or
``timeout-…`` into the current folder: mend it, make it small by hand (``-minimize_crash=1`` helps), see that nobody else's
text is in it, and keep it under a name that says what it is in ``tests/fuzz/corpus``, which the suite reads every time.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sayso.reports"]):
    from reading import read_one

from seeds import seeds


def main() -> None:
    """Fill the folder and run."""
    folders = [Path(one) for one in sys.argv[1:] if not one.startswith("-")]
    if folders and not folders[0].is_file():
        folders[0].mkdir(parents=True, exist_ok=True)
        for seed in seeds():
            (folders[0] / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    atheris.Setup(sys.argv, read_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
