"""What dates are reckoned from: the report's day, dates before them in the text, the dateline, the tense around them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dates_reports import analysed
from sayso.dates import find_dates
from sayso.language.analysis import Analysis
from sayso.reading import read_bytes
from sayso.record.types import Block


def values(analysis: Analysis) -> list[tuple[str, str, str | None]]:
    return [(d.span.text, d.value, d.anchor) for d in find_dates(analysis)[0]]


def codes(analysis: Analysis) -> list[str]:
    return [n.code for n in find_dates(analysis)[1]]


def test_a_narrative_goes_on_from_the_date_before() -> None:
    text = (
        "The ship left on March 3, 2021. The next day it sank. A week later divers came. That year two more were lost."
    )
    assert values(analysed(text, None)) == [
        ("March 3, 2021", "2021-03-03", None),
        ("The next day", "2021-03-04", "d1"),
        ("A week later", "2021-W10", "d2"),
        ("That year", "2021", "d3"),
    ]


def test_a_narrative_without_a_date_before_stays_open() -> None:
    analysis = analysed("The next day it sank. Three days later divers came.")
    assert values(analysis) == [("The next day", "XXXX-XX-XX", None), ("Three days later", "P3D", None)]
    assert codes(analysis) == ["unresolved-date"]


def test_a_date_long_before_is_no_anchor() -> None:
    text = "The ship left on March 3, 2021. " + "Nothing more was heard of it. " * 12 + "The next day it sank."
    assert values(analysed(text))[-1] == ("The next day", "XXXX-XX-XX", None)


def test_a_time_belongs_to_the_day_named_in_its_sentence() -> None:
    assert values(analysed("On March 3, 2021, the gates opened for good; at 5 p.m. they shut."))[1] == (
        "5 p.m.",
        "2021-03-03T17:00",
        "d1",
    )


def test_the_second_day_of_a_list_is_a_date_too() -> None:
    assert values(analysed("They met on May 3 and 4 in Bonn.")) == [
        ("May 3", "2023-05-03", "published"),
        ("4", "2023-05-04", "d1"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained from May to July.", ["2023-05", "2023-07"]),
        ("It rained from May to July 2020.", ["2020-05", "2020-07"]),
        ("It rained from May 2020 to July.", ["2020-05", "2020-07"]),
        ("It rained from Dec. 28 to Jan. 3, 2020.", ["2019-12-28", "2020-01-03"]),
        ("It rained from 28 December 2019 until January 3.", ["2019-12-28", "2020-01-03"]),
        ("He was mayor from 1995 to 1998.", ["1995", "1998"]),
        ("The firm shrank between 1995 and 1998.", ["1995", "1998"]),
        ("They sing on Monday and Tuesday nights.", ["XXXX-WXX-1TNI", "XXXX-WXX-2TNI"]),
        ("Sales fell in the year to March.", ["P1Y", "2023-03"]),
    ],
)
def test_two_full_dates_with_words_between_are_two(text: str, expected: list[str]) -> None:
    assert [v for _, v, _ in values(analysed(text))] == expected


@pytest.mark.parametrize(
    ("text", "value", "anchor"),
    [
        ("In February sales rose. They had fallen in the same month last year.", "2022-02", "d1"),
        ("In February sales rose from the same period a year ago.", "2022-02", "d1"),
        ("In the first quarter sales rose from the same period a year earlier.", "2022-Q1", "d1"),
        ("Sales rose from the same period last year.", "2022", "published"),
        ("Sales rose from the same month in 2019.", "2019-09", "published"),
        ("The bell tolled on May 3. It was cast on the same day in 1910.", "1910-05-03", "d1"),
    ],
)
def test_the_same_part_of_another_year(text: str, value: str, anchor: str) -> None:
    assert values(analysed(text))[-1][1:] == (value, anchor)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met two Fridays ago.", "2023-09-01"),
        ("They met on the Friday before last.", "2023-09-01"),
        ("They will meet a week from Friday.", "2023-09-22"),
        ("They met in the last quarter of 2012.", "2012-Q4"),
        ("They met in the summer of '69.", "1969-SU"),
        ("She was of the class of '99.", "1999"),
    ],
)
def test_days_and_years_told_in_passing(text: str, value: str) -> None:
    assert [v for _, v, _ in values(analysed(text))] == [value]


def test_a_week_of_a_month_has_seven_days_and_no_year_of_its_own() -> None:
    week = find_dates(analysed("They met in the first week of May."))[0][0]
    assert (week.value, week.edtf) == ("2023-W18", "2023-05-01~/2023-05-07")
    assert values(analysed("They met in the first week of May.", None)) == [("the first week of May", "XXXX-WXX", None)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The pearls will be shown on Friday and Saturday.", ["2023-09-15", "2023-09-16"]),
        ("The fair was open Monday through Wednesday.", ["2023-09-11", "2023-09-13"]),
        ("They sang on Friday, Saturday and Sunday.", ["2023-09-08", "2023-09-09", "2023-09-10"]),
    ],
)
def test_weekdays_of_a_list_go_on_from_the_first(text: str, days: list[str]) -> None:
    assert [v for _, v, _ in values(analysed(text))] == days


def test_a_second_decade_goes_on_from_the_first() -> None:
    assert [v for _, v, _ in values(analysed("The songs of the 70s and 80s are back."))] == ["197", "198"]
    assert values(analysed("She sang well into her 70s and 80s.")) == []


def test_the_years_of_two_dates_stay_open_together() -> None:
    assert [v for _, v, _ in values(analysed("It rained from May to July.", None))] == ["XXXX-05", "XXXX-07"]


def test_a_year_is_not_borrowed_from_elsewhere_in_the_sentence() -> None:
    analysis = analysed("The law of 1994 came into force on May 3.", None)
    assert values(analysis) == [("1994", "1994", None), ("May 3", "XXXX-05-03", None)]
    assert codes(analysis) == ["unknown-year"]


def test_an_unknown_year_is_noted_once_at_the_first_date_without_one() -> None:
    analysis = analysed("In July it rained. On May 3 it snowed.", None)
    notes = find_dates(analysis)[1]
    assert [(n.code, n.span and n.span.text) for n in notes] == [("unknown-year", "July")]
    assert all(d.earliest is None and d.latest is None for d in find_dates(analysis)[0])


def test_an_ambiguous_date_is_read_month_first_and_noted() -> None:
    analysis = analysed("It was signed on 9/12/2022.")
    assert values(analysis) == [("9/12/2022", "2022-09-12", None)]
    assert codes(analysis) == ["ambiguous-date"]


@pytest.mark.parametrize("published", ["2023-09-12", "2023-09-12T23:30:00+02:00", "2023-09-12T10:00Z"])
def test_the_report_may_be_dated_to_the_minute(published: str) -> None:
    assert values(analysed("It rained yesterday.", published)) == [("yesterday", "2023-09-11", "published")]


def test_a_report_dated_otherwise_is_noted() -> None:
    analysis = analysed("It rained yesterday.", "12 Sept")
    assert values(analysis) == [("yesterday", "XXXX-XX-XX", None)]
    assert codes(analysis) == ["unreadable-published", "unresolved-date"]


TEXT = "BONN, May 3, 2021 (Newswire)\n\nThe minister resigned on Monday."
BLOCKS = (Block(0, 28, "dateline"), Block(30, len(TEXT), "paragraph"))


def test_a_full_date_in_the_dateline_stands_in_for_the_reports() -> None:
    analysis = analysed(TEXT, None, BLOCKS)
    assert values(analysis) == [("May 3, 2021", "2021-05-03", None), ("Monday", "2021-05-03", "d1")]
    assert codes(analysis) == ["dateline-anchor"]


def test_the_reports_own_date_goes_before_the_datelines() -> None:
    assert values(analysed(TEXT, "2021-05-05", BLOCKS))[1] == ("Monday", "2021-05-03", "published")


def test_a_dateline_within_the_first_paragraph_stands_in_too() -> None:
    text = "BONN, May 3, 2021 (Newswire) - The minister resigned on Monday."
    analysis = analysed(text, None, dateline="BONN, May 3, 2021 (Newswire)")
    assert values(analysis) == [("May 3, 2021", "2021-05-03", None), ("Monday", "2021-05-03", "d1")]


def test_a_dateline_without_a_year_stands_in_for_nothing() -> None:
    text = "BONN, May 3 (Newswire)\n\nThe minister resigned on Monday."
    analysis = analysed(text, None, (Block(0, 22, "dateline"), Block(24, len(text), "paragraph")))
    assert values(analysis) == [("May 3", "XXXX-05-03", None), ("Monday", "XXXX-WXX-1", None)]
    assert codes(analysis) == ["unknown-year", "unresolved-date"]


def test_only_prose_and_the_dateline_carry_dates() -> None:
    text = "Photo taken on May 3, 2021\n\nIt rained on May 4, 2021."
    blocks = (Block(0, 26, "photo credit"), Block(28, len(text), "paragraph"))
    assert [t for t, _, _ in values(analysed(text, None, blocks))] == ["May 4, 2021"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The team plans to leave on Friday.", "2023-09-15"),
        ("The team left on Friday.", "2023-09-08"),
        ("The deadline was extended until Friday.", "2023-09-15"),
        ("Friday's ruling will be appealed.", "2023-09-08"),
        ("The ferry was to sail as early as Friday, he said.", "2023-09-15"),
        ("The vote is expected in November.", "2023-11"),
        ("The vote was held in November.", "2022-11"),
        ("The hearing was postponed to Friday.", "2023-09-15"),
        ("They moved the match to Sunday.", "2023-09-17"),
    ],
)
def test_tense_tells_on_which_side_a_date_lies(text: str, value: str) -> None:
    assert [v for _, v, _ in values(analysed(text))] == [value]


def test_tense_is_told_from_syntax_where_there_is_some() -> None:
    # By its form 'put' may be past or present; the tree tells that 'will' belongs to it.
    bare = analysed("The firm, which failed, on Friday will put it right.")
    tags = {
        "will": ("AUX", "VerbForm=Fin", 8, "aux"),
        "put": ("VERB", "VerbForm=Inf", 8, "root"),
        "Friday": ("PROPN", "", 8, "obl"),
    }
    words = [replace(w, upos="NOUN", head=8) for w in bare.words]
    for i, word in enumerate(words):
        if word.text in tags:
            upos, feats, head, relation = tags[word.text]
            words[i] = replace(
                word, upos=upos, feats=feats, head=head + 1 if word.text != "put" else i, deprel=relation
            )
    put = next(w.index for w in words if w.text == "put")
    words = [replace(w, head=put) for w in words]
    assert [v for _, v, _ in values(replace(bare, words=tuple(words)))] == ["2023-09-15"]


def parsed(text: str, **tags: tuple[str, str, int, str]) -> Analysis:
    """``text`` with upos, features, head and relation for some of its words; all others hang below word 0."""
    bare = analysed(text)
    words = [replace(w, upos="NOUN", head=0) for w in bare.words]
    for i, word in enumerate(words):
        if word.text in tags:
            upos, feats, head, relation = tags[word.text]
            words[i] = replace(word, upos=upos, feats=feats, head=head, deprel=relation)
    return replace(bare, words=tuple(words))


FINITE = "Mood=Ind|Tense={}|VerbForm=Fin"


def test_the_present_tense_beside_a_date_tells_of_the_calendar() -> None:
    analysis = parsed(
        "Ministers meet Monday in Riga.",
        meet=("VERB", FINITE.format("Pres"), 1, "root"), Monday=("PROPN", "", 1, "obl"),
    )  # fmt: skip
    assert [v for _, v, _ in values(analysis)] == ["2023-09-18"]


def test_a_past_auxiliary_is_believed_over_its_features() -> None:
    analysis = parsed(
        "Ministers were home Monday.",
        were=("AUX", FINITE.format("Pres"), 2, "cop"), home=("NOUN", "", 2, "root"), Monday=("PROPN", "", 2, "obl"),
    )  # fmt: skip
    assert [v for _, v, _ in values(analysis)] == ["2023-09-11"]


def test_what_had_happened_by_a_day_lies_in_the_past() -> None:
    analysis = parsed(
        "Most had replied by Friday.",
        had=("AUX", FINITE.format("Past"), 2, "aux"), replied=("VERB", "Tense=Past|VerbForm=Part", 2, "root"),
        Friday=("PROPN", "", 2, "obl"),
    )  # fmt: skip
    assert [v for _, v, _ in values(analysis)] == ["2023-09-08"]


def test_a_past_plan_is_for_a_day_ahead() -> None:
    analysis = parsed(
        "Unions planned a march on Saturday.",
        planned=("VERB", FINITE.format("Past"), 1, "root"), Saturday=("PROPN", "", 1, "obl"),
    )  # fmt: skip
    planned = replace(analysis.words[1], lemma="plan")
    words = (analysis.words[0], planned, *analysis.words[2:])
    assert [v for _, v, _ in values(replace(analysis, words=words))] == ["2023-09-16"]


def test_what_was_to_be_lies_ahead() -> None:
    analysis = parsed(
        "Pearls were to be shown on Friday.",
        were=("AUX", FINITE.format("Past"), 4, "aux"), to=("PART", "", 4, "mark"), be=("AUX", "VerbForm=Inf", 4, "aux"),
        shown=("VERB", "Tense=Past|VerbForm=Part", 4, "root"), Friday=("PROPN", "", 4, "obl"),
    )  # fmt: skip
    assert [v for _, v, _ in values(analysis)] == ["2023-09-15"]


def test_the_occasion_of_what_will_happen_lies_ahead() -> None:
    assert [v for _, v, _ in values(analysed("Polls will open during Friday's vote."))] == ["2023-09-15"]


def test_the_verb_of_speech_does_not_date_what_is_said_before_it() -> None:
    analysis = parsed(
        "It will open in December, he said.",
        will=("AUX", "VerbForm=Fin", 2, "aux"), open=("VERB", "VerbForm=Inf", 7, "ccomp"),
        said=("VERB", FINITE.format("Past"), 7, "root"), December=("PROPN", "", 7, "obl"),
    )  # fmt: skip
    said = replace(analysis.words[7], lemma="say")
    words = (*analysis.words[:7], said, *analysis.words[8:])
    assert [v for _, v, _ in values(replace(analysis, words=words))] == ["2023-12"]


def test_a_narrative_does_not_run_ahead_of_the_report() -> None:
    text = "The show closed this year. It came back three years later, to much applause."
    assert values(analysed(text)) == [("this year", "2023", "published"), ("three years later", "P3Y", None)]


@pytest.mark.parametrize(
    "text", ["At that hour the shops were closed.", "In the same minute it rang.", "That weekend it rained."]
)
def test_an_hour_that_is_not_told_stops_nothing(text: str) -> None:
    assert read_bytes(text.encode()).claims
