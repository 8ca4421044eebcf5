"""Accounts and the ways into them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from sixianghui.common import ids, time
from sixianghui.vault.public import EncryptedTextField


class AccountManager(BaseUserManager["Account"]):
    """Accounts by their sign-in name."""

    def create(  # type: ignore[override]
        self, *, username: str, name: str, password: str | None = None, **more: Any
    ) -> Account:
        """A new account; without a password nobody can sign in by password."""
        account = self.model(username=self.model.normalize_username(username), name=name, **more)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """One person's way in. There is no shared account and no default one."""

    username = models.CharField(_("登录名"), max_length=64, unique=True)
    name = models.CharField(_("姓名"), max_length=64)
    is_active = models.BooleanField(_("启用"), default=True)
    is_sample = models.BooleanField(
        _("示例"), default=False, help_text=_("演示数据里的人，只能用一次性链接登录")
    )
    created_at = models.DateTimeField(_("建立时间"), default=time.now, editable=False)
    password_at = models.DateTimeField(_("密码设于"), null=True, editable=False)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = ""
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """What a session has to hold to go on: another one with each password, the same whichever key signs sessions.

        Django makes it from that key and, once that is renewed, gives every browser a new cookie. It is lost where the front
        asks for itself, or where two questions come at once. Until the key is renewed for the first time both are the same.
        """
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        made = salted_hmac(salt, self.password, secret=settings.LASTING_KEY, algorithm="sha256")
        return made.hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def email(self) -> str:
        """Wagtail asks for one; the house keeps none."""
        return ""

    @property
    def first_name(self) -> str:
        """Wagtail asks for one; Chinese names are not cut in two."""
        return self.name

    @property
    def last_name(self) -> str:
        return ""


class SignInLink(models.Model):
    """A link that signs in once, within a day. For a sample account it works on this machine only."""

    digest = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="links")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("一次性登录链接")

    def __str__(self) -> str:
        return f"{self.account_id} · {self.ends_at:%Y-%m-%d %H:%M}"


class FailedSignIn(models.Model):
    """A try not proved right, kept for a quarter of an hour: five for one name from one address make it wait."""

    name_digest = models.CharField(max_length=64)
    address = models.GenericIPAddressField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("失败的登录")
        indexes = [
            models.Index(fields=["name_digest", "address", "at"], name="failed_sign_in_lookup"),
            models.Index(fields=["address", "at"], name="failed_sign_in_from"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class OpenSession(models.Model):
    """A browser in which someone is signed in. Without its row a session is worth nothing.

    It knows the kind of browser, so that its owner recognises it; no address is kept.
    """

    mark = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="open_sessions")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    browser = models.CharField(max_length=40, blank=True)
    by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("登录着的浏览器")

    def __str__(self) -> str:
        return f"{self.browser} · {self.began_at:%Y-%m-%d %H:%M}"


class SpentCode(models.Model):
    """A code of an authenticator that was used, for as long as it would still hold: it works once."""

    digest = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField()

    class Meta:
        verbose_name = _("用过的动态码")

    def __str__(self) -> str:
        return f"{self.ends_at:%Y-%m-%d %H:%M}"


class StepSecret(models.Model):
    """A secret of somebody's authenticator or recovery codes, encrypted; allauth's row holds only `ref`."""

    ref = models.CharField(max_length=40, unique=True, default=ids.new_token)
    text = EncryptedTextField()

    class Meta:
        verbose_name = _("第二步验证的密钥")

    def __str__(self) -> str:
        return self.ref


class ResetRequest(models.Model):
    """One person asks that somebody's second step be taken off, another decides: neither can let themselves in by it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", verbose_name=_("给谁"))
    asked_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("提出的人")
    )
    asked_at = models.DateTimeField(_("提出时间"), default=time.now)
    decided_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("决定的人")
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    is_approved = models.BooleanField(_("同意"), null=True)

    class Meta:
        verbose_name = _("重置第二步验证的请求")
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(decided_at__isnull=True),
                name="one_open_reset_of_an_account",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} · {self.asked_at:%Y-%m-%d %H:%M}"
