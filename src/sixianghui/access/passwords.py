"""What makes a password too easy to guess. Pure.

Long, not known, not about oneself: no rule about which characters it must have, no change without a reason (ASVS 5.0
6.2). The profile `djbh` asks staff for three kinds of characters as well.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path

SHORTEST, LONGEST = 12, 256
#: What must be left of a password without the words that everybody knows of its owner.
OF_ITS_OWN = 6


class Weakness(StrEnum):
    """Why a password will not do."""

    SHORT = "short"
    PLAIN = "plain"
    COMMON = "common"
    ABOUT_YOU = "about you"
    KINDS = "kinds"


_LEET = str.maketrans("013457@$!", "oleastasi")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_NUMBERS = re.compile(r"\d{6}(?:19|20)\d{9}[\dXx]|1[3-9]\d{9}|(?:19|20)\d{2}[01]\d[0-3]\d")
_RUNS = ("01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p")  # fmt: skip
_TRODDEN = (*_RUNS, *(run[::-1] for run in _RUNS))


def weakness_of(
    password: str, *, about: Iterable[str] = (), is_known: Callable[[str], bool], kinds: bool = False
) -> Weakness | None:
    """The first reason why this password will not do, or None.

    `about`: words that everybody knows of its owner and of the site. `is_known`: whether a text, in small letters, is
    a password that others use. `kinds`: whether three of small letter, capital, digit, other sign are asked for.
    """
    if len(password) < SHORTEST:
        return Weakness.SHORT
    small = password.casefold()
    if any(is_known(form) for form in _forms(small)):
        return Weakness.COMMON
    if len(set(small)) < 5 or len(_repeated(small)) <= 4 or _untrodden(small) <= 3:
        return Weakness.PLAIN
    if len(_without(small, about)) < OF_ITS_OWN:
        return Weakness.ABOUT_YOU
    return Weakness.KINDS if kinds and _kinds(password) < 3 else None


def _forms(small: str) -> set[str]:
    """The password and what it is made of, as a guesser tries them: without its tail, digits read as letters."""
    found = {small, _repeated(small)}
    for form in tuple(found):
        bare = _EDGES.sub("", form)
        if len(form) - len(bare) <= 8:
            found.add(bare)
        found.add(_EDGES.sub("", form.translate(_LEET)))
    return {form for form in found if len(form) >= 4}


def _repeated(text: str) -> str:
    """The shortest piece of which a text is made by repeating it; the text itself when it is not."""
    at = (text + text).find(text, 1)
    return text[:at]


def _untrodden(small: str) -> int:
    """How many characters lie outside runs over the alphabet or the keyboard."""
    left, at = 0, 0
    while at < len(small):
        step = max(
            (length for length in range(3, len(small) - at + 1) if _is_run(small[at : at + length])),
            default=1,
        )
        left += step == 1
        at += step
    return left


def _is_run(piece: str) -> bool:
    return any(piece in run for run in _TRODDEN)


def _without(small: str, about: Iterable[str]) -> str:
    for word in sorted((word.casefold() for word in about if len(word) > 1), key=len, reverse=True):
        small = small.replace(word, "")
    return _NUMBERS.sub("", small)


def _kinds(password: str) -> int:
    return sum(
        (
            any(sign.islower() for sign in password),
            any(sign.isupper() for sign in password),
            any(sign.isdigit() for sign in password),
            any(not (sign.islower() or sign.isupper() or sign.isdigit()) for sign in password),
        )
    )


def is_breached(password: str, hashes: Path) -> bool:
    """Whether a password's SHA-1 is in a file of such sums, one a line, in order; what follows a sum is ignored.

    Such files have gigabytes: it is searched by halving, and nothing is asked of anybody.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with hashes.open("rb") as file:
        low, high = 0, file.seek(0, 2)  # the sum, if it is there, begins a line in [low, high)
        while low < high:
            middle = (low + high) // 2
            file.seek(max(middle - 1, 0))
            if middle:
                file.readline()
            start, line = file.tell(), file.readline()
            found = line[:40].upper()
            if found == wanted:
                return True
            if not line or found > wanted:
                high = middle
            else:
                low = start + len(line)
    return False
