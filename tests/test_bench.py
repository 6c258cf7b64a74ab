"""``sayso bench``: what is measured and how it is told. How fast anything is, is not tested."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.evaluation import spacy_peer, speed
from sayso.evaluation.speed import BenchError, Comparison, Measurement

REPORT = "The bridge is safe, Ann Lee said on Monday."


def one(seconds: float, peak: float | None = 100.0) -> Measurement:
    return Measurement(1000, seconds, 0.5, peak)


@pytest.fixture
def stopwatch(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, int]]:
    """In place of processes: Sayso takes one second and spaCy two. What was asked for, in order."""
    asked: list[tuple[str, int, int]] = []

    def measured(system: str, texts: list[str], threads: int) -> Measurement:
        asked.append((system, threads, sum(len(t.split()) for t in texts)))
        return one(1.0) if system == "sayso" else one(2.0, None)

    monkeypatch.setattr(speed, "measured", measured)
    monkeypatch.setattr(spacy_peer, "installed", lambda: "en_core_web_sm")
    monkeypatch.delenv("SAYSO_CORPORA", raising=False)
    return asked


def test_the_systems_take_turns_over_the_same_words(
    stopwatch: list[tuple[str, int, int]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bridge.txt"
    path.write_text(REPORT)
    assert main(["bench", str(path), "--threads", "1", "2", "--rounds", "2", "--format", "json"]) == 0
    out = json.loads(capsys.readouterr().out)
    assert [s for s, _, _ in stopwatch] == ["sayso", "spacy", "spacy", "sayso"] * 2
    assert [t for _, t, _ in stopwatch] == [1] * 4 + [2] * 4
    # A short report is repeated until there is something to measure.
    assert {words for _, _, words in stopwatch} == {out["words"]}
    assert out["words"] >= 20_000
    assert [(row["threads"], row["ratio"]) for row in out["threads"]] == [(1, 2.0), (2, 2.0)]
    assert (out["threads"][0]["sayso"]["peak_mb"], out["threads"][0]["spacy"]["peak_mb"]) == (100.0, None)


def test_as_text_it_is_a_row_for_each_number_of_threads(
    stopwatch: list[tuple[str, int, int]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", "--threads", "1", "--rounds", "1"]) == 0
    out = capsys.readouterr().out
    assert "the example reports" in out
    assert out.splitlines()[4].split() == ["1", "1,000", "500", "2.00", "100", "–", "0.5", "0.5"]


def test_with_corpora_it_reads_their_reports(tmp_path: Path) -> None:
    folder = tmp_path / "polnear/dev/text"
    folder.mkdir(parents=True)
    for i in range(40):
        (folder / f"{i:02}.txt").write_text(REPORT)
    texts, what = speed.reports(tmp_path)
    assert (len(texts), texts[0]) == (30, REPORT)
    assert "PolNeAR" in what
    with pytest.raises(BenchError, match="no such files"):
        speed.reports(tmp_path / "polnear")


def test_the_ratio_is_the_median_of_the_rounds() -> None:
    compared = Comparison(1, (one(1.0), one(4.0), one(1.0)), (one(2.0), one(2.0), one(8.0)))
    assert compared.ratio == 2.0


def test_every_library_is_told_how_many_threads_it_has() -> None:
    assert speed.environment(2, {"PATH": "/bin", "OMP_NUM_THREADS": "8"}) == {
        "PATH": "/bin", "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2", "MKL_NUM_THREADS": "2",
        "BLIS_NUM_THREADS": "2", "SAYSO_THREADS": "2",
    }  # fmt: skip


def test_without_spacy_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(spacy_peer, "installed", lambda: None)
    path = tmp_path / "bridge.txt"
    path.write_text(REPORT)
    assert main(["bench", str(path)]) == 2
    assert "pip install 'sayso[bench]'" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_named(
    stopwatch: list[tuple[str, int, int]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", str(tmp_path / "nowhere.txt")]) == 2
    assert "nowhere.txt: No such file" in capsys.readouterr().err
    empty = tmp_path / "empty.txt"
    empty.write_text(" \n")
    assert main(["bench", str(empty)]) == 2
    assert "no words" in capsys.readouterr().err
    assert not stopwatch


def test_a_measurement_is_a_process_of_its_own() -> None:
    found = speed.measured("sayso", [REPORT, REPORT], 1)
    assert found.words == 2 * len(REPORT.split())
    assert found.seconds > 0
    assert found.peak_mb is None or found.peak_mb > 10


def test_a_process_that_fails_is_told_with_its_last_words() -> None:
    with pytest.raises(BenchError, match="nobody could not be measured: KeyError: 'nobody'"):
        speed.measured("nobody", [REPORT], 1)
