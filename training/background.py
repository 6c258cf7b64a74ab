"""Makes ``src/sayso/ledger/background.csv``: in how many news reports each lemma stands.

    python training/background.py --corpora "$SAYSO_CORPORA" --out src/sayso/ledger/background.csv

Counts alone, of lemmas in at least eight reports; no text of a corpus goes into it. ECB+, which stories are measured
on, is not among the reports counted.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sayso.ledger.words import tokens

FEWEST = 8


def texts(corpora: Path) -> Iterator[str]:
    """The reports that are counted: the wire and PolNeAR."""
    with gzip.open(corpora / "wire" / "wire.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]
    for path in sorted((corpora / "polnear").rglob("*.txt")):
        yield path.read_text("utf-8", errors="replace")


def main() -> None:
    """Count, and write the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--corpora", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    told = arguments.parse_args()
    counted: Counter[str] = Counter()
    total = 0
    for text in texts(told.corpora):
        counted.update({token.lemma for token in tokens(text) if not token.form[0].isdigit()})
        total += 1
    with told.out.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["documents", total])
        rows.writerows(sorted((word, count) for word, count in counted.items() if count >= FEWEST))


if __name__ == "__main__":
    main()
