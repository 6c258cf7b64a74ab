"""The mean of two trainings' weights: ``python training/average.py FIRST SECOND OUT --share 0.3``.

The second cycle begins from the first, so both lie in one basin, where a mean generalises better than either
(Izmailov et al. 2018; Wortsman et al. 2022).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    for name in ("first", "second", "out"):
        ask.add_argument(name, type=Path)
    ask.add_argument("--share", type=float, default=0.5, help="of the second")
    a = ask.parse_args()
    first, second = torch.load(a.first), torch.load(a.second)
    mean = {k: v.lerp(second[k], a.share) if v.is_floating_point() else v for k, v in first.items()}
    torch.save(mean, a.out)


if __name__ == "__main__":
    main()
