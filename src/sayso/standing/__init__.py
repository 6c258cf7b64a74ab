"""How firmly a claim stands: certainty, polarity, time, the cue's stance, estimative words, conditions."""

from sayso.standing.reading import standing_of

__all__ = ["standing_of"]
