"""What this room keeps about people: what they were told, how it went out, where they are reached, and what they wish."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.notify import kinds
from sixianghui.vault.public import (
    NOT_PERSONAL,
    Basis,
    Class,
    Entry,
    Sees,
    Text,
    purposes,
    register_model,
)

_SELF = (Sees.SELF,)
_TOLD = Entry(Class.RESTRICTED, purposes.NOTICE, _("183 天，到期自动删除"), _SELF)
_SENT = Entry(Class.INTERNAL, purposes.NOTICE, _("183 天，到期自动删除"), _SELF)
_WISH = Entry(Class.INTERNAL, purposes.NOTICE, purposes.WITH_ACCOUNT, _SELF)
_REACHED = Entry(Class.RESTRICTED, purposes.NOTICE, _("你换掉或删掉以后一天"), _SELF, basis=Basis.CONSENT)
_MACHINES = (Sees.NOBODY,)
_TOKEN = Entry(
    Class.INTERNAL,
    purposes.NOTICE,
    purposes.WITH_ACCOUNT,
    _MACHINES,
    unexported=_("送信用的随机编号，不含内容。"),
)
_CODE = Entry(
    Class.RESTRICTED,
    purposes.NOTICE,
    _("验证以后，或一天"),
    _MACHINES,
    unexported=_("验证码和地址的摘要，认不出原文。"),
)
_COUNT = Entry(
    Class.INTERNAL,
    purposes.SAFETY,
    _("一天"),
    _MACHINES,
    unexported=_("地址的摘要，只用来防止滥发，认不出是谁的。"),
)


_CHANNELS = {"mail": _("邮件"), "sms": _("短信"), "in-app": _("站内"), "outbox": _("留在本机")}


def _kind(name: str) -> Text:
    """What a kind of message is called; one that no room registers any more by its code."""
    return next((one.label for one in kinds.all_kinds() if one.name == name), name)


def _channel(name: str) -> Text:
    return _CHANNELS.get(name, name)


def register() -> None:
    """Called when the app is ready."""
    mine = {"account": "account_id"}
    register_model(
        "notify.Message",
        {"title text": _TOLD, "account kind url urgent made_at": _SENT, "ref once": _TOKEN},
        about=mine,
        shows={"kind": _kind},
    )
    register_model(
        "notify.Delivery",
        {"account channel address state urgent due_at tries sent_at error": _SENT, "token": _TOKEN},
        about=mine,
        shows={"channel": _channel},
    )
    register_model("notify.Delivery_messages", {"delivery message": NOT_PERSONAL})
    register_model(
        "notify.Address",
        {
            "account channel value made_at proved_at left_at": _REACHED,
            "index code code_until code_tries": _CODE,
            "ref": _TOKEN,
        },
        about=mine,
    )
    register_model(
        "notify.Preference",
        {
            "account language quiet_from quiet_until digest_at at_once muted mute_all read_until": _WISH,
            "ref": _TOKEN,
        },
        about=mine,
    )
    register_model(
        "notify.OutboxLetter",
        {"address subject text": _TOLD, "account channel made_at": _SENT, "ref": _TOKEN},
        about=mine,
    )
    register_model("notify.Sending", {"address minute at": _COUNT})
