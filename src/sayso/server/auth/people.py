"""The people who may sign in: their passwords' hashes, their role in each case, and their sessions.

They are kept in a SQLite file of their own beside a ledger, or in tables of their own in its PostgreSQL database.
Passwords are hashed with Argon2id through argon2-cffi (RFC 9106's second recommendation, the library's default). A
session is a random token, of which only the hash is kept, so that it can be ended at once (OWASP's Session Management
Cheat Sheet).
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ROLES = ("reader", "analyst", "admin")
"""What somebody may do in a case, each all that the one before may: look; decide and add; say who may."""
EVERY = "*"
"""The case that stands for every one."""
FEWEST = 12
"""Characters of a password at least (OWASP ASVS 5 asks for 8, and advises 15)."""
LONGEST = 1_000
_POSTGRES = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://")
_HASHED_AT_ONCE = 2
"""Each hash takes 64 MiB."""

_metadata = sa.MetaData()
_people = sa.Table(
    "sayso_people", _metadata,
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("folded", sa.Text, nullable=False, unique=True),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("removed", sa.Integer),
)  # fmt: skip
_roles = sa.Table(
    "sayso_roles", _metadata,
    sa.Column("person", sa.Integer, sa.ForeignKey("sayso_people.n"), primary_key=True),
    sa.Column("place", sa.Text, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
)  # fmt: skip
_sessions = sa.Table(
    "sayso_sessions", _metadata,
    sa.Column("token", sa.Text, primary_key=True),
    sa.Column("person", sa.Integer, sa.ForeignKey("sayso_people.n"), nullable=False, index=True),
    sa.Column("begun", sa.Integer, nullable=False),
    sa.Column("seen", sa.Integer, nullable=False),
)  # fmt: skip


class PeopleError(Exception):
    """Something cannot be done with people; the message says why."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in."""

    n: int
    name: str
    roles: Mapping[str, str]
    """Case → role; :data:`EVERY` for all of them."""

    def role_in(self, case: str) -> str | None:
        """The role in a case: the higher of that in it and that in every case."""
        held = [role for role in (self.roles.get(case), self.roles.get(EVERY)) if role in ROLES]
        return max(held, key=ROLES.index) if held else None

    def may(self, role: str, case: str) -> bool:
        """Whether the role in ``case`` is at least ``role``."""
        held = self.role_in(case)
        return held is not None and ROLES.index(held) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class People:
    """Where people are kept."""

    engine: sa.Engine
    idle_seconds: int = 12 * 3600
    longest_seconds: int = 7 * 24 * 3600
    clock: Callable[[], float] = time.time
    hashing: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_HASHED_AT_ONCE))

    def add(self, name: str, password: str) -> Person:
        """Take somebody in, as yet without a role.

        Raises:
            PeopleError: the name is taken, or was; the password is too short.
        """
        shown = _name(name)
        _check_new(password, shown)
        hashed = self._hash(password)
        with self._writing() as connection:
            there = connection.execute(sa.select(_people).where(_people.c.folded == _folded(shown))).first()
            if there is not None:
                was = "There was somebody" if there.removed else "There is somebody"
                raise PeopleError(f"{was} of that name already; decisions are signed with it, so choose another.")
            connection.execute(_people.insert().values(name=shown, folded=_folded(shown), password=hashed))
        return self.named(shown)

    def named(self, name: str) -> Person:
        """Somebody by name.

        Raises:
            PeopleError: there is nobody of that name.
        """
        with self._reading() as connection:
            query = sa.select(_people).where(_people.c.folded == _folded(name), _people.c.removed.is_(None))
            row = connection.execute(query).first()
            if row is None:
                raise PeopleError(f"There is nobody called {name!r}.")
            return _person(connection, row)

    def everyone(self) -> list[Person]:
        """All who may sign in, by name."""
        with self._reading() as connection:
            query = sa.select(_people).where(_people.c.removed.is_(None)).order_by(_people.c.folded)
            return [_person(connection, row) for row in connection.execute(query).all()]

    def give(self, name: str, role: str | None, case: str) -> None:
        """Give somebody a role in a case, or take it away.

        Raises:
            PeopleError: there is no such person or role.
        """
        if role is not None and role not in ROLES:
            raise PeopleError(f"{role} is no role; {', '.join(ROLES)} are.")
        person = self.named(name)
        with self._writing() as connection:
            connection.execute(_roles.delete().where(_roles.c.person == person.n, _roles.c.place == case))
            if role is not None:
                connection.execute(_roles.insert().values(person=person.n, place=case, role=role))

    def remove(self, name: str) -> None:
        """Let somebody sign in no more, and end their sessions; the name stays taken.

        Raises:
            PeopleError: there is nobody of that name.
        """
        person = self.named(name)
        with self._writing() as connection:
            for table in (_roles, _sessions):
                connection.execute(table.delete().where(table.c.person == person.n))
            gone = _people.update().where(_people.c.n == person.n)
            connection.execute(gone.values(password="", removed=int(self.clock())))

    def set_password(self, name: str, password: str) -> None:
        """Give somebody a new password, and end their sessions.

        Raises:
            PeopleError: there is nobody of that name, or the password is too short.
        """
        person = self.named(name)
        _check_new(password, person.name)
        hashed = self._hash(password)
        with self._writing() as connection:
            connection.execute(_people.update().where(_people.c.n == person.n).values(password=hashed))
            connection.execute(_sessions.delete().where(_sessions.c.person == person.n))

    def checked(self, name: str, password: str) -> Person | None:
        """Whose name and password these are. It takes as long whether or not there is such a name."""
        with self._reading() as connection:
            query = sa.select(_people).where(_people.c.folded == _folded(name), _people.c.removed.is_(None))
            row = connection.execute(query).first()
            person = None if row is None else _person(connection, row)
        if not self._verified(row.password if row is not None else None, password[:LONGEST]) or person is None:
            return None
        return person

    def begin(self, person: Person) -> str:
        """Begin a session; its token."""
        token, now = secrets.token_urlsafe(32), int(self.clock())
        with self._writing() as connection:
            late = (_sessions.c.seen < now - self.idle_seconds) | (_sessions.c.begun < now - self.longest_seconds)
            connection.execute(_sessions.delete().where(late))
            connection.execute(_sessions.insert().values(token=_kept(token), person=person.n, begun=now, seen=now))
        return token

    def whose(self, token: str) -> Person | None:
        """Whose session it is, unless it has ended."""
        now = int(self.clock())
        with self._reading() as connection:
            query = (
                sa.select(_people, _sessions.c.begun, _sessions.c.seen)
                .join(_sessions, _sessions.c.person == _people.c.n)
                .where(_sessions.c.token == _kept(token), _people.c.removed.is_(None))
            )
            row = connection.execute(query).first()
            if row is None or row.seen < now - self.idle_seconds or row.begun < now - self.longest_seconds:
                return None
            person = _person(connection, row)
        if row.seen < now - 60:
            with self._writing() as connection:
                connection.execute(_sessions.update().where(_sessions.c.token == _kept(token)).values(seen=now))
        return person

    def end(self, token: str) -> None:
        """End a session."""
        with self._writing() as connection:
            connection.execute(_sessions.delete().where(_sessions.c.token == _kept(token)))

    def end_all(self, name: str) -> None:
        """End all sessions of somebody.

        Raises:
            PeopleError: there is nobody of that name.
        """
        person = self.named(name)
        with self._writing() as connection:
            connection.execute(_sessions.delete().where(_sessions.c.person == person.n))

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _hash(self, password: str) -> str:
        with self.hashing:
            return _hasher().hash(password)

    def _verified(self, hashed: str | None, password: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        with self.hashing:
            try:
                _hasher().verify(hashed or _nobody(), password)
            except (VerificationError, InvalidHashError):
                return False
        return hashed is not None

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with _said(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with _said(), self.engine.begin() as connection:
            yield connection


def open_people(where: str) -> People:
    """The people kept at ``where``: a path, or ``postgresql://…``; made where there are none yet.

    Raises:
        PeopleError: it cannot be opened.
    """
    try:
        import argon2  # noqa: F401
    except ModuleNotFoundError as error:
        raise PeopleError("Sign-in needs argon2-cffi: pip install 'sayso[auth]'") from error
    address = _POSTGRES.match(where)
    if address:
        try:
            engine = sa.create_engine(f"postgresql+psycopg://{where[address.end() :]}", pool_pre_ping=True)
        except ModuleNotFoundError as error:
            raise PeopleError("PostgreSQL needs psycopg: pip install 'sayso[postgres]'") from error
        except sa.exc.ArgumentError as error:
            raise PeopleError(str(error)) from error
    else:
        try:
            # Nobody else on this machine is to read the hashes.
            os.close(os.open(where, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise PeopleError(f"{where}: {error.strerror}") from error
        engine = sa.create_engine(
            sa.URL.create("sqlite", database=str(Path(where).resolve())), connect_args={"timeout": 30}
        )
    with _said(), engine.begin() as connection:
        _metadata.create_all(connection)
    return People(engine)


def beside(ledger: str) -> str:
    """Where the people of a ledger are kept, unless somebody says otherwise."""
    return ledger if _POSTGRES.match(ledger) else f"{ledger}.users"


def new_password() -> str:
    """A password of 80 bits that can be read out."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise PeopleError("Somebody else has just changed that; look again.") from error
    except DBAPIError as error:
        said = str(error.orig or error).strip().split("\n")[0]
        raise PeopleError(f"the users' database said: {said}") from error


def _person(connection: sa.Connection, row: sa.Row[tuple[object, ...]]) -> Person:
    query = sa.select(_roles.c.place, _roles.c.role).where(_roles.c.person == row.n).order_by(_roles.c.place)
    return Person(row.n, row.name, {row[0]: row[1] for row in connection.execute(query)})


def _name(name: str) -> str:
    shown = " ".join(unicodedata.normalize("NFC", name).split())
    if not shown or len(shown) > 100 or not shown.isprintable():
        raise PeopleError("A name has 1 to 100 letters, digits, signs and spaces.")
    return shown


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("\x00", "").split())


def _check_new(password: str, name: str) -> None:
    if not FEWEST <= len(password) <= LONGEST:
        raise PeopleError(f"A password has {FEWEST} to {LONGEST:,} characters.")
    if name.casefold() in password.casefold() or len(set(password)) < 5:
        raise PeopleError("That password is too easy to guess.")


def _kept(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


_hash_of_nobody: list[str] = []


def _nobody() -> str:
    """A hash that no password has, for names that are not there."""
    if not _hash_of_nobody:
        _hash_of_nobody.append(_hasher().hash(secrets.token_urlsafe(32)))
    return _hash_of_nobody[0]
