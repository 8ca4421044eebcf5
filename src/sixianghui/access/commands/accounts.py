"""Accounts, their passwords, and the one-time links into them."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sixianghui.access import rules
from sixianghui.access.actions import Action
from sixianghui.access.commands.sessions import end_sessions
from sixianghui.access.models import Account, SignInLink
from sixianghui.access.queries import require
from sixianghui.access.signals import account_opened, security_changed
from sixianghui.audit import public as audit
from sixianghui.common import ids
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused


def open_account(*, username: str, name: str, is_sample: bool = False, by: Account | None = None) -> Account:
    """A new account without a password: its first way in is a one-time link. No name can have two accounts.

    `by` is None only for the first account of an installation.
    """
    if by is not None:
        require(by, Action.OPEN_ACCOUNT)
    elif Account.objects.exists():
        raise Refused(_("已经有账号了，新账号要由安全管理员来建。"))
    with transaction.atomic():
        account = _write(username=username, name=name, is_sample=is_sample)
        # Before the chain is held: who hears of it writes to the roster, and an import of one takes the chain last.
        account_opened.send(sender=Account, account=account, by=by)
        audit.record("account:open", actor=by, thing=account)
    return account


def create_account(*, username: str, name: str, is_sample: bool, actor: Account | None) -> Account:
    """Write a new account. Asks no permission: only for commands that did, such as inviting someone on a roster."""
    with transaction.atomic():
        account = _write(username=username, name=name, is_sample=is_sample)
        audit.record("account:open", actor=actor, thing=account)
    return account


def _write(*, username: str, name: str, is_sample: bool) -> Account:
    """The row of a new account, which nobody has heard of yet."""
    try:
        with transaction.atomic():
            return Account.objects.create(username=username, name=name, is_sample=is_sample)
    except IntegrityError as error:
        raise Conflict(_("登录名“%(name)s”已经有人用了，请换一个。") % {"name": username}) from error


def open_with_link(*, username: str, name: str, by: Account) -> tuple[Account, str]:
    """A new account and the one-time link by which its owner comes in first."""
    with transaction.atomic():
        account = open_account(username=username, name=name, by=by)
        return account, make_link(account)


def set_password(account: Account, password: str, *, session: str = "") -> None:
    """Give an account a password: twelve characters or more, not a common one. A sample account gets none.

    Every session of the account ends but `session` (a mark), the one in which the password is changed. Raises
    `HouseError` with the validators' sentences.
    """
    if account.is_sample:
        raise Refused(_("示例账号只能用一次性链接登录。"))
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise HouseError(" ".join(error.messages)) from error
    if account.check_password(password):
        raise HouseError(_("这就是现在的密码，请换一个新的。"))
    with transaction.atomic():
        account.set_password(password)
        account.password_at = timezone.now()
        account.save(update_fields=["password", "password_at"])
        # Whoever else holds a link into the account does not come in by it any more.
        SignInLink.objects.filter(account=account, used_at__isnull=True).delete()
        end_sessions(account, but=session)
        audit.record("account:password", actor=account, thing=account)
        security_changed.send(sender=Account, account_id=account.pk, what="password")


def disable_account(account: Account, *, by: Account) -> Account:
    """Let nobody in by this account any more, from the next request on. Nobody disables themselves."""
    require(by, Action.OPEN_ACCOUNT)
    if account.pk == by.pk:
        raise Conflict(_("不能停用自己的账号，请另一位安全管理员来做。"))
    if not account.is_active:
        return account
    with transaction.atomic():
        account.is_active = False
        account.save(update_fields=["is_active"])
        SignInLink.objects.filter(account=account, used_at__isnull=True).delete()
        end_sessions(account)
        audit.record("account:disable", actor=by, thing=account)
    return account


def enable_account(account: Account, *, by: Account) -> Account:
    """Let the account's owner in again, by the ways they had."""
    require(by, Action.OPEN_ACCOUNT)
    if account.is_active:
        return account
    with transaction.atomic():
        account.is_active = True
        account.save(update_fields=["is_active"])
        audit.record("account:enable", actor=by, thing=account)
    return account


def renew_link(account: Account, *, by: Account) -> str:
    """A new one-time link for somebody who cannot get in; the unused ones before it are void. Shown once."""
    require(by, Action.OPEN_ACCOUNT)
    if not account.is_active:
        raise Conflict(_("这个账号停用了，先启用再发链接。"))
    with transaction.atomic():
        SignInLink.objects.filter(account=account, used_at__isnull=True).delete()
        audit.record("link:renew", actor=by, thing=account)
        security_changed.send(sender=Account, account_id=account.pk, what="link")
        return make_link(account)


def make_link(account: Account, *, now: dt.datetime | None = None) -> str:
    """A one-time token for `account`, good for 24 hours of real time. Only its digest is stored."""
    token, made = ids.new_token(), now or timezone.now()
    with transaction.atomic():
        SignInLink.objects.create(
            digest=ids.digest_of(token), account=account, made_at=made, ends_at=made + rules.LINK_LIFE
        )
        audit.record("link:make", thing=account)
    return token


def use_link(token: str, *, address: str, now: dt.datetime | None = None) -> Account:
    """Spend a one-time link and return its account.

    A sample account's link works on this machine only. A second use, an expired link and an unknown one all get the
    same answer.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        good = SignInLink.objects.filter(
            digest=ids.digest_of(token), used_at__isnull=True, ends_at__gt=moment, account__is_active=True
        )
        link = good.select_related("account").first()
        if link is not None and link.account.is_sample and not rules.is_loopback(address):
            raise NotThere(_("演示角色的链接只能在运行本站的这台机器上使用。"))
        if link is not None:
            # The account before its link and before the chain, like whoever disables it: signing in writes to it too.
            Account.objects.select_for_update(no_key=True).get(pk=link.account_id)
        if link is None or not good.filter(pk=link.pk).update(used_at=moment):
            raise NotThere(_("这个链接已经用过或过期了，请再要一个新的。"))
        audit.record("link:use", actor=link.account, thing=link.account, address=address)
    return link.account
