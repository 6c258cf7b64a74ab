"""Out of Sayso and into other tools: one small module a format.

A format is a function from a :class:`~sayso.exchange.case.Case` to text, or to the texts of a folder.
``docs/exchange.md`` says what each cannot hold.
"""

from sayso.exchange.case import Case, Filed, of_ledger, of_records
from sayso.exchange.formats import FORMATS, Format

__all__ = ["FORMATS", "Case", "Filed", "Format", "of_ledger", "of_records"]
