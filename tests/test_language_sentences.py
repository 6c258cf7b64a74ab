"""Where sentences begin, and trees with one subject a verb."""

from __future__ import annotations

import pytest

from sayso.language import Analysis, analyse
from sayso.language.trees import one_subject
from sayso.reports import read_report


def analysed(text: str) -> Analysis:
    report, _ = read_report(text.encode())
    return analyse(report)


@pytest.mark.parametrize(
    "text",
    [
        "The spokesman would not confirm that assessment. | “I won’t put a number on hope,” he said.",
        '"There was an error on the website. | I\'m told it was a draft."',
        "He told the channel NE Live on Monday. | “They didn’t work.”",
        "The pit was closed in 2010. | The owner left.",
        "“Why did they go?” Orr asked.",
        "Gen. Arno Pell met Sen. Mira Dahl of the U.S. Senate on Sept. 12.",
    ],
)
def test_sentences_begin_where_a_reader_sees_them(text: str) -> None:
    analysis = analysed(text.replace("| ", ""))
    found = [analysis.text[s.start : s.end] for s in analysis.sentences]
    assert found == [part.strip() for part in text.split("|")]


def test_a_title_before_a_name_is_no_second_subject() -> None:
    heads, relations = [3, 3, 1, 3], ["nsubj", "nsubj", "flat", "root"]  # Minister Ann Lee said
    one_subject(heads, relations, ["NOUN", "PROPN", "PROPN", "VERB"])
    assert (heads, relations) == ([1, 3, 1, 3], ["nmod:desc", "nsubj", "flat", "root"])


def test_third_persons_have_their_lemma() -> None:
    words = {w.text: w for w in analysed("The gate remains open, and the ministry denies it.").words}
    assert (words["remains"].lemma, words["denies"].lemma) == ("remain", "deny")
