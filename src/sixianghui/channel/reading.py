"""How long a piece takes to read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

#: Characters a minute, for somebody who reads on a phone and wants to remember it.
PACE = 400
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")


def minutes(characters: int) -> int:
    """Whole minutes, at least one."""
    return max(1, math.ceil(characters / PACE))


def minutes_of(piece: Any) -> int:
    """How long the text of an article or the steps of a guide take."""
    words = "".join(words_of(piece))
    return minutes(len(_SPACE.sub("", _TAG.sub("", words))))


def words_of(piece: Any) -> Iterator[str]:
    """The words of its text and its steps, part by part, with the tags of paragraphs."""
    for name in ("body", "steps"):
        for block in getattr(piece, name, None) or ():
            value = block.value
            if isinstance(value, str):
                yield value
            elif hasattr(value, "source"):
                yield value.source
            else:
                yield from (part for part in value.values() if isinstance(part, str))
