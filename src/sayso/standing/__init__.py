"""How firmly a claim stands: certainty, polarity, time, the cue's stance, estimative words, conditions."""

from sayso.standing.event import EventStanding, standing_at
from sayso.standing.factuality import factuality_at
from sayso.standing.reading import standing_of
from sayso.standing.refusal import Refusal, refused

__all__ = ["EventStanding", "Refusal", "factuality_at", "refused", "standing_at", "standing_of"]
