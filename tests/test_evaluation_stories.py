"""Stories and events across reports: the metrics by hand, and a small corpus in ECB+'s form."""

from __future__ import annotations

import math
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.evaluation import ecb, stories
from sayso.evaluation.coreference import b_cubed, ceaf_e, muc
from sayso.evaluation.yardstick import Document, record_of

KEY = [frozenset("abc"), frozenset("defg")]
RESPONSE = [frozenset("ab"), frozenset("cde"), frozenset("fgh"), frozenset("i")]


def test_muc_counts_the_links_that_are_there() -> None:
    assert muc(KEY, RESPONSE) == (3, 5)
    assert muc(RESPONSE, KEY) == (3, 5), "h and i are in no entity of the key"
    assert muc(KEY, KEY) == (5, 5)


def test_ceaf_matches_entities_one_to_one() -> None:
    # abc with ab: 4/5; defg with cde or fgh: 4/7.
    assert math.isclose(ceaf_e(KEY, RESPONSE), 4 / 5 + 4 / 7)
    assert ceaf_e(KEY, KEY) == 2


clusterings = st.lists(st.integers(0, 4), min_size=1, max_size=7)


def _clusters(labels: list[int]) -> list[frozenset[int]]:
    return [frozenset(i for i, x in enumerate(labels) if x == label) for label in sorted(set(labels))]


@given(clusterings, st.data())
def test_ceaf_is_the_best_of_all_matches(one: list[int], data: st.DataObject) -> None:
    other = data.draw(st.lists(st.integers(0, 4), min_size=len(one), max_size=len(one)))
    key, response = sorted((_clusters(one), _clusters(other)), key=len)
    best = max(
        sum(2 * len(a & b) / (len(a) + len(b)) for a, b in zip(key, chosen, strict=True))
        for chosen in permutations(response, len(key))
    )
    assert math.isclose(ceaf_e(key, response), best)
    assert b_cubed(key, key)[0] == len(one)


def _file(folder: Path, name: str, sentences: list[str], events: dict[str, str]) -> None:
    """A report in ECB+'s form, whose ``events`` are words → the event that they are."""
    tokens, anchors = [], []
    number = 0
    for s, sentence in enumerate(sentences):
        for word in sentence.split():
            number += 1
            tokens.append(f'<token t_id="{number}" sentence="{s}" number="0">{word}</token>')
            if word in events:
                anchors.append((number, events[word]))
    marks = "".join(
        f'<ACTION_OCCURRENCE m_id="{i}"><token_anchor t_id="{n}"/></ACTION_OCCURRENCE>'
        f'<ACTION_OCCURRENCE m_id="9{i}" RELATED_TO="" TAG_DESCRIPTOR="x" instance_id="{event}"/>'
        for i, (n, event) in enumerate(anchors, 1)
    )
    links = "".join(
        f'<CROSS_DOC_COREF r_id="{i}" note="{event}"><source m_id="{i}"/><target m_id="9{i}"/></CROSS_DOC_COREF>'
        for i, (_, event) in enumerate(anchors, 1)
    )
    (folder / name).write_text(
        f'<Document doc_name="{name}">{"".join(tokens)}<Markables>{marks}</Markables>'
        f"<Relations>{links}</Relations></Document>"
    )


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """Two fires in schools, two reports of each; in topic 30, one report."""
    for topic in ("3", "30"):
        (tmp_path / "ecbplus" / topic).mkdir(parents=True)
    three = tmp_path / "ecbplus" / "3"
    text = "The Kirkegade school in Aldby burned on Monday , chief Nils Holm said ."
    _file(three, "3_1ecb.xml", [text, "The fire spared the Kirkegade hall ."], {"burned": "A", "fire": "A"})
    _file(three, "3_2ecb.xml", [text, "Aldby pupils wept ."], {"burned": "A", "wept": "C"})
    other = "The Havnevej school in Vestrup burned down , chief Rosa Krog said ."
    _file(three, "3_1ecbplus.xml", ["http : / / paper.example / fire", other], {"burned": "B", "fire": "B"})
    _file(three, "3_2ecbplus.xml", ["http : / / paper.example / blaze", other], {"burned": "B"})
    _file(tmp_path / "ecbplus" / "30", "30_1ecb.xml", ["Rain fell on Skarholm ."], {"fell": "D"})
    rows = ["Topic,File,Sentence Number", "3,1ecb,0", "3,2ecb,0", "3,2ecb,1", "3,1ecbplus,0", "3,1ecbplus,1"]
    rows += ["3,2ecbplus,1", "30,1ecb,0"]
    (tmp_path / "ecbplus" / "ECBplus_coreference_sentences.csv").write_text("\n".join(rows))
    return tmp_path


def test_reports_are_read_without_their_addresses_and_with_the_marked_mentions_alone(corpora: Path) -> None:
    one, _, plus, *_ = sorted(ecb.reports(corpora), key=lambda r: (r.subtopic, r.name))
    assert (one.name, one.subtopic, one.topic) == ("3_1ecb", "3 ecb", 3)
    assert (
        one.text
        == "The Kirkegade school in Aldby burned on Monday, chief Nils Holm said.\nThe fire spared the Kirkegade hall."
    )
    [mention] = one.mentions
    assert ([one.text[a:b] for a, b in mention.words], mention.event) == (["burned"], "A")
    assert plus.subtopic == "3 ecbplus"
    assert plus.text.startswith("The Havnevej")


def test_a_half_of_the_topics_is_a_ledger(corpora: Path) -> None:
    first, second = stories.documents(corpora)
    assert (first.id, len(first.gold), second.id, len(second.gold)) == ("topics 1 to 20", 4, "topics 21 to 35", 1)
    records = {one.name: record_of(Document(one.name, one.text, None)) for one in first.gold}
    found = {f.key: f for f in stories.figures(stories.compare(first.gold, records))}
    assert found["reports: B³"].value == 100
    assert found["events: CoNLL"].value == 100
    assert found["one lemma, one event: CoNLL"].of == 5
