"""How firmly a claim stands: certainty, polarity, time, the cue's stance, estimative words, conditions."""

from sayso.standing.event import EventStanding, standing_at
from sayso.standing.factuality import factuality_at
from sayso.standing.reading import standing_of

__all__ = ["EventStanding", "factuality_at", "standing_at", "standing_of"]
