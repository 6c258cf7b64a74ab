"""Dates: find and normalise time expressions (TIMEX3, EDTF, earliest and latest day)."""

from sayso.dates.finder import find_dates

__all__ = ["find_dates"]
