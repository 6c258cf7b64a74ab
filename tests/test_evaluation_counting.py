"""What the yardsticks count: gold of our own against records, by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import FERRY, ferry_record, span_of
from sayso.evaluation import dates, events, gum, meantime, names, places, standing, statements, syntax
from sayso.evaluation.coreference import b_cubed, lea
from sayso.evaluation.running import YARDSTICKS, half_of
from sayso.evaluation.statements import Attribution
from sayso.evaluation.writing import Writer
from sayso.evaluation.yardstick import Document, Figure, Tally, evenly, record_of
from sayso.record.spans import Span
from sayso.record.types import Block, Entity, Event, Party, Place, Record, Report
from sayso.standing import EventStanding


def at(words: str, after: str = "") -> tuple[int, int]:
    start = FERRY.index(words, FERRY.index(after))
    return start, start + len(words)


def figure(found: list[Figure], key: str) -> Figure:
    return next(f for f in found if f.key == key)


# Statements


def test_brat_standoff_becomes_attributions_with_all_their_parts() -> None:
    lines = [
        "T1\tSource 10 17\tAnn Lee",
        "T2\tCue 18 22\tsaid",
        "T3\tContent 0 6;8 12\tTaxes fell",
        "this line is more of a text that runs over several",
        "T4\tAttribution 18 22\tsaid",
        "T5\tContent 30 40\tRates rose",
        "E1\tAttribution:T4 Cue:T2 Source:T1 Content:T3 Content2:T5",
        "A1\tSomethingElse E1",
    ]
    expected = Attribution(((10, 17),), ((18, 22),), ((0, 6), (8, 12), (30, 40)))
    assert statements.attributions(lines) == (expected,)


def gold_of(record: Record) -> tuple[Attribution, ...]:
    def ranges(span: Span | None) -> tuple[tuple[int, int], ...]:
        return ((span.start, span.end),) if span else ()

    return tuple(
        Attribution(ranges(s.source), ranges(s.cue), tuple((c.start, c.end) for c in s.content))
        for s in record.statements
    )


def test_a_record_that_is_the_gold_scores_a_hundred_in_everything(record: Record) -> None:
    found = statements.figures(statements.compare(record, gold_of(record)))
    assert {f.value for f in found if f.of and f.floored} == {100.0}
    assert figure(found, "full match").of == len(record.statements)


def test_half_of_a_content_is_a_match_but_not_exact_and_another_source_is_not_full(record: Record) -> None:
    gold = (
        # Three of the five words of s5's content's second half, its right source.
        Attribution((at("Dock workers"),), (), (at("the pier had allegedly lost two"),)),
        # s1's content with somebody else's word for it; the quotation marks and the stop make no difference.
        Attribution((at("Northwire"),), (), (at("nobody was hurt."),)),
    )
    found = statements.figures(statements.compare(record, gold))
    right = {f.key: round(f.recall * f.of / 100) for f in found[3:6]}
    assert right == {"content match": 2, "full match": 1, "exact content": 1}
    assert figure(found, "content match").precision == pytest.approx(100 * 2 / len(record.statements))


def test_a_content_is_matched_once_and_the_better_one_wins() -> None:
    record = ferry_record()
    gold = (
        Attribution((at("The port authority"),), (), (at("further"),)),
        Attribution((at("The port authority"),), (), (at("further delays"),)),
    )
    tally = statements.compare(record, gold)
    assert (tally["content match.right"], tally["exact content.right"]) == (1, 1)


def test_recall_is_told_by_the_kind_of_the_gold_attribution(record: Record) -> None:
    gold = (
        Attribution((), (at("According to"),), (at("transport minister Jon Aasen said"),)),
        Attribution((), (), (at("“every hull”"),)),
        Attribution((), (), (at("“every hull” would be checked"),)),
        Attribution((), (), (at("nobody was hurt"),)),
    )
    tally = statements.compare(record, gold)
    assert [tally[f"{kind}, content match.gold"] for kind in statements.KINDS] == [1, 1, 1, 1]
    assert tally["indirect, content match.right"] == 1


# Dates


TML = """<?xml version="1.0" ?><TimeML><DCT><TIMEX3 tid="t0" type="TIME" value="1998-03-05T10:2"
functionInDocument="CREATION_TIME">x</TIMEX3></DCT><TEXT>
The ferry <EVENT>sank</EVENT> <TIMEX3 tid="t1" type="DATE" value="1998-03-02">on Monday,</TIMEX3> <!-- aside -->and
the pier was closed for <TIMEX3 tid="t2" type="DURATION" value="P3D">three days</TIMEX3>.<TIMEX3 tid="t3" type="DATE" value=""/>
</TEXT></TimeML>"""


def test_timeml_becomes_text_with_expressions_without_their_edges(tmp_path: Path) -> None:
    path = tmp_path / "ferry.tml"
    path.write_text(TML)
    document = dates.document(path)
    assert document.published == "1998-03-05T10:2"
    assert [(document.text[slice(*t.span)], t.type, t.value) for t in document.gold] == [
        ("on Monday", "DATE", "1998-03-02"),
        ("three days", "DURATION", "P3D"),
    ]


def test_dates_are_counted_by_span_overlap_type_and_value(tmp_path: Path) -> None:
    path = tmp_path / "ferry.tml"
    path.write_text(TML)
    tally = dates.measure(dates.document(path))
    assert tally["strict.gold"] == 2
    # 'Monday' is not 'on Monday'; it is reckoned from the day of a time that ISO 8601 does not have.
    assert [tally[f"{match}.right"] for match in dates.MATCHES] == [1, 2, 2, 2]


# Places


LGL = """<articles><article docid="1"><text><![CDATA[A ferry left Oslo for Kyiv and Vellmar.]]></text><toponyms>
<toponym><start>10</start><end>15</end><phrase>Oslo </phrase><gaztag geonameid="3143244"><lat>59.91</lat><lon>10.75</lon>
<country geonameid="3144096">Norway</country></gaztag></toponym>
<toponym><start>22</start><end>26</end><phrase>Kyiv</phrase><lat>-33.0</lat><lon>151.0</lon></toponym>
<toponym><start>31</start><end>38</end><phrase>Vellmar</phrase></toponym>
</toponyms></article></articles>"""


def test_toponyms_are_found_where_their_offsets_are_a_little_off_and_need_coordinates(tmp_path: Path) -> None:
    (tmp_path / "places").mkdir()
    for name in ("lgl", "TR-News"):
        (tmp_path / "places" / f"{name}.xml").write_text(LGL)
    second, first = places.documents(tmp_path)
    assert (first.gold.corpus, second.gold.corpus) == ("LGL", "TR-News")
    assert [first.text[slice(*t.span)] for t in first.gold.toponyms] == ["Oslo", "Kyiv"]
    assert [t.country for t in first.gold.toponyms] == ["NO", None]
    tally = places.measure(first)
    found = places.figures(tally)
    assert figure(found, "LGL: within 161 km").value == 50  # Kyiv is not in Australia
    assert figure(found, "LGL: country right").value == 100
    assert figure(found, "TR-News: within 161 km").of == 0


def test_kilometres() -> None:
    assert places.kilometres(59.91, 10.75, 59.33, 18.06) == pytest.approx(415, abs=5)  # Oslo to Stockholm
    assert places.kilometres(10, 20, 10, 20) == 0


# GUM


CONLLU = """\
# newdoc id = GUM_news_ferry
# newpar
# text = Ann Lee didn't sail.
1\tAnn\tAnn\tPROPN\tNNP\t_\t5\tnsubj\t_\tEntity=(1-person-new-s-cf1-1,2-coref-Ann_Lee
2\tLee\tLee\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)
3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdid\tdo\tAUX\tVBD\t_\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
5\tsail\tsail\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5.1\tx\tx\tX\tX\t_\t_\t_\t_\t_
6\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# newpar
# newpar_block = p (1 s)
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\tEntity=(2-object-new-s-cf1-2-coref
2\tferry\tferry\tNOUN\tNN\t_\t3\tnsubj:pass\t_\tEntity=2)(3-place-new-s-cf1-1-sgl)
3\tsank\tsink\tVERB\tVBD\t_\t0\troot\t_\t_
"""


@pytest.fixture
def ferry_gum(tmp_path: Path) -> Document[gum.GumGold]:
    path = tmp_path / "GUM_news_ferry.conllu"
    path.write_text(CONLLU)
    return gum.document(path)


def test_conllu_becomes_running_text_with_trees_and_mentions(ferry_gum: Document[gum.GumGold]) -> None:
    text, gold = ferry_gum.text, ferry_gum.gold
    assert text == "Ann Lee didn't sail.\nThe ferry sank"
    words = [text[slice(*w.span)] for w in gold.words]
    assert words == ["Ann", "Lee", "did", "n't", "sail", ".", "The", "ferry", "sank"]
    assert [words[w.head] for w in gold.words] == [
        "sail",
        "Ann",
        "sail",
        "sail",
        "sail",
        "sail",
        "ferry",
        "sank",
        "sank",
    ]
    assert [(words[s[0]], words[s[-1]]) for s in gold.sentences] == [("Ann", "."), ("The", "sank")]
    assert gold.mentions == (
        gum.GumMention(range(0, 2), (0, 1), "person"),
        gum.GumMention(range(6, 8), (7,), "object"),
        gum.GumMention(range(7, 8), (7,), "place"),
    )


def test_trees_are_right_by_their_characters(ferry_gum: Document[gum.GumGold]) -> None:
    gold = ferry_gum.gold
    found = [syntax.Found(w.span, w.upos, gold.words[w.head].span, w.relation) for w in gold.words]
    sentences = [(0, 20), (21, 35)]
    assert {f.value for f in syntax.figures(syntax.compare(gold, found, sentences, trees=True))} == {100.0}
    # One word divided otherwise costs it and the words that hang on it.
    other = [f for f in found if f.span != gold.words[4].span]
    worse = syntax.figures(syntax.compare(gold, other, [(0, 35)], trees=True))
    assert figure(worse, "words").recall == pytest.approx(100 * 8 / 9)
    assert figure(worse, "sentences").value == 0
    # Where trees are of another scheme they are not counted at all.
    assert [f.key for f in syntax.figures(syntax.compare(gold, found, sentences, trees=False))] == [
        "words", "UPOS", "sentences",
    ]  # fmt: skip


def test_a_document_is_analysed_and_counted(ferry_gum: Document[gum.GumGold]) -> None:
    assert syntax.measure(ferry_gum)["words.right"] >= 7


# Names


def test_names_are_found_by_their_heads_one_to_one() -> None:
    wanted = [((0, 7), "person"), ((20, 24), "place")]
    found = [((4, 7), "person"), ((0, 3), "person"), ((18, 30), "organisation")]
    tally = names.on_names(wanted, found, "GUM")
    first, kinds = names.figures(tally)[:2]
    assert (first.recall, first.precision) == (100.0, pytest.approx(200 / 3))
    assert kinds.recall == 50


def test_coreference_metrics_on_the_textbook_example() -> None:
    key = [frozenset("abc"), frozenset("defg")]
    response = [frozenset("ab"), frozenset("cd"), frozenset("fghi")]
    right, whole = b_cubed(key, response)
    assert right / whole == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 / 4 + 2 / 4 + 2 / 4) / 7)
    right, whole = lea(key, response)  # Moosavi and Strube's own example: recall 0.2381, precision 0.2083
    assert right / whole == pytest.approx((3 * 1 / 3 + 4 * 1 / 6) / 7)
    right, whole = lea(response, key)
    assert right / whole == pytest.approx((2 * 1 / 1 + 2 * 0 / 1 + 4 * 1 / 6) / 8)


MEANTIME = """<Document><token sentence="0" t_id="1">Vellmar</token><token sentence="0" t_id="2">sinks</token>
<token sentence="1" t_id="3">March</token><token sentence="1" t_id="4">4</token>
<token sentence="2" t_id="5">Vellmar</token><token sentence="2" t_id="6">,</token><token sentence="2" t_id="7">a</token>
<token sentence="2" t_id="8">"</token><token sentence="2" t_id="9">ferry</token><token sentence="2" t_id="10">"</token>
<token sentence="2" t_id="11">,</token><token sentence="2" t_id="12">may</token><token sentence="2" t_id="13">rise</token>
<token sentence="2" t_id="14">.</token><token sentence="8" t_id="15">Later</token>
<Markables><ENTITY_MENTION m_id="1" syntactic_type="NAM"><token_anchor t_id="1"/></ENTITY_MENTION>
<ENTITY_MENTION m_id="2" syntactic_type="PRE.NAM"><token_anchor t_id="5"/></ENTITY_MENTION>
<ENTITY_MENTION m_id="3" syntactic_type=""><token_anchor t_id="9"/></ENTITY_MENTION>
<ENTITY m_id="9" ent_type="PRO"/>
<EVENT_MENTION m_id="4" certainty="POSSIBLE" polarity="POS" time="FUTURE"><token_anchor t_id="13"/></EVENT_MENTION>
<TIMEX3 m_id="5" functionInDocument="CREATION_TIME" value="2013-03-04"/></Markables>
<Relations><REFERS_TO><source m_id="1"/><source m_id="2"/><source m_id="3"/><target m_id="9"/></REFERS_TO></Relations>
</Document>"""


def test_meantime_becomes_running_text_with_names_entities_and_events(tmp_path: Path) -> None:
    path = tmp_path / "ferry.xml"
    path.write_text(MEANTIME)
    document = meantime.document(path)
    assert document.text == 'Vellmar sinks\nMarch 4\nVellmar, a "ferry", may rise. Later'
    assert document.published == "2013-03-04"
    assert [(document.text[slice(*m.span)], m.entity, m.type) for m in document.gold.mentions] == [
        ("Vellmar", "9", "PRO"),
        ("Vellmar", "9", "PRO"),
    ]
    assert document.text[: document.gold.annotated].endswith("rise.")
    joined = names.on_meantime(document.gold, [[(0, 7), (22, 29)]])
    apart = names.on_meantime(document.gold, [[(0, 7)], [(22, 29)]])
    assert figure(names.figures(joined), "MEANTIME: LEA").value == 100
    assert figure(names.figures(apart), "MEANTIME: LEA").value == 0
    assert figure(names.figures(apart), "MEANTIME: B³").recall == 50


# Standing


def test_certainty_polarity_and_time_are_counted_by_class() -> None:
    gold = meantime.Gold(
        (),
        (
            meantime.EventMention(at("hurt"), "CERTAIN", "NEG", "NON_FUTURE"),
            meantime.EventMention(at("checked"), "CERTAIN", "POS", "FUTURE"),
            meantime.EventMention(at("lost"), "PROBABLE", "POS", "NON_FUTURE"),
            meantime.EventMention(at("resume"), "CERTAIN", "UNDERSPECIFIED", "FUTURE"),
        ),
        len(FERRY),
    )
    told = [
        EventStanding("certain", "negative", "past", True),
        EventStanding("certain", "positive", "scheduled", False),
        EventStanding("certain", "positive", "unspecified", False),
        None,
    ]
    found = standing.figures(standing.on_meantime(gold, told))
    assert figure(found, "MEANTIME certainty: certain").recall == pytest.approx(200 / 3)
    assert figure(found, "MEANTIME certainty: probable").value == 0
    assert figure(found, "MEANTIME polarity: negative").value == 100
    assert figure(found, "MEANTIME polarity: macro-F1").value == 100
    assert figure(found, "MEANTIME time: future").recall == 50
    assert figure(found, "MEANTIME time: not future").value == 100


def test_scales_are_scored_where_the_analysis_has_numbers_and_skipped_visibly_where_not() -> None:
    gold = standing.Targets("UW", ((0, 3.0), (10, -3.0), (20, 0.0)))
    found = standing.figures(standing.on_scale(gold, {0: 3.0, 10: -3.0}))
    assert [(f.key, f.value) for f in found] == [("UW: mean absolute error", 0.0), ("UW: r", 1.0)]
    skipped = standing.on_scale(gold, None)
    assert not standing.figures(skipped)
    assert standing.missing(skipped)[0].startswith("UW is not measured")


def test_sentences_with_targets_are_read_together(tmp_path: Path) -> None:
    row = {"text": "It did n't sink .", "targets": [{"span1": [3, 4], "label": -3}, {"span1": [99, 100], "label": 1}]}
    for name in standing.SCALES.values():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(f"{json.dumps(row)}\n" * 9)
    folder = tmp_path / "meantime/intra-doc_annotation/corpus_x"
    folder.mkdir(parents=True)
    (folder / "a.xml").write_text(MEANTIME)
    documents = standing.documents(tmp_path)
    assert [d.id for d in documents] == ["UW 0", "UW 8", "UDS 0", "UDS 8", "a"]
    first = documents[0]
    assert first.text.startswith("It didn't sink.\nIt didn't")
    assert [first.text[s : s + 4] for s, _ in first.gold.values] == ["sink"] * 8


# Events


PLOVER = [
    {"id": "0", "event": "DOCUMENT", "text": "about"},
    {
        "id": "1", "event": "DEMAND", "text": "Norway urged Finland to withdraw its troops.",
        "textInfo": {"markup": "(SRC: Norway) (EVT: urged) (TAR: Finland) to withdraw its troops."},
        "source": [{"code": "NOR"}], "target": [{"code": "FIN"}, {"code": "IGO"}],
    },
    {"id": "2", "event": "AGREE", "text": "They agreed.", "textInfo": "They (EVT: agreed}.", "source": "", "target": "x"},
]  # fmt: skip


def test_gold_records_have_2024s_names_and_countries(tmp_path: Path) -> None:
    (tmp_path / "plover").mkdir()
    (tmp_path / "plover" / "PLOVER_GSR_CAMEO.txt").write_text(json.dumps(PLOVER))
    first, second = events.documents(tmp_path)
    phrases = ((0, 6),), ((13, 20),)
    assert first.gold == events.Gold("REQUEST", ((7, 12),), frozenset({"NO"}), frozenset({"FI"}), phrases)
    assert second.gold == events.Gold("AGREE", (), frozenset(), frozenset())


def test_an_event_is_right_by_type_and_better_at_its_trigger() -> None:
    text = "Norway urged Finland to withdraw its troops."
    urged, withdraw = span_of(text, "urged"), span_of(text, "withdraw")
    norway, finland = span_of(text, "Norway"), span_of(text, "Finland")
    parties = (
        Party("actor", norway, "Norway", "n1", "NO", "named"),
        Party("recipient", finland, "Finland", "n2", "FI", "domestic", ("GOV",)),
    )
    record = Record(
        Report("r", None, text, (Block(0, len(text), "paragraph"),)),
        events=(
            Event("v1", "RETREAT", None, (), withdraw, ("n2",), (), None, None, "c1"),
            Event("v2", "REQUEST", None, (), urged, ("n1",), ("n2",), None, None, "c1", parties),
        ),
        entities=(
            Entity("n1", "Norway", "country", (norway,), {"iso": "NO"}),
            Entity("n2", "Finland", "place", (finland,)),
        ),
        places=(Place("p1", finland, "n2", "Finland", "country", "FI", None, 64.0, 26.0, "mention"),),
    )
    phrases, sectors = (((0, 6),), ((13, 20),)), (frozenset[str](), frozenset({"GOV", "MIL"}))
    gold = events.Gold("REQUEST", ((7, 12),), frozenset({"NO"}), frozenset({"FI", "SE"}), phrases, sectors)
    found = {f.key: f.value for f in events.figures(events.compare(gold, record))}
    assert (found["type"], found["type at the trigger"], found["type of the first event"]) == (100, 100, 0)
    assert (found["quad class"], found["any event at the trigger"]) == (100, 100)
    assert (found["actor countries"], found["recipient countries"]) == (100, 50)
    assert (found["actor countries as named"], found["recipient countries as named"]) == (100, 0)
    assert (found["actor phrase"], found["recipient phrase"], found["sectors"]) == (100, 100, 50)
    elsewhere = events.Gold("RETREAT", ((7, 12),), frozenset(), frozenset())
    found = {f.key: f.value for f in events.figures(events.compare(elsewhere, record))}
    assert (found["type"], found["type at the trigger"]) == (100, 0)


def test_every_type_that_is_coded_has_a_quad_class_of_its_own() -> None:
    kinds = [kind for group in events.QUADS.values() for kind in group]
    assert len(kinds) == len(set(kinds)) == 16


# What they share


def test_running_text_from_words() -> None:
    writer = Writer()
    for word in ["``", "I", "do", "n't", "know", ",", "''", "she", "said", "(", "twice", ")", "."]:
        writer.write(word)
    writer.break_line()
    writer.write("Then")
    assert writer.text == "“I don't know,” she said (twice).\nThen"


def test_samples_and_halves_are_always_the_same_documents() -> None:
    documents = [Document(str(i), "", None) for i in range(10)]
    assert [d.id for d in evenly(documents, 3)] == ["0", "3", "6"]
    assert evenly(documents, 99) == documents
    development, held_out = half_of(documents, "development"), half_of(documents, "held-out")
    assert sorted(d.id for d in development + held_out) == [d.id for d in documents]
    assert not {d.id for d in development} & {d.id for d in held_out}


def test_counts_of_documents_add_up() -> None:
    whole = Tally({"a": 1})
    whole.include(Tally({"a": 2, "b": 0.5}))
    assert (whole["a"], whole["b"], whole["c"]) == (3, 0.5, 0)


def test_a_text_that_is_read_otherwise_than_the_corpus_has_it_is_an_error() -> None:
    with pytest.raises(ValueError, match="d1: the report's text differs"):
        record_of(Document("d1", "\ufeffThe ferry sank.", None))


def test_each_yardstick_has_what_the_command_needs() -> None:
    for name, yardstick in YARDSTICKS.items():
        assert yardstick.name == name
        assert yardstick.about.endswith(".")
        assert yardstick.figures(Tally()) is not None
