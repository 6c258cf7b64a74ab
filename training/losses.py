"""What is learnt, and how much each part weighs."""

from __future__ import annotations

import math
import random

import numpy as np
import torch
from encoding import IGNORED, Item, cues_in
from model import BFLOAT16, OUTPUTS, Model
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, log_softmax, smooth_l1_loss

from sayso.language.attribution import distance_bucket

WEIGHTS = {
    "flat": 1.0, "role": 1.0, "names": 0.5, "morph": 0.5, "lemma": 0.2, "arcs": 0.7, "deprel": 0.5, "sentence": 0.3,
    "facts": 0.4,
}  # fmt: skip


def role_scores(
    out: dict[str, torch.Tensor], bias: torch.Tensor, cues: list[tuple[int, int, int, np.ndarray]]
) -> torch.Tensor:
    """(cues, words, 5): how much each word belongs to each cue's source or content."""
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


def _of_words(scores: torch.Tensor, gold: torch.Tensor) -> torch.Tensor | None:
    if not bool((gold >= 0).any()):
        return None
    return cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=IGNORED)


def losses(
    model: Model, batch: dict[str, torch.Tensor], items: list[Item], rng: random.Random
) -> dict[str, torch.Tensor]:
    """The loss of each part of which the batch has labels."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=BFLOAT16):
        raw = model(batch["ids"], batch["features"], batch["first"])
    out = {k: v.float() for k, v in zip(OUTPUTS, raw, strict=True)}
    parts = {k: _of_words(out[k], batch[k]) for k in ("names", "morph", "lemma")}
    words = batch["flat"].sum()
    if words > 0:
        parts["flat"] = -(batch["flat"] * log_softmax(out["flat"], -1)).sum() / words
    cues = cues_in(items, batch["first"].shape[1], rng)
    if cues:
        roles = torch.from_numpy(np.stack([c[3] for c in cues]))
        parts["role"] = -(roles * log_softmax(role_scores(out, model.bias, cues), -1)).sum() / words
    known = batch["heads"] >= 0
    if bool(known.any()):
        arcs = out["arcs"].masked_fill(~batch["valid"][:, None, :], -1e4)
        parts["arcs"] = _of_words(arcs, batch["heads"])
        heads = batch["heads"].clamp(min=0)[:, :, None].expand(-1, -1, out["labels_head"].shape[2])
        labels = out["labels_dep"] + out["labels_head"].gather(1, heads)
        parts["deprel"] = _of_words(labels, torch.where(known, batch["deprel"], IGNORED))
        ok = batch["opens"] >= 0
        parts["sentence"] = binary_cross_entropy_with_logits(out["sentence"][ok], batch["opens"][ok].float())
    told = ~torch.isnan(batch["facts"])
    if bool(told.any()):
        parts["facts"] = smooth_l1_loss(out["facts"][told], batch["facts"][told], beta=0.5)
    return {k: v for k, v in parts.items() if v is not None}
