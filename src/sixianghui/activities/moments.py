"""Days with a time of day: the field by which they come in, and the likely one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sixianghui.common import time

#: Hours at which meetings begin; outside them the default is the last full hour within them.
_DAY = range(8, 22)


class MomentField(forms.DateTimeField):
    """A day and a time of day in Shanghai, picked, or typed as 2018-06-05 15:00."""

    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M")

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"max": "9999-12-31T23:59"})
        widget.input_type = "datetime-local"
        more.setdefault("error_messages", {}).setdefault(
            "invalid", gettext_lazy("时间请写成 2018-06-05 15:00 的样子。")
        )
        super().__init__(widget=widget, input_formats=self.input_formats, **more)


def last_hour(now: dt.datetime) -> dt.datetime:
    """When what is recorded now most likely began: an hour ago and more, on the full hour, in the daytime."""
    local = now.astimezone(time.SHANGHAI).replace(minute=0, second=0, microsecond=0) - dt.timedelta(hours=1)
    if local.hour >= _DAY.stop:
        return local.replace(hour=_DAY.stop - 2)
    if local.hour < _DAY.start:
        return (local - dt.timedelta(days=1)).replace(hour=_DAY.stop - 2)
    return local
