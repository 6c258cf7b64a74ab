"""What an assistant may ask a ledger, each as a function of the question and nothing else. Nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from sayso.assistants.caps import CAPS, Caps
from sayso.assistants.pages import QuestionError, page, size
from sayso.assistants.quoting import Json, citations, moment, quoted
from sayso.assistants.wording import Wording, report_in
from sayso.ledger import Ledger, views
from sayso.ledger.answers import report_json, story_json
from sayso.ledger.browsing import CURSOR, browse, record_json, report_line, report_lines, story_with
from sayso.ledger.catalogue import Catalogue, Chosen
from sayso.ledger.checking import check
from sayso.ledger.queries import Asked, Filters, Line
from sayso.ledger.views import asking
from sayso.reports import Told, UnreadableReport

SHOWN = 3
"""Reports of a story that are described; of the others only the ids are told."""
PATIENCE = 1.0
"""Seconds after which an answer ends with what it has."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A ledger, and how much is told of it at once."""

    ledger: Ledger
    caps: Caps = CAPS
    catalogue: Catalogue = field(init=False)
    words: Wording = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "catalogue", Catalogue(self.ledger))
        object.__setattr__(self, "words", Wording(self.caps))

    def stories(self, look_for: Filters, cursor: str | None) -> Json:
        """Stories, newest first."""
        self._bounded(look_for)
        after = _place(cursor)[0]
        with asking(self.ledger) as (asked, _):
            shelf = browse(
                asked, self._chosen(asked, look_for), look_for, size=self.caps.max_items, look=self.caps.max_looked,
                after=after, points=False, patience=PATIENCE,
            )  # fmt: skip
        made = [
            {
                "id": one.story.id,
                "title": quoted(one.story.title, self.caps.max_quote),
                "reports": len(one.lines),
                "first_seen": moment(one.story.first_seen),
                "last_seen": moment(one.story.last_seen),
                "report_ids": story_json(one.story)["reports"][: self.caps.max_items],
            }
            for one in shelf.found
        ]
        some = [line for one in shelf.found for line in one.lines if line.shown.id in one.story.reports[:SHOWN]]
        return self.words.answer(_by_id(some), {"stories": made, "next": f"{shelf.after}:0" if shelf.after else None})

    def points(self, look_for: Filters, cursor: str | None) -> Json:
        """Points, story by story, the newest story first."""
        self._bounded(look_for)
        after: str | None
        after, skip = _place(cursor)
        left, looked = self.caps.max_answer, 0
        made: list[Json] = []
        cited: dict[str, Json] = {}
        with asking(self.ledger) as (asked, _):
            chosen = self._chosen(asked, look_for)
            while after is not None and looked < self.caps.max_looked:
                shelf = browse(
                    asked, chosen, look_for, size=1, look=self.caps.max_looked - looked, after=after, patience=PATIENCE
                )
                looked += 1
                for one in shelf.found:
                    known = _by_id(one.lines)
                    for point in one.points[skip:]:
                        shown = self.words.point(point, known)
                        left -= size(shown)
                        if len(made) >= self.caps.max_items or (left < 0 and made):
                            return self.words.answer(cited, {"points": made, "next": f"{after}:{skip}"})
                        made.append(shown)
                        cited |= {c["report"]: known[c["report"]] for c in point["claims"][: self.caps.max_claims]}
                        skip += 1
                after, skip = shelf.after, 0
                if shelf.cut:
                    break
        return self.words.answer(cited, {"points": made, "next": f"{after}:0" if after is not None else None})

    def claims(self, story: str, point: str, cursor: str | None) -> Json:
        """Every claim of one point.

        Raises:
            QuestionError: there is no such point.
        """
        with asking(self.ledger) as (asked, _):
            found = story_with(asked, story[:200])
            known = _by_id(found[1]) if found else {}
            of_point = next((one for one in asked.points(*found) if one["id"] == point), None) if found else None
        if of_point is None:
            raise QuestionError("there is no such point; `points` has their ids, and those of their stories")
        made, on = page(of_point["claims"], cursor, lambda one: self.words.claim(one, known), self.caps)
        return self.words.answer(
            {one["report"]: known[one["report"]] for one in made},
            {
                "story": found[0].id if found else None,
                "point": of_point["id"],
                "text": self.words.quote(of_point["text"]),
                "claims": made,
                **on,
            },
        )

    def check(self, claim: str, published: str | None) -> Json:
        """Who supports a claim, who contradicts it, who says that nothing is known.

        Raises:
            QuestionError: the claim cannot be read.
        """
        if len(claim) > self.caps.max_question:
            raise QuestionError(f"the claim is longer than {self.caps.max_question:,} characters")
        # Only now: an assistant that asks nothing of the kind need not wait for the model.
        from sayso.reading import read_bytes

        try:
            record = read_bytes(claim.encode("utf-8", "replace"), told=Told(published=published))
        except (UnreadableReport, ValueError) as error:
            raise QuestionError(str(error)) from error
        answer = check(self.ledger, record)
        known = {line["id"]: line for line in answer["reports"]}
        sides: Json = {}
        for side in ("supports", "contradicts"):
            sides[side] = [
                {
                    "claim": one["claim"],
                    "report": one["report"],
                    "on_the_word_of": self.words.origin(one["origin"]),
                    "independence": one["independence"],
                    "because": self.words.quote(one["reason"]),
                    "superseded": one["superseded"],
                    "differs_on": one["on"],
                    "citations": citations(known[one["report"]], one["spans"], self.caps),
                }
                for one in answer[side][: self.caps.max_items]
            ]
            sides[f"{side}_in_all"] = len(answer[side])
        silent = [self.words.silence(one, known) for one in answer["silences"][: self.caps.max_items]]
        cited = {one["report"] for one in (*sides["supports"], *sides["contradicts"], *silent)}
        return self.words.answer({one: known[one] for one in cited}, {
            "on_record": answer["verdict"],
            "meaning": "what is on record, and never whether the claim is true",
            **sides,
            "silences": silent,
            "points": [
                {
                    "point": one["point"],
                    "text": self.words.quote(one["text"]),
                    "credibility": self.words.credible(one["credibility"]),
                }
                for one in answer["points"]
            ],
        })  # fmt: skip

    def timeline(self, look_for: Filters, cursor: str | None) -> Json:
        """What happened when, as it is said; when it was said, changed or contradicted."""
        self._narrow(look_for)
        answer = views.timeline(self.ledger, look_for)
        known = {line["id"]: line for line in answer["reports"]}
        spans = self._spans(look_for)

        def row(one: Json) -> Json:
            refs = one["claims"][: self.caps.max_claims]
            return {
                "at": moment(one["at"]), "until": moment(one["until"]), "kind": one["kind"], "point": one["point"],
                "story": one["story"], "text": self.words.quote(one["text"]), "from": self.words.quote(one.get("from")),
                "to": self.words.quote(one.get("to")), "claims": refs,
                "citations": [
                    c for ref in refs for c in citations(known[report_in(ref)], spans.get(ref, ()), self.caps)
                ],
            }  # fmt: skip

        made, on = page(answer["timeline"], cursor, row, self.caps)
        return self.words.answer(_cited(made, known), {"timeline": made, **on})

    def sources(self, look_for: Filters, cursor: str | None) -> Json:
        """Who is on record, how often, how often independently, with analysts' grades; each with one exact citation."""
        self._narrow(look_for)
        answer = views.sources(self.ledger, look_for)
        known = {line["id"]: line for line in answer["reports"]}
        said: dict[str, Json] = {}
        for point in views.points(self.ledger, look_for)["points"]:
            for claim in point["claims"]:
                said.setdefault(claim["origin"]["name"] or "", claim)

        def row(one: Json) -> Json:
            claim = said.get(one["name"])
            grade = one["grade"] and {"grade": one["grade"]["grade"], "by": self.words.quote(one["grade"]["by"])}
            return {
                "name": self.words.quote(one["name"]), "anonymous": one["anonymous"], "reports": one["reports"],
                "claims": one["claims"], "independent": one["independent"], "echo": one["echo"],
                "not_established": one["not established"], "contradicted": one["contradicted"], "grade": grade,
                "citations": citations(known[claim["report"]], claim["spans"], self.caps) if claim else [],
            }  # fmt: skip

        made, on = page(answer["sources"], cursor, row, self.caps)
        return self.words.answer(_cited(made, known), {"sources": made, **on})

    def silences(self, look_for: Filters, cursor: str | None) -> Json:
        """What reports say has not been said."""
        self._narrow(look_for)
        answer = views.silences(self.ledger, look_for)
        known = {line["id"]: line for line in answer["reports"]}
        made, on = page(answer["silences"], cursor, lambda one: self.words.silence(one, known), self.caps)
        return self.words.answer(_cited(made, known), {"silences": made, **on})

    def report(self, report: str, cursor: str | None) -> Json:
        """What one report claims, on whose word, with exact spans.

        Raises:
            QuestionError: there is no such report.
        """
        line, record = self._record(report)
        about = report_json(line.shown)
        statements = {one["id"]: one for one in record["statements"]}

        def row(one: Json) -> Json:
            statement = statements.get(one["statement"])
            return {
                "claim": f"{line.shown.id}/{one['id']}",
                "citations": citations(about, one["spans"], self.caps),
                "standing": self.words.standing(one["standing"]),
                **(self.words.statement(about, statement) if statement else {"in_its_own_voice": True}),
            }

        made, on = page(record["claims"], cursor, row, self.caps)
        told = {key: self.words.quote(record["report"].get(key)) for key in ("byline", "dateline", "credit")}
        return self.words.answer({line.shown.id: about}, {
            "report": {"id": line.shown.id, **told, "characters": len(record["report"]["text"])},
            "claims": made,
            "silences": [
                {
                    "citations": citations(about, [one["span"]], self.caps),
                    "holders": [self.words.quote(h["name"]) for h in one["holders"] if h["name"]],
                }
                for one in record["silences"][: self.caps.max_items]
            ],
            "notes": [
                {"code": one["code"], "message": self.words.quote(one["message"])}
                for one in record["notes"][: self.caps.max_items]
            ],
            **on,
        })  # fmt: skip

    def text(self, report: str, start: int, end: int | None) -> Json:
        """Characters of a report's text.

        Raises:
            QuestionError: there is no such report, or it has no such characters.
        """
        line, record = self._record(report)
        whole = record["report"]["text"]
        if not 0 <= start <= len(whole) or (end is not None and end < start):
            raise QuestionError(f"start and end: the report has characters 0 to {len(whole)}")
        last = min(len(whole), start + self.caps.max_text, len(whole) if end is None else end)
        return self.words.answer({line.shown.id: report_json(line.shown)}, {
            "report": line.shown.id, "start": start, "end": last, "characters": len(whole),
            "text": quoted(whole[start:last], self.caps.max_text), "next": last if last < len(whole) else None,
        })  # fmt: skip

    def search(self, words: str, look_for: Filters, cursor: str | None) -> Json:
        """Reports in which all the words stand, newest first, with the passages."""
        narrowed = Filters(**{**_asdict(look_for), "text": words})
        self._bounded(narrowed)
        start = int(cursor) if cursor is not None and re.fullmatch(r"\d{1,9}", cursor, re.ASCII) else 0
        with asking(self.ledger) as (asked, _):
            chosen = self._chosen(asked, narrowed)
            total = len(chosen)
            some = report_lines(asked.connection, chosen, start=start, size=self.caps.max_items)
            made = [
                {
                    "report": line.shown.id,
                    "citations": self.words.passages(line, record_json(asked.connection, line), words),
                }
                for line in some
            ]
        known = {line.shown.id: report_json(line.shown) for line in some}
        end = start + len(made)
        return self.words.answer(known, {"found": made, "total": total, "next": str(end) if end < total else None})

    def _chosen(self, asked: Asked, look_for: Filters) -> Chosen:
        return self.catalogue.choose(asked.connection, look_for)

    def _bounded(self, look_for: Filters) -> None:
        """See that nothing endless is looked for.

        Raises:
            QuestionError: it is.
        """
        for name, value in _asdict(look_for).items():
            if value is not None and len(value) > self.caps.max_question:
                raise QuestionError(f"{name}: longer than {self.caps.max_question:,} characters")

    def _narrow(self, look_for: Filters) -> None:
        """See that the answer is worked out from no more than a part of a large ledger.

        Raises:
            QuestionError: it is not.
        """
        self._bounded(look_for)
        if look_for.any:
            return
        with asking(self.ledger) as (asked, _):
            total = len(self._chosen(asked, look_for))
        if total > self.caps.max_whole:
            raise QuestionError(f"the ledger has {total:,} reports: say what to look for, a story, a source, a day")

    def _record(self, report: str) -> tuple[Line, Json]:
        with asking(self.ledger) as (asked, _):
            line = report_line(asked.connection, report[:200])
            if line is None:
                raise QuestionError("there is no such report; `stories` and `search` have their ids")
            return line, record_json(asked.connection, line)

    def _spans(self, look_for: Filters) -> dict[str, list[Json]]:
        return {
            claim["claim"]: claim["spans"]
            for point in views.points(self.ledger, look_for)["points"]
            for claim in point["claims"]
        }


def _place(cursor: str | None) -> tuple[str, int]:
    """A page of stories, and how many points of the first are behind."""
    if cursor is None:
        return "0", 0
    after, _, skip = cursor[:40].partition(":")
    if not re.match(CURSOR, after, re.ASCII) or not re.fullmatch(r"\d{1,7}", skip, re.ASCII):
        raise QuestionError("cursor: give the value of `next` of the page before, or none")
    return after, int(skip)


def _by_id(some: Iterable[Line]) -> dict[str, Json]:
    return {line.shown.id: report_json(line.shown) for line in some}


def _cited(made: Iterable[Json], known: Mapping[str, Json]) -> dict[str, Json]:
    return {c["report"]: known[c["report"]] for one in made for c in one["citations"]}


def _asdict(look_for: Filters) -> dict[str, Any]:
    return {one.name: getattr(look_for, one.name) for one in fields(look_for)}
