"""Exports the trained model: ``python training/export.py --work DIR --minilm DIR`` writes the package's weights (int8 ONNX)."""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import model
import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor
from train import model_of

from sayso.language.attribution import Decoding
from sayso.language.features import COUNT


class Attention(torch.autograd.Function):
    """Attention as ONNX Runtime's one operator: windows are read one at a time, so nothing is padded or masked."""

    @staticmethod
    def forward(_: Any, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        return unmasked(q, k, v, torch.zeros(1, 1))

    @staticmethod
    def symbolic(graph: Any, q: Any, k: Any, v: Any) -> Any:
        return graph.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=model.ATTENTION_HEADS)


unmasked = model.attention


def quantized(full: Path, to: Path) -> None:
    """Writes the network of ``full`` with weights of eight bits, embeddings too."""
    quantize_dynamic(
        str(full),
        str(to),
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
    )
    unsigned(to)


def unsigned(at: Path) -> None:
    """The same weights as unsigned bytes, so that all processors come to the same sums.

    Of signed ones, those without VNNI add up two products at a time in 16 bits, which are too few now and then.
    """
    network = onnx.load(at)
    kept = {one.name: one for one in network.graph.initializer}
    names = {name for node in network.graph.node if node.op_type == "MatMulInteger" for name in node.input[1::2]}
    for name in sorted(names & kept.keys()):
        signed = numpy_helper.to_array(kept[name])
        if signed.dtype == np.int8:
            kept[name].CopyFrom(numpy_helper.from_array((signed.astype(np.int16) + 128).astype(np.uint8), name))
    onnx.save(network, at)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    ask.add_argument("--minilm", type=Path, required=True)
    ask.add_argument("--to", type=Path, default=Path(__file__).parents[1] / "src/sayso/language/model")
    a = ask.parse_args()
    labels = json.loads((a.work / "labels.json").read_text(encoding="utf-8"))
    network = model_of("minilm", labels)
    network.load_state_dict(torch.load(a.work / "model.pt"))
    network.eval()
    model.attention = lambda q, k, v, mask: Attention.apply(q, k, v)
    axes = {"ids": {1: "p"}, "features": {1: "p"}, "first": {1: "n"}, **{name: {1: "n"} for name in model.OUTPUTS}}
    axes["arcs"] = {1: "n", 2: "m"}
    full = a.work / "model.onnx"
    torch.onnx.export(
        network,
        (torch.ones(1, 9, dtype=torch.long), torch.zeros(1, 9, COUNT), torch.ones(1, 5, dtype=torch.long)),
        str(full),
        input_names=["ids", "features", "first"],
        output_names=list(model.OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        custom_opsets={"com.microsoft": 1},
        dynamo=False,
    )
    a.to.mkdir(parents=True, exist_ok=True)
    quantized(full, a.to / "model.onnx")
    labels["decoding"] = asdict(Decoding())
    labels["role_bias"] = [[round(float(x), 6) for x in row] for row in network.bias.detach()]
    (a.to / "labels.json").write_text(json.dumps(labels, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.copy(a.minilm / "tokenizer.json", a.to / "tokenizer.json")


if __name__ == "__main__":
    main()
