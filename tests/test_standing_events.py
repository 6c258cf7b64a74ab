"""How firmly single events stand, below negations, operators and prepositions: on small hand-made parses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.standing import EventStanding, factuality_at, standing_at
from test_standing_reading import PART, PAST, analysis_of

INF = "VerbForm=Inf"
CASES = {
    "failed to": (
        f"He he PRON _ 2 nsubj\nfailed fail VERB {PAST} 0 root\nto to PART _ 4 mark\nland land VERB {INF} 2 xcomp",
        4,
        ("certain", "negative", "past"),
    ),
    "left without": (
        f"He he PRON _ 2 nsubj\nleft leave VERB {PAST} 0 root\nwithout without SCONJ _ 4 mark\n"
        "paying pay VERB VerbForm=Ger 2 advcl",
        4,
        ("certain", "negative", "ongoing"),
    ),
    "and the leaving itself": (
        f"He he PRON _ 2 nsubj\nleft leave VERB {PAST} 0 root\nwithout without SCONJ _ 4 mark\n"
        "paying pay VERB VerbForm=Ger 2 advcl",
        2,
        ("certain", "positive", "past"),
    ),
    "signed no deal": (
        f"They they PRON _ 2 nsubj\nsigned sign VERB {PAST} 0 root\nno no DET _ 4 det\ndeal deal NOUN _ 2 obj",
        4,
        (None, "negative", None),
    ),
    "the deal they did not sign is there": (
        f"They they PRON _ 4 nsubj\ndid do AUX {PAST} 4 aux\nnot not PART _ 4 advmod\nsign sign VERB {INF} 0 root\n"
        "the the DET _ 6 det\ndeal deal NOUN _ 4 obj",
        6,
        (None, "positive", None),
    ),
    "averted a strike": (
        f"They they PRON _ 2 nsubj\naverted avert VERB {PAST} 0 root\na a DET _ 4 det\nstrike strike NOUN _ 2 obj",
        4,
        ("certain", "negative", None),
    ),
    "failure to": (
        "Its its PRON _ 2 nmod:poss\nfailure failure NOUN _ 5 nsubj\nto to PART _ 4 mark\n"
        f"pay pay VERB {INF} 2 acl\nhurt hurt VERB {PAST} 0 root",
        4,
        ("certain", "negative", None),
    ),
    "plans a sale": (
        "It it PRON _ 2 nsubj\nplans plan VERB Tense=Pres|VerbForm=Fin 0 root\na a DET _ 4 det\nsale sale NOUN _ 2 obj",
        4,
        ("probable", "positive", "future"),
    ),
    "kept from": (
        f"They they PRON _ 2 nsubj\nkept keep VERB {PAST} 0 root\nhim he PRON _ 2 obj\nfrom from SCONJ _ 5 mark\n"
        "voting vote VERB VerbForm=Ger 2 advcl",
        5,
        ("certain", "negative", None),
    ),
    "whether": (
        f"They they PRON _ 2 nsubj\nasked ask VERB {PAST} 0 root\nwhether whether SCONJ _ 5 mark\nhe he PRON _ 5 nsubj\n"
        f"left leave VERB {PAST} 2 ccomp",
        5,
        ("possible", "positive", "past"),
    ),
    "one negation, counted once": (
        f"No no DET _ 2 det\nlosses loss NOUN _ 4 nsubj:pass\nwere be AUX {PAST} 4 aux:pass\n"
        f"reported report VERB {PART} 0 root",
        2,
        (None, "negative", None),
    ),
    "called off": (
        f"A a DET _ 2 det\nmarch march NOUN _ 5 nsubj:pass\nhad have AUX {PAST} 5 aux\nbeen be AUX {PART} 5 aux:pass\n"
        f"called call VERB {PART} 0 root\noff off ADP _ 5 compound:prt",
        2,
        (None, "negative", None),
    ),
    "a cancelled sale": (
        f"They they PRON _ 2 nsubj\nmourned mourn VERB {PAST} 0 root\na a DET _ 5 det\n"
        f"cancelled cancel VERB {PART} 5 amod\nsale sale NOUN _ 2 obj",
        5,
        (None, "negative", None),
    ),
    "a planned sale": (
        f"They they PRON _ 2 nsubj\ndiscussed discuss VERB {PAST} 0 root\na a DET _ 5 det\n"
        f"planned plan VERB {PART} 5 amod\nsale sale NOUN _ 2 obj",
        5,
        (None, "positive", "future"),
    ),
    "who pushes is not what is pushed for": (
        f"Talks talk NOUN _ 2 nsubj\npushed push VERB {PAST} 0 root\nprices price NOUN _ 2 obj\nup up ADV _ 2 advmod",
        1,
        ("certain", "positive", None),
    ),
    "a headline's infinitive": (
        f"Firm firm NOUN _ 3 nsubj\nto to PART _ 3 mark\nclose close VERB {INF} 0 root\nmine mine NOUN _ 3 obj",
        3,
        ("certain", "positive", "future"),
    ),
    "what can be need not be": (
        f"It it PRON _ 3 nsubj\ncan can AUX VerbForm=Fin 3 aux\nfly fly VERB {INF} 0 root",
        3,
        ("possible", "positive", None),
    ),
    "said it would": (
        f"He he PRON _ 2 nsubj\nsaid say VERB {PAST} 0 root\nit it PRON _ 5 nsubj\nwould would AUX VerbForm=Fin 5 aux\n"
        f"close close VERB {INF} 2 ccomp",
        5,
        ("certain", "positive", "future"),
    ),
    "a shared 'to'": (
        f"They they PRON _ 2 nsubj\nplan plan VERB Tense=Pres|VerbForm=Fin 0 root\nto to PART _ 4 mark\n"
        f"buy buy VERB {INF} 2 xcomp\nand and CCONJ _ 6 cc\nsell sell VERB {INF} 4 conj",
        6,
        ("probable", "positive", "future"),
    ),
}


def at(name: str) -> EventStanding:
    table, word, _ = CASES[name]
    return standing_at(analysis_of(table), word - 1)


@pytest.mark.parametrize("name", CASES)
def test_an_event_stands_as_what_is_over_it_says(name: str) -> None:
    found, expected = at(name), CASES[name][2]
    got = (found.certainty, found.polarity, found.time)
    assert all(e is None or e == g for e, g in zip(expected, got, strict=True)), got


def test_what_has_no_numbers_is_given_none() -> None:
    assert factuality_at(analysis_of(CASES["failed to"][0]), 1) is None


def test_rules_turn_round_what_the_model_took_for_a_fact() -> None:
    analysis = analysis_of(CASES["failed to"][0])
    plain, _ = factuality_at(replace(analysis, factuality=((2.0, 1.0),) * 4), 0) or (0.0, 0.0)
    news, _ = factuality_at(replace(analysis, factuality=((2.0, 1.0),) * 4), 3) or (0.0, 0.0)
    assert news < plain - 1  # how far the rules turn it depends on how deaf the model is to negation
    kept, _ = factuality_at(replace(analysis, factuality=((2.9, 2.9),) * 4), 0) or (0.0, 0.0)
    assert kept > 1
