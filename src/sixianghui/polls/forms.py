"""The only way input gets in."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account
from sixianghui.common import time
from sixianghui.directory.public import Unit
from sixianghui.polls import queries, rules
from sixianghui.polls.commands.asking import sentence, words_of
from sixianghui.polls.models import Option, Poll
from sixianghui.polls.rules import Fault, Words
from sixianghui.ui.public import DayField, HouseForm

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LONG = gettext_lazy("请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。")
#: The field that a fault of the rules is said at.
_AT = {
    Fault.NO_QUESTION: "question",
    Fault.NO_USE: "use",
    Fault.OPTIONS: "options",
    Fault.LONG_OPTION: "options",
    Fault.SAME_OPTIONS: "options",
    Fault.MOST: "most",
    Fault.SOON: "closes_on",
    Fault.LATE: "closes_on",
}


def _plain(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


class PollForm(HouseForm):
    """A poll in writing: one question, a few options one a line, until when, and what it is for."""

    unit = forms.ChoiceField(label=gettext_lazy("谁来问"))
    question = forms.CharField(
        label=gettext_lazy("问什么"),
        max_length=rules.QUESTION_LENGTH,
        help_text=gettext_lazy("一个问题，像当面问人那样写。"),
        error_messages={"required": gettext_lazy("请写要问什么。"), "max_length": _LONG},
    )
    options = forms.CharField(
        label=gettext_lazy("选项"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=800,
        help_text=gettext_lazy("一行一个，2 到 8 个。拿不准的，给一个“都可以”。"),
        error_messages={"required": gettext_lazy("请写选项，一行一个。"), "max_length": _LONG},
    )
    most = forms.TypedChoiceField(
        label=gettext_lazy("一个人能选几项"),
        coerce=int,
        choices=[],
        initial=1,
        error_messages={"invalid_choice": gettext_lazy("请选 1 到 8 项。")},
    )
    why = forms.CharField(
        label=gettext_lazy("为什么问"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=rules.WHY_LENGTH,
        error_messages={"max_length": _LONG},
    )
    use = forms.CharField(
        label=gettext_lazy("结果用来做什么"),
        max_length=rules.USE_LENGTH,
        help_text=gettext_lazy("答之前就看得到。收完以后，再回来写一句真用在了哪里。"),
        error_messages={
            "required": gettext_lazy("请写一句结果用来做什么，大家答之前看得到。"),
            "max_length": _LONG,
        },
    )
    closes_on = DayField(
        label=gettext_lazy("最后一天"),
        help_text=gettext_lazy("到这天夜里 12 点为止，最多 60 天。"),
        error_messages={
            "required": gettext_lazy("请选最后一天。"),
            "invalid": gettext_lazy("请照 2018-06-05 这样写。"),
        },
    )

    def __init__(self, *args: Any, asker: Account, poll: Poll | None = None, **more: Any) -> None:
        self.units: dict[str, Unit] = (
            {poll.unit.slug: poll.unit}
            if poll is not None
            else {unit.slug: unit for unit in queries.units_to_ask(asker)}
        )
        if poll is not None:
            words = words_of(poll)
            more["initial"] = {
                "question": words.question,
                "options": "\n".join(words.options),
                "most": words.most,
                "why": words.why,
                "use": words.use,
                "closes_on": words.closes_on,
                **(more.get("initial") or {}),
            }
        super().__init__(*args, **more)
        self._choose("unit", [(slug, unit.short_name) for slug, unit in self.units.items()])
        counted = [(1, _("只选一项")), *((n, _("最多 %(n)d 项") % {"n": n}) for n in range(2, 9))]
        self._choose("most", counted)
        if len(self.units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = next(iter(self.units))

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_question(self) -> str:
        return _plain(self.cleaned_data["question"])

    def clean_use(self) -> str:
        return _plain(self.cleaned_data["use"])

    def clean_why(self) -> str:
        return _plain(self.cleaned_data["why"])

    def clean_options(self) -> tuple[str, ...]:
        lines = (_plain(line) for line in self.cleaned_data["options"].splitlines())
        return tuple(line for line in lines if line)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if "unit" in self.errors and self["unit"].is_hidden:
            self.add_error(None, _("你的职务变了，请重新打开这一页。写的还在下面。"))
        if not self.errors:
            fault = rules.fault_of(self.words, today=time.today())
            if fault is not None:
                self.add_error(_AT[fault], sentence(fault))
        return found

    @property
    def words(self) -> Words:
        """What is asked."""
        data = self.cleaned_data
        return Words(
            data["question"], data["options"], data["use"], data["closes_on"], data["why"], data["most"]
        )

    @property
    def unit_chosen(self) -> Unit:
        """Who asks."""
        return self.units[self.cleaned_data["unit"]]


class AnswerForm(HouseForm):
    """The numbers of the options chosen."""

    choice = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": gettext_lazy("还没有选。请选一项再交。"),
            "invalid_choice": gettext_lazy("没有这个选项，请重新选。"),
            "invalid_list": gettext_lazy("没有这个选项，请重新选。"),
        },
    )

    def __init__(self, *args: Any, options: list[Option], most: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.most = most
        field = self.fields["choice"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(option.number, option.text) for option in options]

    def clean_choice(self) -> list[int]:
        chosen: list[int] = self.cleaned_data["choice"]
        if len(chosen) > self.most:
            raise forms.ValidationError(
                _("最多选 %(most)d 项，你选了 %(many)d 项，请去掉几个。")
                % {"most": self.most, "many": len(chosen)}
            )
        return chosen

    @property
    def ticked(self) -> set[str]:
        """What is ticked in the form as it was sent."""
        return set(self["choice"].value() or ())


class ReasonForm(HouseForm):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("为什么"),
        max_length=rules.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("大家看得到。"),
        error_messages={
            "required": gettext_lazy("请写一句为什么，大家看得到。"),
            "max_length": _LONG,
        },
    )

    def clean_reason(self) -> str:
        return _plain(self.cleaned_data["reason"])


class OutcomeForm(HouseForm):
    """What came of it."""

    text = forms.CharField(
        label=gettext_lazy("结果怎么用了"),
        max_length=rules.OUTCOME_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("照实写：采用了什么，没采用的为什么。会带上今天的日期，写了不能改。"),
        error_messages={
            "required": gettext_lazy("请写一两句结果怎么用了。"),
            "max_length": _LONG,
        },
    )

    def clean_text(self) -> str:
        return _plain(self.cleaned_data["text"])
