"""In plain words: how long something has waited, why it waits, where it stands, what was decided."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sixianghui.remarks.rules import Hold, Outcome, State

HOLDS = {
    Hold.WORD: gettext_lazy("有要看一眼的词"),
    Hold.REPEAT: gettext_lazy("和别的很像"),
    Hold.LINK: gettext_lazy("有网址"),
    Hold.NUMBER: gettext_lazy("有电话或号码"),
}
STATES = {
    State.WAITING: gettext_lazy("等着看"),
    State.SHOWN: gettext_lazy("放出来了"),
    State.REFUSED: gettext_lazy("没有放出来"),
    State.HIDDEN: pgettext_lazy("评论", "撤下了"),
    State.WITHDRAWN: gettext_lazy("写的人撤回了"),
}
OUTCOMES = {
    Outcome.SHOWN: gettext_lazy("放出来"),
    Outcome.REFUSED: gettext_lazy("不放"),
    Outcome.HIDDEN: pgettext_lazy("评论", "撤下"),
    Outcome.HELD: gettext_lazy("放回去再看"),
}

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def age(lasting: dt.timedelta) -> str:
    """不到一分钟, 12 分钟, 2 小时 10 分, 3 天 4 小时: two units at most, the smaller one left out when it is nothing."""
    seconds = max(0, int(lasting.total_seconds()))
    if seconds < _MINUTE:
        return _("不到一分钟")
    if seconds < _HOUR:
        return _("%(minutes)d 分钟") % {"minutes": seconds // _MINUTE}
    if seconds < _DAY:
        hours, minutes = seconds // _HOUR, seconds % _HOUR // _MINUTE
        if not minutes:
            return _("%(hours)d 小时") % {"hours": hours}
        return _("%(hours)d 小时 %(minutes)d 分") % {"hours": hours, "minutes": minutes}
    days, hours = seconds // _DAY, seconds % _DAY // _HOUR
    if not hours:
        return _("%(days)d 天") % {"days": days}
    return _("%(days)d 天 %(hours)d 小时") % {"days": days, "hours": hours}


#: Reasons of one press, by the word in the form. The writer is told them as they stand.
READY = {
    "topic": gettext_lazy("和主题无关"),
    "privacy": gettext_lazy("有别人的隐私"),
    "abuse": gettext_lazy("骂人"),
    "advert": gettext_lazy("广告引流"),
    "untrue": gettext_lazy("不实"),
}
