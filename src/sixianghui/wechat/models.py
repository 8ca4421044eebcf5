"""Official accounts and the branches that run them in turn."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.common import time
from sixianghui.ledger.models import Fact


class OfficialAccount(models.Model):
    """A WeChat official account."""

    name = models.CharField(_("名称"), max_length=40, unique=True)
    slug = models.SlugField(_("网址"), max_length=40, unique=True)
    opened_at = models.DateTimeField(_("开通时间"), default=time.now)

    class Meta:
        verbose_name = _("公众号")
        verbose_name_plural = _("公众号")

    def __str__(self) -> str:
        return self.name


class AccountBranch(Fact):
    """A branch (`unit`) takes its turn in running an account."""

    account = models.ForeignKey(
        OfficialAccount, verbose_name=_("公众号"), on_delete=models.PROTECT, related_name="branches"
    )

    class Meta:
        verbose_name = _("轮值支部")
        verbose_name_plural = _("轮值支部")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "unit"],
                condition=Q(struck_at__isnull=True),
                name="branch_once_in_an_account",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} · {self.unit_id}"
