"""What this room keeps about people: what they asked for, copies of their data, and who answered."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.privacy import queries
from sixianghui.vault.public import NOT_PERSONAL, Class, Entry, Sees, purposes, register_model

_WORDS = Entry(
    Class.RESTRICTED,
    purposes.REQUESTS,
    gettext_lazy("办完后留三年，申请删除时抹去"),
    (Sees.SELF, Sees.HANDLER),
)
_FACTS = Entry(Class.INTERNAL, purposes.REQUESTS, gettext_lazy("办完后留三年"), (Sees.SELF, Sees.HANDLER))
_COPY = Entry(Class.RESTRICTED, purposes.REQUESTS, gettext_lazy("做好后七天"), (Sees.SELF,))
_NAME = Entry(
    Class.RESTRICTED, purposes.REQUESTS, gettext_lazy("做好后七天"), (Sees.NOBODY,),
    unexported=gettext_lazy("下载地址里的随机编号，不含内容。"),
)  # fmt: skip


def _report_words(report: dict[str, Any]) -> str:
    """What an erasure did, in a line."""
    rooms = report.get("rooms", [])
    erased, kept = (sum(len(room[name]) for room in rooms) for name in ("erased", "kept"))
    return _("删去 %(erased)s 项，留下 %(kept)s 项") % {"erased": erased, "kept": kept} if rooms else ""


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
        shows={"topic": queries.topic_words, "report": _report_words},
    )
    register_model(
        "privacy.Copy",
        {"account asked_at ready_at gone_at": _COPY, "ref": _NAME, "rooms rooms_done size": NOT_PERSONAL},
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
