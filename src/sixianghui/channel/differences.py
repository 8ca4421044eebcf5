"""Two versions of a Chinese text, and what differs: first sentence by sentence, then sign by sign within one. Pure.

Chinese has no spaces: a difference taken word by word marks whole clauses, one taken sign by sign scatters. So
sentences that stayed are found first; of those that changed each is laid beside the one most like it, and only there
signs are compared; small agreements between two changes are taken into the change, so that it can be read.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’）】]*|\n|$)")
_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:[.,:]\d+)*|\s+|.", re.S)
#: Below this a sentence is another sentence, not a changed one.
_ALIKE = 0.45
#: Agreements of up to this many signs between two changes are read with them.
_ISLAND = 1


class Op(StrEnum):
    """What became of a stretch of text."""

    EQUAL = "equal"
    DELETION = "deletion"
    ADDITION = "addition"


Change = tuple[Op, str]


def differences(before: str, after: str) -> list[Change]:
    """The stretches of both texts in their order, each kept, gone or new."""
    old, new = _sentences(before), _sentences(after)
    found: list[Change] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [(Op.EQUAL, one) for one in old[i1:i2]]
        else:
            found += _beside(old[i1:i2], new[j1:j2])
    return _merged(found)


def _sentences(text: str) -> list[str]:
    return [one for one in _SENTENCE.findall(text or "") if one]


def _beside(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Changed sentences: each new one beside the old one most like it, in their order."""
    start = 0
    for sentence in new:
        likeness, place = max(
            ((_likeness(old[index], sentence), -index) for index in range(start, len(old))), default=(0.0, 0)
        )
        if likeness < _ALIKE:
            yield Op.ADDITION, sentence
            continue
        for gone in old[start:-place]:
            yield Op.DELETION, gone
        yield from _within(old[-place], sentence)
        start = -place + 1
    for gone in old[start:]:
        yield Op.DELETION, gone


def _likeness(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _within(before: str, after: str) -> list[Change]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    found: list[Change] = []
    for index, (tag, i1, i2, j1, j2) in enumerate(codes):
        island = tag == "equal" and 0 < index < len(codes) - 1 and i2 - i1 <= _ISLAND
        if tag == "equal" and not island:
            found.append((Op.EQUAL, "".join(old[i1:i2])))
        else:
            found += [(Op.DELETION, "".join(old[i1:i2])), (Op.ADDITION, "".join(new[j1:j2]))]
    return found


def _merged(changes: Sequence[Change]) -> list[Change]:
    """Neighbours of one kind as one; of a run of changes first all that is gone, then all that is new."""
    found: list[Change] = []
    gone = new = ""
    for op, text in (*changes, (Op.EQUAL, "")):
        if op is Op.DELETION:
            gone += text
        elif op is Op.ADDITION:
            new += text
        else:
            found += [(Op.DELETION, gone)] if gone else []
            found += [(Op.ADDITION, new)] if new else []
            gone = new = ""
            if found and found[-1][0] is Op.EQUAL and text:
                found[-1] = (Op.EQUAL, found[-1][1] + text)
            elif text:
                found.append((Op.EQUAL, text))
    return found
