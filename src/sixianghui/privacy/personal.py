"""What this room keeps about people: what they asked for, copies of their data, and who answered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.vault.public import NOT_PERSONAL, Class, Entry, Sees, purposes, register_model

_WORDS = Entry(
    Class.RESTRICTED, purposes.REQUESTS, _("办完后留三年，申请删除时抹去"), (Sees.SELF, Sees.HANDLER)
)
_FACTS = Entry(Class.INTERNAL, purposes.REQUESTS, _("办完后留三年"), (Sees.SELF, Sees.HANDLER))
_COPY = Entry(Class.RESTRICTED, purposes.REQUESTS, _("做好后七天"), (Sees.SELF,))
_NAME = Entry(
    Class.RESTRICTED, purposes.REQUESTS, _("做好后七天"), (Sees.NOBODY,),
    unexported=_("下载地址里的随机编号，不含内容。"),
)  # fmt: skip


def register() -> None:
    """Called when the app is ready."""
    mine = {"account": "account_id"}
    register_model(
        "privacy.Request",
        {
            "text answer": _WORDS,
            "kind account unit topic made_at due_on outcome answered_at report": _FACTS,
            "answered_by": purposes.DONE_BY,
            "ref": _NAME,
        },
        about=mine,
    )
    register_model(
        "privacy.Copy",
        {"account asked_at rooms rooms_done ready_at size gone_at": _COPY, "ref": _NAME},
        about=mine,
    )
    register_model(
        "privacy.Assessment",
        {
            "ref kind title purpose risks measures conclusion made_at kept_until office": NOT_PERSONAL,
            "made_by": purposes.DONE_BY,
        },
    )
    register_model(
        "privacy.Breach",
        {
            "ref title found_at first_day last_day unit rooms measures is_drill made_at reported_at office": NOT_PERSONAL,
            "made_by": purposes.DONE_BY,
        },
    )
