"""``nlp.add_pipe("sayso")``: the record and its spans on spaCy's documents."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sayso

spacy = pytest.importorskip("spacy", reason="spaCy is not installed: pip install 'sayso[spacy]'")

ROOT = Path(__file__).parent.parent
TEXT = "The mayor, Liv Dahl, said on Tuesday that the bridge was safe. “Nobody,” she added, “should cross it at night.”"


def pipeline(**config: Any) -> Any:
    nlp = spacy.blank("en")
    nlp.add_pipe("sayso", config=config)
    return nlp


@pytest.fixture(scope="module")
def nlp() -> Any:
    return pipeline(published="2024-05-08")


def test_a_document_has_the_record_that_its_text_has(nlp: Any) -> None:
    doc, record = nlp(TEXT), sayso.read(TEXT, published="2024-05-08")
    # A document comes from no bytes.
    assert doc._.sayso == replace(record, report=replace(record.report, sha256=None))
    assert [said.statement for said in doc._.statements] == list(record.statements)
    assert record.statements


def test_spans_are_the_words_of_the_record(nlp: Any) -> None:
    doc = nlp(TEXT)
    for said in doc._.statements:
        assert said.source is None or said.source.text == said.statement.source.text
        assert [span.text for span in said.content] == [span.text for span in said.statement.content]
    cues = doc.spans["sayso_cue"]
    assert [(span.label_, span.id_) for span in cues] == [
        (said.statement.kind, said.statement.id) for said in doc._.statements if said.cue is not None
    ]
    assert {"The mayor, Liv Dahl"} <= {span.text for span in doc.spans["sayso_source"]}
    assert any("the bridge was safe" in span.text for span in doc.spans["sayso_content"])


@pytest.mark.parametrize(("alignment", "words"), [("expand", "said+on"), ("strict", None), ("contract", None)])
def test_alignment_of_a_span_within_a_token(alignment: str, words: str | None) -> None:
    nlp = pipeline(alignment=alignment)
    nlp.tokenizer = lambda text: spacy.tokens.Doc(nlp.vocab, words=["The", "mayor", "said+on", "Tuesday"])
    doc = nlp.make_doc("")
    cue = sayso.record.spans.Span.of(doc.text, doc.text.index("said"), doc.text.index("said") + 4)
    from sayso.exchange.spacy_pipe import _span
    from sayso.record.types import Statement

    found = _span(doc, cue, Statement("s1", "indirect", None, cue, (), ()), alignment)
    assert (found and found.text) == words


def test_documents_can_be_stored_and_sent(nlp: Any) -> None:
    from spacy.tokens import Doc, DocBin

    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.sayso == doc._.sayso
    assert [s.text for s in again.spans["sayso_cue"]] == [s.text for s in doc.spans["sayso_cue"]]
    stored = DocBin(store_user_data=True)
    stored.add(doc)
    [back] = DocBin().from_bytes(stored.to_bytes()).get_docs(nlp.vocab)
    assert back._.sayso == doc._.sayso


@pytest.mark.parametrize("text", ["", " \n ", "\x00"])
def test_a_document_without_text_has_no_record(nlp: Any, text: str) -> None:
    doc = nlp(text)
    assert doc._.sayso is None
    assert doc._.statements == ()
    assert all(not doc.spans[group] for group in ("sayso_source", "sayso_cue", "sayso_content"))


@pytest.mark.parametrize(
    "text", ["<p>Ida Roth said it sank.</p>", "Ida Roth\r\nsaid it\u200b sank.", "It sank \U0001f30a, Ida Roth said."]
)
def test_offsets_count_in_the_documents_text(nlp: Any, text: str) -> None:
    doc = nlp(text)
    assert doc._.sayso.report.text == doc.text == text


def test_other_components_are_left_alone() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Liv Dahl"}])
    nlp.add_pipe("sayso", first=True)
    doc = nlp(TEXT)
    assert [ent.text for ent in doc.ents] == ["Liv Dahl"]
    assert len(list(doc.sents)) == 2


def test_wrong_settings_are_said() -> None:
    with pytest.raises(ValueError, match="no ISO date"):
        pipeline(published="yesterday")
    with pytest.raises(ValueError, match=r"alignment|Config"):
        pipeline(alignment="roughly")


def test_the_examples_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "spacy.md").read_text("utf-8"), re.DOTALL):
        exec(block, names)
    out = capsys.readouterr().out
    assert out.startswith("The mayor, Liv Dahl | said | [")
    assert out.endswith("2023-09-12\n")
