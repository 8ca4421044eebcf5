"""What this room keeps about people: who asked for seats, who has a part, who wants to know something too."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.lectures import commands
from sixianghui.lectures.models import Lecture
from sixianghui.ledger import public as ledger
from sixianghui.remarks.public import Remark
from sixianghui.vault.public import (
    NOT_PERSONAL,
    Class,
    Entry,
    Erasure,
    Holder,
    Sees,
    Subject,
    purposes,
    register_holder,
    register_model,
)

_SEATS = _("听完课 30 天以后删；注销账号时删")
_ASKED = Entry(Class.INTERNAL, purposes.NOTICE, _SEATS, (Sees.SELF, Sees.HANDLER))
_PART = Entry(Class.INTERNAL, purposes.WORK, purposes.WITH_ACCOUNT, (Sees.SELF, Sees.HANDLER))
_WANTS = Entry(Class.INTERNAL, purposes.REMARKS, purposes.WITH_ACCOUNT, (Sees.SELF,))
_VIEWER = Entry(
    Class.INTERNAL,
    purposes.WORK,
    _("13 个月"),
    (Sees.NOBODY,),
    unexported=_("一个当天有效的乱码，密钥每天销毁；它认不出是谁。"),
)
_DOOR = Entry(
    Class.INTERNAL,
    purposes.WORK,
    purposes.WITH_RECORD,
    (Sees.NOBODY,),
    unexported=_("加盐摘要，免得同一个人数两遍；它认不出是谁。"),
)


def _title(lecture: Lecture) -> str:
    return lecture.activity.title


def _title_of_question(question: Remark) -> str:
    """In which lecture it was asked. Its words are somebody else's."""
    asked_in = Lecture.objects.filter(questions=question.thread_id)
    return asked_in.values_list("activity__title", flat=True).first() or ""


def register() -> None:
    """Called when the app is ready."""
    register_model(
        "lectures.Lecture",
        {
            "ref activity lecturer lecturer_line intro poster stream seats names why": NOT_PERSONAL,
            "comments questions made_at changed_at reminded_at salt next_stream kept_until kept_why warned_at": NOT_PERSONAL,
        },
    )
    register_model(
        "lectures.Helper",
        {"lecture account part": _PART},
        about={"account": "account_id"},
        shows={"lecture": _title},
        words={"lecture": _("党课")},
    )
    register_model("lectures.AgendaItem", {"lecture number title seconds": NOT_PERSONAL})
    register_model("lectures.Material", {"lecture title file link added_at": NOT_PERSONAL})
    register_model("lectures.Broadcast", {**ledger.FACT, "lecture": NOT_PERSONAL})
    register_model("lectures.Ending", {**ledger.FACT, "lecture minutes": NOT_PERSONAL})
    register_model("lectures.Notice", {**ledger.FACT, "lecture text key": NOT_PERSONAL})
    register_model(
        "lectures.Registration",
        {"lecture account unit heads made_at ended_at": _ASKED, "ref": NOT_PERSONAL},
        about={"account": "account_id"},
        shows={"lecture": _title},
        words={"lecture": _("党课")},
    )
    register_model("lectures.Seat", {"lecture number registration": NOT_PERSONAL})
    register_model("lectures.Arrival", {**ledger.FACT, "key": _DOOR, "lecture heads way": NOT_PERSONAL})
    register_model(
        "lectures.Second",
        {"question account": _WANTS},
        about={"account": "account_id"},
        shows={"question": _title_of_question},
        words={"question": _("党课")},
    )
    register_model("lectures.Answered", {**ledger.FACT, "lecture question seconds done_at": NOT_PERSONAL})
    register_model("lectures.WatchSource", {"name number seen_at now": NOT_PERSONAL})
    register_model(
        "lectures.Viewing",
        {"viewer": _VIEWER, "lecture side began ended source span": NOT_PERSONAL},
    )
    register_model(
        "lectures.Audience",
        {"lecture side day unit viewings viewers peak peak_at seconds counted_at closed_at": NOT_PERSONAL},
    )
    register_holder(Holder("lectures", _("党课"), erase=erase, order=60))


def erase(subject: Subject) -> Erasure:
    """Forget seats asked for, parts in lectures, and what somebody wanted to know too."""
    done = Erasure()
    if subject.account is not None:
        done.note(_("党课的报名和参与"), commands.erase_of(subject.account))
    return done
