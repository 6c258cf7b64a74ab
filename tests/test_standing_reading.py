"""How firmly claims stand, on small hand-made parses."""

from __future__ import annotations

import pytest

from sayso.language.analysis import Analysis, Sentence, Word
from sayso.record.spans import Span
from sayso.record.types import Report, Standing
from sayso.standing import standing_of


def analysis_of(table: str) -> Analysis:
    """An analysis of one sentence from rows ``form lemma upos feats head deprel``, heads counted from 1."""
    words: list[Word] = []
    at = 0
    for i, row in enumerate(r.split() for r in table.strip().splitlines()):
        form, lemma, upos, feats, head, deprel = row
        parent = i if head == "0" else int(head) - 1
        words.append(Word(i, at, at + len(form), form, lemma, upos, "" if feats == "_" else feats, parent, deprel, 0))
        at += len(form) + 1
    text = " ".join(w.text for w in words)
    return Analysis(Report("r", None, text, ()), tuple(words), (Sentence(0, 0, len(text), 0, len(words) - 1, 0),), ())


def read(table: str, content: tuple[int, int] | None = None, cue: tuple[int, int] | None = None) -> Standing:
    a = analysis_of(table)

    def span(pair: tuple[int, int]) -> Span:
        return a.span(a.words[pair[0] - 1].start, a.words[pair[1] - 1].end)

    standing = standing_of(a, (span(content or (1, len(a.words))),), span(cue) if cue else None)
    assert all(a.text[s.start : s.end] == s.text for s in standing.because)
    assert list(standing.because) == sorted(set(standing.because))
    return standing


PAST = "Tense=Past|VerbForm=Fin"
PART = "Tense=Past|VerbForm=Part"

CASES = {
    "plain past": (f"Rebels rebel NOUN _ 2 nsubj\nleft leave VERB {PAST} 0 root", ("certain", "positive", "past")),
    "did not": (
        f"Rebels rebel NOUN _ 4 nsubj\ndid do AUX {PAST} 4 aux\nnot not PART _ 4 advmod\n"
        "leave leave VERB VerbForm=Inf 0 root",
        ("certain", "negative", "past"),
    ),
    "no subject": (
        f"No no DET _ 2 det\nsoldier soldier NOUN _ 4 nsubj:pass\nwas be AUX {PAST} 4 aux:pass\n"
        f"hurt hurt VERB {PART} 0 root",
        ("certain", "negative", "past"),
    ),
    "will likely": (
        "They they PRON _ 4 nsubj\nwill will AUX VerbForm=Fin 4 aux\nlikely likely ADV _ 4 advmod\n"
        "meet meet VERB VerbForm=Inf 0 root",
        ("probable", "positive", "future"),
    ),
    "may": (
        "They they PRON _ 3 nsubj\nmay may AUX VerbForm=Fin 3 aux\nattack attack VERB VerbForm=Inf 0 root",
        ("possible", "positive", "future"),
    ),
    "scheduled to": (
        f"He he PRON _ 3 nsubj:pass\nis be AUX Tense=Pres 3 aux:pass\nscheduled schedule VERB {PART} 0 root\n"
        "to to PART _ 5 mark\nspeak speak VERB VerbForm=Inf 3 xcomp",
        ("certain", "positive", "scheduled"),
    ),
    "is expected": (
        f"It it PRON _ 3 nsubj:pass\nis be AUX Tense=Pres 3 aux:pass\nexpected expect VERB {PART} 0 root",
        ("probable", "positive", "future"),
    ),
    "was expected": (
        f"It it PRON _ 3 nsubj:pass\nwas be AUX {PAST} 3 aux:pass\nexpected expect VERB {PART} 0 root",
        ("certain", "positive", "past"),
    ),
    "are planned": (
        f"Talks talk NOUN _ 3 nsubj:pass\nare be AUX Tense=Pres 3 aux:pass\nplanned plan VERB {PART} 0 root",
        ("certain", "positive", "scheduled"),
    ),
    "could not": (
        "They they PRON _ 4 nsubj\ncould could AUX VerbForm=Fin 4 aux\nnot not PART _ 4 advmod\n"
        "dock dock VERB VerbForm=Inf 0 root",
        ("certain", "negative", "past"),
    ),
    "believed to have": (
        f"He he PRON _ 3 nsubj:pass\nis be AUX Tense=Pres 3 aux:pass\nbelieved believe VERB {PART} 0 root\n"
        "to to PART _ 6 mark\nhave have AUX VerbForm=Inf 6 aux\n"
        f"fled flee VERB {PART} 3 xcomp",
        ("probable", "positive", "past"),
    ),
    "refused to": (
        f"He he PRON _ 2 nsubj\nrefused refuse VERB {PAST} 0 root\nto to PART _ 4 mark\n"
        "leave leave VERB VerbForm=Inf 2 xcomp",
        ("certain", "negative", "past"),
    ),
    "yet to": (
        "She she PRON _ 2 nsubj\nhas have VERB Tense=Pres|VerbForm=Fin 0 root\nyet yet ADV _ 2 advmod\n"
        "to to PART _ 5 mark\nreply reply VERB VerbForm=Inf 2 xcomp",
        (None, "negative", None),
    ),
    "vowed to": (
        f"He he PRON _ 2 nsubj\nvowed vow VERB {PAST} 0 root\nto to PART _ 4 mark\n"
        "return return VERB VerbForm=Inf 2 xcomp",
        ("certain", "positive", "future"),
    ),
    "relative clause hedge": (
        f"They they PRON _ 2 nsubj\nsent send VERB {PAST} 0 root\nshells shell NOUN _ 2 obj\nwhich which PRON _ 7 obj\n"
        "troops troops NOUN _ 7 nsubj\ncould could AUX VerbForm=Fin 7 aux\nuse use VERB VerbForm=Inf 3 acl:relcl",
        ("certain", "positive", "past"),
    ),
    "not only": (
        f"He he PRON _ 5 nsubj\ndid do AUX {PAST} 5 aux\nnot not PART _ 5 advmod\nonly only ADV _ 5 advmod\n"
        "speak speak VERB VerbForm=Inf 0 root",
        ("certain", "positive", "past"),
    ),
}


CASES |= {
    "cannot": (
        "They they PRON _ 3 nsubj\ncannot can AUX VerbForm=Fin 3 aux\nwin win VERB VerbForm=Inf 0 root",
        ("certain", "negative", "ongoing"),
    ),
    "is to": (
        "He he PRON _ 4 nsubj\nis be AUX Tense=Pres|VerbForm=Fin 4 aux\nto to PART _ 4 mark\n"
        "visit visit VERB VerbForm=Inf 0 root",
        ("certain", "positive", "scheduled"),
    ),
    "the aim is to": (
        "Aim aim NOUN _ 4 nsubj\nis be AUX Tense=Pres|VerbForm=Fin 4 cop\nto to PART _ 4 mark\n"
        "win win VERB VerbForm=Inf 0 root",
        ("certain", "positive", "ongoing"),
    ),
    "hardly anyone": (
        f"Hardly hardly ADV _ 2 advmod\nanyone anyone PRON _ 3 nsubj\nvoted vote VERB {PAST} 0 root",
        ("certain", "negative", "past"),
    ),
    "not all": (
        f"Not not PART _ 3 advmod\nall all DET _ 3 det\ntroops troops NOUN _ 4 nsubj\nleft leave VERB {PAST} 0 root",
        ("unspecified", "unspecified", "past"),
    ),
    "first known": (
        "First first ADV _ 2 advmod\nknown know ADJ _ 3 amod\nvictim victim NOUN _ 6 nsubj\n"
        f"was be AUX {PAST} 6 cop\na a DET _ 6 det\nchild child NOUN _ 0 root",
        ("certain", "positive", "past"),
    ),
    "must have": (
        "They they PRON _ 4 nsubj\nmust must AUX VerbForm=Fin 4 aux\nhave have AUX VerbForm=Inf 4 aux\n"
        f"left leave VERB {PART} 0 root",
        ("probable", "positive", "past"),
    ),
    "unclear whether": (
        "It it PRON _ 3 expl\nis be AUX Tense=Pres|VerbForm=Fin 3 cop\nunclear unclear ADJ _ 0 root\n"
        f"whether whether SCONJ _ 6 mark\nhe he PRON _ 6 nsubj\nleft leave VERB {PAST} 3 ccomp",
        ("possible", "positive", "past"),
    ),
    "will decide whether": (
        "They they PRON _ 3 nsubj\nwill will AUX VerbForm=Fin 3 aux\ndecide decide VERB VerbForm=Inf 0 root\n"
        "whether whether SCONJ _ 6 mark\nlaws law NOUN _ 6 nsubj\nstand stand VERB Tense=Pres|VerbForm=Fin 3 ccomp",
        ("certain", "positive", "future"),
    ),
    "nearly": (
        f"It it PRON _ 3 nsubj\nnearly nearly ADV _ 3 advmod\nsank sink VERB {PAST} 0 root",
        ("unspecified", "unspecified", "past"),
    ),
    "tried but failed": (
        f"They they PRON _ 2 nsubj\ntried try VERB {PAST} 0 root\nbut but CCONJ _ 4 cc\nfailed fail VERB {PAST} 2 conj\n"
        "to to PART _ 6 mark\nleave leave VERB VerbForm=Inf 4 xcomp",
        ("certain", "negative", "past"),
    ),
    "stopped": (
        f"It it PRON _ 2 nsubj\nstopped stop VERB {PAST} 0 root\npaying pay VERB VerbForm=Ger 2 xcomp",
        ("certain", "negative", "past"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_own_voice(name: str) -> None:
    table, expected = CASES[name]
    s = read(table)
    got = (s.certainty, s.polarity, s.time)
    assert all(e is None or e == g for e, g in zip(expected, got, strict=True)), (got, s.because)
    assert s.stance == "unspecified"


def said(verb: str, lemma: str) -> str:
    return (
        f"Aides aide NOUN _ 2 nsubj\n{verb} {lemma} VERB {PAST} 0 root\nthat that SCONJ _ 5 mark\n"
        f"troops troops NOUN _ 5 nsubj\nleft leave VERB {PAST} 2 ccomp"
    )


@pytest.mark.parametrize(
    ("verb", "lemma", "stance", "certainty", "polarity"),
    [
        ("said", "say", "states", "certain", "positive"),
        ("confirmed", "confirm", "confirms", "certain", "positive"),
        ("denied", "deny", "denies", "certain", "negative"),
        ("alleged", "allege", "alleges", "possible", "positive"),
    ],
)
def test_cues(verb: str, lemma: str, stance: str, certainty: str, polarity: str) -> None:
    s = read(said(verb, lemma), (3, 5), (2, 2))
    assert (s.stance, s.certainty, s.polarity, s.time) == (stance, certainty, polarity, "past")
    assert verb in [b.text for b in s.because]


def test_did_not_rule_out_leaves_it_possible() -> None:
    s = read(
        f"He he PRON _ 4 nsubj\ndid do AUX {PAST} 4 aux\nnot not PART _ 4 advmod\nrule rule VERB VerbForm=Inf 0 root\n"
        "out out ADP _ 4 compound:prt\nstrikes strike NOUN _ 4 obj",
        (6, 6),
        (4, 5),
    )
    assert (s.stance, s.certainty, s.polarity) == ("denies", "possible", "positive")


def test_would_after_a_past_cue_is_future() -> None:
    s = read(
        f"He he PRON _ 2 nsubj\nsaid say VERB {PAST} 0 root\ntalks talk NOUN _ 5 nsubj\n"
        "would would AUX VerbForm=Fin 5 aux\nhappen happen VERB VerbForm=Inf 2 ccomp",
        (3, 5),
        (2, 2),
    )
    assert (s.certainty, s.time) == ("certain", "future")


def test_a_condition_is_kept() -> None:
    s = read(
        "It it PRON _ 3 nsubj\nwill will AUX VerbForm=Fin 3 aux\nact act VERB VerbForm=Inf 0 root\n"
        "if if SCONJ _ 6 mark\nthey they PRON _ 6 nsubj\nmove move VERB Tense=Pres 3 advcl"
    )
    assert s.time == "conditional"
    assert s.condition is not None and s.condition.text == "if they move"


def test_likely_has_its_band() -> None:
    assert read(CASES["will likely"][0]).likelihood == (0.55, 0.80)
    assert read(CASES["may"][0]).likelihood is None


def test_a_remote_chance_has_its_band_and_speaks_against() -> None:
    s = read(
        "There there PRON _ 2 expl\nis be VERB Tense=Pres 0 root\na a DET _ 5 det\nremote remote ADJ _ 5 amod\n"
        "chance chance NOUN _ 2 nsubj"
    )
    assert (s.likelihood, s.certainty, s.polarity) == ((0.01, 0.05), "probable", "negative")


def test_no_words_tell_nothing() -> None:
    assert standing_of(analysis_of("Hm hm INTJ _ 0 root"), (), None) == Standing()
