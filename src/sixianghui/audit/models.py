"""The chain of who did what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One act, chained to the one before by its hash. Written in the act's own transaction; figures never read it.

    Holds plain ids and keyed digests, never a name or an address, so that erasing a person leaves the chain whole.
    """

    seq = models.BigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"))
    actor = models.BigIntegerField(_("账号"), null=True)
    action = models.CharField(_("动作"), max_length=64)
    object_kind = models.CharField(_("对象种类"), max_length=64, blank=True)
    object_id = models.CharField(_("对象编号"), max_length=64, blank=True)
    result = models.CharField(_("结果"), max_length=16, default="done")
    address = models.CharField(_("地址摘要"), max_length=64, blank=True)
    detail = models.JSONField(_("详情"), default=dict)
    previous = models.CharField(_("上一环"), max_length=64)
    digest = models.CharField(_("本环"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("审计记录")
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"
