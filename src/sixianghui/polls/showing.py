"""A result in one sentence, for those who hear it and for those in a hurry; how long an answer takes, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sixianghui.polls import rules
from sixianghui.polls.rules import Bar


def said(answers: int, bars: tuple[Bar, ...]) -> str:
    """What came out: 共 37 人作答，选“20 点”的最多，19 人。 With few answers it says that, and no more."""
    if answers < rules.FEW:
        return _("作答的不到 5 人，不公布各选了多少，免得猜出是谁。")
    first = [bar for bar in bars if bar.first]
    names = _("、").join(f"“{bar.text}”" for bar in first)
    words = {"answers": answers, "names": names, "count": first[0].count if first else 0}
    if len(first) == 1:
        return _("共 %(answers)d 人作答，选%(names)s的最多，%(count)d 人。") % words
    return _("共 %(answers)d 人作答，选%(names)s的一样多，各 %(count)d 人。") % words


def takes(half_minutes: int) -> str:
    """How long an answer takes."""
    if half_minutes <= 1:
        return _("半分钟")
    minutes = -(-half_minutes // 2)
    return ngettext("%(minutes)d 分钟", "%(minutes)d 分钟", minutes) % {"minutes": minutes}
