"""What this room keeps about people: what they said, under which name, who is behind it, and for how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.ledger import public as ledger
from sixianghui.remarks import commands, places
from sixianghui.remarks.models import Remark, Report
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

_KEPT = _(
    "放出来的，注销账号时删；不放的、撤下的、撤回的，从那时起 183 天以后删；没有人看过的，写下 183 天以后删；申诉还没答复的，答复了再删"
)
_SAID = Entry(Class.INTERNAL, purposes.REMARKS, _KEPT, (Sees.SELF, Sees.EDITORS))
_NAME = Entry(Class.PUBLIC, purposes.REMARKS, _KEPT, (Sees.EVERYBODY,))
_BEHIND = Entry(Class.RESTRICTED, purposes.REMARKS, _KEPT, (Sees.SELF, Sees.REVEAL))
_MUTED = Entry(Class.INTERNAL, purposes.SAFETY, purposes.WITH_RECORD, (Sees.SELF, Sees.EDITORS))
#: Who said that something was amiss keeps what they said; the words it is about are somebody else's.
_REPORTED = Entry(Class.INTERNAL, purposes.REMARKS, purposes.WITH_RECORD, (Sees.SELF, Sees.EDITORS))
_PLACE = Entry(
    Class.INTERNAL,
    purposes.SAFETY,
    _("一小时"),
    (Sees.NOBODY,),
    unexported=_("加盐摘要和一个数，用来挡住刷屏；它认不出是谁。"),
)


def _where(remark: Remark) -> str:
    """Under what it stands."""
    found = places.find([remark.thread]).get(remark.thread_id)
    return found.title if found is not None else ""


def register() -> None:
    """Called when the app is ready."""
    register_model("remarks.Thread", {"ref kind place moderation slow closed unit made_at": NOT_PERSONAL})
    register_model("remarks.Remark", {**ledger.FACT, "ref thread reply_to": NOT_PERSONAL})
    register_model(
        "remarks.Author",
        {"account": _BEHIND, "name": _NAME, "ref remark": NOT_PERSONAL},
        about={"account": "account_id"},
    )
    register_model(
        "remarks.Words",
        {"text at": _SAID, "remark number holds": NOT_PERSONAL},
        about={"account": "remark__author__account_id"},
    )
    register_model("remarks.Alias", {"account name plain chosen_at": _NAME}, about={"account": "account_id"})
    register_model("remarks.Verdict", {**ledger.FACT, "remark number outcome reason": NOT_PERSONAL})
    register_model("remarks.Withdrawal", {**ledger.FACT, "remark": NOT_PERSONAL})
    register_model(
        "remarks.Report",
        {**ledger.FACT, "remark kind note": _REPORTED},
        about={"account": "actor_id"},
        shows={"remark": _where},
        words={"remark": _("评论")},
    )
    register_model("remarks.Appeal", {**ledger.FACT, "verdict": NOT_PERSONAL})
    register_model(
        "remarks.AppealWords",
        {"text": _SAID, "appeal": NOT_PERSONAL},
        about={"account": "appeal__verdict__remark__author__account_id"},
    )
    register_model("remarks.AppealAnswer", {**ledger.FACT, "appeal agreed reason": NOT_PERSONAL})
    register_model("remarks.Switch", {**ledger.FACT, "thread everywhere reason ended_at": NOT_PERSONAL})
    register_model(
        "remarks.Mute",
        {**ledger.FACT, "account until reason ended_at": _MUTED},
        about={"account": "account_id"},
    )
    register_model("remarks.HeldWord", {"word note added_at": NOT_PERSONAL, "added_by": purposes.DONE_BY})
    register_model("remarks.Bucket", {"digest level at": _PLACE})
    register_holder(Holder("remarks", _("评论"), erase=erase, order=55))


def erase(subject: Subject) -> Erasure:
    """Forget what somebody said; that something was said stays, without a word or a name."""
    done = Erasure()
    if subject.account is not None:
        done.note(_("写过的评论"), commands.erase_of(subject.account))
    if subject.account is not None and Report.objects.filter(actor=subject.account).exists():
        done.keep(_("举报"), _("举报和它的处理是一条记录，不能改；名字已经抹去。"))
    return done
