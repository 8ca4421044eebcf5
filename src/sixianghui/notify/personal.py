"""What this room keeps about people: what they were told, how it went out, and how they want to be told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.vault.public import NOT_PERSONAL, Class, Entry, Sees, purposes, register_model

_TOLD = Entry(Class.INTERNAL, purposes.NOTICE, purposes.WITH_ACCOUNT, (Sees.SELF,))
_TOKEN = Entry(
    Class.INTERNAL,
    purposes.NOTICE,
    purposes.WITH_ACCOUNT,
    (Sees.NOBODY,),
    unexported=_("送信用的随机编号，不含内容。"),
)


def register() -> None:
    """Called when the app is ready."""
    mine = {"account": "account_id"}
    register_model(
        "notify.Message",
        {"account kind title text url urgent made_at": _TOLD, "ref once": _TOKEN},
        about=mine,
    )
    register_model(
        "notify.Delivery",
        {"account channel state urgent due_at tries sent_at error": _TOLD, "token": _TOKEN},
        about=mine,
    )
    register_model("notify.Delivery_messages", {"delivery message": NOT_PERSONAL})
    register_model(
        "notify.Preference",
        {
            "account language quiet_from quiet_until digest_at at_once muted mute_all": _TOLD,
            "ref read_until": _TOKEN,
        },
        about=mine,
    )
