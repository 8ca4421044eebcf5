"""Answering a poll: once, and in such a way that nothing stored leads from a person to a choice."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict, HouseError, Refused
from sixianghui.polls import queries, rules
from sixianghui.polls.commands.asking import lock
from sixianghui.polls.models import Option, Participation, Poll
from sixianghui.polls.rules import State


def answer(poll: Poll, chosen: Sequence[int], *, by: Account) -> None:
    """Answer an open poll with the numbers of the options chosen. Whoever is signed in may, once; there is no second
    thought, because nobody knows any more what the first one was.

    Two things are written, and they share nothing but the poll: that this account has answered, without a time, and one
    more for each option chosen. The sums of all options are written anew together, so that not even the database's own
    marks on the rows tell which of them moved. The chain says that somebody answered, not who.
    """
    if not (by.is_authenticated and by.is_active):
        raise Refused(_("登录以后才能作答。"))
    numbers = list(chosen)
    try:
        with transaction.atomic():
            locked = lock(poll)
            if queries.state_of(locked) is not State.OPEN:
                raise Conflict(_("这个小调查已经结束，不再收了。"))
            options = Option.objects.filter(poll=locked)
            if not rules.chosen_well(numbers, options=options.count(), most=locked.most):
                raise HouseError(_("请选 1 到 %(most)d 项。") % {"most": locked.most})
            Participation.objects.create(poll=locked, account=by)
            one_more = Case(When(number__in=numbers, then=Value(1)), default=Value(0))
            options.update(tally=F("tally") + one_more)
            audit.record("poll:answer", thing=locked)
    except IntegrityError:
        raise Conflict(_("你已经答过了，一人一份，没有再算一次。")) from None
