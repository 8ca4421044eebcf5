"""How this room forgets somebody: not, for three years; looks and consents are what proves that all was in order."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.vault import consents
from sixianghui.vault.holders import Erasure, Holder, Subject, register_holder
from sixianghui.vault.models import Consent, Reveal


def register() -> None:
    """Called when the app is ready."""
    register_holder(Holder("vault", _("同意与查看记录"), erase, order=10))


def erase(subject: Subject) -> Erasure:
    """Take back what was agreed to, and keep that it was; both tables name the account by its number."""
    done = Erasure()
    standing = Consent.objects.filter(account=subject.account or 0, withdrawn_at__isnull=True)
    for one in standing:
        consents.withdraw_consent(one.account, one.purpose)
    done.note(_("还有效的同意"), len(standing))
    if Reveal.objects.filter(account=subject.account or 0).exists():
        done.keep(_("查看敏感信息的记录"), _("谁看过、为什么看，要留三年备查；名字已经抹去。"))
    if Consent.objects.filter(account=subject.account or 0).exists():
        done.keep(_("同意和撤回的记录"), _("要能证明当时同意过，撤回后留三年；名字已经抹去。"))
    return done
