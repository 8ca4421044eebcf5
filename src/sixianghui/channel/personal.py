"""What this room keeps about people: who owns and edits a page, and Wagtail's own traces of that."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.ledger import public as ledger
from sixianghui.vault.public import (
    NOT_PERSONAL,
    Basis,
    Class,
    Declared,
    Entry,
    Sees,
    purposes,
    register_model,
    register_models,
)

_PRINTED = Entry(Class.PUBLIC, purposes.PUBLISHING, purposes.WITH_RECORD, (Sees.EVERYBODY,), basis=Basis.NEWS)
_TRACE = Entry(Class.INTERNAL, purposes.PUBLISHING, purposes.WITH_RECORD, (Sees.SELF, Sees.EDITORS))
_HABIT = Entry(Class.INTERNAL, purposes.PUBLISHING, purposes.WITH_ACCOUNT, (Sees.SELF,))
_EDITING = Entry(
    Class.INTERNAL,
    purposes.PUBLISHING,
    _("离开就删；没删掉的，过一小时，下一次有人打开编辑页时清掉"),
    (Sees.SELF, Sees.EDITORS),
)
_UNSAVED = Entry(
    Class.INTERNAL,
    purposes.PUBLISHING,
    _("过一天，下一次有人预览时清掉"),
    (Sees.SELF, Sees.EDITORS),
)
_NOTE = Entry(Class.RESTRICTED, purposes.PUBLISHING, _("处理完半年；联系方式处理完就删"), (Sees.EDITORS,))
_INVITED = Entry(Class.INTERNAL, purposes.PUBLISHING, _("链接失效以后半年"), (Sees.EDITORS,))
_REMARK = Entry(Class.RESTRICTED, purposes.PUBLISHING, _("链接失效以后半年"), (Sees.EDITORS,))
_TOKEN = Entry(
    Class.RESTRICTED, purposes.ACCOUNT, purposes.WITH_ACCOUNT, (Sees.NOBODY,),
    unexported=_("只存摘要，用来核对，给谁看都没有意义，也不该外传。"),
)  # fmt: skip
_READER = Entry(
    Class.INTERNAL, purposes.PUBLISHING, _("十三个月，随那个月的明细一起删"), (Sees.NOBODY,),
    unexported=_("当天的乱码，密钥次日销毁，谁也不能由它找到人，也就找不出哪些是你的。"),
)  # fmt: skip


def register() -> None:
    """Called when the app is ready."""
    register_model(
        "channel.BasePage",
        {
            "path depth numchild translation_key locale latest_revision live has_unpublished_changes": NOT_PERSONAL,
            "first_published_at last_published_at live_revision go_live_at expire_at expired": NOT_PERSONAL,
            "locked locked_at title draft_title slug content_type url_path": NOT_PERSONAL,
            "latest_revision_created_at alias_of summary": NOT_PERSONAL,
            "owner locked_by": purposes.EDITED_BY,
        },
    )
    register_model("channel.HomePage", {"lead_label lead_title lead_text lead_piece": NOT_PERSONAL})
    register_model(
        "channel.ColumnPage", {"face short_title promise talk": NOT_PERSONAL, "head": purposes.EDITED_BY}
    )
    register_model("channel.PieceThread", {"page thread": NOT_PERSONAL})
    _pieces()
    _wagtail()


def _pieces() -> None:
    """Articles name people: whoever is written about has agreed, and whoever sent it in is known to the editors."""
    piece: dict[str, Declared] = {
        "kicker source unit lead_picture lead_caption is_sample correction body": NOT_PERSONAL,
        "contributor": purposes.EDITED_BY,
        "byline": _PRINTED,
    }
    register_model(
        "channel.ArticlePage",
        {**piece, "occurs_on person_agreed": NOT_PERSONAL, "quote person role": _PRINTED},
    )
    register_model("channel.PanoramaPage", {**piece, "panorama tour": NOT_PERSONAL})
    register_model("channel.GuidePage", {**piece, "needs steps": NOT_PERSONAL})
    register_model(
        "channel.Review", {**ledger.FACT, "page round level verdict revision reason checks": NOT_PERSONAL}
    )
    register_model("channel.Release", {**ledger.FACT, "page number column title": NOT_PERSONAL})
    register_model("channel.Withdrawal", {**ledger.FACT, "release reason expired": NOT_PERSONAL})
    register_model("channel.Correction", {**ledger.FACT, "release revision what": NOT_PERSONAL})
    register_model("channel.Likeness", {"page other score": NOT_PERSONAL})
    register_model(
        "channel.ArticleNote",
        {
            "ref page kind nonce at settled_at": NOT_PERSONAL,
            "text contact": _NOTE,
            "settled_by": purposes.EDITED_BY,
        },
    )
    register_model(
        "channel.ReviewLink",
        {
            "ref page revision made_at ends_at ended_at opened": NOT_PERSONAL,
            "digest": _TOKEN, "invited": _INVITED, "made_by": purposes.EDITED_BY,
        },
    )  # fmt: skip
    register_model(
        "channel.OutsideRemark",
        {"ref link nonce at settled_at": NOT_PERSONAL, "who text": _REMARK, "settled_by": purposes.EDITED_BY},
    )
    register_model("channel.Read", {"piece at": NOT_PERSONAL, "reader": _READER})
    register_model(
        "channel.ReadDay",
        {"piece day column unit reads readers readers_in_column readers_on_site": NOT_PERSONAL},
    )
    register_model("channel.ReadMonth", {"month reads readers digest closed_at": NOT_PERSONAL})
    register_model("channel.ReadSource", {"name number seen_at": NOT_PERSONAL})
    register_model("channel.WordList", {"text count at": NOT_PERSONAL, "by": purposes.EDITED_BY})
    register_model("channel.ReviewTask", {"level": NOT_PERSONAL})


def _wagtail() -> None:
    """Wagtail's own tables: those that know who."""
    mine = {"account": "user_id"}
    for label in ("wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry"):
        register_model(label, {"user": purposes.EDITED_BY}, rest=NOT_PERSONAL)
    register_model("wagtailcore.Revision", {"user": purposes.EDITED_BY}, rest=NOT_PERSONAL)
    register_model("wagtailcore.WorkflowState", {"requested_by": purposes.EDITED_BY}, rest=NOT_PERSONAL)
    register_model("wagtailcore.TaskState", {"finished_by": purposes.EDITED_BY}, rest=NOT_PERSONAL)
    register_model(
        "wagtailcore.Comment",
        {"user text created_at": _TRACE, "resolved_by": purposes.EDITED_BY}, about=mine, rest=NOT_PERSONAL,
    )  # fmt: skip
    register_model(
        "wagtailcore.CommentReply", {"user text created_at": _TRACE}, about=mine, rest=NOT_PERSONAL
    )
    register_model(
        "wagtailcore.PageSubscription", {}, about=mine, rest=_HABIT, called=_("关注的页面"),
        words={"comment_notifications": _("有评论时通知")},
    )  # fmt: skip
    register_model(
        "wagtailusers.UserProfile", {}, about=mine, rest=_HABIT, called=_("编辑器的个人设置"),
        words={"dismissibles": _("看过的提示"), "theme": _("明暗"), "contrast": _("对比度"), "density": _("疏密")},
    )  # fmt: skip
    where = {"content_type": _("内容种类"), "object_id": _("编号"), "parent_object_id": _("上一级编号")}
    register_model(
        "wagtailadmin.EditingSession", {}, about=mine, rest=_EDITING, called=_("正在编辑的记录"),
        words={**where, "last_seen_at": _("最后一次"), "is_editing": _("有没有改")},
    )  # fmt: skip
    register_model(
        "wagtailadmin.FormState", {}, about=mine, rest=_UNSAVED, called=_("没写完的表单"),
        words={**where, "data": _("内容"), "last_updated_at": _("改动时间")},
    )  # fmt: skip
    register_model(
        "wagtailcore.APIToken",
        {"key_hash prefix": _TOKEN, "user name created revoked_at last_used_at": _HABIT}, about=mine, rest=NOT_PERSONAL, called=_("接口凭据"),
    )  # fmt: skip
    for label in ("wagtailcore.UploadedFile", "wagtaildocs.Document", "wagtailimages.Image"):
        register_model(
            label, {"uploaded_by_user": purposes.EDITED_BY}, rest=NOT_PERSONAL, called=_("传上来的文件")
        )
    register_models(
        "wagtailembeds.Embed wagtailimages.Rendition wagtailadmin.Admin wagtailcore.Locale wagtailcore.Site "
        "wagtailcore.GroupSitePermission wagtailcore.CollectionViewRestriction_groups "
        "wagtailcore.CollectionViewRestriction wagtailcore.Collection wagtailcore.GroupCollectionPermission "
        "wagtailcore.WorkflowContentType wagtailcore.Workflow wagtailcore.WorkflowTask wagtailcore.Task "
        "wagtailcore.GroupApprovalTask_groups wagtailcore.GroupApprovalTask wagtailcore.GroupPagePermission "
        "wagtailcore.PageViewRestriction_groups wagtailcore.PageViewRestriction wagtailcore.WorkflowPage "
        "wagtailcore.ReferenceIndex taggit.Tag taggit.TaggedItem",
        NOT_PERSONAL,
    )
