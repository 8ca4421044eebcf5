"""Reading a draft without an account: a link that ends, what its reader remarked, and the operator's word list."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.channel import rules
from sixianghui.channel.models.pages import BasePage
from sixianghui.common import ids, time
from sixianghui.vault.public import EncryptedTextField


class ReviewLink(models.Model):
    """Whoever has the token reads this version of a piece until `ends_at`, or until something ends it before.

    Only the token's digest is kept. `invited` is a label for the desk; nobody checks who opens it, and only how often
    it was opened is counted.
    """

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    page = models.ForeignKey(
        BasePage, verbose_name=_("稿件"), on_delete=models.CASCADE, related_name="review_links"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", verbose_name=_("版本"), on_delete=models.CASCADE, related_name="+"
    )
    invited = models.CharField(_("请谁看"), max_length=rules.INVITED_LENGTH)
    made_at = models.DateTimeField(_("何时给的"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁给的"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ends_at = models.DateTimeField(_("何时失效"))
    ended_at = models.DateTimeField(_("提前结束"), null=True, editable=False)
    opened = models.PositiveIntegerField(_("打开过几次"), default=0, editable=False)

    class Meta:
        verbose_name = _("请人看的链接")
        verbose_name_plural = _("请人看的链接")

    def __str__(self) -> str:
        return self.ref

    @property
    def is_over(self) -> bool:
        """Whether it opens nothing any more."""
        return not rules.link_stands(ends_at=self.ends_at, ended_at=self.ended_at, now=time.now())


class OutsideRemark(models.Model):
    """What somebody outside said of a draft. It passes nothing; it is for the editors."""

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="remarks")
    nonce = models.CharField(max_length=64, unique=True, editable=False)
    who = EncryptedTextField(pgettext_lazy("看稿的人", "怎么称呼"), max_length=rules.INVITED_LENGTH)
    text = EncryptedTextField(_("意见"), max_length=rules.REMARK_LONGEST)
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
        verbose_name = _("外部意见")
        verbose_name_plural = _("外部意见")

    def __str__(self) -> str:
        return self.ref


class WordList(models.Model):
    """The site's own words for the proofs, as the chief editor last put them in. The newest holds."""

    text = models.TextField(_("词表"), blank=True)
    count = models.PositiveIntegerField(_("多少个词"))
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁放的"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("词表")
        verbose_name_plural = _("词表")

    def __str__(self) -> str:
        return f"{self.count} · {self.at:%Y-%m-%d}"
