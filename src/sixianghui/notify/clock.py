"""Letters to people go by the real clock, whatever time the domain lives in; letters to invented people by the domain's."""

from __future__ import annotations

import datetime as dt

from sixianghui.access.public import Account
from sixianghui.common import time


def now() -> dt.datetime:
    """The real present moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def now_for(account: Account) -> dt.datetime:
    """The moment by which letters to this account go: a demo's people live in the demo's time."""
    return time.now() if account.is_sample else now()
