"""How this room forgets somebody: copies go, and the words of their requests; that they asked stays."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.common import time
from sixianghui.privacy.models import Copy, Outcome, Request
from sixianghui.vault.public import Erasure, Holder, Subject, register_holder


def register() -> None:
    """Called when the app is ready."""
    register_holder(Holder("privacy", _("个人信息请求"), erase, order=50))


def erase(subject: Subject) -> Erasure:
    """Empty the words, and let nothing wait any more. The files of copies are deleted by the job that clears what is left over."""
    done = Erasure()
    if subject.account is None:
        return done
    copies = Copy.objects.filter(account_id=subject.account, gone_at__isnull=True)
    done.note(_("个人信息副本"), copies.count())
    requests = Request.objects.filter(account_id=subject.account)
    worded = requests.exclude(text__isnull=True, answer__isnull=True)
    done.note(_("请求和答复里的话"), worded.update(text="", answer=""))
    # Nobody is there any more to be answered. The request by which they are erased has its outcome already.
    requests.filter(outcome="").update(outcome=Outcome.WITHDRAWN, answered_at=time.now())
    if requests.exists():
        done.keep(_("提过什么请求、哪天办的"), _("要能证明请求办过了；里面没有姓名和原话。"))
    return done
