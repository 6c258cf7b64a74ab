"""``sayso users``: who may sign in, and what they may do."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from sayso.cli.read import OK, UsageError
from sayso.web.harmless import harmless

if TYPE_CHECKING:
    from sayso.server.auth.people import People


def users(arguments: Namespace) -> int:
    """Do what ``arguments`` say; the exit code.

    Raises:
        UsageError: it cannot be done.
    """
    from sayso.cli.export import is_ledger
    from sayso.server.auth.cases import case_name
    from sayso.server.auth.people import EVERY, PeopleError, beside, open_people

    if not is_ledger(arguments.ledger):
        raise UsageError(f"{arguments.ledger}: there is no such ledger; `sayso add` makes one")
    case = EVERY if getattr(arguments, "every_case", False) else getattr(arguments, "case", None)
    case = case or case_name(arguments.ledger)
    try:
        people = open_people(arguments.people or beside(arguments.ledger))
        try:
            _do(people, arguments, case)
        finally:
            people.close()
    except PeopleError as error:
        raise UsageError(str(error)) from error
    return OK


def _do(people: People, arguments: Namespace, case: str) -> None:
    from sayso.server.auth.people import PeopleError

    doing = arguments.doing
    if doing == "list":
        for one in people.everyone():
            roles = ", ".join(f"{'every case' if name == '*' else name}: {role}" for name, role in one.roles.items())
            print(harmless(f"{one.name}\t{roles or 'no role'}"))  # noqa: T201
        return
    if doing == "add":
        try:
            people.named(arguments.name)
        except PeopleError:
            people.add(arguments.name, _password(arguments))
        else:
            raise UsageError(f"there is somebody called {arguments.name!r} already; see `role` and `password`")
        if arguments.role is not None:
            people.give(arguments.name, arguments.role, case)
        said = f"{arguments.name} may sign in" + (f", {arguments.role} in {_said(case)}" if arguments.role else "")
    elif doing == "role":
        people.give(arguments.name, None if arguments.role == "none" else arguments.role, case)
        said = f"{arguments.name}: {'no role' if arguments.role == 'none' else arguments.role} in {_said(case)}"
    elif doing == "password":
        people.set_password(people.named(arguments.name).name, _password(arguments))
        said = f"{arguments.name} has a new password, and is signed out everywhere"
    else:
        people.remove(arguments.name)
        said = f"{arguments.name} may sign in no more"
    print(harmless(f"sayso: {said}"), file=sys.stderr)  # noqa: T201


def _said(case: str) -> str:
    return "every case" if case == "*" else f"case {case}"


def _password(arguments: Namespace) -> str:
    """A new password: typed twice, or one line of standard input."""
    if arguments.password_stdin or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"Password for {arguments.name}: ")
    if getpass.getpass("Once more: ") != first:
        raise UsageError("the two are not the same")
    return first
