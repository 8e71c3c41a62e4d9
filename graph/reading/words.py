"""The tokens of the pipeline: words of our own pkuseg model, through spaCy's Chinese tokenizer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from spacy.lang.zh import ChineseTokenizer, Segmenter
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from graph.reading.text import fold

# What is segmented in one go ends at a full stop, or after so many characters.
_STRETCH = re.compile(r"[^\s。！？；]{1,400}[。！？；]?|[。！？；]")
_BLANK = re.compile(r"\s+")


class Words(ChineseTokenizer):
    """spaCy's tokenizer segments a text as a whole, in quadratic time; this one goes stretch by stretch. Each
    run of blanks is a token, so that tokens and text agree to the character."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__(vocab, segmenter=Segmenter.pkuseg)

    def __call__(self, text: str) -> Doc:
        words = list(self._words(text))
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def _words(self, text: str) -> Iterator[str]:
        folded, position = fold(text), 0
        while position < len(text):
            if blank := _BLANK.match(text, position):
                position = blank.end()
                yield blank[0]
                continue
            stretch = _STRETCH.match(folded, position)
            end = stretch.end() if stretch else position + 1
            if self.pkuseg_seg is None:
                raise ValueError("the tokenizer has no segmentation model: load it with the pipeline")
            for word in self.pkuseg_seg.cut(folded[position:end]):
                yield text[position : position + len(word)]
                position += len(word)


@registry.tokenizers("weitu.Words.v1")  # type: ignore[untyped-decorator]
def create_words() -> Callable[[Language], Words]:
    """The factory that a pipeline's configuration names."""
    return lambda nlp: Words(nlp.vocab)
