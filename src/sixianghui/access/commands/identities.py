"""Identities at providers, linked to accounts."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.actions import Action
from sixianghui.access.commands.sessions import end_sessions
from sixianghui.access.models import Account
from sixianghui.access.queries import identity_key, identity_of, require
from sixianghui.access.signals import security_changed
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict, NotThere, Refused


def connect_identity(account: Account, provider: str, *identifiers: str, by: Account | None = None) -> None:
    """Let whoever `provider` knows by `identifiers` sign in as `account`; the first, the widest, is kept.

    `by` is the security administrator who links it before the account is first used; later only its own person does,
    and the caller has seen the provider's word for it. One account has one identity at each provider, and the other
    way round.
    """
    if by is not None:
        require(by, Action.OPEN_ACCOUNT)
        if account.last_login is not None or account.has_usable_password():
            raise Conflict(_("%(name)s已经用过账号了，请本人登录以后自己连。") % {"name": account.name})
    if account.is_sample:
        raise Refused(_("示例账号只能用一次性链接登录。"))
    key, taken = identity_key(provider, identifiers[0]), identity_of(provider, identifiers)
    if taken is not None and taken.user_id != account.pk:
        raise Conflict(_("它已经连着别的账号。先用那个账号登录，在那里断开，再来连。"))
    with transaction.atomic():
        if SocialAccount.objects.filter(user=account, provider=provider).exclude(uid=key).exists():
            raise Conflict(_("这个账号已经连着另一个了。要换，先断开原来的。"))
        made = SocialAccount.objects.get_or_create(user=account, provider=provider, uid=key)[1]
        if made:
            detail = {"provider": provider}
            audit.record("identity:connect", actor=by or account, thing=account, detail=detail)
            security_changed.send(sender=Account, account_id=account.pk, what="identity:connect")


def use_identity(identity: SocialAccount, identifier: str) -> Account:
    """The account of a link; from now on it is kept under `identifier`, the widest that the provider gives.

    An operator who joins two apps of WeChat later makes it give another identifier for the same person.
    """
    key = identity_key(identity.provider, identifier)
    if identity.uid != key:
        with transaction.atomic():
            identity.uid = key
            identity.save(update_fields=["uid"])
            audit.record("identity:renew", thing=identity.user, detail={"provider": identity.provider})
    account: Account = identity.user
    return account


def disconnect_identity(account: Account, number: int, *, session: str = "") -> None:
    """Take a provider away from the ways into one's own account, unless it is the last one that works.

    Every session of the account ends but `session` (a mark): somebody may have come in that way.
    """
    with transaction.atomic():
        # Of two that are taken away at once the second sees that it is the last.
        account = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        identity = SocialAccount.objects.filter(user=account, pk=number).first()
        if identity is None:
            raise NotThere(_("这个登录方式已经断开了。"))
        others = SocialAccount.objects.filter(user=account).exclude(pk=number)
        if not account.has_usable_password() and not others.exists():
            raise Conflict(_("这是你唯一的登录方式。先设一个密码，再断开它。"))
        provider = identity.provider
        identity.delete()
        end_sessions(account, but=session)
        audit.record("identity:disconnect", actor=account, thing=account, detail={"provider": provider})
        security_changed.send(sender=Account, account_id=account.pk, what="identity:disconnect")


def note_stranger(provider: str, address: str) -> None:
    """Write down that a provider vouched for somebody whom no account knows; who that was is not kept."""
    with transaction.atomic():
        audit.record("identity:refuse", result="refused", address=address, detail={"provider": provider})
