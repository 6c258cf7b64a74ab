"""The network: MiniLM-L6 with word-level heads. Torch is used here only; reading runs the ONNX export."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH, LAYERS, ATTENTION_HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
ROLE_SIZE, ARC_SIZE = 64, 128


class Layer(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS).permute(2, 0, 3, 1, 4)
        mixed = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(b, n, WIDTH)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, features: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.features = nn.Linear(features, WIDTH, bias=False)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, ids: Tensor, features: Tensor) -> Tensor:
        n = ids.shape[1]
        mask = torch.where(ids == 0, -1e4, 0.0)[:, None, None, :]
        x = self.words(ids) + self.positions.weight[:n] + self.kind + self.features(features)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_official(self, path: Path) -> None:
        """Loads all-MiniLM-L6-v2's weights, checked against the official file's SHA-256."""
        if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
            raise SystemExit(f"{path} is not the official all-MiniLM-L6-v2 model.safetensors")
        w = load_file(path)
        w = {k.removeprefix("bert."): v for k, v in w.items()}
        state = {
            "words.weight": w["embeddings.word_embeddings.weight"],
            "positions.weight": w["embeddings.position_embeddings.weight"],
            "kind": w["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": w["embeddings.LayerNorm.weight"],
            "norm.bias": w["embeddings.LayerNorm.bias"],
            "features.weight": self.features.weight.detach(),
        }
        for i in range(LAYERS):
            old, new = f"encoder.layer.{i}.", f"layers.{i}."
            for part in ("weight", "bias"):
                state[f"{new}qkv.{part}"] = torch.cat(
                    [w[f"{old}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                )
                state[f"{new}out.{part}"] = w[f"{old}attention.output.dense.{part}"]
                state[f"{new}norm1.{part}"] = w[f"{old}attention.output.LayerNorm.{part}"]
                state[f"{new}up.{part}"] = w[f"{old}intermediate.dense.{part}"]
                state[f"{new}down.{part}"] = w[f"{old}output.dense.{part}"]
                state[f"{new}norm2.{part}"] = w[f"{old}output.LayerNorm.{part}"]
        self.load_state_dict(state)


OUTPUTS = ("flat", "query", "key", "base", "arcs", "labels_dep", "labels_head", "morph", "lemma", "sentence", "names")


class Model(nn.Module):
    """Encoder and heads. All outputs are of words: the first piece speaks for its word."""

    def __init__(self, features: int, sizes: dict[str, int], buckets: int) -> None:
        super().__init__()
        self.encoder = Encoder(features)
        self.dropout = nn.Dropout(0.15)
        self.flat = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Dropout(0.1), nn.Linear(WIDTH, 7))
        self.query = nn.Linear(WIDTH, 5 * ROLE_SIZE)
        self.key = nn.Linear(WIDTH, ROLE_SIZE)
        self.base = nn.Linear(WIDTH, 5)
        self.bias = nn.Parameter(torch.zeros(5, buckets))
        self.arc_dep = nn.Sequential(nn.Linear(WIDTH, ARC_SIZE), nn.GELU(), nn.Dropout(0.2))
        self.arc_head = nn.Sequential(nn.Linear(WIDTH, ARC_SIZE), nn.GELU(), nn.Dropout(0.2))
        self.arc = nn.Linear(ARC_SIZE, ARC_SIZE)
        self.arc_prior = nn.Linear(ARC_SIZE, 1)
        self.label_dep = nn.Linear(WIDTH, sizes["deprel"])
        self.label_head = nn.Linear(WIDTH, sizes["deprel"])
        self.morph = nn.Linear(WIDTH, sizes["morph"])
        self.lemma = nn.Linear(WIDTH, sizes["lemma"])
        self.sentence = nn.Linear(WIDTH, 1)
        self.names = nn.Linear(WIDTH, sizes["names"])

    def forward(self, ids: Tensor, features: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Pieces (b, p), piece features (b, p, f), first piece of each word (b, n) → outputs in OUTPUTS' order."""
        x = self.encoder(ids, features)
        x = x.gather(1, first[:, :, None].expand(-1, -1, WIDTH))
        x = self.dropout(x)
        head = self.arc_head(x)
        arcs = self.arc(self.arc_dep(x)) @ head.transpose(1, 2) / math.sqrt(ARC_SIZE) + self.arc_prior(head).transpose(
            1, 2
        )
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
        )
