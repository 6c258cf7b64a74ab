"""``sayso users`` and its options."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

ROLES = ("reader", "analyst", "admin")
"""The names of :data:`sayso.server.auth.people.ROLES`; here, so that ``--help`` need not load them."""


def add_users(commands: Commands) -> None:
    """Add the command to ``commands``."""
    users = commands.add_parser(
        "users",
        help="who may sign in to sayso serve --auth",
        description="Says who may sign in to `sayso serve LEDGER --auth`, and what they may do. They are kept beside "
        "the ledger (LEDGER.users, or in the PostgreSQL database), with a role in each case: a reader looks, an "
        "analyst decides and adds, an admin also says who may what.",
        allow_abbrev=False,
    )
    users.add_argument(
        "ledger", metavar="LEDGER", help="the ledger beside which they are kept; the first that is served"
    )
    users.add_argument("--people", metavar="WHERE", help="where they are kept instead: a file, or postgresql://…")
    doing = users.add_subparsers(dest="doing", metavar="COMMAND", required=True)
    doing.add_parser("list", help="everyone, with their roles", allow_abbrev=False)
    add = doing.add_parser("add", help="take somebody in; asks for the password twice", allow_abbrev=False)
    role = doing.add_parser("role", help="give somebody a role, or take it away", allow_abbrev=False)
    password = doing.add_parser("password", help="give somebody a new password", allow_abbrev=False)
    remove = doing.add_parser(
        "remove", help="let somebody sign in no more; what they decided stays", allow_abbrev=False
    )
    for one in (add, role, password, remove):
        one.add_argument("name", metavar="NAME", help="as their decisions are signed")
    role.add_argument("role", choices=(*ROLES, "none"))
    add.add_argument("--role", choices=ROLES, help="their role in the ledger's case")
    for one in (add, role):
        where = one.add_mutually_exclusive_group()
        where.add_argument("--case", metavar="CASE", help="the case; default: that of LEDGER, its name without ending")
        where.add_argument("--every-case", action="store_true", help="in every case that is served")
    for one in (add, password):
        one.add_argument(
            "--password-stdin", action="store_true", help="take the password from standard input, one line"
        )
