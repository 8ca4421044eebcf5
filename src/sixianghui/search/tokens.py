"""Chinese text as tokens for an index that knows only words. Pure.

A run of Chinese characters becomes its overlapping pairs, in order; after all pairs come the single characters. A word
that is looked for becomes the phrase of its pairs, so that it is found wherever it stands, whole and in order, with
no dictionary: 书记讲 finds 书记讲党课, 课党 does not find 党课.
"""

from __future__ import annotations

import re
import unicodedata

#: More of one text than this is not indexed: PostgreSQL takes a megabyte for a document at most.
LONGEST = 60_000
_CHINESE = (
    "\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_PIECES = re.compile(rf"(?P<run>[{_CHINESE}]+)|(?P<word>[^\W_{_CHINESE}]+)")


def normal(text: str) -> str:
    """One form for what readers type in many: full-width letters become plain ones, capitals small ones."""
    return unicodedata.normalize("NFKC", text).lower()


def index_text(text: str) -> str:
    """The tokens of a text that is to be found, separated by spaces."""
    pairs: list[str] = []
    singles: list[str] = []
    for piece in _PIECES.finditer(normal(text[:LONGEST])):
        run = piece["run"]
        if run is None:
            pairs.append(piece["word"])
        else:
            pairs += _pairs(run)
            singles += run
    return " ".join([*pairs, *singles])


def query_parts(text: str) -> tuple[list[str], list[str]]:
    """What to look for, as (phrases of Chinese tokens, other words). Both empty: nothing can be found."""
    phrases: list[str] = []
    words: list[str] = []
    for piece in _PIECES.finditer(normal(text)):
        run = piece["run"]
        if run is None:
            words.append(piece["word"])
        else:
            phrases.append(" ".join(_pairs(run) or [run]))
    return phrases, words


def pieces(text: str) -> list[str]:
    """The runs of Chinese and the other words of a text, in order, in normal form."""
    return [piece[0] for piece in _PIECES.finditer(normal(text))]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
