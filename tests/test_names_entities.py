"""Mentions of one report to its entities."""

from __future__ import annotations

from sayso.reading import read_bytes


def test_a_surname_is_the_persons_whatever_it_looks_like() -> None:
    record = read_bytes(
        b"President Gustavo Petro spoke in Cali on Monday. In May, Petro had promised that a ceasefire would hold."
    )
    named = {m.text: e.name for e in record.entities for m in e.mentions}
    assert named["Petro"] == "Gustavo Petro"


def test_an_article_is_nobody() -> None:
    record = read_bytes(b"The defence ministry neither confirmed nor denied this. The company said nothing.")
    assert all(e.name.lower() != "the" for e in record.entities)
