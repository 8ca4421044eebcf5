"""Plans: what a unit wants to do in answer to a notice, how it was guided, and what came to happen.

Lines and goals are edited as they are typed; everything that counts is a fact. What a plan *is* is told by its facts:
a standing `HandIn` without an `Outcome` waits; its `Outcome` says how it ended.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.campaigns.models.campaigns import Audience, Campaign, Carrier
from sixianghui.campaigns.models.notices import Notice, Point, Way
from sixianghui.common import ids, time
from sixianghui.ledger.models import Fact


class Plan(models.Model):
    """The plan of `unit` for `notice`. It is made when somebody of the unit first opens it."""

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="plans")
    unit = models.ForeignKey(
        "directory.Unit", verbose_name=_("组织"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("开始填的时间"), default=time.now, editable=False)

    class Meta:
        verbose_name = _("计划")
        verbose_name_plural = _("计划")
        constraints = [
            models.UniqueConstraint(fields=["notice", "unit"], name="one_plan_of_a_unit_for_a_notice")
        ]

    def __str__(self) -> str:
        return self.ref


class Stance(models.TextChoices):
    """How a line stands to the notice."""

    COVERS = "covers", _("对应通知")
    OWN = "own", _("自己的想法")
    NOT_APPLICABLE = "not_applicable", _("不适用")


class PlanLine(models.Model):
    """A line of a plan: what the unit wants to do, or why a point is not for it.

    `ref` is chosen by the browser, so that a line written without a connection is the same line when it arrives; it
    names a line inside its plan and nothing outside. `version` grows with every change; a change that was made from an
    older one is kept beside it and shown. `kind` is the code of a kind of activity; `month` its first day.
    `removed_at`: taken out, and out of sight; of a proposal that was left, so that it does not come again.
    """

    ref = models.CharField(max_length=36, default=ids.new_ref, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    stance = models.CharField(_("和通知的关系"), max_length=16, choices=Stance, default=Stance.COVERS)
    text = models.CharField(_("打算做什么"), max_length=200, blank=True)
    reason = models.CharField(_("为什么不适用"), max_length=200, blank=True)
    carrier = models.ForeignKey(
        Carrier, verbose_name=_("载体"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("活动种类"), max_length=40, blank=True)
    month = models.DateField(_("哪个月"), null=True, blank=True)
    audience = models.CharField(_("谁参加"), max_length=12, choices=Audience, default=Audience.MEMBERS)
    version = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(
        "access.Account", verbose_name=_("改的人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(_("改的时间"), default=time.now)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("计划的一行")
        verbose_name_plural = _("计划的各行")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "ref"], name="line_once_in_a_plan")]
        indexes = [models.Index(fields=["plan", "position"], name="lines_of_plan")]

    def __str__(self) -> str:
        return self.ref


class LineCover(models.Model):
    """A line answers a point of the notice."""

    line = models.ForeignKey(PlanLine, on_delete=models.CASCADE, related_name="covers")
    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("对应的事项")
        constraints = [models.UniqueConstraint(fields=["line", "point"], name="line_covers_a_point_once")]

    def __str__(self) -> str:
        return f"{self.line_id} → {self.point_id}"


class Goal(models.Model):
    """What the unit asks of its members, or of its core young staff. `model`: by whom or what it measures itself."""

    ref = models.CharField(max_length=36, default=ids.new_ref, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    audience = models.CharField(_("对谁"), max_length=12, choices=Audience)
    text = models.CharField(_("目标"), max_length=200)
    model = models.CharField(_("对标"), max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(
        "access.Account", verbose_name=_("改的人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(_("改的时间"), default=time.now)

    class Meta:
        verbose_name = _("目标")
        verbose_name_plural = _("目标")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "ref"], name="goal_once_in_a_plan")]

    def __str__(self) -> str:
        return self.ref


class Writer(models.Model):
    """Somebody wrote at a plan: whoever did may not decide on it, though others edited every line since."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="writers")
    account = models.ForeignKey(
        "access.Account", verbose_name=_("一起写的人"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("一起写计划的人")
        verbose_name_plural = _("一起写计划的人")
        constraints = [models.UniqueConstraint(fields=["plan", "account"], name="writer_once_in_a_plan")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.account_id}"


class HandIn(Fact):
    """A plan was handed in, as it was then: `content` holds its lines and goals, `digest` seals them.

    `ended_at` is filled when its outcome comes; until then the plan waits and is not edited.
    """

    filled_later: ClassVar[tuple[str, ...]] = ("ended_at",)

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="hand_ins")
    content = models.JSONField(_("交上来的内容"))
    digest = models.CharField(_("摘要"), max_length=64)
    ended_at = models.DateTimeField(_("有结果的时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("交计划")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["plan", "at"], name="hand_ins_of_plan")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(struck_at__isnull=True, ended_at__isnull=True),
                name="one_plan_waits_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.digest[:8]}"


class Result(models.TextChoices):
    """How a handed-in plan ended."""

    TAKEN_BACK = "taken_back", _("收回")
    RETURNED = "returned", _("退回")
    APPROVED = "approved", _("批准")
    AGREED = "agreed", _("指导同意")


class Outcome(Fact):
    """What became of a handed-in plan. `way`: along which line it was decided; empty when the unit took it back."""

    hand_in = models.ForeignKey(HandIn, on_delete=models.PROTECT, related_name="outcomes")
    result = models.CharField(_("结果"), max_length=12, choices=Result)
    way = models.CharField(_("按哪条线"), max_length=16, choices=Way, blank=True)
    reason = models.CharField(_("意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("结果")
        constraints = [
            models.UniqueConstraint(
                fields=["hand_in"],
                condition=Q(struck_at__isnull=True),
                name="one_standing_outcome_of_a_hand_in",
            )
        ]

    def __str__(self) -> str:
        return f"{self.hand_in_id} {self.result}"


class Advice(Fact):
    """What an adviser says of a line of a plan, or of the whole (`line` empty). `unit` is whose plan it is."""

    filled_later: ClassVar[tuple[str, ...]] = ("settled_at", "settled_by")

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="advice")
    line = models.ForeignKey(PlanLine, null=True, on_delete=models.PROTECT, related_name="advice")
    text = models.CharField(_("建议"), max_length=500)
    settled_at = models.DateTimeField(_("处理时间"), null=True, editable=False)
    settled_by = models.ForeignKey(
        "access.Account",
        verbose_name=_("处理人"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("建议")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ref"], condition=Q(struck_at__isnull=True), name="one_standing_advice"
            )
        ]

    def __str__(self) -> str:
        return self.ref


class Realisation(Fact):
    """An activity of `unit` belongs to a campaign: it makes a line of its plan come true, or stands beside the plan.

    `at` is when the activity began. A joint activity may realise a line of each unit that held it.
    """

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("主题活动"), null=True, on_delete=models.PROTECT, related_name="realisations"
    )
    activity = models.ForeignKey(
        "activities.Activity", verbose_name=_("活动"), on_delete=models.PROTECT, related_name="realisations"
    )
    carrier = models.ForeignKey(
        Carrier, verbose_name=_("载体"), null=True, on_delete=models.PROTECT, related_name="realisations"
    )
    line = models.ForeignKey(PlanLine, null=True, on_delete=models.PROTECT, related_name="realisations")

    class Meta:
        verbose_name = _("落实")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "line"],
                condition=Q(struck_at__isnull=True, line__isnull=False),
                name="activity_realises_a_line_once",
            ),
            models.UniqueConstraint(
                fields=["activity", "unit", "campaign"],
                condition=Q(struck_at__isnull=True, line__isnull=True),
                name="activity_once_beside_a_plan",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "at"], name="realisations_of_campaign"),
            models.Index(fields=["at", "id"], name="realisations_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} · {self.line_id}"


class Intention(models.Model):
    """An announced activity of `unit` is meant for a line of its plan: it realises the line by itself once it is held.

    It goes when the activity is held or called off; what counts is the `Realisation`.
    """

    activity = models.ForeignKey(
        "activities.Activity", verbose_name=_("活动"), on_delete=models.CASCADE, related_name="intentions"
    )
    line = models.ForeignKey(PlanLine, on_delete=models.CASCADE, related_name="intentions")
    unit = models.ForeignKey(
        "directory.Unit", verbose_name=_("组织"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("预告的落实")
        constraints = [
            models.UniqueConstraint(fields=["activity", "line"], name="activity_is_meant_for_a_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} → {self.line_id}"
