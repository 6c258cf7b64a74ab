"""Exports the trained model: ``python training/export.py --work DIR --minilm DIR`` writes the package's weights (int8 ONNX)."""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import asdict
from pathlib import Path

import torch
from model import OUTPUTS
from onnxruntime.quantization import QuantType, quantize_dynamic
from train import model_of

from sayso.language.attribution import Decoding
from sayso.language.features import COUNT


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--work", type=Path, default=Path("training/work"))
    ask.add_argument("--minilm", type=Path, required=True)
    ask.add_argument("--to", type=Path, default=Path("src/sayso/language/model"))
    a = ask.parse_args()
    labels = json.loads((a.work / "labels.json").read_text(encoding="utf-8"))
    model = model_of("minilm", labels)
    model.load_state_dict(torch.load(a.work / "model.pt"))
    model.eval()
    ids, feats, first = torch.ones(2, 9, dtype=torch.long), torch.zeros(2, 9, COUNT), torch.ones(2, 5, dtype=torch.long)
    axes = {"ids": {0: "b", 1: "p"}, "features": {0: "b", 1: "p"}, "first": {0: "b", 1: "n"}}
    axes |= {name: {0: "b", 1: "n"} for name in OUTPUTS}
    axes["arcs"] = {0: "b", 1: "n", 2: "m"}
    full = a.work / "model.onnx"
    torch.onnx.export(
        model,
        (ids, feats, first),
        str(full),
        input_names=["ids", "features", "first"],
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    a.to.mkdir(parents=True, exist_ok=True)
    quantize_dynamic(
        str(full),
        str(a.to / "model.onnx"),
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
    )
    labels["decoding"] = asdict(Decoding())
    labels["role_bias"] = [[round(float(x), 6) for x in row] for row in model.bias.detach()]
    (a.to / "labels.json").write_text(json.dumps(labels, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.copy(a.minilm / "tokenizer.json", a.to / "tokenizer.json")


if __name__ == "__main__":
    main()
