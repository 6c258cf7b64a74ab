"""Bytes → ``Report``: text and HTML, and what holds them; metadata, blocks."""

from sayso.reports.containers import reports_in
from sayso.reports.items import Address, Held, Item, Unread, Way
from sayso.reports.limits import Limits
from sayso.reports.read import read_report
from sayso.reports.sources import Source, collect, is_address
from sayso.reports.told import Told, UnreadableReport

__all__ = [
    "Address",
    "Held",
    "Item",
    "Limits",
    "Source",
    "Told",
    "Unread",
    "UnreadableReport",
    "Way",
    "collect",
    "is_address",
    "read_report",
    "reports_in",
]
