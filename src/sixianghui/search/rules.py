"""What readers type, taken apart; and what may be remembered of it. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

#: Longer queries are cut: no reader means more than this.
LONGEST_QUERY = 64
#: Results on a page, and how far one may turn them.
ON_A_PAGE, MOST_PAGES = 10, 50
#: Fewer whole matches than this, and partial ones are shown below them; at most so many.
FEW, MOST_PARTIAL = 3, 10
#: A query is shown to others once so many people asked for it on one day.
ENOUGH_PEOPLE = 5
#: How long it is remembered that somebody asked.
REMEMBERED = dt.timedelta(days=30)
#: The longest query that is remembered: what is longer is a sentence of somebody's own.
LONGEST_REMEMBERED = 16
#: As many digits as a telephone number has, or a shorter part of one that gives it away.
_MANY_DIGITS = 6
#: Characters that tie words together or ask: a pair with one of them says nothing of the subject.
TIES = frozenset("的了是在一不怎么个和就都也有我你他她它这那着过得吗呢吧啊哪谁几什为与及或")
#: Words of Party work. Of words that could be meant alike, one of these is meant.
FIELD = frozenset((
    "党课", "党员", "党费", "党章", "党徽", "党旗", "党组", "党委", "党建", "党史", "支部", "党支部", "党总支", "党小组",
    "团支部", "团员", "书记", "委员", "入党", "转正", "换届", "政审", "入党申请书", "积极分子", "发展对象", "发展党员", "预备党员",
    "正式党员", "流动党员", "培养联系人", "两学一做", "三会一课", "主题党日", "组织生活会", "民主生活会", "民主评议", "组织关系", "介绍信",
    "党员之家", "党员大会", "支部大会", "支委会", "双比双争", "志愿服务", "扶贫", "扶贫课堂", "读书角", "十九大",
))  # fmt: skip
#: No word that one would look for has one of these.
NEVER_IN_NAMES = frozenset("的了着吗呢吧啊么们这那")


def clean(query: str) -> str:
    """What a reader typed, cut to size: one line without characters that no text holds."""
    printable = "".join(one if one.isprintable() else " " for one in query[: 4 * LONGEST_QUERY])
    return " ".join(printable.split())[:LONGEST_QUERY].strip()


def remembered(query: str) -> str:
    """The form in which a query is remembered; empty when it must not be: it may name or number somebody."""
    plain = " ".join(unicodedata.normalize("NFKC", query).lower().split())
    digits = sum(one.isdigit() for one in plain)
    if len(plain) < 2 or len(plain) > LONGEST_REMEMBERED or digits >= _MANY_DIGITS or "@" in plain:
        return ""
    return plain


def telling(pairs: list[str]) -> list[str]:
    """The pairs of a phrase that say something: those without a word that only ties others together."""
    said = [pair for pair in pairs if TIES.isdisjoint(pair)]
    return said or pairs


def one_apart(one: str, other: str) -> bool:
    """Whether a single slip makes one word the other: a letter more, fewer, another, or two changed over.

    Of two characters too little is left after a slip.
    """
    if one == other:
        return False
    if len(one) == len(other):
        differ = [at for at in range(len(one)) if one[at] != other[at]]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            first, second = differ
            return one[first] == other[second] and one[second] == other[first]
        return len(differ) == 1 and len(one) >= 3
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) != 1 or len(other) < 3 or len(short) < 2:
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


_QUOTED = re.compile(r"[“《「]([^“”《》「」\n]{2,16})[”》」]")


def quoted(text: str) -> list[str]:
    """What a text sets in quotation marks or in the marks of a book, as names that readers may ask for."""
    return list(dict.fromkeys(_QUOTED.findall(text)))
