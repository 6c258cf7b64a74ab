"""Sayso: who says what, on whose word, how firmly, about which event, where and when."""

__version__ = "0.1.0"
