"""``Analysis`` → statements with their chains, and silences."""

from sayso.statements.find import find_statements

__all__ = ["find_statements"]
