"""The book of the desk: reviews, releases, corrections and withdrawals, each a fact; and Wagtail's task for a review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Task, TaskState

from sixianghui.channel.models.pages import BasePage, ColumnPage
from sixianghui.channel.rules import REASON_LENGTH, Level, Verdict
from sixianghui.ledger.models import Fact

_LEVELS = [
    (level.value, label) for level, label in zip(Level, (_("一审"), _("二审"), _("终审")), strict=True)
]
_VERDICTS = [(Verdict.PASSED.value, _("通过")), (Verdict.RETURNED.value, _("退回"))]


class Review(Fact):
    """Somebody passed or returned a piece at one level.

    round: Wagtail's state of the first review; each time a piece is handed in anew is a round of its own. revision:
    the version that was read. checks: what the proofs found and what the reviewer confirmed, as JSON. In one round nobody passes
    twice and no level is passed twice; the database sees to both.
    """

    page = models.ForeignKey(
        BasePage, verbose_name=_("稿件"), on_delete=models.PROTECT, related_name="reviews"
    )
    round = models.PositiveBigIntegerField(_("第几轮"))
    level = models.PositiveSmallIntegerField(_("审级"), choices=_LEVELS)
    verdict = models.CharField(_("结论"), max_length=10, choices=_VERDICTS)
    revision = models.PositiveBigIntegerField(_("审的版本"))
    reason = models.CharField(_("意见"), max_length=REASON_LENGTH, blank=True)
    checks = models.JSONField(_("三校"), default=dict, blank=True)

    class Meta:
        verbose_name = _("审稿")
        verbose_name_plural = _("审稿")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "actor"],
                condition=Q(verdict="passed", struck_at__isnull=True),
                name="nobody_passes_two_levels",
            ),
            models.UniqueConstraint(
                fields=["round", "level"],
                condition=Q(verdict="passed", struck_at__isnull=True),
                name="level_passed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} · {self.level} · {self.verdict}"


class Release(Fact):
    """A piece came out. `number`: 1, and more each time it comes out again after a withdrawal.

    `unit` is whose piece it is; `actor` who passed its final review; `title` and `column` as they were.
    """

    page = models.ForeignKey(
        BasePage, verbose_name=_("稿件"), on_delete=models.PROTECT, related_name="releases"
    )
    number = models.PositiveSmallIntegerField(_("第几次发布"), default=1)
    column = models.ForeignKey(
        ColumnPage, verbose_name=_("栏目"), on_delete=models.PROTECT, related_name="released"
    )
    title = models.CharField(_("标题"), max_length=255)

    class Meta:
        verbose_name = _("发布")
        verbose_name_plural = _("发布")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "number"], condition=Q(struck_at__isnull=True), name="released_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Withdrawal(Fact):
    """A release was taken back, and why."""

    release = models.ForeignKey(
        Release, verbose_name=_("发布"), on_delete=models.PROTECT, related_name="withdrawals"
    )
    reason = models.CharField(_("原因"), max_length=REASON_LENGTH)
    expired = models.BooleanField(_("到期"), default=False)

    class Meta:
        verbose_name = _("撤下")
        verbose_name_plural = _("撤下")
        constraints = [
            models.UniqueConstraint(
                fields=["release"], condition=Q(struck_at__isnull=True), name="withdrawn_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id} · {self.reason}"


class Correction(Fact):
    """What a later version of a piece that is out has put right, in words for its readers."""

    release = models.ForeignKey(
        Release, verbose_name=_("发布"), on_delete=models.PROTECT, related_name="corrections"
    )
    revision = models.PositiveBigIntegerField(_("改后的版本"))
    what = models.CharField(_("改了什么"), max_length=REASON_LENGTH)

    class Meta:
        verbose_name = _("更正")
        verbose_name_plural = _("更正")
        constraints = [
            models.UniqueConstraint(
                fields=["revision"], condition=Q(struck_at__isnull=True), name="correction_once"
            )
        ]

    def __str__(self) -> str:
        return self.what


class Desk(Protocol):
    """What Wagtail's task asks of the room above it; `apps` fills it in."""

    def may_review(self, person: Any, page: Any) -> bool: ...
    def waiting_for(self, person: Any) -> QuerySet: ...
    def begin(self, page: Any, by: Any) -> None: ...
    def act(self, state: Any, action: str, *, by: Any, comment: str, checks: dict[str, Any]) -> None: ...
    @property
    def forms(self) -> Mapping[str, type]: ...


class ReviewTask(Task):
    """One of the three reviews, as Wagtail's workflow knows it. It asks and does nothing itself."""

    level = models.PositiveSmallIntegerField(_("审级"), choices=_LEVELS, unique=True)

    desk: ClassVar[Desk]
    admin_form_fields = ["name"]

    class Meta:
        verbose_name = _("审级")
        verbose_name_plural = _("审级")

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Begin the review; a piece that may not be handed in yet is refused with a sentence.

        Whoever hands a piece in again after a return starts from the first review: what was passed before was
        another text.
        """
        before = workflow_state.task_states
        if self.level != Level.FIRST and before.order_by("-pk").values_list("status", flat=True).first() in (
            TaskState.STATUS_REJECTED,
            TaskState.STATUS_CANCELLED,
        ):
            first: ReviewTask = ReviewTask.objects.get(level=Level.FIRST)
            return first.start(workflow_state, user=user)
        if self.level == Level.FIRST:
            before.filter(status=TaskState.STATUS_APPROVED).update(status=TaskState.STATUS_CANCELLED)
            self.desk.begin(workflow_state.content_object.specific, user)
        return super().start(workflow_state, user=user)

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self.desk.may_review(user, obj)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Only whoever reviews it now may write in it."""
        return not self.desk.may_review(user, obj)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return False

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not self.desk.may_review(user, obj):
            return []
        return [
            ("reject", pgettext_lazy("动作", "退回"), True),
            ("approve", pgettext_lazy("动作", "通过"), True),
        ]

    def get_form_for_action(self, action: str) -> Any:
        """Passing asks for the three proofs, returning for the reason."""
        return self.desk.forms.get(action) or super().get_form_for_action(action)

    def get_template_for_action(self, action: str) -> str:
        return "channel/desk/pass.html" if action == "approve" else ""

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet:
        """What waits for this person at this level."""
        return self.desk.waiting_for(user).filter(task=self)

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        self.desk.act(
            task_state,
            action_name,
            by=user,
            comment=str(kwargs.get("comment") or ""),
            checks=kwargs.get("checks") or {},
        )
