"""Activities: what a unit announces, and what it held.

An `Activity` is the thing that rooms above key down to; it says how it is described now. What took place is a `Held`
fact with everything as it was recorded, so that a correction leaves both versions to be read.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sixianghui.activities import rules
from sixianghui.activities.models.kinds import Kind, Rule
from sixianghui.common import ids, time
from sixianghui.directory.public import Unit
from sixianghui.ledger.models import Fact


class Activity(models.Model):
    """Something that a unit holds, alone or with partners. `open`: everybody may see it."""

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    unit = models.ForeignKey(
        Unit, verbose_name=_("主办"), on_delete=models.PROTECT, related_name="activities"
    )
    kind = models.ForeignKey(Kind, verbose_name=_("种类"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("名称"), max_length=rules.TITLE_LENGTH)
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=rules.PLACE_LENGTH, blank=True)
    note = models.CharField(_("预告"), max_length=rules.LINE_LENGTH, blank=True)
    open = models.BooleanField(_("给大家看"), default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("记录人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(_("记录时间"), default=time.now, editable=False)
    changed_at = models.DateTimeField(_("改动时间"), default=time.now, editable=False)

    class Meta:
        verbose_name = _("活动")
        verbose_name_plural = _("活动")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="activity_ends_after_it_began",
            )
        ]
        indexes = [
            models.Index(fields=["unit", "-starts_at"], name="activity_of_unit"),
            models.Index(fields=["-starts_at"], name="activity_by_time"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def starts_on(self) -> dt.date:
        """The day on which it begins, in Shanghai."""
        return self.starts_at.astimezone(time.SHANGHAI).date()


class Partner(models.Model):
    """A unit that holds an activity together with its organiser, until it takes itself out."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("活动"), on_delete=models.CASCADE, related_name="partners"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("合办"), on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(_("写上的时间"), default=time.now, editable=False)
    left_at = models.DateTimeField(_("退出时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("合办单位")
        verbose_name_plural = _("合办单位")
        constraints = [
            models.UniqueConstraint(fields=["activity", "unit"], name="partner_once_in_an_activity")
        ]
        indexes = [models.Index(fields=["unit", "named_at"], name="partner_by_unit")]

    def __str__(self) -> str:
        return f"{self.activity_id} · {self.unit_id}"


class Held(Fact):
    """An activity took place, `at` its beginning, held by `unit`: as it was recorded, with the number present if anybody counted.

    `entitled` and `voting` stand where a quorum rule asks: those entitled to vote, and how many of them were present;
    `quorum` is the rule as it was then.
    """

    activity = models.ForeignKey(
        Activity, verbose_name=_("活动"), on_delete=models.PROTECT, related_name="helds"
    )
    kind = models.ForeignKey(Kind, verbose_name=_("种类"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("名称"), max_length=rules.TITLE_LENGTH)
    ends_at = models.DateTimeField(_("结束"), null=True)
    place = models.CharField(_("地点"), max_length=rules.PLACE_LENGTH, blank=True)
    present = models.PositiveIntegerField(_("到场人数"), null=True)
    told = models.CharField(_("几句话"), max_length=rules.TOLD_LENGTH, blank=True)
    open = models.BooleanField(_("给大家看"), default=False)
    entitled = models.PositiveIntegerField(_("应到"), null=True)
    voting = models.PositiveIntegerField(_("实到"), null=True)
    quorum = models.ForeignKey(
        Rule, verbose_name=_("到会人数"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("办过的活动")
        verbose_name_plural = _("办过的活动")
        constraints = [
            models.UniqueConstraint(
                fields=["activity"], condition=Q(struck_at__isnull=True), name="held_once"
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True) | Q(present__gte=1), name="somebody_was_present"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "at"], name="held_by_unit"),
            models.Index(
                fields=["-at", "open"], condition=Q(struck_at__isnull=True), name="held_standing_by_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def quorum_stands(self) -> bool | None:
        """Whether enough of those entitled were present; None where no rule asks or the numbers are not known."""
        if self.quorum is None or self.entitled is None or self.voting is None:
            return None
        return self.quorum.quorum.stands(self.entitled, self.voting)

    @property
    def forbids_votes(self) -> bool:
        """Whether a confirmed rule that was in force says that nothing could be voted on."""
        stands = self.quorum_stands
        return stands is False and self.quorum is not None and self.quorum.confirmed and not self.before_rule

    @property
    def least(self) -> int | None:
        """How many of those entitled had to be present; None where that is not known."""
        return (
            None if self.quorum is None or self.entitled is None else self.quorum.quorum.least(self.entitled)
        )

    @property
    def before_rule(self) -> bool:
        """Whether the rule was not yet in force then, so that it is only named."""
        return self.quorum is not None and not self.quorum.in_force_on(
            self.at.astimezone(time.SHANGHAI).date()
        )


class Share(Fact):
    """A unit's part in an activity that took place: one for the organiser and one for each partner.

    `held` is the record it belongs to; a correction strikes both and writes both anew.
    """

    activity = models.ForeignKey(
        Activity, verbose_name=_("活动"), on_delete=models.PROTECT, related_name="shares"
    )
    held = models.ForeignKey(
        Held, verbose_name=_("办过的活动"), on_delete=models.PROTECT, related_name="shares"
    )

    class Meta:
        verbose_name = _("各组织办的活动")
        verbose_name_plural = _("各组织办的活动")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "unit"], condition=Q(struck_at__isnull=True), name="share_once_a_unit"
            )
        ]
        indexes = [
            models.Index(fields=["unit", "at"], name="share_by_unit"),
            models.Index(fields=["at"], condition=Q(struck_at__isnull=True), name="share_standing_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} · {self.unit_id}"


class CallOff(Fact):
    """An announced activity was called off."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("活动"), on_delete=models.PROTECT, related_name="call_offs"
    )
    reason = models.CharField(_("为什么"), max_length=rules.REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("取消的活动")
        verbose_name_plural = _("取消的活动")
        constraints = [
            models.UniqueConstraint(
                fields=["activity"], condition=Q(struck_at__isnull=True), name="called_off_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.activity_id)
