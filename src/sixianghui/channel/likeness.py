"""Which pieces are about the same. Pure.

Likeness is of words alone: pairs of neighbouring characters in titles, kickers and summaries, where a pair that is
everywhere counts for little. How often something was read is not asked.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+", re.I)
#: Below this two pieces share a turn of phrase, not a subject.
LEAST = 0.04


@lru_cache(maxsize=4096)
def features(title: str, kicker: str = "", summary: str = "") -> frozenset[str]:
    """What a piece is about: pairs of Han characters, whole Latin words, and its kicker as one thing."""
    found = set()
    for run in _RUN.findall(f"{title} {kicker} {summary}"):
        if run[0].isascii():
            found.add(run.lower())
        else:
            found.update(run[start : start + 2] for start in range(len(run) - 1))
    if kicker.strip():
        found.add(f"|{kicker.strip()}")
    return frozenset(found)


def nearest(
    one: frozenset[str], others: Mapping[int, frozenset[str]], *, most: int, least: float = LEAST
) -> list[tuple[int, float]]:
    """The `most` others that are most like `one`, each with how much, the likest first."""
    if not one or not others:
        return []
    shared = {key: one & other for key, other in others.items()}
    seen = Counter(feature for found in shared.values() for feature in found)
    weight = {feature: math.log(1 + len(others) / (1 + seen[feature])) for feature in one}
    whole = sum(weight.values()) or 1.0
    scores = (
        (key, sum(weight[feature] for feature in found) / math.sqrt(whole * (1 + len(others[key]))))
        for key, found in shared.items()
        if found
    )
    ranked = sorted(scores, key=lambda pair: (-pair[1], -pair[0]))
    return [(key, score) for key, score in ranked[:most] if score >= least]
