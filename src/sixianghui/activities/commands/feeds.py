"""A secret address for somebody's own calendar."""

from __future__ import annotations

from django.db import transaction

from sixianghui.access.public import Account, require
from sixianghui.activities.actions import Action
from sixianghui.activities.models import Attendee, Feed
from sixianghui.audit import public as audit
from sixianghui.common import ids, time


def open_feed(*, by: Account) -> str:
    """Make a new address and end the old one. Returns its secret part, which is known only now."""
    require(by, Action.SEE)
    token = ids.new_token()
    with transaction.atomic():
        Feed.objects.update_or_create(
            account=by, defaults={"digest": ids.digest_of(token), "made_at": time.now()}
        )
        audit.record("activity:feed", actor=by)
    return token


def close_feed(*, by: Account) -> None:
    """End the address: whoever has it gets nothing any more."""
    with transaction.atomic():
        if Feed.objects.filter(account=by).delete()[0]:
            audit.record("activity:feed-end", actor=by)


def erase_of(account: int | None, person: int | None) -> tuple[int, int]:
    """Forget somebody's feed and where they were written down. Inside the transaction of whoever erases.

    Returns how many of each.
    """
    feeds = Feed.objects.filter(account=account or 0).delete()[0]
    names = Attendee.objects.filter(person=person or 0).delete()[0]
    return feeds, names
