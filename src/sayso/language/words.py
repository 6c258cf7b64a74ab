"""Words: where they start and end, after the word divisions of UD English (GUM, EWT).

Clitics ('s, n't, 'll) and the parts of hyphenated words are words of their own; abbreviations,
numbers with separators, and web addresses are one word each. Every visible character belongs to
exactly one word, so that spans of words cover any text.
"""

from __future__ import annotations

import re

MAX_WORD = 200
"""Characters; a longer run without a break is cut, so that hostile text costs linear time."""

_WORD = re.compile(
    r"""
    (?:https?://|www\.)[^\s<>"”“]{1,200}                          # web addresses
  | [\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}                # mail addresses
  | (?:[^\W_][\w-]{0,40}\.){1,3}(?:                               # names of sites: Lenta.ru, Gazeta.Ru
      com|net|org|info|online|news|media|press|live|tv|io|gov|edu|ru|ua|by|kz|am|az|ge|me|co|eu|uk|de|fr|pl|lv|lt|ee
      |rs|ro|bg|gr|tr|ir|in|cn|jp|kr|au|ca|Com|Net|Org|Info|Online|News|Media|Live|TV|Ru|Ua|Kz)(?![\w])
  | (?:[A-Za-z]\.){2,8}                                           # U.S., a.m.
  | (?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Capt|Cpl|Lt|Sgt|Adm|Sen|Rep|Gov|Rev|Hon|St|Jr|Sr|Inc|Corp|Ltd|Co|Bros|vs|etc
      |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|No(?=\.\s\d)|[A-Z])\.(?=\s)   # abbreviations
  | \d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?(?![\w])                   # 1,000.5  12:30  21st  1990s
  | (?:[^\W_]|[\u0300-\u036f])+?(?=n['’]t\b)                       # do|n't
  | n['’]t\b
  | ['’](?:s|S|ll|LL|re|RE|ve|VE|d|D|m|M)\b                       # 's 'll
  | (?:[^\W_]|[\u0300-\u036f])+(?:['’](?!(?:s|S|ll|LL|re|RE|ve|VE|d|D|m|M)\b)(?:[^\W_])+)*   # words, O'Brien
  | ([^\w\s])\1{3,199}                                             # a run of one mark is one word
  | \.{2,200} | -{2,200} | _{1,200}
  | \S
    """,
    re.VERBOSE,
)


def word_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Start and end of each word of ``text[start:end]``, in order, without gaps but white space."""
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        first, last = match.span()
        while last - first > MAX_WORD:
            spans.append((first, first + MAX_WORD))
            first += MAX_WORD
        spans.append((first, last))
    return spans
