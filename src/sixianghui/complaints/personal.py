"""What this room keeps about people: what they wrote, who answers it, and for how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.access.public import Account
from sixianghui.complaints import commands
from sixianghui.ledger import public as ledger
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

_TWO_YEARS = _("答复或撤回之后两年；撤回的，内容当时就删")
_READERS = (Sees.SELF, Sees.HANDLER)
_LETTER = Entry(Class.RESTRICTED, purposes.COMPLAINTS, _TWO_YEARS, _READERS)
_PUBLIC = Entry(
    Class.RESTRICTED,
    purposes.COMPLAINTS,
    _("没有公开的，到写信的人改主意、撤信或满两年；公开了的，到撤下为止"),
    _READERS,
)
_TOKEN = Entry(
    Class.INTERNAL,
    purposes.COMPLAINTS,
    _TWO_YEARS,
    (Sees.NOBODY,),
    unexported=_("认领回执用的摘要或随机的编号，不含别的内容。"),
)
_ASKER = Entry(
    Class.INTERNAL,
    purposes.COMPLAINTS,
    _TWO_YEARS,
    (Sees.NOBODY,),
    unexported=_("只用来让信绕开提要求的人；告诉他，就等于告诉他有人反映。"),
)
_PLACE = Entry(
    Class.INTERNAL,
    purposes.SAFETY,
    _("一两个小时"),
    (Sees.NOBODY,),
    unexported=_("来处的加盐摘要，用来挡住刷屏；它认不出是谁。"),
)


def register() -> None:
    """Called when the app is ready."""
    register_model("complaints.Complaint", {**ledger.FACT, "ref kind promised_on provisional": NOT_PERSONAL})
    register_model(
        "complaints.Assignment",
        {**ledger.FACT, "handler": purposes.DONE_BY, "complaint post why ended_at": NOT_PERSONAL},
    )
    register_model("complaints.Answer", {**ledger.FACT, "complaint": NOT_PERSONAL})
    register_model("complaints.Withdrawal", {**ledger.FACT, "complaint": NOT_PERSONAL})
    register_model(
        "complaints.Sender",
        {
            "account contact page public shown_as": _LETTER,
            "ref code_digest": _TOKEN,
            "asker": _ASKER,
            "complaint": NOT_PERSONAL,
        },
        about={"account": "account_id"},
    )
    register_model(
        "complaints.Words",
        {"part text at": _LETTER, "ref": _TOKEN, "complaint outcome": NOT_PERSONAL},
        about={"account": "complaint__sender__account_id"},
    )
    register_model("complaints.Outcome", {**ledger.FACT, "ref complaint day": NOT_PERSONAL})
    register_model("complaints.Preparation", {**ledger.FACT, "ref complaint": NOT_PERSONAL})
    register_model("complaints.Verdict", {**ledger.FACT, "preparation what": NOT_PERSONAL})
    register_model(
        "complaints.PublicText",
        {
            "title question answer shown_as abridged reason": _PUBLIC,
            "ref": _TOKEN,
            "preparation": NOT_PERSONAL,
        },
        about={"account": "preparation__complaint__sender__account_id"},
    )
    register_model("complaints.Attempt", {"digest at": _PLACE})
    register_holder(Holder("complaints", _("建议与投诉"), erase=erase, order=50))


def _name_of(account: int) -> str:
    found = Account.objects.filter(pk=account).first()
    return str(found.name) if found is not None else ""


def erase(subject: Subject) -> Erasure:
    """Forget what somebody wrote; that letters came stays, without a name."""
    done = Erasure()
    if subject.account is not None:
        letters, public = commands.erase_of(subject.account, name=_name_of(subject.account))
        done.note(_("写过的信"), letters)
        if public:
            done.keep(
                _("公开答复过的问题"),
                _("公开的是两个人去掉了个人信息的稿子，署的名已经抹去；稿子里有姓名的，已经撤下。"),
            )
    return done
