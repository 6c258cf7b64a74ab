"""The engine on Ray Data makes the same shards. Run where the extra ``ray`` is installed, on a small cluster here."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
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


def _started(news: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "sayso.cli", "batch", str(news), "--out", str(out), "--engine", "ray"]
    return subprocess.Popen([*command, "--workers", "2", "--shard-size", "10"], stderr=subprocess.DEVNULL)


def _below(pid: int) -> list[tuple[int, str]]:
    """A process's children and theirs, with their names."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, path.read_text().split()):
            with contextlib.suppress(OSError):
                found.append((child, Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")))
                found += _below(child)
    return found


def _tables(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*.parquet")}


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")
def test_an_actor_or_the_run_that_is_killed_costs_no_rows_and_leaves_no_process(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    news = tmp_path / "news.jsonl"
    texts = (f"The ferry Alma {i} will sail on Monday, harbour master Ilse Brandt said. " * 20 for i in range(150))
    news.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    out, whole = tmp_path / "ray", tmp_path / "processes"

    def slips(count: int) -> None:
        end = time.monotonic() + 120
        while len(list((out / "shards").glob("*.json"))) < count:
            assert time.monotonic() < end
            assert run.poll() is None
            time.sleep(0.05)

    run = _started(news, out)
    slips(1)
    readers = [pid for pid, name in _below(run.pid) if "sayso.archive.worker" in name]
    assert len(readers) == 2
    run.kill()
    run.wait()
    end = time.monotonic() + 60
    while any("sayso.archive.worker" in _name(pid) for pid in readers):
        assert time.monotonic() < end
        time.sleep(0.1)
    done = {path.name: path.stat().st_mtime_ns for path in (out / "reports").iterdir()}
    run = _started(news, out)
    slips(len(done) + 1)
    [actor] = [pid for pid, name in _below(run.pid) if name.startswith("ray::MapWorker")]
    os.kill(actor, signal.SIGKILL)
    assert run.wait() == 0
    assert main(["batch", str(news), "--out", str(whole), "--shard-size", "10"]) == 0
    assert _tables(out) == _tables(whole)
    assert {name: (out / "reports" / name).stat().st_mtime_ns for name in done} == done
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["complete"]
    assert any("the actor that read it was lost" in note["message"] for note in manifest["notes"])


def _name(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""


def test_an_archive_that_is_not_small_is_gone_through_by_tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray")
    from sayso.archive import ray_engine

    monkeypatch.setattr(ray_engine, "_SMALL", 2)
    news = _news(tmp_path / "news.jsonl")
    more = tmp_path / "gone.jsonl"
    more.write_text('{"text": "A quiet day."}\n')
    given = ["--shard-size", "2", "--workers", "1"]
    assert main(["batch", str(news), str(more), *given, "--out", str(tmp_path / "processes")]) == 1
    assert main(["batch", str(news), str(more), *given, "--out", str(tmp_path / "ray"), "--engine", "ray"]) == 1
    assert _tables(tmp_path / "ray") == _tables(tmp_path / "processes")
