"""Questions: who wants to know it too, and the moment at which it was answered. The questions are remarks."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sixianghui.lectures.models.lectures import Lecture, standing
from sixianghui.ledger.models import Fact


class Second(models.Model):
    """Somebody wants to know it too. Only how many is ever shown."""

    question = models.ForeignKey("remarks.Remark", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁也想问"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("也想问")
        verbose_name_plural = _("也想问")
        constraints = [models.UniqueConstraint(fields=["question", "account"], name="wants_to_know_once")]

    def __str__(self) -> str:
        return str(self.question_id)


class Answered(Fact):
    """A question was taken up in the lecture, this many seconds after its beginning; answered, as far as anybody counts.

    `done_at`: whoever answered said that it was enough.
    """

    filled_later: ClassVar[tuple[str, ...]] = ("done_at",)

    lecture = models.ForeignKey(Lecture, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey("remarks.Remark", on_delete=models.PROTECT, related_name="+")
    seconds = models.PositiveIntegerField(_("第几秒"))
    done_at = models.DateTimeField(_("答完的时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("当场答的问题")
        verbose_name_plural = _("当场答的问题")
        constraints = [standing("answered_once_in_the_lecture", "question")]
        indexes = [models.Index(fields=["lecture", "at"], name="answers_of_lecture")]

    def __str__(self) -> str:
        return str(self.question_id)
