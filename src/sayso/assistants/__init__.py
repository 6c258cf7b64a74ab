"""A ledger for assistants, over the Model Context Protocol: answers with exact citations, and nothing that is changed.

Whoever reads these answers is a program that obeys text. What comes from a report therefore stands under ``quoted`` and
nowhere else, with nothing in it that is invisible; all other values are Sayso's own words, ids and numbers.
"""
