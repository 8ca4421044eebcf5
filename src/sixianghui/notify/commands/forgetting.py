"""Forgetting what is old."""

from __future__ import annotations

import datetime as dt

from sixianghui.common import time
from sixianghui.notify import clock, rules
from sixianghui.notify.models import Address, Delivery, Message, OutboxLetter, Sending


def forget_old(*, now: dt.datetime | None = None) -> None:
    """Forget messages and letters after half a year, retired addresses after a day, counts that limit nothing."""
    real = now or clock.now()
    told_before = time.now() - rules.KEPT
    Message.objects.filter(made_at__lt=told_before).delete()
    OutboxLetter.objects.filter(made_at__lt=told_before).delete()
    Delivery.objects.filter(messages__isnull=True).delete()
    Address.objects.filter(left_at__lt=real - dt.timedelta(days=1)).delete()
    Address.objects.filter(proved_at__isnull=True, code_until__lt=real - dt.timedelta(days=1)).delete()
    Sending.objects.filter(at__lt=real - rules.LIMITS[-1][0]).delete()
