"""Which texts are about the same. Pure.

Likeness is of words alone: pairs of neighbouring characters in titles, kickers and summaries, where a pair that is
everywhere counts for little. How often something was read is not asked.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z][a-z0-9]+", re.I)
#: Characters that tie words together, count, or tell the time: a pair with one of them says nothing of the subject.
_TIES = frozenset(
    "的了是在一不怎么个和就都也有我你他她它这那几年月日上下到来去要从把被给与及或后前里中时分秒零二三四五六七八九十百千万两第次"
    "篇位名多少为什没还再又很最更自己们能会可以让过着得地对将已于之其所每谁哪只但因此如果并且而"
)
#: Below this two pieces share a turn of phrase, not a subject.
LEAST = 0.06
#: One pair in common is chance.
_SHARED = 2
#: A piece of few words is not like everything: it is taken for longer than it is.
_SMALL = 8


@lru_cache(maxsize=4096)
def features(title: str, kicker: str = "", summary: str = "") -> frozenset[str]:
    """What a piece is about: pairs of Han characters, whole Latin words, and its kicker as one thing."""
    found = set()
    for run in _RUN.findall(f"{title} {kicker} {summary}"):
        if run[0].isascii():
            found.add(run.lower())
        else:
            pairs = (run[start : start + 2] for start in range(len(run) - 1))
            found.update(pair for pair in pairs if _TIES.isdisjoint(pair))
    if kicker.strip():
        found.add(f"|{kicker.strip()}")
    return frozenset(found)


def nearest(
    one: frozenset[str],
    others: Mapping[int, frozenset[str]],
    *,
    most: int,
    least: float = LEAST,
    among: int = 0,
) -> list[tuple[int, float]]:
    """The `most` others that are most like `one`, each with how much, the likest first.

    among: how many there are altogether, where `others` are only those that share something with it.
    """
    if not one or not others:
        return []
    shared = {key: one & other for key, other in others.items()}
    seen = Counter(feature for found in shared.values() for feature in found)
    all_of_them = max(among, len(others))
    weight = {feature: math.log(1 + all_of_them / (1 + seen[feature])) for feature in one}
    whole = sum(weight.values()) or 1.0
    scores = (
        (key, sum(weight[feature] for feature in found) / math.sqrt(whole * (_SMALL + len(others[key]))))
        for key, found in shared.items()
        if len(found) >= _SHARED
    )
    ranked = sorted(scores, key=lambda pair: (-pair[1], -pair[0]))
    return [(key, score) for key, score in ranked[:most] if score >= least]
