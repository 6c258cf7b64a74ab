"""The engine on Ray Data makes the same shards. Run where the extra ``ray`` is installed, on a small cluster here."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from sayso.cli import main

pytest.importorskip("pyarrow")


def _news(path: Path) -> Path:
    objects = ({"text": f"Ferry {i} will sail on Monday, harbour master Ilse Brandt said."} for i in range(6))
    path.write_text("".join(json.dumps(one) + "\n" for one in objects) + "no json\n")
    return path


def test_ray_makes_the_same_shards(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("ray")
    news = _news(tmp_path / "news.jsonl")
    for engine in ("processes", "ray"):
        given = ["--engine", engine, "--workers", "2", "--shard-size", "2", "--out", str(tmp_path / engine)]
        assert main(["batch", str(news), *given, "--format", "json"]) == 1
        # Whatever Ray prints, standard output is the summary.
        summary = json.loads(capfd.readouterr().out)
        assert (summary["reports_now"], summary["engine_seconds"] > 0) == (6, engine == "ray")
    mine, rays = (tmp_path / engine for engine in ("processes", "ray"))
    names = sorted(path.relative_to(mine) for path in mine.rglob("*") if path.is_file())
    assert sorted(path.relative_to(rays) for path in rays.rglob("*") if path.is_file()) == names
    assert [(mine / name).read_bytes() for name in names] == [(rays / name).read_bytes() for name in names]


def test_without_ray_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    news = _news(tmp_path / "news.jsonl")
    assert main(["batch", str(news), "--engine", "ray", "--out", str(tmp_path / "out")]) == 2
    assert "pip install 'sayso[ray]'" in capsys.readouterr().err
