"""The weighted mean of several trainings' weights: ``python training/average.py OUT FIRST=0.25 SECOND=0.25 THIRD=0.5``.

All begin from the same encoder and the same random heads, so that they lie in one basin, where a mean generalises better
than any of them (Izmailov et al. 2018, *Averaging Weights Leads to Wider Optima*; Wortsman et al. 2022, *Model Soups*).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("out", type=Path)
    ask.add_argument("parts", nargs="+", metavar="WEIGHTS=SHARE")
    a = ask.parse_args()
    mean: dict[str, torch.Tensor] = {}
    for part in a.parts:
        path, _, share = part.rpartition("=")
        for name, values in torch.load(path).items():
            if values.is_floating_point():
                mean[name] = mean.get(name, 0) + float(share) * values
            else:
                mean[name] = values
    torch.save(mean, a.out)


if __name__ == "__main__":
    main()
