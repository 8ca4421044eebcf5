"""The form by which a lecture is fixed, or what was fixed is changed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account
from sixianghui.activities import public as activities
from sixianghui.activities.public import MomentField
from sixianghui.common import time
from sixianghui.directory.public import Unit
from sixianghui.lectures import queries, rules
from sixianghui.lectures.commands import Wanted
from sixianghui.lectures.models import Helper, Lecture
from sixianghui.remarks.public import Moderation
from sixianghui.ui.public import HouseForm

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_LONG = gettext_lazy("请控制在 %(limit_value)d 字以内；现在是 %(show_value)d 字。")
HALL, ONLINE = "hall", "online"
OPEN, INSIDE = "open", "inside"
BEFORE, AFTER = "before", "after"
#: What the lines of an agenda may have together.
_AGENDA = rules.MOST_ITEMS * (rules.TITLE_LENGTH + 1)


def _words(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


class LectureForm(HouseForm):
    """A lecture in writing. Seven fields are in sight; the rest is folded away and has a likely answer."""

    unit = forms.ChoiceField(label=gettext_lazy("哪个组织办"))
    title = forms.CharField(
        label=gettext_lazy("讲什么题目"),
        max_length=60,
        error_messages={"required": gettext_lazy("请写题目。"), "max_length": _LONG},
    )
    lecturer = forms.CharField(
        label=gettext_lazy("谁来讲"),
        max_length=rules.LECTURER_LENGTH,
        error_messages={"required": gettext_lazy("请写谁来讲。"), "max_length": _LONG},
    )
    lecturer_line = forms.CharField(
        label=gettext_lazy("一句话介绍主讲"),
        required=False,
        max_length=rules.LINE_LENGTH,
        help_text=gettext_lazy("做什么的、为什么请来讲。"),
        error_messages={"max_length": _LONG},
    )
    starts_at = MomentField(
        label=gettext_lazy("什么时候开始"),
        error_messages={"required": gettext_lazy("请写什么时候开始。")},
    )
    ends_at = MomentField(
        label=gettext_lazy("到什么时候"),
        error_messages={"required": gettext_lazy("请写大概什么时候结束。")},
    )
    where = forms.ChoiceField(
        label=gettext_lazy("在哪儿听"),
        choices=((HALL, gettext_lazy("现场和网上都能听")), (ONLINE, gettext_lazy("只在网上讲"))),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选有没有现场。")},
    )
    place = forms.CharField(
        label=gettext_lazy("现场在哪儿"),
        required=False,
        max_length=60,
        error_messages={"max_length": _LONG},
    )
    seats = forms.IntegerField(
        label=gettext_lazy("多少座位"),
        required=False,
        min_value=1,
        max_value=rules.MOST_SEATS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": "1"}),
        help_text=gettext_lazy("坐满以后来报名的自动候补。"),
        error_messages={
            "invalid": gettext_lazy("请写一个数。"),
            "min_value": gettext_lazy("座位至少是 1；没有现场，请选“只在网上讲”。"),
            "max_value": gettext_lazy("座位太多了，请再看一眼。"),
        },
    )
    note = forms.CharField(
        label=gettext_lazy("怎么去、带什么"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("前一天的提醒里会带上，写清从哪儿进、怎么走。"),
        error_messages={"max_length": _LONG},
    )
    intro = forms.CharField(
        label=gettext_lazy("这堂课讲些什么"),
        required=False,
        max_length=rules.INTRO_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _LONG},
    )
    agenda = forms.CharField(
        label=gettext_lazy("提纲"),
        required=False,
        max_length=_AGENDA,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("一行一节。讲到哪节点一下，回放就能从哪节看起。"),
        error_messages={"max_length": _LONG},
    )
    lecturers = forms.CharField(
        label=gettext_lazy("主讲用哪个账号"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("本组织的人写姓名，别处的人写登录名。有账号才能在讲课时看提问、点“在答”。"),
        error_messages={"max_length": _LONG},
    )
    moderators = forms.CharField(
        label=gettext_lazy("谁来主持"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("看评论、理提问的人，几个之间用顿号。办课的人自己不用写。"),
        error_messages={"max_length": _LONG},
    )
    partners = forms.CharField(
        label=gettext_lazy("和谁合办"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("写组织的名称或简称，几个之间用顿号。他们会收到消息，可以自己退出。"),
        error_messages={"max_length": _LONG},
    )
    review = forms.ChoiceField(
        label=gettext_lazy("评论什么时候看"),
        choices=(
            (BEFORE, gettext_lazy("先看过再放出来")),
            (AFTER, gettext_lazy("先放出来再看")),
        ),
    )
    open = forms.ChoiceField(
        label=gettext_lazy("谁看得到"),
        choices=((OPEN, gettext_lazy("给大家看")), (INSIDE, gettext_lazy("只给本组织和上级看"))),
        help_text=gettext_lazy("主讲、主持和已经报了名的人，哪里来的都看得到。"),
    )
    names = forms.BooleanField(
        label=gettext_lazy("现场要记名"),
        required=False,
        help_text=gettext_lazy("只有要算学时才记。别的课只数人数，不问是谁。"),
    )
    why = forms.CharField(
        label=gettext_lazy("为什么要记名"),
        required=False,
        max_length=rules.REASON_LENGTH,
        help_text=gettext_lazy("报名和到场的人都看得到这句话。"),
        error_messages={"max_length": _LONG},
    )

    def __init__(
        self, *args: Any, asker: Account, lecture: Lecture | None = None, live: bool = False, **more: Any
    ) -> None:
        self.asker, self.lecture = asker, lecture
        self.units: dict[str, Unit] = (
            {lecture.activity.unit.slug: lecture.activity.unit}
            if lecture is not None
            else {unit.slug: unit for unit in queries.units_to_run(asker)}
        )
        units = list(self.units.values())
        self.places = activities.last_places(units)
        self.people = queries.roster_names(units) if len(units) == 1 else []
        more["initial"] = {**self._usual(), **self._of(lecture), **(more.get("initial") or {})}
        super().__init__(*args, **more)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(slug, unit.short_name) for slug, unit in self.units.items()]
        if len(self.units) == 1:
            field.widget = forms.HiddenInput()
            self.initial["unit"] = next(iter(self.units))
        for name, known in (("place", "places"), ("lecturers", "people"), ("moderators", "people")):
            self.fields[name].widget.attrs["list"] = known
        self.fields["title"].widget.attrs["autocomplete"] = "off"
        for name in self._fixed(live):
            self.fields[name].disabled, self.fields[name].required = True, False

    def _fixed(self, live: bool) -> tuple[str, ...]:
        """What can be changed no more once it is on air, and where its activity was recorded by hand meanwhile."""
        if not live or self.lecture is None:
            return ()
        fixed = ("title", "starts_at", "ends_at", "place")
        recorded = activities.standing_held(self.lecture.activity) is not None
        return (*fixed, "note", "partners", "open") if recorded else fixed

    def _usual(self) -> dict[str, Any]:
        day = (time.now().astimezone(time.SHANGHAI) + dt.timedelta(days=7)).replace(
            hour=15, minute=0, second=0, microsecond=0
        )
        return {
            "starts_at": day,
            "ends_at": day + dt.timedelta(hours=2),
            "where": HALL,
            "place": self.places[0] if self.places else "",
            "review": BEFORE,
            "open": OPEN,
        }

    def _of(self, lecture: Lecture | None) -> dict[str, Any]:
        if lecture is None:
            return {}
        activity = lecture.activity
        own = ("lecturer", "lecturer_line", "intro", "seats", "names", "why")
        return {
            **{name: getattr(lecture, name) for name in own},
            **{name: getattr(activity, name) for name in ("title", "starts_at", "ends_at", "place", "note")},
            "where": ONLINE if lecture.seats is None else HALL,
            "agenda": "\n".join(one.title for one in lecture.agenda.all()),
            "lecturers": queries.written_as(lecture, Helper.Part.LECTURER),
            "moderators": queries.written_as(lecture, Helper.Part.MODERATOR),
            "partners": activities.written_as(activities.partners_of(activity)),
            "review": BEFORE if lecture.comments.moderation == Moderation.BEFORE else AFTER,
            "open": OPEN if activity.open else INSIDE,
        }

    def _folded(self, *names: str) -> bool:
        return not any(name in self.errors for name in names)

    @property
    def more_folded(self) -> bool:
        """Whether what may be added needs no look."""
        return self._folded("lecturer_line", "intro", "agenda", "note")

    @property
    def people_folded(self) -> bool:
        """Whether who has a part needs no look."""
        return self._folded("lecturers", "moderators", "partners")

    @property
    def rest_folded(self) -> bool:
        """Whether the last part needs no look."""
        return self._folded("review", "open", "names", "why") and not self["names"].value()

    def clean_title(self) -> str:
        return _words(self.cleaned_data["title"])

    def clean_lecturer(self) -> str:
        return _words(self.cleaned_data["lecturer"])

    def clean_place(self) -> str:
        return _words(self.cleaned_data["place"])

    def clean_agenda(self) -> tuple[str, ...]:
        lines = [line for raw in self.cleaned_data["agenda"].splitlines() if (line := _words(raw))]
        if len(lines) > rules.MOST_ITEMS:
            raise forms.ValidationError(_("提纲最多 %(most)d 节。") % {"most": rules.MOST_ITEMS})
        if long := next((line for line in lines if len(line) > rules.TITLE_LENGTH), ""):
            raise forms.ValidationError(
                _("这一节太长，请控制在 %(most)d 字以内：%(line)s…")
                % {"most": rules.TITLE_LENGTH, "line": long[:20]}
            )
        return tuple(lines)

    def clean_partners(self) -> tuple[Unit, ...]:
        units, unknown = activities.units_named(
            self.cleaned_data["partners"],
            known=activities.partners_of(self.lecture.activity if self.lecture is not None else None),
        )
        if unknown:
            raise forms.ValidationError(
                _("没有认出“%(names)s”。请照组织架构里的名称写。") % {"names": "、".join(unknown)}
            )
        return tuple(units)

    def clean_lecturers(self) -> tuple[Account, ...]:
        return self._accounts("lecturers")

    def clean_moderators(self) -> tuple[Account, ...]:
        return self._accounts("moderators")

    def _accounts(self, name: str) -> tuple[Account, ...]:
        typed, unit = self.cleaned_data[name], self.units.get(self.cleaned_data.get("unit", ""))
        if unit is None or not typed.strip():
            return ()
        found, unknown, several = queries.accounts_meant(typed, unit)
        if several:
            raise forms.ValidationError(
                _("名册上有不止一位“%(names)s”，请写登录名。") % {"names": "、".join(several)}
            )
        if unknown:
            raise forms.ValidationError(
                _("没有认出“%(names)s”。本组织有账号的人写姓名，别处的人写登录名。")
                % {"names": "、".join(unknown)}
            )
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if "unit" in self.errors and self["unit"].is_hidden:
            self.add_error(None, _("你的职务变了，请重新打开这一页。写的还在下面。"))
        if found.get("where") == HALL and "seats" not in self.errors and found.get("seats") is None:
            self.add_error("seats", _("请写现场有多少座位；没有现场，请选“只在网上讲”。"))
        if found.get("where") == HALL and self._lacks_place(found):
            self.add_error("place", _("请写现场在哪儿。"))
        begin, end = found.get("starts_at"), found.get("ends_at")
        if begin is not None and end is not None and end <= begin:
            self.add_error("ends_at", _("结束要在开始以后。"))
        if found.get("names") and "why" not in self.errors and not found.get("why", "").strip():
            self.add_error("why", _("现场要记名，请写一句为什么，报名的人看得到。"))
        return found

    def _lacks_place(self, found: dict[str, Any]) -> bool:
        """Whether it has to be asked where the hall is: not where whoever recorded it by hand left that out."""
        return "place" not in self.errors and not self.fields["place"].disabled and not found.get("place")

    @property
    def unit_chosen(self) -> Unit:
        """Who holds it; only once the form is valid."""
        return self.units[self.cleaned_data["unit"]]

    @property
    def wanted(self) -> Wanted:
        """What is fixed; only once the form is valid."""
        data = self.cleaned_data
        same = (
            "title", "starts_at", "ends_at", "lecturer", "place", "lecturer_line", "intro", "note", "partners",
            "lecturers", "moderators", "agenda", "why",
        )  # fmt: skip
        hall = data["where"] == HALL
        return Wanted(
            **{name: data[name] for name in same},
            open=data["open"] == OPEN,
            reviewed=data["review"] == BEFORE,
            seats=data["seats"] if hall else None,
            names=hall and data["names"],
            poster=None if self.lecture is None else self.lecture.poster,
        )
