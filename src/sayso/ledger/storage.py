"""Opening a ledger: a file (SQLite) or a PostgreSQL address, brought to this version's schema."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError

HEAD = "0001"
"""The newest step in ``migrations/versions``."""
BUSY_SECONDS = 60
"""How long a writer waits for another before it gives up."""
RETRIES = 5
_ADDRESS = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://")
_LOCK = 0x5A750
"""The advisory lock that PostgreSQL writers take in turn ('sayso')."""

T = TypeVar("T")


class LedgerError(Exception):
    """The ledger cannot be opened or written; the message says why."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger."""

    engine: sa.Engine
    name: str

    @property
    def sqlite(self) -> bool:
        """Whether it is a SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One consistent view of the ledger.

        Raises:
            LedgerError: the database said no.
        """
        try:
            options = {} if self.sqlite else {"isolation_level": "REPEATABLE READ"}
            with self.engine.connect().execution_options(**options) as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise LedgerError(f"{self.name}: {_first_line(error)}") from error

    def write(self, change: Callable[[sa.Connection], T]) -> T:
        """Run ``change`` in a transaction of its own, alone among writers; tried again when another was in the way.

        All of it is kept or none.

        Raises:
            LedgerError: the database said no, or stayed busy.
        """
        for attempt in range(RETRIES):
            try:
                with self.engine.connect().execution_options(sayso_write=True) as connection, connection.begin():
                    if not self.sqlite:
                        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                    return change(connection)
            except OperationalError as error:
                if attempt == RETRIES - 1 or not _passing(error):
                    raise LedgerError(f"{self.name}: {_first_line(error)}") from error
                time.sleep(0.05 * 2**attempt)
            except DBAPIError as error:
                raise LedgerError(f"{self.name}: {_first_line(error)}") from error
        raise AssertionError("the loop returns or raises")

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def open_ledger(name: str, *, create: bool = False, read_only: bool = False) -> Ledger:
    """The ledger called ``name``: a path, or ``postgresql://…``.

    Args:
        create: make it where there is none; otherwise that is an error.
        read_only: let the database itself refuse every change.

    Raises:
        LedgerError: there is none, it cannot be opened, or a newer Sayso made it.
    """
    address = _ADDRESS.match(name)
    if address:
        ledger = Ledger(_postgresql(name[address.end() :], read_only), re.sub(r"//[^@/]*@", "//", name))
    else:
        if not create and not Path(name).is_file():
            raise LedgerError(f"{name}: there is no such ledger; `sayso add` makes one")
        ledger = Ledger(_sqlite(name, read_only), name)
    try:
        _bring_up(ledger, create=create)
    except BaseException:
        ledger.close()
        raise
    return ledger


def _sqlite(path: str, read_only: bool) -> sa.Engine:
    def connect() -> sqlite3.Connection:
        if read_only:
            where = f"{Path(path).resolve().as_uri()}?mode=ro"
            return sqlite3.connect(where, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        raw = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        # NORMAL: after a power cut the ledger is whole, though the last reports may have to be added again.
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "cache_size = -65536"):
            raw.execute(f"PRAGMA {pragma}")
        return raw

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.pool.QueuePool, pool_size=1)

    # pysqlite's own handling of transactions would start them too late to keep two writers apart.
    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        write = connection.get_execution_options().get("sayso_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _postgresql(rest: str, read_only: bool) -> sa.Engine:
    given = {"options": "-c default_transaction_read_only=on"} if read_only else {}
    try:
        # Writers see what was committed while they waited for their turn; readers ask for one view of it all.
        return sa.create_engine(f"postgresql+psycopg://{rest}", isolation_level="READ COMMITTED", connect_args=given)
    except ModuleNotFoundError as error:
        raise LedgerError("PostgreSQL needs psycopg: pip install 'sayso[postgres]'") from error
    except sa.exc.ArgumentError as error:
        raise LedgerError(str(error)) from error


def _bring_up(ledger: Ledger, *, create: bool) -> None:
    try:
        with ledger.engine.connect() as connection:
            found = _revision(connection)
            others = found is None and bool(sa.inspect(connection).get_table_names())
    except (DBAPIError, sqlite3.Error) as error:
        raise LedgerError(f"{ledger.name}: {_first_line(error)}") from error
    if found == HEAD:
        return
    if found is None and not create:
        raise LedgerError(f"{ledger.name}: this is no ledger; `sayso add` makes one")
    if others and ledger.sqlite:
        raise LedgerError(f"{ledger.name}: this is a database of something else")
    if found is not None and found > HEAD:
        raise LedgerError(f"{ledger.name}: a newer version of sayso made this ledger")
    ledger.write(_migrate)


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    # Another writer may have done it while this one waited for its turn.
    if _revision(connection) == HEAD:
        return
    config = Config()
    config.set_main_option("script_location", "sayso.ledger:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def _passing(error: OperationalError) -> bool:
    """Whether trying again can help: a lock, or a serialization failure or deadlock (SQLSTATE class 40)."""
    state: Any = getattr(error.orig, "sqlstate", None)
    return "locked" in str(error.orig) or "busy" in str(error.orig) or str(state or "").startswith("40")


def _first_line(error: BaseException) -> str:
    said = str(getattr(error, "orig", None) or error)
    return said.strip().split("\n")[0]
