"""Statement or state of mind: whether an unquoted attribution is anybody's word, by its cue and its content."""

from __future__ import annotations

from sayso.language import Analysis
from sayso.record.spans import Span
from sayso.statements.found import Found
from sayso.statements.lexicon import words


def is_attitude(analysis: Analysis, found: Found) -> bool:
    """Whether ``found`` is no one's word: a state of mind, words yet to come, or no proposition at all."""
    if _seems(analysis, found.cue):
        return True
    if found.kind != "indirect":
        return False
    if _of_mind(analysis, found.cue) or _unsaid(analysis, found.cue):
        return True
    return _nameless(analysis, found) or _reason(analysis, found) or not _telling(analysis, found)


def _of_mind(analysis: Analysis, cue: Span) -> bool:
    """Whether a cue is of a state of mind, not of speech."""
    lemmas = {w.lemma.lower() for w in analysis.words_in(cue.start, cue.end)}
    lemmas |= {w.text.lower() for w in analysis.words_in(cue.start, cue.end)}
    if lemmas & words("cues", "speech") or "according" in lemmas:
        return False
    return bool(lemmas & words("cues", "attitude"))


def _unsaid(analysis: Analysis, cue: Span) -> bool:
    """Whether a cue is of words yet to come ('will discuss', 'may ask'): nobody has said them."""
    verb = analysis.head_of(cue.start, cue.end)
    if verb is None:
        return False
    return any(c.relation == "aux" and c.text.lower() in words("cues", "yet") for c in analysis.children(verb.index))


def _seems(analysis: Analysis, cue: Span) -> bool:
    """'He appeared to offer a bribe' is nobody's word."""
    verb = analysis.head_of(cue.start, cue.end)
    return verb is not None and verb.upos == "VERB" and verb.lemma in {"appear", "seem"}


def _reason(analysis: Analysis, found: Found) -> bool:
    """'Closed, citing a shortage of parts': why it did so, and not what it says."""
    citing = any(w.lemma in words("cues", "citing") for w in analysis.words_in(found.cue.start, found.cue.end))
    heads = [analysis.head_of(c.start, c.end) for c in found.content]
    return citing and all(h is not None and h.lemma.lower() in words("cues", "reasons") for h in heads)


def _nameless(analysis: Analysis, found: Found) -> bool:
    """'Asked not to be identified': how somebody spoke, not what was said."""
    inside = analysis.words_in(found.content[0].start, found.content[0].end)[:4]
    asked = [w.text.lower() for w in inside][:3] == ["not", "to", "be"]
    return asked and inside[-1].text.lower() in words("cues", "nameless")


def _telling(analysis: Analysis, found: Found) -> bool:
    """Whether an unquoted attribution tells a proposition: its cue is known for it, or its content has a finite verb.

    PolNeAR's annotators took 'praised the plan' and 'is pursuing a deal' for attributions, too: they say where
    somebody stands, but nobody's word is reported there, so they are kept as attitudes.
    """
    inside = analysis.words_in(found.cue.start, found.cue.end)
    if any(w.lemma == "put" for w in inside) and _counts(analysis, found):
        return True  # 'put the number at more than 30'
    known = words("cues", "speech") | words("cues", "attitude") | words("cues", "hearsay")
    if any(w.lemma.lower() in known or w.text.lower() == "according" for w in inside):
        return True
    return clausal(analysis, found.content)


def _counts(analysis: Analysis, found: Found) -> bool:
    inside = [w for c in found.content for w in analysis.words_in(c.start, c.end)]
    counted = any(w.lemma.lower() in words("figures", "counts") for w in inside)
    more = any(w.feature("Degree") == "Cmp" for w in inside)  # 'put the number far higher'
    return any(w.upos == "NUM" for w in inside) or (counted and more)


def clausal(analysis: Analysis, contents: tuple[Span, ...]) -> bool:
    """Whether a clause heads one of ``contents``: a proposition, not a mere thing."""
    for content in contents:
        head = analysis.head_of(content.start, content.end)
        if head is None:
            continue
        children = analysis.children(head.index)
        if head.feature("VerbForm") == "Fin" or any(c.relation in {"nsubj", "csubj", "cop", "expl"} for c in children):
            return True
    return False
