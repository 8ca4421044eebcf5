"""Writes of access: accounts, one-time links, the count of failed tries."""

from __future__ import annotations

import datetime as dt

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sixianghui.access import rules
from sixianghui.access.actions import Action
from sixianghui.access.models import Account, FailedSignIn, SignInLink
from sixianghui.access.queries import identity_key, require
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
    return create_account(username=username, name=name, is_sample=is_sample, actor=by)


def create_account(*, username: str, name: str, is_sample: bool, actor: Account | None) -> Account:
    """Write a new account. Asks no permission: only for commands that did, such as inviting someone on a roster."""
    try:
        with transaction.atomic():
            account = Account.objects.create(username=username, name=name, is_sample=is_sample)
            audit.record("account:open", actor=actor, thing=account)
    except IntegrityError as error:
        raise Conflict(_("登录名“%(name)s”已经有人用了，请换一个。") % {"name": username}) from error
    return account


def set_password(account: Account, password: str) -> None:
    """Give an account a password: twelve characters or more, not a common one. A sample account gets none.

    Raises `HouseError` with the validators' sentences.
    """
    if account.is_sample:
        raise Refused(_("示例账号只能用一次性链接登录。"))
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise HouseError(" ".join(error.messages)) from error
    with transaction.atomic():
        account.set_password(password)
        account.save(update_fields=["password"])
        audit.record("account:password", actor=account, thing=account)


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
        link = (
            SignInLink.objects.select_for_update(of=("self",))
            .select_related("account")
            .filter(
                digest=ids.digest_of(token), used_at__isnull=True, ends_at__gt=moment, account__is_active=True
            )
            .first()
        )
        if link is not None and link.account.is_sample and not rules.is_loopback(address):
            raise NotThere(_("演示角色的链接只能在运行本站的这台机器上使用。"))
        if link is None or not SignInLink.objects.filter(pk=link.pk, used_at__isnull=True).update(
            used_at=moment
        ):
            raise NotThere(_("这个链接已经用过或过期了，请再要一个新的。"))
        audit.record("link:use", actor=link.account, thing=link.account, address=address)
    return link.account


def begin_try(name: str, address: str, *, now: dt.datetime | None = None) -> bool:
    """Count a try of this name from this address before its password is looked at; False: it has to wait.

    The try is written first and counted afterwards, so that of many at the same moment no more than five get through,
    whatever the database and however many processes.
    """
    moment = now or timezone.now()
    FailedSignIn.objects.filter(at__lt=moment - rules.WINDOW).delete()
    mine = FailedSignIn.objects.create(name_digest=ids.digest_of(name.casefold()), address=address, at=moment)
    before = FailedSignIn.objects.filter(name_digest=mine.name_digest, address=address).exclude(pk=mine.pk)
    if rules.must_wait(before.count()):
        mine.delete()
        return False
    return True


def forgive(name: str, address: str) -> None:
    """Forget the failed tries of this name from this address: the right password was given."""
    FailedSignIn.objects.filter(name_digest=ids.digest_of(name.casefold()), address=address).delete()


def note_refusal(address: str) -> None:
    """Write down that a name and password were refused; whose they were is not kept."""
    with transaction.atomic():
        audit.record("account:refuse", result="refused", address=address)


def note_entry(account: Account, address: str, *, by: str) -> None:
    """Write down that someone came in, and by which proofs."""
    with transaction.atomic():
        audit.record("account:enter", actor=account, thing=account, address=address, detail={"by": by})


def forget_old(*, now: dt.datetime | None = None) -> None:
    """Forget failed sign-ins that no longer make anyone wait, and links that have ended."""
    moment = now or timezone.now()
    FailedSignIn.objects.filter(at__lt=moment - rules.WINDOW).delete()
    SignInLink.objects.filter(ends_at__lt=moment).delete()


def connect_identity(account: Account, provider: str, identity: str, *, by: Account | None = None) -> None:
    """Let whoever `provider` says is `identity` sign in as `account`.

    `by` is the security administrator who links it beforehand; otherwise the account's own person does, and the
    caller has seen the provider's word for it. One account has one identity at each provider, and the other way round.
    """
    if by is not None:
        require(by, Action.OPEN_ACCOUNT)
    if account.is_sample:
        raise Refused(_("示例账号只能用一次性链接登录。"))
    key = identity_key(provider, identity)
    try:
        with transaction.atomic():
            if SocialAccount.objects.filter(user=account, provider=provider).exclude(uid=key).exists():
                raise Conflict(_("这个账号已经连着另一个了。要换，先断开原来的。"))
            made = SocialAccount.objects.get_or_create(user=account, provider=provider, uid=key)[1]
            if made:
                audit.record(
                    "identity:connect", actor=by or account, thing=account, detail={"provider": provider}
                )
    except IntegrityError as error:
        raise Conflict(_("它已经连着别的账号。先用那个账号登录，在那里断开，再来连。")) from error


def disconnect_identity(account: Account, number: int) -> None:
    """Take a provider away from the ways into one's own account, unless it is the last one that works."""
    with transaction.atomic():
        identity = SocialAccount.objects.filter(user=account, pk=number).first()
        if identity is None:
            raise NotThere(_("这个登录方式已经断开了。"))
        others = SocialAccount.objects.filter(user=account).exclude(pk=number)
        if not account.has_usable_password() and not others.exists():
            raise Conflict(_("这是你唯一的登录方式。先设一个密码，再断开它。"))
        provider = identity.provider
        identity.delete()
        audit.record("identity:disconnect", actor=account, thing=account, detail={"provider": provider})


def note_stranger(provider: str, address: str) -> None:
    """Write down that a provider vouched for somebody whom no account knows; who that was is not kept."""
    with transaction.atomic():
        audit.record("identity:refuse", result="refused", address=address, detail={"provider": provider})
