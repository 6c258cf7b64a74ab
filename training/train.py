"""Trains the shipped model: ``python training/train.py --corpora DIR --work DIR --minilm DIR``.

One encoder, trained at once on attributions (PolNeAR), syntax (GUM) and silver names. Seeded; a checkpoint an epoch.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from corpora import Document, frequent, gum, load_silver, polnear
from model import OUTPUTS, Model
from torch.nn.functional import cross_entropy

from sayso.language.attribution import DISTANCES, decode, distance_bucket
from sayso.language.features import COUNT, word_features
from sayso.language.pieces import Vocabulary

ONTONOTES = "CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT QUANTITY TIME WORK_OF_ART"
WINDOW = 256
FLAT = {"source": 1, "cue": 3, "content": 5}
ROLE = {"source": 1, "content": 3}


class Encoded:
    """A document ready for windows: pieces of words, features, and the layers of labels."""

    def __init__(self, doc: Document, vocabulary: Vocabulary, tables: dict[str, dict[str, int]]) -> None:
        self.doc = doc
        self.pieces = vocabulary.pieces(doc.text[s:e] for s, e in doc.words)
        ends = [*doc.paragraphs[1:], len(doc.words)]
        self.paragraphs = list(zip(doc.paragraphs, ends, strict=True))
        self.features = (
            np.concatenate([word_features(doc.text, doc.words[a:b]) for a, b in self.paragraphs])
            if doc.words
            else np.zeros((0, COUNT), np.float32)
        )
        n = len(doc.words)
        self.cost = [len(p) for p in self.pieces]
        if doc.attributions is not None:
            self.flat = np.zeros(n, np.int64)
            for att in doc.attributions:
                for role, tag in FLAT.items():
                    for a, b in att[role]:
                        self.flat[a : b + 1] = tag + 1
                        self.flat[a] = tag
        if doc.names is not None:
            self.names = np.array(doc.names, np.int64)
        if doc.syntax is not None:
            self.morph, self.lemma, self.deprel, self.heads, self.opens = (np.full(n, -100, np.int64) for _ in range(5))
            for i, s in enumerate(doc.syntax):
                if s is None:
                    continue
                self.morph[i] = tables["morph"].get(s[0], -100)
                self.lemma[i] = tables["lemma"].get(s[1], -100)
                self.deprel[i] = tables["deprel"].get(s[3], -100)
                self.heads[i], self.opens[i] = s[2], int(s[4])

    def windows(self, rng: random.Random | None) -> list[tuple[int, int]]:
        """Word ranges of at most WINDOW - 2 pieces, whole paragraphs where they fit."""
        limit = WINDOW - 2
        if rng and rng.random() < 0.3:
            limit = rng.randint(96, limit)
        out: list[tuple[int, int]] = []
        start, size, end = 0, 0, 0
        for a, b in self.paragraphs:
            cost = sum(self.cost[a:b])
            if size and size + cost > limit:
                out.append((start, end))
                start, size = a, 0
            while cost > limit:  # a long paragraph is cut
                stop, used = start if size == 0 else a, 0
                while stop < b and used + self.cost[stop] <= limit:
                    used += self.cost[stop]
                    stop += 1
                out.append((start, stop))
                start = a = stop
                cost -= used
                size = 0
            size += cost
            end = b
        if end > start:
            out.append((start, end))
        return [w for w in out if w[1] > w[0]]


def batch_of(items: list[tuple[Encoded, int, int]], vocabulary: Vocabulary) -> dict[str, torch.Tensor]:
    longest = max(sum(e.cost[a:b]) for e, a, b in items) + 2
    most = max(b - a for _, a, b in items)
    ids = np.zeros((len(items), longest), np.int64)
    feats = np.zeros((len(items), longest, COUNT), np.float32)
    first = np.zeros((len(items), most), np.int64)
    valid = np.zeros((len(items), most), bool)
    labels = {
        k: np.full((len(items), most), -100, np.int64)
        for k in ("flat", "names", "morph", "lemma", "deprel", "heads", "opens")
    }
    for r, (e, a, b) in enumerate(items):
        at = 1
        ids[r, 0] = vocabulary.start
        for i in range(a, b):
            p = e.pieces[i]
            ids[r, at : at + len(p)] = p
            feats[r, at : at + len(p)] = e.features[i]
            first[r, i - a] = at
            at += len(p)
        ids[r, at] = vocabulary.end
        valid[r, : b - a] = True
        for k in labels:
            layer = getattr(e, k, None)
            if layer is not None:
                labels[k][r, : b - a] = layer[a:b]
        if hasattr(e, "heads"):
            heads = e.heads[a:b] - a
            heads[(heads < 0) | (heads >= b - a)] = -100
            labels["heads"][r, : b - a] = heads
    return {
        k: torch.from_numpy(v)
        for k, v in {"ids": ids, "features": feats, "first": first, "valid": valid, **labels}.items()
    }


def cues_in(
    items: list[tuple[Encoded, int, int]], most: int, rng: random.Random
) -> list[tuple[int, int, int, np.ndarray]]:
    """(row, first, last, role tags) of the cues, gold ones and a few words that are none."""
    out = []
    for r, (e, a, b) in enumerate(items):
        if e.doc.attributions is None:
            continue
        for att in e.doc.attributions:
            for c, d in att["cue"][:1]:
                if a <= c and d < b:
                    tags = np.zeros(most, np.int64)
                    tags[b - a :] = -100
                    for role, tag in ROLE.items():
                        for s, t in att[role]:
                            if s < b and t >= a:
                                s, t = max(s, a), min(t, b - 1)
                                tags[s - a : t + 1 - a] = tag + 1
                                tags[s - a] = tag
                    out.append((r, c - a, d - a, tags))
        for _ in range(2):
            i = rng.randrange(a, b)
            if e.flat[i] not in (3, 4):
                tags = np.zeros(most, np.int64)
                tags[b - a :] = -100
                out.append((r, i - a, i - a, tags))
    return out


def role_scores(
    out: dict[str, torch.Tensor], bias: torch.Tensor, cues: list[tuple[int, int, int, np.ndarray]]
) -> torch.Tensor:
    rows = torch.tensor([c[0] for c in cues])
    n, size = out["key"].shape[1:]
    pick = torch.zeros(len(cues), n)
    places = np.arange(n, dtype=np.float32)
    away = np.zeros((len(cues), n), np.float32)
    for i, (_, a, b, _t) in enumerate(cues):
        pick[i, a : b + 1] = 1 / (b - a + 1)
        away[i] = np.where(places < a, places - a, np.where(places > b, places - b, 0))
    asked = torch.einsum("cn,cnd->cd", pick, out["query"][rows]).view(len(cues), 5, size)
    scores = torch.einsum("ctd,cnd->cnt", asked, out["key"][rows]) / math.sqrt(size)
    return scores + out["base"][rows] + bias.T[torch.from_numpy(distance_bucket(away))]


def losses(
    model: Model, batch: dict[str, torch.Tensor], items: list[tuple[Encoded, int, int]], rng: random.Random
) -> dict[str, torch.Tensor]:
    out = dict(zip(OUTPUTS, model(batch["ids"], batch["features"], batch["first"]), strict=True))
    found: dict[str, torch.Tensor] = {}

    def ce(scores: torch.Tensor, gold: torch.Tensor) -> torch.Tensor | None:
        return (
            cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=-100) if bool((gold >= 0).any()) else None
        )

    parts = {
        "flat": ce(out["flat"], batch["flat"]),
        "names": ce(out["names"], batch["names"]),
        "morph": ce(out["morph"], batch["morph"]),
        "lemma": ce(out["lemma"], batch["lemma"]),
    }
    cues = cues_in(items, batch["first"].shape[1], rng)
    if cues:
        tags = torch.from_numpy(np.stack([c[3] for c in cues]))
        parts["role"] = cross_entropy(
            role_scores(out, model.bias, cues).flatten(0, 1), tags.flatten(), ignore_index=-100, reduction="sum"
        ) / float((batch["flat"] >= 0).sum())
    known = batch["heads"] >= 0
    if bool(known.any()):
        arcs = out["arcs"].masked_fill(~batch["valid"][:, None, :], -1e4)
        parts["arcs"] = ce(arcs, batch["heads"])
        heads = batch["heads"].clamp(min=0)
        labels = out["labels_dep"] + out["labels_head"].gather(
            1, heads[:, :, None].expand(-1, -1, out["labels_head"].shape[2])
        )
        parts["deprel"] = ce(labels, torch.where(known, batch["deprel"], -100))
        opens = batch["opens"]
        ok = opens >= 0
        parts["sentence"] = torch.nn.functional.binary_cross_entropy_with_logits(out["sentence"][ok], opens[ok].float())
    found.update({k: v for k, v in parts.items() if v is not None})
    return found


WEIGHTS = {
    "flat": 1.0,
    "role": 1.0,
    "names": 0.5,
    "morph": 0.5,
    "lemma": 0.2,
    "arcs": 0.7,
    "deprel": 0.5,
    "sentence": 0.3,
}


@torch.no_grad()
def evaluate(model: Model, dev: list[Encoded], vocabulary: Vocabulary, target: Path | None) -> dict[str, float]:
    model.eval()
    scores = {"arcs": [0, 0], "las": [0, 0], "morph": [0, 0], "lemma": [0, 0], "sentence": [0, 0], "names": [0, 0]}
    lines = []
    for e in dev:
        found = []
        for a, b in e.windows(None):
            batch = batch_of([(e, a, b)], vocabulary)
            out = {
                k: v[0].numpy()
                for k, v in zip(OUTPUTS, model(batch["ids"], batch["features"], batch["first"]), strict=True)
            }
            starts = [p - a for p, _ in e.paragraphs if a <= p < b]
            if e.doc.attributions is not None:
                for w in decode(out["flat"], out["query"], out["key"], out["base"], model.bias.numpy(), starts):
                    found.append(w_json(e.doc, w, a))
            if e.doc.syntax is not None:
                gold = batch["heads"][0].numpy()
                ok = gold >= 0
                heads = out["arcs"].argmax(1)
                rel = (out["labels_dep"] + out["labels_head"][heads]).argmax(1)
                right = heads == gold
                tally(scores["arcs"], right[ok])
                tally(scores["las"], (right & (rel == batch["deprel"][0].numpy()))[ok])
                for k in ("morph", "lemma"):
                    g = batch[k][0].numpy()
                    tally(scores[k], (out[k].argmax(1) == g)[ok])
                g = batch["opens"][0].numpy()
                tally(scores["sentence"], ((out["sentence"] > 0) == (g > 0))[g >= 0])
            elif e.doc.names is not None:
                g = batch["names"][0].numpy()
                tally(scores["names"], (out["names"].argmax(1) == g)[g > 0])
        if e.doc.attributions is not None:
            lines.append(json.dumps({"id": e.doc.extra["id"], "attributions": found}))
    if target:
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    model.train()
    return {k: round(100 * a / b, 2) for k, (a, b) in scores.items() if b}


def tally(counts: list[int], right: np.ndarray) -> None:
    counts[0] += int(right.sum())
    counts[1] += len(right)


def w_json(doc: Document, w: object, a: int) -> dict[str, list[list[int]]]:
    def chars(span: tuple[int, int]) -> list[int]:
        return [doc.words[span[0] + a][0], doc.words[span[1] + a][1]]

    return {
        "cue": [chars(w.cue)],
        "source": [chars(w.source)] if w.source else [],
        "content": [chars(c) for c in w.content],
    }  # type: ignore[attr-defined]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--corpora", type=Path, required=True)
    ask.add_argument("--minilm", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    ask.add_argument("--work", type=Path, default=Path("training/work"))
    ask.add_argument("--epochs", type=float, default=4)
    ask.add_argument("--minutes", type=float, default=0, help="fit the schedule to this time instead of --epochs")
    ask.add_argument("--rate", type=float, default=3e-4)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--start", type=Path, help="go on from these weights (a second schedule)")
    a = ask.parse_args()
    rng = random.Random(a.seed)
    torch.manual_seed(a.seed)
    torch.set_num_threads(2)
    a.work.mkdir(parents=True, exist_ok=True)
    vocabulary = Vocabulary.load(a.minilm / "tokenizer.json")
    names = {t: i for i, t in enumerate(["O", *(f"{x}-{k}" for k in ONTONOTES.split() for x in "BI")])}
    silver = load_silver(a.work / "silver.jsonl")
    dev_ids = set((a.corpora / "gum" / "splits.md").read_text().partition("## dev")[2].partition("## test")[0].split())
    files = sorted((a.corpora / "gum" / "dep").glob("*.conllu"))
    g_train = list(gum([f for f in files if f.stem not in dev_ids]))
    g_dev = list(gum([f for f in files if f.stem in dev_ids]))
    rows = [s for d in g_train for s in d.syntax or [] if s]
    lists = {
        "morph": frequent([s[0] for s in rows], 2),
        "lemma": frequent([s[1] for s in rows], 3),
        "deprel": frequent([s[3] for s in rows], 2),
        "names": list(names),
    }
    tables = {k: {x: i for i, x in enumerate(v)} for k, v in lists.items()}
    (a.work / "labels.json").write_text(json.dumps(lists, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    p_train = [Encoded(d, vocabulary, tables) for d in polnear(a.corpora / "polnear" / "train", silver, names, "train")]
    p_dev = [Encoded(d, vocabulary, tables) for d in polnear(a.corpora / "polnear" / "dev", silver, names, "dev")]
    e_train = [Encoded(d, vocabulary, tables) for d in g_train]
    e_dev = [Encoded(d, vocabulary, tables) for d in g_dev]
    model = Model(COUNT, {k: len(v) for k, v in lists.items()}, 2 * DISTANCES + 1)
    model.encoder.load_official(a.minilm / "model.safetensors")
    if a.start:
        model.load_state_dict(torch.load(a.start))
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.") or "features" in n]
    body = [p for n, p in model.named_parameters() if n.startswith("encoder.") and "features" not in n]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": a.rate}, {"params": heads, "lr": 4 * a.rate}], weight_decay=0.01
    )
    peaks = [a.rate, 4 * a.rate]
    per_epoch = sum(len(e.windows(None)) for e in p_train) // 6
    total = int(a.epochs * per_epoch)
    begun, step = time.time(), 0
    g_queue: list[tuple[Encoded, int, int]] = []
    done = 0.0
    epoch = 0
    while done < 1:
        epoch += 1
        queue = [(e, x, y) for e in p_train for x, y in e.windows(rng)]
        rng.shuffle(queue)
        sums: dict[str, float] = {}
        for at in range(0, len(queue) - 5, 6):
            while len(g_queue) < 3:
                more = [(e, x, y) for e in e_train for x, y in e.windows(rng)]
                rng.shuffle(more)
                g_queue.extend(more)
            items = [*queue[at : at + 6], g_queue.pop(), g_queue.pop(), g_queue.pop()]
            done = (time.time() - begun) / (60 * a.minutes) if a.minutes else step / total
            if done >= 1:
                break
            scale = min(1.0, (step + 1) / 120) * (1 - done)
            for group, peak in zip(optimiser.param_groups, peaks, strict=True):
                group["lr"] = peak * scale
            parts = losses(model, batch_of(items, vocabulary), items, rng)
            loss = sum(WEIGHTS[k] * v for k, v in parts.items())
            optimiser.zero_grad()
            loss.backward()  # type: ignore[union-attr]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            step += 1
            for k, v in parts.items():
                sums[k] = sums.get(k, 0.0) + float(v.detach())
            if step % 20 == 0:
                sys.stdout.write(
                    f"{step} {done:.3f} {time.time() - begun:.0f}s "
                    + " ".join(f"{k} {v / 20:.3f}" for k, v in sums.items())
                    + "\n"
                )
                sys.stdout.flush()
                sums = {}
            if step % 300 == 0:
                torch.save(model.state_dict(), a.work / "model.pt.new")
                (a.work / "model.pt.new").rename(a.work / "model.pt")
        if done >= 1 or epoch % 2 == 0:
            sys.stdout.write(f"epoch {epoch} {evaluate(model, p_dev + e_dev, vocabulary, a.work / 'dev.jsonl')}\n")
            sys.stdout.flush()
        torch.save(model.state_dict(), a.work / "model.pt")


if __name__ == "__main__":
    main()
