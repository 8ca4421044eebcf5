"""A question for everybody to read: the text that was prepared for that, and what a second person said of it.

The text is encrypted like the letter it comes from, since most of the time nobody has released it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.common import ids
from sixianghui.complaints import rules
from sixianghui.complaints.models.letters import Complaint
from sixianghui.ledger.models import Fact
from sixianghui.vault.public import EncryptedTextField


class Preparation(Fact):
    """Whoever answered a question prepared what everybody is to read of it. `ref` is its public address."""

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="preparations")

    class Meta:
        verbose_name = _("公开稿")
        verbose_name_plural = _("公开稿")
        constraints = [
            models.UniqueConstraint(
                fields=["ref"], condition=Q(struck_at__isnull=True), name="one_standing_preparation"
            )
        ]
        indexes = [models.Index(fields=["complaint"], name="preparations_of_letter")]

    def __str__(self) -> str:
        return self.ref


class PublicText(models.Model):
    """The words of a preparation; gone when nobody is to read them any more. `reason`: why it was returned."""

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    preparation = models.OneToOneField(Preparation, on_delete=models.PROTECT, related_name="text")
    title = EncryptedTextField(_("题目"), max_length=rules.TITLE_LONGEST)
    question = EncryptedTextField(_("问"), max_length=rules.LONGEST)
    answer = EncryptedTextField(_("答"), max_length=rules.LONGEST)
    shown_as = EncryptedTextField(_("署名"), blank=True, max_length=rules.NAME_LENGTH)
    abridged = models.BooleanField(_("有删节"), default=False)
    reason = EncryptedTextField(_("退回的原因"), blank=True, max_length=rules.LONGEST)

    class Meta:
        verbose_name = _("公开稿的内容")
        verbose_name_plural = _("公开稿的内容")

    def __str__(self) -> str:
        return self.ref


class Turn(models.TextChoices):
    """What may become of a preparation. `rules.Turn` has the same values."""

    RELEASED = rules.Turn.RELEASED.value, _("已公开")
    RETURNED = rules.Turn.RETURNED.value, _("退回")
    DROPPED = rules.Turn.DROPPED.value, _("写信的人改成了只回本人")
    TAKEN_DOWN = rules.Turn.TAKEN_DOWN.value, _("已撤下")


class Verdict(Fact):
    """What became of a preparation: a second person released or returned it, the writer thought better of it, it was taken
    down. Nobody is named where it was the writer."""

    preparation = models.ForeignKey(Preparation, on_delete=models.PROTECT, related_name="verdicts")
    what = models.CharField(_("结果"), max_length=12, choices=Turn)

    class Meta:
        verbose_name = _("公开稿的结果")
        verbose_name_plural = _("公开稿的结果")
        constraints = [
            models.UniqueConstraint(
                fields=["preparation", "what"],
                condition=Q(struck_at__isnull=True),
                name="one_standing_verdict",
            )
        ]

    def __str__(self) -> str:
        return f"{self.preparation_id}: {self.what}"
