"""Who did what to whom: PLOVER events from small hand-parsed reports."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.events import find_events
from sayso.events.lexicon import lexicon
from sayso.language import Analysis, Sentence, Word
from sayso.record.spans import Span
from sayso.record.types import Block, Claim, Date, Entity, Event, Place, Report, Standing

TYPES = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip


def analysis_of(*tables: str) -> Analysis:
    """An analysis from tables, a sentence each: a word a line, ``form lemma UPOS head relation [feats]``; heads from 1."""
    text = ""
    words: list[Word] = []
    sentences: list[Sentence] = []
    for number, table in enumerate(tables):
        first, begin = len(words), len(text)
        for i, line in enumerate(table.strip().splitlines()):
            form, lemma, upos, head, deprel, *feats = line.split()
            start = len(text)
            text += form + " "
            up = first + int(head) - 1 if int(head) else first + i
            feature = feats[0] if feats else ""
            words.append(Word(first + i, start, start + len(form), form, lemma, upos, feature, up, deprel, number))
        sentences.append(Sentence(number, begin, len(text) - 1, first, len(words) - 1, 0))
    report = Report("r", None, text, (Block(0, len(text), "paragraph"),))
    return Analysis(report, tuple(words), tuple(sentences), ())


def at(analysis: Analysis, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = analysis.text.index(words, start + 1)
    return Span.of(analysis.text, start, start + len(words))


def named(analysis: Analysis, **names: str) -> tuple[Entity, ...]:
    """Entities by id; a name's words stand for their first mention. An id that starts with ``p`` is a person's."""
    return tuple(
        Entity(i, words, "person" if i.startswith("p") else "country", (at(analysis, words),))
        for i, words in names.items()
    )


def read(
    analysis: Analysis, entities: tuple[Entity, ...] = (), places: tuple[Place, ...] = (), dates: tuple[Date, ...] = ()
) -> tuple[Event, ...]:
    claims = tuple(
        Claim(f"c{s.index + 1}", (Span.of(analysis.text, s.start, s.end),), None, Standing())
        for s in analysis.sentences
    )
    return find_events(analysis, claims, entities, places, dates)


def told(event: Event) -> tuple[str, str | None, str, tuple[str, ...], tuple[str, ...]]:
    return event.type, event.mode, event.trigger.text, event.actors, event.recipients


def day(analysis: Analysis, words: str, name: str = "d1") -> Date:
    return Date(name, at(analysis, words), "DATE", "XXXX-WXX-1", None, None, None, None)


def spot(analysis: Analysis, words: str, name: str = "l1") -> Place:
    return Place(name, at(analysis, words), None, words, None, None, None, None, None, "event")


ARREST = """
Police police NOUN 3 nsubj:pass
were be AUX 3 aux:pass
arrested arrest VERB 0 root VerbForm=Part|Tense=Past
by by ADP 6 case
Vellish vellish ADJ 6 amod
troops troops NOUN 3 obl:agent
in in ADP 8 case
Skarholm Skarholm PROPN 3 obl
on on ADP 10 case
Monday Monday PROPN 3 obl
"""


def test_a_passive_turns_subject_into_recipient_and_agent_into_actor() -> None:
    a = analysis_of(ARREST)
    (event,) = read(a, named(a, e1="Vellish", e2="Police"), (spot(a, "Skarholm"),), (day(a, "Monday"),))
    assert told(event) == ("COERCE", "arrest", "arrested", ("e1",), ("e2",))
    assert (event.place, event.date, event.claim, event.id) == ("l1", "d1", "c1", "v1")


def test_holding_talks_is_one_event() -> None:
    a = analysis_of("""
        Norwick Norwick PROPN 4 nsubj
        and and CCONJ 3 cc
        Vellmar Vellmar PROPN 1 conj
        held hold VERB 0 root
        talks talk NOUN 4 obj
        with with ADP 7 case
        Ostrava Ostrava PROPN 5 nmod
    """)
    (event,) = read(a, named(a, e1="Norwick", e2="Vellmar", e3="Ostrava"))
    assert told(event) == ("CONSULT", None, "held talks", ("e1", "e2"), ("e3",))


def test_a_carried_noun_that_does_not_follow_at_once_stays_out_of_the_trigger() -> None:
    a = analysis_of("""
        Norwick Norwick PROPN 2 nsubj
        imposed impose VERB 0 root
        new new ADJ 4 amod
        sanctions sanction NOUN 2 obj
        on on ADP 6 case
        Vellmar Vellmar PROPN 4 nmod
    """)
    (event,) = read(a, named(a, e1="Norwick", e2="Vellmar"))
    assert told(event) == ("SANCTION", None, "imposed", ("e1",), ("e2",))


def test_an_event_noun_has_its_own_parties() -> None:
    a = analysis_of("""
        Norwegian norwegian ADJ 2 amod
        strikes strike NOUN 5 nsubj
        on on ADP 4 case
        Vellmar Vellmar PROPN 2 nmod
        continued continue VERB 0 root
    """)
    (event,) = read(a, named(a, e1="Norwegian", e2="Vellmar"))
    assert told(event) == ("ASSAULT", None, "strikes", ("e1",), ("e2",))


def test_whoever_is_arrested_owns_the_arrest() -> None:
    a = analysis_of("""
        Brandt Brandt PROPN 3 nmod:poss
        's 's PART 1 case
        arrest arrest NOUN 4 nsubj
        surprised surprise VERB 0 root
        nobody nobody PRON 4 obj
    """)
    (event,) = read(a, named(a, p1="Brandt"))
    assert told(event) == ("COERCE", "arrest", "arrest", (), ("p1",))


def test_a_strike_of_workers_is_a_protest_and_a_bare_one_is_left_alone() -> None:
    workers = analysis_of(
        "Dock dock NOUN 2 compound\nworkers worker NOUN 4 nsubj\nbegan begin VERB 4 aux\nstrike strike NOUN 0 root"
    )
    bare = analysis_of("A a DET 2 det\nstrike strike NOUN 3 nsubj\nfollowed follow VERB 0 root")
    assert [(e.type, e.mode) for e in read(workers)] == [("PROTEST", "strike")]
    assert read(bare) == ()


def test_aim_decides_whether_missiles_show_force_or_use_it() -> None:
    shown = analysis_of("Norwick Norwick PROPN 2 nsubj\nfired fire VERB 0 root\nmissiles missile NOUN 2 obj")
    used = analysis_of(
        "Norwick Norwick PROPN 2 nsubj\nfired fire VERB 0 root\nmissiles missile NOUN 2 obj\n"
        "at at ADP 5 case\nVellmar Vellmar PROPN 2 obl"
    )
    assert [(e.type, e.mode) for e in read(shown)] == [("MOBILIZE", "weapons")]
    (event,) = read(used, named(used, e1="Norwick", e2="Vellmar"))
    assert told(event) == ("ASSAULT", "heavy-weapons", "fired missiles", ("e1",), ("e2",))


def test_who_is_urged_is_who_would_withdraw() -> None:
    a = analysis_of("""
        Norwick Norwick PROPN 2 nsubj
        urged urge VERB 0 root
        Vellmar Vellmar PROPN 2 obj
        to to PART 5 mark
        withdraw withdraw VERB 2 xcomp VerbForm=Inf
    """)
    urged, withdraw = read(a, named(a, e1="Norwick", e2="Vellmar"))
    assert told(urged)[3:] == (("e1",), ("e2",))
    assert told(withdraw) == ("RETREAT", "withdraw", "withdraw", ("e2",), ())


def test_a_date_of_the_saying_is_not_the_date_of_what_was_said() -> None:
    a = analysis_of("""
        Officials official NOUN 2 nsubj
        said say VERB 0 root
        Monday Monday PROPN 2 obl
        that that SCONJ 6 mark
        rebels rebel NOUN 6 nsubj
        shelled shell VERB 2 ccomp
        Skarholm Skarholm PROPN 6 obj
    """)
    (event,) = read(a, (), (spot(a, "Skarholm"),), (day(a, "Monday"),))
    assert (event.type, event.mode, event.date, event.place) == ("ASSAULT", "heavy-weapons", None, "l1")


def test_only_travelling_people_pay_a_visit() -> None:
    a = analysis_of(
        "Brandt Brandt PROPN 2 nsubj\narrived arrive VERB 0 root\nin in ADP 4 case\nVellmar Vellmar PROPN 2 obl"
    )
    assert [(e.type, e.mode) for e in read(a, named(a, p1="Brandt"))] == [("CONSULT", "visit")]
    assert read(a, named(a, e1="Brandt")) == ()


def test_what_no_claim_covers_is_no_event_and_the_innermost_claim_has_it() -> None:
    a = analysis_of(ARREST)
    whole, inner = Span.of(a.text, 0, len(a.text) - 1), at(a, "arrested by Vellish troops")
    claims = (Claim("c1", (whole,), None, Standing()), Claim("c2", (inner,), "s1", Standing()))
    assert find_events(a, (), (), (), ()) == ()
    assert [e.claim for e in find_events(a, claims, (), (), ())] == ["c2"]


def test_contexts_come_from_the_words_around() -> None:
    a = analysis_of(
        "Judge judge NOUN 2 nsubj\nfreed free VERB 0 root\nhuman human ADJ 4 amod\nrights right NOUN 5 compound\nactivists activist NOUN 2 obj"
    )
    (event,) = read(a)
    assert event.contexts == ("legal", "human rights")


def test_the_lexicon_speaks_plover() -> None:
    words = lexicon()
    kinds = [p.kind for table in (words.verbs, words.nouns) for some in table.values() for p in some]
    kinds += [kind for some in words.cued.values() for _, kind in some]
    assert {kind for kind, _ in kinds} == TYPES | {"NONE"}
    assert len(kinds) > 1500
    patterns = [p for some in (*words.verbs.values(), *words.adjectives.values()) for p in some]
    assert {kind for p in patterns for kind in p.complement} <= TYPES


def test_what_is_promised_tells_a_pledge_from_a_threat() -> None:
    def vowed(verb: str, lemma: str) -> list[tuple[str, str | None]]:
        a = analysis_of(f"""
            Norwick Norwick PROPN 2 nsubj
            vowed vow VERB 0 root
            to to PART 4 mark
            {verb} {lemma} VERB 2 xcomp VerbForm=Inf
            Vellmar Vellmar PROPN 4 obj
        """)
        return [(e.type, e.mode) for e in read(a)]

    assert vowed("attack", "attack") == [("THREATEN", "violence"), ("ASSAULT", None)]
    assert vowed("visit", "visit") == [("AGREE", None), ("CONSULT", "visit")]
    assert vowed("remember", "remember") == []


def test_an_accident_is_no_assault() -> None:
    def killed(noun: str) -> list[str]:
        a = analysis_of(f"""
            Guards guard NOUN 3 nsubj:pass
            were be AUX 3 aux:pass
            killed kill VERB 0 root
            in in ADP 6 case
            an a DET 6 det
            {noun} {noun} NOUN 3 obl
        """)
        return [e.type for e in read(a)]

    assert killed("earthquake") == []
    assert killed("ambush") == ["ASSAULT", "ASSAULT"]


def test_talks_that_collapse_are_no_talks_held() -> None:
    a = analysis_of("The the DET 2 det\ntalks talk NOUN 3 nsubj\ncollapsed collapse VERB 0 root")
    assert [(e.type, e.mode) for e in read(a)] == [("CONSULT", None), ("SANCTION", "discontinue")]


def test_a_preposition_outweighs_a_wrong_relation() -> None:
    a = analysis_of("""
        Guards guard NOUN 3 nsubj:pass
        were be AUX 3 aux:pass
        killed kill VERB 0 root
        by by ADP 6 case
        Vellish vellish ADJ 6 amod
        forces force NOUN 3 nsubj:pass
    """)
    (event,) = read(a, named(a, e1="Vellish"))
    assert (event.actors, event.recipients) == (("e1",), ())


@pytest.mark.parametrize(
    "rows",
    [
        ["Norwick Norwick PROPN 0 root"] + ["attacked attack VERB 1 acl VerbForm=Part|Tense=Past"] * 4000,
        ["Norwick Norwick PROPN 2 nsubj", "said say VERB 0 root"]
        + ["would would AUX 4 aux", "attack attack VERB 2 ccomp"] * 2000,
        ["Norwick Norwick PROPN 2 nsubj", "threatened threaten VERB 0 root"]
        + [f"threaten threaten VERB {i + 2} xcomp VerbForm=Inf" for i in range(4000)],
    ],
    ids=["many clauses below one noun", "much said at once", "threats to threaten"],
)
def test_the_work_grows_with_the_words(rows: list[str]) -> None:
    a = analysis_of("\n".join(rows))
    entities = named(a, e1="Norwick")
    begun = time.process_time()
    read(a, entities)
    assert time.process_time() - begun < 2.0


FORMS = ["Norwick", "hold", "talks", "attack", "strike", "by", "on", "Vellmar", "arrest", "fire", "missile", "ß", "🛳"]
UPOS = ["VERB", "NOUN", "PROPN", "ADP", "ADJ", "PRON"]
RELATIONS = ["nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "conj", "xcomp", "acl", "acl:relcl", "case", "compound",
             "nmod", "nmod:poss", "advcl", "root", "dep"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_tree_at_all_gives_whole_spans_in_text_order(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 14))
    rows = [
        f"{(f := data.draw(st.sampled_from(FORMS)))} {f.lower()} {data.draw(st.sampled_from(UPOS))} "
        f"{data.draw(st.integers(0, n))} {data.draw(st.sampled_from(RELATIONS))}"
        for _ in range(n)
    ]  # heads may run in circles: a parser's trees are not to be trusted
    a = analysis_of("\n".join(rows))
    entities = tuple(
        Entity(f"e{i}", w.text, "country", (Span.of(a.text, w.start, w.end),)) for i, w in enumerate(a.words[:3])
    )
    events = read(a, entities, (), (day(a, a.words[-1].text),))
    assert [e.id for e in events] == [f"v{i + 1}" for i in range(len(events))]
    assert [e.trigger.start for e in events] == sorted({e.trigger.start for e in events})
    for event in events:
        assert a.text[event.trigger.start : event.trigger.end] == event.trigger.text
        assert event.type in TYPES
    assert events == read(a, entities, (), (day(a, a.words[-1].text),))


def test_patterns_are_written_in_order() -> None:
    """What stands behind "~" are prepositions: a sign there is read as one of them."""
    words = lexicon()
    patterns = [p for some in (*words.verbs.values(), *words.adjectives.values(), *words.nouns.values()) for p in some]
    assert not [p for p in patterns if any(not w.replace("-", "").isalpha() for w in p.prepositions)]
