"""A roster on its way in, and the numbers of a person that only some installations keep."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sixianghui.common import ids, time
from sixianghui.directory.models.people import Person
from sixianghui.vault.public import EncryptedTextField


class RosterImport(models.Model):
    """An uploaded roster: what was found in it, and how far it has come.

    The file and its preview lie in a folder of the data folder named by `ref`, for a week at most; this row holds numbers
    only. `stale`: the roster changed between preview and import, so that it was looked at anew.
    """

    class State(models.TextChoices):
        """How far it has come."""

        READING = "reading", _("正在读")
        READY = "ready", _("可以看了")
        REFUSED = "refused", _("没有收下")
        IMPORTING = "importing", _("正在导入")
        DONE = "done", _("导入完了")
        DISCARDED = "discarded", _("丢掉了")

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传的人"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("进度"), max_length=12, choices=State, default=State.READING)
    file_name = models.CharField(_("文件名"), max_length=120)
    uploaded_at = models.DateTimeField(_("上传时间"), default=time.now, editable=False)
    finished_at = models.DateTimeField(_("了结时间"), null=True, editable=False)
    mapping = models.JSONField(_("哪一列是什么"), default=dict, editable=False)
    refusal = models.CharField(_("没有收下的原因"), max_length=24, blank=True, editable=False)
    refusal_words = models.CharField(_("原因里的列名"), max_length=200, blank=True, editable=False)
    counts = models.JSONField(_("数目"), default=dict, editable=False)
    digest = models.CharField(_("要做的事的摘要"), max_length=64, blank=True, editable=False)
    stale = models.BooleanField(_("预览以后名册变过"), default=False, editable=False)
    failed = models.BooleanField(_("没有导成"), default=False, editable=False)

    class Meta:
        verbose_name = _("名册导入")
        verbose_name_plural = _("名册导入")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def owner_id(self) -> int:
        """For permissions: whose it is."""
        return int(self.account_id)


class PersonNumbers(models.Model):
    """Phone and identity number of a person, encrypted. Kept only where the installation switched them on."""

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    person = models.OneToOneField(
        Person, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="numbers"
    )
    phone = EncryptedTextField(_("手机号"), blank=True)
    phone_index = models.CharField(_("手机号的盲索引"), max_length=64, blank=True, db_index=True)
    id_number = EncryptedTextField(_("身份证号"), blank=True)
    id_number_index = models.CharField(_("身份证号的盲索引"), max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = _("手机号和身份证号")
        verbose_name_plural = _("手机号和身份证号")

    def __str__(self) -> str:
        return f"{self.person_id}"

    @property
    def policy_unit_ids(self) -> frozenset[int]:
        """For permissions: they belong where the person does."""
        return self.person.policy_unit_ids
