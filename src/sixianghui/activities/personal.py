"""What this room keeps about people: who recorded what, and who has to do what was resolved."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.activities import commands
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

_OWNER = Entry(Class.INTERNAL, purposes.WORK, purposes.WITH_RECORD, (Sees.SELF, Sees.HANDLER, Sees.ABOVE))
_THERE = Entry(Class.INTERNAL, purposes.ROSTER, _("到活动次年的年底"), (Sees.SELF, Sees.HANDLER, Sees.ABOVE))
_FEED = Entry(
    Class.INTERNAL,
    purposes.NOTICE,
    _("停掉订阅时删除"),
    (Sees.NOBODY,),
    unexported=_("订阅地址的摘要；地址本身只在生成时给你看一次。"),
)


def register() -> None:
    """Called when the app is ready."""
    register_model(
        "activities.Rule",
        {
            "code nature name version article text above below more months since": NOT_PERSONAL,
            "confirmed confirmed_at": NOT_PERSONAL,
            "confirmed_by": purposes.DONE_BY,
        },
    )
    register_model(
        "activities.Kind",
        {"code name place open_at_first names_needed quorum rhythm retired_at": NOT_PERSONAL},
    )
    register_model(
        "activities.Activity",
        {
            "ref unit kind title starts_at ends_at place note open made_at changed_at": NOT_PERSONAL,
            "made_by": purposes.DONE_BY,
        },
    )
    register_model("activities.Partner", {"activity unit named_at left_at": NOT_PERSONAL})
    register_model(
        "activities.Held",
        {
            **ledger.FACT,
            "activity kind title ends_at place present told open entitled voting quorum": NOT_PERSONAL,
        },
    )
    register_model("activities.Share", {**ledger.FACT, "activity held": NOT_PERSONAL})
    register_model("activities.CallOff", {**ledger.FACT, "activity reason": NOT_PERSONAL})
    register_model(
        "activities.Resolution",
        {**ledger.FACT, "activity text post due_on despite": NOT_PERSONAL, "owner": _OWNER},
        about={"person": "owner_id"},
    )
    register_model(
        "activities.Attendee",
        {"activity person": _THERE, "until": NOT_PERSONAL},
        about={"person": "person_id"},
    )
    register_model("activities.Illustration", {"activity picture added_at": NOT_PERSONAL})
    register_model("activities.Story", {"activity page": NOT_PERSONAL})
    register_model(
        "activities.Feed", {"account digest": _FEED, "made_at": NOT_PERSONAL}, about={"account": "account_id"}
    )
    register_model("activities.Settlement", {**ledger.FACT, "resolution line": NOT_PERSONAL})
    register_holder(Holder("activities", _("活动"), erase=erase, order=65))


def erase(subject: Subject) -> Erasure:
    """Forget the feed and where somebody was written down; who recorded what stays, without a name."""
    done = Erasure()
    feeds, names = commands.erase_of(subject.account, subject.person)
    done.note(_("日历订阅"), feeds)
    done.note(_("到会的名字"), names)
    return done
