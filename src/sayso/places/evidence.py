"""How surely a spotted name names a place: points for what stands around it, and for what the recogniser called it.

In the line of the local context rules of web-a-where (Amitay et al. 2004) and of the toponym recognition of Lieberman
and Samet (2011): a gazetteer finds nearly every place, and most of what it finds is none. Weights were chosen on the
development half of LGL and TR-News.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sayso.language.analysis import Analysis, Mention
from sayso.names.tables import known_names
from sayso.names.transliteration import skeleton
from sayso.places.gazetteer import Candidate, candidates, countries
from sayso.places.names import normalise
from sayso.places.spotting import Spot, Token
from sayso.places.words import words

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_WHOLES = frozenset({"ORG", "FAC", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "NORP", "LOC", "GPE"})
_WORDS = frozenset({"NOUN", "VERB", "ADJ", "ADV", "ADP", "AUX", "DET", "PRON", "CCONJ", "SCONJ", "INTJ", "NUM", "PART"})
ENOUGH = 3.0
"""Points that make a spotted name a place."""
_LONG = 120
"""Characters; a longer mention is no name."""
_DASH = re.compile(r" ?(?:—|–|--) ?")
_AGENCY = re.compile(r"\(([^()]{2,40})\)")
_OPENING = re.compile(r"[^\W\d_][\w.'’-]+(?:(?:, | )[^\W\d_a-z][\w.'’]+){0,4} ?(?:—|–|--) ")
_CHURCH = re.compile(
    r"\b(?:[Cc]hurch(?:es)?|[Cc]athedral|[Cc]hapel|[Bb]asilica|[Mm]onastery|[Pp]arish|[Ss]hrine|[Ff]east|[Aa]bbey|[Cc]onvent)"
    r" of (?:(?:St\.?|Saint) [^\W\d_]+(?:, | and )){0,2}\Z"
)
"""'the church of St. Peter and St. Paul'."""
_BRACKETED = re.compile(r"\((?:El|La|Le|Les|Il|Los|Las|Al|Das|Der|Die|O) \Z")
"""'(El Faro)': the paper that an article is from."""
_GREAT = 1_000_000
_LEAST_SPELT = 6
"""Letters of a name that is known in another spelling."""
_BESIDE = 3
"""Words on either side that show whether a line is all in capitals."""
_MOST = 1000
"""Times that an agency's name is looked for."""
_PARTY = re.compile(r"(?<![^\W\d_])(?:[DRI]|DFL|Dem|Rep|Ind)-\Z")
"""'Sen. Ann Lee, D-Plymouth'."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A spotted name, its points, and how it stands."""

    spot: Spot
    points: float
    nested: bool
    """Whether it is part of the name of a body or building, as 'Athens' in 'Athens Police Department'."""
    barred: bool
    """Part of somebody's name, or of the report's agency's: no other evidence helps."""
    label: str
    """The label of the named mention around it, or none."""


@dataclass(frozen=True)
class Surroundings:
    """What a report says about names, gathered once."""

    analysis: Analysis
    tokens: Sequence[Token]
    starts: Sequence[int]
    mentions: Sequence[Mention]
    surnames: frozenset[str]
    common: frozenset[str]
    """Words that the report also writes in lower case."""
    datelines: Sequence[tuple[int, int]]
    agencies: Sequence[tuple[int, int]]
    """Where the name of the dateline's agency stands, there and elsewhere: '(Adria Wire)' is no town's."""

    @classmethod
    def of(cls, analysis: Analysis, tokens: Sequence[Token]) -> Surroundings:
        """Those of a report."""
        text = analysis.text
        mentions = sorted(analysis.mentions, key=lambda m: (m.start, -m.end))
        surnames: set[str] = set()
        for m in mentions:
            parts = normalise(text[m.start : m.end]).split() if m.label == "PERSON" and m.end - m.start < 80 else ()
            if len(parts) > 1:
                surnames.update(parts)
        return cls(
            analysis, tokens, [m.start for m in mentions], mentions, frozenset(surnames),
            frozenset(t.text for t in tokens if not t.capital),
            _datelines(analysis),
            _agencies(analysis),
        )  # fmt: skip

    def covering(self, start: int, end: int) -> Mention | None:
        """The longest named mention that shares characters with ``start`` to ``end``."""
        last = bisect_left(self.starts, end)
        near = [m for m in self.mentions[max(0, last - 4) : last] if m.end > start]
        return max(near, key=lambda m: m.end - m.start, default=None)

    def in_dateline(self, start: int) -> bool:
        """Whether the character stands in a dateline."""
        return _within(self.datelines, start)

    def in_agency(self, start: int) -> bool:
        """Whether the character stands in the name of the report's agency."""
        return _within(self.agencies, start)


def _datelines(analysis: Analysis) -> list[tuple[int, int]]:
    """Where the datelines stand; else the names before a long dash that open the first paragraph: 'Accra — …'."""
    blocks = analysis.report.blocks
    told = [(b.start, b.end) for b in blocks if b.role == "dateline"]
    first = next((b for b in blocks if b.role == "paragraph"), None)
    opening = _OPENING.match(analysis.text, first.start, min(first.end, first.start + _LONG)) if first else None
    return told or ([opening.span()] if opening else [])


def _within(stretches: Sequence[tuple[int, int]], start: int) -> bool:
    at = bisect_right(stretches, (start, 1 << 60)) - 1
    return at >= 0 and stretches[at][0] <= start < stretches[at][1]


def _agencies(analysis: Analysis) -> list[tuple[int, int]]:
    """Where the agency that the dateline has in brackets is named."""
    line, text = analysis.report.dateline or "", analysis.text
    found: set[tuple[int, int]] = set()
    for match in _AGENCY.finditer(line[:_LONG]):
        name = match.group(1)
        at = text.find(name)
        while at >= 0 and len(found) < _MOST:
            found.add((at, at + len(name)))
            at = text.find(name, at + len(name))
    return sorted(found)


def judge(around: Surroundings, spot: Spot) -> Judged:
    """The points of one spotted name."""
    seen = signs(around, spot)
    points = sum(_points().get(sign, 0.0) for sign in seen)
    mention = around.covering(spot.start, spot.end)
    barred = (
        ("person's" in seen and "party" not in seen)
        or around.in_agency(spot.start)
        or spot.key in words("feasts")
        or ("in" not in seen and spot.key in words("peoples"))
        or ("capital hyphen" in seen and "nested" in seen)  # 'Radio Okapi-Sud'
        or ("in" not in seen and _is_body(around.analysis.text[spot.start : spot.end]))
    )
    return Judged(spot, points, "nested" in seen, barred, mention.label if mention else "")


def _is_body(name: str) -> bool:
    """Whether a table has a name for a body's, however many towns bear it: 'Red Cross'."""
    known = known_names().get(name)
    return known is not None and known.kind not in {"country", "person"} and not known.demonym


@cache
def _points() -> dict[str, float]:
    text = resources.files("sayso.places").joinpath("evidence.toml").read_text(encoding="utf-8")
    return {sign: float(points) for sign, points in tomllib.loads(text).items()}


def signs(around: Surroundings, spot: Spot) -> list[str]:
    """What speaks for and against a spotted name's being a place: keys of ``evidence.toml``."""
    return [*_of_label(around, spot), *_of_next(around, spot), *_of_last(around, spot), *_of_name(around, spot)]


def _of_label(around: Surroundings, spot: Spot) -> list[str]:
    mention = around.covering(spot.start, spot.end)
    if mention is None:
        return ["unnamed"]
    text = around.analysis.text
    start, end = _bare(text, mention)
    exact = spot.start <= start and end <= spot.end + 1
    if mention.label in PLACE_LABELS:
        if exact:
            return ["place"]
        if mention.label == "FAC":
            return ["in facility", "nested"]
        return ["place's part" if rest_is_kind(text, mention, spot) else "in place"]
    if mention.label == "PERSON":
        if exact:
            return ["person"]
        after = adjacent(text, around.tokens, spot.last, 1)
        heads = after and after.capital and after.text.lower() in words("institutions") and end <= spot.end + 1
        return ["in person"] if heads else ["person's"]
    if mention.label == "NORP":
        return ["people"]
    if mention.label not in _WHOLES:
        return ["other"]
    if exact:
        return ["body"]
    before = adjacent(text, around.tokens, spot.first, -1)
    if spot.start - mention.start <= 4:
        return ["body's first", "nested"]
    return ["body's place" if before and before.text.lower() in {"of", "in", "at", "for"} else "in body", "nested"]


def _of_next(around: Surroundings, spot: Spot) -> list[str]:
    text, tokens = around.analysis.text, around.tokens
    found = []
    known = spot.key not in words("ordinary")
    if (around.in_dateline(spot.start) and known) or (
        text[spot.start : spot.end].isupper() and _DASH.match(text, spot.end)
    ):
        found.append("dateline")
    after = adjacent(text, tokens, spot.last, 1)
    if after is None:
        return found
    word, hyphen = after.text.lower(), text[tokens[spot.last].end : after.start] == "-"
    if hyphen:
        found.append("hyphen capital" if after.capital else "hyphen based" if word in words("joined") else "hyphen")
    elif word in words("streets") and (after.capital or word.endswith("s")):
        found.append("street")
    elif after.capital:
        found += ["institution", "nested"] if word in words("institutions") else ["capital next"]
    elif word in words("people_of"):
        found.append("people of")
    return found


def _of_last(around: Surroundings, spot: Spot) -> list[str]:
    text = around.analysis.text
    if _PARTY.search(text, max(0, spot.start - 6), spot.start):
        return ["party"]
    if _is_saint(spot) and _CHURCH.search(text, max(0, spot.start - 60), spot.start):
        return ["church's"]
    if text[spot.end : spot.end + 1] == ")" and _BRACKETED.search(text, max(0, spot.start - 5), spot.start):
        return ["paper's"]
    if text[spot.start - 1 : spot.start] == "-" and spot.start > 1:
        return ["capital hyphen" if spot.first and around.tokens[spot.first - 1].capital else "after hyphen"]
    before = adjacent(text, around.tokens, spot.first, -1)
    if before is None:
        return []
    word = before.text.lower()
    if word == "the" and spot.first >= 2:
        before = adjacent(text, around.tokens, spot.first - 1, -1)
        word = before.text.lower() if before else "the"
    if word in words("firm_locative"):
        return ["in"]
    if word == "to" and spot.first > 1 and around.tokens[spot.first - 2].text.lower() in words("speech"):
        return ["told"]
    if word in words("locative") or word in {"of", "between", "and", "for"}:
        return ["to"]
    if word in words("place_verbs"):
        return ["reach"]
    if before is None or not before.capital:
        return []
    if word in words("titles"):
        return ["title"]
    if word in words("directions"):
        return ["direction"]
    own = around.analysis.words_in(before.start, before.end)
    return ["capital before"] if own and own[0].upos == "PROPN" else []


def _of_name(around: Surroundings, spot: Spot) -> list[str]:
    """Signs of the name itself: how large what it means, how unlike an ordinary word."""
    single = spot.first == spot.last
    if spot.demonym:
        before = around.tokens[spot.first - 1].text.lower() if spot.first else ""
        after = around.tokens[spot.last + 1].text.lower() if spot.last + 1 < len(around.tokens) else ""
        other = before in words("before_peoples") or after in {"american", "americans"}
        return ["demonym", "other people"] if other else ["demonym"]
    named = candidates(spot.key)
    found = ["spelling" if _other_spelling(spot.key, named) else _size(named)]
    if _is_river(named) and spot.first and around.tokens[spot.first - 1].text.lower() == "the":
        found.append("the river")
    if spot.short:
        stops = around.analysis.text.count(".", spot.start, spot.end)
        found = ["short stops" if stops > 1 else "short stop" if stops else "short"]
    elif not single:
        found.append("saint's" if _of_saint(around, spot) else "words")
    if single and normalise(around.tokens[spot.first].text) in around.surnames:
        found.append("surname")
    if single and any(spot.key in words(name) for name in ("ordinary", "directions", "institutions")):
        found.append("ordinary")
    own = around.analysis.words_in(spot.start, spot.end)
    if own and all(w.upos in _WORDS for w in own):
        found.append("word")
    if single and around.tokens[spot.first].text.lower() in around.common:
        found.append("common")
    text = around.analysis.text[spot.start : spot.end]
    letters = single and text.isupper() and len(text) < 5 and not spot.short and spot.key not in countries()
    if letters and not _in_capitals(around, spot):
        found.append("letters")
    return found


def _other_spelling(key: str, found: Sequence[Candidate]) -> bool:
    """Whether a name is a great town's alone but for a letter or two: 'Khartum'."""
    towns = [c for c in found if c.kind == "town"]
    great = [c for c in towns if c.prominence >= _GREAT]
    return len(key) >= _LEAST_SPELT and len(towns) == len(great) == 1 and not great[0].main and (
        key[0] == (own := normalise(great[0].name))[0] and skeleton(key) == skeleton(own)
    )  # fmt: skip


def _in_capitals(around: Surroundings, spot: Spot) -> bool:
    """Whether a name stands in a line of capitals, where it is no short form: 'RIOTS IN LIMA'."""
    near = around.tokens[max(0, spot.first - _BESIDE) : spot.last + _BESIDE + 1]
    text = around.analysis.text
    first, last = text.rfind("\n", near[0].start, spot.start) + 1, text.find("\n", spot.end, near[-1].end)
    line = [t for t in near if t.start >= first and (last < 0 or t.end <= last)]
    return len(line) > 1 and all(t.text.isupper() for t in line)


def _is_river(found: Sequence[Candidate]) -> bool:
    """Whether a name is first of all a river's: 'the Danube'."""
    best = max((c for c in found if c.main), key=lambda c: c.prominence, default=None)
    return best is not None and best.kind == "river"


def _of_saint(around: Surroundings, spot: Spot) -> bool:
    """'St. Michael's' of a hospital, 'St. Mark' of a church: bodies named for a saint, not for a place."""
    after = adjacent(around.analysis.text, around.tokens, spot.last, 1)
    return _is_saint(spot) and after is not None and after.capital


def _is_saint(spot: Spot) -> bool:
    return spot.key.split(" ", 1)[0] in {"st", "saint", "ste", "sainte"}


def _size(found: Sequence[Candidate]) -> str:
    best = max((c for c in found if c.main), key=lambda c: c.prominence, default=None)
    if best is None:
        return "alias"
    if best.kind in {"country", "admin1", "continent"} and best.prominence >= 1_000_000:
        return "country"
    if best.kind in {"admin2", "sea"}:
        return "county"
    # Rivers and peaks are hardly ever named without their kind.
    large = best.prominence if best.kind in {"town", "region", "facility", "airport", "admin1"} else 0
    return (
        "city" if large >= 1_000_000 else "large town" if large >= 50_000 else "town" if large >= 5_000 else "village"
    )


def rest_is_kind(text: str, mention: Mention, spot: Spot) -> bool:
    """Whether the rest of a mention says only which part or kind of place: 'East Texas', 'Kursk region'."""
    if mention.end - mention.start > _LONG:
        return False
    before = normalise(text[mention.start : max(mention.start, spot.start)]).split()
    after = text[spot.end : max(spot.end, mention.end)]
    if after.lstrip()[:1] == ",":
        after = ""
    kinds = words("directions") | words("inside_names") | words("region")
    return all(w in kinds for w in (*before, *normalise(after).split())) or text[spot.start - 2 : spot.start] == ", "


def _bare(text: str, mention: Mention) -> tuple[int, int]:
    start, end = mention.start, mention.end
    if text[start : start + 4].lower() == "the ":
        start += 4
    if text[max(start, end - 2) : end] in {"'s", "’s"}:
        end -= 2
    return start, end


def adjacent(text: str, tokens: Sequence[Token], at: int, step: int) -> Token | None:
    """The token next to a name with nothing but a space (or hyphen behind it) between."""
    if not 0 <= at + step < len(tokens):
        return None
    other, own = tokens[at + step], tokens[at]
    gap = text[other.end : own.start] if step < 0 else text[own.end : other.start]
    return other if gap in {" ", "  "} or (step > 0 and gap == "-") or (step < 0 and gap == ". ") else None
