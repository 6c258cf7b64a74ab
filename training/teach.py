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
from encoding import IGNORED, Encoded, Item, batch_of
from model import BFLOAT16, OUTPUTS, Model
from train import NAMES, model_of, numbered, vocabulary_of

from sayso.language.attribution import Decoding, cue_spans, role_scores
from sayso.language.pieces import Vocabulary
from sayso.language.reading import sentence_ends
from sayso.language.tags import log_softmax
from sayso.language.trees import tree

READ, TOGETHER = 64, 8
"""Reports labelled at a time, and windows in a batch."""
SURE = 0.6
"""A syntactic label less probable than this is not passed on."""


Answers = dict[str, np.ndarray]


@torch.no_grad()
def answers(model: Model, items: list[Item], vocabulary: Vocabulary) -> list[Answers]:
    """What the model says of each window, in their order; windows of like size are read together."""
    found: list[Answers] = [{}] * len(items)
    order = sorted(range(len(items)), key=lambda i: items[i][2] - items[i][1])
    for start in range(0, len(order), TOGETHER):
        chosen = order[start : start + TOGETHER]
        batch = batch_of([items[i] for i in chosen], vocabulary)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=BFLOAT16):
            raw = model(batch["ids"], batch["features"], batch["first"])
        for row, i in enumerate(chosen):
            n = items[i][2] - items[i][1]
            out = {k: v[row, :n].float().numpy() for k, v in zip(OUTPUTS, raw, strict=True)}
            out["arcs"] = out["arcs"][:, :n]
            found[i] = out
    return found


def lesson(model: Model, e: Encoded, told: dict[tuple[int, int], Answers], verbs: np.ndarray) -> dict[str, Any]:
    """Labels of all words and windows of one document, from what the model says of its windows."""
    n = len(e.doc.words)
    made: dict[str, Any] = {k: np.full(n, IGNORED, np.int32) for k in ("morph", "lemma", "deprel", "heads", "opens")}
    made["facts"] = np.full((n, 2), np.nan, np.float16)
    made["windows"] = []
    for (a, b), out in told.items():
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
        roles = np.exp(log_softmax(role_scores(cues, *scores, model.bias.detach().numpy()))) if cues else []
        lessons = [(c, d, r.astype(np.float16)) for (c, d), r in zip(cues, roles, strict=True)]
        made["windows"].append((a, b, np.exp(log_softmax(out["flat"])).astype(np.float16), lessons))
    return made


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--corpora", type=Path, required=True)
    ask.add_argument("--encoder", default="mpnet")
    ask.add_argument("--weights", type=Path, required=True)
    ask.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    ask.add_argument("--teacher", default="teacher.pt")
    ask.add_argument("--out", default="taught.pt")
    ask.add_argument("--every", type=int, default=1, help="label every so manieth report")
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
    documents = list(wire(a.corpora / "wire", silver, numbers))[:: a.every]
    lessons = {}
    for start in range(0, len(documents), READ):
        some = [Encoded(d, vocabulary, numbered(tables)) for d in documents[start : start + READ]]
        items = [(e, *window) for e in some for window in e.windows(None)]
        told = iter(answers(model, items, vocabulary))
        for e in some:
            lessons[e.doc.extra["id"]] = lesson(model, e, {w: next(told) for w in e.windows(None)}, verbs)
        sys.stdout.write(f"{start + len(some)}/{len(documents)}\n")
        sys.stdout.flush()
    torch.save(lessons, a.work / a.out)


if __name__ == "__main__":
    main()
