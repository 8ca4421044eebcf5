"""What those who registered are told. Each text says everything: when, where, what; nobody must sign in to know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sixianghui.access.public import Account
from sixianghui.common import time
from sixianghui.lectures import queries
from sixianghui.lectures.models import Lecture, Registration
from sixianghui.notify.public import register_kind, tell
from sixianghui.ui import public as ui

#: So long before midnight a reminder can still be read the day before.
_EVENING = dt.timedelta(hours=2)
SEATS, RECORDINGS = "lectures.seats", "lectures.recordings"


def register() -> None:
    """Tell `notify` what kind of messages these are."""
    register_kind(RECORDINGS, _("录像快到期的党课"), _("自己组织办的党课，录像到期前 30 天说一次。"))
    register_kind(SEATS, _("报了名的党课"), _("候补到了座位、改了时间地点、取消了，还有前一天的提醒。"))


def seated(registrations: Iterable[Registration]) -> None:
    """To those who waited and have seats now."""
    for one in registrations:
        _tell(
            one,
            format_lazy(_("“{title}”有你的座位了"), title=one.lecture.activity.title),
            format_lazy(
                _("你候补的 {heads} 个座位有了。{when}，{where}，{lecturer}主讲。来不了请取消，座位给后面的人。"),
                heads=one.heads, **_words(one.lecture),
            ),
            before=one.lecture.activity.starts_at,
            once=f"registration:{one.ref}:seated:{one.heads}",
        )  # fmt: skip


def changed(lecture: Lecture, registrations: Iterable[Registration], *, was: dt.datetime) -> None:
    """To all who registered: it takes place at another time, or somewhere else. was: when it was to begin."""
    for one in registrations:
        _tell(
            one,
            format_lazy(_("“{title}”改了时间或地点"), title=lecture.activity.title),
            format_lazy(
                _("现在是：{when}，{where}。你报的名还在，不用重报；来不了请取消，座位给后面的人。"),
                **_words(lecture),
            ),
            before=min(was, lecture.activity.starts_at),
        )


def called_off(lecture: Lecture, registrations: Iterable[Registration], *, reason: str) -> None:
    """To all who registered: it does not take place."""
    for one in registrations:
        _tell(
            one,
            format_lazy(_("“{title}”取消了"), title=lecture.activity.title),
            format_lazy(
                _("原定{when}在{where}的党课取消了，不用来。{reason}"), reason=reason, **_words(lecture)
            ),
            before=lecture.activity.starts_at,
            once=f"registration:{one.ref}:off",
        )


def reminded(lecture: Lecture, seats: Iterable[Registration], waiting: Iterable[Registration]) -> None:
    """To all who registered, the day before: what, when, where, how to get there."""
    note, begins = lecture.activity.note, lecture.activity.starts_at
    # Said the day before; late in its evening it can wait until the morning, if that is early enough.
    day = dt.datetime.combine(begins.astimezone(time.SHANGHAI), dt.time.min, time.SHANGHAI)
    heard = day if time.now() < day - _EVENING else begins
    for one in seats:
        _tell(
            one,
            format_lazy(_("提醒：“{title}”"), title=lecture.activity.title),
            format_lazy(
                _("{when}，{where}，{lecturer}主讲，给你留了 {heads} 个座位。{note}来不了不用说理由，取消一下，座位给后面的人。"),
                heads=one.heads, note=_sentence(note), **_words(lecture),
            ),
            before=heard,
            once=_reminder(one),
        )  # fmt: skip
    for one in waiting:
        _tell(
            one,
            format_lazy(_("提醒：“{title}”"), title=lecture.activity.title),
            format_lazy(
                _("{when}开讲，{lecturer}主讲。现场还没有空座位，你在候补；有了马上告诉你。网上看不用座位，到时候打开这一页就行。"),
                **_words(lecture),
            ),
            before=heard,
            once=_reminder(one),
        )  # fmt: skip


def recording_ends(lecture: Lecture, accounts: Iterable[Account], until: dt.date) -> None:
    """To those who organise it, once: its recording goes in a month, unless somebody keeps it."""
    for account in accounts:
        tell(
            account,
            kind=RECORDINGS,
            title=format_lazy(_("“{title}”的录像快到期了"), title=lecture.activity.title),
            text=format_lazy(
                _(
                    "留到{day}，过了就删。还用得着，到“录像”里写一句为什么，再留几个月；不用了，什么都不用做。"
                ),
                day=lazy(ui.long_date, str)(until),
            ),
            url=reverse("lectures:picture", args=[lecture.ref]),
            once=f"lecture:{lecture.ref}:recording:{until:%Y%m%d}",
        )


def _reminder(one: Registration) -> str:
    day = one.lecture.activity.starts_at.astimezone(time.SHANGHAI)
    return f"registration:{one.ref}:reminder:{day:%Y%m%d}"


def _sentence(note: str) -> str:
    return note if not note or note[-1] in "。！？.!?" else f"{note}。"


def _words(lecture: Lecture) -> dict[str, object]:
    activity = lecture.activity
    return {
        "when": lazy(_when, str)(activity.starts_at),
        "where": activity.place or _("地点另行通知"),
        "lecturer": lecture.lecturer,
    }


def _when(moment: dt.datetime) -> str:
    local = moment.astimezone(time.SHANGHAI)
    return f"{ui.long_date(local.date())} {local:%H:%M}"


def _tell(
    registration: Registration, title: object, body: object, *, before: dt.datetime, once: str = ""
) -> None:
    if registration.account is None:
        return
    tell(
        registration.account,
        kind=SEATS,
        title=title,  # type: ignore[arg-type]
        text=body,  # type: ignore[arg-type]
        url=queries.address(registration.lecture),
        before=before,
        once=once,
    )
