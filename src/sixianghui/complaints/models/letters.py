"""Letters that somebody wrote, on whose desk they lie, and how they were answered.

What happened is a fact without a word of content. The words, and who wrote them, stand in two tables of their own,
encrypted, and are deleted when their time has come; the facts stay.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.access.public import post_words
from sixianghui.common import ids
from sixianghui.complaints import rules
from sixianghui.ledger.models import Fact
from sixianghui.vault.public import EncryptedTextField


class Kind(models.TextChoices):
    """What somebody wants to say."""

    QUESTION = "question", _("写给书记")
    SUGGESTION = "suggestion", _("建议")
    COMPLAINT = "complaint", _("投诉")
    BURDEN = "burden", _("要求太多")


class Complaint(Fact):
    """A letter was received. `unit` owes the answer by `promised_on`; nobody is named here."""

    ref = models.CharField(_("代号"), max_length=32, unique=True, editable=False)
    kind = models.CharField(_("种类"), max_length=12, choices=Kind)
    promised_on = models.DateField(_("答应答复的日子"))
    provisional = models.BooleanField(_("待核实"), default=False)

    class Meta:
        verbose_name = _("建议与投诉")
        verbose_name_plural = _("建议与投诉")
        constraints = [
            models.UniqueConstraint(
                fields=["ref"], condition=Q(struck_at__isnull=True), name="one_standing_letter"
            )
        ]

    def __str__(self) -> str:
        return self.ref


class Why(models.TextChoices):
    """How a letter came to a desk."""

    RECEIVED = "received", _("收到")
    PASSED_ON = "passed_on", _("转来")
    TAKEN_BACK = "taken_back", _("收回")
    HANDED_OVER = "handed_over", _("交接")
    VACANT = "vacant", _("原来的人不在这个职务上了")


class Assignment(Fact):
    """A letter lies on someone's desk: `handler` answers it as holder of `post` in `unit`, until it goes on."""

    filled_later: ClassVar[tuple[str, ...]] = ("ended_at",)

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="assignments")
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("受理人"), on_delete=models.PROTECT, related_name="+"
    )
    post = models.CharField(_("职务"), max_length=32)
    why = models.CharField(_("怎么来的"), max_length=12, choices=Why)
    ended_at = models.DateTimeField(_("到何时"), null=True, editable=False)

    class Meta:
        verbose_name = _("受理")
        verbose_name_plural = _("受理")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(struck_at__isnull=True, ended_at__isnull=True),
                name="one_desk_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["handler", "ended_at"], name="desk_of_handler")]

    def __str__(self) -> str:
        return f"{self.complaint_id} → {self.handler_id}"

    @property
    def desk(self) -> rules.Desk:
        """The desk as the rules see it."""
        assert self.unit_id is not None
        return rules.Desk(self.handler_id, self.unit_id, self.post)

    @property
    def post_words(self) -> str:
        """The post in the reader's language: letters are answered by a post, not by a name."""
        return post_words(self.post)


class Answer(Fact):
    """A letter was answered."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        verbose_name = _("答复")
        verbose_name_plural = _("答复")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(struck_at__isnull=True), name="one_standing_answer"
            )
        ]

    def __str__(self) -> str:
        return str(self.complaint_id)


class Withdrawal(Fact):
    """Whoever wrote a letter took it back. Nobody is named here either."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="withdrawals")

    class Meta:
        verbose_name = _("撤回")
        verbose_name_plural = _("撤回")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(struck_at__isnull=True), name="one_standing_withdrawal"
            )
        ]

    def __str__(self) -> str:
        return str(self.complaint_id)


class Sender(models.Model):
    """Who wrote, as far as they said: an account, or nobody and a receipt code of which only the digest is here.

    `asker` is whoever sent the request that asks too much: the letter never comes to them. `public`: a question that may be
    answered for everybody to read, until the writer says otherwise; `shown_as` is the name they chose for that ("": none).
    """

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="sender")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("写的人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    code_digest = models.CharField(_("回执码的摘要"), max_length=64, null=True, unique=True)
    contact = EncryptedTextField(_("联系方式"), blank=True, max_length=rules.CONTACT_LENGTH)
    page = EncryptedTextField(_("在哪一页写的"), blank=True, max_length=200)
    public = models.BooleanField(_("公开答复"), default=False)
    shown_as = EncryptedTextField(_("公开时署的名"), blank=True, max_length=rules.NAME_LENGTH)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提要求的人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("写信的人")
        verbose_name_plural = _("写信的人")
        indexes = [models.Index(fields=["account"], name="letters_of_account")]

    def __str__(self) -> str:
        return self.ref


class Part(models.TextChoices):
    """What a text is."""

    TITLE = "title", _("题目")
    LETTER = "letter", _("原文")
    PASSING = "passing", _("转办说明")
    ANSWER = "answer", _("答复")
    OUTCOME = "outcome", _("因此改变了什么")


class Outcome(Fact):
    """Something changed because of a letter, on `day`. What, stands in `Words`."""

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="outcomes")
    day = models.DateField(_("哪一天"))

    class Meta:
        verbose_name = _("因此改变了什么")
        verbose_name_plural = _("因此改变了什么")
        constraints = [
            models.UniqueConstraint(
                fields=["ref"], condition=Q(struck_at__isnull=True), name="one_standing_outcome"
            )
        ]
        indexes = [models.Index(fields=["complaint", "day"], name="outcomes_of_letter")]

    def __str__(self) -> str:
        return self.ref


class Words(models.Model):
    """What was written: by the sender, with a letter that was passed on, in answer, and what changed. Encrypted; deleted
    in time."""

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="words")
    part = models.CharField(_("是什么"), max_length=8, choices=Part)
    text = EncryptedTextField(_("内容"), max_length=rules.LONGEST)
    at = models.DateTimeField(_("时间"))
    outcome = models.OneToOneField(Outcome, null=True, on_delete=models.PROTECT, related_name="words")

    class Meta:
        verbose_name = _("信的内容")
        verbose_name_plural = _("信的内容")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.ref


class Attempt(models.Model):
    """A letter or a wrong code from somewhere, gone an hour or two later: too many make it wait. A keyed digest, no address."""

    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("来件计数")
        indexes = [models.Index(fields=["digest", "at"], name="complaint_attempts")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
