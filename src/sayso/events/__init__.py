"""Claims → PLOVER events: who did what to whom."""

from sayso.events.find import find_events

__all__ = ["find_events"]
