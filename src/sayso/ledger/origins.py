"""Independent words and mere echoes: the rules of the design, each with its reason.

Two named origins reached by distinct ways are independent. The same origin quoted twice, copied or near-identical text,
and a shared agency are an echo. An anonymous origin adds nothing. Where independence cannot be shown, that is what is
said: it is never assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sayso.ledger.answers import Independence
from sayso.ledger.cast import bodies_called
from sayso.ledger.described import Descriptions, Resolved
from sayso.ledger.digest import Digest, Said
from sayso.ledger.echoes import COPY, containment
from sayso.ledger.lexicon import agencies, words
from sayso.ledger.names import agency_names, before_preposition, body_of, is_name, normal, same_body, same_person
from sayso.ledger.words import lemma
from sayso.names.tables import known_names

_AGENCY = frozenset({"news agency", "agency", "newswire"})
"""What is no part of an agency's name: 'ANSA news agency'."""


_PRESS = frozenset({"reporters", "journalists", "reporter", "journalist"})
_SORTS = frozenset({"radio", "news", "channel", "daily", "agency", "press", "media", "online", "tv", "television"})
"""What many media are called, so that it is short for none."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far a claim adds a word of its own."""

    independence: Independence
    echo_of: int | None
    """Index of the claim that it repeats."""
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim with its report."""

    digest: Digest
    said: Said

    @property
    def key(self) -> tuple[str, str, int]:
        """What claims are put in order by: when they were published, then by report and place in it."""
        return (instant(self.digest.published), self.digest.id, self.said.spans[0].start)

    @property
    def outlet(self) -> str:
        """Its outlet's normal name; empty where it is not known."""
        return normal(self.digest.outlet or "")

    @property
    def way(self) -> frozenset[str]:
        """Agencies and papers that the words came by, the outlet itself aside."""
        voice = self.said.voice
        told = [voice.told_to] if voice.told_to and _is_medium(voice.told_to) else []
        names = [*(name for name in voice.between if name not in _PRESS), *told, *self.digest.credits]
        own = self.digest.outlet or ""
        return frozenset(agency(name) for name in names if not _is_itself(name, own)) - {agency(own), ""}


def agency(name: str) -> str:
    """A paper's or agency's normal name; a known agency's short one: 'Associated Press' → 'ap'."""
    whole = normal(name)
    if whole in agencies():
        return agencies()[whole]
    first, _, rest = whole.partition(" ")
    return first if rest in _AGENCY and first not in _well_known() else whole


def _is_medium(told_to: str) -> bool:
    """Whether those told are one medium, which others may have it from, too: 'reporters', 'the programme' are none."""
    return any(char.isupper() for char in told_to) or told_to.lower().startswith("state ")


@lru_cache(maxsize=10_000)
def _is_itself(name: str, outlet: str) -> bool:
    """Whether a report's name for a medium is short for its own outlet: 'the Courier', 'Channel Five', 'APA'."""
    short, whole = normal(name).split(), re.split(r"[\s-]+", normal(outlet))
    if not short or len(short) > len(whole):
        return False
    if len(short) == 1 and len(whole) > 1 and short[0] == "".join(word[0] for word in whole if word):
        return True
    if len(short) == 1 and short[0] in _SORTS:
        return False
    return whole[: len(short)] == short or whole[-len(short) :] == short


def instant(published: str | None) -> str:
    """``published`` so that it sorts by time (UTC); what has no time counts from the start of its day."""
    from datetime import UTC, datetime

    if not published:
        return "9999"
    try:
        at = datetime.fromisoformat(published)
    except ValueError:
        return "9999"
    return (at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)).strftime("%Y-%m-%dT%H:%M:%S")


class Names:
    """Origins known again across the reports of a story: one key for all that name the same."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        found = list(entries)
        issuers = {e.outlet for e in found if e.said.voice.kind is None and e.said.voice.named}
        self._media = {e.outlet for e in found} - issuers | agency_names()
        names = {normal(e.said.voice.name) for e in found if e.said.voice.named and e.said.voice.name} - {""}
        self._keys: dict[str, str] = {}
        self._whole = {
            normal(name): name for name in sorted({e.said.voice.name for e in found if e.said.voice.name}, reverse=True)
        }
        for name in sorted(names, key=lambda n: (-len(n.split()), n)):
            whole = [known for known in self._keys if self._keys[known] == known]
            longer = [known for known in whole if same_person(name, known)]
            longer = longer or [known for known in whole if _short_for(name, known)]
            # A last name that two people of the story share tells neither.
            self._keys[name] = longer[0] if len(longer) == 1 else name

        self._descriptions = Descriptions({e.digest.id: e.digest for e in found}.values(), self._named)
        self._mouths: dict[str, str] = {}
        self._bodies: dict[str, set[str]] = {}
        for entry in sorted(found, key=lambda e: e.key):
            key, body = self.key(entry), entry.said.voice.speaks_for
            if key is not None and body is not None:
                self._mouths.setdefault(key, body)
            if key is not None:
                self._bodies.setdefault(key, set()).update(entry.said.voice.bodies)
        for key, bodies in self._bodies.items():
            # 'Óscar Duque, the fire brigade's commander', also where he is not quoted.
            some = {body for one in self._descriptions.called(key) for body in body_of(one)}
            bodies.update({body for body in some if body not in words("origins", "vague")} - {key})

    def _named(self, name: str) -> str:
        """The key of a normal name, of somebody on whose word a claim is or not."""
        if name in self._keys:
            return self._keys[name]
        longer = [known for known in self._keys if self._keys[known] == known and same_person(name, known)]
        return longer[0] if len(longer) == 1 else name

    def speaks_for(self, entry: Entry) -> str | None:
        """The body that an origin is the mouth of, as any report of the story says."""
        return entry.said.voice.speaks_for or self._mouths.get(self.key(entry) or "")

    def bodies(self, entry: Entry) -> frozenset[str]:
        """The bodies that an origin belongs to, as far as any report of the story says, and itself."""
        key = self.key(entry)
        own = frozenset(entry.said.voice.bodies)
        return own if key is None else own | self._bodies.get(key, frozenset()) | {key}

    def shared_bodies(self, entry: Entry, other: Entry) -> frozenset[str]:
        """The bodies that both may belong to, unless each says whose it is: 'the Swiss', 'the Russian' ministry."""
        ours, theirs = (frozenset(map(_as_called, self.bodies(one))) for one in (entry, other))
        shared = {min(x, y, key=len) for x in ours for y in theirs if same_body(x, y)}
        apart = {
            body
            for body in shared
            if (mine := _longest(ours, body)) and (yours := _longest(theirs, body)) and not same_body(mine, yours)
        }
        return frozenset(shared - apart)

    def medium(self, key: str) -> bool:
        """Whether an origin is a paper or an agency: what it says in its own voice it has from somewhere."""
        return key in self._media

    def key(self, entry: Entry) -> str | None:
        """The origin that the claim is on the word of; ``None`` for the outlet's own voice and for the unnamed."""
        voice = entry.said.voice
        if not voice.name:
            return None
        if (meant := self.meant(entry)) is not None:
            return meant.key
        if not voice.named:
            return None
        return self._keys.get(normal(voice.name), normal(voice.name))

    def meant(self, entry: Entry) -> Resolved | None:
        """Whom a description that a claim is on the word of means, where the story's reports tell."""
        name = entry.said.voice.name
        if not name or entry.said.voice.kind is None or is_name(name):
            return None
        return self._descriptions.means(entry.digest, name)

    def shown(self, entry: Entry) -> str:
        """An origin as the report calls it; of a description, with the name and what tells that it is meant."""
        name, meant = entry.said.voice.name or "", self.meant(entry)
        if meant is None:
            return name
        told = "" if normal(meant.called) == normal(name) else f", called {meant.called!r}"
        return f"{name} ({self._whole.get(meant.key, meant.key.title())}{told})"


def judge(entries: Sequence[Entry], names: Names) -> list[Verdict]:
    """A verdict for each of ``entries``, which say the same thing. Their order does not matter."""
    first: dict[str, str] = {}
    for entry in sorted(entries, key=lambda e: e.key):
        first.setdefault(agency(entry.digest.outlet or ""), entry.key[0])

    def since(i: int) -> tuple[str, bool, tuple[str, str, int]]:
        # What came by way of an agency was there no sooner than the agency's own report.
        way = entries[i].way
        return max([entries[i].key[0], *(first[name] for name in way if name in first)]), bool(way), entries[i].key

    order = sorted(range(len(entries)), key=since)
    shingles = {i: frozenset(entries[i].said.shingles) for i in order}
    whole = {i: frozenset(entries[i].digest.shingles) for i in order}
    verdicts: dict[int, Verdict] = {}
    before: list[int] = []
    for i in order:
        verdicts[i] = _verdict(i, before, entries, names, shingles, whole)
        before.append(i)
    return [verdicts[i] for i in range(len(entries))]


def _verdict(
    i: int, before: Sequence[int], entries: Sequence[Entry], names: Names,
    shingles: dict[int, frozenset[int]], whole: dict[int, frozenset[int]],
) -> Verdict:  # fmt: skip
    entry, voice = entries[i], entries[i].said.voice
    key = names.key(entry)
    others = [j for j in before if entries[j].digest.id != entry.digest.id]
    if key is not None:
        for j in before:
            if names.key(entries[j]) == key:
                by = _by_way(entry, entries[j])
                return Verdict("echo", j, f"the same origin, {names.shown(entry)}{by}")
        for j in before:
            body = _mouth(entry, entries[j], names)
            if body:
                return Verdict(
                    "echo", j, f"the same origin: {voice.name} and {entries[j].said.voice.name} speak for the {body}"
                )
    for j in others:
        outlet = entries[j].outlet
        if outlet and key == outlet:
            return Verdict("echo", j, f"it cites {entries[j].digest.outlet}, whose own report is here")
        if (
            outlet
            and agency(entries[j].digest.outlet or "") in entry.way
            and (key is None or _by_office(voice.name or "") or names.shared_bodies(entry, entries[j]))
        ):
            return Verdict("echo", j, f"by way of {entries[j].digest.outlet}, whose own report is here")
    for j in others:
        share = containment(shingles[i], shingles[j])
        if share >= COPY and voice.kind is None and (key is None or names.key(entries[j]) is None):
            return Verdict("echo", j, f"the same words as {_called(entries[j])} ({share:.0%} of them)")
        share = containment(whole[i], whole[j])
        if share >= COPY and (key is None or names.key(entries[j]) is None):
            return Verdict("echo", j, f"the report is a copy of {_called(entries[j])}'s ({share:.0%} of its words)")
    if key is not None and names.medium(key):
        return Verdict("not established", None, f"{voice.name}'s own words, as cited; they do not say how it knows")
    if key is None:
        for j in others:
            agencies = sorted((entry.way & entries[j].way) - {""})
            if agencies and names.key(entries[j]) is None:
                return Verdict("echo", j, f"the same agency: both came by way of {agencies[0]}")
        return _unnamed(entry)
    return _named(i, before, entries, names, key)


def _short_for(name: str, whole: str) -> bool:
    """Whether a company is called by the first word of its name: 'Hayata', 'Hayata Motor Corp'."""
    return " " not in name and whole.startswith(f"{name} ") and name not in _well_known()


@lru_cache(maxsize=1)
def _well_known() -> frozenset[str]:
    return frozenset(name.lower() for name in known_names())


@lru_cache(maxsize=10_000)
def _as_called(body: str) -> str:
    """A body as it is called first of several ways: 'Neira fire brigade' as the Neira fire service."""
    for name, first in bodies_called().items():
        if body == name or body.endswith(f" {name}"):
            return body[: len(body) - len(name)] + first
    return body


def _longest(bodies: Iterable[str], body: str) -> str:
    """The body that is told most fully of those that may be ``body``."""
    return max((one for one in bodies if one.endswith(body)), key=lambda one: (len(one), one), default="")


def _by_office(name: str) -> bool:
    """Whether an origin is told by an office alone, which the report it came by may have named: 'his spokesman'."""
    return not is_name(name) and lemma(before_preposition(name).split()[-1].lower()) in (
        words("origins", "offices") | words("origins", "speaks")
    )


def _unnamed(entry: Entry) -> Verdict:
    voice, outlet = entry.said.voice, entry.digest.outlet or "the outlet"
    if voice.kind is None:
        if voice.witness:
            return Verdict("independent", None, f"{outlet}'s own people saw it")
        return Verdict("not established", None, f"{outlet}'s own words; they do not say how it knows")
    if voice.anonymous:
        return Verdict("anonymous", None, f"an anonymous origin adds none: {voice.name or 'nobody is named'}")
    return Verdict("not established", None, f"described, not named: {voice.name}")


def _named(i: int, before: Sequence[int], entries: Sequence[Entry], names: Names, key: str) -> Verdict:
    entry, voice = entries[i], entries[i].said.voice
    for j in before:
        other = entries[j]
        if names.key(other) in (None, key):
            continue
        bodies = names.shared_bodies(entry, other)
        if bodies:
            return Verdict(
                "not established", None, f"{voice.name} and {other.said.voice.name} are both of the {min(bodies)}"
            )
        shared = entry.way & other.way
        if shared and other.digest.id != entry.digest.id:
            return Verdict(
                "not established", None, f"{voice.name} and {other.said.voice.name} both came by way of {min(shared)}"
            )
    by = (
        f" by way of {', '.join(sorted(entry.way))}"
        if entry.way
        else f" to {entry.digest.outlet}"
        if entry.digest.outlet
        else ""
    )
    if voice.kind is None:
        return Verdict("independent", None, f"{voice.name}'s own word, as it issued it")
    first = "" if any(names.key(entries[j]) not in (None, key) for j in before) else ", the first to say so"
    return Verdict("independent", None, f"a named origin, {names.shown(entry)}{by}{first}")


def _mouth(entry: Entry, other: Entry, names: Names) -> str | None:
    """The body that both speak for: a spokeswoman and her ministry, two spokesmen of one army."""
    mine, theirs = names.speaks_for(entry), names.speaks_for(other)
    for mouth, body in ((mine, theirs), (mine, names.key(other)), (theirs, names.key(entry))):
        if mouth and body and same_person(mouth, body):
            return mouth if words("origins", "speaks") & {*body.split()} else max(mouth, body, key=len)
    return None


def _by_way(entry: Entry, other: Entry) -> str:
    if entry.digest.id == other.digest.id:
        return ", again in the same report"
    shared = sorted(entry.way & other.way) or sorted(entry.way & {agency(other.digest.outlet or "")})
    if shared:
        return f", by way of {shared[0]}"
    return f", also in {_called(other)}"


def _called(entry: Entry) -> str:
    return entry.digest.outlet or entry.digest.file or entry.digest.id
