"""How this room forgets somebody: the ways in go, and of the account only its number stays."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from sixianghui.access.commands.second_steps import forget_secrets
from sixianghui.access.commands.sessions import end_sessions
from sixianghui.access.models import Account, ResetRequest, SignInLink
from sixianghui.access.roll import ERASED
from sixianghui.common import ids
from sixianghui.ui import public as ui
from sixianghui.vault.public import Erasure, Holder, Subject, register_holder

NAMELESS = "已注销"


def register() -> None:
    """Called when the app is ready."""
    register_holder(
        Holder(
            "access",
            _("账号与登录"),
            erase,
            order=20,
            tables=("account", "socialaccount", "mfa", "sessions", "auth", "ui"),
        )
    )


def erase(subject: Subject) -> Erasure:
    """Close the account: nobody can sign in with it, and nothing in it says who it was."""
    done = Erasure()
    account = Account.objects.filter(pk=subject.account or 0).first()
    if account is None:
        return done
    end_sessions(account)
    forget_secrets(account)
    for label, rows in (
        (_("一次性登录链接"), SignInLink.objects.filter(account=account)),
        (_("邮箱地址"), EmailAddress.objects.filter(user=account)),
        (_("连上的登录方式"), SocialAccount.objects.filter(user=account)),
        (_("第二步验证"), Authenticator.objects.filter(user=account)),
        (_("重置第二步验证的请求"), ResetRequest.objects.filter(account=account)),
    ):
        done.note(label, rows.count())
        rows.delete()
    done.note(_("登录着的设备"), _end_django_sessions(account))
    done.note(_("提交过的表单的记号"), ui.forget_intents(account.pk))
    if account.is_active or account.name != NAMELESS:
        account.username, account.name = f"{ERASED}{ids.new_token(12)}", NAMELESS
        account.is_active = account.is_superuser = False
        account.last_login = None
        account.set_unusable_password()
        account.save()
        account.groups.clear()
        account.user_permissions.clear()
        done.note(_("姓名、登录名和密码"), 1)
    done.keep(_("账号的编号"), _("它连着办过的事，只是一个数字，认不出是谁。"))
    return done


def _end_django_sessions(account: Account) -> int:
    """Throw away what the browsers' sessions remember of somebody; how many there were."""
    mine = [
        session.session_key
        for session in Session.objects.all().iterator()
        if session.get_decoded().get(SESSION_KEY) == str(account.pk)
    ]
    Session.objects.filter(session_key__in=mine).delete()
    return len(mine)
