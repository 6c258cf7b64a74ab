"""Whose words a claim is: its origin, the bodies that stands for, and the way the words took."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from sayso.ledger.digest import Voice
from sayso.ledger.issuers import issued
from sayso.ledger.lexicon import words
from sayso.ledger.names import (
    before_preposition,
    body_of,
    describes_body,
    first_part,
    is_name,
    is_somebody,
    normal,
    speaks_for,
)
from sayso.record.spans import Span
from sayso.record.types import Claim, Holder, Record, Statement

_APPOSITION = re.compile(
    r"(?:[Tt]he|[Ii]ts|[Aa]n?) [a-z][\w '’-]*, (?:the )?"
    r"([A-Z][\w.'’-]*(?: (?:of |for |and |without |the ){0,2}[A-Z][\w.'’-]*){0,5})(?:,|$)"
)
"""'The organisers, Free Rivers'."""
_AFTER_WHOSE = re.compile(
    r" (?:[a-z-]{2,20} ){0,3}(?:agency|newspaper|daily|weekly|paper|broadcaster|channel|station|network|magazine|"
    r"website|outlet|site|radio|television|tabloid) ((?:[A-Z][\w.&'’-]*)(?: [A-Z][\w.&'’-]*){0,3})"
)
"""What names the medium that is told by whose it is: '(the French) news agency AFP'."""
_ITS = re.compile(r"(?:its|their)\b", re.IGNORECASE)
_AROUND = 90
"""Characters around a source's first mention that say what it is."""
_PARAGRAPH = 2_000
"""Characters of a paragraph in which an outlet may tell that its own people were there."""
_OURS = re.compile(
    r"\b(?:[Oo]ur|[Tt]his)(?: own)? (?:[a-z]+ )?(?:reporter|correspondent|journalist|photographer|crew)\b"
)


class Voices:
    """The voices of one report."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._statements = {statement.id: statement for statement in record.statements}
        self._entities = {entity.id: entity for entity in record.entities}
        self._mentions = sorted(
            (span.start, span.end, entity) for entity in record.entities for span in entity.mentions
        )  # fmt: skip
        self._issued = issued(record.report.outlet, record.report.text)
        self._bodies: dict[str, set[str]] = {}
        self._said_to_be: dict[str, list[str]] = {}
        self._meant = self._vague()
        for statement in record.statements:
            for holder in statement.chain:
                if holder.name and holder.span:
                    name = self._name(holder)
                    self._bodies.setdefault(normal(name), set()).update(body_of(holder.span.text))
                    self._bodies[normal(name)] |= self._owner(statement, holder.span)
                    self._said_to_be.setdefault(normal(name), []).append(holder.span.text)

    def of(self, claim: Claim) -> Voice:
        """Whose words ``claim`` is."""
        statement = self._statements.get(claim.statement or "")
        issuer = self._record.report.outlet if self._issued else None
        if statement is not None and issuer is not None and self._itself(statement):
            statement = None
        if statement is None:
            return Voice(
                None, (), issuer, None, False, issuer is not None, (), None, (), None, self._witnessed(claim)
            )  # fmt: skip
        origin = statement.chain[-1] if statement.chain else Holder(None, None)
        name = self._meant.get(statement.id) or self._name(origin)
        bodies = set(body_of(origin.span.text)) if origin.span else set()
        bodies |= self._bodies.get(normal(name), set())
        kept = tuple(sorted(bodies - {normal(name)}))
        somebody = origin.entity is None and is_somebody(name)
        # 'A company spokesman' may be any company's; 'a spokesman for the company', 'a police spokeswoman' may not.
        definite = " the " in name
        told = tuple(body for body in body_of(name) if definite or body not in words("origins", "vague"))
        mouth = speaks_for(name, told) is not None
        named = bool(name) and not somebody and (is_name(name) or describes_body(name) or mouth)
        anonymous = not named and (origin.anonymous or somebody or not name)
        if not named and self._own_people(name):
            chain = tuple(_holder(holder) for holder in statement.chain)
            return Voice(None, chain, None, None, False, False, (), None, (), None, True)
        told_to = self._told_to(statement)
        between = [self._name(holder) for holder in statement.chain[:-1]]
        return Voice(
            statement.kind,
            tuple(_holder(holder) for holder in statement.chain),
            name or None,
            origin.entity,
            anonymous,
            named,
            kept,
            speaks_for(" ".join(self._said_to_be.get(normal(name), ())), kept),
            tuple(one for one in between if one),
            told_to,
            False,
        )

    @staticmethod
    def _itself(statement: Statement) -> bool:
        """Whether a communiqué's source is its issuer: 'we', 'our records'."""
        source = statement.chain[-1].span if statement.chain else None
        return source is not None and source.text.lower().split()[:1] in (["we"], ["us"], ["our"])

    def _told_to(self, statement: Statement) -> str | None:
        """Whom the source spoke to: 'the French news agency AFP' is the agency, not France."""
        told = statement.told_to
        if told is None or told.span is None or told.name == told.span.text:
            return told.name if told else None
        text = self._record.report.text
        named = _AFTER_WHOSE.match(text, told.span.end, told.span.end + _AROUND)
        return named[1].rstrip(".") if named else told.name

    def _first_named(self, statement: Statement, holder: Holder) -> str | None:
        """The body named first in what is said before the source: 'Hayata will recall them, the car maker said'."""
        before = [span for span in statement.content if holder.span is not None and span.end <= holder.span.start]
        inside = [
            (stop, entity)
            for start, stop, entity in self._mentions
            if before and before[0].start <= start and stop <= before[0].end
        ]
        if not inside or inside[0][1].kind != "organisation":
            return None
        # 'A new Alzheimer's drug made by Veridian': what is owned is not the owner of the drug.
        bare = [
            e for stop, e in inside
            if e.kind == "organisation" and self._record.report.text[stop : stop + 1] not in {"'", "’"}
        ]  # fmt: skip
        return (bare[0] if bare else inside[0][1]).name

    def _owner(self, statement: Statement, source: Span) -> set[str]:
        """The body that 'its' means in 'Halden has agreed to buy it, its chief executive said': the first one named."""
        before = [span for span in statement.content if span.end <= source.start]
        if not before or not _ITS.match(source.text):
            return set()
        for start, stop, entity in self._mentions:
            if before[0].start <= start and stop <= before[0].end:
                return {normal(entity.name)} if entity.kind == "organisation" else set()
        return set()

    def _vague(self) -> dict[str, str]:
        """What 'the agency', 'the company' mean: the body last spoken of as an origin, or that of its mouth."""
        found: dict[str, str] = {}
        last: tuple[str, tuple[str, ...]] | None = None
        for statement in sorted(self._record.statements, key=lambda s: (s.source.start if s.source else 0, s.id)):
            holder = statement.chain[-1] if statement.chain else Holder(None, None)
            name = self._name(holder)
            parts = name.lower().split()
            if _described(name):
                noun = parts[-1]
                bodies = [body for body in (last[1] if last else ()) if body.split()[-1] == noun]
                if bodies:
                    found[statement.id] = bodies[0]
                elif last is not None and is_name(last[0]) and not self._person(last[0]):
                    found[statement.id] = last[0]
                elif (first := self._first_named(statement, holder)) is not None:
                    found[statement.id] = first
            elif name and (is_name(name) or describes_body(name)):
                last = (name, body_of(holder.span.text) if holder.span else ())
        return found

    def _person(self, name: str) -> bool:
        return any(entity.kind == "person" and entity.name == name for entity in self._record.entities)

    def _place(self, name: str) -> bool:
        return any(entity.kind in {"place", "country"} and entity.name == name for entity in self._record.entities)

    def _name(self, holder: Holder) -> str:
        """A holder's name without what only describes it, or what the report calls it."""
        if holder.name is None:
            return ""
        name = first_part(holder.name)
        named = _APPOSITION.match(holder.name)
        if named and (not is_name(name) or (name[:2] in {"A ", "An"} and not self._place(named[1].strip()))):
            return named[1].strip()
        apposed = self._apposed(holder)
        if apposed is not None:
            return apposed
        if holder.entity is None and holder.span is not None:
            name = _longer(name, first_part(holder.span.text)) or name
        if holder.span is not None and holder.span.text != name:
            # 'The Velian defence ministry' is the ministry, not Velia.
            whole = first_part(holder.span.text)
            if name in whole and not whole.endswith(name) and describes_body(whole) and whole.split()[-1].islower():
                return re.sub(r"^(?:The|the|A|a|An|an) ", "", whole)
        if holder.entity is None and holder.span is not None:
            head = holder.span.start + len(first_part(holder.span.text))
            # 'Two people close to Moses Kalua' are not he.
            head = min(head, holder.span.start + len(before_preposition(holder.span.text)))
            inside = [
                e.name
                for start, stop, e in self._mentions
                if holder.span.start <= start and stop <= head and e.kind == "person"
                and self._record.report.text[stop : stop + 1] not in {"'", "’"}
            ]  # fmt: skip
            if inside:
                return inside[-1]
            # 'Crane operator Petrit Kola': the capitals at the end are the name.
            match = re.search(r"(?:^|[a-z] )((?:[A-Z][\w.'’-]+ )+[A-Z][\w'’-]+)$", name)
            if match and before_preposition(name) == name and not name.lower().startswith("the "):
                return match[1]
        return name

    def _apposed(self, holder: Holder) -> str | None:
        """The person who is named just after what she is called: 'Turkey's interior minister, Selim Aksoy, said'."""
        if holder.span is None or holder.entity is not None or holder.anonymous:
            return None
        end = holder.span.end
        if self._record.report.text[end : end + 2] != ", ":
            return None
        for start, stop, entity in self._mentions:
            if start == end + 2 and entity.kind == "person" and self._record.report.text[stop : stop + 1] == ",":
                return entity.name
        return None

    def _witnessed(self, claim: Claim) -> bool:
        """Whether the outlet's own people saw what a claim says: it or its paragraph tells so."""
        text = " ".join(span.text for span in claim.spans)
        if _saw(text[:_AROUND]):
            return True
        start = claim.spans[0].start if claim.spans else 0
        blocks = self._record.report.blocks
        at = bisect_right(blocks, start, key=lambda b: b.start) - 1
        block = blocks[at] if at >= 0 else None
        return (
            block is not None
            and start < block.end
            and any(
                _OURS.search(sentence) and _saw(sentence)
                for sentence in re.split(
                    r"(?<=[.!?])\s", self._record.report.text[block.start : block.end][:_PARAGRAPH]
                )
            )
        )

    def _own_people(self, name: str) -> bool:
        """Whether a source is one of the outlet's own reporters: 'a Reuters photographer' in a report by Reuters."""
        parts = [part.lower() for part in re.findall(r"[^\W_]+", name)]
        if not parts or parts[-1] not in words("origins", "reporters"):
            return False
        before = normal(" ".join(parts[:-1]))
        return parts[0] in {"our", "this"} or (bool(before) and before == normal(self._record.report.outlet or ""))


def _saw(text: str) -> bool:
    seen = set(re.findall(r"[a-z]+", text.lower()))
    return bool(seen & words("origins", "reporters") and seen & words("origins", "witness"))


def _described(name: str) -> bool:
    """Whether a body is told by what it is alone: 'the agency', 'the Japanese car maker'."""
    parts = name.lower().split()
    if len(parts) < 2 or parts[0] != "the" or parts[-1] not in words("origins", "vague"):
        return False
    return len(parts) == 2 or parts[-1] in words("origins", "trades")


def _longer(name: str, whole: str) -> str | None:
    """A name with the capitalised words before it in the words for it: 'Staff' in 'Ukraine's General Staff'."""
    if not name[:1].isupper() or not whole.endswith(f" {name}"):
        return None
    before = whole[: -len(name)].split()
    kept: list[str] = []
    while before and before[-1][:1].isupper() and not re.search(r"['’]s?$|[,.]$", before[-1]):
        kept.insert(0, before.pop())
    return " ".join([*kept, name]) if kept and before else None


def _holder(holder: Holder) -> dict[str, Any]:
    span = holder.span
    return {
        "name": holder.name,
        "span": {"start": span.start, "end": span.end, "text": span.text} if span else None,
        "entity": holder.entity,
        "anonymous": holder.anonymous,
    }
