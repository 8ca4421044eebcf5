"""The word list of whoever runs the site: none is ours. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sixianghui.channel.proofing.text import Around, Finding, Kind, Passage, Severity, at


def find(passages: Sequence[Passage], around: Around) -> Iterator[Finding]:
    """Every word of the list, the longest first."""
    lengths: dict[str, set[int]] = {}
    for word in around.words:
        lengths.setdefault(word[0], set()).add(len(word))
    if not lengths:
        return
    for passage in passages:
        index, text = 0, passage.text
        while index < len(text):
            step = 1
            for length in sorted(lengths.get(text[index], ()), reverse=True):
                word = text[index : index + length]
                if word in around.words:
                    yield at(
                        passage, Kind.OPERATOR_WORD, Severity.MUST, index, index + length,
                        instead=around.words[word],
                    )  # fmt: skip
                    step = length
                    break
            index += step
