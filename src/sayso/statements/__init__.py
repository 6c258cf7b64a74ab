"""``Analysis`` → statements with their chains, and silences."""

from sayso.statements.denials import Denials
from sayso.statements.find import find_statements

__all__ = ["Denials", "find_statements"]
