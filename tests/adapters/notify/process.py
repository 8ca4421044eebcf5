"""What the processes of `test_killed.py` do; each function is the whole life of one."""

from __future__ import annotations

import datetime as dt
import threading

from django.db import transaction
from django.utils import timezone


def begin() -> None:
    """Somebody with a proved address is told something urgent."""
    from sixianghui.access.public import Account
    from sixianghui.notify.models import Address
    from sixianghui.notify.public import tell
    from sixianghui.vault.public import blind_index

    with transaction.atomic():
        account = Account.objects.create(username="zhang", name="张样例")
        to, now = "zhang@example.org", timezone.now()
        Address.objects.create(
            account=account,
            channel="mail",
            value=to,
            index=blind_index("mail", to),
            made_at=now,
            proved_at=now,
        )
        tell(account, kind="notify.address", title="验证", text="全文。", urgent=True)


def work() -> None:
    """A worker, until it is killed."""
    from sixianghui.tasks.public import run_worker

    run_worker(threading.Event())


def round_at(minutes: int) -> None:
    """What the routine of the minute and a worker do so many minutes from now."""
    from sixianghui.notify.commands.letters import send_due
    from sixianghui.tasks import clock, leases
    from sixianghui.tasks.public import work_off

    later = clock.now() + dt.timedelta(minutes=minutes)
    leases.reap(later)
    send_due(now=later)
    work_off()


def states() -> None:
    """Print what is known of the letters."""
    from sixianghui.notify.models import Delivery

    print(list(Delivery.objects.values_list("state", "tries")))
