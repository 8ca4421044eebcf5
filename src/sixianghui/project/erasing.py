"""What is answered for rooms that stand beside `vault`: the audit chain keeps its rows, which name nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.audit.public import AuditEvent
from sixianghui.vault.public import Erasure, Holder, Subject, register_holder


def register() -> None:
    """Called when the app is ready."""
    tables = ("audit", "tasks", "django_tasks_database", "wagtailsearch", "search")
    register_holder(Holder("project", _("审计"), erase, order=90, tables=tables))


def erase(subject: Subject) -> Erasure:
    """Nothing goes: cutting a row out would break the chain, and a row holds numbers and digests only."""
    done = Erasure()
    if subject.account is not None and AuditEvent.objects.filter(actor=subject.account).exists():
        done.keep(_("审计记录"), _("网络安全法要求留存；里面没有姓名，只有编号和认不回去的摘要。"))
    return done
