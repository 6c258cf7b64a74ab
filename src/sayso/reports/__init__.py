"""Bytes → ``Report``: text and HTML, metadata, blocks."""

from sayso.reports.limits import Limits
from sayso.reports.read import read_report
from sayso.reports.sources import Source, collect
from sayso.reports.told import Told, UnreadableReport

__all__ = ["Limits", "Source", "Told", "UnreadableReport", "collect", "read_report"]
