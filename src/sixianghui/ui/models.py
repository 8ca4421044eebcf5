"""What someone meant by a form, so that pressing twice does it once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Intent(models.Model):
    """One sending of one form by one account (a plain id: this room knows no accounts), and where it led.

    Kept for a week. `body` is a digest of what was sent; `location` is where the answer sent the reader, or
    what finds again what was made.
    """

    account = models.BigIntegerField(_("账号"))
    key = models.CharField(_("意图"), max_length=40)
    body = models.CharField(_("内容摘要"), max_length=64)
    location = models.CharField(_("去向"), max_length=400, blank=True)
    made_at = models.DateTimeField(_("时间"), db_index=True)

    class Meta:
        verbose_name = _("表单意图")
        verbose_name_plural = _("表单意图")
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="one_intent_once")]

    def __str__(self) -> str:
        return self.key
