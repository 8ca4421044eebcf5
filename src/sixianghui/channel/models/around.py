"""What stands around a piece: which others are like it, and what readers write to its editors."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sixianghui.channel import rules
from sixianghui.channel.models.pages import BasePage
from sixianghui.common import ids
from sixianghui.vault.public import EncryptedTextField


class Likeness(models.Model):
    """Two pieces are about the same, by their words alone. Written both ways; it can be made anew at any time."""

    page = models.ForeignKey(BasePage, on_delete=models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(BasePage, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveIntegerField(_("多像"), help_text=_("千分之几"))

    class Meta:
        verbose_name = _("相近的稿件")
        verbose_name_plural = _("相近的稿件")
        constraints = [models.UniqueConstraint(fields=["page", "other"], name="alike_once")]

    def __str__(self) -> str:
        return f"{self.page_id} ~ {self.other_id}"


class NoteKind(models.TextChoices):
    """Why a reader writes about a piece."""

    ERROR = "error", _("这里写错了")
    FEEDBACK = "feedback", _("说说看法")
    CONTACT = "contact", _("联系记者")


class ArticleNote(models.Model):
    """What a reader writes about a piece. Nobody is written down unless they leave a way to answer them.

    The words are for the editors and are deleted half a year after they were dealt with.
    """

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    page = models.ForeignKey(BasePage, verbose_name=_("稿件"), on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(_("为什么写"), max_length=10, choices=NoteKind)
    nonce = models.CharField(max_length=64, unique=True, editable=False)
    text = EncryptedTextField(_("内容"), max_length=rules.NOTE_LONGEST)
    contact = EncryptedTextField(_("联系方式"), blank=True, max_length=rules.CONTACT_LENGTH)
    at = models.DateTimeField(_("时间"))
    settled_at = models.DateTimeField(_("处理的时间"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("处理的人"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("读者来话")
        verbose_name_plural = _("读者来话")
        indexes = [models.Index(fields=["settled_at", "at"], name="notes_waiting")]

    def __str__(self) -> str:
        return self.ref
