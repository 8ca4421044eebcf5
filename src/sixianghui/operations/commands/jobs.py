"""What somebody decides about a job that failed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict
from sixianghui.operations.actions import Action
from sixianghui.tasks import public as tasks


def try_job_again(ref: str, *, by: Account) -> None:
    """Have a failed job tried again, as if for the first time.

    Raises `Conflict` where somebody was quicker, or where whoever waits for it was told and has to ask for another.
    """
    require(by, Action.RUN)
    job = tasks.job_of(ref)
    if job is not None and job.is_told:
        raise Conflict(_("等它的人已经知道没做成，从录像、导出或备份那一页再来一次。"))
    with transaction.atomic():
        if not tasks.try_again(ref):
            raise Conflict(_("这个任务已经不在没做成的里面了。"))
        audit.record("job:retry", actor=by, thing=("job", ref))


def drop_job(ref: str, *, by: Account) -> None:
    """Forget a failed job: it is not tried again. Raises `Conflict` where somebody was quicker."""
    require(by, Action.RUN)
    with transaction.atomic():
        if not tasks.drop(ref):
            raise Conflict(_("这个任务已经不在没做成的里面了。"))
        audit.record("job:drop", actor=by, thing=("job", ref))


def settle_outgoing(number: int, *, sent: bool, by: Account) -> None:
    """Say what became of something that was to happen outside: it did, or it is to be sent again."""
    require(by, Action.RUN)
    with transaction.atomic():
        if not tasks.settle(number, sent=sent):
            raise Conflict(_("这一件已经有了着落。"))
        audit.record("outgoing:settle", actor=by, thing=("outgoing", number), detail={"sent": sent})
