"""The word list of whoever runs the site, as a file: none is ours."""

from __future__ import annotations

MOST_WORDS = 5000
LONGEST_WORD = 40
LONGEST_FILE = 400_000


class ListFault(ValueError):
    """A word list that cannot be used: `line` says where, `why` says what (`long`, `many`, `same`)."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"{line}: {why}")
        self.line, self.why = line, why


def read_list(text: str) -> dict[str, str]:
    """Words by line, each with what to write instead behind a tab; lines that begin with # are notes."""
    words: dict[str, str] = {}
    for index, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        word, _tab, instead = (part.strip() for part in line.partition("\t"))
        if not word or word.startswith("#"):
            continue
        if len(word) > LONGEST_WORD or len(instead) > LONGEST_WORD:
            raise ListFault(index, "long")
        if word == instead:
            raise ListFault(index, "same")
        words[word] = instead
        if len(words) > MOST_WORDS:
            raise ListFault(index, "many")
    return words
