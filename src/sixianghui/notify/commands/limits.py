"""Counting what goes to an address, so that nobody can flood it through us."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from sixianghui.notify import clock, rules
from sixianghui.notify.models import Sending


def take_a_turn(index: str, *, now: dt.datetime | None = None) -> bool:
    """Count one sending to the address with this blind index, before it goes; False: it must not go now.

    Fails closed: what cannot be counted is not sent.
    """
    moment = now or clock.now()
    before = Sending.objects.filter(address=index, at__gt=moment - rules.LIMITS[-1][0])
    if not rules.may_send(before.values_list("at", flat=True), moment):
        return False
    try:
        with transaction.atomic():
            Sending.objects.create(address=index, minute=int(moment.timestamp() // 60), at=moment)
    except IntegrityError:
        return False
    return True
