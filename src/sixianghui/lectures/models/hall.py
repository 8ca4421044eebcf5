"""The hall: who asked for seats, which seats they have, and how many came through the door."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.common import ids, time
from sixianghui.directory.public import Unit
from sixianghui.lectures import rules
from sixianghui.lectures.models.lectures import Lecture, standing
from sixianghui.ledger.models import Fact


class Registration(models.Model):
    """Somebody asked for seats, for themselves and whom they bring. It has as many seats as heads, or waits with none."""

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    lecture = models.ForeignKey(Lecture, on_delete=models.PROTECT, related_name="registrations")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁报的名"), null=True, on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip
    unit = models.ForeignKey(
        Unit, verbose_name=_("哪个组织"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    heads = models.PositiveSmallIntegerField(_("几个人"), default=1)
    made_at = models.DateTimeField(_("报名时间"), default=time.now, editable=False)
    ended_at = models.DateTimeField(_("取消时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("报名")
        verbose_name_plural = _("报名")
        constraints = [
            models.UniqueConstraint(
                fields=["lecture", "account"],
                condition=Q(ended_at__isnull=True),
                name="one_registration_of_a_person",
            ),
            models.CheckConstraint(
                condition=Q(heads__gte=1, heads__lte=rules.MOST_HEADS), name="a_registration_has_heads"
            ),
        ]
        indexes = [models.Index(fields=["account", "-made_at"], name="registrations_of_account")]

    def __str__(self) -> str:
        return self.ref


class Seat(models.Model):
    """One seat that is taken. Its number has the last word: no seat is given twice."""

    lecture = models.ForeignKey(Lecture, on_delete=models.CASCADE, related_name="taken")
    number = models.PositiveSmallIntegerField(_("第几座"))
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="taken")

    class Meta:
        verbose_name = _("座位")
        verbose_name_plural = _("座位")
        constraints = [models.UniqueConstraint(fields=["lecture", "number"], name="a_seat_is_taken_once")]

    def __str__(self) -> str:
        return f"{self.lecture_id} · {self.number}"


class Arrival(Fact):
    """So many people came through the door of the hall, `at` about then.

    `key`: of whoever scanned the code, so that twice is once, or of the line that the desk wrote; it leads to nobody.
    `unit` is whose they are, where they said so.
    """

    class Way(models.TextChoices):
        """How it was noted."""

        CODE = "code", _("扫门口的码")
        PAPER = "paper", _("扫纸上的码")
        DESK = "desk", _("登记台记的")

    lecture = models.ForeignKey(Lecture, on_delete=models.PROTECT, related_name="arrivals")
    heads = models.PositiveSmallIntegerField(_("几个人"), default=1)
    way = models.CharField(_("怎么记的"), max_length=5, choices=Way)
    key = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("到场")
        verbose_name_plural = _("到场")
        constraints = [
            standing("arrived_once", "lecture", "key"),
            models.CheckConstraint(
                condition=Q(heads__gte=1, heads__lte=rules.MOST_AT_ONCE), name="somebody_arrived"
            ),
        ]
        indexes = [models.Index(fields=["lecture", "at"], name="arrivals_of_lecture")]

    def __str__(self) -> str:
        return f"{self.lecture_id} · {self.heads}"
