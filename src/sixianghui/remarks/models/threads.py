"""Threads, what was said in them, and apart from it: the words, and who said it.

A remark is a fact without a word and without a name. Its words stand beside it, each wording of them, and so does the
account behind it: whoever moderates sees the words and the chosen name, never the account.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.common import ids, time
from sixianghui.ledger.models import Fact
from sixianghui.remarks import rules


class Kind(models.TextChoices):
    """What is said in a thread."""

    COMMENTS = "comments", _("评论")
    QUESTIONS = "questions", _("提问")


class Moderation(models.TextChoices):
    """When a remark is looked at: before anybody sees it, or after it is shown."""

    BEFORE = "before", _("先看过再放出来")
    AFTER = "after", _("先放出来再看")


class Thread(models.Model):
    """Where people talk about one thing. An upper room keys down to it; `place` says which one, and whom to ask.

    `unit` moderates it; without one, whoever moderates everywhere does. `slow`: seconds one person waits between two.
    """

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    kind = models.CharField(_("种类"), max_length=10, choices=Kind, default=Kind.COMMENTS)
    place = models.CharField(_("在哪里"), max_length=20, editable=False)
    moderation = models.CharField(_("怎么审"), max_length=6, choices=Moderation, default=Moderation.BEFORE)
    slow = models.PositiveSmallIntegerField(_("两条之间最少隔几秒"), default=0)
    closed = models.BooleanField(_("不再收新的"), default=False)
    unit = models.ForeignKey(
        "directory.Unit", verbose_name=_("由谁审"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("开设时间"), default=time.now, editable=False)

    class Meta:
        verbose_name = _("讨论")
        verbose_name_plural = _("讨论")

    def __str__(self) -> str:
        return self.ref

    @property
    def topic(self) -> str:
        """What open pages listen to."""
        return f"remarks:{self.ref}"

    @property
    def tag(self) -> str:
        """The cache tag of every page that shows its remarks."""
        return f"thread:{self.pk}"


class Remark(Fact):
    """Somebody said something. `unit` is set when it was said in a unit's name; nobody else is named here."""

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="remarks")
    reply_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")

    class Meta:
        verbose_name = _("评论")
        verbose_name_plural = _("评论")
        constraints = [
            models.UniqueConstraint(
                fields=["ref"], condition=Q(struck_at__isnull=True), name="one_remark_of_a_form"
            )
        ]
        indexes = [models.Index(fields=["thread", "at"], name="remarks_of_thread")]

    def __str__(self) -> str:
        return self.ref


class Author(models.Model):
    """Who said it: the account, and the name under which it is shown. Looked up only for a reason."""

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    remark = models.OneToOneField(Remark, on_delete=models.PROTECT, related_name="author")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("写的人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField(_("显示的名字"), max_length=rules.NAME_LONGEST)

    class Meta:
        verbose_name = _("写评论的人")
        indexes = [models.Index(fields=["account", "remark"], name="remarks_of_account")]

    def __str__(self) -> str:
        return self.ref


class Words(models.Model):
    """One wording of a remark; the last one counts. `holds`: why it has to be looked at first."""

    remark = models.ForeignKey(Remark, on_delete=models.PROTECT, related_name="words")
    number = models.PositiveSmallIntegerField(_("第几稿"), default=1)
    text = models.TextField(_("内容"), max_length=rules.LONGEST)
    holds = models.CharField(_("要看一眼的缘故"), max_length=60, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("评论的内容")
        verbose_name_plural = _("评论的内容")
        constraints = [models.UniqueConstraint(fields=["remark", "number"], name="one_wording_of_a_number")]
        indexes = [models.Index(fields=["at"], name="words_by_time")]
        ordering = ["remark", "number"]

    def __str__(self) -> str:
        return f"{self.remark_id} #{self.number}"


class Alias(models.Model):
    """The name somebody chose to be shown under."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("显示的名字"), max_length=rules.NAME_LONGEST)
    plain = models.CharField(_("用来比对的写法"), max_length=rules.NAME_KEPT, editable=False)
    chosen_at = models.DateTimeField(_("起名的时间"))

    class Meta:
        verbose_name = _("评论里的名字")
        constraints = [
            models.UniqueConstraint(fields=["plain"], condition=~Q(plain=""), name="one_name_one_person")
        ]

    def __str__(self) -> str:
        return self.name
