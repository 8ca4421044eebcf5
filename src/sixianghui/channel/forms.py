"""The only way input gets in."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from sixianghui.channel import queries, rules
from sixianghui.channel.models import NoteKind
from sixianghui.channel.proofing import LONGEST_FILE
from sixianghui.complaints.public import BadSlip, TooQuick, new_slip, nonce_of
from sixianghui.media.public import describes
from sixianghui.ui.public import HouseForm

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def plain_lines(text: str) -> str:
    """Line breaks are kept, other control characters are not."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class SlipForm(HouseForm):
    """A form for people without an account. `website` is for machines, which fill in everything; people do not see it."""

    slip = forms.CharField(max_length=200, widget=forms.HiddenInput)
    website = forms.CharField(label=_("这一格请留空"), required=False, max_length=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.nonce = ""
        self.fresh_slip = str(self.data.get("slip", "")) or new_slip()

    def clean_website(self) -> str:
        """Filled in by a machine, or by mistake: then it can be emptied, and nothing else is lost."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("这一格是拦机器用的，请清空后再交。"))
        return ""

    def clean_slip(self) -> str:
        """Made by us, and not just now."""
        slip = str(self.cleaned_data["slip"])
        try:
            self.nonce = nonce_of(slip)
        except TooQuick:
            raise forms.ValidationError(_("交得太快，没有收下。请等两秒，再按一次。")) from None
        except BadSlip:
            self.fresh_slip = new_slip()
            raise forms.ValidationError(_("这一页开得太久了。写的还在，请再按一次。")) from None
        return slip


class NoteForm(SlipForm):
    """What a reader writes about a piece."""

    kind = forms.ChoiceField(
        label=_("是想"),
        choices=NoteKind.choices,
        initial=NoteKind.ERROR.value,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一种。"), "invalid_choice": _("请选一种。")},
    )
    text = forms.CharField(
        label=_("想说什么"),
        min_length=rules.NOTE_SHORTEST,
        max_length=rules.NOTE_LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("写错了的，说哪一段、应该是什么。"),
        error_messages={
            "required": _("请写几句，我们才知道是什么事。"),
            "min_length": _("再多写几个字，至少 %(limit_value)d 个。"),
            "max_length": _("太长了，请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。"),
        },
    )
    contact = forms.CharField(
        label=_("怎么回复你"),
        required=False,
        max_length=rules.CONTACT_LENGTH,
        help_text=_("电话、邮箱都行。加密存放，办完就删。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("联系方式请控制在 %(limit_value)d 字以内。")},
    )

    def clean_text(self) -> str:
        """Line breaks are kept, other control characters are not."""
        return plain_lines(self.cleaned_data["text"])


#: How many pictures may go with an article that somebody sends in. None has to.
PICTURES = 3


class ContributionForm(HouseForm):
    """An article for the editors. Pictures are never asked for; each needs a line that stands for it."""

    title = forms.CharField(
        label=_("标题"),
        max_length=40,
        error_messages={
            "required": _("请写个标题。"),
            "max_length": _("标题请控制在 %(limit_value)d 字以内。"),
        },
    )
    text = forms.CharField(
        label=_("正文"),
        min_length=rules.SHORTEST_TEXT,
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("什么时候、在哪儿、谁、做了什么、后来怎样。空一行就是一段。"),
        error_messages={
            "required": _("请写正文。"),
            "min_length": _("再多写几句，至少 %(limit_value)d 字，编辑才看得明白。"),
            "max_length": _("太长了，请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。"),
        },
    )
    unit = forms.ChoiceField(label=_("替哪个组织投"))
    column = forms.ChoiceField(label=_("投给哪个栏目"))
    person = forms.CharField(label=_("写的是谁"), max_length=40, required=False)
    role = forms.CharField(label=_("在什么岗位"), max_length=60, required=False)
    quote = forms.CharField(label=_("本人的一句话"), max_length=120, required=False)
    person_agreed = forms.BooleanField(label=_("写到的人看过，同意发布"), required=False)
    pictures_agreed = forms.BooleanField(label=_("图里的人都同意发布，或者图里没有人"), required=False)

    def __init__(self, *args: Any, sender: Any, changing: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.units = {str(unit.pk): unit for unit in queries.units_of_sender(sender)}
        self.columns = {column.slug: column for column in queries.columns_that_take_contributions()}
        self.changing = changing
        if changing:
            for name in ("unit", "column", "pictures_agreed"):
                del self.fields[name]
        else:
            self._choose("unit", [(key, unit.short_name) for key, unit in self.units.items()])
            self._choose("column", [(key, column.title) for key, column in self.columns.items()])
            for number in range(1, PICTURES + 1):
                self.fields[f"picture_{number}"] = forms.FileField(label=_("图片"), required=False)
                self.fields[f"alt_{number}"] = forms.CharField(
                    label=_("图里是什么"),
                    max_length=120,
                    required=False,
                    widget=forms.TextInput({"class": "input"}),
                )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.initial = choices[0][0] if choices else None
        if len(choices) == 1:
            field.widget = forms.HiddenInput()

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """The fields of the pictures, two by two."""
        return [(self[f"picture_{number}"], self[f"alt_{number}"]) for number in range(1, PICTURES + 1)]

    def clean_title(self) -> str:
        return re.sub(r"[\x00-\x1f\x7f]", " ", str(self.cleaned_data["title"])).strip()

    def clean_text(self) -> str:
        return re.sub(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", " ", str(self.cleaned_data["text"]))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("person") and not found.get("person_agreed"):
            self.add_error("person_agreed", _("写人的稿子，请先给本人看过，同意了再投。"))
        if self.changing:
            return found
        if any(name in self.errors and self[name].is_hidden for name in ("unit", "column")):
            self.add_error(None, _("组织或栏目变了，请重新打开这一页再投。写的还在下面。"))
        sent = [number for number in range(1, PICTURES + 1) if found.get(f"picture_{number}")]
        for number in sent:
            if not describes(str(found.get(f"alt_{number}") or "")):
                self.add_error(f"alt_{number}", _("请写一句图里是什么，看不见图的人靠它。"))
        if sent and not found.get("pictures_agreed"):
            self.add_error("pictures_agreed", _("图里的人同意了才能登。没有人也请勾上。"))
        return found

    @property
    def sent_pictures(self) -> list[tuple[Any, str]]:
        """The pictures with their lines."""
        pairs = (
            (self.cleaned_data.get(f"picture_{number}"), str(self.cleaned_data.get(f"alt_{number}") or ""))
            for number in range(1, PICTURES + 1)
        )
        return [(file, alt) for file, alt in pairs if file]


class LinkForm(HouseForm):
    """Whom a link is for, and for how long."""

    invited = forms.CharField(
        label=_("请谁看"),
        max_length=rules.INVITED_LENGTH,
        help_text=_("只给编辑部自己认，不会显示给对方。"),
        error_messages={"required": _("写一下是请谁看的，编辑部好对得上。")},
    )
    days = forms.TypedChoiceField(
        label=_("看几天"),
        coerce=int,
        choices=[
            (days, ngettext_lazy("%(days)d 天", "%(days)d 天", days) % {"days": days})
            for days in rules.LINK_DAYS
        ],
        initial=3,
        error_messages={"invalid_choice": _("链接最多留十四天。")},
    )


class RemarkForm(SlipForm):
    """What somebody outside says of a draft."""

    who = forms.CharField(
        label=pgettext_lazy("看稿的人", "怎么称呼"),
        max_length=rules.INVITED_LENGTH,
        error_messages={"required": _("写一下怎么称呼，编辑好跟你对。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("意见"),
        min_length=rules.REMARK_SHORTEST,
        max_length=rules.REMARK_LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("哪一段、怎么改，说得越具体越好。"),
        error_messages={
            "required": _("请写几句。"),
            "min_length": _("再多写几个字，至少 %(limit_value)d 个。"),
            "max_length": _("太长了，请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。"),
        },
    )

    def clean_text(self) -> str:
        """Line breaks are kept, other control characters are not."""
        return plain_lines(self.cleaned_data["text"])

    def clean_who(self) -> str:
        return _CONTROL.sub(" ", self.cleaned_data["who"]).replace("\n", " ").strip()


class WordsForm(HouseForm):
    """The site's own words, typed or from a file."""

    text = forms.CharField(
        label=_("词表"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_("一行一个词；要换成什么，隔一个制表符（Tab）写在后面。# 开头的行是说明。"),
    )
    file = forms.FileField(
        label=_("或者传一个文本文件"), required=False, help_text=_("UTF-8 编码，400 KB 以内。")
    )

    def clean(self) -> dict[str, Any]:
        """A file takes the place of what stands in the field."""
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file is not None:
            if file.size > LONGEST_FILE:
                self.add_error("file", _("词表太长了，请控制在 400 KB 以内。"))
                return cleaned
            try:
                cleaned["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("这个文件不是 UTF-8 编码的文本，请另存为 UTF-8 再传。"))
        return cleaned
