"""Rules of remarks: what state one is in, what makes it wait, who may be called what. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum

from sixianghui.common.buckets import Bucket

SHORTEST, LONGEST = 2, 500
NAME_SHORTEST, NAME_LONGEST = 2, 12
#: Letters of a name as it is compared: one sign may stand for a whole phrase.
NAME_KEPT = 40
REASON_SHORTEST, REASON_LONGEST = 2, 200
#: Slip of the pen: so long after sending may its writer put it right, while nobody has decided on it.
EDIT_WINDOW = dt.timedelta(minutes=5)
#: What nobody reads any more is kept for so long. Source: 网络安全法 art. 23 (3), six months; 183 days are never less.
KEPT = dt.timedelta(days=183)
#: With how much of the latest writing a new remark is compared, and how far back.
COMPARED = 300
COMPARED_FOR = dt.timedelta(hours=1)
#: Two texts that share so much of their pairs of characters say the same. Measured against one letter changed in ten.
ALIKE = 0.7
#: Longest silence a moderator may impose; after that a new decision is needed.
LONGEST_MUTE = dt.timedelta(days=90)
LONGEST_SLOW = 600

#: One in two seconds, and twenty in a minute, for one person over all threads together (T17).
PER_PERSON = (Bucket("remark", most=1, seconds=2.0), Bucket("remark-minute", most=20, seconds=3.0))
#: Reports and appeals: nobody in good faith makes more.
REPORTS = Bucket("remark-report", most=5, seconds=120.0)


class State(StrEnum):
    """What has become of a remark."""

    WAITING = "waiting"
    SHOWN = "shown"
    REFUSED = "refused"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What a verdict says. HELD: it waits again."""

    SHOWN = "shown"
    REFUSED = "refused"
    HIDDEN = "hidden"
    HELD = "held"


#: From which state which verdicts may come. What was taken off may come back; nothing is refused that was shown.
MOVES: dict[State, frozenset[Outcome]] = {
    State.WAITING: frozenset({Outcome.SHOWN, Outcome.REFUSED}),
    State.SHOWN: frozenset({Outcome.HIDDEN, Outcome.HELD}),
    State.REFUSED: frozenset({Outcome.SHOWN}),
    State.HIDDEN: frozenset({Outcome.SHOWN}),
    State.WITHDRAWN: frozenset(),
}


def state(last: str | None, *, withdrawn: bool) -> State:
    """The state that follows from the last standing verdict, if any, and from its writer taking it back."""
    if withdrawn:
        return State.WITHDRAWN
    if last is None or last == Outcome.HELD:
        return State.WAITING
    return State(last)


class Hold(StrEnum):
    """Why a remark is looked at before anybody sees it, beyond the thread's own rule."""

    WORD = "word"
    REPEAT = "repeat"
    LINK = "link"
    NUMBER = "number"


_LINK = re.compile(r"https?://|www\.|[a-z0-9-]+\.(?:com|cn|net|org|top|xyz|cc|vip|info|shop)\b", re.I)
#: Mainland mobile numbers and identity numbers, however they are spaced.
_MOBILE = re.compile(r"(?<!\d)1[3-9](?:[\s-]?\d){9}(?!\d)")
_IDENTITY = re.compile(
    r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dx](?![\dx])", re.I
)
_CONTACT = re.compile(r"(?:微信|薇信|加[vV薇威]|[vV]信|QQ|扣扣)\D{0,4}[a-z0-9_-]{5,}", re.I)


def normal(text: str) -> str:
    """A text without what is changed to slip through: width, capitals, spaces, marks, letters drawn out."""
    return _drawn_in("".join(letter for letter in _wide(text).lower() if letter.isalnum()))


def _wide(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _drawn_in(letters: str) -> str:
    return re.sub(r"(.)\1{2,}", r"\1\1", letters)


def _pairs(letters: str) -> frozenset[str]:
    return frozenset(letters[at : at + 2] for at in range(len(letters) - 1)) or frozenset({letters})


def alike(one: str, other: str) -> bool:
    """Whether two texts say the same but for a few letters. Short ones must be equal."""
    return _same(_shape(one), _shape(other))


def _shape(text: str) -> tuple[str, frozenset[str]]:
    # Of a text of signs alone nothing would be left: two thumbs are no question mark.
    letters = normal(text) or _drawn_in("".join(_wide(text).split()))
    return letters, _pairs(letters)


def _same(one: tuple[str, frozenset[str]], other: tuple[str, frozenset[str]]) -> bool:
    if one[0] == other[0]:
        return True
    if min(len(one[0]), len(other[0])) < 6:
        return False
    return len(one[1] & other[1]) / len(one[1] | other[1]) >= ALIKE


def gather(texts: Sequence[str]) -> list[list[int]]:
    """The places of texts that say the same, each under the first of its kind, in the order of the firsts."""
    heads: list[tuple[str, frozenset[str]]] = []
    found: list[list[int]] = []
    for place, text in enumerate(texts):
        shape = _shape(text)
        at = next((at for at, head in enumerate(heads) if _same(head, shape)), None)
        if at is None:
            heads.append(shape)
            found.append([place])
        else:
            found[at].append(place)
    return found


def holds(text: str, *, words: Iterable[str], latest: Iterable[str]) -> tuple[Hold, ...]:
    """Why this text has to be looked at first. `words`: the operators' own list; `latest`: what was just written."""
    shape = _shape(text)
    found = []
    if any(word and word in shape[0] for word in map(normal, words)):
        found.append(Hold.WORD)
    if any(_same(shape, _shape(other)) for other in latest):
        found.append(Hold.REPEAT)
    wide = _wide(text)
    if _LINK.search(wide):
        found.append(Hold.LINK)
    if _MOBILE.search(wide) or _IDENTITY.search(wide) or _CONTACT.search(wide):
        found.append(Hold.NUMBER)
    return tuple(found)


def clean(text: str) -> str:
    """A text as it is kept: no marks that turn the line round or hide in it, no more than one empty line together."""
    kept = "".join(
        letter
        for letter in unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
        if letter in "\n\u200d" or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


#: Nobody is called what only an organ or its staff may be called. Source: 互联网用户账号信息管理规定 (accounts do not
#: imitate Party and state organs or news units).
RESERVED = (
    "党委", "党组", "党支部", "支部", "书记", "纪委", "纪检", "组织部", "宣传部", "统战部", "网信", "公安", "政府", "法院",
    "检察", "官方", "管理员", "客服", "编辑部", "记者", "主持人", "主讲", "系统", "思享汇", "红谷", "admin", "official",
)  # fmt: skip


class NameFault(StrEnum):
    """What is wrong with a name."""

    LENGTH = "length"
    LETTERS = "letters"
    RESERVED = "reserved"
    NUMBER = "number"


def name_fault(name: str, *, reserved: Iterable[str] = ()) -> NameFault | None:
    """What is wrong with a chosen name; `reserved`: names of units and other words that may not be imitated."""
    if not NAME_SHORTEST <= len(name) <= NAME_LONGEST:
        return NameFault.LENGTH
    if not all(letter.isalnum() or letter in "·-_" for letter in name) or not normal(name):
        return NameFault.LETTERS
    plain = normal(name)
    if len(plain) > NAME_KEPT:
        return NameFault.LENGTH
    if any(normal(word) in plain for word in RESERVED) or any(
        _imitates(plain, normal(word)) for word in reserved
    ):
        return NameFault.RESERVED
    return NameFault.NUMBER if sum(letter.isdigit() for letter in _wide(name)) > 6 else None


def _imitates(name: str, other: str) -> bool:
    """Whether a name is another, a part of it, or has it within. Two letters are too few to be taken for a part."""
    return name == other or (len(name) >= 3 and name in other) or (len(other) >= 3 and other in name)


def may_edit(now: dt.datetime, written: dt.datetime, *, where: State, decided: bool) -> bool:
    """Whether its writer may still put it right: within the window, and no person has decided on it."""
    return now - written <= EDIT_WINDOW and not decided and where in {State.WAITING, State.SHOWN}
