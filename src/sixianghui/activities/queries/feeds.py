"""What a calendar fetches."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sixianghui.access.public import Account, within
from sixianghui.activities.actions import Action
from sixianghui.activities.models import Feed, Partner
from sixianghui.activities.queries.activities import visible_to
from sixianghui.activities.queries.lists import Asked, listed, with_state
from sixianghui.common import ids, time

#: A feed goes back a year, and holds no more than this.
BACK = dt.timedelta(days=366)
MOST = 1000


def feed_of(account: Account) -> Feed | None:
    """Somebody's feed, if they have one."""
    return Feed.objects.filter(account=account).first()


def account_of_feed(token: str) -> Account | None:
    """Whose feed has this secret; None for one that ended, or of somebody who may not sign in any more."""
    found = Feed.objects.select_related("account").filter(digest=ids.digest_of(token)).first()
    return found.account if found is not None and found.account.is_active else None


def open_ones(person: Any, asked: Asked) -> QuerySet[Any]:
    """Open activities for a public feed, the latest first."""
    return listed(person, asked).filter(open=True, starts_at__gte=time.now() - BACK)[:MOST]


def own_ones(account: Account) -> QuerySet[Any]:
    """The activities of the units within somebody's reach, called off ones too, so that calendars cross them out."""
    units = within(account, Action.SEE).units
    together = Partner.objects.filter(activity=OuterRef("pk"), unit__in=units, left_at__isnull=True)
    rows = with_state(visible_to(account)).filter(Q(unit__in=units) | Exists(together))
    return rows.filter(starts_at__gte=time.now() - BACK).order_by("-starts_at", "-pk")[:MOST]
