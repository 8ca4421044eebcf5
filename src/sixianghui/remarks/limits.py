"""How often one person may do something: named token buckets, kept in the database, by the real clock.

Views take a token before they call a command; a replay, which plays months in minutes, calls the commands alone.
"""

from __future__ import annotations

import datetime as dt
import math

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.common.buckets import Bucket as Limit
from sixianghui.common.errors import HouseError
from sixianghui.remarks.models import Bucket
from sixianghui.vault.public import blind_index


class TooSoon(HouseError):
    """Somebody has to wait; `wait` seconds."""

    status = 429

    def __init__(self, wait: int) -> None:
        super().__init__(_("写得太快了，请等 %(seconds)d 秒再发。写好的字还在。") % {"seconds": wait})
        self.wait = wait


def take(account: Account, *limits: Limit) -> None:
    """Take one token of each of these limits, or of none: raises `TooSoon` while one is empty."""
    now = timezone.now()
    with transaction.atomic():
        left = []
        for limit in limits:
            digest = blind_index("remarks.bucket", f"{limit.name} {account.pk}")
            fresh = {"level": float(limit.most), "at": now}
            row = Bucket.objects.select_for_update(no_key=True).get_or_create(digest=digest, defaults=fresh)[
                0
            ]
            # One filled while the clock ran ahead would stay empty until the right clock got there.
            level = limit.level(row.level, abs(now - row.at).total_seconds())
            if limit.wait(level) > 0:
                raise TooSoon(max(1, math.ceil(limit.wait(level))))
            left.append((row, level - 1))
        for row, level in left:
            Bucket.objects.filter(pk=row.pk).update(level=level, at=now)


def forget() -> int:
    """Delete buckets nobody drew from for an hour: they are full. May run twice."""
    return int(Bucket.objects.filter(at__lt=timezone.now() - dt.timedelta(hours=1)).delete()[0])
