"""What a fuzzer has found is read every time; and hypothesis damages a seed of every kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import NAMES, named, read_one
from seeds import seeds

CORPUS = sorted(path for path in (Path(__file__).parent / "corpus").iterdir() if path.is_file())
SEEDS = list(seeds())


@pytest.mark.parametrize("path", CORPUS, ids=[path.name for path in CORPUS])
def test_what_was_found_is_read(path: Path) -> None:
    read_one(path.read_bytes())


@pytest.mark.parametrize("seed", SEEDS, ids=range(len(SEEDS)))
def test_every_seed_is_read(seed: bytes) -> None:
    read_one(seed)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SEEDS), st.sampled_from(SEEDS), st.integers(0, 2000), st.integers(0, 2000))
def test_two_files_cut_and_put_together(one: bytes, other: bytes, cut: int, begin: int) -> None:
    read_one(one[: cut % len(one) + 1] + other[begin % len(other) :])


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(NAMES), st.binary(max_size=400))
def test_bytes_under_any_name(name: str, data: bytes) -> None:
    read_one(named(name, data))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SEEDS), st.integers(0, 5000), st.integers(1, 40), st.integers(2, 400))
def test_a_part_repeated_many_times(seed: bytes, start: int, length: int, times: int) -> None:
    at = start % len(seed) + 1
    read_one(seed[:at] + seed[at : at + length] * times + seed[at + length :])
