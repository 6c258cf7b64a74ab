"""Ledgers to test on: a SQLite file, and a PostgreSQL server of its own where there is one to start."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sayso.ledger import Ledger, open_ledger


def _programs() -> dict[str, str] | None:
    folders = [
        *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True),
        *os.environ.get("PATH", "").split(":"),
    ]
    found = {name: shutil.which(name, path=":".join(folders)) for name in ("initdb", "pg_ctl", "psql")}
    return {name: path for name, path in found.items() if path} if all(found.values()) else None


def _as_server(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server on loopback: that in SAYSO_TEST_POSTGRES, or one started for the tests."""
    told = os.environ.get("SAYSO_TEST_POSTGRES")
    if told:
        yield told
        return
    pytest.importorskip("psycopg")
    programs = _programs()
    if programs is None or (os.geteuid() == 0 and shutil.which("runuser") is None):
        pytest.skip("there is no PostgreSQL to start; set SAYSO_TEST_POSTGRES to use one that runs")
    # Not below pytest's own folder, which only its owner may enter: the server is another user's where this is root.
    data = Path(tempfile.mkdtemp(prefix="sayso-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(data, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    subprocess.run(
        _as_server([programs["initdb"], "-D", str(data), "-U", "sayso", "-A", "trust", "-N"]),
        check=True,
        capture_output=True,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    start = [programs["pg_ctl"], "-D", str(data), "-o", options, "-w", "-l", str(data / "log"), "start"]
    subprocess.run(_as_server(start), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"postgresql://sayso@127.0.0.1:{port}/postgres"
    finally:
        stop = [programs["pg_ctl"], "-D", str(data), "-m", "immediate", "stop"]
        subprocess.run(_as_server(stop), check=False, capture_output=True)
        shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A ledger's address where there is no ledger yet, in each kind of database."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.db")
        return
    server: str = request.getfixturevalue("postgres")
    name = f"sayso_{os.getpid()}_{abs(hash(request.node.nodeid)) % 10**9}"
    _run(server, f"CREATE DATABASE {name}")
    yield f"{server.rsplit('/', 1)[0]}/{name}"
    _run(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _run(server: str, command: str) -> None:
    """Run an administrator's command, once more if the server was just busy with the last one's."""
    import psycopg

    for attempt in range(5):
        try:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(command)  # type: ignore[call-overload, unused-ignore]
            return
        except psycopg.OperationalError:
            if attempt == 4:
                raise
            time.sleep(0.2 * 2**attempt)


@pytest.fixture
def open_one() -> Iterator[Callable[[str], Ledger]]:
    """Opens ledgers, and closes them when the test is over."""
    opened: list[Ledger] = []

    def one(address: str) -> Ledger:
        opened.append(open_ledger(address, create=True))
        return opened[-1]

    yield one
    for ledger in opened:
        ledger.close()
