"""The parts that answers are made of, with the reports' words quoted and cited."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.assistants.caps import Caps
from sayso.assistants.quoting import Json, citations, moment, quoted, report_of
from sayso.ledger.answers import report_json
from sayso.ledger.queries import Line

AROUND = 120
"""Characters on either side of a word that is found."""
PASSAGES = 3
"""Passages that are shown of a report."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Puts parts of a ledger into words, as much of each as ``caps`` allow."""

    caps: Caps

    def quote(self, text: str | None) -> Json | None:
        return quoted(text, self.caps.max_quote)

    def answer(self, cited: Mapping[str, Json], parts: Json) -> Json:
        return {**parts, "reports": [report_of(cited[one], self.caps) for one in sorted(cited)]}

    def point(self, point: Json, known: Mapping[str, Json]) -> Json:
        some = self.caps.max_claims
        return {
            "id": point["id"],
            "story": point["story"],
            "text": self.quote(point["text"]),
            "first_seen": moment(point["first_seen"]),
            "last_seen": moment(point["last_seen"]),
            "independent_origins": point["independent_origins"],
            "anonymous_origins": point["anonymous_origins"],
            "credibility": self.credible(point["credibility"]),
            "claims": [self.claim(one, known) for one in point["claims"][:some]],
            "claims_in_all": len(point["claims"]),
            "contradictions": [self.pair(one, one["claims"], known) for one in point["contradictions"][:some]],
            "changes": [self.pair(one, (one["from"], one["to"]), known) for one in point["changes"][:some]],
            "decisions": len(point["decisions"]),
        }

    def claim(self, claim: Json, known: Mapping[str, Json]) -> Json:
        return {
            "claim": claim["claim"],
            "report": claim["report"],
            "relation": claim["relation"],
            "on_the_word_of": self.origin(claim["origin"]),
            "way": [self.quote(one["name"]) or "unnamed" for one in claim["chain"][: self.caps.max_claims]],
            "independence": claim["independence"],
            "echo_of": claim["echo_of"],
            "because": self.quote(claim["reason"]),
            "superseded": claim["superseded"],
            "standing": self.standing(claim["standing"]),
            "citations": citations(known[claim["report"]], claim["spans"], self.caps),
        }

    def pair(self, one: Json, refs: Sequence[str], known: Mapping[str, Json]) -> Json:
        """Two claims that differ, with the words in which they do."""
        return {
            "claims": list(refs),
            "on": one["on"],
            "citations": [
                c
                for ref, span in zip(refs, one["spans"], strict=True)
                for c in citations(known[report_in(ref)], [span], self.caps)
            ],
        }

    def statement(self, about: Json, statement: Json) -> Json:
        def cite(span: Json | None) -> Json | None:
            return citations(about, [span], self.caps)[0] if span else None

        return {
            "kind": statement["kind"],
            "source": cite(statement["source"]),
            "cue": cite(statement["cue"]),
            "way": [
                {"name": self.quote(one["name"]), "anonymous": one["anonymous"]}
                for one in statement["chain"][: self.caps.max_claims]
            ],
            "told_to": self.quote(statement["told_to"]["name"]) if statement["told_to"] else None,
        }

    def silence(self, one: Json, known: Mapping[str, Json]) -> Json:
        return {
            "id": one["id"],
            "report": one["report"],
            "holders": [self.quote(name) for name in one["holders"][: self.caps.max_claims] if name],
            "citations": citations(known[one["report"]], [one["span"]], self.caps),
        }

    def standing(self, standing: Json) -> Json:
        return {key: standing[key] for key in ("certainty", "polarity", "time", "stance", "likelihood")} | {
            "condition": self.quote(standing["condition"]["text"]) if standing["condition"] else None
        }

    def origin(self, origin: Json) -> Json:
        return {"name": self.quote(origin["name"]), "anonymous": origin["anonymous"]}

    def credible(self, credibility: Json) -> Json:
        return {"suggested": credibility["suggested"], "because": self.quote(credibility["reason"])}

    def passages(self, line: Line, record: Json, words: str) -> list[Json]:
        text = record["report"]["text"]
        wanted = [re.escape(word) for word in re.findall(r"\w+", words)[:20]]
        found: list[tuple[int, int]] = []
        for match in re.finditer(rf"\b(?:{'|'.join(wanted)})\b", text, re.IGNORECASE) if wanted else ():
            start, end = max(0, match.start() - AROUND), min(len(text), match.end() + AROUND)
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], end)
            elif len(found) == PASSAGES:
                break
            else:
                found.append((start, end))
        spans = [{"start": a, "end": b, "text": text[a:b]} for a, b in found or [(0, min(len(text), 2 * AROUND))]]
        return citations(report_json(line.shown), spans, self.caps)


def report_in(ref: str) -> str:
    """The report of a claim's reference."""
    return ref.rsplit("/", 1)[0]
