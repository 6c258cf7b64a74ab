"""Place mentions → places on the map, and their part in the report."""

from sayso.places.finder import find_places
from sayso.places.kinds import with_places

__all__ = ["find_places", "with_places"]
