"""The only way input gets in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sixianghui.notify import kinds
from sixianghui.notify.models import Preference
from sixianghui.notify.senders import MAIL, SMS


class Hour(forms.TimeField):
    """An hour and a minute, shown as 08:00."""

    def get_bound_field(self, form: forms.BaseForm, name: str) -> forms.BoundField:
        return _BoundHour(form, self, name)


class _BoundHour(forms.BoundField):
    @property
    def shown(self) -> str:
        """What the input holds: the hour, or what was typed."""
        value = self.value()
        return f"{value:%H:%M}" if isinstance(value, dt.time) else str(value or "")


class Wishes(forms.Form):
    """When, in which language, and which kinds by mail."""

    language = forms.ChoiceField(label=_("用哪种语言"), choices=[("zh-hans", "中文"), ("en", "English")])
    digest_at = Hour(label=_("每天几点发那一封"), error_messages={"invalid": _("请写成 08:00 这样。")})
    quiet_from = Hour(label=_("从几点起不打扰"), error_messages={"invalid": _("请写成 22:00 这样。")})
    quiet_until = Hour(label=_("到几点为止"), error_messages={"invalid": _("请写成 07:00 这样。")})
    mute_all = forms.BooleanField(label=_("都不用发给我"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, preference: Preference) -> None:
        names = ("language", "digest_at", "quiet_from", "quiet_until", "mute_all")
        start = {name: getattr(preference, name) for name in names}
        for kind in _stoppable():
            start[f"kind-{kind.name}"] = _choice_of(preference, kind.name)
        super().__init__(data, initial=start)
        for kind in _stoppable():
            self.fields[f"kind-{kind.name}"] = forms.ChoiceField(
                label=str(kind.label), help_text=str(kind.why), choices=_CHOICES, required=False
            )

    @property
    def when_fields(self) -> list[forms.BoundField]:
        """The hours of the day."""
        return [self["digest_at"], self["quiet_from"], self["quiet_until"]]

    @property
    def kind_fields(self) -> list[forms.BoundField]:
        """One field for each kind that may be stopped."""
        return [field for field in self if field.name.startswith("kind-")]

    def kinds_with(self, choice: str) -> list[str]:
        """The kinds for which this was chosen."""
        chosen = self.cleaned_data.items()
        return [
            name.removeprefix("kind-")
            for name, value in chosen
            if name.startswith("kind-") and value == choice
        ]


DIGEST, AT_ONCE, NEVER = "digest", "at-once", "never"
_CHOICES = [(DIGEST, _("攒到每天那一封里")), (AT_ONCE, _("有了就发")), (NEVER, _("不发，只在“消息”里看"))]


def _stoppable() -> list[kinds.Kind]:
    return [kind for kind in kinds.all_kinds() if kind.may_unsubscribe]


def _choice_of(preference: Preference, kind: str) -> str:
    if kind in preference.muted:
        return NEVER
    return AT_ONCE if kind in preference.at_once else DIGEST


class NewAddress(forms.Form):
    """A mail address or a mobile number of one's own."""

    channel = forms.ChoiceField(choices=[(MAIL, MAIL), (SMS, SMS)])
    value = forms.CharField(max_length=254, error_messages={"required": _("还没有填。")})


class Code(forms.Form):
    """The code that came to the address."""

    code = forms.CharField(max_length=20, error_messages={"required": _("请填收到的六位数字。")})
