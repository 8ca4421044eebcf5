"""What was decided about remarks, and what readers and writers asked to be looked at again. All of it facts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.ledger.models import Fact
from sixianghui.remarks import rules
from sixianghui.remarks.models.threads import Remark

OUTCOMES = [
    (rules.Outcome.SHOWN, _("放出来")),
    (rules.Outcome.REFUSED, _("不放")),
    (rules.Outcome.HIDDEN, _("撤下")),
    (rules.Outcome.HELD, _("再看")),
]


class Verdict(Fact):
    """What was decided; the last one that stands counts. `actor` None: the thread's own rule let it through.

    `number` counts a remark's verdicts from one: two people who decide at once cannot both be the next.
    """

    remark = models.ForeignKey(Remark, on_delete=models.PROTECT, related_name="verdicts")
    number = models.PositiveSmallIntegerField(_("第几次"))
    outcome = models.CharField(_("结果"), max_length=8, choices=OUTCOMES)
    reason = models.CharField(_("理由"), max_length=rules.REASON_LONGEST, blank=True)

    class Meta:
        verbose_name = _("审核")
        verbose_name_plural = _("审核")
        constraints = [
            models.UniqueConstraint(
                fields=["remark", "number"],
                condition=Q(struck_at__isnull=True),
                name="one_verdict_of_a_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.remark_id} {self.outcome}"


class Withdrawal(Fact):
    """Its writer took it back. Nobody is named."""

    remark = models.ForeignKey(Remark, on_delete=models.PROTECT, related_name="withdrawals")

    class Meta:
        verbose_name = _("撤回")
        verbose_name_plural = _("撤回")
        constraints = [
            models.UniqueConstraint(
                fields=["remark"], condition=Q(struck_at__isnull=True), name="one_withdrawal_of_a_remark"
            )
        ]

    def __str__(self) -> str:
        return str(self.remark_id)


class ReportKind(models.TextChoices):
    """What a reader says is wrong."""

    ABUSE = "abuse", _("骂人、攻击人")
    PRIVACY = "privacy", _("泄露别人的信息")
    ADVERT = "advert", _("广告、引流")
    UNTRUE = "untrue", _("不实")
    ILLEGAL = "illegal", _("违法")
    OTHER = "other", _("别的")


class Report(Fact):
    """A reader asks that a remark be looked at; one person once. Done with when the next verdict comes."""

    remark = models.ForeignKey(Remark, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(_("哪里不妥"), max_length=8, choices=ReportKind)
    note = models.CharField(pgettext_lazy("备注", "说明"), max_length=rules.REASON_LONGEST, blank=True)

    class Meta:
        verbose_name = _("举报")
        verbose_name_plural = _("举报")
        constraints = [
            models.UniqueConstraint(
                fields=["remark", "actor"], condition=Q(struck_at__isnull=True), name="one_report_of_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.remark_id} {self.kind}"


class Appeal(Fact):
    """Its writer asks somebody else to look again at a verdict. One appeal of one verdict."""

    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="appeals")

    class Meta:
        verbose_name = _("申诉")
        verbose_name_plural = _("申诉")
        constraints = [
            models.UniqueConstraint(
                fields=["verdict"], condition=Q(struck_at__isnull=True), name="one_appeal_of_a_verdict"
            )
        ]

    def __str__(self) -> str:
        return str(self.verdict_id)

    @property
    def words(self) -> str:
        """Why it should be let through; nothing once that was forgotten."""
        said = getattr(self, "said", None)
        return "" if said is None else str(said.text)


class AppealWords(models.Model):
    """What the writer of an appeal says. Apart from the fact, so that it can be forgotten."""

    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, related_name="said")
    text = models.CharField(_("为什么应当放出来"), max_length=rules.REASON_LONGEST)

    class Meta:
        verbose_name = _("申诉的话")
        verbose_name_plural = _("申诉的话")

    def __str__(self) -> str:
        return str(self.appeal_id)


class AppealAnswer(Fact):
    """What somebody else than the first one decided."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="answers")
    agreed = models.BooleanField(_("同意放出来"))
    reason = models.CharField(_("理由"), max_length=rules.REASON_LONGEST, blank=True)

    class Meta:
        verbose_name = _("申诉的答复")
        verbose_name_plural = _("申诉的答复")
        constraints = [
            models.UniqueConstraint(
                fields=["appeal"], condition=Q(struck_at__isnull=True), name="one_answer_of_an_appeal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.appeal_id} {self.agreed}"
