"""Reports and records that the tests speak of."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from sayso.record.spans import Span
from sayso.record.types import (
    Block,
    BlockRole,
    Claim,
    Date,
    Entity,
    Event,
    Holder,
    Note,
    Place,
    Record,
    Report,
    Silence,
    SilentHolder,
    Standing,
    Statement,
    ToldTo,
)

FERRY = """\
PORT VELL, September 12 (Northwire) - A freight ferry struck the outer pier of Port Vell on Tuesday. \
Harbour master Ilse Brandt confirmed to Radio Vell that nobody was hurt.
Northwire / Pool
According to Northwire, transport minister Jon Aasen said Vellmar had promised that “every hull” would be checked. \
Footage taken on September 11 shows the same ferry leaving the yard at Skarholm. \
Dock workers told The Ledger the pier had allegedly lost two of its fenders.
Neither the ministry nor Vellmar has said when the service will resume. \
Repairs will likely take until the spring of 2024, if divers find cracks in the hull. \
The port authority fears further delays.
Translation by Mara Quist
"""


@pytest.fixture(autouse=True, scope="module")
def _nothing_old_to_collect() -> Iterator[None]:
    """What earlier tests left is not looked through again, so that no test that measures its time pays for it."""
    gc.collect()
    gc.freeze()
    yield


def span_of(text: str, words: str, after: str = "") -> Span:
    """The first occurrence of ``words`` in ``text``, behind the first occurrence of ``after``."""
    start = text.index(words, text.index(after))
    return Span.of(text, start, start + len(words))


def _block(text: str, first: str, last: str, role: BlockRole) -> Block:
    return Block(text.index(first), span_of(text, last, first).end, role)


def ferry_record(text: str = FERRY) -> Record:
    """A record by hand with something of everything: ``text`` is ``FERRY``, or ``FERRY`` with other names in it."""

    def at(words: str, after: str = "") -> Span:
        return span_of(text, words, after)

    minister, promise = at("said", "Aasen"), at("had promised")
    report = Report(
        id="ferry-1",
        file="ferry.txt",
        text=text,
        blocks=(
            _block(text, "PORT VELL", "hurt.", "paragraph"),
            _block(text, "Northwire / Pool", "Northwire / Pool", "photo credit"),
            _block(text, "According to", "fenders.", "paragraph"),
            _block(text, "Neither", "further delays.", "paragraph"),
            _block(text, "Translation by", "Mara Quist", "translation credit"),
        ),
        url="https://courier.example/ferry",
        outlet="The Vell Courier",
        title="Ferry strikes pier at Port Vell",
        byline="Anna Ruiz",
        language="en",
        translator="Mara Quist",
        dateline="PORT VELL, September 12 (Northwire)",
    )
    statements = (
        Statement(
            "s1",
            "indirect",
            at("Harbour master Ilse Brandt"),
            at("confirmed"),
            (at("nobody was hurt"),),
            (Holder("Ilse Brandt", at("Harbour master Ilse Brandt"), "x1"),),
            ToldTo("Radio Vell", at("Radio Vell")),
            score=0.97,
        ),
        Statement(
            "s2",
            "indirect",
            at("transport minister Jon Aasen"),
            minister,
            (at("Vellmar had promised that “every hull” would be checked"),),
            (
                Holder("Northwire", at("Northwire", "According"), "x3"),
                Holder("Jon Aasen", at("transport minister Jon Aasen"), "x2"),
            ),
            said_on="d1",
            score=0.91,
        ),
        Statement(
            "s3",
            "mixed",
            at("Vellmar"),
            promise,
            (at("“every hull” would be checked"),),
            (
                Holder("Northwire", at("Northwire", "According"), "x3"),
                Holder("Jon Aasen", None, "x2"),
                Holder("Vellmar", at("Vellmar"), "x4"),
            ),
            within="s2",
            score=0.83,
        ),
        Statement(
            "s4",
            "publication",
            at("Footage taken on September 11"),
            at("shows"),
            (at("the same ferry leaving the yard at Skarholm"),),
            (Holder(None, None),),
            score=0.8,
        ),
        Statement(
            "s5",
            "indirect",
            at("Dock workers"),
            at("told"),
            (at("the pier had allegedly lost two of its fenders"),),
            (Holder("dock workers", at("Dock workers"), None, anonymous=True),),
            ToldTo("The Ledger", at("The Ledger")),
            score=0.88,
        ),
        Statement(
            "s6",
            "attitude",
            at("The port authority"),
            at("fears"),
            (at("further delays"),),
            (Holder("port authority", at("The port authority"), "x5"),),
            score=0.7,
        ),
    )
    claims = (
        Claim(
            "c1",
            (at("A freight ferry struck the outer pier of Port Vell on Tuesday"),),
            None,
            Standing("certain", "positive", "past"),
            ("e1",),
            ("d1",),
            ("p1",),
        ),
        Claim(
            "c2",
            (at("nobody was hurt"),),
            "s1",
            Standing("certain", "negative", "past", "confirms", because=(at("confirmed"), at("nobody"))),
        ),
        Claim(
            "c3",
            (at("Vellmar had promised that “every hull” would be checked"),),
            "s2",
            Standing("certain", "positive", "past", "states", because=(minister,)),
        ),
        Claim(
            "c4",
            (at("“every hull” would be checked"),),
            "s3",
            Standing("certain", "positive", "future", "promises", because=(promise,)),
        ),
        Claim(
            "c5",
            (at("the same ferry leaving the yard at Skarholm"),),
            "s4",
            Standing("certain", "positive", "past"),
            (),
            ("d2",),
            ("p2",),
        ),
        Claim(
            "c6",
            (at("the pier had allegedly lost two of its fenders"),),
            "s5",
            Standing("possible", "positive", "past", "alleges", because=(at("allegedly"),)),
        ),
        Claim(
            "c7",
            (at("Repairs will likely take until the spring of 2024"),),
            None,
            Standing(
                "probable",
                "positive",
                "conditional",
                likelihood=(0.55, 0.8),
                because=(at("likely"), at("if")),
                condition=at("if divers find cracks in the hull"),
            ),
            (),
            ("d3",),
        ),
        Claim("c8", (at("further delays"),), "s6", Standing("possible", "unspecified", "future")),
    )
    return Record(
        report,
        statements,
        claims,
        (
            Silence(
                "n1",
                at("Neither the ministry nor Vellmar has said when the service will resume"),
                (
                    SilentHolder("the ministry", at("the ministry")),
                    SilentHolder("Vellmar", at("Vellmar", "Neither"), "x4"),
                ),
                at("when the service will resume"),
            ),
        ),
        (Event("e1", "ACCIDENT", None, ("transport",), at("struck"), (), (), "p1", "d1", "c1"),),
        (
            Entity("x1", "Ilse Brandt", "person", (at("Ilse Brandt"),)),
            Entity("x2", "Jon Aasen", "person", (at("Jon Aasen"),)),
            Entity("x3", "Northwire", "organisation", (at("Northwire"), at("Northwire", "According"))),
            Entity("x4", "Vellmar", "organisation", (at("Vellmar"), at("Vellmar", "Neither"))),
            Entity("x5", "port authority", "organisation", (at("port authority"),)),
            Entity("x6", "Port Vell", "place", (at("Port Vell"),), {"iso": "NO", "geonames": "1"}),
        ),
        (
            Place("p1", at("Port Vell"), "x6", "Port Vell", "town", "NO", "Vestland", 60.39, 5.32, "event"),
            Place(
                "p2",
                at("Skarholm"),
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                "mention",
                ({"name": "A"}, {"name": "B"}),
            ),
        ),
        (
            Date("d1", at("September 12"), "DATE", "XXXX-09-12", "XXXX-09-12", None, None, None),
            Date("d2", at("September 11"), "DATE", "XXXX-09-11", "XXXX-09-11", None, None, None),
            Date("d3", at("the spring of 2024"), "DATE", "2024-SP", "2024-21", "2024-03-01", "2024-05-31", None),
        ),
        (
            Note("year-unknown", "The report does not say which year, and nobody told when it was published.", None),
            Note("place-unclear", "2 places could be meant.", at("Skarholm")),
        ),
    )


@pytest.fixture
def record() -> Record:
    """The ferry report's record."""
    return ferry_record()


HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture
def hostile_record() -> Record:
    """A record in which everything that comes from outside is markup, a terminal escape and a bidi override."""
    evil = f"{HOSTILE}\x1b[31m\x1b]0;owned\x07\u202eevil\u2066{{{{ 7*7 }}}}\x00"
    text = f"{evil} said {evil} was {evil}.\n{HOSTILE}"
    whole = Span.of(text, 0, len(text) - len(HOSTILE) - 1)
    source, content = Span.of(text, 0, len(evil)), Span.of(text, len(evil) + 6, whole.end - 1)
    cue = span_of(text, "said")
    return Record(
        Report(
            evil, evil, text, (Block(0, whole.end, "paragraph"),), "javascript:alert(1)//" + HOSTILE, evil, evil, evil,
            "2023-09-12T" + evil, evil, evil, evil,
        ),
        (Statement("s1", "indirect", source, cue, (content,), (Holder(evil, source, "x1"),), ToldTo(evil, source)),),
        (
            Claim("c1", (content,), "s1", Standing(because=(cue,), condition=content), (), ("d1",), ("p1",)),
            Claim("c2", (whole,), None, Standing()),
        ),
        (Silence("n1", whole, (SilentHolder(evil, source),), content),),
        (Event("e1", evil, evil, (evil,), cue, ("x1",), ("x1",), "p1", "d1", "c1"),),
        (Entity("x1", evil, "other", (source,), {evil: evil}),),
        (Place("p1", source, "x1", evil, evil, evil, evil, 1.0, 2.0, "event"),),
        (Date("d1", content, "DATE", evil, None, None, None, None),),
        (Note(evil, evil, content),),
    )  # fmt: skip


# How long one example takes is the machine's affair: what must be quick is measured by a test of its own.
settings.register_profile("sayso", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# In CI the same examples every time: a run is red for what changed, never for a new throw of the dice.
settings.register_profile("sayso-ci", settings.get_profile("sayso"), derandomize=True)
settings.load_profile("sayso-ci" if os.environ.get("CI") else "sayso")
