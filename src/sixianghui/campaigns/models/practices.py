"""Practices: a way of working that a branch shares, and what came of it where others tried it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.campaigns.models.campaigns import Campaign
from sixianghui.common import ids
from sixianghui.ledger.models import Fact


class Practice(Fact):
    """`unit` shares what it did, for whom, what it took and what came of it. `open`: for everybody to read."""

    ref = models.CharField(max_length=32, default=ids.new_ref, editable=False)
    campaign = models.ForeignKey(
        Campaign, verbose_name=_("主题活动"), null=True, on_delete=models.PROTECT, related_name="practices"
    )
    activity = models.ForeignKey(
        "activities.Activity",
        verbose_name=_("出自哪次活动"),
        null=True,
        on_delete=models.PROTECT,
        related_name="practices",
    )
    title = models.CharField(_("名称"), max_length=60)
    done = models.TextField(_("怎么做的"), max_length=1000)
    for_whom = models.CharField(_("为了谁"), max_length=120)
    took = models.CharField(_("花了什么"), max_length=200)
    came = models.CharField(_("有什么结果"), max_length=400)
    open = models.BooleanField(_("公开"), default=True)

    class Meta:
        verbose_name = _("做法")
        verbose_name_plural = _("做法")
        constraints = [
            models.UniqueConstraint(
                fields=["ref"], condition=Q(struck_at__isnull=True), name="one_standing_practice"
            )
        ]

    def __str__(self) -> str:
        return self.title


class HowItWent(models.TextChoices):
    """What came of a trial."""

    WORKED = "worked", _("管用")
    PARTLY = "partly", _("部分管用")
    NOT = "not", _("不适合我们")


class Trial(Fact):
    """Another unit tried a practice, with what came of it."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="trials")
    went = models.CharField(_("结果"), max_length=8, choices=HowItWent)
    text = models.CharField(_("说一句"), max_length=400)

    class Meta:
        verbose_name = _("试用")
        verbose_name_plural = _("试用")
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "unit"],
                condition=Q(struck_at__isnull=True),
                name="one_standing_trial_of_a_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} · {self.unit_id}"
