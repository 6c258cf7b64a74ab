"""Places: mentions of places → gazetteer entries and the part each place plays."""

from sayso.places.finder import find_places

__all__ = ["find_places"]
