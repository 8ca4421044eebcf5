"""What changed because of a letter: added later, by whoever answered it, or whoever has their post by then."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.complaints import queries, rules, search
from sixianghui.complaints.commands.desks import lock
from sixianghui.complaints.commands.handling import require_desk
from sixianghui.complaints.models import Complaint, Outcome, Part, Words
from sixianghui.notify import public as notify


def add_outcome(complaint: Complaint, text: str, day: dt.date, *, by: Account) -> Outcome:
    """Say what is different since. The writer is told; where everybody reads the letter, they read this at once.

    Whoever answered it says so; of what everybody reads also whoever holds that post today.
    """
    said = text.strip()
    if not rules.SHORTEST <= len(said) <= rules.LONGEST:
        raise HouseError(
            _("请写 %(least)d 到 %(most)d 个字。") % {"least": rules.SHORTEST, "most": rules.LONGEST}
        )
    with transaction.atomic():
        letter = lock(complaint)
        if not queries.took_over(by, letter):
            require_desk(letter, by)
        if letter.state is not rules.State.ANSWERED:
            raise Conflict(_("先答复，再写改变了什么。"))
        if not letter.received_on <= day <= time.today():
            raise HouseError(_("日子要在收到这封信以后，不能晚于今天。"))
        assert letter.desk is not None
        now = time.now()
        made = Outcome.objects.create(complaint=complaint, at=now, day=day, actor=by, unit=letter.desk.unit)
        Words.objects.create(complaint=complaint, part=Part.OUTCOME, text=said, at=now, outcome=made)
        audit.record("complaint:outcome", actor=by, thing=made)
        _show(letter)
        _tell(letter)
    return made


def _show(letter: queries.Letter) -> None:
    if letter.publicity is rules.Publicity.RELEASED:
        found = queries.newest_preparation(letter.complaint)
        if found is not None:
            search.show(found.ref)


def _tell(letter: queries.Letter) -> None:
    sender = queries.sender_of(letter.complaint)
    if sender is None or sender.account is None or letter.desk is None:
        return
    notify.tell(
        sender.account,
        kind="complaints.answered",
        title=gettext_lazy("因为你的信，有了改变"),
        text=format_lazy(
            gettext_lazy("{unit}在你写的信下面记了一笔：因此改变了什么。登录后在“我写过的”里读。"),
            unit=str(letter.desk.unit),
        ),
        url=queries.own_url(letter.ref),
    )
