"""How good a record is, measured against public corpora and beside other systems, and how fast it is made.

A :class:`~sayso.evaluation.yardstick.Yardstick` is one corpus and what is counted on it;
:data:`sayso.evaluation.running.YARDSTICKS` has them all. Nothing is imported here, so that a process that times spaCy
does not also hold Sayso.
"""
