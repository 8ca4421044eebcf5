"""What a message of an exception may still say when anybody who runs the machine reads it. Pure.

Libraries put values into their messages: a name that stood in a row already, the number that could not be parsed. What is
left here are plain English words and small numbers; everything that could be somebody's is an ellipsis.
"""

from __future__ import annotations

import re

#: In quotes or brackets stand values, as in `Key (phone)=(138…) already exists` or `KeyError: 'zhang'`.
_VALUES = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|`[^`]*`|=?\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_PLAIN = re.compile(
    r"[A-Za-z][a-z]{0,19}|[A-Z]{1,20}|[A-Za-z]+(?:[_.][A-Za-z]+){1,6}|\d{1,4}|-{1,2}[a-z-]{1,20}|…+"
)
_EDGE = ".,;:!?"
CUT = "…"


def scrubbed(text: str, longest: int = 200) -> str:
    """The text on one line with everything left out that is not a plain English word or a small number."""
    kept: list[str] = []
    for word in _VALUES.sub(f" {CUT} ", text[: longest * 20]).split():
        bare = word.strip(_EDGE)
        if not bare or _PLAIN.fullmatch(bare):
            kept.append(word)
        elif not kept or kept[-1] != CUT:
            kept.append(CUT)
    line = " ".join(
        word for number, word in enumerate(kept) if word != CUT or kept[number - 1 : number] != [CUT]
    )
    return line if len(line) <= longest else line[: longest - 1] + CUT
