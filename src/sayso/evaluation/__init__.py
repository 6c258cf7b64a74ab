"""How good a record is, measured against public corpora and beside other systems, and how fast it is made.

A :class:`~sayso.evaluation.yardstick.Yardstick` is one corpus and what is counted on it. ``YARDSTICKS`` names them all.
"""

from sayso.evaluation.corpora import MissingCorpusError, corpora_folder
from sayso.evaluation.running import YARDSTICKS, Measured, NotMeasured, evaluate
from sayso.evaluation.yardstick import Figure, Yardstick

__all__ = [
    "YARDSTICKS", "Figure", "Measured", "MissingCorpusError", "NotMeasured", "Yardstick", "corpora_folder", "evaluate",
]  # fmt: skip
