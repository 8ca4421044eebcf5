"""What this room keeps about people: who wrote a poll, and, only while it is open, who has answered it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.ledger import public as ledger
from sixianghui.polls import commands
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

_ANSWERED = Entry(Class.INTERNAL, purposes.WORK, _("小调查结束或撤回时删去"), (Sees.SELF,))


def register() -> None:
    """Called when the app is ready."""
    register_model(
        "polls.Poll",
        {"ref unit question why use most closes_on made_at": NOT_PERSONAL, "made_by": purposes.DONE_BY},
    )
    register_model("polls.Option", {"poll number text tally": NOT_PERSONAL})
    register_model(
        "polls.Participation",
        {"key": NOT_PERSONAL, "poll account": _ANSWERED},
        about={"account": "account_id"},
    )
    register_model("polls.Opening", {**ledger.FACT, "poll": NOT_PERSONAL})
    register_model("polls.Closing", {**ledger.FACT, "poll answers counts reason": NOT_PERSONAL})
    register_model("polls.Withdrawal", {**ledger.FACT, "poll reason": NOT_PERSONAL})
    register_model("polls.Outcome", {**ledger.FACT, "poll number text": NOT_PERSONAL})
    register_holder(Holder("polls", _("小调查"), erase=erase, order=55))


def erase(subject: Subject) -> Erasure:
    """Forget which open polls somebody has answered. What they chose was never kept with them."""
    done = Erasure()
    if subject.account is not None:
        done.note(_("答过的小调查"), commands.erase_of(subject.account))
    return done
