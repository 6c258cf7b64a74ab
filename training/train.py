"""Trains a model: ``python training/train.py --corpora DIR --weights DIR --work DIR``.

One encoder, trained at once on attributions (PolNeAR), syntax (GUM), factuality (UW, UDS-It-Happened) and silver
names. With ``--taught``, also on what a larger model says of agency reports. Seeded; the schedule counts steps, never time; ``OUT.now`` is a checkpoint from which the same command goes on.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from corpora import Document, facts, frequent, gum, load_silver, polnear, wire
from encoding import IGNORED, SYNTAX, Encoded, Item, Lesson, batch_of, shuffled
from losses import WEIGHTS, losses
from model import OUTPUTS, SHAPES, Model
from tokenizers import Tokenizer

from sayso.language.attribution import DISTANCES, Decoding, decode
from sayso.language.features import COUNT
from sayso.language.pieces import Vocabulary

ONTONOTES = "CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT QUANTITY TIME WORK_OF_ART"
NAMES = ["O", *(f"{x}-{k}" for k in ONTONOTES.split() for x in "BI")]
HELD_OUT = 21
"""Every so manieth document of PolNeAR train is kept for tuning and calibration, and never trained on."""
MARKS = {"minilm": ("[CLS]", "[SEP]", "[PAD]"), "mpnet": ("<s>", "</s>", "<pad>")}


def vocabulary_of(encoder: str, weights: Path) -> Vocabulary:
    """The word pieces of one of the two encoders."""
    return Vocabulary(Tokenizer.from_file(str(weights / "tokenizer.json")), MARKS[encoder])


def gum_files(corpora: Path) -> tuple[list[Path], list[Path]]:
    """GUM's train and dev files."""
    dev = set((corpora / "gum" / "splits.md").read_text().partition("## dev")[2].partition("## test")[0].split())
    files = sorted((corpora / "gum" / "dep").glob("*.conllu"))
    return [f for f in files if f.stem not in dev], [f for f in files if f.stem in dev]


def tables_of(documents: list[Document]) -> dict[str, list[str]]:
    """The labels of each head, most frequent first."""
    rows = [s for d in documents for s in d.syntax or [] if s]
    return {
        "morph": frequent([s[0] for s in rows], 2),
        "lemma": frequent([s[1] for s in rows], 3),
        "deprel": frequent([s[3] for s in rows], 2),
        "names": NAMES,
    }


def model_of(encoder: str, tables: dict[str, list[str]]) -> Model:
    """A model with its heads, not yet loaded."""
    return Model(SHAPES[encoder], COUNT, {k: len(v) for k, v in tables.items()}, 2 * DISTANCES + 1)


def numbered(tables: dict[str, list[str]]) -> dict[str, dict[str, int]]:
    return {k: {x: i for i, x in enumerate(v)} for k, v in tables.items()}


@torch.no_grad()
def evaluate(model: Model, documents: list[Encoded], vocabulary: Vocabulary) -> tuple[dict[str, float], list[str]]:
    """Accuracy of each head, and the attributions found, a JSON line a document, as the scorer takes them."""
    model.eval()
    counts: dict[str, list[int]] = {}
    told: list[np.ndarray] = []
    lines = []

    def tally(name: str, right: np.ndarray) -> None:
        row = counts.setdefault(name, [0, 0])
        row[0] += int(right.sum())
        row[1] += len(right)

    for e in documents:
        found = []
        for a, b in e.windows(None):
            batch = batch_of([(e, a, b)], vocabulary)
            raw = model(batch["ids"], batch["features"], batch["first"])
            out = {k: v[0].numpy() for k, v in zip(OUTPUTS, raw, strict=True)}
            starts = [p - a for p, _ in e.paragraphs if a <= p < b]
            if e.flat is not None:
                bias = model.bias.numpy()
                scores = [out[name] for name in ("flat", "query", "key", "base")]
                for w in decode(*scores, bias, starts, Decoding()):
                    found.append(
                        {
                            "cue": [_chars(e.doc, w.cue, a)] if w.cue else [],
                            "source": [_chars(e.doc, w.source, a)] if w.source else [],
                            "content": [_chars(e.doc, c, a) for c in w.content],
                        }
                    )
            gold = {k: v[0].numpy() for k, v in batch.items()}
            if e.syntax:
                ok = gold["heads"] >= 0
                heads = out["arcs"].argmax(1)
                relations = (out["labels_dep"] + out["labels_head"][heads]).argmax(1)
                right = heads == gold["heads"]
                tally("heads", right[ok])
                tally("labelled", (right & (relations == gold["deprel"]))[ok])
                for k in ("morph", "lemma"):
                    tally(k, (out[k].argmax(1) == gold[k])[gold[k] != IGNORED])
                tally("sentence", ((out["sentence"] > 0) == (gold["opens"] > 0))[gold["opens"] >= 0])
            elif e.names is not None:
                tally("names", (out["names"].argmax(1) == gold["names"])[gold["names"] > 0])
            for scale in (0, 1):
                ok = ~np.isnan(gold["facts"][:, scale])
                rows = np.stack([out["facts"][ok, scale], gold["facts"][ok, scale], np.full(ok.sum(), scale)], axis=1)
                told.append(rows)
        if e.flat is not None:
            lines.append(json.dumps({"id": e.doc.extra["id"], "attributions": found}))
    figures = {k: round(100 * a / b, 2) for k, (a, b) in counts.items() if b}
    rows = np.concatenate(told)
    for scale, name in enumerate(("UW", "UDS")):
        said, gold_values = rows[rows[:, 2] == scale][:, :2].clip(-3, 3).T
        if len(said):
            figures[f"{name} error"] = round(float(np.abs(said - gold_values).mean()), 3)
            figures[f"{name} r"] = round(float(np.corrcoef(said, gold_values)[0, 1]), 3)
    model.train()
    return figures, lines


def _chars(doc: Document, span: tuple[int, int], offset: int) -> list[int]:
    return [doc.words[span[0] + offset][0], doc.words[span[1] + offset][1]]


def learn_from(taught: Path, documents: list[Encoded]) -> list[Encoded]:
    """The documents that the teacher has labelled, with what it says of them."""
    lessons = torch.load(taught, weights_only=False)
    documents = [e for e in documents if e.doc.extra["id"] in lessons]
    for e in documents:
        lesson = lessons[e.doc.extra["id"]]
        e.syntax = {k: lesson[k].astype(np.int64) for k in SYNTAX}
        e.facts = lesson["facts"].astype(np.float32)
        if e.flat is None:
            for a, b, flat, cues in lesson["windows"]:
                e.lessons[a, b] = Lesson(flat.astype(np.float32), [(c, d, r.astype(np.float32)) for c, d, r in cues])
    return documents


class Stream:
    """Windows of some documents without end, shuffled anew each time round."""

    def __init__(self, documents: list[Encoded], rng: random.Random) -> None:
        self.documents, self.rng = documents, rng
        self.queue: list[Item] = []

    def take(self, count: int) -> list[Item]:
        while len(self.queue) < count:
            self.queue = shuffled(self.documents, self.rng) + self.queue
        taken, self.queue = self.queue[-count:], self.queue[:-count]
        return taken


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--corpora", type=Path, required=True)
    ask.add_argument("--encoder", choices=sorted(SHAPES), default="minilm")
    ask.add_argument("--weights", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    ask.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    ask.add_argument("--out", default="model.pt", help="name of the weights in the working folder")
    ask.add_argument("--steps", type=int, default=3000)
    ask.add_argument("--mix", type=int, nargs=4, default=[8, 2, 1, 0], metavar="N",
                     help="windows a step of PolNeAR, GUM, factuality, agency reports")  # fmt: skip
    ask.add_argument("--rate", type=float, default=3e-4)
    ask.add_argument("--heads", type=float, default=4, help="rate of the heads, as a multiple")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--start", type=Path, help="begin from these weights")
    ask.add_argument("--taught", type=Path, help="what a teacher says (teach.py)")
    a = ask.parse_args()
    rng = random.Random(a.seed)
    torch.manual_seed(a.seed)
    torch.set_num_threads(2)
    vocabulary = vocabulary_of(a.encoder, a.weights)
    numbers = {t: i for i, t in enumerate(NAMES)}
    silver = load_silver(a.work / "silver.jsonl")
    g_train, g_dev = (list(gum(files)) for files in gum_files(a.corpora))
    tables = tables_of(g_train)
    (a.work / "labels.json").write_text(json.dumps(tables, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")

    def encoded(documents: list[Document]) -> list[Encoded]:
        return [Encoded(d, vocabulary, numbered(tables)) for d in documents]

    folder = a.corpora / "factuality"
    p_all = encoded(list(polnear(a.corpora / "polnear" / "train", silver, numbers, "train")))
    p_train = [e for i, e in enumerate(p_all) if i % HELD_OUT]
    tune = p_all[::HELD_OUT]
    f_train = encoded([*facts(folder / "uw" / "train.jsonl", 0), *facts(folder / "uds-ih2" / "train.jsonl", 1)])
    reports: list[Encoded] = []
    if a.taught:
        reports = learn_from(a.taught, encoded(list(wire(a.corpora / "wire", silver, numbers))))
    streams = [Stream(some, rng) for some in (p_train, encoded(g_train), f_train, reports)]
    model = model_of(a.encoder, tables)
    model.encoder.load_official(a.weights / "model.safetensors")
    if a.start:
        model.load_state_dict(torch.load(a.start))
    model.encoder.freeze()
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    body = [p for n, p in named if n.startswith("encoder.") and "features" not in n]
    heads = [p for n, p in named if not n.startswith("encoder.") or "features" in n]
    peaks = [a.rate, a.heads * a.rate]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": 0.0}, {"params": heads, "lr": 0.0}], weight_decay=0.01, foreach=True
    )
    begun, sums, first_step = time.time(), {}, 0
    now = a.work / f"{a.out}.now"
    if now.exists():
        saved = torch.load(now, weights_only=False)
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        first_step = saved["step"]
        rng.seed(a.seed * 100_003 + first_step)
    for step in range(first_step, a.steps):
        items = [item for stream, count in zip(streams, a.mix, strict=True) if count for item in stream.take(count)]
        scale = min(1.0, (step + 1) / 150) * (1 - step / a.steps)
        for group, peak in zip(optimiser.param_groups, peaks, strict=True):
            group["lr"] = peak * scale
        parts = losses(model, batch_of(items, vocabulary, rng), items, rng)
        loss = sum(WEIGHTS[k] * v for k, v in parts.items())
        optimiser.zero_grad()
        loss.backward()  # type: ignore[union-attr]
        torch.nn.utils.clip_grad_norm_([p for _, p in named], 1.0)
        optimiser.step()
        for k, v in parts.items():
            sums[k] = sums.get(k, 0.0) + float(v.detach())
        if (step + 1) % 20 == 0:
            told = " ".join(f"{k} {v / 20:.3f}" for k, v in sums.items())
            sys.stdout.write(f"{step + 1}/{a.steps} {time.time() - begun:.0f}s {told}\n")
            sys.stdout.flush()
            sums = {}
        if (step + 1) % 500 == 0:
            torch.save(
                {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step + 1}, f"{now}.new"
            )
            Path(f"{now}.new").rename(now)
    torch.save(model.state_dict(), a.work / a.out)
    now.unlink(missing_ok=True)
    f_dev = encoded([*facts(folder / "uw" / "dev.jsonl", 0), *facts(folder / "uds-ih2" / "dev.jsonl", 1)])
    p_dev = encoded(list(polnear(a.corpora / "polnear" / "dev", silver, numbers, "dev")))
    for name, documents in (("tune", tune), ("dev", [*p_dev, *encoded(g_dev), *f_dev])):
        figures, lines = evaluate(model, documents, vocabulary)
        (a.work / f"{a.out}.{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        sys.stdout.write(f"{name} {figures}\n")


if __name__ == "__main__":
    main()
