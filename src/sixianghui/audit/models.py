"""The chain of who did what."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

#: How `at` is written: UTC, always 27 characters, so that texts sort as moments do.
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


class ChainQuerySet(models.QuerySet):
    """Rows are appended; nothing else."""

    def update(self, **changes: Any) -> int:
        raise TypeError("the audit chain is never edited")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("the audit chain is never deleted")


class AuditEvent(models.Model):
    """One act, chained to the one before by its hash. Written in the act's own transaction; figures never
    read it.

    Holds plain ids and keyed digests, never a name or an address, so that erasing a person leaves the chain
    whole. Time and detail are kept as the very text that is hashed, the same in every database: `verifier.py`
    says how.
    """

    seq = models.BigIntegerField(_("序号"), primary_key=True)
    at = models.CharField(_("时间（UTC）"), max_length=27)
    actor = models.BigIntegerField(_("账号"), null=True)
    action = models.CharField(_("动作"), max_length=64)
    object_kind = models.CharField(_("对象种类"), max_length=64, blank=True)
    object_id = models.CharField(_("对象编号"), max_length=64, blank=True)
    result = models.CharField(_("结果"), max_length=16)
    address = models.CharField(_("地址摘要"), max_length=64, blank=True)
    detail = models.TextField(_("详情"))
    previous = models.CharField(_("上一环"), max_length=64)
    digest = models.CharField(_("本环"), max_length=64, unique=True)

    objects = ChainQuerySet.as_manager()

    class Meta:
        verbose_name = _("审计记录")
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    @property
    def moment(self) -> dt.datetime:
        """`at` as a moment."""
        return dt.datetime.strptime(self.at, MOMENT).replace(tzinfo=dt.UTC)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("the audit chain is never edited")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("the audit chain is never deleted")
