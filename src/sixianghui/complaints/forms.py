"""The only way input gets in."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sixianghui.complaints import rules, slips
from sixianghui.complaints.models import Kind
from sixianghui.complaints.queries import Destination
from sixianghui.ui.public import DayField

_PATH = re.compile(r"/[A-Za-z0-9/_.-]*")
_LENGTH = {
    "required": _("请写几句，我们才知道是什么事。"),
    "min_length": _("再多写几个字，至少 %(limit_value)d 个。"),
    "max_length": _("太长了，请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。"),
}


class _Text(forms.CharField):
    """Plain text of a few lines: line breaks are kept, other control characters are dropped."""

    def __init__(self, **more: Any) -> None:
        bounds = {"min_length": rules.SHORTEST, "max_length": rules.LONGEST, "error_messages": _LENGTH}
        super().__init__(widget=forms.Textarea, **{**bounds, **more})

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        return re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", lines).strip()


class Burden(forms.Form):
    """“This asks too much.” `website` is for machines, which fill in everything; people do not see it."""

    text = _Text(label=_("要求了什么，多在哪里"))
    contact = forms.CharField(
        label=_("联系方式"),
        required=False,
        max_length=rules.CONTACT_LENGTH,
        error_messages={"max_length": _("联系方式请控制在 %(limit_value)d 字以内。")},
    )
    unnamed = forms.BooleanField(label=_("不署名"), required=False)
    with_page = forms.BooleanField(label=_("带上这一页"), required=False)
    page = forms.CharField(required=False, widget=forms.HiddenInput)
    slip = forms.CharField(max_length=200, widget=forms.HiddenInput)
    website = forms.CharField(label=_("这一格请留空"), required=False, max_length=200)

    def __init__(self, *args: Any, signed_in: bool, page: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.signed_in = signed_in
        self.nonce = ""
        self.fresh_slip = str(self.data.get("slip", "")) or slips.new_slip()
        self.shown_page = own_path(str(self.data.get("page", page)))

    @property
    def kind(self) -> Kind:
        """What kind of letter it is."""
        return Kind.BURDEN

    @property
    def named(self) -> bool:
        """Whether it goes under the name of who is signed in."""
        return self.signed_in and not self.cleaned_data["unnamed"]

    @property
    def carried_page(self) -> str:
        """The page it carries, if the writer wants that."""
        return self.shown_page if self.cleaned_data["with_page"] else ""

    def clean_website(self) -> str:
        """Filled in by a machine, or by mistake: then it can be emptied, and nothing else is lost."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("这一格是拦机器用的，请清空后再交。"))
        return ""

    def clean_slip(self) -> str:
        """Made by us, and not just now."""
        slip = self.cleaned_data["slip"]
        try:
            self.nonce = slips.nonce_of(slip)
        except slips.TooQuick:
            raise forms.ValidationError(_("交得太快，没有收下。请等两秒，再按一次。")) from None
        except slips.BadSlip:
            self.fresh_slip = slips.new_slip()
            raise forms.ValidationError(_("这一页开得太久了。写的还在，请再按一次。")) from None
        return str(slip)


class Letter(Burden):
    """A suggestion or a complaint."""

    text = _Text(label=_("想说什么"))
    choice = forms.ChoiceField(
        label=_("是一条"),
        choices=[(kind.value, kind.label) for kind in (Kind.SUGGESTION, Kind.COMPLAINT)],
        initial=Kind.SUGGESTION.value,
        error_messages={"required": _("请选一种。"), "invalid_choice": _("请选一种。")},
    )

    @property
    def kind(self) -> Kind:
        return Kind(self.cleaned_data["choice"])


class Question(Burden):
    """A question to the secretary. `seen`: the similar ones that were shown already."""

    title = forms.CharField(
        label=_("一句话问什么"),
        min_length=rules.TITLE_SHORTEST,
        max_length=rules.TITLE_LONGEST,
        error_messages={
            "required": _("请用一句话写出问什么。"),
            "min_length": _("题目再多写几个字，至少 %(limit_value)d 个。"),
            "max_length": _("题目请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。"),
        },
    )
    text = _Text(label=_("说说是怎么回事"))
    readers = forms.ChoiceField(
        label=_("答复给谁看"),
        choices=[("public", _("公开答复")), ("private", _("只回我"))],
        error_messages={"required": _("请选一种。"), "invalid_choice": _("请选一种。")},
    )
    shown_as = forms.CharField(
        label=_("公开时署什么名"),
        required=False,
        max_length=rules.NAME_LENGTH,
        error_messages={"max_length": _("署名请控制在 %(limit_value)d 个字以内。")},
    )
    seen = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    @property
    def kind(self) -> Kind:
        return Kind.QUESTION

    @property
    def asking(self) -> rules.Asking:
        """What a question has beside its words."""
        given = self.cleaned_data
        return rules.Asking(_line(given["title"]), given["readers"] == "public", _line(given["shown_as"]))

    @property
    def seen_refs(self) -> frozenset[str]:
        """The similar questions that whoever writes has seen."""
        return frozenset(str(self.data.get("seen", ""))[:400].split())


class Receipt(forms.Form):
    """A receipt code, however it is typed."""

    code = forms.CharField(
        label=_("回执码"),
        max_length=60,
        error_messages={"required": _("请填回执码。"), "max_length": _("回执码没有这么长，请再看一眼。")},
    )


class Reply(forms.Form):
    """An answer."""

    text = _Text(
        label=_("答复"), error_messages={**_LENGTH, "required": _("请写答复，对方只看得到这里的字。")}
    )


class Preparing(forms.Form):
    """A question and its answer as everybody is to read them."""

    title = forms.CharField(
        label=_("题目"),
        max_length=rules.TITLE_LONGEST,
        error_messages={
            "required": _("请写题目。"),
            "max_length": _("题目请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。"),
        },
    )
    question = _Text(label=_("问"))
    answer = _Text(label=_("答"))

    @property
    def told(self) -> rules.Told:
        """What was written."""
        given = self.cleaned_data
        return rules.Told(_line(given["title"]), given["question"], given["answer"])


class Returning(forms.Form):
    """Why a text is returned."""

    reason = _Text(
        label=_("为什么退回"),
        error_messages={**_LENGTH, "required": _("请写一句为什么退回，准备的人要照着改。")},
    )


class Change(forms.Form):
    """What changed because of a letter, and when."""

    day = DayField(
        label=_("哪一天"),
        error_messages={"required": _("请写日子。"), "invalid": _("日期请写成 2018-06-05 的样子。")},
    )
    change = _Text(label=_("改变了什么"), error_messages={**_LENGTH, "required": _("请写一两句改变了什么。")})


class Passing(forms.Form):
    """To whom a letter is passed on, and why."""

    to = forms.ChoiceField(
        label=_("转给谁"),
        error_messages={"required": _("请选一位。"), "invalid_choice": _("不能转给这个人，请另选一位。")},
    )
    note = _Text(
        label=_("为什么转"),
        error_messages={**_LENGTH, "required": _("请写一句为什么转，接手的人和写信的人都看得到。")},
    )

    def __init__(self, *args: Any, destinations: list[Destination], **more: Any) -> None:
        super().__init__(*args, **more)
        self.destinations = {one.key: one for one in destinations}
        self.fields["to"].choices = [("", "")] + [(one.key, one.label) for one in destinations]  # type: ignore[attr-defined]

    @property
    def destination(self) -> Destination:
        """Whom the handler chose."""
        return self.destinations[self.cleaned_data["to"]]


def _line(text: str) -> str:
    """One line, without characters that no text holds."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


def own_path(text: str) -> str:
    """A path of this site, plain and short; nothing for anything else."""
    fine = len(text) <= 200 and _PATH.fullmatch(text) and not text.startswith("//")
    return text if fine else ""
