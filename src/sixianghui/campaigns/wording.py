"""Sentences for what stands in the way of sending a notice: what is missing, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from sixianghui.campaigns.rules import burden
from sixianghui.campaigns.rules.notices import Fault, Found


def sentence(found: Found, titles: Mapping[int, str]) -> str:
    """A fault in words. `titles`: the points' titles by their keys."""
    title = titles.get(found.key, "") if found.key is not None else ""
    return _WORDS[found.fault](title, found.other)


_WORDS = {
    Fault.NO_ITEMS: lambda _title, _other: _("还没有写要做的事。一件一件写，对方才好一件一件办。"),
    Fault.NO_UNITS: lambda _title, _other: _("还没有选发给谁。"),
    Fault.NO_WHY: lambda title, _other: (
        _("“%(title)s”没有写为什么要。说不出为什么，就别让人做。") % {"title": title}
    ),
    Fault.NO_MINUTES: lambda title, _other: (
        _("“%(title)s”没有写大约几分钟。自己先做一遍，就知道了。") % {"title": title}
    ),
    Fault.SAME_HOLDING: lambda title, _other: (
        _("“%(title)s”要的，前面有一件已经要过了，请删去一件。") % {"title": title}
    ),
    Fault.SAME_QUESTION: lambda title, _other: _("“%(title)s”写了两遍，请删去一件。") % {"title": title},
    Fault.OPEN_ELSEWHERE: lambda title, other: (
        _("“%(title)s”在《%(other)s》里已经问过，对方还没到交的日子。等那边有了结果再用，别问第二遍。")
        % {"title": title, "other": other}
    ),
    Fault.DUE_PAST: lambda title, _other: (
        _("“%(title)s”的日子已经过了，请改一个。") % {"title": title}
        if title
        else _("交计划的日子已经过了，请改一个。")
    ),
    Fault.NO_DAY: lambda _title, _other: _("写了要对方做的事，请写计划哪天前交；只要知道，就改成知道就行。"),
    Fault.NO_REASON: lambda _title, _other: (
        _("超过了每月上限。请写明原因，至少 %(least)d 个字，收到的人看得到。")
        % {"least": burden.SHORTEST_REASON}
    ),
}
