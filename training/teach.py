"""What a trained teacher says of agency reports: ``python training/teach.py --corpora DIR --weights DIR --work DIR``.

Writes ``taught.pt``: for each report the labels of its words, and the tag probabilities of its windows.
"""

from __future__ import annotations

import argparse
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from corpora import load_silver, wire
from encoding import IGNORED, Encoded, batch_of
from model import OUTPUTS, Model
from train import NAMES, model_of, numbered, vocabulary_of

from sayso.language.attribution import Decoding, cue_spans, role_scores
from sayso.language.pieces import Vocabulary
from sayso.language.reading import sentence_ends
from sayso.language.tags import log_softmax
from sayso.language.trees import tree

SURE = 0.6
"""A syntactic label less probable than this is not passed on."""


@torch.no_grad()
def lesson(model: Model, e: Encoded, vocabulary: Vocabulary, verbs: np.ndarray) -> dict[str, Any]:
    """Labels of all words and windows of one document."""
    n = len(e.doc.words)
    made: dict[str, Any] = {k: np.full(n, IGNORED, np.int32) for k in ("morph", "lemma", "deprel", "heads", "opens")}
    made["facts"] = np.full((n, 2), np.nan, np.float16)
    made["windows"] = []
    for a, b in e.windows(None):
        batch = batch_of([(e, a, b)], vocabulary)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            raw = model(batch["ids"], batch["features"], batch["first"])
        out = {k: v[0].float().numpy() for k, v in zip(OUTPUTS, raw, strict=True)}
        starts = [p - a for p, _ in e.paragraphs if a <= p < b]
        for k in ("morph", "lemma"):
            likely = np.exp(log_softmax(out[k]))
            best = likely.argmax(1)
            made[k][a:b] = np.where(likely.max(1) > SURE, best, IGNORED)
            if k == "morph":
                made["facts"][a:b][verbs[best]] = out["facts"][verbs[best]]
        ends = sentence_ends(e.doc.text, e.doc.words[a:b])
        opens = [i for i in range(b - a) if i in starts or (i and out["sentence"][i] > 0 and ends[i - 1])]
        made["opens"][a:b] = 0
        made["opens"][[a + i for i in opens]] = 1
        for first, after in pairwise([*opens, b - a]):
            arcs = out["arcs"][first:after, first:after]
            heads = np.array(tree(arcs))
            sure = np.exp(log_softmax(arcs))[np.arange(len(heads)), heads] > SURE
            relations = (out["labels_dep"][first:after] + out["labels_head"][first + heads]).argmax(1)
            where = np.flatnonzero(sure) + a + first
            made["heads"][where] = heads[sure] + a + first
            made["deprel"][where] = relations[sure]
        cues = cue_spans(out["flat"], starts, Decoding().cue)
        scores = [out[name] for name in ("query", "key", "base")]
        roles = np.exp(log_softmax(role_scores(cues, *scores, model.bias.numpy()))) if cues else []
        told = [(c, d, r.astype(np.float16)) for (c, d), r in zip(cues, roles, strict=True)]
        made["windows"].append((a, b, np.exp(log_softmax(out["flat"])).astype(np.float16), told))
    return made


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--corpora", type=Path, required=True)
    ask.add_argument("--encoder", default="mpnet")
    ask.add_argument("--weights", type=Path, required=True)
    ask.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    ask.add_argument("--teacher", default="teacher.pt")
    ask.add_argument("--out", default="taught.pt")
    a = ask.parse_args()
    torch.set_num_threads(2)
    tables = json.loads((a.work / "labels.json").read_text(encoding="utf-8"))
    model = model_of(a.encoder, tables)
    model.load_state_dict(torch.load(a.work / a.teacher))
    model.eval()
    vocabulary = vocabulary_of(a.encoder, a.weights)
    verbs = np.array([label.startswith("VERB|") for label in tables["morph"]])
    numbers = {t: i for i, t in enumerate(NAMES)}
    silver = load_silver(a.work / "silver.jsonl")
    documents = list(wire(a.corpora / "wire", silver, numbers))
    lessons = {}
    for number, document in enumerate(documents, 1):
        e = Encoded(document, vocabulary, numbered(tables))
        lessons[document.extra["id"]] = lesson(model, e, vocabulary, verbs)
        if number % 100 == 0:
            sys.stdout.write(f"{number}/{len(documents)}\n")
            sys.stdout.flush()
    torch.save(lessons, a.work / a.out)


if __name__ == "__main__":
    main()
