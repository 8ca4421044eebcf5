"""Counting what goes to an address, so that nobody can flood it through us."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import IntegrityError, transaction

from sixianghui.common.sources import source_of
from sixianghui.notify import clock, rules
from sixianghui.notify.models import Sending
from sixianghui.vault import public as vault


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


def take_a_turn_from(place: str, *, now: dt.datetime | None = None) -> bool:
    """Count one code asked for from a client's address, before it goes; False: that place has asked for too many.

    Written first and counted afterwards, so that many at once are no way around it. Several may come in one minute, so
    the row's `minute` is a number of its own.
    """
    moment = now or clock.now()
    span, most = rules.FROM_ONE_PLACE
    index = vault.blind_index("notify.place", source_of(place))
    try:
        with transaction.atomic():
            mine = Sending.objects.create(address=index, minute=secrets.randbits(62), at=moment)
    except IntegrityError:
        return False
    around = Sending.objects.filter(address=index, at__gt=moment - span, at__lt=moment + span)
    before = around.exclude(pk=mine.pk)
    if before.count() < most:
        return True
    mine.delete()
    return False
