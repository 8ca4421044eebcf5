"""A person's addresses: added and proved by themselves, seen by nobody else."""

from __future__ import annotations

import hmac
import secrets
from typing import NoReturn

from django.db import transaction
from django.db.models import F
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common import ids
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.notify import clock, queries, rules, senders
from sixianghui.notify.commands import letters, limits
from sixianghui.notify.commands.messages import tell
from sixianghui.notify.models import Address, Delivery
from sixianghui.notify.senders import MAIL, SMS, Envelope, NotSent
from sixianghui.vault import public as vault

KIND = "notify.address"
LABEL = gettext_lazy("地址变动")
WHY = gettext_lazy("你收消息的地址变了，告诉你一声，免得是别人改的。")
_READ = {MAIL: rules.mail_address, SMS: rules.mobile_number}
_WRONG = {
    MAIL: gettext_lazy("这不像一个邮箱地址，请看看有没有漏字。例如 zhang@example.org。"),
    SMS: gettext_lazy("这不像一个手机号，请填十一位的手机号。"),
}


def add_address(account: Account, channel: str, value: str, *, place: str = "") -> Address:
    """Begin to add an address of one's own: a code goes there, and the address counts once the code comes back.

    The one in force stays until then. `place` is the client's address, from which only so many may be asked for. Raises `HouseError` for what is no address, `Conflict` when the channel is not
    set up, when too many codes were asked for, or when the code could not be sent.
    """
    plain = _READ[channel](value)
    if plain is None:
        raise HouseError(_WRONG[channel])
    if not (account.is_sample or senders.is_open(channel)):
        raise Conflict(_("本站还没有接通这个渠道，暂时加不了。"))
    index = vault.blind_index(channel, plain)
    now = clock.now()
    code = f"{secrets.randbelow(10**rules.CODE_LENGTH):0{rules.CODE_LENGTH}}"
    # Before the transaction: of what is not committed nobody else's count knows.
    if place and not limits.take_a_turn_from(place, now=now):
        raise Conflict(_("这个网络里要的验证码太多了，请过一小时再试。"))
    with transaction.atomic():
        mine = vault.blind_index("notify.account", str(account.pk))
        if not (limits.take_a_turn(index, now=now) and limits.take_a_turn(mine, now=now)):
            raise Conflict(_("验证码要得太密了，请过一分钟再试；一小时最多五次，一天最多十次。"))
        Address.objects.filter(account=account, channel=channel, proved_at__isnull=True).delete()
        address = Address(account=account, channel=channel, value=plain, index=index, made_at=now)
        address.code = _digest(address, code)
        address.code_until, address.code_tries = now + rules.CODE_LIFE[channel], rules.CODE_TRIES
        address.save()
        audit.record("address:add", actor=account, thing=address, detail={"channel": channel})
    _send_code(address, plain, code)
    return address


def _digest(address: Address, code: str) -> str:
    return vault.blind_index("notify.code", f"{address.ref}:{code}")


def _send_code(address: Address, plain: str, code: str) -> None:
    """The code goes at once and is kept nowhere: whoever asked for it is waiting."""
    subject = _("验证码 %(code)s") % {"code": code}
    text = _(
        "你在思享汇填了这个地址，用来收消息。验证码 %(code)s，%(minutes)s 分钟内有效。不是你本人填的，不用理会。"
    ) % {"code": code, "minutes": int(rules.CODE_LIFE[address.channel].total_seconds() // 60)}
    if address.channel == SMS:
        text = _("【思享汇】%(words)s") % {"words": text}
    envelope = Envelope(ids.new_token(), address.account_id, address.channel, plain, subject, text)
    sender = senders.sender_for(address.channel, is_sample=address.account.is_sample)
    try:
        sender.send(envelope)
    except NotSent as error:
        Address.objects.filter(pk=address.pk).delete()
        _explain(error)


def _explain(error: NotSent) -> NoReturn:
    if isinstance(error, senders.Undeliverable):
        raise Conflict(_("对方的服务器不收这个地址，请看看有没有写错。")) from error
    raise Conflict(_("验证码没有发出去，请过一会儿再试。")) from error


def prove_address(account: Account, ref: str, code: str) -> Address:
    """Prove an address with the code that went there. It takes the place of the one before, which hears of it.

    Raises `NotThere` for somebody else's, `Conflict` for a wrong, used or old code.
    """
    address = queries.own_address(account, ref)
    now = clock.now()
    tried = Address.objects.filter(
        pk=address.pk, proved_at__isnull=True, code_tries__gt=0, code_until__gt=now
    ).update(code_tries=F("code_tries") - 1)
    if not tried:
        raise Conflict(_("这个验证码不能用了，请重新要一个。"))
    address.refresh_from_db()
    if not hmac.compare_digest(address.code, _digest(address, rules.code_in(code))):
        raise Conflict(_wrong_code(address.code_tries))
    with transaction.atomic():
        # Sent twice at the same moment: the second does not retire what the first has proved.
        if not Address.objects.select_for_update(no_key=True).filter(pk=address.pk, proved_at=None).first():
            raise Conflict(_("这个验证码不能用了，请重新要一个。"))
        before = _leave(account, address.channel)
        address.proved_at, address.code, address.code_until, address.code_tries = now, "", None, 0
        address.save(update_fields=["proved_at", "code", "code_until", "code_tries"])
        audit.record("address:prove", actor=account, thing=address, detail={"channel": address.channel})
        if before is not None:
            _tell_the_old(before, rules.masked(address.channel, address.value))
    return address


def _wrong_code(left: int) -> str:
    if left == 0:
        return _("验证码不对，五次都用完了，请重新要一个。")
    return _("验证码不对，还可以试 %(left)s 次。") % {"left": left}


def remove_address(account: Account, ref: str) -> None:
    """Take an address away. The one that was in force hears of it."""
    address = queries.own_address(account, ref)
    with transaction.atomic():
        audit.record("address:remove", actor=account, thing=address, detail={"channel": address.channel})
        if address.proved_at is None:
            address.delete()
            return
        before = _leave(account, address.channel)
        if before is not None:
            _tell_the_old(before, "")


def _leave(account: Account, channel: str) -> Address | None:
    """Retire the address in force; letters that wait go to the next one."""
    before = queries.address_in_force(account, channel)
    if before is not None:
        before.left_at = clock.now()
        before.save(update_fields=["left_at"])
    return before


def _tell_the_old(before: Address, new: str) -> None:
    what = (
        pgettext_lazy("sentence", "邮箱") if before.channel == MAIL else pgettext_lazy("sentence", "手机号")
    )
    if new:
        title = format_lazy(gettext_lazy("收消息的{what}换了"), what=what)
        text = format_lazy(
            gettext_lazy(
                "你收消息的{what}换成了 {new}，原来的从现在起不再收消息。不是你本人换的，请马上改密码，并告诉安全管理员。"
            ),
            what=what,
            new=new,
        )
    else:
        title = format_lazy(gettext_lazy("收消息的{what}删掉了"), what=what)
        text = format_lazy(
            gettext_lazy(
                "你收消息的{what}删掉了，从现在起不再往那里发消息。不是你本人删的，请马上改密码，并告诉安全管理员。"
            ),
            what=what,
        )
    message = tell(before.account, kind=KIND, title=title, text=text, urgent=True)
    letter = Delivery.objects.create(
        account=before.account,
        channel=before.channel,
        address=before,
        due_at=clock.now_for(before.account),
        urgent=True,
    )
    letter.messages.add(message)
    letters.hand_over(letter, urgent=True)
