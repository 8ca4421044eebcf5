"""How a Chinese name is found by its sound: every reading of it, whole and by first letters."""

from __future__ import annotations

import itertools

#: A name of which every character has several readings would have hundreds; nobody searches for them all.
_MOST = 16


def readings(name: str) -> tuple[str, str]:
    """(pinyin, initials) of a name, every reading of each, separated by spaces: 单雄 → "danxiong shanxiong", "dx sx"."""
    from pypinyin import Style, pinyin

    name = name.removesuffix("（示例）")
    syllables = [
        list(dict.fromkeys(one)) for one in pinyin(name, style=Style.NORMAL, heteronym=True, errors=_plain)
    ]
    whole = ["".join(one) for one in itertools.islice(itertools.product(*syllables), _MOST)]
    letters = [
        "".join(part[:1] for part in one) for one in itertools.islice(itertools.product(*syllables), _MOST)
    ]
    return " ".join(dict.fromkeys(whole))[:400], " ".join(dict.fromkeys(letters))[:120]


def _plain(rest: str) -> str:
    return "".join(one.lower() for one in rest if one.isalnum())
