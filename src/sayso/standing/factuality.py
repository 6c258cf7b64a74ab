"""How far an event is said to have happened, −3 to +3: what the model has learnt, corrected by what the words tell.

The model's head reads a word in its sentence but is nearly deaf to negation and to what stands further up ('failed
to', 'without'), which are rare in what it learnt from. The signs of :mod:`sayso.standing.event` are sure of just these.
``factuality.toml`` has, for each scale, a linear regression (least absolute deviations) of annotators' judgements on
the head's two values and those signs; ``scripts/fit_factuality.py`` makes it. Combining a learnt predictor with
linguistic rules in this way is Stanovsky et al.'s (2017, *Integrating Deep Linguistic Features in Factuality
Prediction over Unified Datasets*).

A second network over the encoder's states was tried and left. Cross-validated on UDS-It-Happened's training part, r is
0.860 with this fit and 0.860 with a ridge regression on a word's state; a perceptron on it has 0.864, and one on the
states of its governor and dependents, too, 0.862 (two folds, where the head alone has 0.861). What is missing is the
encoder's: the same one, trained on factuality alone, has 0.83 on the training sentences kept from it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from sayso.language.analysis import Analysis
from sayso.standing.event import EventStanding, standing_at

SCALES = ("news", "web")
"""As readers of news (UW) and of the web (UDS-It-Happened) judge it: the order of ``Analysis.factuality``."""
MOST = 3.0


@dataclass(frozen=True, slots=True)
class Fit:
    """What was fitted: a weight for each term of each scale, and the value from which an event counts as certain."""

    weights: Mapping[str, Mapping[str, float]]
    certain_from: float


@lru_cache(maxsize=1)
def fitted() -> Fit:
    """The fit, read once."""
    raw = tomllib.loads((files("sayso.standing") / "factuality.toml").read_text(encoding="utf-8"))
    return Fit({scale: raw[scale] for scale in SCALES}, raw["certain"]["from"])


def factuality_at(analysis: Analysis, index: int) -> tuple[float, float] | None:
    """How far word ``index``'s event is said to have happened, on both scales; ``None`` where that is not analysed."""
    if not analysis.factuality:
        return None
    head = analysis.factuality[index]
    standing = standing_at(analysis, index)
    news, web = (_sum(fitted().weights[scale], terms(standing, head, which)) for which, scale in enumerate(SCALES))
    return news, web


def _sum(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    value = sum(weights.get(term, 0.0) * amount for term, amount in found.items())
    return max(-MOST, min(MOST, value))


def terms(standing: EventStanding, head: tuple[float, float], which: int) -> dict[str, float]:
    """The regression's terms for scale number ``which``: the head's values, each sign, and their products."""
    own, other = head[which], head[1 - which]
    found = {"constant": 1.0, "head": own, "other head": other}
    for sign in _signs(standing):
        found[sign] = 1.0
        found[f"{sign} x head"] = own
        if sign.startswith("denied"):
            found[f"{sign} x other head"] = other
    return found


def _signs(standing: EventStanding) -> list[str]:
    found = [f"{standing.certainty}"] if standing.certainty != "certain" else []
    found.append(f"time {standing.time}")
    if standing.polarity == "negative":
        found.append("denied here" if standing.own_negation else "denied above")
    return found
