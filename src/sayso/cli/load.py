"""``sayso load``: an archive's shards into a ledger."""

from __future__ import annotations

from argparse import Namespace


def load(arguments: Namespace) -> int:
    """Load; the exit code."""
    raise NotImplementedError
