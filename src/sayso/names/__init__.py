"""Mentions → entities of one report."""

from sayso.names.entities import find_entities

__all__ = ["find_entities"]
