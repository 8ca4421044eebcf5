"""How Chinese is spelled in Latin letters, so that a word is found by its sound. Pure.

All readings of a character count: 单 is dan, shan and chan. Sounds that many speakers do not tell apart are one here
(zh and z, l and n, ang and an); whoever compares words afterwards prefers those that sound exactly alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise, product

#: Readings of one character that are looked at; the rest are of old books.
MOST_READINGS = 4
#: Ways to cut letters into syllables that are tried.
MOST_CUTS = 8
#: Letters of the longest query that is read as sounds.
LONGEST = 36
_HAN = re.compile(r"[\u3400-\u9fff]+")
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


@lru_cache(maxsize=20_000)
def readings(character: str) -> tuple[str, ...]:
    """Every way to say a character, without tones; nothing for what is not Chinese."""
    from pypinyin import Style, pinyin  # its dictionaries take a tenth of a process's start

    if not _HAN.fullmatch(character):
        return ()
    found = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(one for one in found if one.isascii() and one.isalpha()))[:MOST_READINGS]


@cache
def syllables() -> frozenset[str]:
    """Every syllable there is."""
    from pypinyin import pinyin_dict

    plain = str.maketrans("āáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeooooiiiiuuuuvvvvvnnnm")
    found = {
        reading.translate(plain)
        for code, line in pinyin_dict.pinyin_dict.items()
        if 0x4E00 <= code <= 0x9FA5
        for reading in line.split(",")
    }
    vowels = set("aeiouv")
    return frozenset(one for one in found if one.isascii() and one.isalpha() and vowels & set(one))


def loose(syllable: str) -> str:
    """One spelling for syllables that many speakers do not tell apart."""
    for one, other in _ALIKE[:3]:
        if syllable.startswith(one):
            syllable = other + syllable[len(one) :]
    for one, other in _ALIKE[3:]:
        if syllable.endswith(one):
            syllable = syllable[: -len(one)] + other
    return "n" + syllable[1:] if syllable.startswith("l") else syllable


def cuts(letters: str) -> list[tuple[str, ...]]:
    """The ways to cut letters into whole syllables, those of fewest syllables first: xian → (xian), (xi, an)."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > LONGEST:
        return []
    known = syllables()
    found: list[tuple[str, ...]] = []

    def walk(at: int, before: tuple[str, ...]) -> None:
        if len(found) >= MOST_CUTS * 4:
            return
        if at == len(letters):
            found.append(before)
        for size in range(min(6, len(letters) - at), 0, -1):
            if letters[at : at + size] in known:
                walk(at + size, (*before, letters[at : at + size]))

    walk(0, ())
    return sorted(found, key=len)[:MOST_CUTS]


def index_sounds(names: Iterable[str]) -> str:
    """The tokens by which names are found by their sound: each syllable, and for neighbours both syllables together
    and both initials together, in all readings."""
    found: dict[str, None] = {}
    for name in names:
        for run in _HAN.findall(name):
            spoken = [tuple(dict.fromkeys(loose(one) for one in readings(character))) for character in run]
            first = [{one[0] for one in readings(character)} for character in run]
            for ways in spoken:
                found.update(dict.fromkeys(ways))
            for at in range(len(run) - 1):
                found.update(dict.fromkeys(a + b for a, b in product(spoken[at], spoken[at + 1])))
                found.update(dict.fromkeys("i" + a + b for a, b in product(first[at], first[at + 1])))
    return " ".join(sorted(found))


def sound_tokens(spoken: tuple[str, ...]) -> list[str]:
    """What to look for among those tokens for a word of these syllables."""
    plain = [loose(one) for one in spoken]
    return [a + b for a, b in pairwise(plain)] or plain


def initial_tokens(initials: str) -> list[str]:
    """What to look for among those tokens for a word with these initials, two at least."""
    return ["i" + initials[at : at + 2] for at in range(len(initials) - 1)]


def spoken_as(word: str, spoken: tuple[str, ...]) -> int:
    """How well a word is said by these syllables: 2 exactly, 1 as many speakers do, 0 not at all."""
    if len(word) != len(spoken):
        return 0
    exact = True
    for character, syllable in zip(word, spoken, strict=True):
        ways = readings(character)
        if syllable in ways:
            continue
        exact = False
        if loose(syllable) not in {loose(one) for one in ways}:
            return 0
    return 2 if exact else 1


def begun_by(word: str, initials: str) -> int:
    """How well the characters of a word begin with these letters, one each: 2 as they are usually said, 1 in some
    reading, 0 not at all."""
    if len(word) != len(initials):
        return 0
    ways = [readings(character) for character in word]
    if all(one and one[0].startswith(letter) for one, letter in zip(ways, initials, strict=True)):
        return 2
    return int(
        all(any(way.startswith(letter) for way in one) for one, letter in zip(ways, initials, strict=True))
    )


def ways_to_say(run: str) -> list[tuple[str, ...]]:
    """The likeliest ways to say a run: each character by its readings, at most a few dozen together."""
    ways = [readings(character)[:2] for character in run]
    if not all(ways):
        return []
    if len(run) > 4:
        ways = [one[:1] for one in ways]
    return list(product(*ways))


def windows(name: str, size: int) -> Iterator[str]:
    """Every stretch of so many characters inside the Chinese runs of a name."""
    for run in _HAN.findall(name):
        for at in range(len(run) - size + 1):
            yield run[at : at + size]
