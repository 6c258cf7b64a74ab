"""Many records, one ledger: stories, points, origins, echoes, contradictions, changes, and what people decided of them."""

from sayso.ledger.storage import Ledger, LedgerError, open_ledger

__all__ = ["Ledger", "LedgerError", "open_ledger"]
