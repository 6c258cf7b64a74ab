"""'According to survivors and the UN refugee agency': what several say together, each on their own word."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from sayso.language import Analysis, Word
from sayso.record.spans import Span
from sayso.record.types import Holder
from sayso.statements.found import Found
from sayso.statements.holders import Holders

_AND = frozenset({"and", "&"})
_MOST = 6
"""Holders of one statement."""


def of_several(analysis: Analysis, holders: Holders, found: list[Found]) -> list[Found]:
    """``found`` with a statement for each of several sources joined by 'and', where one of them at least has a name.

    'French and German officials' are one source, as are two villagers and a guard, whom nobody could tell apart.
    """
    return [part for f in found for part in _each(analysis, holders, f)]


def _each(analysis: Analysis, holders: Holders, found: Found) -> list[Found]:
    source = found.source
    if source is None or found.kind == "attitude" or not any(f" {w} " in source.text for w in _AND):
        return [found]
    parts = _parts(analysis, holders, source)
    whole = holders.chain(source) if len(parts) > 1 else ()
    outer = found.chain[: -len(whole)] if whole and found.chain[-len(whole) :] == whole else None
    if outer is None:
        return [found]
    chains = [holders.chain(part) for part in parts]
    if all(_bare(holders, part) for part in parts):
        return [replace(found, chain=(*outer, Holder(source.text, source)))]
    if not any(_named(chain[-1]) for chain in chains) or len({chain[-1].name for chain in chains}) < len(chains):
        return [found]
    return [replace(found, source=p, chain=(*outer, *chain)) for p, chain in zip(parts, chains, strict=True)]


def _named(holder: Holder) -> bool:
    return holder.entity is not None or (holder.name is not None and not holder.anonymous and holder.name[:1].isupper())


def _bare(holders: Holders, part: Span) -> bool:
    """Whether a part is one word that is the whole name of nobody but a person: 'Marks and Spencer' is one house."""
    named = holders.mention_in(part.start, part.end)
    return " " not in part.text and all(e.kind == "person" and " " not in e.name for _, e in named)


def _parts(analysis: Analysis, holders: Holders, source: Span) -> list[Span]:
    """The phrases that 'and' and commas join; none where a name or a description spans them."""
    head = analysis.head_of(source.start, source.end)
    if head is None or head.upos not in {"NOUN", "PROPN"}:
        return []
    joined = [c for c in analysis.children(head.index) if _joined(c, head, source)]
    if not joined or len(joined) >= _MOST or analysis.child(head.index, "acl") is not None:
        return []
    begins = [source.start, *(_begins(analysis, c).start for c in joined)]
    parts = []
    for start, after in zip(begins, [*begins[1:], source.end], strict=True):
        inside = [w for w in analysis.words_in(start, after) if start <= w.start and w.end <= after]
        while inside and (inside[-1].upos == "PUNCT" or inside[-1].text.lower() in _AND):
            inside.pop()
        if not inside:
            return []
        parts.append(analysis.span(inside[0].start, inside[-1].end))
    ends = {(a.end, b.start) for a, b in pairwise(parts)}
    over = holders.mention_in(source.start, source.end)
    return [] if any(m.start < a and b < m.end for m, _ in over for a, b in ends) else parts


def _joined(word: Word, head: Word, source: Span) -> bool:
    inside = head.index < word.index and word.end <= source.end
    return inside and word.relation == "conj" and word.upos in {"NOUN", "PROPN"}


def _begins(analysis: Analysis, joined: Word) -> Word:
    """The first word of a joined phrase, behind its 'and'."""
    return next(w for w in analysis.subtree(joined.index) if w.upos not in {"PUNCT", "CCONJ"})
