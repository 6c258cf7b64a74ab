"""``Report`` → ``Analysis``: words, sentences, syntax, named mentions, attributions."""

from sayso.language.analysis import Analysis, Attribution, Mention, Sentence, Word
from sayso.language.reading import analyse

__all__ = ["Analysis", "Attribution", "Mention", "Sentence", "Word", "analyse"]
