"""The network: an encoder with word-level heads. Torch is used here only; reading runs the ONNX export.

Two encoders: MiniLM-L6 (6 × 384), which ships, and MPNet (12 × 768), which teaches it and stays behind.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn


@dataclass(frozen=True)
class Shape:
    """An encoder's dimensions, and the official weights it starts from."""

    width: int
    layers: int
    inner: int
    vocabulary: int
    epsilon: float
    padding: int
    first_position: int
    buckets: int
    """Relative positions told apart (MPNet); 0 for none."""
    frozen: int
    """Lowest layers that stay as they are, with the embeddings: time saved on a large teacher."""
    loud: float
    """By how much the last layer's output is made larger: heads learn slowly from values near 0.1."""
    sha256: str


MINILM = Shape(
    384, 6, 1536, 30522, 1e-12, 0, 0, 0, 0, 5.0, "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
)
MPNET = Shape(
    768, 12, 3072, 30527, 1e-5, 1, 2, 32, 4, 8.0, "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
)
SHAPES = {"minilm": MINILM, "mpnet": MPNET}
_PROCESSOR = Path("/proc/cpuinfo")
BFLOAT16 = _PROCESSOR.exists() and "bf16" in _PROCESSOR.read_text(encoding="utf-8")
"""Whether the processor counts in bfloat16; without, that takes sixty times as long as in 32 bits."""
ATTENTION_HEADS, POSITIONS = 12, 514
ROLE_SIZE, ARC_SIZE = 64, 128


def attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    """(b, n, width) each, and what is added to the scores."""
    b, n, width = q.shape
    q, k, v = (t.view(b, n, ATTENTION_HEADS, width // ATTENTION_HEADS).transpose(1, 2) for t in (q, k, v))
    mixed = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
    return mixed.transpose(1, 2).reshape(b, n, width)


class Layer(nn.Module):
    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        width = shape.width
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=shape.epsilon)
        self.up = nn.Linear(width, shape.inner)
        self.down = nn.Linear(shape.inner, width)
        self.norm2 = nn.LayerNorm(width, eps=shape.epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        x = self.norm1(x + self.dropout(self.out(attention(q, k, v, mask))))
        return self.norm2(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))


def relative_bucket(n: int, buckets: int, most: int = 128) -> Tensor:
    """(n, n) buckets of relative positions, as T5 and MPNet count them (both directions)."""
    away = torch.arange(n)[:, None] - torch.arange(n)[None, :]
    half = buckets // 2
    side = (away < 0).long() * half
    away = away.abs()
    exact = half // 2
    far = exact + (torch.log(away.float().clamp(min=1) / exact) / math.log(most / exact) * (half - exact)).long()
    return side + torch.where(away < exact, away, far.clamp(max=half - 1))


class Encoder(nn.Module):
    def __init__(self, shape: Shape, features: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(POSITIONS, shape.width)
        self.kind = nn.Parameter(torch.zeros(shape.width))
        self.features = nn.Linear(features, shape.width, bias=False)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        if shape.buckets:
            self.relative = nn.Embedding(shape.buckets, ATTENTION_HEADS)
            self.relative.weight.requires_grad_(False)

    def forward(self, ids: Tensor, features: Tensor) -> Tensor:
        n, first = ids.shape[1], self.shape.first_position
        mask = torch.where(ids == self.shape.padding, -1e4, 0.0)[:, None, None, :]
        if self.shape.buckets:
            mask = mask + self.relative(relative_bucket(n, self.shape.buckets)).permute(2, 0, 1)[None]
        x = self.words(ids) + self.positions.weight[first : first + n] + self.kind
        if not self.shape.frozen:
            x = self.dropout(self.norm(x + self.features(features)))
        else:
            with torch.no_grad():  # the features come in above what is frozen, or its gradient would be needed
                x = self.norm(x)
                for layer in self.layers[: self.shape.frozen]:
                    x = layer(x, mask)
            x = x + self.features(features)
        for layer in self.layers[self.shape.frozen :]:
            x = layer(x, mask)
        return x

    def freeze(self) -> None:
        """Keeps the embeddings and the lowest layers as they are, where the shape says so."""
        if self.shape.frozen:
            self.kind.requires_grad_(False)
            for part in (self.words, self.positions, self.norm, *self.layers[: self.shape.frozen]):
                part.requires_grad_(False)

    def load_official(self, path: Path) -> None:
        """Loads the official weights, checked against their SHA-256."""
        if hashlib.sha256(path.read_bytes()).hexdigest() != self.shape.sha256:
            raise SystemExit(f"{path} is not the official file")
        w = {k.removeprefix("bert."): v for k, v in load_file(path).items()}
        state = self.state_dict()
        state["words.weight"] = w["embeddings.word_embeddings.weight"]
        state["positions.weight"][: len(w["embeddings.position_embeddings.weight"])] = w[
            "embeddings.position_embeddings.weight"
        ]
        if "embeddings.token_type_embeddings.weight" in w:
            state["kind"] = w["embeddings.token_type_embeddings.weight"][0]
        if self.shape.buckets:
            state["relative.weight"] = w["encoder.relative_attention_bias.weight"]
        mpnet = self.shape.buckets > 0
        attention = [f"attention.attn.{x}" for x in "qkv"] if mpnet else [
            f"attention.self.{x}" for x in ("query", "key", "value")
        ]  # fmt: skip
        for part in ("weight", "bias"):
            state[f"norm.{part}"] = w[f"embeddings.LayerNorm.{part}"]
            for i in range(self.shape.layers):
                old, new = f"encoder.layer.{i}.", f"layers.{i}."
                state[f"{new}qkv.{part}"] = torch.cat([w[f"{old}{name}.{part}"] for name in attention])
                names = {
                    "out": "attention.attn.o" if mpnet else "attention.output.dense",
                    "norm1": "attention.LayerNorm" if mpnet else "attention.output.LayerNorm",
                    "up": "intermediate.dense",
                    "down": "output.dense",
                    "norm2": "output.LayerNorm",
                }
                for ours, theirs in names.items():
                    state[f"{new}{ours}.{part}"] = w[f"{old}{theirs}.{part}"]
        for part in ("weight", "bias"):
            last = f"layers.{self.shape.layers - 1}.norm2.{part}"
            state[last] = state[last] * self.shape.loud
        self.load_state_dict(state)


OUTPUTS = (
    "flat", "query", "key", "base", "arcs", "labels_dep", "labels_head", "morph", "lemma", "sentence", "names", "facts",
)  # fmt: skip


class Model(nn.Module):
    """Encoder and heads. All outputs are of words: the first piece speaks for its word."""

    def __init__(self, shape: Shape, features: int, sizes: dict[str, int], buckets: int) -> None:
        super().__init__()
        width = shape.width
        self.encoder = Encoder(shape, features)
        self.dropout = nn.Dropout(0.15)
        self.flat = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Dropout(0.1), nn.Linear(width, 7))
        self.query = nn.Linear(width, 5 * ROLE_SIZE)
        self.key = nn.Linear(width, ROLE_SIZE)
        self.base = nn.Linear(width, 5)
        self.bias = nn.Parameter(torch.zeros(5, buckets))
        self.arc_dep = nn.Sequential(nn.Linear(width, ARC_SIZE), nn.GELU(), nn.Dropout(0.2))
        self.arc_head = nn.Sequential(nn.Linear(width, ARC_SIZE), nn.GELU(), nn.Dropout(0.2))
        self.arc = nn.Linear(ARC_SIZE, ARC_SIZE)
        self.arc_prior = nn.Linear(ARC_SIZE, 1)
        self.label_dep = nn.Linear(width, sizes["deprel"])
        self.label_head = nn.Linear(width, sizes["deprel"])
        self.morph = nn.Linear(width, sizes["morph"])
        self.lemma = nn.Linear(width, sizes["lemma"])
        self.sentence = nn.Linear(width, 1)
        self.names = nn.Linear(width, sizes["names"])
        self.facts = nn.Sequential(nn.Linear(width, ARC_SIZE), nn.GELU(), nn.Linear(ARC_SIZE, 2))

    def forward(self, ids: Tensor, features: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Pieces (b, p), piece features (b, p, f), first piece of each word (b, n) → outputs in OUTPUTS' order."""
        x = self.encoder(ids, features)
        x = x.gather(1, first[:, :, None].expand(-1, -1, x.shape[2]))
        x = self.dropout(x)
        head = self.arc_head(x)
        arcs = self.arc(self.arc_dep(x)) @ head.transpose(1, 2) / math.sqrt(ARC_SIZE)
        arcs = arcs + self.arc_prior(head).transpose(1, 2)
        return (
            self.flat(x),
            self.query(x),
            self.key(x),
            self.base(x),
            arcs,
            self.label_dep(x),
            self.label_head(x),
            self.morph(x),
            self.lemma(x),
            self.sentence(x)[..., 0],
            self.names(x),
            self.facts(x),
        )
