"""Many records, one ledger: stories, points, origins, echoes, contradictions, changes, and people's decisions."""

from sayso.ledger.storage import Ledger, LedgerError, open_ledger

__all__ = ["Ledger", "LedgerError", "open_ledger"]
