"""What those who moderate send."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sixianghui.remarks import queries, rules
from sixianghui.remarks.commands import Seen
from sixianghui.remarks.models import Moderation
from sixianghui.remarks.rules import Outcome
from sixianghui.remarks.wording import READY
from sixianghui.ui import public as ui

_SEEN = re.compile(r"([A-Za-z0-9_-]{1,32}):(\d{1,4}):(\d{1,4})")


class OneLine(forms.CharField):
    """A reason: one line, its spaces put together."""

    def __init__(self, *, least: int = rules.REASON_SHORTEST, **more: Any) -> None:
        said = {
            "required": _("请写一句理由。"),
            "min_length": _("理由太短了，请写清楚一点。"),
            "max_length": _("理由请在 %(limit_value)d 字以内。"),
        }
        super().__init__(
            **{
                "label": _("理由"),
                "min_length": least,
                "max_length": rules.REASON_LONGEST,
                "error_messages": said,
                **more,
            }
        )

    def to_python(self, value: Any) -> str:
        return " ".join(rules.clean(str(super().to_python(value) or "")).split())


class _Seen(forms.Field):
    """The remarks that are decided on, each as it stood on the page (`queries.Case.key`)."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> dict[str, Seen]:
        found = [_SEEN.fullmatch(str(one)) for one in value or []]
        if not found or len(found) > queries.READ or None in found:
            raise forms.ValidationError(_("这一页旧了，请刷新再来。"))
        return {one[1]: Seen(int(one[2]), int(one[3])) for one in found if one is not None}


class Decision(forms.Form):
    """Let through, refuse or take off: one remark, or several that say the same."""

    seen = _Seen()
    do = forms.CharField(max_length=20)
    reason = OneLine(required=False)

    @property
    def outcome(self) -> Outcome:
        """What is decided."""
        return Outcome(self.cleaned_data["do"].partition("-")[0])

    @property
    def why(self) -> str:
        """The reason: the ready one that was pressed, or what was written."""
        ready = READY.get(self.cleaned_data["do"].partition("-")[2])
        return str(ready) if ready is not None else self.cleaned_data["reason"]

    def clean_do(self) -> str:
        """An outcome, or an outcome and a ready reason."""
        asked = str(self.cleaned_data["do"])
        outcome, _dash, ready = asked.partition("-")
        if outcome not in set(Outcome) or (ready and ready not in READY):
            raise forms.ValidationError(_("这一页旧了，请刷新再来。"))
        return asked

    def clean(self) -> dict[str, Any]:
        """What is refused or taken off has a reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        negative = cleaned.get("do") in {Outcome.REFUSED, Outcome.HIDDEN}
        if negative and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("请写一句理由，写的人看得到。"))
        return cleaned


class Reason(ui.HouseForm):
    """One reason in one's own words."""

    reason = OneLine()


class Lookup(ui.HouseForm):
    """Why somebody has to know who wrote a remark."""

    reason = OneLine(label=_("为什么要查"), least=4)


class Silence(ui.HouseForm):
    """How long whoever wrote a remark is to be silent, and why."""

    lasting = forms.ChoiceField(
        label=_("多久"),
        choices=[("1", _("一小时")), ("24", _("一天")), ("168", _("一周")), ("own", _("自己定"))],
        initial="1",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个。"), "invalid_choice": _("请选一个。")},
    )
    days = forms.IntegerField(
        label=_("自己定：几天"),
        required=False,
        min_value=1,
        max_value=rules.LONGEST_MUTE.days,
        error_messages={
            "invalid": _("请写天数，1 到 90。"),
            "min_value": _("请写天数，1 到 90。"),
            "max_value": _("最长九十天；到时候还要，再定一次。"),
        },
    )
    reason = OneLine(help_text=_("写的人看得到。"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, auto_id="mute_%s", **more)

    def clean(self) -> dict[str, Any]:
        """One's own length needs a number."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("lasting") == "own" and cleaned.get("days") is None and "days" not in self.errors:
            self.add_error("days", _("请写天数，1 到 90。"))
        return cleaned

    @property
    def hours(self) -> int:
        """For how long, in hours."""
        chosen = self.cleaned_data["lasting"]
        return 24 * int(self.cleaned_data["days"]) if chosen == "own" else int(chosen)


class AppealReply(forms.Form):
    """The answer to an appeal. Whoever does not agree says why."""

    answer = forms.ChoiceField(choices=[("agreed", ""), ("refused", "")])
    reason = OneLine(required=False)

    def clean(self) -> dict[str, Any]:
        """A no has a reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") != "agreed" and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("不同意，请写一句理由，写的人看得到。"))
        return cleaned


class Running(ui.HouseForm):
    """How a thread is run."""

    moderation = forms.ChoiceField(
        label=_("怎么审"),
        choices=Moderation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一种。"), "invalid_choice": _("请选一种。")},
    )
    slow = forms.IntegerField(
        label=_("慢一点：同一个人两条之间隔几秒"),
        help_text=_("0 是不限；人多话急的时候，30 就够。"),
        min_value=0,
        max_value=rules.LONGEST_SLOW,
        error_messages={
            "required": _("请写一个数，0 是不限。"),
            "invalid": _("请写一个数，0 是不限。"),
            "min_value": _("请写一个数，0 是不限。"),
            "max_value": _("最多隔 %(limit_value)d 秒。"),
        },
    )
    closed = forms.BooleanField(label=_("不再收新的"), required=False)


class WordForm(ui.HouseForm):
    """One word for the list."""

    word = forms.CharField(
        label=_("词"),
        max_length=40,
        error_messages={
            "required": _("请写一个词，四十个字以内。"),
            "max_length": _("请写一个词，四十个字以内。"),
        },
    )
    note = forms.CharField(
        label=_("为什么"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("请在 %(limit_value)d 字以内。")},
    )


#: A list of words is small; what is larger is something else.
LARGEST, MOST_WORDS = 200 * 1024, 5000


class WordFile(ui.HouseForm):
    """A text file, one word a line; after a tab its note. Empty lines, and those that begin with #, count for nothing."""

    file = forms.FileField(
        label=_("文本文件"),
        help_text=_("一行一个词，UTF-8 编码。词后面按一下 Tab，可以写为什么。"),
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
        error_messages={"required": _("请选一个文件。"), "empty": _("这个文件是空的。")},
    )

    def clean_file(self) -> list[tuple[str, str]]:
        """Words and notes."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise forms.ValidationError(_("文件太大了，一行一个词的文本文件不会超过 200 KB。"))
        try:
            lines = sent.read().decode("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise forms.ValidationError(_("读不出来：请存成 UTF-8 编码的文本文件。")) from None
        found = [line for line in map(str.strip, lines) if line and not line.startswith("#")]
        if not found:
            raise forms.ValidationError(_("这个文件里没有词。"))
        if len(found) > MOST_WORDS:
            raise forms.ValidationError(_("一次最多收 5000 个词。"))
        pairs = (line.partition("\t") for line in found)
        return [(word.strip(), note.strip()) for word, _tab, note in pairs]
