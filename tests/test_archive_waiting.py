"""Readers that wait for a master: each is one's alone, what dies is read again, and none outlives its starter."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from sayso.archive.inputs import File, Unit
from sayso.archive.jobs import HELD, MOST, Gone, Job, jobs, reports_file
from sayso.archive.orders import PART, Order, orders, reports_of
from sayso.archive.reader import Reader
from sayso.archive.waiting import Called, Waiting, call, waiting

pytest.importorskip("pyarrow")
if not Path("/proc/self").is_dir():
    pytest.skip("needs /proc", allow_module_level=True)

QUIET = """
import os, signal, sys, types
sys.modules["sayso.reading"] = types.SimpleNamespace(read=None, read_bytes=len)
from sayso.archive import worker
from sayso.record.types import Record

def read(report, notes):
    if "POISON" in report.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return Record(report, (), (), (), (), (), (), (), notes)

worker.read = read
worker.main()
"""
"""Readers that are real but for the model."""


def _command(tmp_path: Path) -> tuple[str, ...]:
    script = tmp_path / "quiet.py"
    script.write_text(QUIET)
    return (sys.executable, str(script))


def _unit(tmp_path: Path, *texts: str) -> Unit:
    path = tmp_path / "news.jsonl"
    path.write_text("".join(f'{{"text": "{text}"}}\n' for text in texts))
    return Unit(1, (File(str(path), path.stat().st_size, 1),))


def _ordered(tmp_path: Path, *texts: str) -> tuple[Order, Path]:
    [order] = orders(_unit(tmp_path, *texts), 100, {}, lambda _: False, lambda name: (tmp_path / name).open("wb"))
    return order, tmp_path / order.file


def _alive(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_each_reader_that_waits_is_one_masters_and_reads_as_any_other(tmp_path: Path) -> None:
    command = _command(tmp_path)
    order, file = _ordered(tmp_path, "A quiet day.", "A quiet night.")
    with waiting(2, {}, command) as some:
        masters = [Reader({}, 20.0, command, some) for _ in range(3)]
        for master in masters:
            master.start()
        kinds = [type(master._process) for master in masters]
        parts = [master.read(order, file, tmp_path / f"{i}.rows") for i, master in enumerate(masters)]
        for master in masters:
            master.stop()
    assert kinds == [Called, Called, subprocess.Popen]
    assert parts[0] == parts[1] == parts[2]
    assert len({(tmp_path / f"{i}.rows").read_bytes() for i in range(3)}) == 1
    assert not any(_alive(one.pid) for one in some)
    assert not Path(some[0].path).parent.exists()


def test_what_kills_a_reader_that_waited_is_left_out_too(tmp_path: Path) -> None:
    command = _command(tmp_path)
    order, file = _ordered(tmp_path, "A quiet day.", "POISON in the well.", "A quiet night.")
    with waiting(1, {}, command) as some:
        master = Reader({}, 20.0, command, some)
        part = master.read(order, file, tmp_path / "rows")
        master.stop()
    assert part.rows["reports"] == 2
    assert [one.name.rpartition(" > ")[2] for one in part.remarks] == ["line 2"]
    assert "died of it 2 times (signal SIGKILL)" in part.remarks[0].message
    assert "its part of the shard was read again" in part.notes[0].message


def test_a_reader_that_dies_before_it_is_called_costs_a_new_one(tmp_path: Path) -> None:
    command = _command(tmp_path)
    order, file = _ordered(tmp_path, "A quiet day.")
    with waiting(1, {}, command) as some:
        os.kill(some[0].pid, signal.SIGKILL)
        _until(lambda: not _alive(some[0].pid))
        master = Reader({}, 20.0, command, some)
        part = master.read(order, file, tmp_path / "rows")
        master.stop()
    assert part.rows["reports"] == 1
    assert call((Waiting(str(tmp_path / "elsewhere"), 1),)) is None


@pytest.mark.parametrize("called", [False, True])
def test_a_reader_ends_with_its_starter_and_with_its_master(tmp_path: Path, called: bool) -> None:
    script = tmp_path / "starter.py"
    script.write_text(f"""
import os
from sayso.archive.waiting import waiting
with waiting(1, {{}}, {_command(tmp_path)!r}) as [one]:
    print(one.path, one.pid, flush=True)
    input()
    os._exit(1)
""")
    with subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as starter:  # fmt: skip
        assert starter.stdout is not None
        assert starter.stdin is not None
        path, pid = starter.stdout.readline().split()
        line = call((Waiting(path, int(pid)),)) if called else None
        starter.stdin.write("\n")
        starter.stdin.close()
        starter.wait()
    if line is not None:
        line.stdin.write(b"no order\n")
        line.wait()
        line.stdin.close()
        line.stdout.close()
    _until(lambda: not _alive(int(pid)))


@pytest.mark.parametrize("seconds", [0.5, 2.0])
def test_what_a_terminal_interrupts_ends_with_one_word(tmp_path: Path, seconds: float) -> None:
    # So many that no machine has read them when the signal comes.
    _unit(tmp_path, *("The ferry sailed, harbour master Ilse Brandt said." for _ in range(20_000)))
    command = [sys.executable, "-m", "sayso.cli", "batch", str(tmp_path / "news.jsonl"), "--out", str(tmp_path / "out")]
    with subprocess.Popen([*command, "--workers", "2"], stderr=subprocess.PIPE, start_new_session=True) as run:
        assert run.stderr is not None
        # It has the terminal's signals in its hands once it has begun.
        _until((tmp_path / "out" / "manifest.json").exists)
        time.sleep(seconds)
        os.killpg(run.pid, signal.SIGINT)
        assert run.stderr.read() == b"sayso: interrupted\n"
    assert run.returncode == 130


def _until(done: object, seconds: float = 30.0) -> None:
    assert callable(done)
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


# Jobs.


def _numbers(some: Sequence[Job]) -> list[list[int]]:
    return [[order.part for order in job.orders] for job in some]


def test_jobs_have_all_orders_once_and_grow_small_towards_the_end(tmp_path: Path) -> None:
    unit = _unit(tmp_path, *(f"Day {i} was quiet." for i in range(40 * PART)))
    found = [job for job in jobs(unit, 1000, {}, lambda _: False) if isinstance(job, Job)]
    assert [number for some in _numbers(found) for number in some] == list(range(1, 41))
    sizes = [len(job.orders) for job in found]
    assert sizes[: (40 - HELD) // MOST] == [MOST] * ((40 - HELD) // MOST)
    assert sizes[-4:] == [1, 1, 1, 1]
    assert sum(job.count for job in found) == 40 * PART
    with _reports(found[0].reports[0], tmp_path) as file:
        assert len(list(reports_of(file))) == PART
    here = [job for job in jobs(unit, 1000, {}, lambda _: False, tmp_path) if isinstance(job, Job)]
    assert _numbers(here) == _numbers(found)
    assert here[0].reports[0] == str(reports_file(tmp_path, here[0].orders[0].file))
    assert Path(str(here[0].reports[0])).read_bytes() == found[0].reports[0]


@contextmanager
def _reports(data: bytes | str, tmp_path: Path):  # type: ignore[no-untyped-def]
    assert isinstance(data, bytes)
    path = tmp_path / "some"
    path.write_bytes(data)
    with path.open("rb") as file:
        yield file


def test_what_was_whole_before_a_file_was_gone_is_read(tmp_path: Path) -> None:
    unit = _unit(tmp_path, *("A quiet day." for _ in range(2 * PART)))
    more = Unit(1, (*unit.files, File(str(tmp_path / "gone.jsonl"), 0, 0)))
    found = list(jobs(more, PART, {}, lambda _: False))
    assert [type(one) for one in found] == [Job, Gone]
    assert isinstance(found[-1], Gone)
    assert found[-1].name == "input 1"
    assert "gone.jsonl: No such file" in found[-1].why
