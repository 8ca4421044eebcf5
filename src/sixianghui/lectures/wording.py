"""How long something lasts, in plain words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def lasting(seconds: int) -> str:
    """3 天 4 小时, 2 小时 10 分钟, 42 分钟: the two largest that say something; less than a minute is 不到一分钟."""
    minutes = max(0, seconds) // 60
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    said = [
        (days, lambda: ngettext("%(many)d 天", "%(many)d 天", days) % {"many": days}),
        (hours, lambda: ngettext("%(many)d 小时", "%(many)d 小时", hours) % {"many": hours}),
        (0 if days else rest, lambda: ngettext("%(many)d 分钟", "%(many)d 分钟", rest) % {"many": rest}),
    ]
    found = [words() for many, words in said if many]
    return " ".join(found) or _("不到一分钟")
