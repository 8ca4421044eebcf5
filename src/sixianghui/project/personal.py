"""What is kept about people in tables of no room, or of rooms that stand beside `vault` and cannot call it."""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from sixianghui.vault.public import (
    NOT_PERSONAL,
    Class,
    Entry,
    Sees,
    purposes,
    register_model,
    register_models,
)

_CHAIN = Entry(
    Class.INTERNAL,
    purposes.SAFETY,
    _("至少六个月；审计链上的记录不能删改"),
    (Sees.AUDITOR,),
    counted=True,
)
_CHAIN_DETAIL = Entry(
    Class.INTERNAL,
    purposes.SAFETY,
    _("至少六个月；审计链上的记录不能删改"),
    (Sees.AUDITOR,),
    unexported=_("姓名、号码、地址只留下认不回去的摘要。"),
)
_SESSION = Entry(
    Class.RESTRICTED,
    purposes.ACCOUNT,
    _("退出登录就删除；没有退出的，最后一次改动后三十天失效，随后一天内删"),
    (Sees.NOBODY,),
    unexported=_("登录凭据，谁拿到谁就能冒充你，不能外传。"),
)
_INDEX = Entry(
    Class.INTERNAL,
    purposes.ROSTER,
    _("随原来的内容一起更新和删除"),
    (Sees.UNIT, Sees.ABOVE),
    unexported=_("只是原来内容的索引，原来的内容已经在里面。"),
)
_ASKED = Entry(
    Class.INTERNAL,
    purposes.PUBLISHING,
    _("三十天"),
    (Sees.NOBODY,),
    unexported=_("问过的词和当天加盐的摘要；换一天就对不上，认不出是谁。"),
)
_JOB = Entry(
    Class.INTERNAL,
    purposes.WORK,
    _("办成后七天删除；没做成的留到有人处理"),
    (Sees.NOBODY,),
    unexported=_("后台任务只记编号，不记内容。"),
)
_OUTGOING = Entry(
    Class.INTERNAL,
    purposes.WORK,
    _("一直留着，只有编号"),
    (Sees.NOBODY,),
    unexported=_("后台任务只记编号，不记内容。"),
)


def register() -> None:
    """Called when the app is ready."""
    register_model(
        "project.Instance", {"is_demo clock_shift replay replay_total replay_done_at": NOT_PERSONAL}
    )
    register_model("project.ReplayStep", {"replay key room at": NOT_PERSONAL})
    register_model(
        "audit.AuditEvent",
        {
            "actor": _CHAIN,
            "address detail object_kind object_id": _CHAIN_DETAIL,
            "seq at action result previous digest": NOT_PERSONAL,
        },
    )
    register_model("tasks.Lease", {"job worker until last": NOT_PERSONAL})
    register_model("tasks.Watch", {"seen_at leapt_at leapt_from": NOT_PERSONAL})
    register_model("tasks.Schedule", {"name due_at ran_at failed_at error": NOT_PERSONAL})
    register_model("tasks.Worker", {"name host process is_long began_at seen_at": NOT_PERSONAL})
    register_model("tasks.Progress", {"job done total words at": NOT_PERSONAL})
    register_model(
        "tasks.Outgoing",
        {
            "content": _OUTGOING,
            "kind key state tries error answer made_at due_at changed_at": NOT_PERSONAL,
        },
    )
    register_model(
        "django_tasks_database.DBTaskResult", {"args_kwargs return_value traceback": _JOB}, rest=NOT_PERSONAL
    )
    register_model("sessions.Session", {}, rest=_SESSION)
    for label in ("wagtailsearch.IndexEntry", "wagtailsearch.SQLiteFTSIndexEntry"):
        if label.split(".")[1].lower() not in apps.all_models["wagtailsearch"]:
            continue  # the index of searched texts is one table on SQLite and another elsewhere
        register_model(label, {}, rest=_INDEX, called=_("检索用的索引"))
    register_model("search.Document", {"kind key column year at title url names": NOT_PERSONAL})
    register_model("search.Text", {"document lead body": NOT_PERSONAL})
    register_model("search.Popular", {"query people day": NOT_PERSONAL})
    register_model("search.Asked", {"query day reader": _ASKED})
    register_models(
        "auth.Permission auth.Group_permissions auth.Group contenttypes.ContentType", NOT_PERSONAL
    )
