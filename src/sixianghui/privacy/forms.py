"""The only way input gets in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sixianghui.common import time
from sixianghui.directory import public as directory
from sixianghui.privacy import queries, rules
from sixianghui.privacy.models import Assessment
from sixianghui.ui.public import DayField, HouseForm
from sixianghui.vault.public import Subject


class Words(forms.CharField):
    """A few sentences."""

    def __init__(self, *, rows: int = 4, most: int = rules.LONGEST, **more: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(widget=widget, max_length=most, min_length=rules.SHORTEST, **more)
        self.error_messages["required"] = _("请写几句。")
        self.error_messages["min_length"] = _("写得太短，看不明白。请至少写四个字。")


class Correction(HouseForm):
    """What is wrong, and what would be right."""

    topic = forms.ChoiceField(label=_("哪一项不对"), required=False)
    text = Words(
        label=_("应该是什么，以什么为准"),
        help_text=_("例：出生日期应为 1988 年 3 月，以身份证为准。请不要写身份证号。"),
    )

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("不在下面，我在话里说")), *queries.topics(subject)]


class Erasure(HouseForm):
    """That somebody knows what being erased means; why they want it is theirs to say or not."""

    text = forms.CharField(
        label=_("为什么要删"),
        required=False,
        max_length=rules.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("不写也照办。"),
    )
    sure = forms.BooleanField(
        label=_("我知道：办完以后账号就关了，不能再登录，也不能恢复"),
        error_messages={"required": _("请先勾上这一项。")},
    )


class Answer(HouseForm):
    """The answer to a request, with its reason."""

    done = forms.ChoiceField(
        label=_("结果"),
        choices=[("yes", _("已经改正")), ("no", _("不改，理由写在下面"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个结果。")},
    )
    answer = Words(label=_("答复"), help_text=_("提出的人会看到这段话。"))


class Refusal(HouseForm):
    """Why an erasure is refused."""

    answer = Words(label=_("为什么不能删"), help_text=_("提出的人会看到这段话。"))


class Erase(HouseForm):
    """The word to whoever is erased, and that it is meant."""

    answer = Words(label=_("答复"), help_text=_("账号会关掉，请把这段话当面告诉本人，或者写信。"))
    sure = forms.BooleanField(
        label=_("看过上面的清单，确认删除，不能恢复"), error_messages={"required": _("请先勾上这一项。")}
    )


class Record(HouseForm):
    """An impact assessment or a processing record."""

    kind = forms.ChoiceField(label=_("种类"), choices=Assessment.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("处理什么"), max_length=80, help_text=_("例：导入各支部的党员名册"))
    purpose = Words(label=_("目的和必要性"), help_text=_("为什么非用不可，有没有用得更少的办法。"))
    risks = Words(label=_("对人的影响和风险"))
    measures = Words(label=_("保护措施"), help_text=_("措施和风险相称吗。"))
    conclusion = forms.CharField(label=_("结论"), max_length=200)


class Moment(forms.DateTimeField):
    """A moment in Shanghai, picked to the minute."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **more)


class NewBreach(HouseForm):
    """What happened, when it was found, and how far it may reach."""

    title = forms.CharField(label=_("出了什么事"), max_length=80, help_text=_("例：带名册的笔记本电脑丢失"))
    found_at = Moment(label=_("发现时间"), help_text=_("从这一刻起四小时内要报告。"))
    first_day = DayField(label=_("涉及的日子从"))
    last_day = DayField(label=_("到"))
    unit = forms.ModelChoiceField(
        directory.open_units().none(),
        label=_("涉及哪个组织"),
        required=False,
        to_field_name="slug",
        empty_label=_("我负责的全部组织"),
        help_text=_("连同它的下级。"),
    )
    rooms = forms.MultipleChoiceField(
        label=_("涉及哪些内容"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一处。")},
    )
    measures = forms.CharField(
        label=_("已采取的措施"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_drill = forms.BooleanField(label=_("这是演练"), required=False)

    def __init__(self, *args: Any, asker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units, field = self.fields["unit"], self.fields["rooms"]
        assert isinstance(units, forms.ModelChoiceField)
        units.queryset = queries.units_to_choose(asker)
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = queries.rooms_with_people()
        today = time.today()
        self.fields["found_at"].initial = time.now()
        self.fields["first_day"].initial = today - dt.timedelta(days=1)
        self.fields["last_day"].initial = today


class Notice(HouseForm):
    """What those concerned are told."""

    text = Words(
        label=_("告诉他们什么"), rows=6,
        help_text=_("哪些信息、什么原因、可能的后果、我们做了什么、你可以怎么做、找谁。"),
    )  # fmt: skip
